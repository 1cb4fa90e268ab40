"""Taking the zelfanalyse: one theme after the other, in any order, from any device."""

from __future__ import annotations

import pytest

from ehbo.domain.portfolio import Portfolio
from tests.builders import (
    DOEN,
    OVERVIEW,
    TINY,
    TODAY,
    Installation,
    Visitor,
    all_answers,
    answers,
    beginner,
    instrument,
    put_tiny_questionnaire,
    theme,
)
from tests.conftest import Install

THEMES = [theme.id for theme in instrument().themes]
LUISTEREN = f"/zelfanalyse/{TINY}/luisteren"
OLD, NEW = "Ik luister eerst.", "Ik luister altijd eerst."


def page_of(theme_id: str) -> str:
    return f"{OVERVIEW}/{theme_id}"


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

    welcome = phone.post("/sleutel", {"sleutel": owner.key}, follow=True)
    assert "Welkom terug" in welcome.words
    phone.post(page_of("doel"), answers("doel", 1))

    assert phone.key == owner.key
    assert owner.portfolio.assessments[0].answers["doel-1"] == 1
    assert owner.get(page_of("doel")).form(page_of("doel")).fields["doel-1"] == "1"


def test_the_key_is_offered_after_the_first_theme(visitor: Visitor) -> None:
    assert "/sleutel" not in visitor.get(DOEN).links

    assert "/sleutel" in visitor.post(DOEN, answers("doen"), follow=True).links


def test_saving_in_passing_tells_the_page_what_it_shows_now(visitor: Visitor) -> None:
    page = visitor.post(DOEN, {"doen-1": "2"}, headers={"X-Bewaar": "1"})

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


# ── Another instrument: five answers, a reversed statement, two themes ───────────────────────


@pytest.fixture
def tiny(install: Install) -> Installation:
    here = install()
    put_tiny_questionnaire(here.data)
    return here.restarted()


def test_with_two_questionnaires_there_is_a_choice(tiny: Installation) -> None:
    links = tiny.visitor().get("/zelfanalyse").links

    assert links == [OVERVIEW, f"/zelfanalyse/{TINY}"]


def test_finishing_one_questionnaire_does_not_show_the_profile_of_another(
    tiny: Installation,
) -> None:
    visitor = tiny.visitor()
    visitor.post(LUISTEREN, {"luisteren-1": "5", "luisteren-2": "2"})
    visitor.post(DOEN, answers("doen"))
    small, large = visitor.portfolio.assessments

    done = visitor.post(f"/zelfanalyse/{TINY}/delen", {"delen-1": "4"})

    assert done.location == f"/profiel?meting={small.id}"
    assert done.location in visitor.get(f"/zelfanalyse/{TINY}").links
    assert "Meting van 22 november 2026 met “Kleine vragenlijst”." in done.follow().words
    assert f"met “{instrument().title}”" in visitor.get("/profiel").words
    for theme_id in THEMES[1:]:
        done = visitor.post(page_of(theme_id), answers(theme_id))
    assert done.location == "/profiel"
    assert "/profiel" in visitor.get(OVERVIEW).links
    assert (
        visitor.get("/profiel").form("/profiel", {"theme_id": "doen"}).fields["assessment_id"]
        == large.id
    )


def test_a_scale_of_five_with_a_reversed_statement_is_scored(tiny: Installation) -> None:
    visitor = tiny.visitor()

    page = visitor.post(LUISTEREN, {"luisteren-1": "5", "luisteren-2": "5"})

    assert page.location == f"/zelfanalyse/{TINY}/delen"
    scores = visitor.get("/profiel").dom.xpath("//dl[@class='scores']//dd")
    assert [score.text_content() for score in scores] == ["6 van 2 tot 10", "3,0"]
    highest, lowest = visitor.get("/profiel").dom.xpath("//div[@class='highlow']/div")
    assert "Ik luister eerst." in highest.text_content()
    assert "Ik praat er graag doorheen." in lowest.text_content()
    assert visitor.post(LUISTEREN, {"luisteren-1": "6"}).status == 422


# ── Words that change while people are on their way ──────────────────────────────────────────


def test_an_assessment_keeps_the_words_it_was_begun_with(tiny: Installation) -> None:
    visitor = tiny.visitor()
    visitor.post(LUISTEREN, {"luisteren-1": "5"})
    put_tiny_questionnaire(tiny.data, (OLD, NEW))
    later = tiny.restarted().visitor(visitor.key)

    page = later.get(LUISTEREN)
    assert OLD in page.words and NEW not in page.words
    assert "Je ziet de stellingen waarmee je begon" in page.words
    assert "intussen veranderd" in later.get(f"/zelfanalyse/{TINY}").words

    later.post(LUISTEREN, {"luisteren-2": "2"})
    assert OLD in later.get("/profiel").words
    assert OLD in later.get("/mijn-gegevens").words
    assert later.portfolio.assessments[0].answers == {"luisteren-1": 5, "luisteren-2": 2}


def test_a_new_assessment_gets_the_new_words_beside_the_old(tiny: Installation) -> None:
    visitor = tiny.visitor()
    visitor.post(LUISTEREN, {"luisteren-1": "5", "luisteren-2": "2"})
    put_tiny_questionnaire(tiny.data, (OLD, NEW))
    later = tiny.restarted().visitor(visitor.key)

    later.post("/profiel/nieuwe-meting", having={"questionnaire_id": TINY})
    page = later.get(LUISTEREN)
    assert NEW in page.words and OLD not in page.words
    page.form(LUISTEREN).send({"luisteren-1": "4", "luisteren-2": "3"})

    profile = later.get("/profiel")
    assert NEW in profile.words and OLD not in profile.words
    # Only what was asked in the same words is compared.
    moved = [cell.text_content() for cell in profile.dom.xpath("//tbody/tr/th")]
    assert "Ik praat er graag doorheen." in moved and NEW not in moved
    first, second = later.portfolio.assessments
    assert first.version != second.version
    old = later.get("/profiel", query_string={"meting": first.id})
    assert OLD in old.words and NEW not in old.words


def test_a_page_of_other_words_is_not_saved_but_keeps_the_choices(tiny: Installation) -> None:
    visitor = tiny.visitor()
    form = visitor.get(LUISTEREN).form(LUISTEREN)
    put_tiny_questionnaire(tiny.data, (OLD, NEW))
    later = tiny.restarted()
    form.page.visitor = moved = later.visitor()
    moved.client = visitor.client
    visitor.client.application = later.app

    page = form.send({"luisteren-1": "5", "luisteren-2": "1"})

    assert page.status == 409
    assert "Er is nog niets bewaard." in page.words
    assert NEW in page.words
    assert later.people == 0
    again = page.form(LUISTEREN)
    assert (again.fields["luisteren-1"], again.fields["luisteren-2"]) == ("5", "1")
    assert again.send().status == 303
    assert moved.portfolio.assessments[0].answers == {"luisteren-1": 5, "luisteren-2": 1}


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


def test_an_old_tab_does_not_undo_a_newer_answer_on_a_scale_below_nought(
    install: Install,
) -> None:
    here = install()
    put_tiny_questionnaire(here.data, ("scale = { ", "scale = { lowest = -3, "))
    visitor, path = here.restarted().visitor(), f"/zelfanalyse/{TINY}/luisteren"
    visitor.post(path, {"luisteren-1": "-3"})
    old_tab = visitor.get(path).form(path)
    visitor.post(path, {"luisteren-1": "1"})

    old_tab.send({"luisteren-2": "-1"})

    assert visitor.portfolio.assessments[0].answers == {"luisteren-1": 1, "luisteren-2": -1}


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


@pytest.mark.parametrize(
    "path", ["/zelfanalyse/weg/doen", f"{OVERVIEW}/weg", f"{DOEN}/weg", f"{DOEN}/", f"{OVERVIEW}/"]
)
def test_a_questionnaire_or_theme_that_is_not_there_is_not_found(
    visitor: Visitor, path: str
) -> None:
    assert visitor.get(path).status == 404
    assert visitor.send(path, {"doen-1": "1"}).status == 404
