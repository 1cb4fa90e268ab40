"""(e) Contributions a second, publishing and the picture; (f) the comparison of eight teams."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Flask

from bench import client, load, people, weight
from bench.report import Table, number
from bench.rounds import new_people, new_team, questionnaire
from bench.servers import ROOT, Cores, Server, running
from ehbo.charts import figures
from ehbo.domain import clock
from ehbo.domain.keys import Person
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, database, teams

CLIENTS = (1, 16)
MOST_A_SECOND = 1_000
COMPARED, IN_EACH = 8, 12
HELLO, CONTRIBUTION = "Flask hello", "EHBO"

_PLOTLY = re.compile(r'data-plotly="([^"]+)"')


@dataclass(frozen=True)
class Visited:
    """A page that was fetched many times by one client: p50, CPU of the server, bytes sent."""

    milliseconds: float
    cpu_ms: float
    size: int


def measure(
    cores: Cores, encoding: str, seconds: float, rounds: int, sizes: tuple[int, ...], visits: int
) -> Iterator[Table]:
    """The three tables, each as soon as it is there."""
    yield contributing(cores, encoding, seconds, rounds)
    yield publishing(cores, sizes, visits)
    yield comparing(cores, visits)


def contributing(cores: Cores, encoding: str, seconds: float, rounds: int) -> Table:
    """(e) People with a complete zelfanalyse who contribute, and a bare hello in turn."""
    tally = load.Tally()
    with running(None, cores) as server, running("bench.hello:app", cores) as hello:
        path = server.data / "ehbo.db"
        team, _ = new_team(path, "Bijdragen")
        waiting: list[Person] = []

        def contribute() -> client.Script[people.Taken]:
            return contribution(team.code, waiting.pop(), encoding)

        contenders = [
            (load.Contender(CONTRIBUTION, None, contribute), server),
            (load.Contender(HELLO, "bench.hello:app", people.hello), hello),
        ]
        waiting += new_people(path, load.WARM_UP)
        done = len(client.run(server.port, contribute, clients=4, at_most=load.WARM_UP).done)
        for _ in range(rounds):
            for clients in CLIENTS:
                missing = round(MOST_A_SECOND * seconds) - len(waiting)
                waiting += new_people(path, max(0, missing))
                for contender, its_server in contenders:
                    run, taken = load._one(contender, its_server, clients, seconds)
                    done += len(run.done) if its_server is server else 0
                    tally.add(contender.name, clients, taken)
        with database.opened(path) as db:
            stored = contributions.count(db, team.current)
        assert stored == done, f"{done} contributions acknowledged, {stored} stored"
    return _contributing_table(tally)


def _contributing_table(tally: load.Tally) -> Table:
    rows = []
    for clients in CLIENTS:
        for name in (CONTRIBUTION, HELLO):
            of = tally.median(name, clients)
            times = [load._pair(pair) if pair[1] else "" for pair in (of.post, of.whole)]
            share = f"{100 * tally.ratio(name, HELLO, clients):.1f} %"
            speed = [number(of.a_second), share, number(of.cpu_ms, 2)]
            rows.append([f"{name}, {clients}", *speed, *times])
    columns = ("contender, clients", "a second", "of hello", "CPU ms each", "POST ms", "whole ms")
    notes = (
        "A second: whole contributions (page of the team, POST, redirect followed).",
        "POST and whole: p50 / p95. Every contribution that was acknowledged was found again.",
    )
    return Table("(e) Contributions to a round", columns, rows, notes)


def contribution(code: str, person: Person, encoding: str) -> client.Script[people.Taken]:
    """Opens the team's page, contributes, and follows to the page that says so."""
    path, accept, key = f"/team/{code}", f"Accept-Encoding: {encoding}", f"ehbo={person.key}"
    began = time.perf_counter()
    page = yield people.request("GET", path, accept, f"Cookie: {key}")
    people._expect(page, 200)
    cookies = {"ehbo": person.key}
    people._keep(cookies, page)
    body = urlencode(people.hidden_fields(page.text())).encode()
    where, took = yield from people.sent(f"{path}/bijdragen", body, accept, cookies)
    final = yield people.request("GET", where, accept, people._cookie(cookies))
    people._expect(final, 200)
    return people.Taken(took, time.perf_counter() - began)


def publishing(cores: Cores, sizes: tuple[int, ...], visits: int) -> Table:
    """(e) Publishing rounds of these sizes, each in a fresh process, and their pictures after."""
    rows = []
    with running(None, cores) as server:
        path = server.data / "ehbo.db"
        codes, taken = [], []
        for size in sizes:
            team, lead = new_team(path, f"Groot {size}", size)
            taken.append(_published(path, team, lead))
            codes.append(team.code)
        pages = [_visited(server, f"/team/{code}/beeld", visits) for code in codes]
    for size, (seconds, before, peak), page in zip(sizes, taken, pages, strict=True):
        picture = [number(page.milliseconds, 1), number(page.cpu_ms, 1), number(page.size)]
        rows.append([f"{size:,}", number(seconds, 3), number(before), number(peak), *picture])
    columns = (
        "contributions",
        "publish s",
        "MB before",
        "MB at most",
        "picture ms",
        "CPU ms",
        "bytes",
    )
    notes = (
        "Publish: opened, counted, stored, contributions and private half deleted, log emptied.",
        "Picture: /team/<code>/beeld afterwards, p50 of one client; bytes with headers, gzip.",
    )
    return Table("(e) Publishing a round, and its picture", columns, rows, notes)


def _published(path: Path, team: Team, lead: Lead) -> tuple[float, float, float]:
    """Seconds, and resident megabytes before and at the most, of publishing in a new process."""
    command = [sys.executable, "-m", "bench.rounds", str(path), team.code, lead.key]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds, before, peak = json.loads(said)
    return seconds, before, peak


def comparing(cores: Cores, visits: int) -> Table:
    """(f) Eight teams side by side: as it is, and by a server that makes no Plotly figure."""
    rows = []
    ways = (("with Plotly", None), ("without", "bench.teams:without_plotly"))
    for name, app in ways:
        with running(app, cores) as server:
            address = _shared_teams(server.data / "ehbo.db")
            visited = _visited(server, address, visits)
            page = weight._fetch(server.port, address, weight.PLAIN).text()
            files = weight._files_of(server.port, address, page)
            if app is None:
                files += _PLOTLY.findall(page)
                assert len(files) > 1, "the page has no Plotly"
            sizes = [weight._sent(server.port, file).size for file in files]
        everything = number((visited.size + sum(sizes)) / 1000, 1)
        times = [number(visited.milliseconds, 1), number(visited.cpu_ms, 1)]
        rows.append([name, *times, number(visited.size / 1000, 1), everything])
    columns = (f"comparison of {COMPARED} teams", "page ms", "CPU ms", "page kB", "first load kB")
    notes = (
        "Page: p50 of one client, gzip, headers counted. First load: with all files, Plotly's too.",
        "Without: the same page with an empty figure, as a browser without script uses it.",
    )
    return Table("(f) Comparing teams", columns, rows, notes)


def without_plotly() -> Flask:
    """EHBO without the figure, for a server process."""
    from ehbo import cli

    figures.comparison = lambda *_: ""  # for this process
    return cli.app()


def _shared_teams(path: Path) -> str:
    """The address that compares eight new teams."""
    codes = []
    with database.opened(path) as db:
        for place in range(COMPARED):
            team, lead = new_team(path, f"Team {place + 1}", IN_EACH)
            now, compare = clock.system_clock(), CODE.written(secrets.randbits(CODE.bits))
            contributions.publish(db, team.code, lead, questionnaire(), 5, now)
            with db.write():
                teams.share(db, team.code, compare)
            codes.append(("code", compare))
    return f"/vergelijken?{urlencode(codes)}"


def _visited(server: Server, address: str, visits: int) -> Visited:
    def look() -> client.Script[tuple[float, int]]:
        began = time.perf_counter()
        page = yield people.request("GET", address, weight.BROWSER)
        people._expect(page, 200)
        return time.perf_counter() - began, page.size

    client.run(server.port, look, clients=4, at_most=load.WARM_UP)
    before = server.cpu_seconds()
    run = client.run(server.port, look, clients=1, at_most=visits)
    cpu = server.cpu_seconds() - before
    seconds, sizes = zip(*run.results, strict=True)
    return Visited(1000 * median(seconds), 1000 * cpu / visits, max(sizes))
