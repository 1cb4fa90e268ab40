"""Headers on every answer, and the refusal of requests that other sites send."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, Response, abort, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import Headers

from ehbo.config import Settings
from ehbo.domain.errors import EhboError
from ehbo.domain.texts import unprintable

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
MOST_FIELDS = 1000
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class UnreadableText(EhboError):
    """A form holds characters that no person types."""


class Sessions(SecureCookieSessionInterface):
    """Flask's own signed cookie for form tokens; the signer is made once, not for each request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class InMemory(Request):
    """A request whose files stay in memory: a personal file is never written to disk unsealed."""

    def _get_file_stream(self, *sizes: Any, **more: Any) -> IO[bytes]:
        return BytesIO()


def protect(app: Flask, settings: Settings) -> None:
    """Puts the rules on an app: nothing from elsewhere in, nothing to elsewhere out."""
    headers = Headers(HEADERS)
    if settings.https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

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
        if _broken_utf8():  # before the form is parsed: that leaves no bytes to look at
            abort(400)
        if len(request.form) > MOST_FIELDS:
            abort(413)
        if any(
            unprintable(name) or unprintable(value)
            for name, value in request.form.items(multi=True)
        ):
            raise UnreadableText

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(headers)
        # Pages to fill in may be kept for the back button, so that nothing typed is lost.
        kept = "no-store" if request.blueprint in ("key", "data") else "private, no-cache"
        response.headers.setdefault("Cache-Control", kept)
        return response


def _broken_utf8() -> bool:
    """Whether the escapes in a form are no text: Werkzeug would keep them as typed."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return False
    try:
        unquote_to_bytes(request.get_data()).decode()
    except UnicodeDecodeError:
        return True
    return False


def _from_elsewhere(settings: Settings) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin not in (settings.address, request.host_url.rstrip("/"))
