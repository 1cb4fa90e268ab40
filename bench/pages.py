"""What larger pages of the database would save and cost: `python -m bench.pages [--markdown]`.

The same people are kept in one database with pages of today and in one with larger pages, in turn
and in one process; what counts is the ratio.
"""

from __future__ import annotations

import argparse
import random
import secrets
import sqlite3
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from statistics import median

from bench.report import Table, number
from bench.seal import DAY, SENTENCE
from ehbo.content import questionnaires as content
from ehbo.content.questionnaires import BUILT_IN
from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio, to_bytes
from ehbo.store import database, portfolios

TODAY, LARGER = 4096, 16384
PEOPLE = 5_000
ROUNDS = 15
BATCH = 100
KB = 1e3
FIGURES = ("file MB", "log kB a new bundle", "log kB a save", "save µs", "read µs")


def main() -> None:
    options = _options()
    for name, portfolio in _portfolios():
        sizes = (TODAY, options.larger)
        print(_table(name, portfolio, sizes, options.people).shown(markdown=options.markdown))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many are in the database")
    parser.add_argument("--larger", type=int, default=LARGER, help="bytes of a larger page")
    parser.add_argument("--markdown", action="store_true", help="tables for docs/performance.md")
    return parser.parse_args()


def _portfolios() -> list[tuple[str, Portfolio]]:
    asked = content.load(BUILT_IN / "overheidsparticipatie")
    answered = Portfolio().started(asked, DAY, "meting")
    answered = answered.answered("meting", dict.fromkeys(asked.statements, 3), {})
    written = answered
    texts = {question.id: ("", SENTENCE) for question in asked.reflection_questions}
    for theme in asked.themes:
        written, _ = written.reflected("meting", theme.id, texts)
    plan = Plan(
        sections={section.id: SENTENCE * 5 for section in asked.plan},
        actions=(Action(id="actie", what=SENTENCE, by=DAY),),
        look_again=DAY,
    )
    return [
        ("one assessment", answered),
        ("with texts and a plan", written.planned(asked.id, plan)),
    ]


def _table(name: str, portfolio: Portfolio, sizes: tuple[int, int], count: int) -> Table:
    with tempfile.TemporaryDirectory(prefix="ehbo-bench-") as folder:
        paths = {size: Path(folder) / f"{size}.db" for size in sizes}
        for size, path in paths.items():
            _make(path, size)
        found = _measured(paths, portfolio, count)
    rows = [[f"{size:,} B", *(number(found[size][f], 2) for f in FIGURES)] for size in sizes]
    before, after = (found[size] for size in sizes)
    rows.append(["ratio", *(f"{after[f] / before[f]:.2f} ×" for f in FIGURES)])
    sealed = len(Person(bytes(KEY_BYTES)).seal(to_bytes(portfolio)))
    notes = (
        f"{count:,} people, a bundle of {sealed:,} B each. Medians of {ROUNDS} batches of {BATCH},",
        "in turn. Microseconds are of the processor; a save has its share of emptying the log.",
    )
    return Table(f"Pages of the database: {name}", ("page", *FIGURES), rows, notes)


def _make(path: Path, size: int) -> None:
    """A database that keeps to pages of one size: it can be chosen while there is no table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size = {size}")
        connection.execute("VACUUM")
    database.migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA page_size").fetchone() == (size,)


def _measured(
    paths: dict[int, Path], portfolio: Portfolio, count: int
) -> dict[int, dict[str, float]]:
    """The figures of each size of page. Everybody is in all databases, in the same order."""
    people = [Person(secrets.token_bytes(KEY_BYTES)) for _ in range(count)]
    chance = random.Random(count)
    batches: dict[int, dict[str, list[float]]] = {size: defaultdict(list) for size in paths}
    for at in range(0, count, BATCH):
        for size, path in _in_turn(paths, at // BATCH):
            _, log = _saved(path, people[at : at + BATCH], portfolio)
            batches[size]["log kB a new bundle"].append(log)
    for turn in range(ROUNDS):
        some = chance.sample(people, BATCH)
        for size, path in _in_turn(paths, turn):
            save, log = _saved(path, some, portfolio)
            batches[size]["save µs"].append(save)
            batches[size]["log kB a save"].append(log)
            batches[size]["read µs"].append(_read(path, some))
    for size, path in paths.items():
        batches[size]["file MB"].append(path.stat().st_size / 1e6)
    return {size: {f: median(kept[f]) for f in FIGURES} for size, kept in batches.items()}


def _in_turn(paths: dict[int, Path], turn: int) -> list[tuple[int, Path]]:
    """Whoever comes first finds colder caches, so that changes each time."""
    order = list(paths.items())
    return order if turn % 2 else order[::-1]


def _saved(path: Path, people: list[Person], portfolio: Portfolio) -> tuple[float, float]:
    """Processor µs and kB of log for each save, each in a write of its own."""
    with database.opened(path) as db:
        began = time.process_time()
        for person in people:
            with db.write():
                portfolios.save(db, person, portfolio, DAY)
        log = path.with_name(f"{path.name}-wal").stat().st_size / KB
        assert db.checkpoint()
        taken = time.process_time() - began
    return 1e6 * taken / len(people), log / len(people)


def _read(path: Path, people: list[Person]) -> float:
    """Processor µs for each."""
    with database.opened(path) as db:
        began = time.process_time()
        for person in people:
            assert portfolios.find(db, person)
        return 1e6 * (time.process_time() - began) / len(people)


if __name__ == "__main__":
    main()
