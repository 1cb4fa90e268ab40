"""The plan of a visitor: its form, the rows of it, what is kept."""

from __future__ import annotations

from ehbo.domain.plan import Plan
from tests.builders import Q, instrument
from tests.page import Form, Page
from tests.visitor import Visitor

PATH = "/pop-op"
_, LATER, NEED, _, CHANCES = (section.id for section in instrument().plan)


def form_of(visitor: Visitor) -> Form:
    return visitor.get(PATH).form(PATH)


def plan_of(visitor: Visitor) -> Plan:
    return visitor.portfolio.plan(Q)


def rows(page: Page) -> list[tuple[str, str]]:
    """What the action rows say: (what, with whom), the blank ones left out."""
    fields = page.form(PATH).fields
    places = range(sum(name.endswith("-what") for name in fields))
    found = [(fields[f"actions-{p}-what"], fields[f"actions-{p}-with_whom"]) for p in places]
    return [row for row in found if any(row)]


def row(place: int, what: str, with_whom: str = "", by: str = "") -> dict[str, str]:
    prefix = f"actions-{place}"
    return {f"{prefix}-what": what, f"{prefix}-with_whom": with_whom, f"{prefix}-by": by}
