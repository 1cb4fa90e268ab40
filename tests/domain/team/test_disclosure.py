"""What is published of a team: by how many contributed, and nothing that says who."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import TooFew
from ehbo.domain.questionnaire import Scale, Statement, Theme
from ehbo.domain.team import disclosure
from ehbo.domain.team.disclosure import (
    LEAST,
    Agreement,
    Bound,
    Contribution,
    StatementPicture,
    ThemePicture,
    agreement_class,
    ends,
    published,
    rounded,
    value_of,
)

FOUR = Scale(labels=("Nee", "Soms", "Vaak", "Altijd"))
ELEVEN = Scale(lowest=0, labels=tuple("abcdefghijk"))
# Six people of whom no four agree: 1, 2, 2, 3, 3, 4.
MIXED_SIX = [1, 2, 2, 3, 3, 4]


def theme(name: str, *reversed_flags: bool) -> Theme:
    statements = tuple(
        Statement(id=f"{name}-{n}", text=f"Stelling {n} over {name}", reversed=flag)
        for n, flag in enumerate(reversed_flags, 1)
    )
    return Theme(id=name, title=name, introduction="Inleiding", statements=statements)


ONE = theme("doen", False)
TWO = theme("doen", False, False)
FIVE = theme("doen", *[False] * 5)


def of(
    asked: Theme, *columns: list[int], scale: Scale = FOUR
) -> tuple[ThemePicture, list[StatementPicture]]:
    """The picture of one theme, from the answers to each of its statements."""
    themes, statements = published(scale, [asked], list(zip(*columns, strict=True)))
    return themes[0], list(statements)


def of_one(answers: list[int], scale: Scale = FOUR) -> StatementPicture:
    return of(ONE, answers, scale=scale)[1][0]


@st.composite
def teams(draw: st.DrawFn) -> tuple[Scale, list[Theme], list[Contribution]]:
    points, lowest = draw(st.integers(2, 7)), draw(st.integers(-3, 3))
    scale = Scale(lowest=lowest, labels=tuple("abcdefg"[:points]))
    flags = draw(st.lists(st.lists(st.booleans(), min_size=1, max_size=3), min_size=1, max_size=3))
    themes = [theme(f"t{n}", *of_theme) for n, of_theme in enumerate(flags)]
    answer = st.lists(
        st.sampled_from(scale.values), min_size=sum(map(len, flags)), max_size=sum(map(len, flags))
    )
    return scale, themes, draw(st.lists(answer, min_size=LEAST, max_size=12))


@pytest.mark.parametrize("n", range(LEAST))
def test_below_5_nothing_is_published_and_nothing_says_how_many_there_were(n: int) -> None:
    with pytest.raises(TooFew) as refused:
        published(FOUR, [TWO], [[1, 2]] * n)
    assert (refused.value.args, vars(refused.value)) == ((), {})


@pytest.mark.parametrize(("least", "enough"), [(-1, 5), (0, 5), (5, 5), (6, 6), (8, 8), (20, 20)])
def test_the_least_can_be_higher_than_5_and_never_lower(least: int, enough: int) -> None:
    for n in range(enough):
        with pytest.raises(TooFew):
            published(FOUR, [TWO], [[1, 2]] * n, least)
    assert published(FOUR, [TWO], [[1, 2]] * enough, least)


def test_from_5_there_are_means_of_themes_and_nothing_else() -> None:
    shown, statements = of(TWO, [1, 2, 2, 3, 4], [4, 3, 3, 2, 1])
    assert shown == ThemePicture(id="doen", mean=Decimal("2.5"))
    assert statements == []


def test_from_6_there_are_means_of_statements_with_a_class_of_agreement() -> None:
    shown, (first, second) = of(TWO, MIXED_SIX, [1, 1, 1, 4, 4, 4])
    assert first == StatementPicture(
        id="doen-1", mean=Decimal("2.5"), agreement=agreement_class(Fraction(3, 25))
    )
    assert (second.mean, second.agreement) == (Decimal("2.5"), Agreement.WIDE)
    assert (shown.mean, shown.spread, shown.alpha) == (Decimal("2.5"), None, None)


@pytest.mark.parametrize(("n", "known"), [(6, False), (9, False), (10, True), (99, True)])
def test_from_10_there_is_how_many_gave_each_answer(n: int, known: bool) -> None:
    shown, (statement,) = of(ONE, [*MIXED_SIX, *[1] * (n - 6)])
    assert (statement.counts is not None) is known
    assert (shown.spread is not None) is known
    if statement.counts:
        assert statement.counts == (n - 5, 2, 2, 1)
        assert shown.mean == statement.mean == rounded(Fraction(n - 5 + 4 + 6 + 4, n))


@pytest.mark.parametrize(("n", "known"), [(99, False), (100, True)])
def test_from_100_there_is_alpha(n: int, known: bool) -> None:
    column = [1 + place % 4 for place in range(n)]
    shown, _ = of(TWO, column, column)
    assert shown.alpha == (Decimal("1.00") if known else None)
    assert of(ONE, column)[0].alpha is None  # with one statement it has no meaning


def test_there_is_no_alpha_and_no_spread_where_one_statement_is_not_public_in_counts() -> None:
    column = [1 + place % 4 for place in range(100)]
    shown, (first, second) = of(TWO, column, [2] * 98 + [1, 4])
    assert (first.counts, second.counts) == ((25, 25, 25, 25), None)
    assert (shown.alpha, shown.spread) == (None, None)


@pytest.mark.parametrize("n", [6, 9, 10, 99, 100])
def test_where_all_but_two_agree_only_that_answer_is_published(n: int) -> None:
    for others in ([3, 3], [3, 1], [4, 1], [1, 1]):
        assert of_one([3] * (n - 2) + others) == StatementPicture(id="doen-1", nearly_all=3)
    three_others = of_one([3] * (n - 3) + [1, 1, 1])
    assert (three_others.nearly_all, three_others.mean is None) == (None, False)


def test_what_nearly_everybody_answered_is_the_answer_and_counts_as_its_score() -> None:
    shown, (statement,) = of(theme("doen", True), [4, 4, 4, 4, 1, 2])
    assert statement.nearly_all == 4
    assert shown == ThemePicture(id="doen", mean=Decimal("1.0"))


def test_a_theme_mean_follows_from_what_is_published_of_its_statements() -> None:
    shown, (first, second) = of(TWO, [1, 1, 1, 1, 4, 4], [1, 2, 2, 3, 3, 3])
    assert (first.nearly_all, second.mean) == (1, Decimal("2.3"))
    assert shown.mean == Decimal("1.7")  # (1 + 2.3) / 2 is 1.65; all answers together give 2.17


def test_reversed_statements_count_mirrored_and_their_counts_are_as_answered() -> None:
    answers = [1] * 6 + [2] * 3 + [4]
    straight, (one,) = of(theme("doen", False), answers)
    mirrored, (other,) = of(theme("doen", True), answers)
    assert one.counts == other.counts == (6, 3, 0, 1)
    assert (straight.mean, mirrored.mean) == (one.mean, other.mean)
    assert (one.mean, other.mean) == (Decimal("1.6"), Decimal("3.4"))
    assert (one.agreement, straight.spread) == (other.agreement, mirrored.spread)


def test_a_mean_of_5_people_near_an_end_is_coded() -> None:
    def mean(rest: int, own: int) -> tuple[str, Bound]:
        shown, _ = of(FIVE, *[[rest] * 4 + [own]] * 5)
        return str(shown.mean), shown.bound

    assert mean(1, 1) == mean(1, 2) == mean(1, 4) == ("1.6", Bound.OR_LOWER)
    assert mean(4, 4) == mean(4, 3) == mean(4, 1) == ("3.4", Bound.OR_HIGHER)
    assert mean(2, 1) == ("1.8", Bound.EXACT)


@pytest.mark.parametrize(
    ("statements", "low", "high"),
    [
        (1, "1.8", "3.2"),
        (2, "1.7", "3.3"),
        (3, "1.7", "3.3"),
        (4, "1.7", "3.4"),
        (5, "1.6", "3.4"),
        (6, "1.6", "3.4"),
        (7, "1.6", "3.4"),
    ],
)
def test_where_the_coded_ends_lie_on_the_four_point_scale(
    statements: int, low: str, high: str
) -> None:
    assert ends(FOUR, statements, 5) == (Decimal(low), Decimal(high))


def test_another_scale_has_its_own_ends_labels_and_middle() -> None:
    shown, _ = of(TWO, [0] * 5, [0, 0, 0, 0, 10], scale=ELEVEN)
    assert (shown.mean, shown.bound) == (Decimal("2.1"), Bound.OR_LOWER)
    assert of_one([0, 0, 0, 0, 7, 10], ELEVEN).nearly_all == 0
    assert of_one([0, 3, 5, 5, 7, 10], ELEVEN).mean == Decimal("5.0")
    counted = of_one([*range(11), 0], ELEVEN).counts
    assert counted == (2, *[1] * 10)


def test_values_below_zero_round_away_from_zero_like_those_above() -> None:
    assert [str(rounded(Fraction(n, 20))) for n in (-3, -1, 0, 1, 3)] == [
        "-0.2",
        "-0.1",
        "0.0",
        "0.1",
        "0.2",
    ]
    assert str(rounded(Fraction(5, 1000), 2)) == "0.01"


@given(teams(), st.randoms(use_true_random=False))
def test_the_order_of_contributions_tells_nothing(
    team: tuple[Scale, list[Theme], list[Contribution]], rng: random.Random
) -> None:
    scale, themes, rows = team
    assert published(scale, themes, rng.sample(rows, len(rows))) == published(scale, themes, rows)


@given(teams())
def test_themes_are_pictured_apart_from_each_other(
    team: tuple[Scale, list[Theme], list[Contribution]],
) -> None:
    scale, themes, rows = team
    together, start = published(scale, themes, rows), 0
    for place, one in enumerate(themes):
        end = start + len(one.statements)
        alone, statements = published(scale, [one], [row[start:end] for row in rows])
        assert alone == (together[0][place],)
        assert statements == together[1][start:end] or not together[1]
        start = end


@given(teams())
def test_a_statement_has_either_the_answer_of_nearly_all_or_a_mean_with_agreement(
    team: tuple[Scale, list[Theme], list[Contribution]],
) -> None:
    scale, themes, rows = team
    for shown in published(scale, themes, rows)[1]:
        rest = (shown.mean, shown.agreement, shown.counts)
        if shown.nearly_all is not None:
            assert rest == (None, None, None)
        else:
            assert None not in rest[:2]
            assert (shown.counts is not None) is (len(rows) >= disclosure.DISTRIBUTION_FROM)


@given(teams())
def test_every_mean_lies_on_the_scale(
    team: tuple[Scale, list[Theme], list[Contribution]],
) -> None:
    scale, themes, rows = team
    shown_themes, statements = published(scale, themes, rows)
    values = [shown.mean for shown in shown_themes]
    for one in themes:
        own = [shown for shown in statements if shown.id in {s.id for s in one.statements}]
        values += [rounded(value_of(scale, one, shown)) for shown in own]
    assert all(scale.lowest <= value <= scale.highest for value in values)


@pytest.mark.parametrize(
    ("r_wg", "said"),
    [
        (Fraction(0), Agreement.WIDE),
        (Fraction(3099, 10000), Agreement.WIDE),
        (Fraction(31, 100), Agreement.MIXED),
        (Fraction(7099, 10000), Agreement.MIXED),
        (Fraction(71, 100), Agreement.CLOSE),
        (Fraction(1), Agreement.CLOSE),
    ],
)
def test_agreement_in_words_has_its_bounds_from_the_source(r_wg: Fraction, said: Agreement) -> None:
    assert agreement_class(r_wg) is said
