"""A person's bundle: every change keeps the rest."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import Plenty, TooMuch
from ehbo.domain.portfolio import (
    MOST_ASSESSMENTS,
    MOST_GIVEN,
    Given,
    Portfolio,
    from_bytes,
    loaded_back,
    take_along,
    to_bytes,
)
from ehbo.domain.texts import fingerprint
from tests.domain.portfolios import ASKED, DAY, answers, begun, portfolios

OTHER = ASKED.model_copy(update={"id": "anders"})


def of(portfolio: Portfolio, assessment_id: str = "a") -> Assessment:
    found = portfolio.find_assessment(assessment_id)
    assert found is not None
    return found


def test_a_new_assessment_is_tied_to_the_words_of_today() -> None:
    portfolio = Portfolio().started(ASKED, DAY, "a")
    expected = Assessment(
        id="a", questionnaire="proef", version=ASKED.answered_version, started=DAY
    )
    assert portfolio.assessments == (expected,)
    assert portfolio.current("proef") == expected
    assert portfolio.current("anders") is None


def test_an_assessment_that_is_still_empty_is_replaced() -> None:
    portfolio = Portfolio().started(ASKED, DAY, "a").started(ASKED, DAY, "b")
    assert [a.id for a in portfolio.assessments] == ["b"]


@pytest.mark.parametrize(
    "taken", [{"answers": {"doen-1": 1}}, {"reflections": {"doen": {"vraag-1": "x"}}}]
)
def test_an_assessment_with_something_in_it_stays(taken: dict[str, Any]) -> None:
    portfolio = begun(**taken).started(ASKED, DAY, "b")
    assert [a.id for a in portfolio.assessments] == ["a", "b"]


def test_an_empty_assessment_of_another_questionnaire_stays() -> None:
    portfolio = Portfolio().started(ASKED, DAY, "a").started(OTHER, DAY, "b")
    assert [a.id for a in portfolio.of("proef") + portfolio.of("anders")] == ["a", "b"]


@given(portfolios)
def test_starting_again_loses_nothing_that_was_filled_in(portfolio: Portfolio) -> None:
    started = portfolio.started(ASKED, DAY, "nieuw")
    filled = [a for a in portfolio.assessments if a.answers or a.reflections]
    assert [a for a in started.assessments if a in filled] == filled
    assert started.assessments[-1].id == "nieuw"
    assert (started.plans, started.reasons) == (portfolio.plans, portfolio.reasons)


def test_the_most_assessments_that_fit_can_be_opened_again_and_one_more_is_refused() -> None:
    portfolio = Portfolio()
    for n in range(MOST_ASSESSMENTS):
        portfolio = portfolio.started(ASKED, DAY + timedelta(days=n), f"a-{n}")
        portfolio = portfolio.answered(portfolio.assessments[-1].id, {"doen-1": 1}, {})
    assert from_bytes(to_bytes(portfolio)) == portfolio
    with pytest.raises(TooMuch) as refused:
        portfolio.started(ASKED, DAY, "one-more")
    assert (refused.value.reason, refused.value.most) == (Plenty.ASSESSMENTS, MOST_ASSESSMENTS)


@given(answers, answers)
def test_every_chosen_answer_is_kept(before: dict[str, int], chosen: dict[str, int]) -> None:
    result = begun(answers=before).answered("a", chosen, {})
    assert of(result).answers == {**before, **chosen}


@given(answers, answers)
def test_an_unchanged_form_does_not_undo_newer_answers(
    stored: dict[str, int], shown: dict[str, int]
) -> None:
    portfolio = begun(answers=stored)
    assert portfolio.answered("a", shown, shown) is portfolio


@given(answers, answers, answers)
def test_the_same_answers_a_second_time_change_nothing(
    stored: dict[str, int], chosen: dict[str, int], shown: dict[str, int]
) -> None:
    once = begun(answers=stored).answered("a", chosen, shown)
    assert once.answered("a", chosen, shown) is once


@given(answers, answers)
def test_two_windows_with_other_statements_both_count(
    stored: dict[str, int], changes: dict[str, int]
) -> None:
    portfolio, result = begun(answers=stored), begun(answers=stored)
    for id, value in changes.items():
        result = result.answered("a", {**stored, id: value}, stored)
    assert of(result).answers == of(portfolio.answered("a", changes, {})).answers


def test_answers_to_an_assessment_that_is_gone_are_refused() -> None:
    with pytest.raises(KeyError):
        begun().answered("b", {"doen-1": 1}, {})
    with pytest.raises(KeyError):
        begun().reflected("b", "doen", {})


typed_texts = st.sampled_from(["", "a", "b"])
ids = st.sampled_from(["vraag-1", "vraag-2", "erbij"])
typed_forms = st.dictionaries(
    ids, st.tuples(typed_texts.map(fingerprint) | st.just(""), typed_texts)
)
stored_texts = st.dictionaries(ids, typed_texts)


def kept_of(portfolio: Portfolio) -> dict[str, str]:
    return of(portfolio).reflections.get("doen", {})


@given(stored_texts, typed_forms)
def test_a_reflection_is_kept_or_reported(
    stored: dict[str, str], typed: dict[str, tuple[str, str]]
) -> None:
    result, clashes = begun(reflections={"doen": stored}).reflected("a", "doen", typed)
    kept = kept_of(result)
    for id, (base, text) in typed.items():
        if base != fingerprint(text):
            assert kept.get(id, "") == text or id in clashes
    for id, text in stored.items():
        changed = typed.get(id, ("", ""))[0] == fingerprint(text)
        assert kept.get(id, "") == text or changed or not text


@given(stored_texts, typed_forms)
def test_the_same_reflections_a_second_time_change_nothing(
    stored: dict[str, str], typed: dict[str, tuple[str, str]]
) -> None:
    once = begun(reflections={"doen": stored}).reflected("a", "doen", typed)
    assert once[0].reflected("a", "doen", typed) == once


@given(stored_texts, stored_texts)
def test_an_unchanged_form_does_not_undo_newer_reflections(
    stored: dict[str, str], shown: dict[str, str]
) -> None:
    form = {id: (fingerprint(text), text) for id, text in shown.items()}
    portfolio = begun(reflections={"doen": stored})
    assert portfolio.reflected("a", "doen", form) == (portfolio, {})


def test_two_windows_with_other_questions_both_count() -> None:
    empty = fingerprint("")
    one, _ = begun().reflected("a", "doen", {"nu": (empty, "eerste"), "straks": (empty, "")})
    two, clashes = one.reflected("a", "doen", {"nu": (empty, ""), "straks": (empty, "tweede")})
    assert clashes == {}
    assert of(two).reflections == {"doen": {"nu": "eerste", "straks": "tweede"}}


def test_two_windows_on_one_question_clash() -> None:
    portfolio, clashes = begun(reflections={"doen": {"nu": "uit het ene"}}).reflected(
        "a", "doen", {"nu": (fingerprint("begin"), "uit het andere")}
    )
    assert clashes == {"nu": "uit het ene"}
    assert of(portfolio).reflections == {"doen": {"nu": "uit het ene"}}


def test_what_was_kept_by_place_is_read_by_question() -> None:
    old = begun(reflections={"doen": ["eerste", "", "derde"], "leeg": ["", ""]})
    assert of(old).reflections == {"doen": {"vraag-1": "eerste", "vraag-3": "derde"}}
    assert of(old).left_over(ASKED, "doen") == ("derde",)
    assert of(old).left_over(ASKED, "leeg") == ()


def gift(round: str, assessment: str = "a1", on: date = DAY) -> Given:
    return Given(team="TEAM", round=round, assessment=assessment, on=on)


def test_a_contribution_is_found_by_its_round_and_the_rest_is_kept() -> None:
    before = Portfolio(reasons=("geld",))
    after = before.contributed(gift("aa")).contributed(gift("bb"))
    assert after.find_given("aa") == gift("aa")
    assert after.find_given("cc") is None
    assert after.model_copy(update={"given": ()}) == before
    assert not after.withdrawn("aa").empty


def test_a_second_contribution_to_a_round_takes_the_place_of_the_first() -> None:
    later = gift("aa", "a2", DAY + timedelta(days=1))
    portfolio = Portfolio().contributed(gift("aa")).contributed(gift("bb")).contributed(later)
    assert portfolio.given == (gift("bb"), later)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc")), max_size=20))
def test_what_was_contributed_last_and_not_withdrawn_is_what_is_kept(
    acts: list[tuple[bool, str]],
) -> None:
    portfolio, expected = Portfolio(), dict[str, Given]()
    for number, (gives, round) in enumerate(acts):
        if gives:
            expected[round] = gift(round, f"a{number}")
            portfolio = portfolio.contributed(expected[round])
        else:
            expected.pop(round, None)
            portfolio = portfolio.withdrawn(round)
    assert {one.round: one for one in portfolio.given} == expected
    assert len(portfolio.given) == len(expected)
    assert from_bytes(to_bytes(portfolio)) == portfolio


def test_withdrawing_what_was_not_contributed_changes_nothing() -> None:
    portfolio = Portfolio().contributed(gift("aa"))
    assert portfolio.withdrawn("bb") == portfolio


def test_there_is_room_for_so_many_contributions_and_changing_one_still_works() -> None:
    full = Portfolio(given=tuple(gift(str(n)) for n in range(MOST_GIVEN)))
    with pytest.raises(TooMuch) as refused:
        full.contributed(gift("nieuw"))
    assert (refused.value.reason, refused.value.most) == (Plenty.CONTRIBUTIONS, MOST_GIVEN)
    changed = full.contributed(gift("7", "a2"))
    assert changed.find_given("7") == gift("7", "a2")
    assert len(changed.given) == MOST_GIVEN


def test_a_loaded_file_comes_without_contributions() -> None:
    portfolio = Portfolio(reasons=("geld",)).contributed(gift("aa"))
    file = take_along(portfolio, ())
    assert json.loads(file)["given"][0]["round"] == "aa"
    assert loaded_back(file) == portfolio.withdrawn("aa")
