"""The pages around the journey: home, about, privacy, accessibility, health."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, abort, render_template
from werkzeug.wrappers import Response as AnyResponse

from ehbo.domain.factsheet import facts
from ehbo.store import database
from ehbo.web.frame.access import Visit, anyone, service, visitor
from ehbo.web.frame.codes import WrongCode
from ehbo.web.frame.declarations import PRIVATE, PUBLIC
from ehbo.web.frame.parts import Part

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@visitor(PUBLIC)
def home(visit: Visit) -> str:
    return _home(visit)


def _home(visit: Visit, wrong_code: WrongCode | None = None) -> str:
    return render_template(
        "home.html",
        questionnaires=list(visit.questionnaires.values()),
        known=visit.portfolio is not None,
        wrong_code=wrong_code,
        faults=wrong_code.faults if wrong_code else [],
    )


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


PART = Part(blueprints=(blueprint,), code_pages={"pages.home": _home})
