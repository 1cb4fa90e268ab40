"""What a person does: the scripts that the client plays."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.client import Reply, Script

_HIDDEN = re.compile(r'<input\b[^>]*\btype="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


@dataclass(frozen=True)
class Form:
    """A theme page to fill in: its address, its statements and the answer to each."""

    path: str
    statements: tuple[str, ...]
    answer: int = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """How long the POST and the whole submission took, in seconds."""

    post: float
    whole: float


def request(method: str, path: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def hello() -> Script[None]:
    reply = yield request("GET", "/")
    _expect(reply, 200)


def submission(form: Form, encoding: str = "gzip") -> Script[Taken]:
    """A fresh person opens the page, answers every statement and follows to the next page."""
    accept = f"Accept-Encoding: {encoding}"
    cookies: dict[str, str] = {}
    began = time.perf_counter()
    page = yield request("GET", form.path, accept)
    _expect(page, 200)
    _keep(cookies, page)
    body = _filled_in(form, page.text())
    following, took = yield from sent(form.path, body, accept, cookies)
    if following.split("?")[0] == form.path:
        raise AssertionError(f"the answers were not taken: sent back to {following}")
    final = yield request("GET", following, accept, _cookie(cookies))
    _expect(final, 200)
    return Taken(took, time.perf_counter() - began)


def sent(path: str, body: bytes, accept: str, cookies: dict[str, str]) -> Script[tuple[str, float]]:
    """Posts a form as a browser does: where that leads to, and how many seconds it took."""
    post = request(
        "POST",
        path,
        accept,
        _cookie(cookies),
        "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        body=body,
    )
    posted = time.perf_counter()
    answer = yield post
    saved = time.perf_counter()
    _expect(answer, 303)
    _keep(cookies, answer)
    return answer.header("Location"), saved - posted


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser sends them back."""
    found = (dict(_ATTRIBUTE.findall(tag)) for tag in _HIDDEN.findall(page))
    return {pair["name"]: pair.get("value", "") for pair in found}


def _filled_in(form: Form, page: str) -> bytes:
    hidden = hidden_fields(page)
    if "csrf_token" not in hidden:
        raise AssertionError(f"no CSRF token on {form.path}")
    return urlencode(hidden | dict.fromkeys(form.statements, str(form.answer))).encode()


def _keep(cookies: dict[str, str], reply: Reply) -> None:
    for line in reply.headers("Set-Cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        cookies[name] = value


def _cookie(cookies: dict[str, str]) -> str:
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items())


def _expect(reply: Reply, status: int) -> None:
    if reply.status != status:
        start = reply.body[:300].decode(errors="replace")
        raise AssertionError(f"{reply.status} where {status} was expected: {start}")
