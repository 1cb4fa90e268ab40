"""The profile: scores, reflections that are never lost, tips that become actions, differences."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain.plan import MOST_ACTIONS, Action, Plan
from ehbo.domain.portfolio import Portfolio
from ehbo.web.wording import change, day
from tests.builders import (
    DOEN,
    OVERVIEW,
    TINY,
    TODAY,
    Installation,
    Page,
    Q,
    Visitor,
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

DOEN_FORM = {"theme_id": "doen"}


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
    first = page.dom.xpath("//table[starts-with(caption, 'Verschil met 20 augustus 2026')]")[0]
    cells = [cell.text_content() for cell in first.xpath("tbody/tr[1]/*")]
    assert cells == [theme("doen").statements[0].text, "Oneens", "Zeer eens", "+2"]


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


# ── Reflections ──────────────────────────────────────────────────────────────────────────────


def test_thoughts_are_kept_per_question(here: Installation) -> None:
    owner = here.owner(beginner())

    saved = owner.post(
        "/profiel",
        {"texts-0": "Zo’n idee 🙂\nen meer", "texts-4": " bellen "},
        having=DOEN_FORM,
        follow=True,
    )

    assert "Je gedachten zijn bewaard." in saved.words
    kept = owner.portfolio.assessments[0].reflections["doen"]
    assert kept == ("Zo’n idee 🙂\nen meer", "", "", "", "bellen")
    fields = saved.form("/profiel", having=DOEN_FORM).fields
    assert (fields["texts-0"], fields["texts-4"]) == ("Zo’n idee 🙂\r\nen meer", "bellen")


def test_thoughts_of_two_tabs_are_both_shown(here: Installation) -> None:
    owner = here.owner(beginner())
    here_, there = (owner.get("/profiel").form("/profiel", having=DOEN_FORM) for _ in range(2))
    here_.send({"texts-0": "van hier", "texts-1": "alleen hier"})

    clash = there.send({"texts-0": "van daar", "texts-2": "alleen daar"})

    assert clash.status == 409
    assert "intussen ergens anders veranderd" in clash.words
    assert "Intussen bewaard: van hier" in clash.words
    form = clash.form("/profiel", having=DOEN_FORM)
    assert form.fields["texts-0"] == "van daar"
    kept = owner.portfolio.assessments[0].reflections["doen"]
    assert kept[:3] == ("van hier", "alleen hier", "alleen daar")

    assert form.send({"texts-0": "van hier en daar"}).status == 303
    assert owner.portfolio.assessments[0].reflections["doen"][0] == "van hier en daar"


def test_thoughts_saved_in_passing_give_the_bases_to_go_on_from(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/profiel").form("/profiel", having=DOEN_FORM)

    assert form.save_in_passing({"texts-0": "een"}).status == 200
    assert form.save_in_passing({"texts-0": "een twee"}).status == 200
    assert owner.portfolio.assessments[0].reflections["doen"][0] == "een twee"


def test_a_thought_that_is_too_long_stays_in_the_page(here: Installation) -> None:
    owner = here.owner(beginner())
    text = "woord " * 17_000

    page = owner.post("/profiel", {"texts-1": text, "texts-0": "kort"}, having=DOEN_FORM)

    assert page.status == 422
    assert "Deze tekst is te lang. Er passen 10.000 tekens in." in page.words
    fields = page.form("/profiel", having=DOEN_FORM).fields
    assert (fields["texts-1"].strip(), fields["texts-0"]) == (text.strip(), "kort")
    assert not owner.portfolio.assessments[0].reflections


def test_a_thought_that_is_refused_does_not_hide_that_of_another_tab(here: Installation) -> None:
    owner = here.owner(beginner())
    one, two = (owner.get("/profiel").form("/profiel", having=DOEN_FORM) for _ in range(2))
    one.send({"texts-0": "van een"})

    refused = two.send({"texts-0": "van twee", "texts-1": "x" * 10_001})
    assert refused.status == 422
    again = refused.form("/profiel", having=DOEN_FORM).send({"texts-1": "kort"})

    assert again.status == 409
    assert "Intussen bewaard: van een" in again.words
    kept = owner.portfolio.assessments[0].reflections["doen"]
    assert kept[:2] == ("van een", "kort")


def test_a_thought_that_is_too_long_is_pointed_at(here: Installation) -> None:
    owner = here.owner(beginner())

    page = owner.post("/profiel", {"texts-1": "x" * 10_001}, having=DOEN_FORM)

    told = "Deze tekst is te lang. Er passen 10.000 tekens in."
    assert page.summary == [("#doen-denk-1", told)]


def test_a_thought_without_a_profile_can_be_sent_when_there_is_one(here: Installation) -> None:
    owner, device = here.owner(beginner()), here.owner(Portfolio())
    thought = {"texts-0": "Dit typte ik op een bladzijde die nog van een ander was."}

    made_for = owner.portfolio.assessments[0].id
    page = device.send("/profiel", {"theme_id": "doen", "assessment_id": made_for, **thought})

    assert page.status == 409
    again = page.form("/profiel")
    assert again.fields["texts-0"] == thought["texts-0"]
    assert device.portfolio == Portfolio()


# ── Tips ─────────────────────────────────────────────────────────────────────────────────────


def test_a_tip_becomes_an_action_once(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM)

    told = form.send(press=("tip", "1")).follow()
    form.send(press=("tip", "1"))
    form.send(press=("tip", "0"))

    tips = theme("doen").tips
    assert f"“{tips[1].title}” staat nu bij de acties in je POP-OP." in told.words
    what = [action.what for action in owner.portfolio.plan(Q).actions]
    assert what == [tips[1].title, tips[0].title]
    page = owner.get("/profiel")
    assert page.words.count("Staat in je plan") == 2
    assert ("tip", "1") not in page.form("/profiel/tip", having=DOEN_FORM).buttons


def test_a_tip_leads_back_to_the_profile_it_stood_on(here: Installation) -> None:
    owner = here.owner(seasoned())
    older = owner.get("/profiel?meting=kanarie-meting-1").form("/profiel/tip", having=DOEN_FORM)
    newest = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM)

    assert "meting=kanarie-meting-1" in older.send(press=("tip", "1")).location
    assert newest.send(press=("tip", "0")).location == "/profiel?tips=doen#doen"


@pytest.mark.parametrize(
    "wrong",
    [
        {"tip": "6"},
        {"tip": "-1"},
        {"tip": "een"},
        {"tip": "9" * 5000},
        {"tip": None},
        {"theme_id": "weg"},
        {"questionnaire_id": "weg"},
    ],
    ids=lambda wrong: str(wrong)[:30],
)
def test_a_tip_that_is_not_there_is_not_found(
    here: Installation, wrong: dict[str, str | None]
) -> None:
    owner = here.owner(beginner())

    page = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM).send({"tip": "0", **wrong})

    assert page.status == 404
    assert not owner.portfolio.plans


def test_a_tip_for_a_full_plan_is_refused_in_words(here: Installation) -> None:
    full = tuple(Action(id=f"a{n}", what=f"Actie {n}") for n in range(MOST_ACTIONS))
    owner = here.owner(beginner().planned(Q, Plan(actions=full)))

    form = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM)
    page = form.send(press=("tip", "0"))

    assert page.status == 413
    assert f"Er passen {MOST_ACTIONS} acties in je plan." in page.words
    assert owner.portfolio.plan(Q).actions == full
    assert owner.get("/pop-op").status == 200


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


# ── Dutch for dates and differences ──────────────────────────────────────────────────────────


def test_a_day_is_written_in_full() -> None:
    assert day(date(2026, 11, 2)) == "2 november 2026"


@pytest.mark.parametrize(("value", "written"), [(2, "+2"), (-1, "−1"), (0, "0")])
def test_a_difference_has_its_sign(value: int, written: str) -> None:
    assert change(value) == written


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
