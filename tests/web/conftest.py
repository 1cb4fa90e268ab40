"""Fixtures for the web tests: a clock that stands still until a test moves it."""

from __future__ import annotations

import pytest

from ehbo.web.access import Visit
from tests.team_builders import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What time it is for the website; a test may set its `now`."""
    clock = Clock()
    monkeypatch.setattr(Visit, "now", property(lambda visit: clock.now))
    return clock
