"""The speed tricks, all of them: they make the site cheaper, and never another site.

`create_app(…, fast=False)` leaves them out, for tests/web/frame/test_fast.py alone: it walks the
site with and without. The gain in each docstring is how much more CPU time a submission (a theme
page, its POST and the next theme page, 1.4 ms) takes without that trick: `python -m bench.tricks`
on 27 November 2026, give or take 1.5 %.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import _lru_cache_wrapper, lru_cache
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from markupsafe import escape
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from ehbo.config import Settings
from ehbo.web.frame.once import TOKEN
from ehbo.web.frame.security import SAFE_METHODS, UNLESS_SAID, VARY, headers_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BARE_TOKEN = re.compile("[0-9a-f]{40}")
MOST_TOKENS = 5000
KEPT_PAGES = "ehbo kept pages"
# Characters for private use, which stand in for words in a page that is kept.
FIRST_STAND_IN = 0xE000
STAND_IN = re.compile("([\ue000-\uf8ff])")

Result = TypeVar("Result")
Render = Callable[[Mapping[str, str]], str]


def speed_up(app: Flask, settings: Settings) -> None:
    """Puts the tricks on an app, with the headers and the check of tokens that they are about."""
    app.wsgi_app = with_headers(  # type: ignore[method-assign,assignment]  # as Flask prescribes
        app.wsgi_app, [*headers_of(settings), VARY]
    )
    app.session_interface = Sessions()
    app.ensure_sync = as_it_is  # type: ignore[method-assign,assignment]
    app.extensions[KEPT_PAGES] = {}
    FormTokens(app)


def with_headers(inner: WSGIApplication, headers: list[tuple[str, str]]) -> WSGIApplication:
    """Headers put around an app and not in it: in Werkzeug's list each makes every look dearer.

    Gain: 4 %.
    """

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, own: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said = {name for name, _ in own}
            unsaid = [header for header in UNLESS_SAID if header[0] not in said]
            return start_response(status, own + headers + unsaid, exc_info)

        return inner(environ, start)

    return outer


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, but a session of nothing else than a form token goes as it is.

    Signing adds nothing here: Flask-WTF signs what stands in the form, and who can plant a cookie
    can plant a signed one of their own as well. What it signed for a session has no end date, so
    it serves for the next pages too: Flask-WTF finds it in g. Gain: 19 %.
    """

    def __init__(self) -> None:
        self.signed: dict[str, str] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if not cookie or BARE_TOKEN.fullmatch(cookie):
            if signed := self.signed.get(cookie):
                setattr(g, TOKEN, signed)
            return SecureCookieSession({TOKEN: cookie} if cookie else {})
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not session and not session.modified:
            return
        if session.keys() != {TOKEN}:
            super().save_session(app, session, response)
            return
        if TOKEN in g:
            if len(self.signed) >= MOST_TOKENS:
                self.signed.clear()
            self.signed[session[TOKEN]] = g.get(TOKEN)
        if session.modified:
            response.set_cookie(
                self.get_cookie_name(app),
                session[TOKEN],
                httponly=self.get_cookie_httponly(app),
                secure=self.get_cookie_secure(app),
                samesite=self.get_cookie_samesite(app),
            )


class FormTokens(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Flask-WTF's check, which need not take apart the very token that it signed for a session.

    Gain: 4 %.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method in SAFE_METHODS:
            return
        signed, sent = g.get(TOKEN), request.form.get(TOKEN, "")
        if signed is None or not compare_digest(signed.encode(), sent.encode()):
            super().protect(apply_exemptions)


def as_it_is(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view, which is never asynchronous here: Flask would ask for each of them, each time.

    Gain: 1 %.
    """
    return view


def kept_page(key: Hashable, own: Mapping[str, str], render: Render) -> str | bytes:
    """A page that is everybody's but for some words of one's own, rendered once and then filled in.

    What `render` makes of the words may depend on nothing else than the key, which has so many
    values at most that a page of each may stay in memory. A page that would come out otherwise
    than it is rendered is never kept. Gain: 49 %.
    """
    pages = current_app.extensions.get(KEPT_PAGES)
    if pages is None:
        return render(own)
    if key not in pages:
        pages[key] = _cut(own, render)
    return _filled(pages[key], own) if pages[key] else render(own)


def _cut(own: Mapping[str, str], render: Render) -> list[bytes]:
    """The page between and at its stand-ins; nothing if it cannot be told from these."""
    page = render({name: chr(FIRST_STAND_IN + place) for place, name in enumerate(own)})
    parts = [part.encode() for part in STAND_IN.split(page)]
    return parts if _filled(parts, own) == render(own).encode() else []


def _filled(parts: list[bytes], own: Mapping[str, str]) -> bytes:
    words = {
        chr(FIRST_STAND_IN + place).encode(): escape(word).encode()
        for place, word in enumerate(own.values())
    }
    return b"".join(words.get(part, part) for part in parts)


REMEMBERED: list[_lru_cache_wrapper[Any]] = []


def remembered(function: Callable[..., Result]) -> _lru_cache_wrapper[Result]:
    """What a function answered lately is not worked out again: it is asked the same over and over.

    Gain: 5 % for the form of a theme, 3 % for the host of a request, 1 to 2 % for what a browser
    takes.
    """
    cached = lru_cache(maxsize=200)(function)
    REMEMBERED.append(cached)
    return cached


@remembered
def takes_gzip(accept_encoding: str) -> bool:
    """Whether a browser that sends this takes gzip."""
    return parse_accept_header(accept_encoding, Accept)["gzip"] > 0
