"""Whatever breaks, and wherever: an answer in words, and no code, key or text in log or stderr."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Response, request
from flask.signals import request_finished, request_started
from jinja2 import TemplateError
from werkzeug.exceptions import ImATeapot

from ehbo.domain.errors import ContributionBroken, SealBroken, StoreUnavailable
from ehbo.store import database
from ehbo.web.frame import access, compression, errors, fast
from ehbo.web.frame.fault_log import WITHOUT_WORDS, traces
from ehbo.web.team import member as team_page
from tests.builders import beginner
from tests.page import Page
from tests.team_builders import OurTeam
from tests.visitor import Installation, Visitor
from tests.web.frame.test_edge import RULES, ask

TEXT = "Kanariepiet fluit een geheim"
Capture = pytest.CaptureFixture[str]


class Words(Exception):
    """Quotes all that came in."""

    def __init__(self, *more: Any) -> None:
        super().__init__(request.url, request.cookies, request.form, TEXT)


class Panic(BaseException):
    """As of a library in Rust: no Exception."""


def deep(*_: Any, **more: Any) -> Any:
    return deep(*_, **more)


def chained(*_: Any, **more: Any) -> Any:
    try:
        raise Words
    except Words as first:
        try:
            raise ValueError(TEXT) from first
        except ValueError:
            raise RuntimeError(request.url) from None


def raises(error: Callable[[], BaseException]) -> Callable[..., Any]:
    def raising(*_: Any, **more: Any) -> Any:
        raise error()

    return raising


def sql(*_: Any, **more: Any) -> Any:
    with database.opened(access.service().settings.database) as db:
        db.rows(f"SELECT '{request.form}' FROM nergens WHERE x = :code", {"code": request.path})


def os_error(*_: Any, **more: Any) -> Any:
    with database.sqlite.translated():
        raise OSError(28, TEXT, request.path)


def template_error(*_: Any, **more: Any) -> Any:
    raise TemplateError(f"{TEXT} {request.url}")


KINDS: dict[str, Callable[..., Any]] = {
    "a typed text in the message": raises(Words),
    "a chain": chained,
    "the database": sql,
    "the system": os_error,
    "a broken seal": raises(lambda: SealBroken(TEXT)),
    "a broken contribution": raises(lambda: ContributionBroken(request.url)),
    "a template": template_error,
    "too deep": deep,
    "a panic": raises(lambda: Panic(TEXT, request.url)),
    "out of memory": raises(lambda: MemoryError(TEXT)),
    "a leave-taking": raises(lambda: SystemExit(TEXT)),
    "an odd status": raises(lambda: ImATeapot(TEXT)),
    "a group": raises(lambda: ExceptionGroup(TEXT, [ValueError(TEXT)])),
    "not UTF-8": raises(lambda: UnicodeDecodeError("utf-8", TEXT.encode(), 0, 1, TEXT)),
}
PLACES = ("view", "template", "before", "after", "session", "error page", "signal", "token", "gzip")


@pytest.fixture
def team(here: Installation) -> OurTeam:
    return OurTeam(here)


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield


def send(team: OurTeam, visitor: Visitor) -> Page:
    """A canary of each kind in one request: path, query, cookies, form."""
    code = team.code
    data = {
        "csrf_token": visitor.token,
        "texts-0": TEXT,
        "code": TEXT,
        "key_or_code": team.lead.key,
    }
    return visitor.request("POST", f"/team/{code}/begin?code={code}", data=data)


def assert_no_canary(
    team: OurTeam, visitor: Visitor, caplog: pytest.LogCaptureFixture, capsys: Capture
) -> str:
    lines = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    out, err = capsys.readouterr()
    everything = f"{lines}\n{out}\n{err}"
    assert visitor.key is not None
    for canary in (team.code, team.code.lower(), team.code.replace("-", "")):
        assert canary not in everything
    for canary in (visitor.key, team.lead.key, "Kanariepiet", "/team/", "csrf_token="):
        assert canary not in without_our_files(everything)
    return everything


def without_our_files(lines: str) -> str:
    """A line of code is named by its file, and ours stand in folders that are called as pages."""
    return re.sub(r'File "[^"]*\.py"', "", lines)


def break_at(
    place: str, here: Installation, monkeypatch: pytest.MonkeyPatch, fails: Callable[..., Any]
) -> None:
    here.app.config["PROPAGATE_EXCEPTIONS"] = False
    if place == "view":
        monkeypatch.setitem(here.app.view_functions, "team.begin", fails)
    elif place == "template":
        monkeypatch.setitem(here.app.jinja_env.globals, "page_of", fails)
        monkeypatch.setitem(here.app.jinja_env.globals, "asset", fails)
        monkeypatch.setattr(team_page, "standing", raises(lambda: SealBroken()))
    elif place == "before":
        here.app.before_request_funcs[None].append(fails)
    elif place == "after":
        here.app.after_request_funcs[None].append(fails)
    elif place == "session":
        monkeypatch.setattr(fast.Sessions, "open_session", fails)
    elif place == "error page":
        monkeypatch.setattr(errors, "render_template", fails)
        monkeypatch.setitem(here.app.view_functions, "team.begin", raises(Words))
    elif place == "signal":
        monkeypatch.setattr(request_started, "send", fails)
        monkeypatch.setattr(request_finished, "send", fails)
    elif place == "token":
        monkeypatch.setattr(fast.FormTokens, "protect", fails)
    else:
        monkeypatch.setattr(compression, "packed", fails)
        monkeypatch.setattr(fast, "takes_gzip", lambda accepted: True)


@pytest.mark.parametrize("kind", KINDS)
def test_no_fault_leaves_what_somebody_typed_in_the_log(
    here: Installation,
    team: OurTeam,
    kind: str,
    caplog: pytest.LogCaptureFixture,
    capsys: Capture,
) -> None:
    for place in PLACES:
        installation = here.restarted()
        visitor = team.leader(visitor=installation.owner(beginner()))
        token = visitor.token
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Visitor, "token", token)
            break_at(place, installation, patch, KINDS[kind])
            page = send(team, visitor)
        assert_no_canary(team, visitor, caplog, capsys)
        logged = any(record.levelno >= logging.ERROR for record in caplog.records)
        assert logged == (page.status >= 500), place
        caplog.clear()
        assert all(len(page.headers.getlist(name)) == 1 for name in RULES), (place, page.status)
        assert page.moved or page.title.endswith(" – EHBO"), place


def test_an_answer_that_breaks_while_it_is_sent_becomes_another(
    here: Installation, team: OurTeam, caplog: pytest.LogCaptureFixture, capsys: Capture
) -> None:
    def streaming(code: str) -> Response:
        def parts() -> Iterator[str]:
            yield "begonnen"
            raise ValueError(TEXT, code)

        return Response(parts())

    here.app.view_functions["team.begin"] = streaming
    visitor = team.leader(visitor=here.owner(beginner()))

    page = send(team, visitor)

    assert page.status == 500
    assert "begonnen" not in page.text
    assert "Er ging iets mis bij ons" in page.title
    assert "ValueError" in assert_no_canary(team, visitor, caplog, capsys)


@pytest.mark.parametrize("host", ["a..b", ".", "a" * 64])
def test_a_host_that_is_none_leaves_nothing_in_the_log(
    here: Installation,
    team: OurTeam,
    host: str,
    caplog: pytest.LogCaptureFixture,
    capsys: Capture,
) -> None:
    answer = ask(here, "GET", f"/team/{team.code}", HTTP_HOST=host)

    assert answer.status_code == 400
    assert_no_canary(team, here.owner(beginner()), caplog, capsys)


def test_a_save_in_passing_hears_of_the_worst_in_words(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = here.visitor()
    form = visitor.get("/pop-op").form("/pop-op")
    monkeypatch.setattr(fast.Sessions, "open_session", raises(Panic))

    page = form.send({"texts-1": TEXT}, headers={"X-Autosave": "1"})

    assert page.status == 500
    assert page.json["message"].startswith("Er ging iets mis bij ons.")


def test_a_second_fault_is_logged_by_the_endpoint_and_still_gets_a_page_of_500(
    here: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = here.visitor()
    monkeypatch.setitem(here.app.view_functions, "pages.home", raises(Words))
    once = iter([raises(Words)])
    real = errors.render_template
    monkeypatch.setattr(errors, "render_template", lambda *a, **k: next(once, real)(*a, **k))

    page = visitor.get("/")

    assert (page.status, page.title) == (500, "Er ging iets mis bij ons – EHBO")
    assert "dubbele fout op pages.home" in caplog.text


def test_a_library_that_logs_an_exception_says_no_words_of_it() -> None:
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "mis", None, None)
    try:
        raise ValueError(TEXT)
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)

    assert WITHOUT_WORDS.filter(record)
    said = logging.Formatter().format(record)
    assert "ValueError" in said
    assert TEXT not in said.replace("raise ValueError(TEXT)", "")


def test_a_chain_that_is_a_ring_comes_to_an_end() -> None:
    first, second = ValueError(), sqlite3.Error()
    first.__cause__, second.__cause__ = second, first

    assert traces(first).split() == ["ValueError", "Error"]


def test_what_the_database_says_is_named_by_the_code_of_sqlite(
    here: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(here.app.view_functions, "pages.home", sql)
    assert here.visitor().get("/").status == 503
    monkeypatch.setitem(here.app.view_functions, "pages.home", os_error)
    assert here.visitor().get("/").status == 503
    monkeypatch.setitem(
        here.app.view_functions, "pages.home", raises(lambda: StoreUnavailable("is verplaatst"))
    )
    assert here.visitor().get("/").status == 503

    assert [record.getMessage() for record in caplog.records if record.name == "ehbo"] == [
        f"StoreUnavailable op pages.home: {said}"
        for said in ("SQLITE_ERROR", "ENOSPC", "is verplaatst")
    ]
