"""Removing an action row of the plan: what is wrong in that row does not stand in the way."""

from __future__ import annotations

import pytest

from ehbo.domain.plan import Action, Plan
from tests.builders import Q, beginner
from tests.page import Form
from tests.visitor import Installation, Visitor

PATH = "/pop-op"
AUTOSAVE = {"X-Autosave": "1"}
FAULTS = [
    {"what": "", "by": "2027-01-15"},
    {"by": "31 februari"},
    {"what": "x" * 301},
    {"what": "", "with_whom": "y" * 301, "by": "nooit"},
]


@pytest.fixture
def owner(here: Installation) -> Visitor:
    """Somebody with two actions in their plan."""
    plan = Plan(actions=(Action(id="een", what="Bellen"), Action(id="twee", what="Schrijven")))
    return here.owner(beginner().planned(Q, plan))


def form_of(visitor: Visitor) -> Form:
    return visitor.get(PATH).form(PATH)


def row(place: int, fields: dict[str, str]) -> dict[str, str]:
    return {f"actions-{place}-{name}": value for name, value in fields.items()}


def left(visitor: Visitor) -> list[str]:
    return [action.what for action in visitor.portfolio.plan(Q).actions]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_with_a_fault_is_removed_and_the_rest_is_saved(
    owner: Visitor, fault: dict[str, str]
) -> None:
    typed = {**row(0, fault), "texts-1": "ook bewaard"}

    page = form_of(owner).send(typed, press=("remove", "actions-0"))

    assert page.status == 303
    assert left(owner) == ["Schrijven"]
    assert "ook bewaard" in owner.portfolio.plan(Q).sections.values()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_new_row_with_a_fault_is_removed_without_a_trace(
    owner: Visitor, fault: dict[str, str]
) -> None:
    page = form_of(owner).send({**row(2, fault), "remove": "actions-2"})

    assert page.status == 303
    assert left(owner) == ["Bellen", "Schrijven"]


def test_a_fault_in_another_row_is_still_told_and_nothing_typed_is_lost(owner: Visitor) -> None:
    typed = {**row(0, FAULTS[1]), **row(1, FAULTS[1])}

    page = form_of(owner).send(typed, press=("remove", "actions-0"))

    assert page.status == 422
    assert [place for place, _ in page.summary] == ["#actions-1-by"]
    fields = page.form(PATH).fields
    assert {name: fields[name] for name in typed} == typed
    assert left(owner) == ["Bellen", "Schrijven"]


def test_without_removing_it_a_fault_is_told(owner: Visitor) -> None:
    assert form_of(owner).send(row(0, FAULTS[1])).status == 422


def test_a_row_with_an_id_that_cannot_be_breaks_nothing(owner: Visitor) -> None:
    odd = {**row(0, {"action_id": "x" * 41}), "remove": "actions-0"}

    assert form_of(owner).send(odd).status == 303
    assert left(owner) == ["Bellen", "Schrijven"]


def test_a_save_in_passing_removes_nothing_that_is_wrong(owner: Visitor) -> None:
    odd = {**row(0, FAULTS[2]), "remove": "actions-0"}

    assert form_of(owner).send(odd, headers=AUTOSAVE).status == 422
    assert left(owner) == ["Bellen", "Schrijven"]
