"""Under a running website somebody moves, replaces or erases the file of the database."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import DOEN, answers
from tests.visitor import Installation
from tests.web.troubles import assert_not_saved

AUTOSAVE = {"X-Autosave": "1"}
TEXT = "Een hele gedachte, die niet weg mag raken."


def _replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("kopie"))
    path.with_name("kopie").replace(path)


@pytest.mark.parametrize(
    "meddle",
    [
        lambda path: path.rename(path.with_name("elders.db")),
        lambda path: path.unlink(),
        lambda path: path.with_name("ehbo.db-wal").unlink(),
        lambda path: shutil.rmtree(path.parent),
        _replaced,
    ],
    ids=["moved", "removed", "without its log", "folder removed", "replaced"],
)
def test_nothing_is_saved_in_a_file_that_nobody_finds_again(
    here: Installation, meddle: Callable[[Path], None]
) -> None:
    visitor = here.visitor()
    visitor.post(DOEN, answers("doen"))
    form = visitor.get("/pop-op").form("/pop-op")

    meddle(here.settings.database)

    for _ in range(2):
        page = form.send({"texts-1": TEXT})
        assert_not_saved(page)
        assert page.form("/pop-op").fields["texts-1"] == TEXT
    assert form.send({"texts-1": TEXT}, headers=AUTOSAVE).status == 503
    assert visitor.get("/gezondheid").status == 503
