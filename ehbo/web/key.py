"""The key: see it, print it, go on elsewhere with it, lock this device."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ehbo.documents import qr
from ehbo.domain import keys
from ehbo.domain.errors import KeyTypo
from ehbo.domain.keys import Person
from ehbo.store import portfolios, throttle
from ehbo.web.access import Visit, visitor
from ehbo.web.errors import BY_STATUS
from ehbo.web.forms import KeyForm

blueprint = Blueprint("key", __name__, url_prefix="/sleutel")

MOST_WRONG_KEYS_A_MINUTE = 100

Page = str | Response | tuple[str, int]


@blueprint.get("")
@visitor
def show(visit: Visit) -> Page:
    return _page(visit)


@blueprint.post("")
@visitor
def enter(visit: Visit) -> Page:
    form = KeyForm()
    try:
        person = Person(keys.read(form.sleutel.data or ""))
    except KeyTypo as typo:
        return _page(visit, form, str(typo)), 422
    if portfolios.find(visit.db, person) is None:
        return _unknown(visit, form)
    portfolios.touch(visit.db, person, visit.today)
    visit.person = person
    flash("Welkom terug. Alles wat je bewaarde, staat er weer.")
    return redirect(url_for("profile.show"), 303)


@blueprint.post("/vergrendel")
@visitor
def lock(visit: Visit) -> Page:
    visit.person = None
    flash("Dit apparaat is vergrendeld. Met je sleutel ga je weer verder.")
    return redirect(url_for("pages.home"), 303)


def _unknown(visit: Visit, form: KeyForm) -> Page:
    tried = throttle.times(visit.db, "wrong key", visit.now)
    if tried >= MOST_WRONG_KEYS_A_MINUTE:
        return _page(visit, form, f"{BY_STATUS[429].title}. {BY_STATUS[429].text}"), 429
    throttle.count(visit.db, "wrong key", visit.now)
    message = (
        "Bij deze sleutel is hier niets bewaard. Misschien is alles gewist, of hoort de sleutel "
        "bij een andere website van EHBO."
    )
    return _page(visit, form, message), 403


def _page(visit: Visit, form: KeyForm | None = None, fault: str = "") -> str:
    known = visit.person if visit.portfolio is not None else None
    address = visit.service.settings.public_url or request.host_url.rstrip("/")
    return render_template(
        "key.html",
        key=known.key if known else None,
        address=f"{address}{url_for('.show')}",
        qr=Markup(qr.svg(f"{address}{url_for('.show')}#{known.key}")) if known else None,
        typed=form.sleutel.data if form else "",
        fault=fault,
    )
