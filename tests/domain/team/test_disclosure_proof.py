"""The proof that a team picture gives away no answer of anybody, by trying every possible team.

Somebody sees a picture and, when they contributed themselves, knows their own answers. They can
rule out every team of answers (a world) that gives another picture. What they may conclude about
a colleague is what holds in all worlds that are left. Colleagues cannot be told apart in a
picture, so a colleague may have given any answer that anybody else gives in any world left. The
picture leaks when only one answer to a statement is left: that answer is then proven.

`published` is a black box here, except in one step: from 6 people on, worlds of statements are
tried one statement at a time. Two laws that are tested below allow this: what is published of a
statement depends on the answers to that statement alone, and what is published of a theme follows
from what is published of its statements. So the worlds of one theme are all combinations of the
worlds of its statements, and what holds for each of them holds for all together. It is tried in
full where that can be afforded.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations_with_replacement, product
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehbo.domain.questionnaire import Scale, Statement, Theme
from ehbo.domain.team.disclosure import LEAST, Bound, StatementPicture, ThemePicture, published

Person = tuple[int, ...]
World = tuple[Person, ...]
Picture = tuple[tuple[ThemePicture, ...], tuple[StatementPicture, ...]]
Leak = tuple[Person | None, object, int]


def points(count: int, lowest: int = 1) -> Scale:
    return Scale(lowest=lowest, labels=tuple("abcdefghijk"[:count]))


@cache
def theme(*reversed_flags: bool) -> Theme:
    statements = tuple(
        Statement(id=f"doen-{n}", text=f"Stelling {n}", reversed=flag)
        for n, flag in enumerate(reversed_flags, 1)
    )
    return Theme(id="doen", title="Doen", introduction="Inleiding", statements=statements)


def worlds(scale: Scale, statements: int, n: int) -> Iterator[World]:
    """Every team of n people: each multiset of each possible way to answer."""
    people = product(scale.values, repeat=statements)
    return combinations_with_replacement(tuple(people), n)


def leaks(pictures: Iterable[tuple[World, Hashable]]) -> list[Leak]:
    """Who (by their own answers; None for an outsider) can prove what, out of all worlds."""
    numbers: dict[Hashable, int] = {}
    left: dict[tuple[Person | None, int], list[set[int]]] = {}
    for world, picture in pictures:
        number = numbers.setdefault(picture, len(numbers))
        for own in (None, *dict.fromkeys(world)):
            possible = left.setdefault((own, number), [set() for _ in world[0]])
            if all(len(answers) > 1 for answers in possible):
                continue
            others = list(world)
            if own is not None:
                others.remove(own)
            for answers, given_here in zip(possible, zip(*others, strict=True), strict=True):
                answers.update(given_here)
    seen = list(numbers)
    return [
        (own, seen[number], place)
        for (own, number), possible in left.items()
        for place, answers in enumerate(possible)
        if len(answers) < 2
    ]


Seen = TypeVar("Seen", bound=Hashable)


def pictured(
    scale: Scale, asked: Theme, n: int, publish: Callable[..., Seen]
) -> Iterator[tuple[World, Seen]]:
    for world in worlds(scale, len(asked.statements), n):
        yield world, publish(scale, [asked], world)


@pytest.mark.parametrize("n", range(5, 13))
def test_no_answer_to_a_statement_of_four_points_is_proven(n: int) -> None:
    assert leaks(pictured(points(4), theme(False), n, published)) == []
    assert leaks(pictured(points(4), theme(True), n, published)) == []


@pytest.mark.parametrize(
    ("count", "most"), [(2, 12), (3, 12), (5, 12), (6, 8), (7, 7)], ids=lambda value: str(value)
)
def test_no_answer_to_a_statement_of_another_scale_is_proven(count: int, most: int) -> None:
    for n in range(5, most + 1):
        assert leaks(pictured(points(count, lowest=0), theme(False), n, published)) == []


@pytest.mark.parametrize("flags", [(False, False), (False, True)])
def test_no_answer_to_a_theme_of_two_statements_is_proven_among_5(flags: tuple[bool, ...]) -> None:
    assert leaks(pictured(points(4), theme(*flags), 5, published)) == []


@pytest.mark.long
def test_no_answer_to_a_theme_of_two_statements_is_proven_among_6() -> None:
    """All 54,264 teams of two statements together, and the law that themes add no knowledge."""
    tried = list(pictured(points(4), theme(False, True), 6, published))
    assert leaks(tried) == []
    pictures = {picture for _, picture in tried}
    assert len(pictures) == len({statements for _, statements in pictures})


@pytest.mark.parametrize(
    ("count", "statements", "most"),
    [(2, 2, 12), (3, 2, 7), (2, 3, 7)],
    ids=lambda value: str(value),
)
def test_no_answer_to_more_statements_of_a_shorter_scale_is_proven(
    count: int, statements: int, most: int
) -> None:
    for n in range(5, most + 1):
        assert leaks(pictured(points(count), theme(*[False] * statements), n, published)) == []


# From 6 people on: themes add nothing, so the worlds of statements are independent.


@cache
def alike(n: int, flag: bool) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """All answers of n people to one statement of four points, grouped by what is published."""
    groups = defaultdict(list)
    for world in worlds(points(4), 1, n):
        _, statements = published(points(4), [theme(flag)], world)
        groups[statements].append(tuple(answer for (answer,) in world))
    return tuple(tuple(group) for group in groups.values())


def together(
    flags: Sequence[bool], columns: Sequence[Sequence[int]], rng: random.Random
) -> Picture:
    """The picture of people who gave these answers, each column dealt out in any order."""
    dealt = [rng.sample(column, len(column)) for column in columns]
    return published(points(4), [theme(*flags)], list(zip(*dealt, strict=True)))


@settings(max_examples=100)
@given(st.integers(6, 12), st.lists(st.booleans(), min_size=1, max_size=5), st.data())
def test_teams_whose_statements_look_the_same_have_themes_that_look_the_same(
    n: int, flags: list[bool], data: st.DataObject
) -> None:
    rng = data.draw(st.randoms(use_true_random=False))
    groups = [data.draw(st.sampled_from(alike(n, flag))) for flag in flags]
    one, other = (
        together(flags, [data.draw(st.sampled_from(group)) for group in groups], rng)
        for _ in range(2)
    )
    assert one == other


@pytest.mark.parametrize("n", [6, 7])
def test_two_statements_look_the_same_in_every_combination_of_their_worlds(n: int) -> None:
    rng = random.Random(n)
    for first, second in product(alike(n, False), alike(n, True)):
        seen = {
            together((False, True), (rng.choice(first), rng.choice(second)), rng) for _ in range(2)
        }
        assert len(seen) == 1


@given(st.integers(6, 12), st.data())
def test_what_is_published_of_a_statement_depends_on_its_own_answers_alone(
    n: int, data: st.DataObject
) -> None:
    columns = [data.draw(st.lists(st.integers(1, 4), min_size=n, max_size=n)) for _ in range(3)]
    _, statements = published(points(4), [theme(False, True, False)], [*zip(*columns, strict=True)])
    for place, column in enumerate(columns):
        asked = theme(False, True, False).statements[place]
        only = theme(False).model_copy(update={"statements": (asked,)})
        _, alone = published(points(4), [only], [(answer,) for answer in column])
        assert alone == (statements[place],)


# With 5 people there are theme means only, and these follow from the sum of all answers.


def of_sum(scale: Scale, statements: int, total: int, rng: random.Random | None = None) -> World:
    """Five people whose answers add up to so many points above the lowest possible."""
    reach = scale.highest - scale.lowest
    places, left = [scale.lowest] * (LEAST * statements), total
    order = rng.sample(range(len(places)), len(places)) if rng else range(len(places))
    for done, place in enumerate(order, 1):
        least = max(0, left - reach * (len(places) - done))
        step = rng.randint(least, min(reach, left)) if rng else min(reach, left)
        places[place] += step
        left -= step
    return tuple(tuple(places[at : at + statements]) for at in range(0, len(places), statements))


def could_be(total: int, answers: int, reach: int) -> range:
    """What one of so many answers can be, in points above the lowest, if they add up to this."""
    return range(max(0, total - (answers - 1) * reach), min(reach, total) + 1)


@pytest.mark.parametrize(("answers", "count"), [(4, 2), (4, 4), (5, 3), (8, 2)])
def test_every_answer_that_fits_a_sum_occurs_in_a_world(answers: int, count: int) -> None:
    found = defaultdict(set)
    for world in product(range(count), repeat=answers):
        found[sum(world)].add(world[0])
    assert found == {total: set(could_be(total, answers, count - 1)) for total in range(len(found))}


@given(st.integers(2, 7), st.integers(1, 7), st.integers(-3, 3), st.data())
def test_among_5_a_theme_mean_follows_from_the_sum(
    count: int, statements: int, lowest: int, data: st.DataObject
) -> None:
    scale, asked = points(count, lowest), theme(*[False] * statements)
    total = data.draw(st.integers(0, LEAST * statements * (count - 1)))
    rng = data.draw(st.randoms(use_true_random=False))
    one = published(scale, [asked], of_sum(scale, statements, total))
    assert one == published(scale, [asked], of_sum(scale, statements, total, rng))


@pytest.mark.parametrize("lowest", [1, -2])
@pytest.mark.parametrize("statements", range(1, 8))
def test_among_5_no_answer_follows_from_a_sum(statements: int, lowest: int) -> None:
    """Every sum and every own sum, for scales of 2 to 7 points."""
    for reach in range(1, 7):
        scale, asked = points(reach + 1, lowest), theme(*[False] * statements)
        most = LEAST * statements * reach
        seen = [
            published(scale, [asked], of_sum(scale, statements, total), LEAST)
            for total in range(most + 1)
        ]
        for people, own_sums in ((5, [0]), (4, range(statements * reach + 1))):
            answers = people * statements
            for own in own_sums:
                left: dict[object, set[int]] = defaultdict(set)
                for rest in range(answers * reach + 1):
                    left[seen[own + rest]].update(could_be(rest, answers, reach))
                assert all(len(possible) > 1 for possible in left.values())


@pytest.mark.parametrize("count", [2, 4, 7, 11])
@pytest.mark.parametrize("statements", [8, 13, 30, 100])
def test_among_5_the_ends_of_long_themes_hide_one_point_more(statements: int, count: int) -> None:
    """The others all at one end, or one point from it: the same picture, whoever looks."""
    scale, asked, own = points(count), theme(*[False] * statements), statements * (count - 1)
    most = LEAST * own
    low, high = (
        {published(scale, [asked], of_sum(scale, statements, total)) for total in totals}
        for totals in ((0, 1, own, own + 1), (most, most - 1, most - own, most - own - 1))
    )
    assert [{shown.bound for (shown,), _ in end} for end in (low, high)] == [
        {Bound.OR_LOWER},
        {Bound.OR_HIGHER},
    ]
    assert len(low) == len(high) == 1


@pytest.mark.parametrize("n", range(5, 13))
def test_the_search_does_find_a_leak_where_there_is_one(n: int) -> None:
    def mean(scale: Scale, themes: Sequence[Theme], rows: World) -> int:
        return sum(answer for (answer,) in rows)

    def found(own: int | None) -> list[Leak]:
        who = None if own is None else (own,)
        return [
            leak for leak in leaks(pictured(points(4), theme(False), n, mean)) if leak[0] == who
        ]

    assert found(None) == [(None, n, 0), (None, 4 * n, 0)]
    assert found(4) == [((4,), 4 + n - 1, 0), ((4,), 4 * n, 0)]
