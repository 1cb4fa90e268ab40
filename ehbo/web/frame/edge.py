"""Around all of the app: a host that is one, the rules on every answer, and an answer always."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from werkzeug.sansio.utils import get_current_url, host_is_trusted

from ehbo.config import Settings
from ehbo.web.frame.fast import remembered
from ehbo.web.frame.fault_log import traces
from ehbo.web.frame.security import UNLESS_SAID, headers_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("ehbo")

LONGEST_NAME = 253
HOST = re.compile(
    r"(?P<name>(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{0,5})?",
    re.ASCII | re.IGNORECASE,
)
PLAIN = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<title>{title} – EHBO</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<a href="#inhoud">Ga naar de inhoud</a>
<main id="inhoud" tabindex="-1">
<h1>{title}</h1>
<p>{text}</p>
<p><a href="/">Naar de beginpagina</a></p>
</main>
</body>
</html>
"""


class LastResort(NamedTuple):
    """An answer that needs nothing of the app: it cannot fail in its turn."""

    status: str
    title: str
    text: str

    def body(self, environ: WSGIEnvironment) -> tuple[str, bytes]:
        """The kind and the bytes: a page, or a line for the script that saves in passing."""
        if "HTTP_X_AUTOSAVE" in environ:
            words = {"message": f"{self.title}. {self.text}", "another": False}
            return "application/json", json.dumps(words).encode()
        return "text/html; charset=utf-8", PLAIN.format(title=self.title, text=self.text).encode()


NO_HOST = LastResort(
    "400 Bad Request",
    "Dat konden we niet lezen",
    "Je browser noemde een adres dat niet kan bestaan. Kijk het adres na en probeer het nog eens.",
)
BROKEN = LastResort(
    "500 Internal Server Error",
    "Er ging iets mis bij ons",
    "Dat ligt niet aan jou. Wat je eerder bewaarde, is er nog. Vulde je net iets in? Ga dan terug, "
    "wacht een paar minuten en druk weer op de knop.",
)


class Edge:
    """The outermost layer of the app.

    An answer is whole before its first byte goes, so that one that breaks while it is made can
    still become another. Nothing gets past: a server logs what does, with all it says.
    """

    def __init__(self, inner: WSGIApplication, settings: Settings) -> None:
        self.inner = inner
        self.headers = [*headers_of(settings), *UNLESS_SAID]
        host = urlsplit(settings.address).netloc
        self.own_host = host if _host(host, "") else "localhost"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = _host(environ.get("HTTP_HOST", ""), self.own_host)
        if host is None:
            return self._plain(NO_HOST, environ, start_response)
        environ["HTTP_HOST"] = host
        try:
            status, headers, content = _whole(self.inner, environ)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # Rust panics are no Exception
            log.error("onverwachte fout buiten de pagina's: %s", traces(error))
            return self._plain(BROKEN, environ, start_response)
        start_response(status, headers + self._lacking(headers))
        return [content]

    def _lacking(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The rules that an answer does not carry yet: those of files, mostly."""
        if self.headers[0] in headers:  # then the app has put all of them there
            return []
        there = {name.lower() for name, _ in headers}
        return [(name, value) for name, value in self.headers if name.lower() not in there]

    def _plain(
        self, answer: LastResort, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        kind, content = answer.body(environ)
        own = [
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
        ]
        start_response(answer.status, own + self._lacking(own))
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [content]


def _whole(
    app: WSGIApplication, environ: WSGIEnvironment
) -> tuple[str, list[tuple[str, str]], bytes]:
    """An app's whole answer: status, headers and body."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    parts: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        begun.append((status, headers))
        return parts.append

    answer = app(environ, start)
    try:
        parts.extend(answer)
    finally:
        if (close := getattr(answer, "close", None)) is not None:
            close()
    return *begun[-1], b"".join(parts)


@remembered
def _host(sent: str, own: str) -> str | None:
    """The host that a request is for, None if it names what can be no host.

    One that may be, but that Werkzeug knows no address of, stands for our own: some proxies send
    a name with an underscore, and health checks send none.
    """
    if not sent:
        return own
    found = HOST.fullmatch(sent)
    if found is None or len(found["name"]) > LONGEST_NAME:
        return None
    try:
        sent.lower().encode("idna")
        get_current_url("http", sent)
    except ValueError:
        return own
    return sent if host_is_trusted(sent) else own
