"""The key: see it, print it, go on elsewhere with it, lock this device."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ehbo.documents import qr
from ehbo.domain import keys
from ehbo.domain.errors import KeyTypo
from ehbo.domain.keys import Person
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.writing import CODE, plain
from ehbo.store import portfolios, teams, throttle
from ehbo.web.frame.access import Visit, visitor
from ehbo.web.frame.declarations import KEY
from ehbo.web.frame.error_pages import BY_STATUS
from ehbo.web.person.forms import KeyForm
from ehbo.web.team.access import LEAD

blueprint = Blueprint("key", __name__, url_prefix="/sleutel")

MOST_WRONG_KEYS_A_MINUTE = 100
LONGEST_CODE = 20  # what is longer was meant as a key

Page = str | Response | tuple[str, int]


@blueprint.get("")
@visitor(KEY)
def show(visit: Visit) -> Page:
    return _page(visit)


@blueprint.post("")
@visitor(KEY)
def enter(visit: Visit) -> Page:
    """Opens whatever was typed: a person's key, a lead key, a team code or a compare code."""
    form = KeyForm()
    # An address ends in its code, a link to here in the key.
    typed = re.split("[/#]", (form.sleutel.data or "").strip().rstrip("/"))[-1]
    try:
        if not plain(typed):
            raise KeyTypo("Vul je sleutel of code in.")
        if len(plain(typed)) <= LONGEST_CODE:
            return _to_team(visit, form, CODE.written(CODE.read(typed)))
        secret = keys.read(typed)
    except KeyTypo as typo:
        return _page(visit, form, str(typo)), 422
    person, lead = Person(secret), Lead(secret)
    if (code := teams.of_lead(visit.db, lead)) is not None:
        teams.touch(visit.db, code, visit.today)
        visit.keyring.keep(LEAD, lead.secret, code)
        return redirect(url_for("lead.show", code=code), 303)
    if portfolios.find(visit.db, person) is None:
        return _unknown(visit, form)
    portfolios.touch(visit.db, person, visit.today)
    visit.become(person)
    flash("Welkom terug. Alles wat je bewaarde, staat er weer.")
    return redirect(url_for("profile.show"), 303)


@blueprint.post("/vergrendel")
@visitor(KEY)
def lock(visit: Visit) -> Page:
    visit.leave()
    flash("Dit apparaat is vergrendeld. Met je sleutel ga je weer verder.")
    return redirect(url_for("pages.home"), 303)


def _to_team(visit: Visit, form: KeyForm, code: str) -> Page:
    if teams.find(visit.db, code) is not None:
        return redirect(url_for("team.show", code=code), 303)
    if teams.find_shared(visit.db, code) is not None:
        return redirect(url_for("compare.show", code=code), 303)
    return _unknown(visit, form, "code")


def braked(visit: Visit) -> bool:
    """Counts a wrong key or code, and says whether there were too many in this minute."""
    return not throttle.admit(visit.db, "wrong key", MOST_WRONG_KEYS_A_MINUTE, visit.now)


def _unknown(visit: Visit, form: KeyForm, what: str = "sleutel") -> Page:
    if braked(visit):
        return _page(visit, form, f"{BY_STATUS[429].title}. {BY_STATUS[429].text}"), 429
    message = (
        f"Bij deze {what} is hier niets bewaard. Misschien is alles gewist, of hoort de {what} "
        "bij een andere website van EHBO."
    )
    return _page(visit, form, message), 403


def _page(visit: Visit, form: KeyForm | None = None, fault: str = "") -> str:
    known = visit.person if visit.portfolio is not None else None
    address = visit.service.settings.public_url or request.host_url.rstrip("/")
    return render_template(
        "person/key.html",
        key=known.key if known else None,
        address=f"{address}{url_for('.show')}",
        qr=Markup(qr.svg(f"{address}{url_for('.show')}#{known.key}")) if known else None,
        typed=form.sleutel.data if form else "",
        fault=fault,
    )
