"""The profile: scores, the plan beside them, and what changed since an earlier assessment."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain.portfolio import Portfolio
from ehbo.web.frame.filters import change, day
from tests.builders import (
    DOEN,
    OVERVIEW,
    TINY,
    TODAY,
    Q,
    all_answers,
    answers,
    beginner,
    instrument,
    put_tiny_questionnaire,
    reworded,
    seasoned,
    theme,
)
from tests.conftest import Install
from tests.page import Page
from tests.visitor import Installation, Visitor


def table_rows(page: Page, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so."""
    tables = [
        table
        for table in page.dom.xpath("//table")
        if table.xpath("string(caption)").startswith(caption)
    ]
    assert len(tables) == 1
    return [
        [cell.text_content() for cell in row.xpath("th | td")]
        for row in tables[0].xpath("tbody/tr")
    ]


def test_without_a_complete_theme_there_is_no_profile_yet(visitor: Visitor) -> None:
    assert "Hier komt je profiel" in visitor.get("/profiel").words

    visitor.post(DOEN, {"doen-1": "1"})
    assert "Hier komt je profiel" in visitor.get("/profiel").words


def test_the_scores_are_those_of_the_answers(here: Installation) -> None:
    answered = {**all_answers(3), "doen-1": 1, "doen-2": 4}
    begun = Portfolio().started(instrument(), TODAY, "meting")
    page = here.owner(begun.answered("meting", answered, {})).get("/profiel")

    assert table_rows(page, "Gemiddelde per thema, van 1 tot 4") == [
        ["Doen", "2,8"],
        *([theme.title, "3,0"] for theme in instrument().themes[1:]),
    ]
    scores = page.dom.xpath("//dl[@class='scores']//dd")
    assert [score.text_content() for score in scores[:2]] == ["14 van 5 tot 20", "2,8"]
    highest, lowest = page.dom.xpath("//div[@class='highlow']")[0].xpath("div")
    assert "Zeer eens (4)" in highest.text_content()
    assert "Zeer oneens (1)" in lowest.text_content()
    assert instrument().reading in page.words


def test_the_radar_has_a_title_a_description_and_a_table_beside_it(here: Installation) -> None:
    page = here.owner(beginner()).get("/profiel")

    [svg] = page.dom.xpath("//figure//svg")
    assert svg.xpath("string(title)") and svg.xpath("string(desc)")
    assert page.dom.xpath("//figure/following-sibling::table")


def test_a_second_assessment_is_shown_with_what_changed(here: Installation) -> None:
    page = here.owner(seasoned()).get("/profiel")

    assert "naast die van 20 augustus 2026" in page.words
    rows = table_rows(page, "Gemiddelde per thema")
    assert rows[0] == ["Doen", "3,2", "2,0", "+1,2"]
    assert "Vergeleken met 20 augustus 2026." in page.words
    first = page.dom.xpath("//li[span[@class='changes__by']]")[0].text_content()
    assert first == theme("doen").statements[0].text + " Toen: Oneens. Nu: Zeer eens. Verschil: +2"


def test_an_assessment_that_has_only_begun_does_not_hide_the_one_before(
    here: Installation,
) -> None:
    owner = here.owner(beginner())

    again = owner.post("/profiel/nieuwe-meting", follow=True)

    assert again.path == OVERVIEW
    assert "stellingen ingevuld" not in again.words
    assert not again.dom.xpath("//input[@checked]")
    assert "Meting van 22 november 2026" in owner.get("/profiel").words


def test_beginning_anew_twice_begins_once(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/profiel").form("/profiel/nieuwe-meting")

    form.send()
    form.send()

    assert [bool(a.answers) for a in owner.portfolio.assessments] == [True, False]


def begun_again(portfolio: Portfolio, given: dict[str, int], assessment_id: str) -> Portfolio:
    begun = portfolio.started(instrument(), TODAY, assessment_id)
    return begun.answered(assessment_id, given, {})


def only(*themes: str, value: int = 3) -> dict[str, int]:
    return {id: value for name in themes for id in map(str, answers(name))}


def test_a_third_assessment_is_laid_beside_one_with_every_theme_of_it(here: Installation) -> None:
    first = Portfolio().started(instrument(), date(2026, 2, 20), "een")
    first = first.answered("een", all_answers(2), {})
    second = begun_again(first, only("doen", "doel"), "twee")

    whole = here.owner(begun_again(second, all_answers(4), "drie"))
    rows = table_rows(whole.get("/profiel"), "Gemiddelde per thema")
    part = here.owner(begun_again(second, only("doen", value=4), "drie"))
    of_part = table_rows(part.get("/profiel"), "Gemiddelde per thema")

    assert [row[1:] for row in rows] == [["4,0", "2,0", "+2,0"]] * len(instrument().themes)
    assert "naast die van 20 februari 2026" in whole.get("/profiel").words
    assert of_part[0] == ["Doen", "4,0", "3,0", "+1,0"]


def test_where_none_has_every_theme_the_newest_earlier_one_stands_beside(
    here: Installation,
) -> None:
    earlier = begun_again(begun_again(Portfolio(), only("doen"), "een"), only("doel"), "twee")

    page = here.owner(begun_again(earlier, all_answers(4), "drie")).get("/profiel")

    assert [row[2] for row in table_rows(page, "Gemiddelde per thema")[:2]] == ["–", "3,0"]


def measurements(page: Page) -> list[tuple[str, list[str]]]:
    """The list of assessments: (its words, where its links lead)."""
    items = page.dom.xpath("//h2[.='Je metingen']/following-sibling::ul[1]/li")
    return [(item.text_content(), [str(href) for href in item.xpath(".//@href")]) for item in items]


def test_only_assessments_that_open_have_a_link(here: Installation) -> None:
    few = {"doen-1": 2}
    portfolio = begun_again(Portfolio(), few, "een")
    portfolio = begun_again(portfolio, all_answers(), "twee")
    portfolio = begun_again(begun_again(portfolio, all_answers(), "drie"), few, "vier")

    listed = measurements(here.owner(portfolio).get("/profiel"))

    assert [links for _, links in listed] == [[], ["/profiel?meting=twee"], [], [OVERVIEW]]
    assert [("ga verder" in words) for words, _ in listed] == [False, False, False, True]


def test_the_newest_that_is_not_complete_opens_and_goes_on(here: Installation) -> None:
    portfolio = begun_again(seasoned(), only("doen"), "nieuw")

    listed = measurements(here.owner(portfolio).get("/profiel?meting=kanarie-meting-1"))

    assert listed[-1][1] == ["/profiel?meting=nieuw", OVERVIEW]


LET_OP = "Na een nieuwe kun je haar niet meer aanvullen."


def test_beginning_anew_warns_of_the_assessment_under_way(here: Installation) -> None:
    portfolio = begun_again(seasoned(), {"doen-1": 2}, "nieuw")

    page = here.owner(portfolio).get("/profiel")

    [go_on] = page.dom.xpath("//main//a[.='Ga verder met je meting']/@href")
    assert go_on == OVERVIEW
    folded = page.dom.xpath("//details//form[@action='/profiel/nieuwe-meting']")
    assert len(folded) == 1 and LET_OP in folded[0].text_content()


def test_a_complete_assessment_under_way_asks_for_no_warning(here: Installation) -> None:
    portfolio = begun_again(beginner(), all_answers(), "nieuw")

    page = here.owner(portfolio).get("/profiel?meting=meting-doen")

    assert LET_OP not in page.words and "Ga verder met je meting" not in page.words
    assert page.form("/profiel/nieuwe-meting").fields["questionnaire_id"] == Q


def test_the_first_assessment_can_still_be_looked_at(here: Installation) -> None:
    owner = here.owner(seasoned())
    first = owner.portfolio.assessments[0]

    page = owner.get("/profiel", query_string={"meting": first.id})

    assert "Meting van 20 augustus 2026." in page.words
    assert table_rows(page, "Gemiddelde per thema")[0] == ["Doen", "2,0"]


def test_an_unknown_assessment_is_the_newest(here: Installation) -> None:
    page = here.owner(seasoned()).get("/profiel?meting=weg")

    assert "Meting van 22 november 2026" in page.words


def test_the_plan_of_then_stands_beside_the_profile_of_now(here: Installation) -> None:
    words = here.owner(seasoned("mijn")).get("/profiel").words

    assert "Je acties: 1 van 2 gedaan" in words
    assert "Nog te doen: mijn doen (klaar op 15 januari 2027)" in words


def test_an_assessment_of_a_questionnaire_that_is_gone_still_shows(here: Installation) -> None:
    gone = reworded(instrument(), id="verdwenen", title="Wat er was")
    begun = Portfolio().started(gone, TODAY, "meting").answered("meting", all_answers(2), {})
    owner = here.owner(begun.model_copy(update={"wordings": (gone,)}))

    page = owner.get("/profiel")

    assert "Wat er was" in page.words
    assert "Begin een nieuwe meting" not in page.words
    assert (
        owner.get("/zelfanalyse/verdwenen/doen")
        .form("/zelfanalyse/verdwenen/doen")
        .send(answers("doen", 4))
        .location
        == "/profiel"
    )


def test_without_sections_there_is_no_plan_to_make(install: Install) -> None:
    here = install()
    put_tiny_questionnaire(
        here.data,
        ('plan_title = "Plan"\n', ""),
        ('[[plan]]\nid = "nu"\ntitle = "Waar sta ik?"\ndraft = "self"\n', ""),
        ('[[plan]]\nid = "straks"\ntitle = "Waar wil ik heen?"\n', ""),
        ('[[tips]]\ntitle = "Tel tot tien"\ntext = "En dan nog eens."\n', ""),
    )
    device = here.restarted().visitor()
    device.post(f"/zelfanalyse/{TINY}/delen", {"delen-1": "2"})

    page = device.get("/profiel")

    assert "Kleine vragenlijst" in page.words
    assert not [link for link in page.links if link.startswith("/pop-op?")]


# ── Dutch for dates and differences ──────────────────────────────────────────────────────────


def test_a_day_is_written_in_full() -> None:
    assert day(date(2026, 11, 2)) == "2 november 2026"


@pytest.mark.parametrize(("value", "written"), [(2, "+2"), (-1, "−1"), (0, "0")])
def test_a_difference_has_its_sign(value: int, written: str) -> None:
    assert change(value) == written
