"""The zelfanalyse: the overview of a questionnaire and a page per theme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import escape
from werkzeug.wrappers import Response

from ehbo.domain.assessment import Assessment
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.rewording import rewording
from ehbo.domain.scoring import Profile, profile
from ehbo.dutch import what_changed
from ehbo.store import wordings
from ehbo.web.frame import once
from ehbo.web.frame.access import Visit, anyone, fresh_id, service, visitor
from ehbo.web.frame.declarations import PERSONAL, PUBLIC
from ehbo.web.person.forms import LikertForm, likert_form
from ehbo.web.person.profile import address as profile_address

blueprint = Blueprint("assessment", __name__, url_prefix="/zelfanalyse")

# Stand-ins in a page that is kept: characters for private use, which nobody types.
TOKEN, PAGE_OF, ASSESSMENT_ID, ONCE = "\ue000", "\ue001", "\ue002", "\ue003"
STAND_INS = re.compile("([\ue000-\ue003])")

Page = str | bytes | Response | tuple[str, int]


def current_assessment(
    visit: Visit, questionnaire_id: str, assessment_id: str = ""
) -> tuple[Questionnaire, Assessment | None]:
    """The assessment that a page is about, in the words it was taken with.

    That is the one the form was made from if it is still there, else the newest; for somebody
    who has not begun it is None, with the questionnaire as it is served now.
    """
    named = visit.portfolio_or_empty.find_assessment(assessment_id)
    assessment = named or visit.portfolio_or_empty.current(questionnaire_id)
    if assessment is None:
        served = visit.served(questionnaire_id)
        return served or abort(404), None
    return wordings.of(
        visit.db, visit.questionnaires, visit.portfolio_or_empty, assessment
    ), assessment


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
        changed_since=_changed(questionnaire, visit.served(questionnaire.id)),
        served=questionnaire.id in visit.questionnaires,
    )


@blueprint.get("/<questionnaire_id>/<theme_id>")
@visitor(PERSONAL)
def theme(visit: Visit, questionnaire_id: str, theme_id: str) -> Page:
    questionnaire, assessment = current_assessment(visit, questionnaire_id)
    found = questionnaire.find_theme(theme_id) or abort(404)
    answers = assessment.answers if assessment else {}
    show_open = "open" in request.args
    unanswered = answers.keys().isdisjoint(s.id for s in found.statements)
    if unanswered and not show_open and "_flashes" not in session:
        return _blank_page(visit, questionnaire, found, assessment)
    return _theme_page(visit, questionnaire, found, assessment, answers, show_open=show_open)


@blueprint.post("/<questionnaire_id>/<theme_id>")
@visitor(PERSONAL)
def save_theme(visit: Visit, questionnaire_id: str, theme_id: str) -> Page:
    asked_for = request.form.get("assessment_id", "")
    questionnaire, assessment = current_assessment(visit, questionnaire_id, asked_for)
    found = questionnaire.find_theme(theme_id) or abort(404)
    form = likert_form(questionnaire.scale, found)
    made_from = _made_from(visit, questionnaire)
    reworded, sound = made_from is not questionnaire, form.validate()
    if reworded or not sound:
        chosen = {
            id: value for id, value in form.answers.items() if form.was_filled_with.get(id) != value
        }
        answers = {**(assessment.answers if assessment else {}), **chosen}
        why = {"reworded": True, "changed": _changed(made_from, questionnaire, seen_after=True)}
        page = _theme_page(
            visit,
            questionnaire,
            found,
            assessment,
            answers,
            **(why if reworded else {"form": form}),  # faults would be those of the other words
        )
        return page, 409 if reworded else 422

    def answered(portfolio: Portfolio) -> Portfolio:
        to = portfolio.find_assessment(asked_for) or portfolio.current(questionnaire_id)
        if to is None:
            portfolio = portfolio.started(questionnaire, visit.today, fresh_id())
            to = portfolio.assessments[-1]
        return portfolio.answered(to.id, form.answers, form.was_filled_with)

    kept = assessment.answers if assessment else {}
    left_as_shown = _left(form, kept)
    left = [s for s in found.statements if s.id in left_as_shown]
    if form.answers:
        visit.change(answered)
    if visit.in_passing:
        # From now on the page shows these answers: going back to an earlier one is a change.
        return jsonify(bases={"shown_answers": _pairs(form.answers), "page_of": visit.mark})
    if left:
        _, assessment = current_assessment(visit, questionnaire_id, asked_for)
        newer = assessment.answers if assessment else {}
        links = [(f"{s.id}-{newer[s.id]}", s.text) for s in left]
        return _theme_page(visit, questionnaire, found, assessment, newer, left=links), 409
    return redirect(_next_address(visit, questionnaire, found, form), 303)


def _left(form: LikertForm, kept: Mapping[str, int]) -> set[str]:
    """The statements that the form sends as it was shown them, while another answer is kept."""
    shown = form.was_filled_with
    return {id for id, v in form.answers.items() if shown.get(id) == v and kept.get(id, v) != v}


def _pairs(answers: Mapping[str, int]) -> str:
    return ",".join(f"{id}={value}" for id, value in answers.items())


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


def _changed(
    before: Questionnaire | None, after: Questionnaire | None, *, seen_after: bool = False
) -> str:
    """What is answered otherwise in later words; empty if nothing, or if one is not known."""
    if before is None or after is None or before is after:
        return ""
    return what_changed(rewording(before, after), seen_after=seen_after)


def _blank_page(
    visit: Visit, questionnaire: Questionnaire, theme: Theme, assessment: Assessment | None
) -> bytes:
    """A theme page without answers: most are asked for so, and rendering is what a save costs most.

    It is made once from what everybody shares, with stand-ins where this person's token and
    assessment go; nothing of one person can be in another's page.
    """
    if questionnaire is not visit.served(questionnaire.id):
        # Old words, or words that one person brought along: never for another.
        return _theme_page(visit, questionnaire, theme, assessment, {}).encode()
    answered, offer_key = 0, False
    if assessment:
        scores = profile(questionnaire, assessment.answers)
        answered, offer_key = scores.answered, _one_complete(scores)
    pages, key = visit.service.blank_pages, (questionnaire.id, theme.id, answered, offer_key)
    if key not in pages:
        page = _rendered(
            questionnaire,
            theme,
            token=TOKEN,
            page_owner=PAGE_OF,
            assessment_id=ASSESSMENT_ID,
            once_mark=ONCE,
            answered=answered,
            offer_key=offer_key,
            answers={},
        )
        pages[key] = [part.encode() for part in STAND_INS.split(page)]
    own_id = escape(assessment.id if assessment else "")  # a file may have brought any id
    own = {TOKEN: generate_csrf(), PAGE_OF: visit.mark, ASSESSMENT_ID: own_id, ONCE: once.mark()}
    filled = {stand_in.encode(): value.encode() for stand_in, value in own.items()}
    return b"".join(filled.get(part, part) for part in pages[key])


def _theme_page(
    visit: Visit,
    questionnaire: Questionnaire,
    theme: Theme,
    assessment: Assessment | None,
    answers: Mapping[str, int],
    *,
    form: LikertForm | None = None,
    **more: Any,
) -> str:
    kept = assessment.answers if assessment else {}
    scores = profile(questionnaire, kept)
    return _rendered(
        questionnaire,
        theme,
        token=generate_csrf(),
        page_owner=visit.mark,
        once_mark=once.mark(),
        assessment_id=assessment.id if assessment else "",
        shown=_pairs({s.id: kept[s.id] for s in theme.statements if s.id in kept}),
        answered=scores.answered,
        offer_key=_one_complete(scores),
        answers=answers,
        faults=form.faults() if form else [],
        changed_since=_changed(questionnaire, visit.served(questionnaire.id)),
        **more,
    )


def _one_complete(scores: Profile) -> bool:
    return [theme.complete for theme in scores.themes].count(True) == 1


def _rendered(
    questionnaire: Questionnaire, theme: Theme, answers: Mapping[str, int], **more: Any
) -> str:
    scale = questionnaire.scale
    open_statements = {
        f"{s.id}-{scale.lowest}": f"Stelling {number}: {s.text}"
        for number, s in enumerate(theme.statements, 1)
        if s.id not in answers
    }
    return render_template(
        "person/theme.html",
        questionnaire=questionnaire,
        theme=theme,
        number=questionnaire.themes.index(theme) + 1,
        options=[(value, scale.label(value)) for value in scale.values],
        answers=answers,
        open_links=list(open_statements.items()),
        **more,
    )
