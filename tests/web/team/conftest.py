"""Fixtures for the tests of teams."""

from __future__ import annotations

import pytest

from tests.builders import Clock
from tests.team_builders import OurTeam
from tests.visitor import Installation


@pytest.fixture(params=["open", "closed"])
def open_or_closed(request: pytest.FixtureRequest, here: Installation, clock: Clock) -> OurTeam:
    """A team whose round is still open, and once more one whose round is closed."""
    team = OurTeam(here)
    if request.param == "closed":
        team.closed()
    return team
