"""(a) Submissions a second and (c) memory: EHBO, the widgets page and a bare hello in turn."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from math import nan
from statistics import median, quantiles
from typing import Any

from bench import client, people
from bench.report import Aim, Table, number
from bench.servers import Cores, Server, running
from bench.widgets import DATABASE as WIDGETS_DATABASE
from ehbo.content import questionnaires as content
from ehbo.content.questionnaires import BUILT_IN

CLIENTS = (1, 16, 64)
JUDGED_AT = 16
AIMED_HELLO = 12_000
WARM_UP = 50
MEMORY_CLIENTS = 16
UNDISTURBED = 0.8
EHBO, WIDGETS, HELLO = "EHBO", "WTForms widgets", "Flask hello"


@dataclass(frozen=True)
class Contender:
    """An app with the script that people play on it; `rows` says where its saves are counted."""

    name: str
    app: str | None
    script: Callable[[], client.Script[Any]]
    rows: tuple[str, str] | None = None


@dataclass(frozen=True)
class Figures:
    """One run. Times in milliseconds; `server` and `client` are shares of their cores in use."""

    a_second: float
    cpu_ms: float
    server: float
    client: float
    post: tuple[float, float] = (0.0, 0.0)
    whole: tuple[float, float] = (0.0, 0.0)


@dataclass
class Tally:
    """All runs by (contender, clients); their medians are what is reported."""

    runs: dict[tuple[str, int], list[Figures]] = field(default_factory=dict)

    def add(self, name: str, clients: int, figures: Figures) -> None:
        self.runs.setdefault((name, clients), []).append(figures)

    def median(self, name: str, clients: int) -> Figures:
        runs = self.runs[name, clients]
        return Figures(
            median(run.a_second for run in runs),
            median(run.cpu_ms for run in runs),
            median(run.server for run in runs),
            median(run.client for run in runs),
            (median(run.post[0] for run in runs), median(run.post[1] for run in runs)),
            (median(run.whole[0] for run in runs), median(run.whole[1] for run in runs)),
        )

    def ratio(self, name: str, other: str, clients: int) -> float:
        """The median of the ratios within each round: what slows the machine slows both."""
        pairs = zip(self.runs[name, clients], self.runs[other, clients], strict=True)
        return median(one.a_second / base.a_second if base.a_second else nan for one, base in pairs)


def theme_forms() -> list[people.Form]:
    """The theme pages of EHBO, in order."""
    questionnaire = content.load(BUILT_IN / "overheidsparticipatie")
    return [
        people.Form(
            f"/zelfanalyse/{questionnaire.id}/{theme.id}", tuple(s.id for s in theme.statements)
        )
        for theme in questionnaire.themes
    ]


def contenders(encoding: str) -> list[Contender]:
    form = theme_forms()[0]
    same = people.Form(f"/zelfanalyse/{form.path.rpartition('/')[2]}", form.statements)
    return [
        Contender(EHBO, None, lambda: people.submission(form, encoding), ("ehbo.db", "portfolio")),
        Contender(
            WIDGETS,
            "bench.widgets:app",
            lambda: people.submission(same, encoding),
            (WIDGETS_DATABASE, "answers"),
        ),
        Contender(HELLO, "bench.hello:app", people.hello),
    ]


def measure(cores: Cores, encoding: str, seconds: float, rounds: int) -> Tally:
    """Every contender in turn at every number of clients, `rounds` times over."""
    tally = Tally()
    with ExitStack() as stack:
        servers = [
            (contender, stack.enter_context(running(contender.app, cores)))
            for contender in contenders(encoding)
        ]
        saved = {contender.name: 0 for contender, _ in servers}
        for contender, server in servers:
            warm = client.run(server.port, contender.script, clients=4, at_most=WARM_UP)
            saved[contender.name] += len(warm.done)
        for _ in range(rounds):
            for clients in CLIENTS:
                for contender, server in servers:
                    run, figures = _one(contender, server, clients, seconds)
                    saved[contender.name] += len(run.done)
                    tally.add(contender.name, clients, figures)
        for contender, server in servers:
            _check_saved(contender, server, saved[contender.name])
    return tally


def _one(
    contender: Contender, server: Server, clients: int, seconds: float
) -> tuple[client.Run[Any], Figures]:
    before = server.cpu_seconds()
    run = client.run(server.port, contender.script, clients=clients, seconds=seconds)
    cpu = server.cpu_seconds() - before
    taken = [result for result in run.results if isinstance(result, people.Taken)]
    figures = Figures(
        run.a_second,
        1000 * cpu / len(run.done),
        cpu / run.elapsed,
        run.client_share,
        _p50_p95([t.post for t in taken]),
        _p50_p95([t.whole for t in taken]),
    )
    return run, figures


def _p50_p95(seconds: list[float]) -> tuple[float, float]:
    if len(seconds) < 2:
        return 0.0, 0.0
    parts = quantiles(seconds, n=20)
    return 1000 * parts[9], 1000 * parts[18]


def _check_saved(contender: Contender, server: Server, acknowledged: int) -> None:
    """Every submission that the server acknowledged is a row in its database."""
    if contender.rows is None:
        return
    file, table = contender.rows
    with closing(sqlite3.connect(server.data / file)) as db:
        (rows,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert rows == acknowledged, f"{contender.name}: {acknowledged} acknowledged, {rows} stored"


def tables(tally: Tally) -> list[Table]:
    return [_speed_table(tally), _ratio_table(tally)]


def _speed_table(tally: Tally) -> Table:
    rows = []
    for clients in CLIENTS:
        for name in (EHBO, WIDGETS, HELLO):
            f = tally.median(name, clients)
            times = ["", ""] if name == HELLO else [_pair(f.post), _pair(f.whole)]
            speed = number(f.a_second)
            cores = f"{100 * f.server:.0f} / {100 * f.client:.0f} %"
            rows.append([f"{name}, {clients}", speed, number(f.cpu_ms, 2), *times, cores])
    columns = ("contender, clients", "a second", "CPU ms each", "POST ms", "whole ms", "cores used")
    notes = (
        "A second: complete submissions (GET, POST, redirect followed); for hello, requests.",
        "POST and whole: p50 / p95. Cores used: by the server / by the client, each of its own.",
    )
    return Table("(a) A theme page, submitted by fresh people", columns, rows, notes)


def _pair(times: tuple[float, float]) -> str:
    return f"{times[0]:.1f} / {times[1]:.1f}"


def _ratio_table(tally: Tally) -> Table:
    rows = []
    for clients in CLIENTS:
        cpu = tally.median(WIDGETS, clients).cpu_ms / tally.median(EHBO, clients).cpu_ms
        rows.append(
            [
                str(clients),
                f"{tally.ratio(EHBO, WIDGETS, clients):.2f} ×",
                f"{cpu:.2f} ×",
                f"{100 * tally.ratio(EHBO, HELLO, clients):.1f} %",
            ]
        )
    columns = ("clients", "of WTForms' submissions", "by CPU", "of hello's requests")
    return Table("(a) EHBO's submissions a second against the baselines", columns, rows)


def disturbed(tally: Tally) -> str:
    """A warning when the server, with work waiting, did not get its core; '' when it did."""
    got = min(tally.median(name, JUDGED_AT).server for name in (EHBO, WIDGETS))
    if got >= UNDISTURBED:
        return ""
    return (
        f"DISTURBED: the server had {100 * got:.0f} % of its core with {JUDGED_AT} clients; "
        "others used the machine or its disk. Of (a), only the CPU columns mean something."
    )


def aims(tally: Tally) -> list[Aim]:
    return [
        Aim(
            f"submissions against the WTForms page, {JUDGED_AT} clients",
            tally.ratio(EHBO, WIDGETS, JUDGED_AT),
            3,
            " ×",
            at_least=True,
        ),
        Aim(
            f"submissions against hello's requests, {JUDGED_AT} clients",
            100 * tally.ratio(EHBO, HELLO, JUDGED_AT),
            4,
            " %",
            at_least=True,
        ),
        Aim(
            f"POST p95, {JUDGED_AT} clients, on a core where hello does {AIMED_HELLO:,} a second",
            tally.median(EHBO, JUDGED_AT).post[1] * _speed_of_this_core(tally),
            40,
            " ms",
        ),
    ]


def _speed_of_this_core(tally: Tally) -> float:
    """This core against the one that the aim in milliseconds was set on; both by their hello."""
    return tally.median(HELLO, JUDGED_AT).a_second / AIMED_HELLO


def memory(cores: Cores, encoding: str, submissions: int) -> Table:
    """(c) Resident memory of EHBO's process tree, fresh and after many submissions."""
    script = contenders(encoding)[0].script
    with running(None, cores) as server:
        client.run(server.port, script, clients=1, at_most=1)
        fresh = server.memory_mb()
        client.run(server.port, script, clients=MEMORY_CLIENTS, at_most=submissions)
        used = server.memory_mb()
    rows = [
        ["after start and one submission", number(fresh, 1)],
        [f"after {submissions:,} submissions more", number(used, 1)],
    ]
    return Table("(c) Memory of EHBO's processes", ("moment", "RSS MB"), rows)
