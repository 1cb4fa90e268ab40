"""Error -> status and a Dutch page, that sends again what was typed. The one place for it."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import NamedTuple

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.texts import without_unprintable
from ehbo.dutch import why_unavailable
from ehbo.store.database import cause_of
from ehbo.web.frame.access import in_passing
from ehbo.web.frame.error_pages import (
    BROKEN,
    BY_CLASS,
    BY_REASON,
    BY_STATUS,
    FILE_AGAIN,
    NOTHING_TO_SEE,
    Page,
    page_of,
)
from ehbo.web.frame.fault_log import traces
from ehbo.web.frame.security import SAFE_METHODS

log = logging.getLogger("ehbo")

# The fields that hold a person's own words. All others are the page's: never to be seen.
WORDS = re.compile(r"texts-\d+|actions-\d+-(what|with_whom)|name")
LONGEST_UNSEEN = 40
# What a page says it was filled with. A statement can be called bases-1 too; its answer is no mark.
FILLED_WITH = re.compile(
    r"shown(_answers)?=.*|(bases-\d+|look_again_base|actions-\d+-mark)=[0-9a-f]{16}"
)


class Field(NamedTuple):
    """A field that is sent again, for the person to see or not."""

    name: str
    value: str
    seen: bool


def register(app: Flask) -> None:
    # The log is for faults; an old token is none.
    logging.getLogger("flask_wtf.csrf").setLevel(logging.WARNING)
    for error_class in (*BY_CLASS, *BY_REASON):
        app.register_error_handler(error_class, _known)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _known(error: Exception) -> Response:
    page = page_of(error, request.endpoint)
    if page.status >= 500:
        log.error("%s op %s: %s", type(error).__name__, request.endpoint, _reason(error))
    return answer(page)


def _reason(error: Exception) -> str:
    """What the database said, by name: its message, or the system's, may quote what it was given.

    Without a cause the words are our own.
    """
    if not isinstance(error, StoreUnavailable):
        return ""
    return why_unavailable(error) if error.__cause__ is None else cause_of(error)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    looked = error.code == 405 and request.method in ("GET", "HEAD")
    page = NOTHING_TO_SEE if looked else BY_STATUS.get(error.code or 500, BY_STATUS[400])
    response = answer(page)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _unexpected(error: Exception) -> Response:
    log.error("onverwachte fout op %s: %s", request.endpoint, traces(error))
    return answer(BROKEN)


def answer(page: Page) -> Response:
    """The page for a person, or its words alone for the script that saves in passing."""
    if in_passing():
        response = jsonify(message=f"{page.title}. {page.text}", another=page.for_another)
    else:
        resend = page.resend and request.method not in SAFE_METHODS and _only_fields()
        typed = _typed(page) if resend else []
        if page.resend and not resend:
            again = request.method not in SAFE_METHODS
            page = replace(page, text=page.nothing_sent or (FILE_AGAIN if again else page.text))
        html = render_template("error.html", page=page, resend=resend, typed=typed)
        response = make_response(html)
    response.status_code = page.status
    response.headers["Cache-Control"] = "no-store"
    if page.status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def _only_fields() -> bool:
    """Whether what was sent can be sent again: a form that can be read, without a file."""
    try:
        return not request.files
    except HTTPException:
        return False


def _typed(page: Page) -> list[Field]:
    """What the form brought, to send again: nothing that was typed is lost.

    The tick that allows erasing is not sent again unseen.
    """
    brought = [
        (without_unprintable(name), without_unprintable(value))
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "confirmed")
    ]
    if page.for_another:
        brought = _as_new(brought)
    return [
        Field(name, value, len(value) > LONGEST_UNSEEN and WORDS.fullmatch(name) is not None)
        for name, value in brought
    ]


def _as_new(brought: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields as of a page that was filled with nothing, so that all on it counts as typed.

    What stood there was another's: it says nothing about what is kept of who is here now, and
    neither does a place that was left empty.
    """
    return [
        (name, "" if FILLED_WITH.fullmatch(f"{name}={value}") else value)
        for name, value in brought
        if name != "page_of" and (value or not WORDS.fullmatch(name))
    ]
