"""`python -m bench [--quick] [--markdown]`: every measurement, then the aims."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import load, seal, shares, teams, weight
from bench.report import Table, aims_table
from bench.servers import two_cores
from ehbo.domain import clock


@dataclass(frozen=True)
class Effort:
    """How long and how often is measured."""

    seconds: float
    rounds: int
    batches: int
    submissions: int
    contributions: tuple[int, ...]
    visits: int
    sampled: int


FULL = Effort(
    seconds=5.0,
    rounds=5,
    batches=30,
    submissions=5_000,
    contributions=(10, 1_000, 100_000),
    visits=300,
    sampled=2_000,
)
QUICK = Effort(
    seconds=2.0,
    rounds=1,
    batches=5,
    submissions=500,
    contributions=(10, 1_000),
    visits=50,
    sampled=200,
)


def main() -> None:
    options = _options()
    if not Path("/proc/self/statm").exists():
        sys.exit("The bench reads /proc and pins processes to cores: it runs on Linux only.")
    effort = QUICK if options.quick else FULL
    cores = two_cores()
    os.sched_setaffinity(0, {cores.client})
    print(_header(effort, options))
    if not cores.apart:
        print("ONE CORE ONLY: server and client share it, so the figures are no more than a hint.")

    def show(*tables: Table) -> None:
        for table in tables:
            print(table.shown(markdown=options.markdown), flush=True)

    tally = load.measure(cores, options.encoding, effort.seconds, effort.rounds)
    show(*load.tables(tally))
    show(seal.table(effort.batches, batch=100))
    show(load.memory(cores, options.encoding, effort.submissions))
    loaded = weight.measure(cores)
    show(loaded.table())
    for table in teams.measure(
        cores,
        options.encoding,
        effort.seconds,
        effort.rounds,
        effort.contributions,
        effort.visits,
    ):
        show(table)
    show(shares.table(effort.sampled))
    aims = [*load.aims(tally), *loaded.aims()]
    show(aims_table(aims))
    print(f"\n{sum(aim.met for aim in aims)} of {len(aims)} aims met.")
    if warning := load.disturbed(tally):
        print(warning)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute, one round: only a hint")
    parser.add_argument("--markdown", action="store_true", help="tables for docs/performance.md")
    parser.add_argument(
        "--encoding",
        choices=("gzip", "identity"),
        default="gzip",
        help="what the people of (a), (c) and (e) accept; identity leaves compressing out",
    )
    return parser.parse_args()


def _header(effort: Effort, options: argparse.Namespace) -> str:
    busy, now = os.getloadavg()[0], clock.system_clock().astimezone(clock.AMSTERDAM)
    lines = [
        f"EHBO's bench, {now:%Y-%m-%d %H:%M}, Python {platform.python_version()}, "
        f"load average before the start {busy:.2f}.",
        f"{effort.rounds} round(s) of {effort.seconds:g} s for each contender at each number of "
        f"clients, in turn; medians. Accept-Encoding: {options.encoding}.",
        f"A 4 kB append with fsync takes {_fsync_microseconds():.0f} µs here.",
    ]
    return "\n".join(lines)


def _fsync_microseconds() -> float:
    """What the disk under the data folders asks for a commit, at the least."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(200):
            began = time.perf_counter()
            os.write(file.fileno(), bytes(4096))
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return 1e6 * median(times)


if __name__ == "__main__":
    main()
