"""A measurement counts in one picture: two of the same answers can be taken off each other."""

from __future__ import annotations

from typing import Any

import pytest

from ehbo.domain.portfolio import Given
from ehbo.store import teams
from ehbo.store.database.sqlite import Connection
from tests.builders import OVERVIEW, TODAY, all_answers, answers
from tests.page import Page
from tests.store.rounds import some_answers
from tests.team_builders import NEW_ROUND, Clock, OurTeam, measure_again, measured, sample
from tests.visitor import Installation, Visitor
from tests.web.team.test_choice import CONTRIBUTE, WITHDRAW, buttons, old_words

COUNTED = "Deze meting telt al mee"


def refusal(team: OurTeam, visitor: Visitor) -> Page:
    """The page of who may not contribute: by a button, or by a request made by hand."""
    count, given = team.count, visitor.portfolio.given
    page = visitor.get(team.address)
    assert COUNTED in page.words
    assert CONTRIBUTE not in buttons(page, team)
    by_hand = visitor.send(f"{team.address}/{CONTRIBUTE}", {})
    assert by_hand.status == 422
    assert COUNTED in by_hand.words
    assert (team.count, visitor.portfolio.given) == (count, given)
    return page


def team_with_picture_of(here: Installation, visitor: Visitor, **more: str) -> OurTeam:
    team = OurTeam(here, **more)
    assert team.choose(visitor, CONTRIBUTE).status == 303
    team.published(*sample(5))
    return team


def counted_before(here: Installation, **changes: Any) -> tuple[OurTeam, Visitor]:
    """A team in its second round, and somebody who is in the picture of its first."""
    visitor = here.owner(measured())
    team = team_with_picture_of(here, visitor)
    team.next_round(**changes)
    return team, visitor


def test_what_is_in_a_picture_is_not_offered_again_in_any_team(
    here: Installation, clock: Clock
) -> None:
    team, visitor = counted_before(here)

    for where in (team, OurTeam(here, name="Ander team")):
        page = refusal(where, visitor)
        assert "staat al in een gepubliceerd teambeeld" in page.words
        assert "uitrekenen wat één mens antwoordde" in page.words


def test_the_page_leads_to_a_new_measurement_and_back(here: Installation, clock: Clock) -> None:
    team, visitor = counted_before(here, themes=("doen",))
    page = refusal(team, visitor)

    overview = page.form(f"{team.address}/begin").send().follow()
    assert overview.path == OVERVIEW
    assert len(visitor.portfolio.assessments) == 2
    assert "Maak eerst de zelfanalyse af" in visitor.get(team.address).words
    visitor.post(f"{OVERVIEW}/doen", answers("doen", 4))

    assert team.choose(visitor, CONTRIBUTE).status == 303
    assert team.count == 1
    assert visitor.portfolio.assessments[0].answers == all_answers()


def test_other_answers_in_the_same_measurement_make_it_no_new_one(
    here: Installation, clock: Clock
) -> None:
    team, visitor = counted_before(here)
    visitor.post(f"{OVERVIEW}/doen", answers("doen", 1))

    refusal(team, visitor)


def test_themes_that_were_not_asked_make_no_difference(here: Installation, clock: Clock) -> None:
    team, visitor = OurTeam(here, themes=("doen",)), here.owner(measured())
    team.choose(visitor, CONTRIBUTE)
    team.published(*sample(5))

    refusal(OurTeam(here, themes=("raad",)), visitor)


def test_a_measurement_is_in_one_open_round_at_a_time(here: Installation, clock: Clock) -> None:
    """Else both would publish it: nothing can be refused any more by then."""
    team, other, visitor = OurTeam(here), OurTeam(here), here.owner(measured())
    team.choose(visitor, CONTRIBUTE)

    page = refusal(other, visitor)
    assert "telt al mee in een ronde van een ander team" in page.words
    team.closed()
    refusal(other, visitor)

    assert team.choose(visitor, WITHDRAW).status == 303
    assert other.choose(visitor, CONTRIBUTE).status == 303
    assert (team.count, other.count) == (0, 1)


def test_two_devices_cannot_bring_it_into_two_rounds_at_once(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, other, phone = OurTeam(here), OurTeam(here), here.owner(measured())
    tablet, write = here.visitor(phone.key), Connection.write

    def after_the_other(db: Connection) -> object:
        monkeypatch.setattr(Connection, "write", write)
        assert other.choose(tablet, CONTRIBUTE).status == 303
        return write(db)

    form = team.form_of(phone, CONTRIBUTE)
    monkeypatch.setattr(Connection, "write", after_the_other)
    page = form.send()

    assert (page.status, COUNTED in page.title) == (409, True)
    assert (team.count, other.count, len(phone.portfolio.given)) == (0, 1, 1)


def test_changing_what_counts_here_goes_on(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    visitor = team.member(some_answers(1))
    for _ in range(2):
        assert team.choose(visitor, CONTRIBUTE).status == 303
    measure_again(visitor)
    assert team.choose(visitor, CONTRIBUTE).status == 303

    assert (team.count, len(visitor.portfolio.given)) == (1, 1)
    other = OurTeam(here)
    refusal(other, visitor)


def test_what_was_taken_back_for_a_newer_one_counts_no_more(
    here: Installation, clock: Clock
) -> None:
    """A round holds what its note says: the measurement before is free again, and not offered."""
    team, other, visitor = OurTeam(here), OurTeam(here), here.owner(measured())
    team.choose(visitor, CONTRIBUTE)
    measure_again(visitor)
    other.choose(visitor, CONTRIBUTE)

    page = visitor.get(team.address)

    assert buttons(page, team) == {WITHDRAW}
    assert "telt al mee in een ronde van een ander team" in page.words
    assert visitor.send(f"{team.address}/{CONTRIBUTE}", {}).status == 422
    assert (team.count, other.count) == (1, 1)


def drop(team: OurTeam) -> None:
    team.closed()
    assert team.manage(team.leader(), "ronde", NEW_ROUND).status == 303


def test_a_round_that_was_dropped_frees_its_measurements(here: Installation, clock: Clock) -> None:
    team, visitor = OurTeam(here), here.owner(measured())
    team.choose(visitor, CONTRIBUTE)
    drop(team)

    assert team.choose(visitor, CONTRIBUTE).status == 303
    assert team.count == 1


@pytest.mark.parametrize("state", ["open", "published"])
def test_deleting_a_team_is_no_way_around(here: Installation, clock: Clock, state: str) -> None:
    """Whether it published is gone with it, and a lead may have kept the picture."""
    team, visitor = OurTeam(here), here.owner(measured())
    team.choose(visitor, CONTRIBUTE)
    if state == "published":
        team.published(*sample(5))
    with team.db() as db:
        teams.erase(db, team.code)

    page = refusal(OurTeam(here), visitor)
    assert "een team dat intussen is gewist" in page.words


@pytest.mark.parametrize("years", [-1, 1])
def test_no_clock_makes_a_published_measurement_new(
    here: Installation, clock: Clock, years: int
) -> None:
    visitor = here.owner(measured())
    team_with_picture_of(here, visitor)
    other = OurTeam(here, closes=TODAY.replace(year=TODAY.year + 3))
    clock.now = clock.now.replace(year=clock.now.year + years)

    refusal(other, visitor)


def test_others_and_other_measurements_are_free(here: Installation, clock: Clock) -> None:
    team, visitor = counted_before(here)
    note = Given(team=team.code, round="0" * 32, assessment="iets anders", on=TODAY)
    other = here.owner(measured().contributed(note))

    assert team.choose(other, CONTRIBUTE).status == 303
    measure_again(visitor)
    assert team.choose(visitor, CONTRIBUTE).status == 303


def test_where_the_words_are_old_a_new_measurement_is_not_offered(
    here: Installation, clock: Clock
) -> None:
    old = old_words(here)
    begun = measured().started(old, TODAY, "oud").answered("oud", all_answers(), {})
    visitor = here.owner(begun)
    team = OurTeam(here, questionnaire=old)
    assert team.choose(visitor, CONTRIBUTE).status == 303
    team.on_to_next_round(*sample(5))

    page = refusal(team, visitor)

    assert "Vraag je teamleider om een nieuwe ronde" in page.words
    assert buttons(page, team) == set()


def test_looking_at_what_counts_already_changes_nothing(here: Installation, clock: Clock) -> None:
    team, visitor = counted_before(here)
    before = here.dump()

    for _ in range(2):
        assert visitor.get(team.address).status == 200

    assert here.dump() == before
