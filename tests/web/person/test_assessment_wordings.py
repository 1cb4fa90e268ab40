"""Taking another questionnaire than the one that comes along, or one whose words change."""

from __future__ import annotations

import pytest

from tests.builders import (
    DOEN,
    OVERVIEW,
    TINY,
    answers,
    instrument,
    page_of,
    put_tiny_questionnaire,
)
from tests.conftest import Install
from tests.visitor import Installation
from tests.web.person.tiny import LUISTEREN

OLD, NEW = "Ik luister eerst.", "Ik luister altijd eerst."


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
    for theme in instrument().themes[1:]:
        done = visitor.post(page_of(theme.id), answers(theme.id))
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
    moved = profile.dom.xpath("string(//ul[li/span[@class='changes__by']])")
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
