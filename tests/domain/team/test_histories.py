"""Whatever happens to teams and their rounds, no answer of anybody can be proven afterwards.

Random histories: people join, change, withdraw; leads close, extend, expect another number,
publish; the clock goes on and back. Nothing here keeps people from what the domain should refuse,
and contributions are never deleted, so a second publication would have them again.

The attacker sees every publication and comparison, and knows what they answered themselves. That
an answer is not proven is shown by a witness: another world, in which this answer differs, the
attacker answered the same, and the real code publishes exactly the same. Witnesses come about by
passing answers on among the others, or by changing one answer of somebody else, or two within a
theme. One for a round is one for the whole history, as rounds share no contributions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, combinations, count, pairwise, product

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ehbo.domain.errors import TooFew, TooMany, WrongState
from ehbo.domain.questionnaire import Theme
from ehbo.domain.team.comparison import MOST, Compared, compared
from ehbo.domain.team.contribution import packed, unpacked
from ehbo.domain.team.disclosure import published
from ehbo.domain.team.round import Round, State, asked
from tests.small import small, theme

Row = tuple[int, ...]
Answer = tuple[int, int]  # the person, and the place of the statement
TEAMS = 3
PEOPLE = 14


ASKED = small(theme("doen", False, True), theme("geld", False), theme("raad", False, False))
THEMES = (("doen", "geld", "raad"), ("doen", "raad"), ("raad",), ("doen",))
STATEMENTS = tuple(ASKED.statements)


@dataclass
class Asking:
    """A round with what was contributed: person → (number of the contribution, its bytes)."""

    round: Round
    given: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    counted: tuple[tuple[int, int, Row], ...] = ()  # person, contribution, answers

    @property
    def rows(self) -> list[Row]:
        return [row for _, _, row in self.counted]


@dataclass
class History:
    """All teams with their rounds, and the clock."""

    now: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)
    teams: list[list[Asking]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def published(self) -> list[Asking]:
        return [one for team in self.teams for one in team if one.round.publication]

    def begin(self, team: int, choice: int) -> None:
        """A new round, beside one that may still be going on."""
        new = Round(
            id=bytes(16),
            number=len(self.teams[team]) + 1,
            questionnaire=ASKED.id,
            version=ASKED.answered_version,
            themes=THEMES[choice % len(THEMES)],
            expected=PEOPLE,
            closes=self.now.date() + timedelta(days=7),
            public=bytes(32),
        )
        self.teams[team].append(Asking(new))

    def contribute(self, one: Asking, person: int, answers: Sequence[int]) -> None:
        one.round.admit(contributed=person in one.given, now=self.now)
        given = dict(zip(STATEMENTS, answers, strict=True))
        one.given[person] = (next(self.numbers), packed(ASKED, one.round, given))

    def withdraw(self, one: Asking, person: int) -> None:
        one.round.admit(contributed=person in one.given, now=self.now)
        one.given.pop(person, None)

    def publish(self, one: Asking, least: int) -> None:
        counted = tuple(
            (person, number, tuple(unpacked(ASKED, one.round, content)))
            for person, (number, content) in one.given.items()
        )
        one.round = one.round.publish(ASKED, [row for _, _, row in counted], least, self.now)
        one.counted = counted


stories = st.lists(st.integers(0, 2**32 - 1), min_size=15, max_size=50)  # a number for each act
MOODS = ("same", "same", "ends", "but one", "but two", "but three", "mixed")
ACTS = (
    ("crowd",) * 4
    + ("publish",) * 3
    + ("join", "withdraw", "close", "extend", "expect", "tick", "begin")
)


def answers_in(mood: str, size: int, rng: random.Random) -> list[Row]:
    """The answers of so many people: often nearly all the same, as then most is given away."""
    usual = [rng.choice((1, 4, 4, 2, 3)) for _ in STATEMENTS]
    if mood == "ends":
        usual = [rng.choice((1, 4))] * len(STATEMENTS)
    rows = [list(usual) for _ in range(size)]
    others = {"same": 0, "but one": 1, "ends": 1, "but two": 2, "but three": 3}.get(mood, size)
    for row in rng.sample(rows, min(others, size)):
        opposite = rng.random() < 0.5
        row[:] = [5 - answer if opposite else rng.randint(1, 4) for answer in row]
    return [tuple(row) for row in rows]


def live(story: Sequence[int]) -> History:
    history = History(teams=[[] for _ in range(TEAMS)])
    for team in range(TEAMS):
        history.begin(team, 0)
    for number in story:
        rng = random.Random(number)
        rounds = history.teams[team := rng.randrange(TEAMS)]
        before = [one.round.publication for one in rounds]
        with suppress(WrongState, TooFew, TooMany):
            act(history, team, rng.choice(rounds[-2:]), rng.choice(ACTS), rng)
        after = [one.round.publication for one in rounds]
        assert all(old in (None, new) for old, new in zip(before, after, strict=False))
    return history


def act(history: History, team: int, one: Asking, what: str, rng: random.Random) -> None:
    person, days = rng.randrange(PEOPLE), timedelta(days=rng.randint(-2, 5))
    match what:
        case "crowd" | "join":
            size = rng.choice((2, 4, 5, 6, 6, 7, 8, 10, 14)) if what == "crowd" else 1
            for place, row in enumerate(answers_in(rng.choice(MOODS), size, rng)):
                history.contribute(one, (person + place) % PEOPLE, row)
        case "withdraw":
            history.withdraw(one, person)
        case "close":
            one.round = one.round.close(history.now)
        case "extend":
            one.round = one.round.extend((history.now + days).date(), history.now)
        case "expect":
            one.round = one.round.expect(rng.choice((5, 6, 8, PEOPLE)))
        case "publish":
            if one.round.state(history.now) is State.OPEN and rng.random() < 0.8:
                one.round = one.round.close(history.now)
            history.publish(one, rng.choice((0, 0, 5, 7)))
            history.begin(team, rng.randrange(len(THEMES)))
        case "tick":
            history.now += days
        case "begin":
            history.begin(team, rng.randrange(len(THEMES)))


def passed_on(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Worlds in which half of the people have each other's answers, and the rest their own."""
    for bit, side in product(range(len(rows).bit_length()), (0, 1)):
        half = [n for n in range(len(rows)) if n >> bit & 1 == side]
        world = list(rows)
        for place, person in enumerate(half):
            world[person] = rows[half[place - 1]]
        yield world


def changed(
    rows: Sequence[Row], themes: Sequence[Theme], attacker: int | None, person: int, place: int
) -> Iterator[list[Row]]:
    """Worlds in which this answer differs: swapped, changed, or changed with one more."""
    others = [n for n in range(len(rows)) if n not in (attacker, person)]
    for other in others:
        if rows[other][place] != rows[person][place]:
            world = list(rows)
            world[person], world[other] = world[other], world[person]
            yield world
    ends = list(accumulate(len(one.statements) for one in themes))
    start, end = next((a, b) for a, b in pairwise([0, *ends]) if a <= place < b)
    for value in set(ASKED.scale.values) - {rows[person][place]}:
        once = _with(rows, person, place, value)
        yield once
        for other, there in product([person, *others], range(start, end)):
            if (other, there) != (person, place):
                yield from (_with(once, other, there, second) for second in ASKED.scale.values)


def _with(rows: Sequence[Row], person: int, place: int, value: int) -> list[Row]:
    row = rows[person]
    return [*rows[:person], (*row[:place], value, *row[place + 1 :]), *rows[person + 1 :]]


def proven(one: Asking, attackers: Sequence[int | None]) -> dict[int | None, set[Answer]]:
    """For each attacker (None for an outsider) the answers for which no witness is found."""
    rows, themes = one.rows, asked(ASKED, one.round.themes)
    shown = published(ASKED.scale, themes, rows)
    said = one.round.publication
    assert said and shown == (said.themes, said.statements)
    answers = set(product(range(len(rows)), range(len(rows[0]))))
    left = {who: {answer for answer in answers if answer[0] != who} for who in attackers}

    def is_witness(world: Sequence[Row]) -> bool:
        if published(ASKED.scale, themes, world) != shown:
            return False
        differ = {(n, at) for n, at in answers if world[n][at] != rows[n][at]}
        for who in left.keys() - {person for person, _ in differ}:
            left[who] -= differ
        return True

    for world in passed_on(rows):
        is_witness(world)
    for who in attackers:
        for person in {person for person, _ in left[who]}:
            everywhere = list(rows)
            for place in (at for n, at in left[who] if n == person):
                everywhere = _with(everywhere, person, place, 5 - rows[person][place])
            is_witness(everywhere)
        for answer in sorted(left[who]):
            if answer in left[who]:
                any(is_witness(world) for world in changed(rows, themes, who, *answer))
    return {who: unexplained for who, unexplained in left.items() if unexplained}


@settings(max_examples=700)
@given(stories)
def test_no_history_proves_an_answer(story: list[int]) -> None:
    history = live(story)
    event(f"{len(history.published)} publications")
    for one in history.published:
        event(f"{len(one.counted)} people")
        assert proven(one, [None, *range(len(one.counted))]) == {}


@settings(max_examples=10)
@given(st.integers(100, 105), st.sampled_from(MOODS), st.integers(0, 2**16))
def test_no_answer_is_proven_among_a_hundred(size: int, mood: str, seed: int) -> None:
    """Here alpha is published too. The attackers: an outsider, the two most unlike, and one."""
    rng, history = random.Random(seed), History(teams=[[]])
    history.begin(0, seed)
    one = history.teams[0][0]
    one.round = one.round.expect(size)
    for person, row in enumerate(answers_in(mood, size, rng)):
        history.contribute(one, person, row)
    one.round = one.round.close(history.now)
    history.publish(one, 0)
    unlike = sorted(range(size), key=lambda person: one.rows.count(one.rows[person]))[:2]
    assert proven(one, [None, *unlike, rng.randrange(size)]) == {}


@settings(max_examples=1500)
@given(stories)
def test_a_contribution_is_counted_once_and_sets_that_overlap_are_equal(story: list[int]) -> None:
    sets = [{number for _, number, _ in one.counted} for one in live(story).published]
    for one, other in combinations(sets, 2):
        assert one == other or not one & other
    assert sum(map(len, sets)) == len(set().union(*sets))


@settings(max_examples=300)
@given(stories)
def test_comparing_and_adding_up_tell_nothing_that_publications_do_not(story: list[int]) -> None:
    """A witness leaves all comparisons as they are, for they are made of publications alone."""
    before, after = [], []
    for one in live(story).published:
        assert one.round.publication
        before.append(one.round.publication)
        world = [*one.rows[1:], one.rows[0]]
        themes, statements = published(ASKED.scale, asked(ASKED, one.round.themes), world)
        again = {"themes": themes, "statements": statements}
        after.append(one.round.publication.model_copy(update=again))
    for size in range(1, min(len(before), MOST) + 1):
        one_way, other_way = (
            compared([Compared("", publication, ASKED) for publication in side[:size]])
            for side in (before, after)
        )
        assert one_way == other_way
