"""A member's choice: contribute or not, change it, take it back."""

from __future__ import annotations

from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store import database, wordings
from tests.builders import (
    OVERVIEW,
    TODAY,
    Clock,
    all_answers,
    answers,
    beginner,
    instrument,
    reworded,
)
from tests.page import Page
from tests.store.rounds import some_answers
from tests.team_builders import OurTeam, alike, measure_again, measured, rows_of, sample
from tests.visitor import Installation, Visitor

CONTRIBUTE, WITHDRAW = "bijdragen", "terugtrekken"


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
    assert [theme.id for theme in team.round.publication.themes] == ["doen"]  # type: ignore[union-attr]  # it is published


def old_words(here: Installation) -> Questionnaire:
    """The questionnaire as it was before it was reworded, which is kept here still."""
    themes = instrument().model_dump()["themes"]
    themes[0]["statements"][0]["text"] = "Anders gevraagd."
    old = reworded(instrument(), themes=themes)
    with database.opened(here.settings.database) as db:
        wordings.keep(db, [old])
    return old


def test_answers_in_other_words_are_refused_with_the_reason(
    here: Installation, clock: Clock
) -> None:
    team, visitor = OurTeam(here, questionnaire=old_words(here)), here.owner(measured())

    page = visitor.get(team.address)
    assert "met andere stellingen dan deze ronde vraagt" in page.words
    assert "Vraag je teamleider om een nieuwe ronde" in page.words
    assert buttons(page, team) == set()
    refused = visitor.send(f"{team.address}/{CONTRIBUTE}", {})

    assert refused.status == 422
    assert "met andere stellingen dan deze ronde vraagt" in refused.words
    assert team.count == 0
    assert visitor.portfolio == measured()


def test_nobody_takes_the_zelfanalyse_in_vain(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, questionnaire=old_words(here))

    page = here.visitor().get(team.address)

    assert "Vraag je teamleider om een nieuwe ronde" in page.words
    assert buttons(page, team) == set()


def test_who_answered_in_older_words_can_take_a_new_one(here: Installation, clock: Clock) -> None:
    team, old = OurTeam(here), old_words(here)
    begun = Portfolio().started(old, TODAY, "oud").answered("oud", all_answers(), {})
    visitor = here.owner(begun)
    page = visitor.get(team.address)
    assert "met andere stellingen" in page.words
    assert buttons(page, team) == {"begin"}

    assert team.choose(visitor, "begin").location == OVERVIEW
    assert team.choose(visitor, "begin").location == OVERVIEW
    take_the_zelfanalyse(visitor)

    assert team.choose(visitor, CONTRIBUTE).status == 303
    assert (team.count, len(visitor.portfolio.assessments)) == (1, 2)
    assert visitor.portfolio.assessments[0] == begun.assessments[0]


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
    form = team.form_of(device, CONTRIBUTE)
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
    measure_again(visitor)
    done.choose(visitor, CONTRIBUTE)
    done.published(*sample(5))
    team.member(some_answers(2))
    before = done.round.publication

    visitor.post("/mijn-gegevens/wissen", {"confirmed": "1"})

    assert team.count == 1
    assert done.round.publication == before
