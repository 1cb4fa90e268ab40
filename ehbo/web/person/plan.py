"""The POP-OP: the editor and what one takes along from it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from ehbo.documents.person import docx, ics, pdf, report
from ehbo.documents.person.report import Report
from ehbo.domain.errors import NoPlace
from ehbo.domain.plan import Edited, date_mark, edit
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.web.frame.access import Visit, fresh_id, owner, visitor
from ehbo.web.frame.autosave import autosave_reply, has_unplaced_text, new_bases, refused
from ehbo.web.frame.declarations import OWN_FILE, PERSONAL
from ehbo.web.frame.downloads import CALENDAR, PDF, WORD, Format, download, file_name
from ehbo.web.person.measurements import measurements
from ehbo.web.person.plan_forms import PlanForm
from ehbo.web.person.plan_page import PlanBasis, plan_basis, plan_page

blueprint = Blueprint("plan", __name__)

BLANK_ROWS = 2
FORMATS = {
    "pdf": Format("Download als pdf", "om te printen of te laten zien", PDF, pdf.write),
    "docx": Format("Download voor Word", "om verder aan te schrijven", WORD, docx.write),
    "ics": Format(
        "Download voor je agenda",
        "acties met een datum, en je dag om opnieuw te kijken",
        CALENDAR,
        ics.write,
    ),
}
BOTH_KEPT = " Een actie was ook ergens anders veranderd: ze staan er nu allebei."

Page = str | Response | tuple[str | Response, int]


def _basis(visit: Visit) -> PlanBasis:
    """What the plan stands on that is asked for, by address or form."""
    asked = request.args.get("vragenlijst") or request.form.get("questionnaire_id", "")
    return plan_basis(visit.questionnaires, measurements(visit), asked) or abort(404)


@blueprint.get("/pop-op")
@visitor(PERSONAL)
def show(visit: Visit) -> Page:
    return _page(visit)


@blueprint.post("/pop-op")
@visitor(PERSONAL)
def save(visit: Visit) -> Page:
    basis = _basis(visit)
    form = _form_sent(visit, basis)
    if not form.validate():
        return refused(form.faults()) if visit.in_passing else (_page(visit, form), 422)
    result = _save_edit(visit, basis, form)
    if visit.in_passing:
        bases = {**_bases(basis.questionnaire, form, result), "page_of": visit.mark}
        return autosave_reply(bases, result.clashes)
    if result.clashes:
        return _page(visit, form, result.clashes), 409
    flash("Je plan is bewaard." + (BOTH_KEPT if result.copies else ""))
    anchor = "acties" if form.more.data or form.remove.data else None
    asked = request.form.get("questionnaire_id")
    return redirect(url_for(".show", vragenlijst=asked, _anchor=anchor), 303)


def _form_sent(visit: Visit, basis: PlanBasis) -> PlanForm:
    """The form that was sent. Raises NoPlace when it is of another plan, or has a text too many."""
    questionnaire = basis.questionnaire
    plan = visit.portfolio_or_empty.plan(questionnaire.id)
    form = PlanForm(visit.today, plan, in_passing=visit.in_passing)
    named = request.form.get("questionnaire_id") in (None, "", questionnaire.id)
    placed = form.sections.sound and not has_unplaced_text(len(form.section_ids(questionnaire)))
    if not named or not placed:
        raise NoPlace
    return form


def _save_edit(visit: Visit, basis: PlanBasis, form: PlanForm) -> Edited:
    """Saves what was typed, and says what that led to."""
    questionnaire, results = basis.questionnaire, list[Edited]()

    def edited(portfolio: Portfolio) -> Portfolio:
        kept = portfolio.plan(questionnaire.id)
        form.complete(kept)
        results.append(edit(kept, basis.drafts, form.edit(questionnaire)))
        return portfolio.planned(questionnaire.id, results[-1].plan)

    visit.change(edited)
    return results[-1]


@blueprint.get(f"/pop-op.<any({', '.join(FORMATS)}):ending>")
@owner(OWN_FILE)
def take_along(visit: Visit, ending: str) -> Page:
    plan = _report(visit)
    if ending == "ics" and not plan.has_dates:
        flash("Er staat nog geen datum in je plan. Zet er een bij een actie of bij “Kijk opnieuw”.")
        return redirect(url_for(".show", vragenlijst=request.args.get("vragenlijst")), 303)
    kind = FORMATS[ending]
    name = file_name(plan.title, visit.today, ending=ending)
    return download(kind.write(plan), kind.mimetype, name)


def _report(visit: Visit) -> Report:
    basis = _basis(visit)
    questionnaire = basis.questionnaire
    plan = visit.portfolio_or_empty.plan(questionnaire.id)
    return report.report(questionnaire, plan, basis.drafts, visit.now, basis.now, basis.before)


def _bases(questionnaire: Questionnaire, form: PlanForm, result: Edited) -> dict[str, str]:
    """What the hidden fields of a page that stays open must say: what it shows itself."""
    ids = form.section_ids(questionnaire)
    clashed = {place for place, id in enumerate(ids) if id in result.clashes}
    bases = new_bases(form.texts, clashed)
    if "look_again" not in result.clashes:
        bases["look_again_base"] = date_mark(form.look_again.data)
    for row in form.actions:
        bases[f"{row.name}-mark"] = row.row(removed=False).action.mark
        if copy := result.copies.get(row.action_id.data):
            bases[f"{row.name}-action_id"] = copy
    return bases


def _page(
    visit: Visit, typed: PlanForm | None = None, clashes: Mapping[str, str] | None = None
) -> str:
    basis = _basis(visit)
    page = plan_page(
        basis,
        visit.portfolio_or_empty.plan(basis.questionnaire.id),
        visit.today,
        [fresh_id() for _ in range(BLANK_ROWS)],
        typed=typed,
        clashes=clashes,
        formats=FORMATS if visit.portfolio is not None else {},
    )
    return render_template("person/plan.html", page=page)
