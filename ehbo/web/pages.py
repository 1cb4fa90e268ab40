"""The pages around the journey: home, the ten reasons, about, privacy, accessibility, health."""

from __future__ import annotations

from datetime import timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from ehbo.domain.factsheet import facts
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store import database
from ehbo.web.frame.access import AUTOSAVE, Visit, anyone, service, visitor
from ehbo.web.frame.declarations import PRIVATE, PUBLIC
from ehbo.web.person.forms import ReasonsForm

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@visitor(PUBLIC)
def home(visit: Visit) -> str:
    return render_template(
        "home.html",
        questionnaires=list(visit.questionnaires.values()),
        known=visit.portfolio is not None,
    )


def _with_reasons(visit: Visit) -> Questionnaire:
    return next((q for q in visit.questionnaires.values() if q.reasons), None) or abort(404)


@blueprint.get("/tien-redenen")
@visitor(PUBLIC)
def reasons(visit: Visit) -> str:
    questionnaire = _with_reasons(visit)
    return render_template(
        "person/reasons.html", questionnaire=questionnaire, chosen=visit.kept.reasons
    )


@blueprint.post("/tien-redenen")
@visitor(PUBLIC)
def turn(visit: Visit) -> AnyResponse:
    questionnaire = _with_reasons(visit)
    assert questionnaire.reasons is not None
    form = ReasonsForm()
    there = [reason.id for reason in questionnaire.reasons.reasons]
    chosen, shown = {*(form.chosen.data or [])}, {*(form.shown.data or "").split(",")}

    def turned(portfolio: Portfolio) -> Portfolio:
        kept = {*portfolio.reasons} - (shown - chosen) | (chosen - shown)
        return portfolio.turned(tuple(id for id in there if id in kept))

    visit.change(turned)
    if AUTOSAVE in request.headers:
        # What this page shows now, which another window may have made other than what is kept.
        shows = ",".join(id for id in there if id in chosen)
        return jsonify(bases={"shown": shows, "page_of": visit.mark})
    flash("Je keuze is bewaard.")
    return redirect(url_for(".reasons"), 303)


@blueprint.get("/over")
@anyone(PUBLIC)
def about() -> str:
    questionnaires = list(service().library.questionnaires.values())
    return render_template("about.html", questionnaires=questionnaires)


@blueprint.get("/privacy")
@anyone(PUBLIC)
def privacy() -> str:
    settings = service().settings
    live = facts(settings.retention_months, https=settings.https, minimum=settings.minimum)
    return render_template("privacy.html", facts=live)


@blueprint.get("/toegankelijkheid")
@anyone(PUBLIC)
def accessibility() -> str:
    return render_template("accessibility.html")


@blueprint.get("/gezondheid")
@anyone(PRIVATE)
def health() -> AnyResponse:
    faults = []
    if not database.healthy(service().settings.database):
        faults.append("de database kan nu niet schrijven")
    if service().tidying.doubtful:
        faults.append(
            "wat te oud is, wordt niet gewist tot de beheerder keek (zie het logboek of "
            "`ehbo purge --dry-run`); bewaren gaat gewoon door"
        )
    if service().tidying.still:
        faults.append("het opruimen staat stil (zie het logboek): start EHBO opnieuw")
    text = "".join(f"{line}\n" for line in faults or ["gezond"])
    return Response(text, 503 if faults else 200, {"Cache-Control": "no-store"}, "text/plain")


@blueprint.get("/.well-known/security.txt")
@visitor(PUBLIC)
def security_txt(visit: Visit) -> AnyResponse:
    settings = visit.service.settings
    contact = settings.contact or abort(404)
    if "@" in contact and not contact.startswith("mailto:"):
        contact = f"mailto:{contact}"
    expires = (visit.now + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.address}/.well-known/security.txt",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
