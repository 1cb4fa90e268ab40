"""The POP-OP: the editor and what one takes along from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from ehbo.documents import docx, ics, pdf, report
from ehbo.documents.report import Report
from ehbo.domain.plan import Plan, date_mark, drafts, edit
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.texts import fingerprint
from ehbo.web.access import AUTOSAVE, Visit, fresh_id, owner, visitor
from ehbo.web.forms import PlanForm, place_of
from ehbo.web.profile import Taken, shown

blueprint = Blueprint("plan", __name__)

BLANK_ROWS = 2

Page = str | Response | tuple[str | Response, int]


def of_visit(visit: Visit) -> tuple[Questionnaire, Taken | None, Taken | None, dict[str, str]]:
    """The questionnaire that the plan belongs to, its last two assessments, and the drafts.

    The address or form may name the questionnaire; else it is that of the newest assessment.
    """
    asked = request.values.get("vragenlijst", "")
    found = shown(visit, questionnaire_id=asked)
    if found is None or not found[0].questionnaire.plan:
        with_plan = [q for q in visit.service.questionnaires.values() if q.plan]
        named = [q for q in with_plan if q.id == asked] or with_plan or abort(404)
        found = shown(visit, questionnaire_id=named[0].id)
        if found is None or not found[0].questionnaire.plan:
            return named[0], None, None, {}
    now, before = found
    made = drafts(now.questionnaire, now.assessment.answers, now.assessment.reflections)
    return now.questionnaire, now, before, made


@blueprint.get("/pop-op")
@visitor
def show(visit: Visit) -> Page:
    return _page(visit)


@blueprint.post("/pop-op")
@visitor
def save(visit: Visit) -> Page:
    questionnaire, _, _, made = of_visit(visit)
    form = PlanForm()
    if not form.validate():
        return _page(visit, typed=form), 422
    clashes: dict[str, str] = {}

    def edited(portfolio: Portfolio) -> Portfolio:
        result = edit(portfolio.plan(questionnaire.id), made, form.edit(questionnaire))
        clashes.update(result.clashes)
        return portfolio.planned(questionnaire.id, result.plan)

    stored = visit.change(edited).plan(questionnaire.id)
    if AUTOSAVE in request.headers and not clashes:
        return jsonify(bases={**_bases(questionnaire, stored, made), "page_of": visit.mark})
    if clashes:
        return _page(visit, typed=form, clashes=clashes), 409
    flash("Je plan is bewaard.")
    rows_button = form.more.data or form.remove.data
    anchor = "acties" if rows_button else None
    return redirect(
        url_for(".show", vragenlijst=request.form.get("vragenlijst"), _anchor=anchor), 303
    )


@blueprint.get("/pop-op.pdf")
@owner
def as_pdf(visit: Visit) -> Response:
    return _download(pdf.write(_report(visit)), "application/pdf", "pop-op.pdf")


@blueprint.get("/pop-op.docx")
@owner
def as_docx(visit: Visit) -> Response:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _download(docx.write(_report(visit)), kind, "pop-op.docx")


@blueprint.get("/pop-op.ics")
@owner
def as_ics(visit: Visit) -> Response:
    calendar = ics.write(_report(visit), visit.now)
    return _download(calendar, "text/calendar; charset=utf-8", "pop-op.ics")


def _report(visit: Visit) -> Report:
    questionnaire, now, before, made = of_visit(visit)
    newest, previous = (
        report.Taken(t.questionnaire, t.assessment.answers, t.assessment.started) if t else None
        for t in (now, before)
    )
    plan = visit.kept.plan(questionnaire.id)
    return report.report(questionnaire, plan, made, visit.today, newest, previous)


def _download(content: bytes, kind: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _bases(questionnaire: Questionnaire, plan: Plan, made: Mapping[str, str]) -> dict[str, Any]:
    """Per hidden field the mark of what is stored now, for a form that stays open."""
    texts = plan.texts(questionnaire, made).values()
    sections = {f"bases-{place}": fingerprint(text) for place, text in enumerate(texts)}
    rows = {f"mark:{action.id}": action.mark for action in plan.actions}
    return {**sections, **rows, "look_again_base": date_mark(plan.look_again)}


def _page(
    visit: Visit, typed: PlanForm | None = None, clashes: Mapping[str, str] | None = None
) -> str:
    questionnaire, now, before, made = of_visit(visit)
    plan, clashed = visit.kept.plan(questionnaire.id), clashes or {}
    texts = plan.texts(questionnaire, made)
    form = typed
    if form is None or clashes:
        data = {
            "bases": [fingerprint(text) for text in texts.values()],
            "texts": list(texts.values()),
            "look_again_base": date_mark(plan.look_again),
            "look_again": plan.look_again,
            "actions": [
                *({"action_id": a.id, "mark": a.mark, **a.model_dump()} for a in plan.actions),
                *({"action_id": fresh_id(), "mark": ""} for _ in range(BLANK_ROWS)),
            ],
        }
        if typed is not None:
            written = {place_of(entry.name): entry.data for entry in typed.texts}
            data["texts"] = [written.get(n, text) for n, text in enumerate(texts.values())]
            data["look_again"] = typed.look_again.data
        form = PlanForm(formdata=None, data=data)
    return render_template(
        "plan/editor.html",
        questionnaire=questionnaire,
        now=now,
        before=before,
        plan=plan,
        drafts={id for id in made if id not in plan.sections},
        form=form,
        faults=form.faults() if typed and not clashes else [],
        clashes=clashed,
        clash_links=[
            *((f"texts-{n}", s.title) for n, s in enumerate(questionnaire.plan) if s.id in clashed),
            *([("look_again", "Kijk opnieuw")] if "look_again" in clashed else []),
        ],
        stored={action.id for action in plan.actions},
        known=visit.portfolio is not None,
    )
