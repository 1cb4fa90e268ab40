"""Taking the zelfanalyse: one theme after the other, in any order, from any device."""

from __future__ import annotations

import pytest

from ehbo.domain.portfolio import Portfolio
from tests.builders import (
    DOEN,
    OVERVIEW,
    TODAY,
    all_answers,
    answers,
    beginner,
    instrument,
    page_of,
    theme,
)
from tests.visitor import Installation, Visitor

THEMES = [theme.id for theme in instrument().themes]


def test_the_first_save_makes_the_key(here: Installation, visitor: Visitor) -> None:
    visitor.get("/")
    visitor.get(OVERVIEW)
    visitor.get(DOEN)
    assert (visitor.key, here.people) == (None, 0)

    visitor.post(DOEN, {"doen-1": "3"})

    assert here.people == 1
    assert visitor.portfolio.assessments[0].answers == {"doen-1": 3}


def test_saving_a_page_without_a_choice_makes_no_key(here: Installation, visitor: Visitor) -> None:
    page = visitor.post(DOEN)

    assert page.location == f"{DOEN}?open=1"
    assert (visitor.key, here.people) == (None, 0)


def test_nothing_is_chosen_beforehand(visitor: Visitor) -> None:
    page = visitor.get(DOEN)

    assert not page.dom.xpath("//input[@checked]")
    assert len(page.dom.xpath("//fieldset")) == 5
    labels = [label.text_content() for label in page.dom.xpath("//fieldset[1]//label")]
    assert labels == ["Zeer oneens", "Oneens", "Eens", "Zeer eens"]
    assert "Thema 1 van 5 · 0 van 27 stellingen" in page.words


def test_the_themes_lead_one_to_the_next_and_then_to_the_profile(visitor: Visitor) -> None:
    path, seen = page_of(THEMES[0]), []
    while path.startswith(OVERVIEW):
        seen.append(path.rpartition("/")[2])
        path = visitor.post(path, answers(seen[-1])).location

    assert (seen, path) == (THEMES, "/profiel")
    assert visitor.portfolio.assessments[0].answers == all_answers(3)
    assert "27 van 27 stellingen" in visitor.get(OVERVIEW).words


def test_any_order_will_do_and_the_open_themes_come_next(visitor: Visitor) -> None:
    assert visitor.post(page_of("raad"), answers("raad")).location == page_of("geld")
    assert visitor.post(page_of("geld"), answers("geld")).location == page_of(THEMES[4])
    assert visitor.post(page_of(THEMES[4]), answers(THEMES[4])).location == page_of("doen")
    assert visitor.post(page_of("doen"), answers("doen")).location == page_of("doel")
    assert visitor.post(page_of("doel"), answers("doel")).location == "/profiel"


def test_one_theme_alone_gives_a_profile(visitor: Visitor) -> None:
    visitor.post(page_of("raad"), answers("raad"))

    words = visitor.get("/profiel").words
    assert "som" in words
    assert "Doen: nog niet begonnen" in words


def test_open_statements_are_named_with_a_link_and_may_stay_open(visitor: Visitor) -> None:
    saved = visitor.post(DOEN, {"doen-2": "1", "doen-4": "4"}, follow=True)

    assert saved.path == DOEN
    assert "Bewaard. 3 stellingen zijn nog open" in saved.words
    texts = {s.id: s.text for s in theme("doen").statements}
    assert saved.summary == [
        (f"#doen-{n}-1", f"Stelling {n}: {texts[f'doen-{n}']}") for n in (1, 3, 5)
    ]
    assert saved.dom.xpath("//*[@id='error-summary'][@autofocus]")
    assert saved.words.count("Deze stelling is nog open.") == 3

    on = saved.form(DOEN).send({"doen-1": "2"})
    assert on.location == page_of("doel")
    kept = visitor.portfolio.assessments[0].answers
    assert kept == {"doen-1": 2, "doen-2": 1, "doen-4": 4}


def test_one_open_statement_is_named_as_one(visitor: Visitor) -> None:
    saved = visitor.post(DOEN, {**answers("doen"), "doen-3": None}, follow=True)

    assert "Bewaard. Eén stelling is nog open" in saved.words


def test_going_on_with_only_this_theme_open_leads_to_the_profile(here: Installation) -> None:
    begun = Portfolio().started(instrument(), TODAY, "meting")
    owner = here.owner(
        begun.answered("meting", {k: v for k, v in all_answers().items() if k != "doen-1"}, {})
    )

    assert owner.post(DOEN, on=f"{DOEN}?open=1").location == "/profiel"


def test_going_back_shows_what_was_chosen(visitor: Visitor) -> None:
    visitor.post(DOEN, answers("doen", 2))

    back = visitor.get(DOEN)
    assert {name: back.form(DOEN).fields[name] for name in answers("doen")} == answers("doen", 2)

    back.form(DOEN).send({"doen-1": "4"})
    assert visitor.portfolio.assessments[0].answers["doen-1"] == 4
    assert visitor.portfolio.assessments[0].answers["doen-2"] == 2


def test_an_old_tab_does_not_undo_a_newer_answer(visitor: Visitor) -> None:
    visitor.post(DOEN, answers("doen", 2))
    old_tab = visitor.get(DOEN).form(DOEN)
    visitor.post(DOEN, {"doen-1": "4", "doen-2": "4"})

    old_tab.send({"doen-2": "1"})

    kept = visitor.portfolio.assessments[0].answers
    assert (kept["doen-1"], kept["doen-2"], kept["doen-3"]) == (4, 1, 2)


def test_a_double_press_saves_once(here: Installation, visitor: Visitor) -> None:
    visitor.post(page_of("doel"), answers("doel"))
    form = visitor.get(DOEN).form(DOEN)

    first, second = form.send(answers("doen")), form.send(answers("doen"))

    assert first.location == second.location
    assert here.people == 1
    assert len(visitor.portfolio.assessments) == 1


def test_the_key_opens_everything_on_a_second_device(here: Installation) -> None:
    owner = here.owner(beginner())
    phone = here.visitor()

    welcome = phone.post("/sleutel", {"key_or_code": owner.key}, follow=True)
    assert "Welkom terug" in welcome.words
    phone.post(page_of("doel"), answers("doel", 1))

    assert phone.key == owner.key
    assert owner.portfolio.assessments[0].answers["doel-1"] == 1
    assert owner.get(page_of("doel")).form(page_of("doel")).fields["doel-1"] == "1"


def test_the_key_is_offered_after_the_first_theme(visitor: Visitor) -> None:
    assert "/sleutel" not in visitor.get(DOEN).links

    assert "/sleutel" in visitor.post(DOEN, answers("doen"), follow=True).links


def test_saving_in_passing_tells_the_page_what_it_shows_now(visitor: Visitor) -> None:
    page = visitor.post(DOEN, {"doen-1": "2"}, headers={"X-Autosave": "1"})

    assert page.status == 200
    assert page.json["bases"]["shown_answers"] == "doen-1=2"
    assert page.json["bases"]["page_of"] == visitor.get(DOEN).form(DOEN).fields["page_of"] != ""
    assert visitor.portfolio.assessments[0].answers == {"doen-1": 2}
    assert visitor.get(DOEN).form(DOEN).fields["doen-1"] == "2"


def test_home_knows_who_comes_back(here: Installation, visitor: Visitor) -> None:
    assert "Start de zelfanalyse" in visitor.get("/").words
    assert "Ga verder" in here.owner(beginner()).get("/").words


def test_with_one_questionnaire_there_is_nothing_to_choose(visitor: Visitor) -> None:
    assert visitor.get("/zelfanalyse").location == OVERVIEW


# ── What is not an answer ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", ["0", "5", "-1", "2.5", "drie", "1e0", "9" * 5000, "²", "4 4"])
def test_a_value_off_the_scale_is_refused_and_the_rest_stays(
    here: Installation, visitor: Visitor, value: str
) -> None:
    page = visitor.post(DOEN, {"doen-1": value, "doen-2": "4"})

    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert page.summary == [("#doen-1", "Kies een van de antwoorden die er staan.")]
    assert page.form(DOEN).fields["doen-2"] == "4"
    assert "doen-1" not in page.form(DOEN).fields
    assert (visitor.key, here.people) == (None, 0)


@pytest.mark.parametrize("name", ["doen-6", "doel-1", "onzin", "doen-1-1", "é", " "])
def test_an_unknown_statement_is_refused_and_the_rest_stays(
    here: Installation, visitor: Visitor, name: str
) -> None:
    page = visitor.post(DOEN, {name: "2", "doen-2": "4"})

    assert page.status == 422
    assert "een stelling mee die hier niet bestaat" in page.summary[0][1]
    assert page.form(DOEN).fields["doen-2"] == "4"
    assert here.people == 0
    assert page.form(DOEN).send().status == 303


def test_a_refused_old_tab_does_not_undo_a_newer_answer(visitor: Visitor) -> None:
    visitor.post(DOEN, answers("doen", 2))
    old_tab = visitor.get(DOEN).form(DOEN)
    visitor.post(DOEN, {"doen-1": "4"})

    refused = old_tab.send({"doen-2": "1", "doen-3": "9"})
    assert refused.status == 422
    refused.form(DOEN).send()

    kept = visitor.portfolio.assessments[0].answers
    assert (kept["doen-1"], kept["doen-2"], kept["doen-3"]) == (4, 1, 2)


@pytest.mark.parametrize(
    "shown", ["", "doen-1", "doen-1=", "=", "doen-1=x,,=4", "doen-1=-", "doen-1=³", "9" * 6000]
)
def test_nonsense_about_what_was_shown_does_no_harm(visitor: Visitor, shown: str) -> None:
    assert visitor.post(DOEN, {"shown_answers": shown, "doen-1": "3"}).status == 303
    assert visitor.portfolio.assessments[0].answers == {"doen-1": 3}


def test_an_assessment_that_is_not_there_means_the_newest(here: Installation) -> None:
    owner = here.owner(beginner())

    owner.post(page_of("doel"), {"assessment_id": "weg", "doel-1": "1"})

    assert [a.answers["doel-1"] for a in owner.portfolio.assessments] == [1]


@pytest.mark.parametrize("path", ["/zelfanalyse/weg/doen", f"{OVERVIEW}/weg", f"{DOEN}/weg"])
def test_a_questionnaire_or_theme_that_is_not_there_is_not_found(
    visitor: Visitor, path: str
) -> None:
    assert visitor.get(path).status == 404
    assert visitor.send(path, {"doen-1": "1"}).status == 404
