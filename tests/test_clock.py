"""There is one clock: nothing but `system_clock` asks the system what time it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import ehbo
from ehbo.cli import main
from ehbo.domain.clock import AMSTERDAM, day_of
from ehbo.store import database
from tests.builders import DOEN, Clock, answers
from tests.store.rounds import rows
from tests.visitor import Installation, Visitor

PACKAGE = Path(ehbo.__file__).parent
ROOT = PACKAGE.parent
HOME = Path("ehbo/domain/clock.py")
# What may be taken from these modules: it says nothing about now, or nothing that can be set.
HARMLESS = {
    "time": {
        *("monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "sleep"),
        *("process_time", "thread_time"),
    },
    "datetime": {"UTC", "time", "timedelta", "timezone", "tzinfo", "date", "datetime"},
}
ASKS = {"now", "utcnow", "today"}
IN_SQL = ("'now'", "current_timestamp", "current_date", "current_time")


def asking(source: str) -> list[str]:
    """Every way in which a module asks the system for the time."""
    tree = ast.parse(source)
    names = dict(_imported(tree))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (name := _whole(node, names)):
            if _asks(name.split(".")):
                found.append(name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [words for words in IN_SQL if words in node.value.lower()]
    return found


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Names in a module, and what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _whole(node: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and (before := _whole(node.value, names)):
        return f"{before}.{node.attr}"
    return None


def _asks(parts: list[str]) -> bool:
    module, *rest = parts
    if module not in HARMLESS or not rest:
        return False
    return rest[0] not in HARMLESS[module] or (module == "datetime" and rest[-1] in ASKS)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "from datetime import UTC, datetime as moment\nx = moment.now(UTC)",
        "import datetime\nx = datetime.datetime.utcnow()",
        "import datetime as dt\nx = dt.date.today()",
        "from datetime import date\nx = field(default_factory=date.today)",
        "from datetime import datetime\nx = datetime.today()",
        "import time\nx = time.time()",
        "from time import time\nx = time()",
        "from time import time_ns as when\nx = when()",
        "import time\nx = time.localtime()",
        "from time import strftime\nx = strftime('%Y')",
        "import time\nx = time.clock_gettime(0)",
        "db.execute(\"SELECT date('now')\")",
        "db.execute('INSERT INTO t VALUES (CURRENT_TIMESTAMP)')",
    ],
)
def test_every_way_to_ask_the_system_is_known(source: str) -> None:
    assert asking(source)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import time, date\nx = time(12), date(2026, 11, 22), visit.today, visit.now",
        "from time import monotonic, sleep\nx = monotonic()\nsleep(1)",
        "from ehbo.domain.clock import day_of\nx = day_of(clock()).strftime('%d')",
    ],
)
def test_what_asks_nothing_is_not_taken_for_it(source: str) -> None:
    assert asking(source) == []


def test_nothing_but_the_one_clock_asks_the_system() -> None:
    found = {
        file.relative_to(ROOT): ways
        for folder in (PACKAGE, ROOT / "bench", ROOT / "docs")
        for file in sorted(folder.rglob("*.py"))
        if (ways := asking(file.read_text("utf-8")))
    }
    assert found == {HOME: ["datetime.datetime.now"]}


def test_the_typesetter_asks_nothing_either() -> None:
    files = [*PACKAGE.rglob("*.typ")]
    assert files
    assert not [file.name for file in files if "datetime.today" in file.read_text("utf-8")]


# On both sides of midnight in Amsterdam, and of both changes of its clock.
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 15, 22, 59, 59, tzinfo=UTC), date(2026, 12, 15)),
        (datetime(2026, 12, 15, 23, 0, tzinfo=UTC), date(2026, 12, 16)),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 10, 31, 23, 0, tzinfo=UTC), date(2027, 11, 1)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 29, 0, 0, tzinfo=AMSTERDAM), date(2028, 2, 29)),
    ],
)
def test_amsterdam_decides_the_day(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


def test_website_and_command_line_and_tidying_share_the_clock_and_the_day(
    here: Installation, visitor: Visitor, clock: Clock, tmp_path: Path
) -> None:
    clock.now = datetime(2026, 12, 15, 23, 30, tzinfo=UTC)  # in Amsterdam it is the 16th
    visitor.post(DOEN, answers("doen"))
    assert [a.started for a in visitor.portfolio.assessments] == [date(2026, 12, 16)]
    assert "'2026-12-16'" in here.dump()
    here.app.extensions["ehbo"].tidying.turn()
    assert "INSERT INTO \"purged_until\" VALUES(1,'2024-12-16',1)" in here.dump()
    run = CliRunner().invoke
    assert "16-12-2026" in run(main, ["privacy", "--data", str(tmp_path)]).output
    assert run(main, ["demo", "--data", str(tmp_path / "demo")]).exit_code == 0
    with database.opened(tmp_path / "demo" / "ehbo.db") as db:
        days = {*rows(db, "portfolio", "last_used"), *rows(db, "team", "last_used")}
    assert max(days) == "2026-12-16"
