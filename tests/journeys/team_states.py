"""The pages of a team in every state, added to the list of states that are all looked at."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from ehbo.domain.keys import Person
from tests.journeys import people, teams, walk
from tests.journeys.states import Visitor, at, state
from tests.journeys.teams import TeamMade

at("team-start", "/team")
at("team-explained", "/team/uitleg")
at("team-new", "/team/nieuw")
at("compare-empty", "/vergelijken")


def as_lead(visitor: Visitor, team: TeamMade) -> None:
    visitor.page.context.add_cookies([team.cookie])  # type: ignore[list-item]  # a plain dict will do
    visitor.open(f"/team/{team.code}/beheer")


def member(name: str, make: Callable[[Visitor], TeamMade], owner: str = "done") -> None:
    """A member's page of a team, for somebody with a portfolio ("" for nobody)."""

    def come(visitor: Visitor) -> None:
        portfolio = getattr(people, owner)() if owner else None
        visitor.open(f"/team/{make(visitor).code}", portfolio)

    come.__name__ = name.replace("-", "_")
    state(come)


member("team-nobody", lambda v: teams.open_team(v.site), "")
member("team-half", lambda v: teams.open_team(v.site), "half")
member("team-ready", lambda v: teams.open_team(v.site, name=teams.LONG_NAME))
member("team-closed", lambda v: teams.closed_team(v.site))


@state
def team_contributed(visitor: Visitor) -> None:
    visitor.open(f"/team/{teams.open_team(visitor.site).code}", people.done())
    walk.press(visitor.page, "Draag mijn antwoorden anoniem bij")
    expect(visitor.page.get_by_text("Jouw antwoorden tellen mee")).to_be_visible()


@state
def team_new_refused(visitor: Visitor) -> None:
    visitor.open("/team/nieuw")
    visitor.page.get_by_label("Met hoeveel mensen").fill("3")
    visitor.expect_status(422)
    walk.press(visitor.page, "Maak het team")
    expect(visitor.page.locator("#error-summary")).to_be_visible()


@state
def lead_key_wrong(visitor: Visitor) -> None:
    visitor.expect_status(403)
    visitor.expect_status(422)
    visitor.open(f"/team/{teams.open_team(visitor.site).code}/beheer")
    visitor.page.get_by_label("Leidersleutel").fill("ABCD")
    walk.press(visitor.page, "Open het beheer")
    expect(visitor.page.locator("#error-summary")).to_be_visible()


@state
def lead_open(visitor: Visitor) -> None:
    as_lead(visitor, teams.open_team(visitor.site, name=teams.LONG_NAME))


@state
def lead_closed_with_a_second_key(visitor: Visitor) -> None:
    as_lead(visitor, teams.closed_team(visitor.site))
    walk.press(visitor.page, "Maak een sleutel voor een medeleider")
    expect(visitor.page.get_by_text("Een tweede leidersleutel")).to_be_visible()


def cannot_publish(visitor: Visitor, contributions: int, words: str) -> None:
    as_lead(visitor, teams.closed_team(visitor.site, contributions))
    visitor.expect_status(409)
    walk.press(visitor.page, "Publiceer het teambeeld")
    expect(visitor.page.get_by_text(words)).to_be_visible()


@state
def lead_too_few(visitor: Visitor) -> None:
    cannot_publish(visitor, 3, "Er is nog geen teambeeld")


@state
def lead_too_many(visitor: Visitor) -> None:
    cannot_publish(visitor, 13, "Er zijn meer bijdragen dan mensen")


@state
def lead_changes_the_number(visitor: Visitor) -> None:
    as_lead(visitor, teams.open_team(visitor.site, 13))
    number = visitor.page.get_by_label("Zoveel mensen kunnen meedoen")
    for typed in ("100000", "9"):
        number.fill(typed)
        walk.press(visitor.page, "Verander het aantal")
    expect(visitor.page.get_by_text("eerst 12, daarna 100.000 en 9")).to_be_visible()
    visitor.expect_status(422)
    number.fill("4")
    walk.press(visitor.page, "Verander het aantal")
    expect(visitor.page.locator("#error-summary")).to_be_visible()


@state
def team_counted_already(visitor: Visitor) -> None:
    team = teams.open_team(visitor.site)
    visitor.open(f"/team/{team.code}", people.done())
    walk.press(visitor.page, "Draag mijn antwoorden anoniem bij")
    visitor.open(f"/team/{teams.open_team(visitor.site, 7).code}")
    expect(visitor.page.get_by_text("Deze meting telt al mee")).to_be_visible()


@state
def lead_published(visitor: Visitor) -> None:
    team = teams.published_team(visitor.site, 8)
    team.share()
    as_lead(visitor, team)


@state
def lead_deletes_wrongly(visitor: Visitor) -> None:
    as_lead(visitor, teams.published_team(visitor.site, 6))
    part = walk.unfold(visitor.page, "Ik wil dit team wissen")
    part.get_by_label("Typ de naam").fill("iets anders")
    visitor.expect_status(422)
    walk.press(visitor.page, "Wis het team")
    expect(visitor.page.locator("#error-summary")).to_be_visible()


@state
def picture_none_yet(visitor: Visitor) -> None:
    visitor.open(f"/team/{teams.closed_team(visitor.site, 2).code}/beeld")


@state
def picture_of_five(visitor: Visitor) -> None:
    visitor.open(f"/team/{teams.published_team(visitor.site, 5).code}/beeld")


@state
def picture_of_eight(visitor: Visitor) -> None:
    team = teams.published_team(visitor.site, 8, name=teams.LONG_NAME)
    visitor.open(f"/team/{team.code}/beeld")


@state
def picture_twice_with_own_line(visitor: Visitor) -> None:
    secret = visitor.know(people.done())
    team = teams.published_team(visitor.site, 11, 12, member=Person(secret).key)
    visitor.open(f"/team/{team.code}/beeld")
    expect(visitor.page.get_by_text("Jij (dat zie alleen jij)").first).to_be_visible()


@state
def beamer(visitor: Visitor) -> None:
    visitor.open(f"/team/{teams.published_team(visitor.site, 12).code}/beamer")


def _compared(visitor: Visitor) -> str:
    made = [
        teams.published_team(visitor.site, 5, 8, name=teams.LONG_NAME),
        teams.published_team(visitor.site, 12, name="Team Ruimte"),
        teams.published_team(visitor.site, 6, name="Team <b>Geld</b> & Co"),
    ]
    return "&".join(f"code={team.share()}" for team in made)


@state
def compare_teams(visitor: Visitor) -> None:
    visitor.open(f"/vergelijken?{_compared(visitor)}&rondes=alle")
    expect(visitor.page.locator(".compare__chart .main-svg").first).to_be_visible()


@state
def compare_with_a_wrong_code(visitor: Visitor) -> None:
    visitor.expect_status(422)
    visitor.open(f"/vergelijken?{_compared(visitor)}&code=ABCD")
    expect(visitor.page.locator("#error-summary")).to_be_visible()
