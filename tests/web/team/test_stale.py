"""Old pages, erased people and shared devices: what a team's forms must not do any more."""

from __future__ import annotations

import pytest

from ehbo.domain.keys import Person, read
from ehbo.store import database, portfolios
from ehbo.web.frame import access
from tests.builders import Clock
from tests.team_builders import NEW_ROUND, OurTeam, alike, measured, rows_of, sample, several
from tests.visitor import Installation


def test_who_is_erased_while_contributing_stays_erased(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = OurTeam(here)
    member = here.owner(measured())
    form = team.form_of(member, "bijdragen")
    person, began = Person(read(str(member.key))), access.Visit.change

    def after_erasing(visit: access.Visit, *given: object) -> object:
        with database.opened(here.settings.database) as db:
            portfolios.erase(db, person)
        return began(visit, *given)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(access.Visit, "change", after_erasing)

    assert form.send().status == 403
    assert (team.count, here.people) == (0, 0)


@pytest.mark.parametrize("what", ["bijdragen", "terugtrekken"])
def test_an_old_page_of_a_member_does_nothing_to_a_newer_round(
    here: Installation, clock: Clock, what: str
) -> None:
    team = OurTeam(here)
    member = here.owner(measured())
    if what == "terugtrekken":
        team.choose(member, "bijdragen")
    form = team.form_of(member, what)
    given = member.portfolio.given
    team.on_to_next_round(*sample(6), themes=("raad",))

    page = form.send()

    assert page.status == 409 and "Er is intussen een nieuwe ronde begonnen." in page.words
    assert (team.count, member.portfolio.given) == (0, given)


@pytest.mark.parametrize("what", ["sluiten", "verlengen"])
def test_an_old_page_of_the_lead_does_nothing_to_a_newer_round(
    here: Installation, clock: Clock, what: str
) -> None:
    team = OurTeam(here)
    form = team.leader().get(team.managing).form(f"{team.managing}/{what}")
    round = team.on_to_next_round(*sample(6))

    assert form.send().status == 409
    assert team.round == round


@pytest.mark.parametrize("address", ["/sleutel/vergrendel", "/mijn-gegevens/wissen"])
def test_locking_and_erasing_leave_no_lead_key_and_no_invitation_on_the_device(
    here: Installation, clock: Clock, address: str
) -> None:
    team = OurTeam(here)
    leader = team.leader(visitor=here.owner(measured()))
    team.choose(leader, "bijdragen")
    OurTeam(here, name="Ander team").leader(visitor=leader)
    invited = OurTeam(here, name="Nodigde uit")
    leader.send(f"{invited.address}/begin", {})
    assert "Nodigde uit" in leader.get("/profiel").words

    leader.post(address, {"confirmed": "1"})

    assert leader.get(team.managing).status == 403
    start = leader.get("/team").words + leader.get("/profiel").words
    assert not [name for name in ("Wijkzaken", "Ander team", "Nodigde uit") if name in start]


def test_a_closed_round_that_has_too_few_can_be_begun_again(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    before = team.published(*sample(6))
    team.next_round()
    team.contributed(*sample(3))
    team.closed()

    with team.db() as db:
        (sealed,) = db.row("SELECT sealed FROM contribution LIMIT 1")

    page = team.manage(team.leader(), "ronde", NEW_ROUND)

    assert page.status == 303
    kept = (path.read_bytes() for path in here.data.glob("ehbo.db*"))
    assert not any(sealed in content for content in kept)
    assert [round.number for round in team.team.rounds] == [1, 2]
    assert (team.count, team.round.themes, team.team.rounds[0].publication) == (
        0,
        ("doen",),
        before,
    )


def test_below_the_minimum_nobody_can_count_who_comes_in(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    seen = set()
    for _ in range(5):
        member, lead = here.visitor().get(team.address), team.leader().get(team.managing)
        seen.add((member.words, lead.dom.xpath("string(//*[@aria-labelledby='stand'])")))
        team.contributed(*sample(1))

    assert len(seen) == 1
    assert "Nog minder dan 5 van 12" in seen.pop()[0]
    assert "5 van 12" in here.visitor().get(team.address).words


def test_rounds_of_one_team_are_not_added_up(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    team.on_to_next_round(*alike(6, 1))
    team.published(*alike(6, 4))
    code = team.shared()

    rows = rows_of(here.visitor().get(several(code, rondes="alle")))

    assert {cells[-1] for cells in rows.values()} == {"–"}


@pytest.mark.parametrize("query", ["?endpoint=x", "?_method=POST", "?_anchor=x&ronde=1"])
def test_a_link_in_small_letters_keeps_its_query_and_obeys_none_of_it(
    here: Installation, clock: Clock, query: str
) -> None:
    team = OurTeam(here)
    team.published(*sample(6))

    page = here.visitor().get(f"{team.picture.replace('-', '').lower()}{query}")

    assert page.status == 308
    assert page.location.endswith(f"{team.picture}{query}")


def test_a_code_may_be_the_address_of_the_invitation(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)

    page = here.visitor().post(
        "/sleutel", {"key_or_code": f"https://ehbo.stad.example{team.address}"}
    )

    assert page.location == team.address


def test_a_name_is_kept_as_everybody_sees_it(here: Installation, clock: Clock) -> None:
    visitor = here.visitor()
    page = visitor.post(
        "/team/nieuw",
        {"name": "Team \u202e  Noord\u200b", "expected": "8", "closes": "2026-12-20"},
    )

    shown = page.follow()
    assert "<h1" in shown.text and shown.dom.xpath("string(//h1)") == "Team Noord"
    deleted = visitor.post(
        page.location.partition("?")[0] + "/wissen",
        {"confirmed": "team  noord"},
        on=page.location,
    )
    assert deleted.status == 303
