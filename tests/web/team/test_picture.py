"""The team picture: the publication and nothing else, the same on every page and in every file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ehbo.domain.team.disclosure import Bound, StatementPicture, ThemePicture
from ehbo.web.team.picture import FORMATS
from tests.builders import Clock, instrument
from tests.page import Page
from tests.store.rounds import picture_of, some_answers
from tests.team_builders import OurTeam, alike, rows_of, sample, several
from tests.visitor import Installation, Visitor

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "svg": "image/svg+xml",
}
SIZES = (5, 6, 9, 10, 12)
OWN = "Jij (dat zie alleen jij)"


def dutch(value: Decimal) -> str:
    return str(value).replace(".", ",")


def mean_of(shown: ThemePicture) -> str:
    behind = {Bound.EXACT: "", Bound.OR_LOWER: " of lager", Bound.OR_HIGHER: " of hoger"}
    return dutch(shown.mean) + behind[shown.bound]


def said_of(shown: StatementPicture) -> str:
    """What a page should say of a statement."""
    labels = instrument().scale.labels
    if shown.nearly_all is not None:
        return f"Bijna iedereen: {labels[shown.nearly_all - 1]}."
    assert shown.mean is not None
    if shown.counts is None:
        return f"Gemiddeld {dutch(shown.mean)}."
    counts = ", ".join(f"{label}: {n}" for label, n in zip(labels, shown.counts, strict=True))
    return f"{counts}; gemiddeld {dutch(shown.mean)}."


def mixed(people: int) -> list[Any]:
    """Answers of which some statements are near consensus and some are not."""
    agreed = {f"doen-{number}": 4 for number in (1, 2)}
    return [{**answers, **agreed} for answers in sample(people, seed=7)]


def download(visitor: Visitor, team: OurTeam, ending: str) -> Page:
    page = visitor.get(f"{team.picture}.{ending}")
    assert page.status == 200
    return page


# ── What is published is what is shown ───────────────────────────────────────────────────────


@pytest.mark.parametrize("people", SIZES)
def test_the_page_shows_the_publication_and_no_more(
    here: Installation, clock: Clock, people: int
) -> None:
    team, given = OurTeam(here), mixed(people)
    publication = team.published(*given)
    assert publication == picture_of(team.round, given, clock.now)

    page = here.visitor().get(team.address).follow()

    rows = rows_of(page)
    titles = [theme.title for theme in instrument().themes]
    assert [rows[title][0] for title in titles] == [mean_of(t) for t in publication.themes]
    spreads = [None if t.spread is None else dutch(t.spread) for t in publication.themes]
    if any(spreads):
        assert [rows[title][1] for title in titles] == [spread or "–" for spread in spreads]
    assert f"{people} van de 12 mensen deden mee" in page.words
    assert len(publication.statements) == (0 if people < 6 else 27)
    assert ("Per stelling" in page.words) == (people >= 6)
    for shown in publication.statements:
        text = instrument().statements[shown.id].text
        after = [part.split("Per stelling")[-1] for part in page.words.split(text)[1:]]
        assert any(said_of(shown) in part[:300] for part in after), shown
        assert (shown.counts is not None) <= (people >= 10)
    assert ("; gemiddeld" in page.words) == (people >= 10)


@pytest.mark.parametrize("value", [1, 4])
def test_five_who_all_chose_one_end_are_not_given_away(
    here: Installation, clock: Clock, value: int
) -> None:
    team = OurTeam(here)
    team.published(*alike(5, value))

    page = here.visitor().get(team.picture)

    words = {1: "of lager", 4: "of hoger"}[value]
    assert all(cells[0].endswith(words) for cells in rows_of(page).values())
    for ending in ("json", "csv"):
        assert f"{value}.0" not in download(here.visitor(), team, ending).text
        assert f"{value},0" not in download(here.visitor(), team, ending).text


def test_everybody_sees_exactly_what_the_lead_sees(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    team.published(*sample(12))

    nobody, leader = here.visitor().get(team.picture), team.leader().get(team.picture)

    assert leader.words.replace("Naar het beheer", "").split() == nobody.words.split()
    for tail in ("/beamer", *(f"/beeld.{ending}" for ending in FORMATS)):
        pages = [who.get(team.address + tail) for who in (here.visitor(), team.leader())]
        assert pages[0].response.data == pages[1].response.data, tail


def test_until_there_is_a_picture_its_page_says_so(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    for tail in ("/beeld", "/beamer"):
        page = here.visitor().get(team.address + tail)
        assert page.status == 200
        assert "Er is nog geen teambeeld" in page.words
        assert not page.dom.xpath("//main//table")
    for ending in FORMATS:
        assert here.visitor().get(f"{team.picture}.{ending}").status == 404


@pytest.mark.parametrize("number", ["0", "2", "3", "-1", "99999999999999999999"])
def test_a_round_that_is_not_published_has_no_picture(
    here: Installation, clock: Clock, number: str
) -> None:
    team = OurTeam(here)
    team.on_to_next_round(*sample(5))
    team.contributed(*sample(5))

    for tail in ("/beeld", "/beamer", *(f"/beeld.{ending}" for ending in FORMATS)):
        page = here.visitor().get(f"{team.address}{tail}?ronde={number}")
        assert page.status == 404, tail


def test_rounds_can_be_looked_back_at_with_what_changed(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, expected=20)
    team.on_to_next_round(*alike(20, 2), expected=20)
    team.published(*alike(20, 3))
    visitor = here.visitor()

    assert rows_of(visitor.get(team.picture))["Doen"][0] == "3,0"
    assert rows_of(visitor.get(team.picture), last=True)["Doen"] == ["2,0", "3,0", "+1,0"]
    first = visitor.get(f"{team.picture}?ronde=1")
    assert rows_of(first)["Doen"][0] == "2,0"
    assert "Wat veranderde" not in first.words
    assert "Wat veranderde sinds ronde 1" in visitor.get(team.picture).words
    links = [link for link in first.links if "beeld." in link or "beamer" in link]
    assert len(links) == 7 and all(link.endswith("?ronde=1") for link in links)
    assert visitor.get(f"{team.picture}.json?ronde=1").json["round"] == 1


# ── One's own line ───────────────────────────────────────────────────────────────────────────


def test_ones_own_line_is_there_for_who_contributed_and_nowhere_else(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    member, left, other = team.member(some_answers(1)), team.member(), OurTeam(here).member()
    team.choose(left, "terugtrekken")
    team.published(*sample(5))
    compare = several(team.shared())

    assert OWN in member.get(team.picture).text
    assert "Jouw eigen lijn staat erbij omdat jij bijdroeg." in member.get(team.picture).words
    for who in (left, other, team.leader(), here.visitor()):
        assert OWN not in who.get(team.picture).text
    for path in (f"{team.address}/beamer", compare, f"{team.picture}.svg"):
        assert OWN not in member.get(path).text, path
        assert member.get(path).text == here.visitor().get(path).text, path


@pytest.mark.parametrize("ending", FORMATS)
def test_what_a_member_downloads_has_nothing_of_their_own(
    here: Installation, clock: Clock, ending: str
) -> None:
    team = OurTeam(here)
    member = team.member(some_answers(1))
    team.published(*sample(9))

    own, others = (download(who, team, ending) for who in (member, here.visitor()))

    assert own.response.data == others.response.data


def test_ones_own_line_belongs_to_the_round_one_contributed_to(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    first = team.member(some_answers(1))
    team.on_to_next_round(*sample(5))
    second = team.member(some_answers(2))
    team.published(*sample(5, seed=2))

    for member, rounds in ((first, (True, False)), (second, (False, True))):
        shown = [OWN in member.get(f"{team.picture}?ronde={n}").text for n in (1, 2)]
        assert tuple(shown) == rounds
