"""Scores are exact: sums, means as fractions, and differences that follow their laws."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.questionnaire import Questionnaire, Scale, Statement
from ehbo.domain.scoring import Answers, difference, extremes, profile, score, theme_score
from tests.small import FOUR, small, theme

Once = tuple[Questionnaire, Answers]
Twice = tuple[Questionnaire, Answers, Answers]


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    points = draw(st.integers(2, 11))
    labels = tuple(f"punt {n}" for n in range(points))
    return Scale(lowest=draw(st.integers(-5, 5)), labels=labels)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    flags = draw(st.lists(st.lists(st.booleans(), min_size=1, max_size=6), min_size=1, max_size=4))
    themes = (theme(f"t{n}", *of_theme) for n, of_theme in enumerate(flags))
    return small(*themes, scale=draw(scales()))


@st.composite
def some_answers(draw: st.DrawFn, asked: Questionnaire) -> dict[str, int]:
    values = st.sampled_from(asked.scale.values)
    return draw(st.dictionaries(st.sampled_from(sorted(asked.statements)), values))


@st.composite
def all_answers(draw: st.DrawFn, asked: Questionnaire) -> dict[str, int]:
    return {id: draw(st.sampled_from(asked.scale.values)) for id in asked.statements}


@st.composite
def completed(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, int]]:
    asked = draw(questionnaires())
    return asked, draw(all_answers(asked))


@st.composite
def begun(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, int]]:
    asked = draw(questionnaires())
    return asked, draw(some_answers(asked))


@st.composite
def taken_twice(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, int], dict[str, int]]:
    asked = draw(questionnaires())
    return asked, draw(some_answers(asked)), draw(some_answers(asked))


def all_reversed(asked: Questionnaire) -> Questionnaire:
    themes = tuple(
        t.model_copy(
            update={
                "statements": tuple(
                    s.model_copy(update={"reversed": not s.reversed}) for s in t.statements
                )
            }
        )
        for t in asked.themes
    )
    return asked.model_copy(update={"themes": themes})


def test_a_complete_theme_has_its_sum_and_exact_mean() -> None:
    result = theme_score(FOUR, theme("doen", False, False, False), {f"doen-{n}": n for n in (1, 2)})
    assert (result.sum, result.answered, result.mean) == (3, 2, None)
    result = theme_score(
        FOUR, theme("doen", False, False, False), {"doen-1": 1, "doen-2": 2, "doen-3": 4}
    )
    assert (result.sum, result.answered, result.complete) == (7, 3, True)
    assert result.mean == Fraction(7, 3)


def test_minimum_and_maximum_are_those_of_the_complete_theme() -> None:
    result = theme_score(FOUR, theme("geld", False, True, False, False, False), {"geld-1": 4})
    assert (result.minimum, result.maximum) == (5, 20)


def test_a_reversed_statement_counts_mirrored() -> None:
    statement = Statement(id="doen-1", text="Ik wacht af", reversed=True)
    assert [score(FOUR, statement, value) for value in FOUR.values] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("scale", "value", "mirrored"),
    [
        (Scale(lowest=0, labels=tuple("abcdefghijk")), 3, 7),
        (Scale(lowest=1, labels=tuple("abcde")), 2, 4),
        (Scale(lowest=-2, labels=tuple("abcde")), -2, 2),
        (Scale(lowest=0, labels=("nee", "ja")), 0, 1),
    ],
)
def test_every_scale_mirrors_around_its_own_middle(scale: Scale, value: int, mirrored: int) -> None:
    asked = theme("doen", True)
    assert theme_score(scale, asked, {"doen-1": value}).mean == mirrored


def test_zero_to_ten_runs_from_0_to_10_per_statement() -> None:
    scale = Scale(lowest=0, labels=tuple("abcdefghijk"))
    result = theme_score(scale, theme("doen", False, False), {"doen-1": 0, "doen-2": 7})
    assert (result.sum, result.minimum, result.maximum) == (7, 0, 20)
    assert result.mean == Fraction(7, 2)


def test_answers_to_other_statements_do_not_count() -> None:
    asked = theme("doen", False)
    assert theme_score(FOUR, asked, {"doen-1": 2, "doel-1": 4}) == theme_score(
        FOUR, asked, {"doen-1": 2}
    )


@given(begun())
def test_an_incomplete_theme_has_no_mean(taken: Once) -> None:
    for result in profile(*taken).themes:
        assert (result.mean is None) == (result.answered < len(result.theme.statements))
        assert result.complete == (result.mean is not None)


@given(begun())
def test_a_profile_counts_every_answer_once(taken: Once) -> None:
    asked, answers = taken
    result = profile(asked, answers)
    assert result.answered == len(answers)
    assert result.complete == (len(answers) == len(asked.statements))
    assert [t.theme for t in result.themes] == list(asked.themes)
    assert result.means == tuple(t.mean for t in result.themes)


@given(completed())
def test_a_mean_lies_between_the_ends_of_the_scale(taken: Once) -> None:
    asked, answers = taken
    for result in profile(asked, answers).themes:
        assert result.mean is not None
        assert asked.scale.lowest <= result.mean <= asked.scale.highest
        assert result.minimum <= result.sum <= result.maximum


@given(completed())
def test_the_sum_is_the_mean_times_the_number(taken: Once) -> None:
    for result in profile(*taken).themes:
        assert result.mean is not None
        assert result.mean * len(result.theme.statements) == result.sum


@given(completed())
def test_reversing_every_statement_mirrors_the_mean(taken: Once) -> None:
    asked, answers = taken
    ends = asked.scale.lowest + asked.scale.highest
    mirrored = profile(all_reversed(asked), answers)
    for result, other in zip(profile(asked, answers).themes, mirrored.themes, strict=True):
        assert result.mean is not None
        assert other.mean == ends - result.mean


@given(begun(), st.randoms())
def test_the_order_of_answers_and_statements_does_not_matter(
    taken: tuple[Questionnaire, dict[str, int]], rng: random.Random
) -> None:
    asked, answers = taken
    pairs = list(answers.items())
    rng.shuffle(pairs)
    for one in asked.themes:
        statements = list(one.statements)
        rng.shuffle(statements)
        shuffled = one.model_copy(update={"statements": tuple(statements)})
        result = theme_score(asked.scale, one, answers)
        other = theme_score(asked.scale, shuffled, dict(pairs))
        assert (result.sum, result.mean) == (other.sum, other.mean)


@given(begun())
def test_extremes_are_the_answered_statements_with_the_highest_and_lowest_score(
    taken: Once,
) -> None:
    asked, answers = taken
    statements = tuple(asked.statements.values())
    scores = {s.id: score(asked.scale, s, answers[s.id]) for s in statements if s.id in answers}
    highest, lowest = extremes(asked.scale, statements, answers)
    if len(set(scores.values())) < 2:
        assert (highest, lowest) == ((), ())
        return
    top = [s for s in statements if scores.get(s.id) == max(scores.values())]
    bottom = [s for s in statements if scores.get(s.id) == min(scores.values())]
    assert (list(highest), list(lowest)) == (top, bottom)
    assert not {s.id for s in highest} & {s.id for s in lowest}


@given(taken_twice())
def test_a_difference_turned_around_has_the_other_sign(taken: Twice) -> None:
    asked, before, after = taken
    there = difference(asked, before, asked, after)
    back = difference(asked, after, asked, before)
    assert there.statements == {id: -by for id, by in back.statements.items()}
    assert there.themes == {id: -by for id, by in back.themes.items()}


@given(begun())
def test_a_difference_with_itself_is_zero(taken: Once) -> None:
    asked, answers = taken
    result = difference(asked, answers, asked, answers)
    assert result.statements == dict.fromkeys((id for id in asked.statements if id in answers), 0)
    assert set(result.themes.values()) <= {Fraction(0)}


@given(taken_twice())
def test_a_theme_differs_by_the_difference_of_its_means(taken: Twice) -> None:
    asked, before, after = taken
    result = difference(asked, before, asked, after)
    pairs = zip(profile(asked, before).themes, profile(asked, after).themes, strict=True)
    for old, new in pairs:
        both = old.mean is not None and new.mean is not None
        assert (new.theme.id in result.themes) == both
        if old.mean is not None and new.mean is not None:
            assert result.themes[new.theme.id] == new.mean - old.mean


def reworded(asked: Questionnaire, statement_id: str, **changes: object) -> Questionnaire:
    themes = tuple(
        t.model_copy(
            update={
                "statements": tuple(
                    s.model_copy(update=changes) if s.id == statement_id else s
                    for s in t.statements
                )
            }
        )
        for t in asked.themes
    )
    return asked.model_copy(update={"themes": themes})


@pytest.mark.parametrize("change", [{"text": "Nieuwe woorden"}, {"reversed": True}])
def test_a_statement_in_other_words_is_left_out_with_its_theme(change: dict[str, object]) -> None:
    old = small(theme("doen", False, False), theme("doel", False))
    new = reworded(old, "doen-1", **change)
    before, after = dict.fromkeys(old.statements, 1), dict.fromkeys(old.statements, 3)
    result = difference(old, before, new, after)
    assert result.statements == {"doen-2": 2, "doel-1": 2}
    assert result.themes == {"doel": 2}


def test_a_theme_that_gained_or_lost_a_statement_has_no_difference() -> None:
    short, long = (small(theme("doen", *[False] * n)) for n in (1, 2))
    ones, twos = dict.fromkeys(long.statements, 1), dict.fromkeys(long.statements, 2)
    for old, new in ((short, long), (long, short)):
        result = difference(old, ones, new, twos)
        assert (result.statements, result.themes) == ({"doen-1": 1}, {})


def test_another_scale_has_no_difference_at_all() -> None:
    old = small(theme("doen", False))
    new = small(theme("doen", False), scale=Scale(labels=("Nee", "Misschien", "Vaak", "Altijd")))
    result = difference(old, {"doen-1": 1}, new, {"doen-1": 4})
    assert (result.statements, result.themes) == ({}, {})
