"""The POP-OP: the editor and what one takes along from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
from ehbo.domain.plan import Edited, date_mark, drafts, edit
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.texts import fingerprint
from ehbo.web.frame.access import AUTOSAVE, Visit, fresh_id, owner, visitor
from ehbo.web.frame.autosave import heard, homeless, rebased, refused
from ehbo.web.frame.declarations import OWN_FILE, PERSONAL
from ehbo.web.frame.downloads import CALENDAR, PDF, WORD, Format, download, file_name
from ehbo.web.frame.fields import place_of
from ehbo.web.person.plan_forms import PlanForm
from ehbo.web.person.profile import Taken, shown

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
GONE = "Een onderdeel dat hier niet meer staat"
BOTH_KEPT = " Een actie was ook ergens anders veranderd: ze staan er nu allebei."

Page = str | Response | tuple[str | Response, int]


def of_visit(visit: Visit) -> tuple[Questionnaire, Taken | None, Taken | None, dict[str, str]]:
    """The questionnaire of the plan, its assessment and an earlier one, and the drafts.

    The address or form may name the questionnaire; else it is that of the newest assessment.
    """
    asked = request.values.get("vragenlijst", "")
    found = shown(visit, questionnaire_id=asked)
    if found is None or not found[0].questionnaire.plan:
        with_plan = [q for q in visit.questionnaires.values() if q.plan]
        named = [q for q in with_plan if q.id == asked] or with_plan or abort(404)
        found = shown(visit, questionnaire_id=named[0].id)
        if found is None or not found[0].questionnaire.plan:
            return named[0], None, None, {}
    now, before = found
    made = drafts(now.questionnaire, now.assessment.answers, now.assessment.reflections)
    return now.questionnaire, now, before, made


@blueprint.get("/pop-op")
@visitor(PERSONAL)
def show(visit: Visit) -> Page:
    return _page(visit)


@blueprint.post("/pop-op")
@visitor(PERSONAL)
def save(visit: Visit) -> Page:
    questionnaire, _, _, made = of_visit(visit)
    named = request.form.get("vragenlijst") in (None, "", questionnaire.id)
    form = PlanForm(visit.today, visit.kept.plan(questionnaire.id))
    placed = form.sections.sound and not homeless(len(form.section_ids(questionnaire)))
    if not named or not placed:
        raise NoPlace
    if not form.validate():
        if AUTOSAVE in request.headers:
            return refused(form.faults())
        return _page(visit, typed=form), 422
    results: list[Edited] = []

    def edited(portfolio: Portfolio) -> Portfolio:
        kept = portfolio.plan(questionnaire.id)
        form.complete(kept)
        results.append(edit(kept, made, form.edit(questionnaire)))
        return portfolio.planned(questionnaire.id, results[-1].plan)

    visit.change(edited)
    result = results[-1]
    if AUTOSAVE in request.headers:
        return heard({**_bases(questionnaire, form, result), "page_of": visit.mark}, result.clashes)
    if result.clashes:
        return _page(visit, typed=form, clashes=result.clashes), 409
    flash("Je plan is bewaard." + (BOTH_KEPT if result.copies else ""))
    rows_button = form.more.data or form.remove.data
    anchor = "acties" if rows_button else None
    return redirect(
        url_for(".show", vragenlijst=request.form.get("vragenlijst"), _anchor=anchor), 303
    )


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
    questionnaire, now, before, made = of_visit(visit)
    newest, previous = (
        report.Taken(t.questionnaire, t.assessment.answers, t.assessment.started) if t else None
        for t in (now, before)
    )
    plan = visit.kept.plan(questionnaire.id)
    return report.report(questionnaire, plan, made, visit.now, newest, previous)


def _bases(questionnaire: Questionnaire, form: PlanForm, result: Edited) -> dict[str, str]:
    """What the hidden fields of a page that stays open must say: what it shows itself."""
    ids = form.section_ids(questionnaire)
    clashed = {place for place, id in enumerate(ids) if id in result.clashes}
    bases = rebased(form.texts, clashed)
    if "look_again" not in result.clashes:
        bases["look_again_base"] = date_mark(form.look_again.data)
    for row in form.actions:
        bases[f"{row.name}-mark"] = row.row(removed=False).action.mark
        if copy := result.copies.get(row.action_id.data):
            bases[f"{row.name}-action_id"] = copy
    return bases


@dataclass(frozen=True)
class Section:
    """A section as the page shows it; `place` is in the names of its fields."""

    place: int
    id: str
    title: str
    guide: str
    text: str
    base: str
    error: str | None


def _sections(
    questionnaire: Questionnaire, form: PlanForm, texts: Mapping[str, str]
) -> list[Section]:
    """The sections of the plan, and those of the form that are gone by now with a text in them."""
    known = {section.id: section for section in questionnaire.plan}
    found = []
    for place, (id, kept) in enumerate(texts.items()):
        field, base, section = form.texts.at(place), form.bases.at(place), known.get(id)
        text = (field.data or "") if field else kept
        if section is None and not text:
            continue
        found.append(
            Section(
                place=place,
                id=id,
                title=section.title if section else GONE,
                guide=section.guide if section else "",
                text=text,
                base=(base.data or "") if base else "" if field else fingerprint(kept),
                error=field.errors[0] if field and field.errors else None,
            )
        )
    return found


def _page(
    visit: Visit, typed: PlanForm | None = None, clashes: Mapping[str, str] | None = None
) -> str:
    questionnaire, now, before, made = of_visit(visit)
    plan, clashed = visit.kept.plan(questionnaire.id), clashes or {}
    asked = tuple(section.id for section in questionnaire.plan)
    # A form that came back keeps its places: its faults and clashes point at them.
    ids = dict.fromkeys([*(typed.section_ids(questionnaire) if typed else ()), *asked])
    texts = {id: plan.sections.get(id, made.get(id, "")) for id in ids}
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
            data["texts"] = [
                written.get(n, text) if id in clashed else text
                for n, (id, text) in enumerate(texts.items())
            ]
            if "look_again" in clashed:
                data["look_again"] = typed.look_again.data
        form = PlanForm(visit.today, plan, formdata=None, data=data)
    sections = _sections(questionnaire, form, texts)
    return render_template(
        "person/plan.html",
        questionnaire=questionnaire,
        now=now,
        before=before,
        plan=plan,
        drafts={id for id in made if id not in plan.sections},
        form=form,
        ids=list(ids),
        sections=sections,
        faults=form.faults() if typed and not clashes else [],
        clashes=clashed,
        clash_links=[
            *((f"texts-{s.place}", s.title) for s in sections if s.id in clashed),
            *([("look_again", "Kijk opnieuw")] if "look_again" in clashed else []),
        ],
        stored={action.id for action in plan.actions},
        left_over=plan.left_over(questionnaire),
        known=visit.portfolio is not None,
        formats=FORMATS,
    )
