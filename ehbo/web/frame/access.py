"""Who is asking. Every view is handed its visit as an argument, or the request is refused here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial, wraps
from typing import Any

from flask import Flask, Response, current_app, g, request, session

from ehbo.config import Settings
from ehbo.content.library import Library
from ehbo.domain.clock import Clock, day_of
from ehbo.domain.errors import NobodyHere, OtherPerson, SealBroken, StoreUnavailable
from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store import database, portfolios
from ehbo.store.database import Connection
from ehbo.tidying import Tidying
from ehbo.web.frame import once
from ehbo.web.frame.declarations import Declaration, View, declare
from ehbo.web.frame.keyring import PERSON, Keyring, Purpose
from ehbo.web.frame.parts import CodePage, Errand, FindErrand, Opener, Part

AUTOSAVE = "HTTP_X_AUTOSAVE"
STAYS_IN_SESSION = {once.TOKEN, "_flashes"}

Mark = Callable[[View], View]


@dataclass(frozen=True)
class Service:
    """What all requests share: settings, all that is served, one clock, tidying, the parts.

    `results` holds what submissions made that may come again.
    """

    settings: Settings
    library: Library
    clock: Clock
    tidying: Tidying
    parts: tuple[Part, ...]
    results: once.Results = field(default_factory=once.Results)

    @cached_property
    def errands(self) -> tuple[FindErrand, ...]:
        return tuple(errand for part in self.parts for errand in part.errands)

    @cached_property
    def openers(self) -> tuple[Opener, ...]:
        return tuple(opener for part in self.parts for opener in part.openers)

    @cached_property
    def code_pages(self) -> Mapping[str, CodePage]:
        """The pages with the field for keys and codes, by endpoint."""
        return {name: page for part in self.parts for name, page in part.code_pages.items()}

    @cached_property
    def purposes(self) -> tuple[Purpose, ...]:
        """All that the keys on a device can be for."""
        return tuple(purpose for part in self.parts for purpose in part.keys)


def service() -> Service:
    found: Service = current_app.extensions["ehbo"]
    return found


@dataclass
class Visit:
    """One request by a person, known or not yet, with the keys on their device."""

    service: Service
    person: Person | None
    keyring: Keyring

    @property
    def questionnaires(self) -> Mapping[str, Questionnaire]:
        """The questionnaires that are served, by id."""
        return self.service.library.questionnaires

    def served(self, questionnaire_id: str) -> Questionnaire | None:
        """A questionnaire as it is served now, None when it is not."""
        return self.questionnaires.get(questionnaire_id)

    @cached_property
    def db(self) -> Connection:
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
    def errands(self) -> list[Errand]:
        """What this person came for and has yet to do, in whatever part of the website."""
        found = [find_errand(self) for find_errand in self.service.errands]
        return [errand for errand in found if errand is not None]

    @property
    def in_passing(self) -> bool:
        """Whether a page that stays open saves itself, and nobody pressed a button."""
        return in_passing()

    @property
    def mark(self) -> str:
        """What the forms of this visit bring back, so that they are saved with nobody else."""
        return self.person.mark if self.person and self.portfolio is not None else ""

    @property
    def portfolio_or_empty(self) -> Portfolio:
        """The person's portfolio, an empty one for somebody who has saved nothing yet."""
        return self.portfolio or Portfolio()

    def change(
        self,
        change: Callable[[Portfolio], Portfolio],
        also_write: Callable[[Person], None] | None = None,
    ) -> Portfolio:
        """Opens, changes and seals the portfolio in one write; the first save makes the key.

        A first save that comes again, whole or changed, is of the person that it made before.
        `also_write` writes in that same write what is kept outside the portfolio.
        """
        with self.db.write():
            person, found = self._known() if self.person else self._newcomer()
            old = found or Portfolio()
            new = change(old)
            changed = new != old
            if changed:
                portfolios.save(self.db, person, new, self.today)
            if also_write is not None:
                also_write(person)
        if changed or (found is not None and self.person is None):
            self.become(person)
            self.__dict__["portfolio"] = new
        return new

    def become(self, person: Person) -> None:
        """Goes on as a person, whose key stays on this device for so many days more."""
        self.person = person
        self.__dict__.pop("portfolio", None)
        self.keyring.keep(PERSON, person.secret)
        g.pop("page_of", None)

    def leave(self) -> None:
        """Goes on as nobody: the device forgets all keys, and what its session says."""
        self.person = None
        self.__dict__.pop("portfolio", None)
        self.keyring.forget_all()
        for name in session.keys() - STAYS_IN_SESSION:
            session.pop(name)
        g.page_of = ""

    def _known(self) -> tuple[Person, Portfolio]:
        assert self.person is not None
        # Erased since this request came in? It stays erased.
        return self.person, portfolios.get(self.db, self.person)

    def _newcomer(self) -> tuple[Person, Portfolio | None]:
        """Somebody new, or who this page made a moment ago and is kept here still."""
        key = once.newcomer_key()
        person = self.service.results.find(key)
        found = portfolios.find(self.db, person) if person else None
        if person is None or found is None:
            person, found = Person(secrets.token_bytes(KEY_BYTES)), None
            self.service.results.keep(key, person)
        return person, found


def in_passing() -> bool:
    """As `Visit.in_passing`, for what comes before anybody knows whose request it is."""
    return AUTOSAVE in request.environ


def fresh_id() -> str:
    return secrets.token_hex(8)


def page_of() -> str:
    """The mark of who asks for a page; its forms bring it back. Empty for nobody.

    A key without a bundle is nobody's here too, or a fresh page would be refused at its first save.
    """
    if "page_of" not in g:
        visit = _visit_of_anybody()
        try:
            g.page_of = visit.mark
        except (SealBroken, StoreUnavailable):
            g.page_of = ""
    mark: str = g.page_of
    return mark


def _visit_of_anybody() -> Visit:
    shared = service()
    keyring: Keyring | None = g.get("keyring")
    if keyring is None:
        keyring = Keyring(request.cookies, shared.purposes, https=shared.settings.https)
        g.keyring = keyring
    secret = keyring.find(PERSON)
    return Visit(shared, Person(secret) if secret else None, keyring)


def _visit() -> Visit:
    """Who is asking. Raises OtherPerson for a form that was made for another.

    A key without a bundle is nobody's: what was erased does not come back under its old key.
    """
    visit = _visit_of_anybody()
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
        return current_app.make_response(view(_visit(), **arguments))

    return declare(wrapped, access, page)


def owner(page: Declaration) -> Mark:
    """Only for a person whose portfolio is kept here; others get NobodyHere."""

    def mark(view: View) -> View:
        @wraps(view)
        def wrapped(**arguments: Any) -> Response:
            visit = _visit()
            if visit.portfolio is None:
                raise NobodyHere
            return current_app.make_response(view(visit, **arguments))

        return declare(wrapped, "owner", page)

    return mark


def anyone(page: Declaration) -> Mark:
    """Open to everybody, without looking at who is asking."""
    return partial(declare, access="anyone", page=page)


def carry_keys(app: Flask) -> None:
    """Lets every answer of an app carry what its request changed of the keys on the device."""

    @app.after_request
    def with_keys(response: Response) -> Response:
        keyring: Keyring | None = g.get("keyring")
        if keyring is not None and keyring.changed:
            keyring.hand_over(response)
            if keyring.forgets:
                service().results.forget(session.get(once.TOKEN))
        return response
