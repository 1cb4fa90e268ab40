"""One's own data: see all, take along, load back, erase."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import FileField

from ehbo.domain import portfolio as personal_file
from ehbo.domain.errors import FileFault, UnreadableFile
from ehbo.domain.keys import Person
from ehbo.domain.portfolio import loaded_back
from ehbo.store import portfolios, teams, throttle, wordings
from ehbo.web.frame.access import Visit, owner, visitor
from ehbo.web.frame.declarations import OWN_FILE, PRIVATE
from ehbo.web.frame.downloads import JSON, download
from ehbo.web.frame.fields import EhboForm, EraseForm, FieldError
from ehbo.web.frame.words import sentence
from ehbo.web.person.measurements import measurements

blueprint = Blueprint("data", __name__)

MOST_FILES_A_MINUTE = 30
LEFT_FOR_NOW = (
    "Op de schijf staat nog een stukje dat niemand kan lezen. Over een minuut is ook dat weg."
)

Page = str | Response | tuple[str, int]


class PersonalFileForm(EhboForm):
    """A personal file to load back."""

    bestand = FileField()


@blueprint.get("/mijn-gegevens")
@visitor(PRIVATE)
def show(visit: Visit) -> Page:
    return _page(visit)


@blueprint.get("/mijn-gegevens.json")
@owner(OWN_FILE)
def take_along(visit: Visit) -> Response:
    whole = visit.portfolio_or_empty.in_words(
        {m.assessment.id: m.questionnaire for m in measurements(visit)}
    )
    return download(personal_file.take_along(whole, whole.wordings), JSON, "mijn-gegevens.json")


@blueprint.post("/mijn-gegevens/laden")
@visitor(PRIVATE)
def load(visit: Visit) -> Page:
    if visit.portfolio is not None and visit.service.results.made_before() != visit.person:
        return _page(
            visit,
            (
                "file",
                "Op dit apparaat staan al gegevens. Bewaar je sleutel en vergrendel eerst; daarna "
                "kun je het bestand laden.",
            ),
        ), 409
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page(visit, ("file", "Kies eerst een bestand.")), 422
    try:
        loaded = visit.service.results.only_once(lambda: _loaded(visit, file))
    except UnreadableFile as fault:
        return _page(visit, ("file", sentence(fault))), 422
    if loaded is None:
        many = "Er worden net veel bestanden geladen. Probeer het zo nog eens."
        return _page(visit, ("file", many)), 429
    visit.become(loaded)
    flash("Je bestand is geladen. Je hebt een nieuwe sleutel: bewaar die goed.")
    return redirect(url_for("key.show"), 303)


def _loaded(visit: Visit, file: FileStorage) -> Person | None:
    """Who now holds what is in a file; None for too many files. Raises UnreadableFile."""
    if not throttle.admit(visit.db, "loaded file", MOST_FILES_A_MINUTE, visit.now):
        return None
    loaded = loaded_back(file.read())
    visit.person = None
    visit.change(lambda _: wordings.without_known(visit.db, loaded))
    if visit.person is None:
        raise UnreadableFile(FileFault.EMPTY)
    return visit.person


@blueprint.post("/mijn-gegevens/wissen")
@owner(PRIVATE)
def erase(visit: Visit) -> Page:
    form = EraseForm()
    if not form.confirmed.data:
        not_ticked = "Zet eerst een vinkje. Wissen kun je niet terugdraaien."
        return _page(visit, ("confirmed", not_ticked)), 422
    assert visit.person is not None
    gone = portfolios.erase(visit.db, visit.person)
    visit.leave()
    left = "Op deze server staat niets meer van je."
    flash(f"Alles van jou is gewist. {left if gone else LEFT_FOR_NOW}")
    return redirect(url_for("pages.home"), 303)


def _page(visit: Visit, *faults: FieldError) -> str:
    joined = teams.find_each(visit.db, (given.team for given in visit.portfolio_or_empty.given))
    return render_template(
        "person/data.html",
        portfolio=visit.portfolio,
        measurements=measurements(visit),
        questionnaires=visit.questionnaires,
        chosen_reasons=[
            reason
            for questionnaire in visit.questionnaires.values()
            if questionnaire.reasons
            for reason in questionnaire.reasons.reasons
            if reason.id in visit.portfolio_or_empty.reasons
        ],
        contributions=[(given, joined.get(given.team)) for given in visit.portfolio_or_empty.given],
        faults=faults,
    )
