"""Until when one may choose, to the second, and what is seen of a round before it is published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ehbo.domain.keys import Person, read
from ehbo.store import portfolios
from tests.builders import OVERVIEW, Clock, all_answers, answers, beginner
from tests.store.rounds import some_answers
from tests.team_builders import OurTeam, alike, as_seen, measure_again, measured, sample
from tests.visitor import Installation, Visitor
from tests.web.team.test_choice import CONTRIBUTE, WITHDRAW, buttons

SECOND = timedelta(seconds=1)

# ── Until when ───────────────────────────────────────────────────────────────────────────────

# The last day, and the moment it ends: winter time, and the nights of both changes of the clock.
CLOSING = pytest.mark.parametrize(
    ("closes", "ends"),
    [
        (date(2026, 12, 6), datetime(2026, 12, 6, 23, tzinfo=UTC)),
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
    ids=str,
)


@CLOSING
def test_a_round_ends_at_local_midnight_to_the_second(
    here: Installation, clock: Clock, closes: date, ends: datetime
) -> None:
    team = OurTeam(here, closes=closes)
    clock.now = ends - SECOND
    in_time, late = here.owner(measured()), here.owner(measured())
    form = team.form_of(late, CONTRIBUTE)
    assert team.choose(in_time, CONTRIBUTE).status == 303

    clock.now = ends
    refused = form.send()

    assert refused.status == 409
    assert "Deze ronde is gesloten. Vraag je teamleider" in refused.words
    assert (team.count, late.portfolio.given) == (1, ())
    page = late.get(team.address)
    assert "Bijdragen kan nu niet" in page.words
    assert buttons(page, team) == set()


def test_when_the_clock_goes_back_a_round_is_open_again_unless_its_lead_closed_it(
    here: Installation, clock: Clock
) -> None:
    by_date, by_lead = OurTeam(here), OurTeam(here)
    by_lead.closed()
    clock.now = datetime(2026, 12, 7, tzinfo=UTC)
    assert "gesloten" in here.visitor().get(by_date.address).words

    clock.now = datetime(2026, 12, 6, 22, 59, 59, tzinfo=UTC)

    assert "Meedoen kan tot en met" in here.visitor().get(by_date.address).words
    assert "gesloten" in here.visitor().get(by_lead.address).words


def test_after_closing_one_may_change_or_withdraw_and_not_come_back(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here, themes=("doen",))
    changer, leaver = team.member(all_answers(1)), team.member(all_answers(4))
    team.contributed(*alike(5, 1))
    form = team.form_of(leaver, CONTRIBUTE)
    team.closed()

    assert buttons(changer.get(team.address), team) == {CONTRIBUTE, WITHDRAW}
    changer.post(f"{OVERVIEW}/doen", answers("doen", 2))
    assert team.choose(changer, CONTRIBUTE).status == 303
    assert team.choose(leaver, WITHDRAW).status == 303
    assert team.count == 6
    back = form.send()
    assert (back.status, team.count) == (409, 6)
    assert "Deze ronde is gesloten." in back.words


@pytest.mark.parametrize("what", [CONTRIBUTE, WITHDRAW])
@pytest.mark.parametrize("who", ["contributed", "did not"])
def test_after_publication_nothing_comes_in_or_goes_out(
    here: Installation, clock: Clock, who: str, what: str
) -> None:
    team = OurTeam(here)
    visitor = team.member() if who == "contributed" else here.owner(measured())
    team.published(*sample(6))
    before = here.dump()

    page = visitor.send(f"{team.address}/{what}", {})

    assert page.status == 409
    assert "Het teambeeld is al gepubliceerd. Er kan niets meer bij of af." in page.words
    assert here.dump() == before


def test_who_has_not_finished_is_told_of_the_publication_too(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here), here.owner(beginner())
    team.published(*sample(6))

    page = visitor.send(f"{team.address}/{CONTRIBUTE}", {})

    assert "al gepubliceerd" in page.words
    assert "Je teamleider kan nu het teambeeld publiceren" not in page.words


def test_a_form_of_the_last_round_brings_nothing_into_the_next(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    visitor = team.member(some_answers(1))
    team.on_to_next_round(*sample(5))

    page = visitor.get(team.address)

    assert "Deze meting telt al mee" in page.words
    assert team.picture in page.links
    assert team.count == 0
    measure_again(visitor)
    assert "Tellen jouw antwoorden mee?" in visitor.get(team.address).words
    team.choose(visitor, CONTRIBUTE)
    assert (team.count, len(visitor.portfolio.given)) == (1, 2)


# ── What is seen of an open round ────────────────────────────────────────────────────────────


def _seen(here: Installation, team: OurTeam, outsider: Visitor) -> dict[str, str]:
    """Each page of an unpublished round, as seen by somebody else, somebody new and the lead."""
    people = {"outsider": outsider, "nobody": here.visitor(), "lead": team.leader()}
    tails = ("", "/beeld", "/beamer", "/beeld.json", "/beheer")
    return {
        f"{who} {tail}": as_seen(visitor.get(team.address + tail))
        for who, visitor in people.items()
        for tail in tails
    }


@pytest.mark.parametrize("state", ["open", "closed"])
def test_of_an_unpublished_round_only_how_many_is_seen(
    here: Installation, clock: Clock, state: str
) -> None:
    team, outsider = OurTeam(here), here.owner(measured(some_answers(99)))
    if state == "closed":
        team.closed()
    team.contributed(*alike(7, 1))
    low = _seen(here, team, outsider)
    team.emptied()
    team.contributed(*sample(7, seed=3))

    assert _seen(here, team, outsider) == low
    for where in ("outsider ", "nobody ", "lead /beheer"):
        assert ("7 van 12" in low[where].replace("</span>", "")) == (state == "open"), where


def test_a_member_sees_the_same_whoever_else_contributed(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    member = team.member(some_answers(5))
    team.contributed(*alike(6, 1))
    assert "Je antwoorden tellen mee." in member.get(team.address).words
    first = as_seen(member.get(team.address))
    with team.db() as db, db.write():
        person = Person(read(member.key or ""))
        mine = person.round_id(team.round.id)
        db.execute("DELETE FROM contribution WHERE person != :mine", {"mine": mine})
        assert portfolios.find(db, person) is not None
    team.contributed(*alike(6, 4))

    assert as_seen(member.get(team.address)) == first
