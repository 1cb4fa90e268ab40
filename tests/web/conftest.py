"""Fixtures for the web tests: a clock that stands still until a test moves it, and a visitor."""

from __future__ import annotations

import pytest

from ehbo.web.access import Visit
from tests.builders import beginner
from tests.team_builders import Clock
from tests.visitor import Installation, Visitor


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What time it is for the website; a test may set its `now`."""
    clock = Clock()
    monkeypatch.setattr(Visit, "now", property(lambda visit: clock.now))
    return clock


@pytest.fixture
def owner(here: Installation) -> Visitor:
    """Somebody with one theme and no plan yet."""
    return here.owner(beginner())
