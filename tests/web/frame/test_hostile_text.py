"""Text that wants to be more than text stays text, on every page where it can come."""

from __future__ import annotations

import pytest

from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from tests.builders import DOEN, OVERVIEW, Q, all_answers, instrument, reworded, seasoned
from tests.page import Page
from tests.visitor import Installation

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(2)'>",
    "</textarea></form><svg onload=alert(3)>",
    "{{ 7*7 }}{% raw %}",
    "' autofocus onfocus=alert(4) x='",
    "javascript:alert(5)",
    "<!-- --><style>*{display:none}</style>",
]


def hostile_life() -> Portfolio:
    """Hostile text in every place where a person can write."""
    questionnaire = instrument()
    everything = " ".join(HOSTILE)
    portfolio = Portfolio().started(questionnaire, seasoned().assessments[0].started, "meting")
    portfolio = portfolio.answered("meting", all_answers(), {"doen-1": 1})
    for theme in questionnaire.themes:
        questions = zip(questionnaire.reflection_questions, HOSTILE, strict=False)
        typed = {question.id: ("", f"{text} {everything}") for question, text in questions}
        portfolio, _ = portfolio.reflected("meting", theme.id, typed)
    rows = tuple(
        Action(id=f"a{place}", what=text, with_whom=text) for place, text in enumerate(HOSTILE)
    )
    sections = {section.id: everything for section in questionnaire.plan}
    return portfolio.planned(Q, Plan(sections=sections, actions=rows))


def assert_harmless(page: Page) -> None:
    # That no element, handler or address got in is checked for every page: tests/page_faults.py.
    assert not page.dom.xpath("//img[@src='x'] | //svg[@onload] | //main//script | //style")
    for text in HOSTILE[:3]:
        assert text not in page.text
    assert "49" not in page.dom.xpath("string(//textarea)")


@pytest.mark.parametrize(
    "path", ["/", OVERVIEW, DOEN, "/profiel", "/pop-op", "/mijn-gegevens", "/sleutel"]
)
def test_hostile_text_that_is_kept_stays_text(here: Installation, path: str) -> None:
    page = here.owner(hostile_life()).get(path)

    assert page.status == 200
    assert_harmless(page)
    if path in ("/profiel", "/pop-op", "/mijn-gegevens"):
        assert all(text in page.dom.text_content() for text in HOSTILE)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_form_comes_back_as_text(here: Installation, text: str) -> None:
    owner = here.owner(hostile_life())
    plan = owner.get("/pop-op").form("/pop-op")
    pages = [
        owner.post("/sleutel", {"key_or_code": text}),
        owner.send("/pop-op", {"texts-0": text, "look_again": text, "actions-0-what": text}),
        owner.send("/pop-op", {"texts-0": text, "bases-0": text}),
        owner.send(DOEN, {"doen-1": text, text: text, "shown_answers": text}),
        owner.send("/profiel", {"theme_id": "doen", "texts-0": text, "bases-0": text}),
        owner.send("/profiel", {"theme_id": text, "assessment_id": text}),
        owner.send("/tien-redenen", {"chosen": text}, follow_redirects=True),
        owner.get("/profiel", query_string={"meting": text}),
        owner.get("/zelfanalyse/" + text.replace("/", "").replace("?", "")),
    ]
    owner.forget_form_cookie()
    pages.append(plan.send({"texts-0": text, text: text}))

    assert [page.status for page in pages] == [422, 422, 409, 422, 409, 409, 200, 200, 404, 400]
    for page in pages:
        assert_harmless(page)


def test_hostile_words_of_a_loaded_file_stay_text(here: Installation) -> None:
    theme = reworded(
        instrument().themes[0], title=HOSTILE[0], motto=HOSTILE[1], introduction=HOSTILE[2]
    )
    questionnaire = reworded(
        instrument(),
        id="vreemd",
        title=HOSTILE[0],
        reading=HOSTILE[1],
        source=HOSTILE[2],
        themes=(theme,),
    )
    portfolio = Portfolio().started(questionnaire, seasoned().assessments[0].started, "meting")
    portfolio = portfolio.answered("meting", {s.id: 2 for s in theme.statements}, {})
    owner = here.owner(portfolio.model_copy(update={"wordings": (questionnaire,)}))

    for path in ("/profiel", "/mijn-gegevens", "/zelfanalyse/vreemd", "/zelfanalyse/vreemd/doen"):
        page = owner.get(path)
        assert page.status == 200
        assert_harmless(page)


def test_an_assessment_of_a_loaded_file_can_have_no_name_that_breaks_a_page(
    here: Installation,
) -> None:
    name = '"><img src=x onerror=alert(1)>'
    portfolio = Portfolio().started(instrument(), seasoned().assessments[0].started, name)
    owner = here.owner(portfolio.answered(name, {"raad-1": 1}, {}))

    for path in (DOEN, f"{OVERVIEW}/raad", "/profiel", "/mijn-gegevens"):
        assert_harmless(owner.get(path))
    assert owner.get(DOEN).form(DOEN).fields["assessment_id"] == name


def test_the_words_of_one_persons_file_are_not_shown_to_another(here: Installation) -> None:
    path = "/zelfanalyse/vreemd/doen"
    owners = []
    for words in ("de woorden van de een", "de woorden van de ander"):
        theme = reworded(instrument().themes[0], introduction=words)
        questionnaire = reworded(instrument(), id="vreemd", themes=(theme,))
        begun = Portfolio().started(questionnaire, seasoned().assessments[0].started, "meting")
        owners.append(here.owner(begun.model_copy(update={"wordings": (questionnaire,)})))

    one, other = (owner.get(path) for owner in owners)

    assert "de woorden van de een" in one.words
    assert "de woorden van de ander" in other.words
    assert "de woorden van de een" not in other.text
