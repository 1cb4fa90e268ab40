"""The plan as files: offered to those who have something, with their kind and name."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain.plan import Action, Plan
from tests.builders import TODAY, Q, beginner
from tests.conftest import Install
from tests.visitor import Installation, Visitor
from tests.web.person.plans import PATH

DOWNLOADS = {"/pop-op.pdf", "/pop-op.docx", "/pop-op.ics"}


@pytest.mark.parametrize(
    ("path", "kind", "start"),
    [
        ("/pop-op.pdf", "application/pdf", "%PDF-"),
        (
            "/pop-op.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "PK",
        ),
        ("/pop-op.ics", "text/calendar", "BEGIN:VCALENDAR"),
    ],
)
def test_downloads_have_their_kind_and_name(
    owner: Visitor, path: str, kind: str, start: str
) -> None:
    owner.post(PATH, {"look_again": "2027-02-22"})

    page = owner.get(path)

    assert page.response.mimetype == kind
    ending = path.rpartition(".")[2]
    assert page.file_name == f"pop-op-{TODAY}.{ending}"
    assert page.text.startswith(start)


@pytest.mark.parametrize("day", [date.min, date(202, 1, 31), date.max])
def test_dates_at_the_ends_of_the_calendar_break_nothing(here: Installation, day: date) -> None:
    action = Action(id="a", what="ooit", by=day)
    owner = here.owner(beginner().planned(Q, Plan(actions=(action,), look_again=day)))

    for path in (PATH, "/profiel", "/mijn-gegevens", "/pop-op.pdf", "/pop-op.docx", "/pop-op.ics"):
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
