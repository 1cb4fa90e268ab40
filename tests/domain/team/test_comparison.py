"""Teams side by side: differences where both means are what they say, small ones marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.questionnaire import Questionnaire, Scale
from ehbo.domain.team.comparison import MOST, Compared, compared, margin
from ehbo.domain.team.disclosure import Bound, Publication, StatementPicture, ThemePicture
from tests.small import small, theme

ASKED = small(theme("doen", False, False), theme("geld", False, False))


def line(
    n: int = 10, asked: Questionnaire = ASKED, **means: str | tuple[str, Bound] | None
) -> Compared:
    """A team's line: `line(doen="2.5", geld=("1.7", Bound.OR_LOWER))`."""
    shown = []
    for id, said in means.items():
        if said is not None:
            mean, bound = (said, Bound.EXACT) if isinstance(said, str) else said
            shown.append(ThemePicture(id=id, mean=Decimal(mean), bound=bound))
    publication = Publication(
        questionnaire=asked.id,
        version=asked.answered_version,
        respondents=n,
        expected=n,
        on=date(2026, 11, 22),
        themes=tuple(shown),
    )
    return Compared(f"team van {n}", publication, asked)


bounds = st.sampled_from([Bound.EXACT, Bound.EXACT, Bound.OR_LOWER, Bound.OR_HIGHER])
said = st.none() | st.tuples(st.integers(10, 40).map(lambda tenths: str(tenths / 10)), bounds)
lines = st.builds(line, st.integers(5, 200), doen=said, geld=said)
exact = st.builds(line, st.integers(5, 200), doen=st.integers(10, 40).map(lambda x: str(x / 10)))


def test_each_theme_of_the_first_line_is_a_row_and_each_line_a_cell() -> None:
    first, second = line(doen="2.0", geld="3.0"), line(doen="3.5", geld="2.9")
    doen, geld = compared([first, second])
    assert [row.theme.id for row in (doen, geld)] == ["doen", "geld"]
    assert doen.cells[0] is not None
    assert (doen.cells[0].difference, doen.cells[0].small) == (None, False)
    assert doen.cells[1] is not None
    assert (doen.cells[1].difference, doen.cells[1].small) == (Fraction(3, 2), False)
    assert geld.cells[1] is not None
    assert (geld.cells[1].difference, geld.cells[1].small) == (Fraction(-1, 10), True)


def test_a_theme_that_the_first_line_did_not_ask_has_no_row_and_that_another_did_not_no_cell() -> (
    None
):
    (row,) = compared([line(doen="2.0"), line(geld="3.0"), line(doen="3.0", geld="1.0")])
    assert row.theme.id == "doen"
    assert row.cells[1] is None
    assert row.total is None


@given(exact, exact)
def test_two_lines_differ_as_much_either_way(one: Compared, other: Compared) -> None:
    (there,), (back,) = compared([one, other]), compared([other, one])
    assert there.cells[1] is not None
    assert back.cells[1] is not None
    assert there.cells[1].difference is not None
    assert there.cells[1].difference == -(back.cells[1].difference or 0)
    assert there.cells[1].small is back.cells[1].small
    assert there.total == back.total


@given(st.lists(lines, min_size=1, max_size=MOST))
def test_a_coded_mean_has_no_difference_and_none_is_taken_from_it(all: list[Compared]) -> None:
    for row in compared(all):
        first = row.cells[0]
        assert first is not None
        assert first.difference is None
        for cell in row.cells[1:]:
            if cell is not None:
                both = {cell.shown.bound, first.shown.bound}
                assert (cell.difference is not None) is (both == {Bound.EXACT})
                assert cell.difference is not None or not cell.small


@given(st.lists(lines, min_size=1, max_size=MOST))
def test_a_total_is_over_lines_that_all_have_the_theme_and_exact(all: list[Compared]) -> None:
    for row in compared(all):
        whole = [c for c in row.cells if c is not None and c.shown.bound is Bound.EXACT]
        assert (row.total is not None) is (len(whole) == len(all))
        if row.total is not None:
            means = [cell.shown.mean for cell in whole]
            assert min(means) <= row.total <= max(means)


def test_a_total_weighs_people_and_not_teams() -> None:
    (row,) = compared([line(5, doen="1.0"), line(15, doen="3.0")])
    assert row.total == Fraction(5 * 1 + 15 * 3, 20)


@pytest.mark.parametrize(
    ("n", "m", "mean", "small"),
    [
        (10, 10, "2.3", True),  # a difference of 0.3, and 1/10 + 1/10 + 0.1 are 0.3 as well
        (10, 10, "1.7", True),
        (10, 10, "2.4", False),
        (10, 11, "2.3", False),
        (5, 5, "2.5", True),
        (5, 5, "2.6", False),
        (1000, 1000, "2.1", True),
        (1000, 1000, "2.2", False),
    ],
)
def test_a_difference_that_one_person_in_each_team_can_make_is_small(
    n: int, m: int, mean: str, small: bool
) -> None:
    (row,) = compared([line(n, doen="2.0"), line(m, doen=mean)])
    assert row.cells[1] is not None
    assert row.cells[1].small is small


@given(st.integers(5, 10_000), st.integers(5, 10_000))
def test_the_margin_is_the_same_both_ways_and_never_below_the_rounding(n: int, m: int) -> None:
    theme, one, two = ASKED.themes[0], line(n), line(m)
    assert margin(one, two, theme) == margin(two, one, theme)
    assert Fraction(1, 10) < margin(one, two, theme) <= Fraction(8, 15)
    assert margin(line(2 * n), two, theme) < margin(one, two, theme) or n < 10


def test_what_hides_behind_nearly_everybody_makes_the_margin_wider() -> None:
    theme = ASKED.themes[0]
    shown = tuple(StatementPicture(id=s.id, nearly_all=1) for s in theme.statements)
    plain, hidden = line(6), line(6)
    behind = hidden.publication.model_copy(update={"statements": shown[:1]})
    hidden = replace(hidden, publication=behind)
    assert len(theme.statements) == 2
    # Two of six people may have answered 4 where 1 stands, on one of two statements.
    assert margin(plain, hidden, theme) - margin(plain, plain, theme) == Fraction(2 * 3, 2 * 6)


def changed(**statement: object) -> Questionnaire:
    """The questionnaire with one statement of `doen` asked otherwise."""
    first, second = ASKED.themes[0].statements
    other = ASKED.themes[0].model_copy(
        update={"statements": (first, second.model_copy(update=statement))}
    )
    return ASKED.model_copy(update={"themes": (other, ASKED.themes[1])})


@pytest.mark.parametrize(
    "asked",
    [
        changed(text="Iets anders"),
        changed(reversed=True),
        ASKED.model_copy(update={"themes": (ASKED.themes[1],)}),
    ],
    ids=["words", "reversed", "gone"],
)
def test_a_theme_in_other_words_is_not_compared(asked: Questionnaire) -> None:
    other = line(10, asked, doen="3.0", geld="3.0")
    doen, geld = compared([line(doen="2.0", geld="2.0"), other])
    assert (doen.cells[1], doen.total) == (None, None)
    assert geld.cells[1] is not None
    assert geld.cells[1].difference == 1


def test_nothing_is_compared_across_scales() -> None:
    scale = Scale(labels=("Nee", "Soms", "Vaak", "Altijd", "Overal"))
    other = ASKED.model_copy(update={"scale": scale})
    for row in compared([line(doen="2.0", geld="2.0"), line(9, other, doen="3.0", geld="2.0")]):
        assert row.cells[1] is None


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_a_comparison_has_one_to_eight_lines(count: int) -> None:
    with pytest.raises(ValueError, match="one to eight"):
        compared([line(doen="2.0")] * count)
    assert len(compared([line(doen="2.0")] * MOST)[0].cells) == MOST
