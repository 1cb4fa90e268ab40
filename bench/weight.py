"""(d) Bytes over the wire of a first and a repeat theme page, fetched as a browser would."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from bench import client, people
from bench.load import theme_forms
from bench.report import Aim, Table, number
from bench.servers import Cores, running

BROWSER = "Accept-Encoding: gzip, br"
PLAIN = "Accept-Encoding: identity"
FIRST_KB, REPEAT_KB = 100, 8

_FONT_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)


@dataclass(frozen=True)
class File:
    """One file as it was sent; `size` has its headers too."""

    path: str
    encoding: str
    body: int
    size: int

    def row(self) -> list[str]:
        return [self.path, self.encoding or "none", number(self.body), number(self.size)]


@dataclass
class Weight:
    """What a first visit loads (the page first), and every theme page when it is loaded again."""

    first: list[File] = field(default_factory=list)
    again: list[File] = field(default_factory=list)
    gzipped: int = 0

    @property
    def heaviest(self) -> File:
        return max(self.again, key=lambda file: file.size)

    def table(self) -> Table:
        rows = [file.row() for file in self.first]
        total = [number(sum(f.body for f in self.first)), number(sum(f.size for f in self.first))]
        rows.append(["first page, sum", "", *total])
        rows.append([f"repeat: {self.heaviest.path}", *self.heaviest.row()[1:]])
        notes: tuple[str, ...] = ()
        if not self.heaviest.encoding:
            packed = f"gzip -6 would make that body {number(self.gzipped)} bytes."
            notes = (f"The app sends its pages uncompressed; {packed}",)
        columns = ("file", "encoding", "body", "with headers")
        return Table("(d) Bytes over the wire, `Accept-Encoding: gzip, br`", columns, rows, notes)

    def aims(self) -> list[Aim]:
        first = sum(file.size for file in self.first) / 1000
        return [
            Aim("first theme page, everything and headers", first, FIRST_KB, " kB"),
            Aim("repeat theme page, with headers", self.heaviest.size / 1000, REPEAT_KB, " kB"),
        ]


def measure(cores: Cores) -> Weight:
    """The first load of the first theme page; then every theme page, of which the heaviest counts.

    The pages are those of a person without answers; answered ones differ by a few dozen bytes.
    """
    weight = Weight()
    with running(None, cores) as server:
        forms = theme_forms()
        page = _fetch(server.port, forms[0].path, PLAIN).text()
        weight.first = [_sent(server.port, forms[0].path)]
        for path in _files_of(server.port, forms[0].path, page):
            weight.first.append(_sent(server.port, path))
        weight.again = [_sent(server.port, form.path) for form in forms]
        plain = _fetch(server.port, weight.heaviest.path, PLAIN).body
        weight.gzipped = len(gzip.compress(plain, 6))
    return weight


def _fetch(port: int, path: str, accept: str) -> client.Reply:
    reply = client.fetch(port, people.request("GET", path, accept))
    assert reply.status == 200, f"{path}: {reply.status}"
    return reply


def _sent(port: int, path: str) -> File:
    reply = _fetch(port, path, BROWSER)
    return File(path, reply.header("Content-Encoding"), len(reply.body), reply.size)


class _Links(HTMLParser):
    """The stylesheets, scripts, icons and images that a page asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and values.get("rel") == "stylesheet":
            self.styles.append(values["href"])
        elif tag == "link" and values.get("rel") in ("icon", "preload", "modulepreload"):
            self.others.append(values["href"])
        elif tag in ("script", "img") and values.get("src"):
            self.others.append(values["src"])


def _files_of(port: int, path: str, page: str) -> list[str]:
    """The addresses that a browser fetches for a page, each once, in order."""
    links = _Links()
    links.feed(page)
    found = [urljoin(path, link) for link in (*links.styles, *links.others)]
    for style in links.styles:
        address = urljoin(path, style)
        css = _fetch(port, address, PLAIN).text()
        found += [urljoin(address, font) for font in _fonts(css, page)]
        found += [urljoin(address, url) for url in _URL.findall(_FONT_FACE.sub("", css))]
    return [path for path in dict.fromkeys(found) if not path.startswith("data:")]


def _fonts(css: str, page: str) -> list[str]:
    """The font files of which the page has a character: browsers fetch no others."""
    used = {ord(character) for character in page}
    return [
        _URL.findall(face)[0]
        for face in _FONT_FACE.findall(css)
        if "unicode-range" not in face or used & _characters(face)
    ]


def _characters(face: str) -> set[int]:
    declared = face.partition("unicode-range")[2].partition(";")[0]
    return {
        code
        for first, last in _RANGE.findall(declared)
        for code in range(int(first, 16), int(last or first, 16) + 1)
    }
