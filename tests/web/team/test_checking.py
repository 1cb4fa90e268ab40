"""What a team can check itself is said where it matters, and no page promises what is not so."""

from __future__ import annotations

import io

import pypdf
import pytest

from tests.team_builders import Clock, OurTeam, measured, sample
from tests.visitor import Installation

QUESTION = "Staat bij je collega dezelfde teamcode?"
INVENTED = "mensen meetellen die niet bestaan"
UNTRUE = (
    "nooit een persoon",
    "Wat ik nooit zie",
    "zonder te zien van wie",
    "blijven onleesbaar",
    "nooit wat jij antwoordde",
)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_the_page_where_one_contributes_says_what_can_be_checked(
    here: Installation, clock: Clock, state: str
) -> None:
    team = OurTeam(here)
    if state == "closed":
        team.closed()
    for visitor in (here.visitor(), here.owner(measured())):
        page = visitor.get(team.address)
        assert f"Teamcode: {team.code}" in page.words
        assert QUESTION in page.words
        assert INVENTED in page.words
        assert "/team/uitleg#nakijken" in page.links
    explained = here.visitor().get("/team/uitleg")
    assert explained.dom.xpath("//*[@id='nakijken']")
    assert INVENTED in explained.words
    for said in ("Vergelijk de teamcode.", "Tel de hoofden.", "Kijk of het aantal is veranderd."):
        assert said in explained.words
    assert "Doe dat zolang de ronde open is" in explained.words


def test_the_team_code_stands_wherever_a_team_can_compare_it(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    visitor, leader = here.visitor(), team.leader()
    poster = visitor.get(f"{team.address}/poster.pdf").response.data
    on_paper = pypdf.PdfReader(io.BytesIO(poster)).pages[0].extract_text()
    [invitation] = leader.get(team.managing).dom.xpath("//*[@id='uitnodiging']")
    assert team.code in visitor.get(f"{team.address}/beamer").words

    team.published(*sample(6))
    on_screen = visitor.get(f"{team.address}/beamer").words

    for text in (on_paper, invitation.text_content(), on_screen):
        assert team.code in text
        assert "dezelfde" in text
    assert "Tel daarom samen de hoofden." in visitor.get(team.picture).words


def test_no_page_promises_what_a_dishonest_lead_can_break(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    visitor, leader = here.owner(measured()), team.leader()
    pages = [visitor.get(path) for path in ("/", "/team", "/team/uitleg", "/privacy", team.address)]
    pages.append(leader.get(team.managing))
    team.published(*sample(6))
    pages += [visitor.get(team.picture), visitor.get(f"{team.address}/beamer")]

    for page in pages:
        assert [said for said in UNTRUE if said in page.words] == [], page.path
    for page in pages[:2]:
        assert "Alleen als jij dat kiest, tellen je antwoorden mee" in page.words
        assert "/team/uitleg" in page.links
    assert INVENTED in pages[3].words
