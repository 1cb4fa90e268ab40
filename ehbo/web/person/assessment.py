"""The zelfanalyse: the overview of a questionnaire and a page per theme."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from ehbo.domain.assessment import Assessment
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.scoring import Profile, profile
from ehbo.store import wordings
from ehbo.web.frame import fast, once
from ehbo.web.frame.access import Visit, anyone, fresh_id, service, visitor
from ehbo.web.frame.declarations import PERSONAL, PUBLIC
from ehbo.web.frame.fields import FieldError
from ehbo.web.person.forms import LikertForm, likert_form
from ehbo.web.person.profile import address as profile_address
from ehbo.web.person.theme_page import ThemePage, answer_pairs, theme_page, words_of_change

blueprint = Blueprint("assessment", __name__, url_prefix="/zelfanalyse")

Page = str | bytes | Response | tuple[str, int]


def current_assessment(
    visit: Visit, questionnaire_id: str, assessment_id: str = ""
) -> tuple[Questionnaire, Assessment | None]:
    """The assessment that a page is about, in the words it was taken with.

    That is the one the form was made from if it is still there, else the newest; for somebody
    who has not begun it is None, with the questionnaire as it is served now.
    """
    kept = visit.portfolio_or_empty
    assessment = kept.find_assessment(assessment_id) or kept.current(questionnaire_id)
    if assessment is None:
        served = visit.served(questionnaire_id)
        return served or abort(404), None
    return wordings.of(visit.db, visit.questionnaires, kept, assessment), assessment


@blueprint.get("")
@anyone(PUBLIC)
def index() -> Page:
    questionnaires = list(service().library.questionnaires.values())
    if len(questionnaires) == 1:
        return redirect(url_for(".overview", questionnaire_id=questionnaires[0].id), 303)
    return render_template("person/questionnaires.html", questionnaires=questionnaires)


@blueprint.get("/<questionnaire_id>")
@visitor(PUBLIC)
def overview(visit: Visit, questionnaire_id: str) -> Page:
    questionnaire, assessment = current_assessment(visit, questionnaire_id)
    scores = profile(questionnaire, assessment.answers if assessment else {})
    return render_template(
        "person/overview.html",
        questionnaire=questionnaire,
        assessment=assessment,
        profile=scores,
        next_theme=_first_open(scores),
        profile_address=profile_address(visit, assessment),
        errands=visit.errands,
        changed_since=words_of_change(questionnaire, visit.served(questionnaire.id)),
        served=questionnaire.id in visit.questionnaires,
    )


@blueprint.get("/<questionnaire_id>/<theme_id>")
@visitor(PERSONAL)
def theme(visit: Visit, questionnaire_id: str, theme_id: str) -> Page:
    questionnaire, assessment = current_assessment(visit, questionnaire_id)
    found = questionnaire.find_theme(theme_id) or abort(404)
    served = visit.served(questionnaire.id)
    show_open = "open" in request.args
    page = theme_page(questionnaire, found, assessment, served, show_open=show_open)
    own = _own(visit, assessment)
    # Old words, or words that one person brought along, are never kept for another.
    if page.blank and questionnaire is served and "_flashes" not in session:
        return fast.kept_page(page.key, own, lambda own: _rendered(page.for_everybody, own))
    return _rendered(page, own)


@blueprint.post("/<questionnaire_id>/<theme_id>")
@visitor(PERSONAL)
def save_theme(visit: Visit, questionnaire_id: str, theme_id: str) -> Page:
    asked_for = request.form.get("assessment_id", "")
    questionnaire, assessment = current_assessment(visit, questionnaire_id, asked_for)
    found = questionnaire.find_theme(theme_id) or abort(404)
    form = likert_form(questionnaire.scale, found)
    if refusal := _refusal(visit, questionnaire, found, assessment, form):
        return refusal
    left = _left_as_shown(form, assessment.answers if assessment else {})
    if form.answers:
        visit.change(partial(_with_answers, visit, questionnaire, form))
    if visit.in_passing:
        # From now on the page shows these answers: going back to an earlier one is a change.
        return jsonify(bases={"shown_answers": answer_pairs(form.answers), "page_of": visit.mark})
    if left:
        _, newer = current_assessment(visit, questionnaire_id, asked_for)
        links = _links(found, left, newer)
        return _theme_page(visit, questionnaire, found, newer, changed_elsewhere=links), 409
    return redirect(_next_address(visit, questionnaire, found, form), 303)


def _refusal(
    visit: Visit,
    questionnaire: Questionnaire,
    theme: Theme,
    assessment: Assessment | None,
    form: LikertForm,
) -> tuple[str, int] | None:
    """The page and status that answer a form that cannot be saved, None for one that can."""
    made_from = _made_from(visit, questionnaire)
    if made_from is not questionnaire:
        # Without its faults: they would be those of the other words.
        why = {"reworded": True, "changed": words_of_change(made_from, questionnaire, True)}
        return _theme_page(visit, questionnaire, theme, assessment, form, **why), 409
    if not form.validate():
        faults = tuple(form.faults())
        return _theme_page(visit, questionnaire, theme, assessment, form, faults=faults), 422
    return None


def _with_answers(
    visit: Visit, questionnaire: Questionnaire, form: LikertForm, portfolio: Portfolio
) -> Portfolio:
    to = portfolio.find_assessment(request.form.get("assessment_id", ""))
    to = to or portfolio.current(questionnaire.id)
    if to is None:
        portfolio = portfolio.started(questionnaire, visit.today, fresh_id())
        to = portfolio.assessments[-1]
    return portfolio.answered(to.id, form.answers, form.was_filled_with)


def _left_as_shown(form: LikertForm, kept: Mapping[str, int]) -> set[str]:
    """The statements that the form sends as it was shown them, while another answer is kept."""
    shown = form.was_filled_with if kept else {}
    return {id for id, v in form.answers.items() if shown.get(id) == v and kept.get(id, v) != v}


def _links(theme: Theme, ids: set[str], assessment: Assessment | None) -> tuple[FieldError, ...]:
    """To the answer that is kept by now to each of these statements."""
    newer = assessment.answers if assessment else {}
    return tuple((f"{s.id}-{newer[s.id]}", s.text) for s in theme.statements if s.id in ids)


def _next_address(
    visit: Visit, questionnaire: Questionnaire, theme: Theme, form: LikertForm
) -> str:
    """Where a saved page leads: its open statements, else the next theme, else the profile."""
    _, assessment = current_assessment(
        visit, questionnaire.id, request.form.get("assessment_id", "")
    )
    scores = profile(questionnaire, assessment.answers if assessment else {})
    here = questionnaire.themes.index(theme)
    if not scores.themes[here].complete and not request.form.get("go_on"):
        return url_for(".theme", questionnaire_id=questionnaire.id, theme_id=theme.id, open=1)
    following = _first_open(scores, after=here)
    if following is None:
        return profile_address(visit, assessment)
    return url_for(".theme", questionnaire_id=questionnaire.id, theme_id=following.id)


def _first_open(scores: Profile, after: int = -1) -> Theme | None:
    """The first theme with open statements past a place, else from the start; None when done."""
    places = [*range(after + 1, len(scores.themes)), *range(max(after, 0))]
    return next((scores.themes[p].theme for p in places if not scores.themes[p].complete), None)


def _made_from(visit: Visit, questionnaire: Questionnaire) -> Questionnaire | None:
    """What the page was made from that was sent: these words as long as the same is answered.

    None when nobody knows those words here. A page from before there were two versions, still
    open while the website was brought up to date, says its own in another field.
    """
    version = request.form.get("answered_version") or request.form.get("wording_version", "")
    if not version or questionnaire.led_to_by(version):
        return questionnaire
    words = wordings.find(visit.db, questionnaire.id, version)
    same = words is not None and words.answered_version == questionnaire.answered_version
    return questionnaire if same else words


def _theme_page(
    visit: Visit,
    questionnaire: Questionnaire,
    theme: Theme,
    assessment: Assessment | None,
    form: LikertForm | None = None,
    **why: Any,
) -> str:
    """A page that answers to a form: with what was chosen in it, if it comes back."""
    sent, shown = (form.answers, form.was_filled_with) if form else ({}, {})
    chosen = {id: value for id, value in sent.items() if shown.get(id) != value}
    served = visit.served(questionnaire.id)
    page = theme_page(questionnaire, theme, assessment, served, chosen, **why)
    return _rendered(page, _own(visit, assessment))


def _own(visit: Visit, assessment: Assessment | None) -> dict[str, str]:
    """What a theme page holds of one person and of one asking of it."""
    return {
        "token": generate_csrf(),
        "page_of": visit.mark,
        "once": once.mark(),
        "assessment_id": assessment.id if assessment else "",
    }


def _rendered(page: ThemePage, own: Mapping[str, str]) -> str:
    return render_template("person/theme.html", page=page, own=own)
