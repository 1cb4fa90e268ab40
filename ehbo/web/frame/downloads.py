"""What is taken along: one way to send a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Response, current_app, make_response, request

from ehbo.web.frame.declarations import declared


class Format(NamedTuple):
    """A kind of file that a report can be taken along as; `write` makes bytes of the report.

    `link` and `use` are what a page says about it.
    """

    link: str
    use: str
    mimetype: str
    write: Callable[[Any], bytes]


PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CALENDAR = "text/calendar; charset=utf-8"
CSV = "text/csv; charset=utf-8"
JSON = "application/json"
SVG = "image/svg+xml"


def download(content: bytes, mimetype: str, name: str) -> Response:
    """A file under a name. Raises LookupError in a view that does not declare that it sends one."""
    found = declared(current_app, request.endpoint)
    if found is None or not found.page.file:
        raise LookupError(f"{request.endpoint} sends a file and does not declare it")
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def file_name(*parts: object, ending: str) -> str:
    """A name for a file out of words and numbers, in letters that every system takes."""
    plain = unicodedata.normalize("NFKD", " ".join(str(part) for part in parts))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z0-9]+', '-', letters).strip('-')[:100].rstrip('-')}.{ending}"
