"""A round moves only as its state allows, at midnight in Amsterdam, and is published once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain import errors
from ehbo.domain.questionnaire import Scale
from ehbo.domain.team.round import (
    AMSTERDAM,
    LONGEST_ROUND,
    SEED_BYTES,
    Round,
    State,
    asked,
    closing_moment,
    new_round,
)
from ehbo.domain.team.round_keys import opened_with, round_pair, sealed_to
from ehbo.domain.team.team import Team
from tests.small import small, theme

ASKED = small(
    theme("doen", False, False),
    theme("geld", False),
    theme("raad", False, False, False),
    scale=Scale(lowest=0, labels=("Nee", "Soms", "Vaak", "Altijd")),
)
DAY = date(2026, 11, 29)
OPEN = Round(
    id=bytes(16),
    number=1,
    questionnaire=ASKED.id,
    version=ASKED.answered_version,
    themes=("doen", "raad"),
    expected=6,
    closes=DAY,
    public=b"publieke helft van een sleutelpa",
)
BEFORE = datetime(2026, 11, 29, 12, tzinfo=AMSTERDAM)
AFTER = datetime(2026, 11, 30, 12, tzinfo=AMSTERDAM)
MIDNIGHT = datetime(2026, 11, 29, 23, tzinfo=UTC)  # in Amsterdam the 30th begins
SECOND = timedelta(seconds=1)
ROWS = [[0, 1, 2, 3, 0]] * 6
PUBLISHED = OPEN.publish(ASKED, ROWS, 5, AFTER)
MOVES = {
    "close": lambda round, now: round.close(now),
    "extend": lambda round, now: round.extend(DAY + timedelta(days=9), now),
    "publish": lambda round, now: round.publish(ASKED, ROWS, 5, now),
    "expect": lambda round, now: round.expect(8),
    "join": lambda round, now: round.admit(contributed=False, now=now),
    "change": lambda round, now: round.admit(contributed=True, now=now),
}
LEGAL = {
    State.OPEN: {"close", "extend", "expect", "join", "change"},
    State.CLOSED: {"extend", "expect", "publish", "change"},
    State.PUBLISHED: set(),
}
ROUNDS = [
    (State.OPEN, OPEN, BEFORE),
    (State.CLOSED, OPEN.close(BEFORE), BEFORE),
    (State.CLOSED, OPEN.close(BEFORE), AFTER),
    (State.CLOSED, OPEN, AFTER),
    (State.PUBLISHED, PUBLISHED, BEFORE),
    (State.PUBLISHED, PUBLISHED, AFTER),
]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize(("state", "round", "now"), ROUNDS)
def test_a_round_moves_only_as_its_state_allows(
    state: State, round: Round, now: datetime, move: str
) -> None:
    assert round.state(now) is state
    if move in LEGAL[state]:
        MOVES[move](round, now)
    else:
        with pytest.raises(errors.WrongState):
            MOVES[move](round, now)


@pytest.mark.parametrize(
    ("round", "move", "refusal"),
    [
        (OPEN, "publish", errors.RoundOpen),
        (OPEN.close(BEFORE), "close", errors.AlreadyClosed),
        (OPEN.close(BEFORE), "join", errors.RoundClosed),
        (PUBLISHED, "close", errors.AlreadyClosed),
        (PUBLISHED, "extend", errors.AlreadyPublished),
        (PUBLISHED, "expect", errors.AlreadyPublished),
        (PUBLISHED, "publish", errors.AlreadyPublished),
        (PUBLISHED, "join", errors.PictureFixed),
        (PUBLISHED, "change", errors.PictureFixed),
    ],
)
def test_a_refusal_says_in_which_state_the_round_is(
    round: Round, move: str, refusal: type[errors.WrongState]
) -> None:
    with pytest.raises(refusal):
        MOVES[move](round, BEFORE)


def test_a_move_leaves_the_round_that_it_was_made_from_as_it_was() -> None:
    before = replace(OPEN)
    OPEN.close(BEFORE)
    OPEN.extend(DAY + timedelta(days=3), BEFORE)
    assert before == OPEN


def test_a_round_is_open_until_the_very_second_of_closing() -> None:
    assert OPEN.state(MIDNIGHT - SECOND) is State.OPEN
    assert OPEN.state(MIDNIGHT) is State.CLOSED
    OPEN.admit(contributed=False, now=MIDNIGHT - timedelta(microseconds=1))
    with pytest.raises(errors.RoundClosed):
        OPEN.admit(contributed=False, now=MIDNIGHT)
    OPEN.admit(contributed=True, now=MIDNIGHT)


def test_a_round_whose_date_passed_opens_again_when_the_clock_goes_back() -> None:
    assert OPEN.state(AFTER) is State.CLOSED
    assert OPEN.state(BEFORE) is State.OPEN


def test_what_a_lead_closed_or_published_stays_so_whatever_the_clock_says() -> None:
    closed = OPEN.close(BEFORE)
    for now in (BEFORE - timedelta(days=400), BEFORE, AFTER, AFTER + timedelta(days=400)):
        assert closed.state(now) is State.CLOSED
        assert PUBLISHED.state(now) is State.PUBLISHED


@given(
    st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(list(MOVES)),
)
def test_a_published_round_never_changes(now: datetime, move: str) -> None:
    with pytest.raises(errors.WrongState):
        MOVES[move](PUBLISHED, now)


@pytest.mark.parametrize(
    ("day", "closing"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),  # 23 hours
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # 25 hours
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        (date(2027, 10, 30), datetime(2027, 10, 30, 22, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_round_closes_at_midnight_in_amsterdam_when_clocks_change_too(
    day: date, closing: datetime
) -> None:
    assert closing_moment(day) == closing
    round = replace(OPEN, closes=day)
    for zone in (UTC, AMSTERDAM):
        assert round.state((closing - SECOND).astimezone(zone)) is State.OPEN
        assert round.state(closing.astimezone(zone)) is State.CLOSED


def test_the_hour_that_comes_twice_closes_nothing() -> None:
    round = replace(OPEN, closes=date(2026, 10, 24))
    for fold in (0, 1):
        twice = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=fold)
        assert round.state(twice) is State.CLOSED
        assert replace(round, closes=date(2026, 10, 25)).state(twice) is State.OPEN


@pytest.mark.parametrize("round", [OPEN, OPEN.close(BEFORE)])
@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_an_extended_round_is_open_through_its_new_day(round: Round, now: datetime) -> None:
    longer = round.extend(date(2026, 12, 6), now)
    assert longer.state(now) is State.OPEN
    assert longer.state(datetime(2026, 12, 6, 23, 59, 59, tzinfo=AMSTERDAM)) is State.OPEN
    assert longer.state(datetime(2026, 12, 7, tzinfo=AMSTERDAM)) is State.CLOSED


def test_a_round_cannot_be_extended_into_the_past_or_by_more_than_a_year() -> None:
    for closes in (DAY - timedelta(days=1), date(2020, 1, 1), date.min):
        with pytest.raises(errors.DayPast):
            OPEN.extend(closes, BEFORE)
    for closes in ((BEFORE + LONGEST_ROUND).date() + timedelta(days=1), date(2100, 1, 1), date.max):
        with pytest.raises(errors.DayTooFar):
            OPEN.extend(closes, BEFORE)
    assert OPEN.extend(DAY, BEFORE).state(BEFORE) is State.OPEN


@pytest.mark.parametrize("n", range(5))
def test_a_round_with_too_few_says_the_same_each_time_and_can_be_extended(n: int) -> None:
    closed = OPEN.close(BEFORE)
    with pytest.raises(errors.TooFew) as refused:
        closed.publish(ASKED, ROWS[:n], 0, BEFORE)
    assert refused.value.args == ()
    assert closed.extend(DAY + timedelta(days=1), BEFORE).state(BEFORE) is State.OPEN


def test_a_publication_has_the_words_the_numbers_and_the_day_in_amsterdam() -> None:
    shown = OPEN.publish(ASKED, ROWS, 5, MIDNIGHT).publication
    assert shown
    assert (shown.questionnaire, shown.version) == (ASKED.id, ASKED.answered_version)
    assert (shown.respondents, shown.expected, shown.on) == (6, 6, date(2026, 11, 30))
    assert [one.id for one in shown.themes] == ["doen", "raad"]
    assert shown.find_theme("geld") is None
    assert shown.find_statement("raad-3") == shown.statements[-1]


def test_a_team_has_its_rounds_in_order() -> None:
    later = replace(OPEN, number=2)
    team = Team("CODE", "Wijkteam", None, (PUBLISHED, later))
    assert (team.current, team.published) == (later, (PUBLISHED,))
    assert (team.find_round(1), team.find_round(3)) == (PUBLISHED, None)


def test_the_order_of_themes_is_the_questionnaires_own() -> None:
    assert asked(ASKED, ("raad", "doen")) == (ASKED.themes[0], ASKED.themes[2])


def test_a_new_round_has_its_themes_in_order_and_the_private_half_opens_it() -> None:
    seed = bytes(range(SEED_BYTES))
    round, private = new_round(ASKED, ["raad", "doen"], 8, DAY, seed)
    assert (round.number, round.themes, round.expected, round.closes) == (
        1,
        ("doen", "raad"),
        8,
        DAY,
    )
    assert (round.questionnaire, round.version) == (ASKED.id, ASKED.answered_version)
    assert opened_with(private, sealed_to(round.public, b"antwoorden")) == b"antwoorden"
    assert (round.id, (private, round.public)) == (seed[:16], round_pair(seed[16:]))


def test_a_round_does_not_print_its_public_half() -> None:
    assert "publieke helft" not in repr(OPEN)
