"""The plan as files: offered to those who have something, with their kind and name."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain.plan import Action, Plan
from ehbo.web.person.plan import FORMATS
from tests.builders import TODAY, Q, beginner
from tests.conftest import Install
from tests.visitor import Installation, Visitor
from tests.web.person.plans import PATH

DOWNLOADS = {f"/pop-op.{ending}" for ending in FORMATS}
KINDS = {
    "pdf": ("application/pdf", "%PDF-"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"),
    "ics": ("text/calendar", "BEGIN:VCALENDAR"),
}


@pytest.mark.parametrize("ending", FORMATS)
def test_downloads_have_their_kind_and_name(owner: Visitor, ending: str) -> None:
    owner.post(PATH, {"look_again": "2027-02-22"})

    page = owner.get(f"/pop-op.{ending}")

    kind, start = KINDS[ending]
    assert page.response.mimetype == kind
    assert page.file_name == f"pop-op-{TODAY}.{ending}"
    assert page.text.startswith(start)


@pytest.mark.parametrize("day", [date.min, date(202, 1, 31), date.max])
def test_dates_at_the_ends_of_the_calendar_break_nothing(here: Installation, day: date) -> None:
    action = Action(id="a", what="ooit", by=day)
    owner = here.owner(beginner().planned(Q, Plan(actions=(action,), look_again=day)))

    for path in (PATH, "/profiel", "/mijn-gegevens", *DOWNLOADS):
        assert owner.get(path).status == 200, path


def test_downloads_are_offered_to_those_who_have_something(install: Install) -> None:
    here = install()

    def downloads(visitor: Visitor) -> set[str]:
        return {link.partition("?")[0] for link in visitor.get(PATH).links} & DOWNLOADS

    assert downloads(here.visitor()) == set()
    assert downloads(here.owner(beginner())) == DOWNLOADS


def test_a_calendar_without_a_date_is_no_file(owner: Visitor) -> None:
    assert (
        "Er staat nog geen datum in je plan."
        in owner.get("/pop-op.ics", follow_redirects=True).words
    )
