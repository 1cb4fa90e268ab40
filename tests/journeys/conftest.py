"""Browser journeys: finds Chromium, starts a real server, watches every page for faults."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.portfolio import Portfolio
from ehbo.store import database, portfolios
from tests.builders import TODAY
from tests.cli.server import EHBO
from tests.journeys import people, pictures

HERE = Path(__file__).parent
HOW_TO_INSTALL = "no Chromium found: apt-get install chromium, or name one in EHBO_CHROMIUM"
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
AS_ROOT = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
LONGEST_START = 30


def find_chromium() -> str | None:
    own = os.environ.get("EHBO_CHROMIUM")
    names = (own, "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = pytest.mark.skip(reason=HOW_TO_INSTALL)
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if find_chromium() is None:
                item.add_marker(missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Keeps pictures of what a journey passes; the states keep their own."""
    journey = item.path.stem.removeprefix("test_")
    if not pictures.FOLDER or journey == "states":
        return (yield)
    place, name = item.reportinfo()[1] or 0, item.name.removeprefix("test_").replace("_", " ")
    with pictures.of_steps(journey, f"{place:03} {name.replace('chromium', '')}"):
        return (yield)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(HOW_TO_INSTALL in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(f"{count} browser journeys did not run; {HOW_TO_INSTALL}")


class Site:
    """The running product and its data folder."""

    def __init__(self, address: str, data: Path) -> None:
        self.address = address
        self.database = data / "ehbo.db"

    def keep(self, portfolio: Portfolio, secret: bytes | None = None) -> str:
        """Puts a portfolio under a new key, or under a secret of one's own; returns the key."""
        person = Person(secret or os.urandom(KEY_BYTES))
        with database.opened(self.database) as db, db.write():
            portfolios.save(db, person, portfolio, TODAY)
        return person.key

    def count_people(self) -> int:
        with database.opened(self.database) as db:
            return int(db.row("SELECT count(*) FROM portfolio")[0])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("instance")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", EHBO, "serve"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("EHBO_")}
    log = (data / "server.log").open("wb")
    with (
        log,
        subprocess.Popen(
            [*command, "--port", str(port), "--data", str(data)], env=clean, stdout=log, stderr=log
        ) as server,
    ):
        try:
            _wait_until_healthy(server, address, data / "server.log")
            yield Site(address, data)
        finally:
            server.terminate()
            stopped = server.wait(15)
    assert stopped == 0, (data / "server.log").read_text()


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/gezondheid", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail(f"the server does not answer on {address}:\n{log.read_text()}")


class Watch:
    """Notes what a sound page never does: errors in the console or script, other hosts, 5xx."""

    def __init__(self, site: Site) -> None:
        self.host = urlsplit(site.address).netloc
        self.faults: list[str] = []
        self.allowed: list[str] = []

    def follow(self, context: BrowserContext) -> BrowserContext:
        context.on("console", lambda message: self._note(message.type == "error", message.text))
        context.on("weberror", lambda error: self._note(True, str(error.error)))
        context.on("request", lambda request: self._note(self._elsewhere(request.url), request.url))
        context.on("response", lambda r: self._note(r.status >= 500, f"{r.status} {r.url}"))
        return context

    def allow(self, *words: str) -> None:
        """Console errors with these words in them are meant to happen in this test."""
        self.allowed += words

    def _note(self, wrong: bool, words: str) -> None:
        if wrong and not any(allowed in words for allowed in self.allowed):
            self.faults.append(words)

    def _elsewhere(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ("data", "blob") and parts.netloc != self.host


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    noted = Watch(site)
    yield noted
    assert not noted.faults


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    return site.address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    args = ["--disable-gpu", "--no-first-run", *QUIET, *AS_ROOT]
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(new_context: NewContext, watch: Watch) -> NewContext:
    """As pytest-playwright's, but watched, and with patience that fits one machine."""

    def make(**arguments: Any) -> BrowserContext:
        context = watch.follow(new_context(**arguments))
        context.set_default_timeout(10_000)
        return context

    return make


@pytest.fixture
def known(page: Page, site: Site) -> Callable[[Portfolio], bytes]:
    """Makes the page belong to somebody who has saved this portfolio; returns their secret."""

    def know(portfolio: Portfolio) -> bytes:
        secret = os.urandom(KEY_BYTES)
        key = site.keep(portfolio, secret)
        page.context.add_cookies([{"name": "ehbo", "value": key, "url": site.address}])
        return secret

    return know


@pytest.fixture
def planning(page: Page, known: Callable[[Portfolio], bytes]) -> Page:
    """The page of the plan, for somebody who has not written anything on it yet."""
    known(people.done())
    page.goto("/pop-op")
    return page
