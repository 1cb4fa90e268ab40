"""CPU of one submission in the `ehbo` that Python finds here: run by bench/versions.py, per tree.

Prints JSON: microseconds per kind of submission, medians. It imports nothing else of the bench and
keeps to what every version has, so that it can measure an old one as well.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from ehbo.config import Settings
from ehbo.store import database
from ehbo.web import create_app

PAGE = "/zelfanalyse/overheidsparticipatie/{}"
THEMES = {"doen": 5, "doel": 5, "raad": 6, "geld": 5, "organisatieverandering": 6}
FIELD = re.compile(rb'<input[^>]*type="hidden"[^>]*>')
PART = re.compile(rb'(name|value)="([^"]*)"')
HOST = "127.0.0.1:8000"


class Browser:
    """The least that a browser is: cookies and the hidden fields of the page it looks at."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes = b"", **extra: str) -> tuple[bytes, float]:
        """The answer, and the CPU seconds that this process spent on it."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": HOST,
            "HTTP_ACCEPT_ENCODING": "identity",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **extra,
        }
        began: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            began.append((status, headers))
            return lambda part: None

        before = time.process_time()
        answer = self.app(environ, start)
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        spent = time.process_time() - before
        status, headers = began[-1]
        assert status[:1] in "23", (method, path, status)
        for name, value in headers:
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        return content, spent

    def submission(self, theme: str, passing: bool = False) -> float:
        path = PAGE.format(theme)
        page, _ = self.ask("GET", path)
        fields = [dict(PART.findall(found)) for found in FIELD.findall(page)]
        sent = {f[b"name"].decode(): f.get(b"value", b"").decode() for f in fields}
        sent |= {f"{theme}-{n}": "3" for n in range(1, THEMES[theme] + 1)}
        extra = {"HTTP_X_AUTOSAVE": "1", "HTTP_X_BEWAAR": "1"} if passing else {}
        _, spent = self.ask("POST", path, urllib.parse.urlencode(sent).encode(), **extra)
        return spent


def measure(people: int) -> dict[str, float]:
    """Median CPU per submission, in microseconds: the first save, a next one, one in passing."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        database.migrate(settings.database)
        app = create_app(settings).wsgi_app
        spent: dict[str, list[float]] = {"first save": [], "next save": [], "in passing": []}
        for _ in range(people):
            browser = Browser(app)
            first, *others, last = THEMES
            spent["first save"].append(browser.submission(first))
            spent["next save"] += [browser.submission(theme) for theme in others]
            spent["in passing"].append(browser.submission(last, passing=True))
    return {kind: 1e6 * median(times[len(times) // 5 :]) for kind, times in spent.items()}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
