"""What the profile shows, without a website around it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from ehbo.domain.measurement import Measurement, to_show
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.texts import fingerprint
from ehbo.web.person.profile_page import ProfilePage, ThemeCard, profile_page
from ehbo.web.person.reflections import ReflectionForm
from tests.builders import TODAY, Q, all_answers, answers, beginner, instrument, reworded, seasoned

SERVED = {Q: instrument()}
EARLIER = date(2026, 8, 20)


def page_of(
    portfolio: Portfolio,
    served: Mapping[str, Questionnaire] = SERVED,
    words: Questionnaire | None = None,
    **more: Any,
) -> ProfilePage:
    measurements = [Measurement(a, words or instrument()) for a in portfolio.assessments]
    found = to_show(measurements)
    assert found is not None
    return profile_page(portfolio, served, measurements, *found, **more)


def card(page: ProfilePage, theme_id: str = "doen") -> ThemeCard:
    return next(card for card in page.themes if card.theme.id == theme_id)


def begun(portfolio: Portfolio, given: dict[str, int], id: str, on: date = TODAY) -> Portfolio:
    return portfolio.started(instrument(), on, id).answered(id, given, {})


def test_one_theme_gives_a_picture_of_loose_marks() -> None:
    page = page_of(beginner())

    assert page.picture.columns == (("Thema", False), ("Nu", True))
    assert page.picture.rows[:2] == (("Doen", "2,0"), ("Doel", "–"))
    assert page.picture.caption == "Gemiddelde per thema, van 1 tot 4"
    assert not page.picture.shape
    assert [card.score.complete for card in page.themes] == [True, False, False, False, False]


def test_the_picture_lays_an_earlier_measurement_beside_the_newest() -> None:
    first = begun(Portfolio(), all_answers(2), "een", EARLIER)

    page = page_of(begun(first, {**all_answers(2), "doen-1": 4}, "twee"))

    assert page.before is not None and page.before.assessment.id == "een"
    assert page.picture.rows[0] == ("Doen", "2,4", "2,0", "+0,4")
    assert page.picture.rows[1] == ("Doel", "2,0", "2,0", "0,0")
    assert page.picture.shape
    assert "Vorige keer (20 augustus 2026)" in page.picture.radar


def test_what_changed_is_told_per_statement() -> None:
    first = begun(Portfolio(), all_answers(2), "een", EARLIER)
    page = page_of(begun(first, {**all_answers(2), "doen-1": 4}, "twee"))

    [change] = card(page).changes
    assert (change.before, change.now, change.difference) == ("Oneens", "Zeer eens", "+2")
    assert card(page, "doel").changes == ()


def test_other_words_are_not_compared() -> None:
    old = Measurement(begun(Portfolio(), all_answers(2), "een").assessments[0], instrument())
    theme = instrument().themes[0]
    statements = tuple(reworded(s, text=f"Anders: {s.text}") for s in theme.statements)
    words = reworded(
        instrument(), themes=(reworded(theme, statements=statements), *instrument().themes[1:])
    )
    portfolio = Portfolio().started(words, TODAY, "nieuw").answered("nieuw", all_answers(4), {})
    new = Measurement(portfolio.assessments[0], words)

    page = profile_page(portfolio, {Q: words}, [old, new], new, old)

    assert page.picture.rows[0] == ("Doen", "4,0", "–", "–")
    assert page.picture.rows[1] == ("Doel", "4,0", "2,0", "+2,0")
    assert not card(page).changes and card(page, "doel").changes


def test_the_newest_takes_answers_until_it_is_complete() -> None:
    portfolio = begun(begun(Portfolio(), all_answers(), "een"), {"doen-1": 2}, "twee")

    page = page_of(portfolio)

    assert not page.newest and page.unfinished
    assert [(one.on_page, one.unfinished) for one in page.measurements] == [
        (True, False),
        (False, True),
    ]
    whole = page_of(begun(beginner(), all_answers(), "twee"))
    assert whole.newest and not whole.unfinished


def test_what_is_served_no_more_takes_no_answers_and_no_actions() -> None:
    page = page_of(beginner(), served={})

    assert page.served is None and not page.unfinished
    assert card(page).tips and not card(page).plannable


def test_tips_are_those_of_now_and_say_what_is_planned() -> None:
    theme = instrument().themes[0]
    tips = (reworded(theme.tips[0], title="Een nieuwe tip"), *theme.tips[1:])
    now = reworded(instrument(), themes=(reworded(theme, tips=tips), *instrument().themes[1:]))
    plan = Plan(actions=(Action(id="a", what=theme.tips[1].title),))

    page = page_of(beginner().planned(Q, plan), served={Q: now}, tips_open="doen")

    offered = card(page).tips
    assert offered[0].title == "Een nieuwe tip"
    assert [tip.planned for tip in offered] == [False, True, *[False] * (len(offered) - 2)]
    assert [tip.place for tip in offered] == list(range(len(offered)))
    assert card(page).plannable and page.tips_open == "doen"


def test_several_questionnaires_are_told_apart() -> None:
    other = reworded(instrument(), id="anders")
    portfolio = beginner().started(other, TODAY, "b").answered("b", all_answers(), {})
    first, second = portfolio.assessments
    both = [Measurement(first, instrument()), Measurement(second, other)]

    assert profile_page(portfolio, SERVED, both, both[0]).several
    assert not profile_page(portfolio, SERVED, both[:1], both[0]).several


def typed(texts: dict[int, str], bases: dict[int, str]) -> ReflectionForm:
    ids = " ".join(question.id for question in instrument().reflection_questions)
    fields = {"theme_id": "doen", "questions": ids}
    fields |= {f"texts-{place}": text for place, text in texts.items()}
    fields |= {f"bases-{place}": base for place, base in bases.items()}
    return ReflectionForm(formdata=MultiDict(fields))


def test_a_form_that_is_refused_keeps_what_was_typed_and_points_at_the_fault() -> None:
    form = typed({0: "kort", 1: "x" * 10_001}, {0: "", 1: ""})
    assert not form.validate()

    page = page_of(beginner(), typed=form)

    [fault] = page.faults
    assert fault[0] == "doen-denk-1" and "te lang" in fault[1]
    questions = card(page).reflections.questions
    assert [q.value for q in questions[:2]] == ["kort", "x" * 10_001]
    assert questions[1].error == fault[1] and not page.clash_links
    assert not any(q.value for q in card(page, "doel").reflections.questions)


def test_after_a_clash_both_texts_show_and_the_rest_is_as_it_is_kept() -> None:
    questions = instrument().reflection_questions
    there = {questions[0].id: ("", "van daar"), questions[1].id: ("", "ook van daar")}
    portfolio, _ = beginner().reflected("meting-doen", "doen", there)
    form = typed({0: "van hier", 1: "oud"}, {0: "", 1: fingerprint("oud")})

    page = page_of(portfolio, typed=form, clashes={questions[0].id: "van daar"})

    first, second = card(page).reflections.questions[:2]
    assert (first.value, first.clash, first.base) == (
        "van hier",
        "van daar",
        fingerprint("van daar"),
    )
    assert (second.value, second.clash) == ("ook van daar", None)
    assert page.clash_links == ((first.field_id, questions[0].text),)
    assert not page.faults


def test_a_theme_shows_its_highest_and_lowest_answers_unless_all_are_alike() -> None:
    given = dict.fromkeys(answers("doen"), 2) | {"doen-1": 4, "doen-2": 1}

    page = page_of(begun(Portfolio(), given, "een"))

    assert [s.id for s in card(page).highest] == ["doen-1"]
    assert [s.id for s in card(page).lowest] == ["doen-2"]
    assert not card(page_of(beginner())).highest


def test_the_same_things_kept_give_the_same_page() -> None:
    assert page_of(seasoned()) == page_of(seasoned())
