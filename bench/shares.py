"""(g) Where the time of a submission goes: sampled in one process, without a server."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import parse_headers
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from pyinstrument import Profiler
from pyinstrument.frame import Frame

from bench import people
from bench.client import Reply, Script
from bench.load import theme_forms
from bench.report import Table, number
from ehbo import config
from ehbo.store import database
from ehbo.web import create_app

WARM_UP = 50
EVERY = 0.0002  # seconds between two samples
REST = "Flask and Werkzeug: contexts, routing, requests, responses"
OURSELVES = "the views, with their answers and the cookie of the key"
# Per part the functions, or the files whole, that it is made of. Time goes to the innermost part.
PARTS: dict[str, tuple[str, ...]] = {
    "SQLite": ("database/sqlite.py",),
    "sealing, opening, JSON": (
        "domain/keys.py:seal", "domain/keys.py:open",
        "domain/portfolio.py:to_bytes", "domain/portfolio.py:from_bytes",
    ),
    "the key: made, written, read, derived": (
        "domain/keys.py:written", "domain/keys.py:read", "domain/keys.py:derived",
    ),
    "form tokens: made and checked": ("flask_wtf/csrf.py",),
    "the session's cookie": (
        "web/frame/fast.py:open_session", "web/frame/fast.py:save_session",
    ),
    "reading what was posted": (
        "web/frame/security.py:parse", "web/frame/security.py:refuse_unreadable_text",
    ),
    "the form: built and checked": (
        "web/frame/fields.py", "web/person/forms.py", "flask_wtf/form.py", "wtforms/form.py",
    ),
    "compressing two pages": ("web/frame/compression.py",),
    "scores": ("domain/scoring.py",),
    "addresses": ("flask/app.py:url_for",),
    "templates": ("jinja2/environment.py",),
    OURSELVES: (
        "web/person/assessment.py", "web/frame/access.py",
        "domain/portfolio.py", "store/portfolios.py",
    ),
}  # fmt: skip
_PART_OF = {place: part for part, places in PARTS.items() for place in places}


@contextmanager
def fresh_settings() -> Iterator[config.Settings]:
    """Those of an app with an empty database, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ehbo-bench-") as folder:
        settings = config.load(Path(folder), {})
        database.migrate(settings.database)
        yield settings


def table(submissions: int) -> Table:
    """Shares of the time inside the app, of many submissions one after another."""
    form = theme_forms()[0]
    with fresh_settings() as settings:
        app = create_app(settings)
        for _ in range(WARM_UP):
            play(people.submission(form), app)
        profiler = Profiler(interval=EVERY)
        with profiler:
            for _ in range(submissions):
                play(people.submission(form), app)
    session = profiler.last_session
    root = session.root_frame() if session else None
    assert root is not None, "nothing was sampled"
    found = Counter[str]()
    for part, seconds in _spent(root, None):
        found[part] += seconds
    rows = [[part, f"{number(100 * s / found.total(), 1)} %"] for part, s in found.most_common()]
    note = f"{submissions:,} submissions in one process; the sampling itself costs some of each."
    return Table("(g) Where the time of a submission goes", ("part", "share"), rows, (note,))


def _spent(frame: Frame, inside: str | None) -> Iterator[tuple[str, float]]:
    """Every frame's own seconds with its part; what is outside of the app counts for nothing."""
    if frame.function == "wsgi_app":
        inside = REST
    elif inside:
        inside = _part(frame) or inside
    if inside:
        yield inside, frame.time - sum(child.time for child in frame.children)
    for child in frame.children:
        yield from _spent(child, inside)


def _part(frame: Frame) -> str | None:
    file = "/".join(Path(frame.file_path or "").parts[-2:])
    return _PART_OF.get(f"{file}:{frame.function}") or _PART_OF.get(file)


def play(script: Script[Any], app: Flask) -> None:
    """Plays a script on the app itself, as the client does over a socket."""
    request = next(script)
    while True:
        reply = _answered(app, request)
        try:
            request = script.send(reply)
        except StopIteration:
            return


def _answered(app: Callable[..., Any], request: bytes) -> Reply:
    lines, _, body = request.partition(b"\r\n\r\n")
    first, _, fields = lines.partition(b"\r\n")
    method, target, _ = first.decode().split(" ")
    url = urlsplit(target)
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": unquote(url.path),
        "QUERY_STRING": url.query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in parse_headers(BytesIO(fields + b"\r\n\r\n")).items():
        variable = name.upper().replace("-", "_")
        plain = variable in ("CONTENT_TYPE", "CONTENT_LENGTH")
        environ[variable if plain else f"HTTP_{variable}"] = value
    head: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        head[:] = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]

    answer = app(environ, start)
    try:
        content = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return Reply("\r\n".join(head).encode(), content)
