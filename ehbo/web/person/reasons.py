"""The ten reasons not to begin, each of which somebody can turn around."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.web.frame.access import Visit, visitor
from ehbo.web.frame.declarations import PUBLIC
from ehbo.web.person.forms import ReasonsForm

blueprint = Blueprint("reasons", __name__, url_prefix="/tien-redenen")


def _with_reasons(visit: Visit) -> Questionnaire:
    return next((q for q in visit.questionnaires.values() if q.reasons), None) or abort(404)


@blueprint.get("")
@visitor(PUBLIC)
def show(visit: Visit) -> str:
    questionnaire = _with_reasons(visit)
    return render_template(
        "person/reasons.html", questionnaire=questionnaire, chosen=visit.portfolio_or_empty.reasons
    )


@blueprint.post("")
@visitor(PUBLIC)
def choose(visit: Visit) -> Response:
    questionnaire = _with_reasons(visit)
    assert questionnaire.reasons is not None
    form = ReasonsForm()
    there = [reason.id for reason in questionnaire.reasons.reasons]
    chosen, shown = {*(form.chosen.data or [])}, {*(form.shown.data or "").split(",")}

    def turned(portfolio: Portfolio) -> Portfolio:
        kept = {*portfolio.reasons} - (shown - chosen) | (chosen - shown)
        return portfolio.turned(tuple(id for id in there if id in kept))

    visit.change(turned)
    if visit.in_passing:
        # What this page shows now, which another window may have made other than what is kept.
        shows = ",".join(id for id in there if id in chosen)
        return jsonify(bases={"shown": shows, "page_of": visit.mark})
    flash("Je keuze is bewaard.")
    return redirect(url_for(".show"), 303)
