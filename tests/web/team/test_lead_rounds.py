"""What a lead does with rounds and a team: invite, close, extend, begin again, share, delete."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ehbo.domain.portfolio import Portfolio
from ehbo.store import database
from tests.builders import TINY, TODAY, Clock, all_answers, put_tiny_questionnaire
from tests.conftest import Install
from tests.page import Data
from tests.team_builders import (
    IN_TIME,
    NAME,
    NEW_ROUND,
    OurTeam,
    alike,
    measure_again,
    measured,
    rows_of,
    sample,
)
from tests.visitor import Installation
from tests.web.fields import assert_told_at

AFTERWARDS = datetime(2026, 12, 7, 12, tzinfo=UTC)

# ── Inviting, closing, extending ─────────────────────────────────────────────────────────────


def test_the_invitation_leads_to_the_team(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)

    page = team.leader().get(team.managing)

    [text] = page.dom.xpath("//*[@id='uitnodiging']")
    for said in (team.address, team.code, NAME, "zondag 6 december 2026", "dezelfde teamcode?"):
        assert said in text.text_content(), said
    assert team.lead.key not in text.text_content()
    poster = here.visitor().get(f"{team.address}/poster.pdf")
    assert poster.response.mimetype == "application/pdf"
    assert poster.response.data.startswith(b"%PDF-")


def test_a_lead_closes_and_extends(here: Installation, clock: Clock) -> None:
    team, member = OurTeam(here), here.owner(measured())
    leader = team.leader()

    closed = team.manage(leader, "sluiten").follow()
    assert "De ronde is gesloten." in closed.words
    assert "Bijdragen kan nu niet" in member.get(team.address).words

    longer = team.manage(leader, "verlengen", {"closes": IN_TIME}).follow()
    assert "De ronde is weer open." in longer.words
    assert team.round.closes == date(2026, 12, 20)
    assert team.choose(member, "bijdragen").status == 303


@pytest.mark.parametrize(
    "typed", ["20-12-2026", "20/12/26", "20.12.26", "20 december 2026", "20 dec 26", "0026-12-20"]
)
def test_a_closing_day_may_be_typed_as_the_dutch_write_it(
    here: Installation, clock: Clock, typed: str
) -> None:
    team = OurTeam(here)

    assert team.manage(team.leader(), "verlengen", {"closes": typed}).status == 303
    assert team.round.closes == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("closes", "told"),
    [
        ("", "Kies een nieuwe dag."),
        ("morgen", "Dit is geen datum."),
        ("202755-01-31", "Dit jaar kan niet kloppen. Bedoel je 2027?"),
        ("0202-01-31", "Dit jaar kan niet kloppen. Bedoel je 2027?"),
        ("2026-11-21", "Kies een dag die nog niet voorbij is."),
        ("2027-11-24", "Kies een dag binnen een jaar."),
        ("9999-12-31", "Kies een dag binnen een jaar."),
    ],
)
def test_a_day_that_cannot_be_is_told_and_stays(
    here: Installation, open_or_closed: OurTeam, closes: str, told: str
) -> None:
    team, before = open_or_closed, here.dump()

    page = team.manage(team.leader(), "verlengen", {"closes": closes})

    assert_told_at(page, "#open-tot", told)
    assert page.form(f"{team.managing}/verlengen").fields["closes"] == closes
    assert here.dump() == before


@pytest.mark.parametrize(
    ("what", "data"), [("sluiten", {}), ("verlengen", {"closes": "morgen"}), ("ronde", {})]
)
def test_an_old_tab_of_the_lead_is_told_that_the_round_is_published(
    here: Installation, clock: Clock, what: str, data: Data
) -> None:
    team = OurTeam(here)
    leader = team.leader()
    form = leader.get(team.managing).form(f"{team.managing}/sluiten")
    form.action = f"{team.managing}/{what}"
    team.published(*sample(5))
    before = here.dump()

    page = form.send(data)

    assert page.status in (409, 422)
    assert here.dump() == before


def test_a_new_round_beside_an_open_one_is_refused_whatever_is_filled_in(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    leader = team.leader()

    for data in (NEW_ROUND, {}, {"expected": "x", "closes": "x"}):
        page = leader.send(f"{team.managing}/ronde", data)
        assert page.status == 409
        assert "Er loopt al een ronde." in page.words
    assert len(team.team.rounds) == 1


def test_closing_twice_is_told_so(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    leader = team.leader()
    form = leader.get(team.managing).form(f"{team.managing}/sluiten")
    form.send()

    again = form.send()

    assert (again.status, "Deze ronde is al gesloten." in again.words) == (409, True)


def test_what_a_lead_does_keeps_the_team_from_being_purged(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    clock.now = AFTERWARDS

    team.manage(team.leader(), "verlengen", {"closes": IN_TIME})

    with team.db() as db:
        [(day,)] = db.rows("SELECT last_used FROM team")
    assert (TODAY.isoformat(), day) == ("2026-11-22", "2026-12-07")


# ── A new round ──────────────────────────────────────────────────────────────────────────────


def test_after_publication_a_new_round_can_begin(here: Installation, clock: Clock) -> None:
    team, leader = OurTeam(here), None
    team.published(*alike(5, 2))
    leader = team.leader(team.second_lead())

    page = team.manage(leader, "ronde", {**NEW_ROUND, "themes": ["doen", "raad"]}).follow()

    assert "De nieuwe ronde is open." in page.words
    assert (team.round.number, set(team.round.themes)) == (2, {"doen", "raad"})
    assert here.visitor().get(team.address).status == 200
    team.contributed(*alike(6, 3))
    by_first = team.leader()
    team.manage(by_first, "sluiten")
    picture = team.manage(by_first, "publiceren").follow()
    assert rows_of(picture)["Doen"][0] == "3,0"
    assert rows_of(leader.get(f"{team.picture}?ronde=1"))["Doen"][0] == "2,0"


def test_a_new_round_asks_what_is_served_by_then(install: Install, clock: Clock) -> None:
    first = install()
    put_tiny_questionnaire(first.data)
    here = first.restarted()
    old = here.app.extensions["ehbo"].library.questionnaires[TINY]
    team = OurTeam(here, questionnaire=old, expected=20)
    team.published(*[dict.fromkeys(old.statements, 2)] * 20)
    put_tiny_questionnaire(first.data, ("Ik luister eerst.", "Ik luister altijd eerst."))
    here = first.restarted()
    new = here.app.extensions["ehbo"].library.questionnaires[TINY]
    leader = team.leader(visitor=here.visitor())

    asked = {**NEW_ROUND, "expected": "20", "themes": ["luisteren", "delen"]}
    assert team.manage(leader, "ronde", asked).status == 303

    assert (team.round.version, team.round.themes) == (new.answered_version, ("luisteren", "delen"))
    begun = (
        Portfolio().started(old, TODAY, "oud").answered("oud", dict.fromkeys(old.statements, 2), {})
    )
    assert "met andere stellingen" in here.owner(begun).get(team.address).words
    team.questionnaire = new
    team.published(*[dict.fromkeys(new.statements, 4)] * 20)
    picture = here.visitor().get(team.picture)
    assert "Ik luister altijd eerst." in picture.words
    changed = rows_of(picture, last=True)
    assert changed == {"Luisteren": ["3,0", "–", "–"], "Delen": ["2,0", "4,0", "+2,0"]}
    assert rows_of(here.visitor().get(f"{team.picture}?ronde=1"))["Delen"][0] == "2,0"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"expected": "4"}, "#expected"),
        ({"closes": "2026-11-21"}, "#closes"),
        ({"closes": "9999-12-31"}, "#closes"),
        ({"themes": None}, "#themes"),
        ({"themes": "bestaat-niet"}, "#themes"),
    ],
)
def test_a_new_round_that_cannot_be_is_told_and_stays(
    here: Installation, clock: Clock, wrong: Data, place: str
) -> None:
    team = OurTeam(here)
    team.published(*sample(5))
    before = here.dump()

    page = team.manage(team.leader(), "ronde", {**NEW_ROUND, **wrong})

    assert page.status == 422
    assert [href for href, _ in page.summary] == [place]
    fields = page.form(f"{team.managing}/ronde").fields
    assert fields["expected"] == wrong.get("expected", "8")
    assert here.dump() == before


# ── Sharing and deleting ─────────────────────────────────────────────────────────────────────


def test_a_compare_code_is_made_shared_and_withdrawn(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    team.published(*sample(5))
    leader, path = team.leader(), f"{team.managing}/delen"
    assert team.team.compare_code is None

    shared = team.manage(leader, "delen").follow()
    code = team.team.compare_code
    assert code and code in shared.words and code != team.code
    leader.send(path, {"shared": "1"})
    assert team.team.compare_code == code, "a second press makes no other code"

    assert here.visitor().get(f"/vergelijken?code={code}").status == 200
    withdrawn = team.manage(leader, "delen").follow()
    assert "De vergelijkcode werkt niet meer." in withdrawn.words
    assert here.visitor().get(f"/vergelijken?code={code}").status == 422
    team.manage(leader, "delen")
    assert team.team.compare_code not in (None, code)


def test_deleting_asks_for_the_name(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    leader = team.leader()

    for typed in ("", "Wijk zaken", "Ander"):
        page = team.manage(leader, "wissen", {"confirmed": typed})
        assert page.status == 422
        assert page.title.startswith("Fout: ")
        assert [href for href, _ in page.summary] == ["#confirmed"]
        assert page.form(f"{team.managing}/wissen").fields["confirmed"] == typed
    assert here.visitor().get(team.address).status == 200


@pytest.mark.parametrize("state", ["open", "published"])
def test_deleting_takes_the_team_and_leaves_what_is_everybodys_own(
    here: Installation, clock: Clock, state: str
) -> None:
    team, other = OurTeam(here), OurTeam(here, name="Ander team")
    member = team.member(all_answers(2))
    measure_again(member)
    other.choose(member, "bijdragen")
    if state == "published":
        team.published(*sample(5))
    leader = team.leader()
    answers = member.portfolio.assessments

    page = team.manage(leader, "wissen", {"confirmed": f" {NAME.upper()} "})

    assert "Het team is gewist" in page.follow().words
    assert team.lead_cookie in page.set_cookies()
    for path in (team.address, team.picture, team.managing):
        assert here.visitor().get(path).status == 404
    assert member.portfolio.assessments == answers
    assert member.get("/mijn-gegevens").status == member.get("/team").status == 200
    assert other.count == 1
    with database.opened(here.settings.database) as db:
        for table in ("team", "round", "lead"):
            assert db.row(f"SELECT count(*) FROM [{table}]") == (1,), table
