"""What cannot be saved of a plan stays in the page, and hides nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain.plan import MOST_ACTIONS, Action, Plan
from tests.builders import Q, beginner
from tests.visitor import Installation, Visitor
from tests.web.person.plans import LATER, PATH, form_of, plan_of, row, rows

DATE_FAULT = "Dit is geen datum. Schrijf de datum zo: 31-01-2027."


@pytest.mark.parametrize("typed", ["morgen", "31 jan", "2027-02-30", "31-13-2027", "1"])
def test_a_date_that_is_none_is_pointed_out_and_everything_stays(
    owner: Visitor, typed: str
) -> None:
    before = owner.portfolio

    page = owner.post(
        PATH, {"texts-1": "mijn tekst", **row(0, "bellen", "Jan", typed), "look_again": typed}
    )

    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert page.words.count(DATE_FAULT) >= 2
    fields = page.form(PATH).fields
    assert (fields["look_again"], fields["actions-0-by"]) == (typed, typed)
    assert (fields["texts-1"], fields["actions-0-what"]) == ("mijn tekst", "bellen")
    assert owner.portfolio == before
    fixed = page.form(PATH).send({"look_again": "", "actions-0-by": "2027-01-31"})
    assert fixed.status == 303
    assert plan_of(owner).actions[0].by == date(2027, 1, 31)


def test_every_fault_is_listed_with_a_link_to_its_field(owner: Visitor) -> None:
    page = owner.post(
        PATH,
        {
            "texts-1": "te lang " * 2000,
            **row(0, "", "met Jan"),
            **row(1, "x" * 301, "", "morgen"),
            "look_again": "gisteren",
        },
    )

    assert page.status == 422
    assert page.summary == [
        ("#texts-1", "Deze tekst is te lang. Er passen 10.000 tekens in."),
        ("#actions-0-what", "Schrijf op wat je gaat doen."),
        ("#actions-1-what", "Gebruik hier ten hoogste 300 tekens."),
        ("#actions-1-by", DATE_FAULT),
        ("#look_again", DATE_FAULT),
    ]


def test_a_text_of_a_hundred_thousand_characters_stays_in_the_page(owner: Visitor) -> None:
    text = ("woord " * 20_000)[:100_000].strip()

    page = owner.post(PATH, {"texts-1": text, "texts-2": "kort", **row(0, "bellen")})

    assert page.status == 422
    assert "Er passen 10.000 tekens in." in page.words
    fields = page.form(PATH).fields
    assert fields["texts-1"] == text
    assert (fields["texts-2"], fields["actions-0-what"]) == ("kort", "bellen")
    assert not owner.portfolio.plans


def test_a_fault_does_not_hide_what_another_tab_saved(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)
    one.send({"texts-1": "van een"})

    refused = two.send({"texts-1": "van twee", "look_again": "morgen"})
    assert refused.status == 422
    again = refused.form(PATH).send({"look_again": ""})

    assert again.status == 409
    assert "Intussen bewaard: van een" in again.words
    assert plan_of(owner).sections[LATER] == "van een"


def test_a_clash_in_a_text_does_not_undo_a_row_of_another_tab(owner: Visitor) -> None:
    owner.post(PATH, {"texts-1": "was", **row(0, "bellen")})
    one, two = form_of(owner), form_of(owner)
    one.send({"texts-1": "van een", **row(0, "bellen met Jan")})

    clash = two.send({"texts-1": "van twee", **row(0, "bellen met Piet")})
    assert clash.status == 409
    clash.form(PATH).send({"texts-1": "van een en twee"})

    assert {what for what, _ in rows(owner.get(PATH))} == {"bellen met Jan", "bellen met Piet"}


@pytest.mark.parametrize("count", [MOST_ACTIONS - 1, MOST_ACTIONS])
def test_a_full_plan_can_be_opened_and_saved(here: Installation, count: int) -> None:
    full = tuple(Action(id=f"a{n}", what=f"Actie {n}") for n in range(count))
    owner = here.owner(beginner().planned(Q, Plan(actions=full)))

    assert owner.post(PATH, {"texts-1": "erbij"}).status == 303

    assert len(plan_of(owner).actions) == count
    assert plan_of(owner).sections[LATER] == "erbij"


def test_more_actions_than_fit_are_refused_with_everything_in_the_page(
    here: Installation,
) -> None:
    full = tuple(Action(id=f"a{n}", what=f"Actie {n}") for n in range(MOST_ACTIONS))
    owner = here.owner(beginner().planned(Q, Plan(actions=full)))

    page = owner.post(PATH, {"texts-1": "mijn tekst", **row(MOST_ACTIONS, "nog een")})

    assert page.status == 413
    assert f"Er passen {MOST_ACTIONS} acties in je plan." in page.words
    fields = page.form(PATH).fields
    assert fields["texts-1"] == "mijn tekst"
    assert fields[f"actions-{MOST_ACTIONS}-what"] == "nog een"
    assert len(plan_of(owner).actions) == MOST_ACTIONS


@pytest.mark.parametrize("name", ["texts-x", "texts-", "actions-0", "actions-x-what", "onzin"])
def test_a_field_we_do_not_know_is_left_alone(owner: Visitor, name: str) -> None:
    assert owner.post(PATH, {name: "x", "texts-1": "goed"}).status == 303
    assert plan_of(owner).sections == {LATER: "goed"}


@pytest.mark.parametrize("name", ["texts-²", f"texts-{'9' * 5000}", "actions-²-what", "bases-²"])
def test_a_field_with_an_odd_number_breaks_nothing(owner: Visitor, name: str) -> None:
    page = owner.post(PATH, {name: "x", "texts-1": "goed"})

    assert page.status in (303, 400, 422)


def test_a_plan_of_a_questionnaire_that_is_gone_is_not_saved_in_another(owner: Visitor) -> None:
    text = "Dit hoort bij een vragenlijst die er niet meer is."

    page = form_of(owner).send({"questionnaire_id": "weg", "texts-1": text})

    assert page.status == 409
    assert page.form(PATH).fields["texts-1"] == text
    assert plan_of(owner) == Plan()
