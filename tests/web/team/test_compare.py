"""Comparing: only what is shared and published, with what a difference can and cannot carry."""

from __future__ import annotations

from tests.builders import TINY, Clock, all_answers, instrument, put_tiny_questionnaire
from tests.conftest import Install
from tests.page import Page
from tests.team_builders import Answers, OurTeam, alike, rows_of, sample, several
from tests.visitor import Installation

SMALL = "te klein"


def shared(here: Installation, name: str, *answers: Answers) -> tuple[OurTeam, str]:
    """A team that published these answers, and its compare code."""
    team = OurTeam(here, name=name, expected=max(5, len(answers)))
    team.published(*answers)
    return team, team.shared()


def lines_of(page: Page) -> list[str]:
    """The names above the columns, without those that are of no team."""
    header = page.dom.xpath("(//main//table)[1]//th[@scope='col']")
    names = [" ".join(cell.text_content().split()) for cell in header]
    return [name.partition(" (")[0] for name in names[1:] if name != "Samen"]


def cells(page: Page, theme: str = "Doen") -> list[str]:
    return rows_of(page)[theme]


def test_without_codes_there_is_only_the_field(here: Installation, clock: Clock) -> None:
    OurTeam(here, name="Besloten").published(*sample(6))

    page = here.visitor().get("/vergelijken")

    assert page.status == 200
    assert "Besloten" not in page.text
    assert not page.dom.xpath("//main//table")


def test_teams_whose_lead_shared_a_code_stand_side_by_side(
    here: Installation, clock: Clock
) -> None:
    _, low = shared(here, "Laag", *alike(20, 2))
    _, high = shared(here, "Hoog", *alike(20, 4))

    page = here.visitor().get(several(low, high))

    assert page.status == 200
    assert lines_of(page) == ["Laag", "Hoog"]
    assert [theme.title for theme in instrument().themes] == list(rows_of(page))
    first, second, total = cells(page)
    assert (first, total) == ("2,0", "3,0")
    assert second.startswith("4,0") and "+2,0" in second and SMALL not in second


def test_codes_can_be_added_one_by_one_and_taken_away(here: Installation, clock: Clock) -> None:
    teams = [shared(here, name, *alike(5, 2)) for name in ("Een", "Twee")]
    visitor = here.visitor()

    typed = teams[1][1].replace("-", " ").lower()
    page = visitor.get(several(teams[0][1], typed.replace(" ", "+")))
    assert lines_of(page) == ["Een", "Twee"]
    twice = visitor.get(several(teams[0][1], teams[0][1]))
    assert lines_of(twice) == ["Een"]
    away = [link for link in page.links if link == several(teams[1][1])]
    assert lines_of(visitor.get(away[0])) == ["Twee"]


def test_what_was_not_shared_cannot_be_compared(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, name="Besloten")
    team.published(*sample(6))
    _, code = shared(here, "Gedeeld", *alike(6, 2))

    page = here.visitor().get(several(code, team.code))

    assert page.status == 422
    assert lines_of(page) == ["Gedeeld"]
    assert "Besloten" not in page.text


def test_an_unknown_code_is_told_and_the_rest_stays(here: Installation, clock: Clock) -> None:
    _, code = shared(here, "Gedeeld", *alike(6, 2))
    typo = code[:-1] + ("Z" if code[-1] != "Z" else "Y")

    for wrong, told in (
        ("0000-0000-0000", "Bij deze code hoort hier geen team, of de code is ingetrokken."),
        (typo, "Er zit een tikfout in de code."),
        ("onzin", "Een code heeft 12 tekens"),
        ("%F0%9F%99%82", "hoort niet in een code"),
    ):
        page = here.visitor().get(several(code, wrong))
        assert page.status == 422, wrong
        assert page.title.startswith("Fout: ")
        assert told in page.summary[0][1]
        assert lines_of(page) == ["Gedeeld"]


def test_a_withdrawn_code_shows_nothing_any_more(here: Installation, clock: Clock) -> None:
    team, code = shared(here, "Gedeeld", *alike(6, 2))
    assert here.visitor().get(several(code)).status == 200

    team.manage(team.leader(), "delen")

    page = here.visitor().get(several(code))
    assert page.status == 422
    assert "ingetrokken" in page.summary[0][1]
    assert "Gedeeld" not in page.text


def test_a_deleted_team_is_in_no_comparison(here: Installation, clock: Clock) -> None:
    team, code = shared(here, "Gedeeld", *alike(6, 2))
    team.manage(team.leader(), "wissen", {"confirmed": "Gedeeld"})

    page = here.visitor().get(several(code))

    assert (page.status, "Gedeeld" in page.text) == (422, False)


def test_a_team_that_has_published_nothing_is_left_out(here: Installation, clock: Clock) -> None:
    _, code = shared(here, "Gedeeld", *alike(6, 2))
    waiting = OurTeam(here, name="Wacht nog")
    waiting.contributed(*alike(7, 4))

    page = here.visitor().get(several(code, waiting.shared()))

    assert lines_of(page) == ["Gedeeld"]
    assert [cell for cell in cells(page) if cell != "2,0"] == []
    only = here.visitor().get(several(waiting.team.compare_code or ""))
    assert not only.dom.xpath("//main//table")


def test_of_an_open_second_round_nothing_is_compared(here: Installation, clock: Clock) -> None:
    team, code = shared(here, "Gedeeld", *alike(6, 2))
    before = here.visitor().get(several(code, rondes="alle")).words
    team.next_round()
    team.contributed(*alike(9, 4))

    assert here.visitor().get(several(code, rondes="alle")).words == before


def test_all_rounds_or_only_the_last(here: Installation, clock: Clock) -> None:
    team, code = shared(here, "Team", *alike(6, 2))
    team.next_round()
    team.published(*alike(6, 3))

    last = here.visitor().get(several(code))
    assert (lines_of(last), cells(last)) == (["Team"], ["3,0"])
    every = here.visitor().get(several(code, rondes="alle"))
    assert lines_of(every) == ["Team, ronde 1", "Team, ronde 2"]
    assert cells(every)[0] == "2,0" and "+1,0" in cells(every)[1]
    assert several(code, rondes="alle") in last.links
    assert several(code) in every.links


def test_eight_lines_fit_and_a_ninth_is_left_out_in_words(here: Installation, clock: Clock) -> None:
    codes = [shared(here, f"Team {number}", *sample(5))[1] for number in range(9)]

    eight = here.visitor().get(several(*codes[:8]))
    assert (eight.status, len(lines_of(eight))) == (200, 8)
    nine = here.visitor().get(several(*codes))
    assert "We laten de eerste 8 lijnen zien." in nine.summary[0][1]
    assert lines_of(nine) == lines_of(eight)
    assert cells(nine) == cells(eight), "a total is only over what stands there"


def test_a_difference_that_two_people_can_make_is_marked(here: Installation, clock: Clock) -> None:
    # With 10 and 10 people the margin is 1/10 + 1/10 + 0.1 = 0.3, that itself included.
    _, base = shared(here, "Basis", *alike(5, 2), *alike(5, 3))
    _, near = shared(here, "Dichtbij", *alike(4, 2), *alike(4, 3), *alike(2, 4))
    _, far = shared(here, "Verder", *alike(3, 2), *alike(5, 3), *alike(2, 4))

    _, close, apart, total = cells(here.visitor().get(several(base, near, far)))

    assert "2,8" in close and "+0,3" in close and SMALL in close
    assert "2,9" in apart and "+0,4" in apart and SMALL not in apart
    assert total == "2,7", "(2,5 + 2,8 + 2,9) / 3 = 2,73"


def test_what_nearly_everybody_hides_counts_as_doubt(here: Installation, clock: Clock) -> None:
    _, hidden = shared(here, "Eensgezind", *alike(10, 2))
    _, open_ = shared(here, "Verdeeld", *alike(5, 2), *alike(5, 3))

    for codes in ((hidden, open_), (open_, hidden)):
        second = cells(here.visitor().get(several(*codes)))[1]
        assert "0,5" in second and SMALL in second


def test_a_coded_mean_has_no_difference_and_no_total(here: Installation, clock: Clock) -> None:
    _, coded = shared(here, "Vijf", *alike(5, 1))
    _, exact = shared(here, "Zes", *alike(6, 3))

    for codes in ((coded, exact), (exact, coded)):
        row = dict(zip(codes, cells(here.visitor().get(several(*codes))), strict=False))
        total = cells(here.visitor().get(several(*codes)))[-1]
        assert row[coded] == "1,6 of lager"
        assert row[exact] == "3,0"
        assert total == "–"


def test_a_total_is_over_the_teams_that_stand_there(here: Installation, clock: Clock) -> None:
    _, one = shared(here, "Een", *alike(6, 1))
    _, two = shared(here, "Twee", *alike(18, 3))
    shared(here, "Niet gevraagd", *alike(50, 4))

    page = here.visitor().get(several(one, two))

    assert cells(page)[-1] == "2,5", "weighed by people"
    assert cells(here.visitor().get(several(two, one)))[-1] == "2,5"


def test_a_theme_that_one_team_was_not_asked_is_said_so(here: Installation, clock: Clock) -> None:
    _, all_themes = shared(here, "Alles", *alike(6, 2))
    team = OurTeam(here, name="Eén thema", themes=("doen",))
    team.published(*alike(6, 3))
    code = team.shared()

    page = here.visitor().get(several(all_themes, code))
    assert cells(page, "Doel") == ["2,0", "niet gevraagd", "–"]
    assert cells(page, "Doen")[2] == "2,5"
    assert list(rows_of(here.visitor().get(several(code, all_themes)))) == ["Doen"]


def test_another_questionnaire_is_left_out_in_words(install: Install, clock: Clock) -> None:
    first = install()
    put_tiny_questionnaire(first.data)
    here = first.restarted()
    tiny = here.app.extensions["ehbo"].library.questionnaires[TINY]
    other = OurTeam(here, name="Andere vragen", questionnaire=tiny)
    other.published(*[dict.fromkeys(tiny.statements, 5)] * 6)
    _, code = shared(here, "Gewoon", *alike(6, 2))

    page = here.visitor().get(several(code, other.shared()))

    assert page.status == 422
    assert "Teams met een andere vragenlijst zijn niet te vergelijken" in page.summary[0][1]
    assert (lines_of(page), cells(page)) == (["Gewoon"], ["2,0"])


def test_comparing_needs_no_key_and_remembers_nobody(here: Installation, clock: Clock) -> None:
    _, code = shared(here, "Gedeeld", *alike(6, 2))
    member_of, team_code = OurTeam(here), shared(here, "Mijn", all_answers(1), *alike(5, 2))[1]
    before = here.dump()
    member, nobody = member_of.leader(), here.visitor()

    pages = [who.get(several(code, team_code)) for who in (member, nobody)]

    assert pages[0].words == pages[1].words
    assert here.dump() == before
