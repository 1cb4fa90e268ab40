"""What to talk about first follows from the published picture, and from nothing else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.team.conversation import EACH, Topic, lowest, most_divided
from ehbo.domain.team.disclosure import Agreement, Publication, published, value_of
from tests.small import small, theme

ASKED = small(theme("doen", False, True), theme("geld", False), theme("raad", False))
Rows = Sequence[Sequence[int]]


def publication(rows: Rows) -> Publication:
    themes, statements = published(ASKED.scale, ASKED.themes, rows)
    return Publication(
        questionnaire=ASKED.id,
        version=ASKED.answered_version,
        respondents=len(rows),
        expected=len(rows),
        on=date(2026, 11, 22),
        themes=themes,
        statements=statements,
    )


def of(*columns: list[int]) -> Publication:
    """The picture, from the answers to each statement: doen-1, doen-2, geld-1, raad-1."""
    return publication(list(zip(*columns, strict=True)))


def ids(topics: tuple[Topic, ...]) -> list[str]:
    return [topic.statement.id if topic.statement else topic.theme.id for topic in topics]


row = st.lists(st.integers(1, 4), min_size=4, max_size=4)
teams = st.lists(row, min_size=5, max_size=14)
# Ways for six people to answer.
LOW, MIDDLE, HIGH = [1, 1, 1, 2, 2, 2], [2, 2, 2, 3, 3, 3], [4, 4, 4, 3, 3, 3]
SAME, HALVES, MIXED = [3] * 6, [1, 1, 1, 4, 4, 4], [1, 2, 2, 3, 3, 3]


def test_the_two_statements_with_the_lowest_scores_come_first() -> None:
    assert ids(lowest(ASKED, of(HIGH, HIGH, MIDDLE, LOW))) == ["doen-2", "raad-1"]
    assert ids(lowest(ASKED, of(MIDDLE, LOW, SAME, HIGH))) == ["doen-1", "geld-1"]


def test_what_nearly_everybody_answered_counts_among_the_lowest() -> None:
    assert ids(lowest(ASKED, of([1] * 6, LOW, LOW, MIDDLE))) == ["doen-1", "geld-1"]


def test_without_statements_the_two_lowest_themes_come_first() -> None:
    topics = lowest(ASKED, of([4] * 5, [1] * 5, [2] * 5, [3] * 5))
    assert ids(topics) == ["geld", "raad"]
    assert [topic.statement for topic in topics] == [None, None]


def test_the_two_statements_on_which_people_differ_most_come_first() -> None:
    assert ids(most_divided(ASKED, of(MIXED, MIDDLE, HALVES, SAME))) == ["geld-1", "doen-1"]


def test_where_people_hardly_differ_there_is_nothing_divided() -> None:
    assert most_divided(ASKED, of(SAME, MIDDLE, LOW, HIGH)) == ()
    assert ids(most_divided(ASKED, of(SAME, SAME, SAME, MIXED))) == ["raad-1"]


def test_from_10_people_the_order_is_that_of_agreement() -> None:
    half, mixed, less = [1] * 5 + [4] * 5, [1, 2, 2, 3, 4] * 2, [1, 2, 2, 2, 3] * 2
    shown = of(less, mixed, [3] * 10, half)
    assert ids(most_divided(ASKED, shown)) == ["raad-1", "doen-2"]


def test_below_5_contributions_there_is_no_picture_and_with_5_nothing_divided() -> None:
    assert most_divided(ASKED, of(*[[1, 1, 4, 4, 4]] * 4)) == ()


@given(teams)
def test_topics_are_at_most_two_and_differ(rows: Rows) -> None:
    shown = publication(rows)
    for topics in (lowest(ASKED, shown), most_divided(ASKED, shown)):
        assert len(set(ids(topics))) == len(topics) <= EACH
    assert len(lowest(ASKED, shown)) == EACH


@given(teams)
def test_no_statement_outside_the_topics_is_lower(rows: Rows) -> None:
    shown = publication(rows)
    chosen = ids(lowest(ASKED, shown))
    values = {
        s.id: value_of(ASKED.scale, one, published_statement)
        for one in ASKED.themes
        for s in one.statements
        if (published_statement := shown.find_statement(s.id))
    } or {one.id: Fraction(one.mean) for one in shown.themes}
    worst = max(values[id] for id in chosen)
    assert all(value >= worst for id, value in values.items() if id not in chosen)


@given(teams)
def test_only_statements_on_which_people_differ_are_divided(rows: Rows) -> None:
    shown = publication(rows)
    for id in ids(most_divided(ASKED, shown)):
        found = shown.find_statement(id)
        assert found
        assert found.agreement in (Agreement.WIDE, Agreement.MIXED)


@given(teams, st.randoms(use_true_random=False))
def test_pictures_that_are_equal_give_equal_topics(rows: Rows, rng: random.Random) -> None:
    """From 6 people on, each statement's answers may be anybody's: the picture stays the same."""
    shown = publication(rows)
    columns = [rng.sample(column, len(column)) for column in zip(*rows, strict=True)]
    other = of(*columns) if len(rows) > 5 else publication(rng.sample(list(rows), len(rows)))
    assert other == shown
    again = Publication.model_validate_json(shown.model_dump_json())
    for same in (other, again):
        assert lowest(ASKED, same) == lowest(ASKED, shown)
        assert most_divided(ASKED, same) == most_divided(ASKED, shown)


@pytest.mark.parametrize("asked_of", [lowest, most_divided])
def test_ties_follow_the_order_of_the_questionnaire(asked_of: object) -> None:
    shown = of(HALVES, HALVES, HALVES, HALVES)
    assert callable(asked_of)
    assert ids(asked_of(ASKED, shown)) == ["doen-1", "doen-2"]
