"""`python -m bench.versions REV`: CPU per submission of an older version beside this one.

Both are measured in the same run, in turn, each in a process of its own, so that what else the
machine does touches both alike. The ratio is the median of the ratios of the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.report import Table, number

HERE = Path(__file__).parents[1]
BUILT = ("ehbo/web/static/dist", "ehbo/documents/fonts")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.versions", description=__doc__)
    parser.add_argument("revision", help="the older version, as git knows it")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--people", type=int, default=150)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        old = _older(options.revision, Path(folder) / "old")
        rounds = [
            {tree: _measured(tree, options.people) for tree in (old, HERE)}
            for _ in range(options.rounds)
        ]
    print(_table(options.revision, [(found[old], found[HERE]) for found in rounds]))


def _older(revision: str, tree: Path) -> Path:
    """The files of a revision, with the assets that are built already here."""
    archive = subprocess.run(
        ["git", "archive", revision], cwd=HERE, check=True, capture_output=True
    ).stdout
    tree.mkdir()
    subprocess.run(["tar", "-x", "-C", str(tree)], input=archive, check=True)
    for built in BUILT:
        shutil.copytree(HERE / built, tree / built, dirs_exist_ok=True)
    return tree


def _measured(tree: Path, people: int) -> dict[str, float]:
    command = [sys.executable, str(HERE / "bench" / "submission.py"), str(people)]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        command, cwd=tree, check=True, stdout=subprocess.PIPE, env=environment, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _table(revision: str, rounds: list[tuple[dict[str, float], dict[str, float]]]) -> str:
    rows = []
    for kind in rounds[0][0]:
        old = median(before[kind] for before, _ in rounds)
        new = median(after[kind] for _, after in rounds)
        ratio = median(after[kind] / before[kind] for before, after in rounds)
        rows.append((kind, number(old), number(new), number(ratio, 3)))
    table = Table(
        f"CPU per submission, {revision} beside this version",
        ("submission", "old, µs", "new, µs", "new / old"),
        rows,
        (f"{len(rounds)} rounds, in turn; medians. The ratio is taken within each round.",),
    )
    return table.shown(markdown=False)


if __name__ == "__main__":
    main()
