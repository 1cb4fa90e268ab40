"""The website. `create_app` only wires; each blueprint is a file of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from flask import Flask, request
from flask_wtf import CSRFProtect
from whitenoise import WhiteNoise

from ehbo.config import Settings
from ehbo.content import library
from ehbo.documents.team.invitation import PROMISE
from ehbo.domain.clock import Clock, system_clock
from ehbo.domain.texts import LONGEST_TEXT
from ehbo.store import database, wordings
from ehbo.tidying import Tidying
from ehbo.web import pages, person, team
from ehbo.web.frame import (
    access,
    compression,
    declarations,
    edge,
    errors,
    filters,
    once,
    security,
)
from ehbo.web.frame.access import Service
from ehbo.web.frame.fast import speed_up
from ehbo.web.frame.fault_log import WITHOUT_WORDS

PARTS = (pages.PART, person.PART, team.PART)
STATIC = Path(__file__).parent / "static" / "dist"
LARGEST_BODY = 2 * 1024 * 1024


class Ehbo(Flask):
    """Flask, told what it cannot know."""

    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
    ) -> None:
        """By the endpoint: Flask would log the path, and that may hold a team code."""
        self.logger.error("dubbele fout op %s", request.endpoint, exc_info=exc_info)


def create_app(settings: Settings, clock: Clock = system_clock, *, fast: bool = True) -> Flask:
    """The product as a WSGI app. Raises ContentError on faulty content, StoreUnavailable.

    `fast` is there for the test that the speed tricks change nothing.
    """
    content = library.served(settings.data)
    with database.opened(settings.database) as db:
        wordings.keep(db, content.questionnaires.values())
    app = Ehbo(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret(),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SESSION_COOKIE_NAME="__Host-formulier" if settings.https else "formulier",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_HEADERS=(),  # a token comes in a form, so what no form sends is refused
        WTF_CSRF_SSL_STRICT=False,  # our own check of Origin says the same (security.py)
    )
    app.request_class = security.InMemory
    app.url_map.strict_slashes = False  # an address typed over from a poster may end with one
    app.extensions["ehbo"] = Service(settings, content, clock, Tidying(settings, clock), PARTS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.globals.update(
        asset=_assets(),
        page_of=access.page_of,
        once=once.mark,
        demo=settings.demo,
        organisation=settings.organisation,
        contact=settings.contact,
        longest_text=LONGEST_TEXT,
        promise=PROMISE,
    )
    security.protect(app, settings)
    if fast:
        speed_up(app, settings)
    else:
        security.put_headers(app, settings)
        CSRFProtect(app)
    compression.compress(app)
    declarations.follow(app)
    errors.register(app)
    app.logger.addFilter(WITHOUT_WORDS)
    access.carry_keys(app)
    for part in PARTS:
        for blueprint in part.blueprints:
            app.register_blueprint(blueprint)
    with_files = WhiteNoise(
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        allow_all_origins=False,
        immutable_file_test=lambda path, url: True,
    )
    app.wsgi_app = edge.Edge(  # type: ignore[method-assign]  # as Flask's docs prescribe
        with_files, settings
    )
    return app


def _assets() -> Callable[[str], str]:
    manifest = json.loads((STATIC / "manifest.json").read_text("utf-8"))

    def asset(name: str) -> str:
        """The address of a built file; its name changes with its content."""
        return f"/static/{manifest[name]}"

    return asset
