"""An empty, migrated database file and somebody to keep something of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ehbo.domain.keys import KEY_BYTES, Person


@pytest.fixture
def path(tmp_path: Path, migrated_database: Path) -> Path:
    return Path(shutil.copy(migrated_database, tmp_path / "ehbo.db"))


@pytest.fixture
def person() -> Person:
    return Person(bytes(range(KEY_BYTES)))
