"""The key: see it, print it, go on elsewhere with it, lock this device."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ehbo.documents import qr
from ehbo.domain import keys
from ehbo.domain.keys import Person
from ehbo.store import portfolios
from ehbo.web.frame.access import Visit, visitor
from ehbo.web.frame.codes import CodeForm, WrongCode, open_typed
from ehbo.web.frame.declarations import KEY

blueprint = Blueprint("key", __name__, url_prefix="/sleutel")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@visitor(KEY)
def show(visit: Visit) -> Page:
    return key_page(visit)


@blueprint.post("")
@visitor(KEY)
def enter(visit: Visit) -> Page:
    """Opens whatever was typed, or says what is wrong with it on the page where it was typed."""
    opened = open_typed(visit, CodeForm(), usual_page="key.show")
    if isinstance(opened, str):
        return redirect(opened, 303)
    return visit.service.code_pages[opened.stands_on](visit, opened), opened.status


def open_bundle(visit: Visit, text: str) -> str | None:
    """A person's key opens what is kept under it."""
    secret = keys.find(text)
    person = Person(secret) if secret else None
    if person is None or portfolios.find(visit.db, person) is None:
        return None
    portfolios.touch(visit.db, person, visit.today)
    visit.become(person)
    flash("Welkom terug. Alles wat je bewaarde, staat er weer.")
    return url_for("profile.show")


@blueprint.post("/vergrendel")
@visitor(KEY)
def lock(visit: Visit) -> Page:
    visit.leave()
    flash("Dit apparaat is vergrendeld. Met je sleutel ga je weer verder.")
    return redirect(url_for("pages.home"), 303)


def key_page(visit: Visit, wrong_code: WrongCode | None = None) -> str:
    known = visit.person if visit.portfolio is not None else None
    address = visit.service.settings.public_url or request.host_url.rstrip("/")
    return render_template(
        "person/key.html",
        key=known.key if known else None,
        address=f"{address}{url_for('.show')}",
        qr=Markup(qr.svg(f"{address}{url_for('.show')}#{known.key}")) if known else None,
        wrong_code=wrong_code,
        faults=wrong_code.faults if wrong_code else [],
    )
