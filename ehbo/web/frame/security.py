"""Headers on every answer, and the refusal of requests that other sites send."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hmac import compare_digest
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flask import Flask, Request, Response, abort, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from ehbo.config import Settings
from ehbo.domain.texts import unprintable
from ehbo.web.frame.declarations import BACK_BUTTON_ONLY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from werkzeug.formparser import t_parse_result
from ehbo.domain.errors import UnreadableText

CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: under that browsers send our own forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
VARY = ("Vary", "Accept-Encoding, Cookie")
# What an answer gets that does not say otherwise (declarations.py).
UNLESS_SAID = (("Cache-Control", BACK_BUTTON_ONLY), ("X-Robots-Tag", "noindex"))
TOKEN = "csrf_token"
BARE_TOKEN = re.compile("[0-9a-f]{40}")
MOST_FIELDS = 1000
MOST_TOKENS = 5000
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, but a session of nothing else than a form token goes as it is.

    Signing is the dearest part of a page, and adds nothing here: Flask-WTF signs what stands in
    the form, and who can plant a cookie can plant a signed one of their own as well. What it signed
    for a session has no end date, so it serves for the next pages too: Flask-WTF finds it in g.
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
    """Flask-WTF's check, which need not take apart the very token that it signed for a session."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method in SAFE_METHODS:
            return
        signed, sent = g.get(TOKEN), request.form.get(TOKEN, "")
        if signed is None or not compare_digest(signed.encode(), sent.encode()):
            super().protect(apply_exemptions)


class Forms(FormDataParser):
    """Reads both kinds of form by the same rules: so many fields, and a sign for broken UTF-8."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> t_parse_result:
        if mimetype != "application/x-www-form-urlencoded":
            parsed = super().parse(stream, mimetype, content_length, options)
            if any(name is None for part in parsed[1:] for name in part):
                raise BadRequest
            return parsed
        typed = stream.read()
        if typed.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        # Werkzeug would keep the escapes of broken UTF-8 as if they were typed.
        fields = parse_qsl(typed.decode(errors="replace"), keep_blank_values=True, errors="replace")
        return stream, self.cls(fields), self.cls()


class InMemory(Request):
    """A request whose files stay in memory: a personal file is never written to disk unsealed."""

    form_data_parser_class = Forms

    def __init__(self, environ: WSGIEnvironment, *more: Any, **options: Any) -> None:
        # Said by granian of every body, also of one that breaks off: half a text would be saved.
        environ.pop("wsgi.input_terminated", None)
        super().__init__(environ, *more, **options)

    def _get_file_stream(self, *sizes: Any, **more: Any) -> IO[bytes]:
        return BytesIO()


def headers_of(settings: Settings) -> list[tuple[str, str]]:
    """The rules that every answer carries, whoever makes it."""
    headers = dict(HEADERS)
    if settings.https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return list(headers.items())


def protect(app: Flask, settings: Settings) -> None:
    """Puts the rules on an app: nothing from elsewhere in, nothing to elsewhere out."""
    app.wsgi_app = _with_headers(  # type: ignore[method-assign,assignment]  # as Flask prescribes
        app.wsgi_app, [*headers_of(settings), VARY]
    )

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method not in SAFE_METHODS and _from_elsewhere(settings):
            abort(403)

    @app.before_request
    def refuse_unreadable_text() -> None:
        if request.method in SAFE_METHODS:
            return
        if "Transfer-Encoding" in request.headers:
            abort(413)
        if any(
            unprintable(name) or unprintable(value)
            for name, value in request.form.items(multi=True)
        ):
            raise UnreadableText


def _with_headers(inner: WSGIApplication, headers: list[tuple[str, str]]) -> WSGIApplication:
    """Around the app and not in it: each header more makes every look in Werkzeug's list dearer."""

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, own: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said = {name for name, _ in own}
            unsaid = [header for header in UNLESS_SAID if header[0] not in said]
            return start_response(status, own + headers + unsaid, exc_info)

        return inner(environ, start)

    return outer


def _from_elsewhere(settings: Settings) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin not in (settings.address, request.host_url.rstrip("/"))
