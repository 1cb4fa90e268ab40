"""Fixtures for the web tests."""

from __future__ import annotations

import pytest

from tests.builders import beginner
from tests.visitor import Installation, Visitor


@pytest.fixture
def owner(here: Installation) -> Visitor:
    """Somebody with one theme and no plan yet."""
    return here.owner(beginner())
