"""How many people are expected: a number that guards, and that nobody can change unseen."""

from __future__ import annotations

import csv
import io
import zipfile

import pypdf
import pytest

from ehbo.store import contributions
from tests.conftest import Install
from tests.page import Page
from tests.store.rounds import some_answers
from tests.team_builders import IN_TIME, NEW_ROUND, Clock, OurTeam, alike, sample, several
from tests.visitor import Installation, Visitor
from tests.web.fields import assert_told_at

BEFORE = "eerst 8, daarna 6"


def expect(team: OurTeam, leader: Visitor, people: object) -> Page:
    return team.manage(leader, "aantal", {"expected": str(people)})


@pytest.mark.parametrize("n", [7, 9])
def test_more_contributions_than_people_are_not_published(
    here: Installation, clock: Clock, n: int
) -> None:
    team = OurTeam(here, expected=6)
    team.contributed(*sample(n))
    team.closed()
    leader, before = team.leader(), here.dump()

    page = team.manage(leader, "publiceren")

    assert page.status == 409
    assert f"Er zijn {n} bijdragen, en er worden 6 mensen verwacht." in page.words
    assert {"#met-hoeveel", "#opnieuw"} <= set(page.links)
    assert here.dump() == before
    assert expect(team, leader, n).status == 303
    picture = team.manage(leader, "publiceren").follow()
    assert f"{n} van de {n} mensen deden mee (verwacht: eerst 6, daarna {n})" in picture.words


def test_too_many_can_begin_again(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, expected=6)
    team.contributed(*sample(7))
    team.closed()
    leader = team.leader()
    assert team.manage(leader, "publiceren").status == 409

    assert team.manage(leader, "ronde", {**NEW_ROUND, "expected": "7"}).status == 303

    assert (team.count, team.round.number, team.round.expected_before) == (0, 1, (6,))


def test_one_who_comes_while_a_lead_publishes_is_counted_before_it_is_allowed(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = OurTeam(here, expected=6)
    member = team.member(some_answers(1))
    team.contributed(*sample(6))
    team.closed()
    opened = contributions._opened

    def then_withdraws(*arguments: object) -> object:
        found = opened(*arguments)  # type: ignore[arg-type]  # as they came
        monkeypatch.setattr(contributions, "_opened", opened)
        assert team.choose(member, "terugtrekken").status == 303
        return found

    monkeypatch.setattr(contributions, "_opened", then_withdraws)
    assert team.publish().respondents == 6


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_change_is_seen_by_all_before_and_after_publication(
    here: Installation, clock: Clock, state: str
) -> None:
    team = OurTeam(here, expected=8)
    if state == "closed":
        team.closed()
    leader, stranger = team.leader(), here.visitor()
    for path in (team.address, team.managing):
        assert "veranderde" not in leader.get(path).words

    assert "Iedereen ziet wat er eerst stond." in expect(team, leader, 6).follow().words
    for who in (stranger, leader):
        assert f"{BEFORE}." in who.get(team.address).words
    assert f"{BEFORE}." in leader.get(team.managing).words

    team.contributed(*sample(6))
    if state == "open":
        team.closed()
    team.publish()
    code = team.shared()
    for path in (team.picture, f"{team.address}/beamer", team.managing, several(code)):
        assert BEFORE in leader.get(path).words, path
    assert stranger.get(f"{team.picture}.json").json["expected_before"] == [8]


def test_a_change_stands_in_every_file(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, expected=8)
    expect(team, team.leader(), 7)
    expect(team, team.leader(), 6)
    team.published(*sample(6))
    visitor = here.visitor()
    files = {e: visitor.get(f"{team.picture}.{e}").response.data for e in ("pdf", "docx", "xlsx")}

    told = "eerst 8, daarna 7 en 6"
    pdf = pypdf.PdfReader(io.BytesIO(files["pdf"])).pages[0].extract_text()
    assert told in " ".join(pdf.split())
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as docx:
        assert told in docx.read("word/document.xml").decode()
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as xlsx:
        assert "8 en 7" in xlsx.read("xl/sharedStrings.xml").decode()
    text = visitor.get(f"{team.picture}.csv").response.data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert {(row["Verwacht"], row["Eerst verwacht"]) for row in rows} == {("6", "8 en 7")}


def test_of_a_number_that_never_changed_nothing_is_said(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, expected=6)
    expect(team, team.leader(), 6)
    team.published(*sample(6))
    visitor = here.visitor()

    for path in (team.picture, f"{team.address}/beamer", several(team.shared())):
        assert "verwacht:" not in visitor.get(path).words
    assert visitor.get(f"{team.picture}.json").json["expected_before"] == []


def test_no_way_of_a_lead_hides_a_change(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, expected=8)
    leader = team.leader(team.second_lead())
    expect(team, leader, 7)
    team.manage(leader, "verlengen", {"closes": IN_TIME})
    team.manage(leader, "sluiten")
    team.manage(leader, "ronde", {**NEW_ROUND, "expected": "5"})
    assert "eerst 8, daarna 7 en 5." in here.visitor().get(team.address).words
    team.manage(leader, "sluiten")
    team.manage(leader, "ronde", {**NEW_ROUND, "expected": "8"})

    assert "eerst 8, daarna 7, 5 en 8." in here.visitor().get(team.address).words
    team.published(*sample(5))
    assert "eerst 8, daarna 7, 5 en 8" in here.visitor().get(team.picture).words
    team.manage(team.leader(), "ronde", {**NEW_ROUND, "expected": "6"})
    assert "veranderde" not in here.visitor().get(team.address).words, "this number is a new one"
    assert "eerst 8, daarna 7, 5 en 8" in here.visitor().get(team.picture).words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Vul in met hoeveel mensen je team is."),
        ("acht", "Vul een heel getal in, zoals 8."),
        ("4", "Een teambeeld kan pas vanaf 5 mensen."),
        ("-8", "Een teambeeld kan pas vanaf 5 mensen."),
        ("100001", "Vul ten hoogste 100.000 in."),
    ],
)
def test_a_number_that_cannot_be_is_told_and_stays(
    here: Installation, open_or_closed: OurTeam, typed: str, told: str
) -> None:
    team, before = open_or_closed, here.dump()

    page = expect(team, team.leader(), typed)

    assert_told_at(page, "#aantal", told)
    assert page.form(f"{team.managing}/aantal").fields["expected"] == typed
    assert here.dump() == before


def test_the_minimum_of_an_installation_holds_here_too(install: Install, clock: Clock) -> None:
    team = OurTeam(install(minimum=8))
    assert expect(team, team.leader(), 7).status == 422
    assert expect(team, team.leader(), 8).status == 303


def test_a_published_number_stays(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, expected=6)
    leader = team.leader()
    form = leader.get(team.managing).form(f"{team.managing}/aantal")
    team.published(*sample(6))
    before = here.dump()

    for typed in ("8", "acht"):
        page = form.send({"expected": typed})
        assert page.status == 409
        assert "al gepubliceerd" in page.words
    assert here.dump() == before


def test_only_a_lead_changes_the_number(here: Installation, clock: Clock) -> None:
    team, other = OurTeam(here), OurTeam(here)
    before = here.dump()
    for who in (here.visitor(), other.leader()):
        assert who.send(f"{team.managing}/aantal", {"expected": "8"}).status == 403
    assert here.dump() == before


def test_everybody_sees_while_it_is_open_that_there_are_too_many(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here, expected=6)
    team.contributed(*alike(6, 2))
    said = "Dat zijn meer bijdragen dan mensen."
    for who, path in ((here.visitor(), team.address), (team.leader(), team.managing)):
        assert said not in who.get(path).words
    team.contributed(*alike(1, 2))
    for who, path in ((here.visitor(), team.address), (team.leader(), team.managing)):
        assert said in who.get(path).words
