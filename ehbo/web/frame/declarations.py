"""What a page is. Each view declares it; caching, compression and search engines follow from it.

An access mark takes the declaration: `@owner(OWN_FILE)`. The tests over all routes read it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, Response, request

View = Callable[..., Any]

# Pages to fill in may be kept for the back button, so that nothing typed is lost.
BACK_BUTTON_ONLY = "private, no-cache"
NOWHERE = "no-store"


@dataclass(frozen=True)
class Declaration:
    """What a page is: where it may be kept, whether it is compressed, found and downloaded.

    `cache` is the Cache-Control of its answers. What shows a key is not compressed: it would be
    squeezed together with what others can influence. `indexed` says that search engines may show
    it, `file` that it is a download.
    """

    name: str
    cache: str = BACK_BUTTON_ONLY
    compressed: bool = True
    indexed: bool = False
    file: bool = False


PUBLIC = Declaration("public", indexed=True)
PERSONAL = Declaration("personal")
PRIVATE = Declaration("private", cache=NOWHERE)
KEY = Declaration("shows a key", cache=NOWHERE, compressed=False)
OWN_FILE = Declaration("own file", cache=NOWHERE, file=True)
SHARED_FILE = Declaration("shared file", file=True)


class Declared(NamedTuple):
    """Who may come in by a view, and what its page is."""

    access: str
    page: Declaration


_DECLARED: dict[View, Declared] = {}


def declare(view: View, access: str, page: Declaration) -> View:
    _DECLARED[view] = Declared(access, page)
    return view


def declared(app: Flask, endpoint: str | None) -> Declared | None:
    """What the view of an endpoint declares, None for no view or one that declares nothing."""
    return _DECLARED.get(app.view_functions[endpoint]) if endpoint else None


def follow(app: Flask) -> None:
    """Gives each answer of an app the headers that follow from what its page is."""

    @app.after_request
    def as_declared(response: Response) -> Response:
        found = declared(app, request.endpoint)
        if found is None:
            return response
        if found.page.cache != BACK_BUTTON_ONLY:  # which every answer gets by itself
            response.headers.setdefault("Cache-Control", found.page.cache)
        if found.page.indexed and response.status_code < 400:
            response.headers["X-Robots-Tag"] = "all"
        return response
