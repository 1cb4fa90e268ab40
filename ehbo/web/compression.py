"""Pages over the wire at a quarter of their size."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

COMPRESSIBLE = {"text/html", "application/json", "text/calendar"}
SMALLEST = 500
LEVEL = 4


def compress(app: Flask) -> None:
    """Has an app send its pages with gzip to browsers that take it."""

    @app.after_request
    def compressed(response: Response) -> Response:
        if response.mimetype not in COMPRESSIBLE or request.blueprint == "key":
            return response  # the key is not squeezed together with what others can influence
        response.vary.add("Accept-Encoding")
        content = response.get_data()
        if len(content) >= SMALLEST and request.accept_encodings.quality("gzip"):
            response.set_data(gzip.compress(content, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
