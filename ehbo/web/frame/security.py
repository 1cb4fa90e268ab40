"""Headers on every answer, and the refusal of requests that other sites send."""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flask import Flask, Request, Response, abort, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from ehbo.config import Settings
from ehbo.domain.texts import unprintable
from ehbo.web.frame.declarations import BACK_BUTTON_ONLY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
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
MOST_FIELDS = 1000
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


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
    """Has an app refuse what other sites send, and text that nobody can read."""

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method not in SAFE_METHODS and _from_elsewhere(settings):
            abort(403)

    @app.before_request
    def refuse_unreadable_text() -> None:
        if request.method in SAFE_METHODS:
            return
        if "HTTP_TRANSFER_ENCODING" in request.environ:
            abort(413)
        fields = request.form.items(multi=True)
        if unprintable("".join([text for field in fields for text in field])):
            raise UnreadableText


def put_headers(app: Flask, settings: Settings) -> None:
    """Has every answer of an app carry the rules; `fast.with_headers` does it for less."""
    headers = [*headers_of(settings), VARY]

    @app.after_request
    def with_headers(response: Response) -> Response:
        response.headers.extend(headers)
        for name, value in UNLESS_SAID:
            response.headers.setdefault(name, value)
        return response


def _from_elsewhere(settings: Settings) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin not in (settings.address, request.host_url.rstrip("/"))
