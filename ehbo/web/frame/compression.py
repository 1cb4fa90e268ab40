"""Pages over the wire at a quarter of their size."""

from __future__ import annotations

from flask import Flask, Response, request
from isal.isal_zlib import compress as packed

from ehbo.web.frame import fast
from ehbo.web.frame.declarations import declared

COMPRESSIBLE = {"text/html", "application/json", "text/calendar"}
SMALLEST = 500
LEVEL = 1
GZIP = 31  # zlib's number for a stream with a gzip header and trailer


def compress(app: Flask) -> None:
    """Has an app send its pages with gzip to browsers that take it."""

    @app.after_request
    def compressed(response: Response) -> Response:
        if response.mimetype not in COMPRESSIBLE:
            return response
        content = response.get_data()
        if len(content) < SMALLEST or not fast.takes_gzip(
            request.headers.get("Accept-Encoding", "")
        ):
            return response
        found = declared(app, request.endpoint)
        if found is None or found.page.compressed:
            response.set_data(packed(content, LEVEL, GZIP))
            response.headers["Content-Encoding"] = "gzip"
        return response
