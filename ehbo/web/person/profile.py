"""The profile: radar and scores of an assessment, reflections, tips that become actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import NoPlace
from ehbo.domain.measurement import Measurement
from ehbo.domain.plan import Action
from ehbo.domain.portfolio import Portfolio
from ehbo.web.frame.access import Visit, fresh_id, owner, visitor
from ehbo.web.frame.autosave import autosave_reply, has_unplaced_text, new_bases
from ehbo.web.frame.declarations import PERSONAL
from ehbo.web.person.forms import TipForm
from ehbo.web.person.measurements import assessments_to_show, measurements
from ehbo.web.person.profile_page import profile_page
from ehbo.web.person.reflections import ReflectionForm

blueprint = Blueprint("profile", __name__)

Page = str | Response | tuple[str | Response, int]


def address(visit: Visit, assessment: Assessment | None, **more: Any) -> str:
    """Where the profile of an assessment is: the plain address wherever that shows it already."""
    by_itself = assessments_to_show(visit)
    if assessment is None or by_itself is None or by_itself[0].assessment.id == assessment.id:
        return url_for("profile.show", **more)
    return url_for("profile.show", meting=assessment.id, **more)


@blueprint.get("/profiel")
@visitor(PERSONAL)
def show(visit: Visit) -> Page:
    found = assessments_to_show(visit, request.args.get("meting", ""))
    if found is None:
        return render_template("person/profile_empty.html", errands=visit.errands)
    return _page(visit, *found)


@blueprint.post("/profiel")
@owner(PERSONAL)
def reflect(visit: Visit) -> Page:
    form = ReflectionForm()
    now, before = _measurements_of(visit, form)
    if not form.validate():
        return _page(visit, now, before, typed=form), 422
    clashes = _save_thoughts(visit, now, form)
    if visit.in_passing:
        places = [form.question_ids.index(id) for id in clashes]
        return autosave_reply(new_bases(form.texts, places), clashes)
    if clashes:
        again = assessments_to_show(visit, now.assessment.id) or abort(404)
        return _page(visit, *again, typed=form, clashes=clashes), 409
    flash("Je gedachten zijn bewaard.")
    return redirect(url_for(".show", meting=now.assessment.id, _anchor=form.theme_id.data), 303)


def _measurements_of(visit: Visit, form: ReflectionForm) -> tuple[Measurement, Measurement | None]:
    """The measurements that a form stood under. Raises NoPlace if a text of it has no place."""
    found = assessments_to_show(visit, form.assessment_id.data or "")
    if found is None or found[0].questionnaire.find_theme(form.theme_id.data or "") is None:
        raise NoPlace
    if has_unplaced_text(len(form.question_ids)) or not form.questions.sound:
        raise NoPlace
    return found


def _save_thoughts(visit: Visit, now: Measurement, form: ReflectionForm) -> dict[str, str]:
    """Saves what was typed; per id of a question that clashed, what is kept there."""
    clashes: dict[str, str] = {}

    def reflected(portfolio: Portfolio) -> Portfolio:
        new, found = portfolio.reflected(now.assessment.id, form.theme_id.data, form.typed())
        clashes.update(found)
        return new

    visit.change(reflected)
    return clashes


@blueprint.post("/profiel/nieuwe-meting")
@owner(PERSONAL)
def new_assessment(visit: Visit) -> Page:
    served = visit.served(request.form.get("questionnaire_id", ""))
    served = served or abort(404)
    visit.change(lambda portfolio: portfolio.started(served, visit.today, fresh_id()))
    return redirect(url_for("assessment.overview", questionnaire_id=served.id), 303)


@blueprint.post("/profiel/tip")
@owner(PERSONAL)
def add_tip(visit: Visit) -> Page:
    form = TipForm()
    served = visit.served(form.questionnaire_id.data or "") or abort(404)
    theme = served.find_theme(form.theme_id.data or "") or abort(404)
    place = form.tip.data
    if not form.validate() or place is None or not 0 <= place < len(theme.tips):
        abort(404)
    action = Action(id=fresh_id(), what=theme.tips[place].title)
    visit.change(
        lambda portfolio: portfolio.planned(
            served.id, portfolio.plan(served.id).with_action(action)
        )
    )
    flash(f"“{action.what}” staat nu bij de acties in je {served.plan_title}.")
    of = visit.portfolio_or_empty.find_assessment(request.form.get("assessment_id", ""))
    return redirect(address(visit, of, tips=theme.id, _anchor=theme.id), 303)


def _page(
    visit: Visit,
    now: Measurement,
    before: Measurement | None,
    typed: ReflectionForm | None = None,
    clashes: Mapping[str, str] | None = None,
) -> str:
    page = profile_page(
        visit.portfolio_or_empty,
        visit.questionnaires,
        measurements(visit),
        now,
        before,
        typed=typed,
        clashes=clashes,
        tips_open=request.args.get("tips", ""),
        errands=visit.errands,
    )
    return render_template("person/profile.html", page=page)
