"""Who is asking. Every view is handed its visit as an argument, or the request is refused here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial, wraps
from typing import Any

from flask import Response, current_app, g, request, session
from sqlite_utils import Database

from ehbo.config import Settings
from ehbo.content.library import Library
from ehbo.domain.clock import Clock, day_of
from ehbo.domain.errors import NobodyHere, OtherPerson, SealBroken, StoreUnavailable
from ehbo.domain.keys import KEY_BYTES, Person, find_person
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store import database, portfolios
from ehbo.tidying import Tidying
from ehbo.web.frame import once
from ehbo.web.frame.declarations import Declaration, View, declare

COOKIE_DAYS = 400
AUTOSAVE = "X-Bewaar"

Mark = Callable[[View], View]


@dataclass(frozen=True)
class Service:
    """What all requests share: the settings, everything that is served, one clock, the tidying.

    `blank_pages` holds theme pages as everybody gets them before the first answer, cut where what
    is one person's own goes. `results` holds what submissions made that may come again.
    """

    settings: Settings
    library: Library
    clock: Clock
    tidying: Tidying
    blank_pages: dict[tuple[str, str, int, bool], list[bytes]] = field(default_factory=dict)
    results: once.Results = field(default_factory=once.Results)


def service() -> Service:
    found: Service = current_app.extensions["ehbo"]
    return found


@dataclass
class Visit:
    """One request by a person, known or not yet."""

    service: Service
    person: Person | None
    saved: bool = False

    @property
    def questionnaires(self) -> Mapping[str, Questionnaire]:
        """The questionnaires that are served, by id."""
        return self.service.library.questionnaires

    def served(self, questionnaire_id: str) -> Questionnaire | None:
        """A questionnaire as it is served now, None when it is not."""
        return self.questionnaires.get(questionnaire_id)

    @cached_property
    def db(self) -> Database:
        return database.of_this_thread(self.service.settings.database)

    @cached_property
    def now(self) -> datetime:
        return self.service.clock()

    @property
    def today(self) -> date:
        return day_of(self.now)

    @cached_property
    def portfolio(self) -> Portfolio | None:
        return portfolios.find(self.db, self.person) if self.person else None

    @property
    def mark(self) -> str:
        """What the forms of this visit bring back, so that they are saved with nobody else."""
        return self.person.mark if self.person and self.portfolio is not None else ""

    @property
    def kept(self) -> Portfolio:
        """The person's portfolio, an empty one for somebody who has saved nothing yet."""
        return self.portfolio or Portfolio()

    def change(
        self,
        change: Callable[[Portfolio], Portfolio],
        beside: Callable[[Person], None] | None = None,
    ) -> Portfolio:
        """Opens, changes and seals the portfolio in one write; the first save makes the key.

        A first save that comes again, whole or changed, is of the person that it made before.
        `beside` writes in that same write what is kept outside the portfolio.
        """
        with database.write(self.db):
            person, found = self._known() if self.person else self._newcomer()
            old = found or Portfolio()
            new = change(old)
            if new != old:
                portfolios.save(self.db, person, new, self.today)
                self.saved = True
            if new != old or (found is not None and self.person is None):
                self.person, self.__dict__["portfolio"] = person, new
                g.page_of = person.mark
            if beside is not None:
                beside(person)
        return new

    def _known(self) -> tuple[Person, Portfolio]:
        assert self.person is not None
        found = portfolios.find(self.db, self.person)
        if found is None:
            raise NobodyHere  # erased since this request came in: it stays erased
        return self.person, found

    def _newcomer(self) -> tuple[Person, Portfolio | None]:
        """Somebody new, or who this page made a moment ago and is kept here still."""
        key = once.page_key()
        person = self.service.results.find(key)
        found = portfolios.find(self.db, person) if person else None
        if person is None or found is None:
            person, found = Person(secrets.token_bytes(KEY_BYTES)), None
            self.service.results.keep(key, person)
        return person, found


def fresh_id() -> str:
    return secrets.token_hex(8)


def cookie_name() -> str:
    return "__Host-ehbo" if service().settings.https else "ehbo"


def page_of() -> str:
    """The mark of who asks for a page; its forms bring it back. Empty for nobody.

    A key without a bundle is nobody's here too, or a fresh page would be refused at its first save.
    """
    if "page_of" not in g:
        visit = Visit(service(), find_person(request.cookies.get(cookie_name())))
        try:
            g.page_of = visit.mark
        except (SealBroken, StoreUnavailable):
            g.page_of = ""
    mark: str = g.page_of
    return mark


def _visit() -> Visit:
    """Who is asking. Raises OtherPerson for a form that was made for another.

    A key without a bundle is nobody's: what was erased does not come back under its old key.
    """
    visit = Visit(service(), find_person(request.cookies.get(cookie_name())))
    if request.method == "POST":
        if visit.person is not None and not _kept_or_damaged(visit):
            visit.person = None
        made_for = request.form.get("page_of", "")
        if made_for and (visit.person is None or made_for != visit.person.mark):
            raise OtherPerson
    return visit


def _kept_or_damaged(visit: Visit) -> bool:
    try:
        return visit.portfolio is not None
    except SealBroken:
        return True


def visitor(page: Declaration) -> Mark:
    """Open to everybody: the visit may be of nobody yet."""
    return partial(open_to_all, access="visitor", page=page)


def open_to_all(view: View, *, access: str, page: Declaration) -> View:
    """A view that gets a visit of anybody; `access` is what the route tests call it."""

    @wraps(view)
    def wrapped(**arguments: Any) -> Response:
        visit = _visit()
        known = visit.person
        response = current_app.make_response(view(visit, **arguments))
        if visit.person != known or visit.saved:
            remember(response, visit.person)
        return response

    return declare(wrapped, access, page)


def owner(page: Declaration) -> Mark:
    """Only for a person whose portfolio is kept here; others get NobodyHere."""

    def mark(view: View) -> View:
        @wraps(view)
        def wrapped(**arguments: Any) -> Response:
            visit = _visit()
            if visit.portfolio is None:
                raise NobodyHere
            response = current_app.make_response(view(visit, **arguments))
            if visit.person is None or visit.saved:
                remember(response, visit.person)
            return response

        return declare(wrapped, "owner", page)

    return mark


def anyone(page: Declaration) -> Mark:
    """Open to everybody, without looking at who is asking."""
    return partial(declare, access="anyone", page=page)


def remember(response: Response, person: Person | None) -> None:
    """Keeps the key in a cookie that no script can read, or wipes it."""
    flags: dict[str, Any] = {
        "httponly": True,
        "samesite": "Lax",
        "secure": service().settings.https,
        "path": "/",
    }
    if person is None:
        service().results.forget(session.get(once.TOKEN))
        response.delete_cookie(cookie_name(), **flags)
        response.headers["Clear-Site-Data"] = '"cache"'
    else:
        response.set_cookie(cookie_name(), person.key, max_age=COOKIE_DAYS * 86400, **flags)
