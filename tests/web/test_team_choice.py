"""A member's choice: contribute or not, change it, take it back, and until when that can be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ehbo.domain.keys import Person, read
from ehbo.store import database, portfolios
from tests.builders import (
    OVERVIEW,
    Installation,
    Page,
    Visitor,
    all_answers,
    answers,
    beginner,
    instrument,
    reworded,
)
from tests.store.rounds import some_answers
from tests.team_builders import (
    Clock,
    OurTeam,
    alike,
    as_seen,
    measured,
    rows_of,
    sample,
)

CONTRIBUTE, WITHDRAW = "bijdragen", "terugtrekken"
SECOND = timedelta(seconds=1)


def take_the_zelfanalyse(visitor: Visitor, *theme_ids: str, value: int = 3) -> Page:
    """Fills in these themes, or all, and returns what the last one leads to."""
    for theme_id in theme_ids or [theme.id for theme in instrument().themes]:
        page = visitor.post(f"{OVERVIEW}/{theme_id}", answers(theme_id, value))
        assert page.status == 303
    return page.follow()


def buttons(page: Page, team: OurTeam) -> set[str]:
    """What can be chosen on the team's page."""
    actions = [str(action) for action in page.dom.xpath("//main//form/@action")]
    return {action.removeprefix(f"{team.address}/") for action in actions}


# ── From the invitation to the choice ────────────────────────────────────────────────────────


def test_who_comes_by_the_invitation_takes_the_zelfanalyse_and_comes_back(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here), here.visitor()
    page = visitor.get(team.address)
    assert "Doe eerst de zelfanalyse" in page.words
    assert buttons(page, team) == {"begin"}

    overview = team.choose(visitor, "begin").follow()
    assert overview.path == OVERVIEW
    assert team.address in overview.links
    profile = take_the_zelfanalyse(visitor)

    assert profile.path == "/profiel"
    assert team.address in profile.links
    choice = visitor.get(team.address)
    assert "Tellen jouw antwoorden mee?" in choice.words
    thanks = choice.form(f"{team.address}/{CONTRIBUTE}").send().follow()
    assert "Je antwoorden tellen mee." in thanks.words
    assert team.count == 1
    assert team.address not in visitor.get("/profiel").links


def test_nobody_is_sent_to_a_team_they_did_not_come_from(here: Installation, clock: Clock) -> None:
    team, visitor = OurTeam(here), here.visitor()
    visitor.get(team.address)

    assert team.address not in take_the_zelfanalyse(visitor).links


def test_the_way_back_is_gone_when_there_is_nothing_left_to_choose(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here), here.visitor()
    team.choose(visitor, "begin")
    assert team.address in visitor.get("/profiel").links

    team.closed()

    assert visitor.get("/profiel").status == 200
    assert team.address not in visitor.get("/profiel").links


def test_taking_part_is_no_decision_before_one_makes_it(here: Installation, clock: Clock) -> None:
    team, visitor = OurTeam(here), here.owner(measured())

    visitor.get(team.address)

    assert team.count == 0


def test_how_many_statements_are_open_is_told(here: Installation, clock: Clock) -> None:
    team, visitor = OurTeam(here), here.owner(beginner())

    page = visitor.get(team.address)

    assert "Er staan nog 22 stellingen open" in page.words
    assert buttons(page, team) == {"begin"}
    refused = visitor.send(f"{team.address}/{CONTRIBUTE}", {})
    assert refused.status == 422
    assert "Maak eerst de zelfanalyse af" in refused.words
    assert team.count == 0


def test_only_the_themes_that_are_asked_are_needed_and_given(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here, themes=("doen",))
    visitor = here.visitor()
    take_the_zelfanalyse(visitor, "doen", value=4)

    page = visitor.get(team.address)
    assert "Deze ronde vraagt: Doen" in page.words
    assert team.choose(visitor, CONTRIBUTE).status == 303

    team.published(*alike(5, 4))
    assert list(rows_of(here.visitor().get(team.picture))) == ["Doen"]
    assert [theme.id for theme in team.round.publication.themes] == ["doen"]  # type: ignore[union-attr]


def test_answers_in_other_words_are_refused_with_the_reason(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here, version="0" * 16), here.owner(measured())
    other = reworded(instrument(), reading="Anders gelezen.")
    with team.db() as db, database.write(db):
        content = other.model_dump_json()
        db.execute(
            "INSERT INTO wording (questionnaire, version, content) VALUES (?, ?, ?)",
            (other.id, "0" * 16, content),
        )

    page = visitor.get(team.address)
    assert "met andere stellingen dan deze ronde vraagt" in page.words
    assert buttons(page, team) == {"begin"}
    refused = visitor.send(f"{team.address}/{CONTRIBUTE}", {})

    assert refused.status == 422
    assert "met andere stellingen dan deze ronde vraagt" in refused.words
    assert team.count == 0
    assert visitor.portfolio == measured()


# ── Contributing, changing, taking back ──────────────────────────────────────────────────────


def test_contributing_changing_withdrawing_and_returning(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, themes=("doen",))
    team.contributed(*alike(4, 1))
    visitor = here.owner(measured(all_answers(1)))

    assert buttons(visitor.get(team.address), team) == {CONTRIBUTE}
    team.choose(visitor, CONTRIBUTE)
    assert (team.count, len(visitor.portfolio.given)) == (5, 1)
    assert buttons(visitor.get(team.address), team) == {CONTRIBUTE, WITHDRAW}

    page = team.choose(visitor, WITHDRAW).follow()
    assert "Je antwoorden tellen niet meer mee." in page.words
    assert (team.count, visitor.portfolio.given) == (4, ())

    team.choose(visitor, CONTRIBUTE)
    visitor.post(f"{OVERVIEW}/doen", answers("doen", 4))
    assert team.count == 5
    team.choose(visitor, CONTRIBUTE)
    assert (team.count, len(visitor.portfolio.given)) == (5, 1)

    publication = team.published()
    assert str(publication.themes[0].mean) == "1.6", "four ones and a four, changed at the end"


def test_a_change_in_the_zelfanalyse_alone_changes_no_contribution(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here, themes=("doen",))
    visitor = team.member(all_answers(2))
    visitor.post(f"{OVERVIEW}/doen", answers("doen", 4))

    assert str(team.published(*alike(5, 2)).statements[0].nearly_all) == "2"


def test_withdrawing_twice_or_without_having_contributed_harms_nothing(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here), here.owner(measured())
    team.contributed(*alike(3, 2))

    for _ in range(2):
        assert visitor.send(f"{team.address}/{WITHDRAW}", {}).status == 303

    assert team.count == 3


def test_one_key_on_two_devices_counts_once(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    phone = team.member(some_answers(1))
    tablet = here.visitor(phone.key)
    form = tablet.get(team.address)
    assert "Jouw antwoorden tellen mee" in form.words

    team.choose(tablet, CONTRIBUTE)

    assert team.count == 1
    assert len(phone.portfolio.given) == 1
    assert team.choose(phone, WITHDRAW).status == 303
    assert team.count == 0
    assert buttons(tablet.get(team.address), team) == {CONTRIBUTE}


def test_a_form_that_stood_open_for_somebody_else_is_refused(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    device, colleague = here.owner(measured()), here.keep(measured(mark="ander"))
    form = device.get(team.address).form(f"{team.address}/{CONTRIBUTE}")
    device.client.set_cookie(device.key_cookie, colleague, domain="127.0.0.1")

    refused = form.send()

    assert refused.status == 409
    assert "andere gegevens" in refused.title
    assert team.count == 0


def test_who_has_no_key_cannot_contribute_and_is_told_how_to_go_on(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here), here.visitor()

    for what in (CONTRIBUTE, WITHDRAW):
        page = visitor.send(f"{team.address}/{what}", {})
        assert page.status == 403
        assert "We vinden hier niets van jou" in page.title
    assert (team.count, here.people) == (0, 0)


def test_erasing_ones_data_takes_the_contribution_along(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    done = OurTeam(here, name="Gepubliceerd")
    visitor = team.member(some_answers(1))
    done.choose(visitor, CONTRIBUTE)
    done.published(*sample(5))
    team.member(some_answers(2))
    before = done.round.publication

    visitor.post("/mijn-gegevens/wissen", {"zeker": "1"})

    assert team.count == 1
    assert done.round.publication == before


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
    form = late.get(team.address).form(f"{team.address}/{CONTRIBUTE}")
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
    form = leaver.get(team.address).form(f"{team.address}/{CONTRIBUTE}")
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
    team.published(*sample(5))
    team.next_round()

    page = visitor.get(team.address)

    assert "Tellen jouw antwoorden mee?" in page.words
    assert team.picture in page.links
    assert team.count == 0
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
    first = as_seen(member.get(team.address))
    with team.db() as db, database.write(db):
        person = Person(read(member.key or ""))
        mine = person.round_id(team.round.id)
        db.execute("DELETE FROM contribution WHERE person != :mine", {"mine": mine})
        assert portfolios.find(db, person) is not None
    team.contributed(*alike(6, 4))

    assert as_seen(member.get(team.address)) == first
