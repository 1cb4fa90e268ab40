"""Installations of the product, and visitors that act like a browser."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from ehbo.config import Settings
from ehbo.domain.keys import KEY_BYTES, Person, read
from ehbo.domain.portfolio import Portfolio
from ehbo.store import database, portfolios
from ehbo.web import create_app
from tests.builders import TODAY, Clock
from tests.page import NOTHING, Data, Page
from tests.page_faults import faults_of

# Forms that stand on another page than the one they post to.
FORM_STANDS_ON = {
    "/sleutel/vergrendel": "/sleutel",
    "/mijn-gegevens/laden": "/mijn-gegevens",
    "/mijn-gegevens/wissen": "/mijn-gegevens",
    "/profiel/tip": "/profiel",
    "/profiel/nieuwe-meting": "/profiel",
}


class Installation:
    """One installation of the product: a data folder with a database, and the app on it."""

    def __init__(
        self,
        data: Path,
        compiled_templates: Path,
        clock: Clock,
        *,
        fast: bool = True,
        **settings: Any,
    ) -> None:
        self.data = data
        self.compiled_templates = compiled_templates
        self.clock = clock
        self.settings = Settings(data=data, **settings)
        self.app: Flask = create_app(self.settings, clock, fast=fast)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled_templates))

    def restarted(self, **settings: Any) -> Installation:
        return Installation(self.data, self.compiled_templates, self.clock, **settings)

    def visitor(self, key: str | None = None, **options: Any) -> Visitor:
        """Somebody with a browser of their own; with a key they go on where they were."""
        return Visitor(self, key, **options)

    def owner(self, portfolio: Portfolio) -> Visitor:
        """A visitor whose portfolio is kept here already."""
        return self.visitor(self.keep(portfolio))

    def keep(self, portfolio: Portfolio) -> str:
        """Keeps a portfolio under a new key, and returns the key."""
        person = Person(secrets.token_bytes(KEY_BYTES))
        with database.opened(self.settings.database) as db, db.write():
            portfolios.save(db, person, portfolio, TODAY)
        return person.key

    def kept(self, key: str | None) -> Portfolio:
        """What is kept under a key. Raises NobodyHere when there is nothing."""
        assert key is not None
        with database.opened(self.settings.database) as db:
            return portfolios.get(db, Person(read(key)))

    @property
    def people(self) -> int:
        """How many bundles are kept here."""
        with database.opened(self.settings.database) as db:
            return int(db.row("SELECT count(*) FROM portfolio")[0])

    def dump(self) -> str:
        """Everything in the database, as SQL."""
        with closing(sqlite3.connect(self.settings.database)) as connection:
            return "\n".join(connection.iterdump())


class Visitor:
    """Somebody with a browser: gets pages, fills in the forms on them, keeps cookies.

    `modern` browsers send Sec-Fetch-Site; all send an Origin with a form, as the page's
    Referrer-Policy lets them.
    """

    def __init__(
        self, installation: Installation, key: str | None = None, *, modern: bool = True
    ) -> None:
        self.installation = installation
        self.modern = modern
        self.address = urlsplit(installation.settings.address)
        self.client = installation.app.test_client()
        prefix = "__Host-" if installation.settings.https else ""
        self.key_cookie, self.form_cookie = f"{prefix}ehbo", f"{prefix}formulier"
        if key is not None:
            self.client.set_cookie(self.key_cookie, key, domain=self.address.hostname or "")

    @property
    def key(self) -> str | None:
        """The key in this browser's cookie."""
        cookie = self.client.get_cookie(self.key_cookie, self.address.hostname or "")
        return cookie.value if cookie else None

    @property
    def portfolio(self) -> Portfolio:
        """What is kept for this visitor."""
        return self.installation.kept(self.key)

    def forget_form_cookie(self) -> None:
        """As after restarting the browser: the page is still open, its token is worthless."""
        self.client.delete_cookie(self.form_cookie, domain=self.address.hostname or "")

    def get(self, path: str, **options: Any) -> Page:
        return self.request("GET", path, **options)

    def post(
        self,
        path: str,
        data: Data = NOTHING,
        *,
        on: str | None = None,
        follow: bool = False,
        having: Data = NOTHING,
        **how: Any,
    ) -> Page:
        """Opens the page with the form that posts to `path`, fills it in and sends it."""
        page = self.get(on or FORM_STANDS_ON.get(path, path))
        assert page.status == 200, page.status
        sent = page.form(path, having=having).send(data, **how)
        return sent.follow() if follow else sent

    def send(self, path: str, data: Data | bytes, **options: Any) -> Page:
        """Posts raw data, not through a form of ours, with this browser's own token."""
        token = self.token
        if isinstance(data, bytes):
            options.setdefault("content_type", "application/x-www-form-urlencoded")
            sent: Data | bytes = b"csrf_token=" + token.encode() + b"&" + data
        else:
            sent = {"csrf_token": token, **data}
        return self.request("POST", path, data=sent, **options)

    @property
    def token(self) -> str:
        return str(self.get("/tien-redenen").form("/tien-redenen").fields["csrf_token"])

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any
    ) -> Page:
        fetch = {"Sec-Fetch-Site": "same-origin"} if self.modern and method != "GET" else {}
        # A proxy in front speaks https; the app itself hears http with the public host name.
        response = self.client.open(
            urldefrag(path).url,
            method=method,
            base_url=f"http://{self.address.netloc}",
            headers={**fetch, **(headers or {})},
            buffered=True,
            **options,
        )
        page = Page(self, response)
        if page.is_html and method not in ("HEAD", "OPTIONS"):
            found = faults_of(page)
            assert not found, f"{method} {path} ({page.status}): {found}"
        return page
