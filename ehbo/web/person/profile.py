"""The profile: radar and scores of an assessment, reflections, tips that become actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ehbo.charts import svg, words
from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import NoPlace
from ehbo.domain.plan import Action
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.scoring import Difference, Profile, comparable, difference, extremes, profile
from ehbo.dutch import day, number
from ehbo.store import wordings
from ehbo.web.frame.access import AUTOSAVE, Visit, fresh_id, owner, visitor
from ehbo.web.frame.autosave import heard, homeless, rebased
from ehbo.web.frame.declarations import PERSONAL
from ehbo.web.frame.filters import change
from ehbo.web.person.forms import TipForm
from ehbo.web.person.reflections import ReflectionForm, reflections

blueprint = Blueprint("profile", __name__)

Page = str | Response | tuple[str | Response, int]


@dataclass(frozen=True)
class Taken:
    """An assessment with the words it was taken with and its scores."""

    assessment: Assessment
    questionnaire: Questionnaire
    profile: Profile

    @property
    def complete_themes(self) -> set[str]:
        """The ids of the themes that have a score; without any there is no profile to show."""
        return {score.theme.id for score in self.profile.themes if score.complete}


def taken(visit: Visit, assessment: Assessment) -> Taken:
    wording = wordings.of(visit.db, visit.questionnaires, visit.kept, assessment)
    return Taken(assessment, wording, profile(wording, assessment.answers))


def shown(
    visit: Visit, assessment_id: str = "", questionnaire_id: str = ""
) -> tuple[Taken, Taken | None] | None:
    """The assessment to show and the one to lay beside it; None when there is nothing to show.

    Without an id that is the newest with a complete theme; an assessment that has only begun
    does not hide the profile of the one before.
    """
    kept = visit.kept
    asked = kept.of(questionnaire_id) if questionnaire_id else kept.assessments
    all_taken = [taken(visit, assessment) for assessment in asked]
    filled = [t for t in all_taken if t.complete_themes]
    chosen = next((t for t in filled if t.assessment.id == assessment_id), None)
    if chosen is None:
        if not filled:
            return None
        chosen = filled[-1]
    return chosen, _before(chosen, filled[: filled.index(chosen)])


def _before(chosen: Taken, earlier: list[Taken]) -> Taken | None:
    """The newest earlier assessment with every theme of the chosen one, else the newest."""
    same = [t for t in reversed(earlier) if t.questionnaire.id == chosen.questionnaire.id]
    with_all = [t for t in same if t.complete_themes >= chosen.complete_themes]
    return next(iter(with_all or same), None)


def address(visit: Visit, assessment: Assessment | None, **more: Any) -> str:
    """Where the profile of an assessment is: the plain address wherever that shows it already."""
    by_itself = shown(visit)
    if assessment is None or by_itself is None or by_itself[0].assessment.id == assessment.id:
        return url_for("profile.show", **more)
    return url_for("profile.show", meting=assessment.id, **more)


@blueprint.get("/profiel")
@visitor(PERSONAL)
def show(visit: Visit) -> Page:
    found = shown(visit, request.args.get("meting", ""))
    if found is None:
        return render_template("person/profile_empty.html", errands=visit.errands)
    return _page(visit, *found)


@blueprint.post("/profiel")
@owner(PERSONAL)
def reflect(visit: Visit) -> Page:
    form = ReflectionForm()
    found = shown(visit, form.assessment_id.data or "")
    theme_id = form.theme_id.data or ""
    if found is None or found[0].questionnaire.find_theme(theme_id) is None:
        raise NoPlace
    now = found[0]
    if homeless(len(form.question_ids)) or not form.questions.sound:
        raise NoPlace
    if not form.validate():
        return _page(visit, *found, typed=form), 422
    clashes: dict[str, str] = {}

    def reflected(portfolio: Portfolio) -> Portfolio:
        new, found_clashes = portfolio.reflected(now.assessment.id, theme_id, form.typed())
        clashes.update(found_clashes)
        return new

    visit.change(reflected)
    if AUTOSAVE in request.headers:
        places = [form.question_ids.index(id) for id in clashes]
        return heard(rebased(form.texts, places), clashes)
    if clashes:
        again = shown(visit, now.assessment.id) or abort(404)
        return _page(visit, *again, typed=form, clashes=clashes), 409
    flash("Je gedachten zijn bewaard.")
    return redirect(url_for(".show", meting=now.assessment.id, _anchor=theme_id), 303)


@blueprint.post("/profiel/nieuwe-meting")
@owner(PERSONAL)
def again(visit: Visit) -> Page:
    served = visit.served(request.form.get("questionnaire_id", ""))
    served = served or abort(404)
    visit.change(lambda portfolio: portfolio.started(served, visit.today, fresh_id()))
    return redirect(url_for("assessment.overview", questionnaire_id=served.id), 303)


@blueprint.post("/profiel/tip")
@owner(PERSONAL)
def tip(visit: Visit) -> Page:
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
    of = visit.kept.find_assessment(request.form.get("assessment_id", ""))
    return redirect(address(visit, of, tips=theme.id, _anchor=theme.id), 303)


def _page(
    visit: Visit,
    now: Taken,
    before: Taken | None,
    typed: ReflectionForm | None = None,
    clashes: Mapping[str, str] | None = None,
) -> str:
    questionnaire, scale = now.questionnaire, now.questionnaire.scale
    served = visit.served(questionnaire.id)
    changed = _difference(now, before)
    then = None
    if before is not None:
        then = comparable(before.questionnaire, before.assessment.answers, questionnaire)
    plan = visit.kept.plan(questionnaire.id)
    newest = visit.kept.current(questionnaire.id)
    measured = [taken(visit, assessment) for assessment in visit.kept.assessments]
    to_finish = {t.assessment.id for t in measured if _to_finish(visit, t)}
    written = {
        theme.id: reflections(questionnaire, now.assessment, theme, typed, clashes)
        for theme in questionnaire.themes
    }
    return render_template(
        "person/profile.html",
        now=now,
        before=before,
        errands=visit.errands,
        newest=newest is not None and newest.id == now.assessment.id,
        radar=radar(now, then, before),
        sentence=words.radar_sentence(now.profile, then),
        **_table(now, then, changed),
        changed_statements={
            theme.id: _statement_rows(theme, now, before, changed) for theme in questionnaire.themes
        },
        extremes={
            theme.id: extremes(scale, theme.statements, now.assessment.answers)
            for theme in questionnaire.themes
        },
        plan=plan,
        planned={action.what for action in plan.actions},
        tips={theme.id: theme for theme in (served or questionnaire).themes},
        served=served,
        all=measured,
        several=len({t.questionnaire.id for t in measured}) > 1,
        to_finish=to_finish,
        unfinished=newest is not None and newest.id in to_finish,
        reflections=written,
        clash_links=[
            (question.field_id, question.text)
            for of_theme in written.values()
            for question in of_theme.questions
            if question.clash is not None
        ],
        tips_open=request.args.get("tips"),
        faults=typed.faults() if typed and not clashes else [],
    )


def _to_finish(visit: Visit, measured: Taken) -> bool:
    """Whether answers still go to this assessment, and it has open statements."""
    id = measured.questionnaire.id
    return (
        id in visit.questionnaires
        and visit.kept.current(id) == measured.assessment
        and not measured.profile.complete
    )


def _difference(now: Taken, before: Taken | None) -> Difference:
    if before is None:
        return Difference({}, {})
    return difference(
        before.questionnaire,
        before.assessment.answers,
        now.questionnaire,
        now.assessment.answers,
    )


def _table(now: Taken, then: Profile | None, changed: Difference) -> dict[str, Any]:
    """Caption, columns and rows of the table that says what the radar shows."""
    scale = now.questionnaire.scale
    columns = [("Thema", False), ("Nu", True)]
    columns += [("Toen", True), ("Verschil", True)] if then else []
    earlier = {t.theme.id: t.mean for t in then.themes} if then else {}
    rows = []
    for score in now.profile.themes:
        row = [score.theme.title, _mean(score.mean)]
        if then:
            by = changed.themes.get(score.theme.id)
            row += [_mean(earlier.get(score.theme.id)), "–" if by is None else change(by)]
        rows.append(row)
    caption = f"Gemiddelde per thema, van {scale.lowest} tot {scale.highest}"
    return {"caption": caption, "columns": columns, "rows": rows}


def _mean(mean: Fraction | None) -> str:
    return "–" if mean is None else number(mean)


def _statement_rows(
    theme: Theme, now: Taken, before: Taken | None, changed: Difference
) -> list[list[str]]:
    if before is None:
        return []
    label = now.questionnaire.scale.label
    return [
        [
            statement.text,
            label(before.assessment.answers[statement.id]),
            label(now.assessment.answers[statement.id]),
            change(by),
        ]
        for statement in theme.statements
        if (by := changed.statements.get(statement.id))
    ]


def radar(now: Taken, then: Profile | None, before: Taken | None) -> Markup:
    """The radar of the theme means, with what is comparable of the earlier assessment under it."""
    series = [svg.Series(f"Nu ({day(now.assessment.started)})", now.profile.means)]
    if then is not None and before is not None:
        means = {score.theme.id: score.mean for score in then.themes}
        values = tuple(means.get(theme.id) for theme in now.questionnaire.themes)
        series.append(svg.Series(f"Vorige keer ({day(before.assessment.started)})", values))
    return Markup(  # made by our own chart, which escapes every label
        svg.radar(
            [theme.title for theme in now.questionnaire.themes],
            series,
            now.questionnaire.scale,
            title=f"Profiel {now.questionnaire.title}",
            description=words.radar_sentence(now.profile, then),
        )
    )
