"""Figures of a group agree with numpy and scipy, and follow their laws."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ehbo.domain.questionnaire import Scale
from ehbo.domain.scoring import (
    agreement,
    counts,
    cronbach_alpha,
    mean_of,
    spread,
    standard_deviation,
    variance,
)

FOUR = Scale(labels=("Nee", "Soms", "Vaak", "Altijd"))

Case = tuple[Scale, list[int]]


@st.composite
def answered(draw: st.DrawFn) -> Case:
    labels = tuple("abcdefghijk"[: draw(st.integers(2, 11))])
    scale = Scale(lowest=draw(st.integers(-5, 5)), labels=labels)
    return scale, draw(st.lists(st.sampled_from(scale.values), min_size=2, max_size=40))


@st.composite
def rows_of_scores(draw: st.DrawFn) -> list[list[int]]:
    items = draw(st.integers(2, 6))
    row = st.lists(st.integers(0, 10), min_size=items, max_size=items)
    return draw(st.lists(row, min_size=2, max_size=30))


def of(*answers: int) -> tuple[int, ...]:
    return counts(FOUR, answers)


def close(value: Fraction | float, other: float) -> bool:
    return math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-9)


# Against what others compute.


@given(answered())
def test_counts_are_numpys(case: Case) -> None:
    scale, answers = case
    bins = np.bincount(np.array(answers) - scale.lowest, minlength=len(scale.labels))
    assert counts(scale, answers) == tuple(bins.tolist())


@given(answered())
def test_mean_variance_and_standard_deviation_are_numpys_and_scipys(case: Case) -> None:
    scale, answers = case
    counted = counts(scale, answers)
    assert close(mean_of(scale.lowest, counted), float(np.mean(answers)))
    if len(set(answers)) > 1:  # otherwise scipy warns of lost precision
        assert close(variance(counted), float(stats.tvar(answers)))
    assert close(standard_deviation(counted), float(np.std(answers, ddof=1)))


@given(answered())
def test_agreement_holds_the_variance_against_scipys_uniform_distribution(case: Case) -> None:
    scale, answers = case
    uniform = stats.randint(scale.lowest, scale.highest + 1).var()
    expected = max(0.0, 1 - float(np.var(answers, ddof=1)) / float(uniform))
    assert close(agreement(counts(scale, answers)), expected)


@given(rows_of_scores())
def test_spread_is_the_root_of_numpys_mean_variance(rows: list[list[int]]) -> None:
    scale = Scale(lowest=0, labels=tuple("abcdefghijk"))
    counted = [counts(scale, column) for column in zip(*rows, strict=True)]
    assert close(spread(counted), float(np.sqrt(np.var(rows, axis=0, ddof=1).mean())))


@given(rows_of_scores())
def test_alpha_is_the_one_of_the_covariance_matrix(rows: list[list[int]]) -> None:
    """Another form of the same figure: k · mean covariance / (mean variance + (k − 1) · that)."""
    covariance = np.cov(np.array(rows), rowvar=False)
    items = len(covariance)
    own = covariance.trace() / items
    shared = (covariance.sum() - covariance.trace()) / (items * (items - 1))
    alpha = cronbach_alpha(rows)
    if alpha is None:
        assert close(0.0, covariance.sum())
    else:
        assert close(alpha, items * shared / (own + (items - 1) * shared))


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        (
            ["121", "223", "343", "444", "212", "334", "434", "112"],
            0.9215358931552587,
        ),
        (["14", "23", "33", "41", "22"], -8.4),
        (["0935", "7299", "4444", "9891", "3026", "5562"], 0.06277056277056244),
    ],
)
def test_alpha_is_pingouins(rows: list[str], alpha: float) -> None:
    """Worked out once with `pingouin.cronbach_alpha` 0.7.0, which is too large to test with."""
    found = cronbach_alpha([[int(score) for score in row] for row in rows])
    assert found is not None
    assert close(found, alpha)


def test_agreement_of_an_example_by_hand() -> None:
    """Ten people on five points: variance 12/9 against 2 by chance."""
    assert agreement((1, 2, 4, 2, 1)) == 1 - Fraction(12, 9) / 2
    assert agreement((0, 0, 10, 0, 0)) == 1
    assert agreement((5, 0, 0, 0, 5)) == 0


# Laws.


@given(answered())
def test_agreement_is_between_0_and_1_and_1_only_if_all_agree(case: Case) -> None:
    scale, answers = case
    r_wg = agreement(counts(scale, answers))
    assert 0 <= r_wg <= 1
    assert (r_wg == 1) is (len(set(answers)) == 1)


@given(answered())
def test_a_mirrored_scale_mirrors_the_mean_and_leaves_the_spread(case: Case) -> None:
    scale, answers = case
    counted = counts(scale, answers)
    mirrored = counted[::-1]
    assert mean_of(scale.lowest, mirrored) == (
        scale.lowest + scale.highest - mean_of(scale.lowest, counted)
    )
    assert variance(mirrored) == variance(counted)
    assert agreement(mirrored) == agreement(counted)
    assert spread([counted, mirrored]) == standard_deviation(counted)


@given(answered(), st.integers(-9, 9))
def test_a_scale_that_starts_elsewhere_moves_the_mean_alone(case: Case, by: int) -> None:
    scale, answers = case
    moved = Scale(lowest=scale.lowest + by, labels=scale.labels)
    counted = counts(scale, answers)
    assert counts(moved, [answer + by for answer in answers]) == counted
    assert mean_of(moved.lowest, counted) == mean_of(scale.lowest, counted) + by


@given(answered())
def test_everybody_twice_leaves_the_mean_and_does_not_raise_the_variance(case: Case) -> None:
    scale, answers = case
    once, twice = counts(scale, answers), counts(scale, answers * 2)
    assert mean_of(scale.lowest, twice) == mean_of(scale.lowest, once)
    assert variance(twice) <= variance(once)


@given(answered())
def test_the_mean_lies_between_the_lowest_and_the_highest_answer(case: Case) -> None:
    scale, answers = case
    assert min(answers) <= mean_of(scale.lowest, counts(scale, answers)) <= max(answers)


@given(rows_of_scores(), st.data())
def test_alpha_stays_under_another_order_a_shift_and_a_mirrored_scale(
    rows: list[list[int]], data: st.DataObject
) -> None:
    alpha = cronbach_alpha(rows)
    assert cronbach_alpha(data.draw(st.permutations(rows))) == alpha
    assert cronbach_alpha([row[::-1] for row in rows]) == alpha
    assert cronbach_alpha([[10 - score for score in row] for row in rows]) == alpha
    assert cronbach_alpha([[score * 3 + 1 for score in row] for row in rows]) == alpha


@given(rows_of_scores())
def test_alpha_is_at_most_1_and_1_when_all_statements_go_together(rows: list[list[int]]) -> None:
    alpha = cronbach_alpha(rows)
    assert alpha is None or alpha <= 1
    together = cronbach_alpha([[row[0]] * 3 for row in rows])
    assert together == (1 if len({row[0] for row in rows}) > 1 else None)


@pytest.mark.parametrize(
    "rows", [[], [[1, 2]], [[1], [2], [3]], [[1, 2], [1, 2]], [[1, 4], [4, 1], [2, 3]]]
)
def test_alpha_has_no_meaning_for_too_little_or_sums_that_do_not_differ(
    rows: list[list[int]],
) -> None:
    assert cronbach_alpha(rows) is None


def test_without_answers_there_is_no_mean_and_with_one_no_variance() -> None:
    with pytest.raises(ZeroDivisionError):
        mean_of(1, of())
    with pytest.raises(ZeroDivisionError):
        variance(of(3))
