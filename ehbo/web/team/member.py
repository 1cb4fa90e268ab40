"""A team for those who are in it: start or find one, see where it stands, contribute or not."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from ehbo.domain.errors import AlreadyCounted, DayPast, DayTooFar, OtherWording
from ehbo.domain.keys import KEY_BYTES
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.contribution import offer
from ehbo.domain.team.round import Round, State, asked, closing_days, refuse_date
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.standing import Standing, standing
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, teams, throttle, wordings
from ehbo.web.frame.access import Visit, anyone, fresh_id, owner, service, visitor
from ehbo.web.frame.codes import WrongCode, too_many_wrong
from ehbo.web.frame.declarations import PERSONAL, PUBLIC
from ehbo.web.frame.fields import limits
from ehbo.web.frame.words import sentence
from ehbo.web.team.access import (
    FOR_TEAM,
    LEAD,
    asked_of,
    leads_here,
    member,
    same_round,
    team_of,
)
from ehbo.web.team.forms import ExtendForm, RoundForm, TeamForm

blueprint = Blueprint("team", __name__, url_prefix="/team")

MOST_TEAMS_A_MINUTE = 30
USUAL_DAYS = 14

Page = str | Response | tuple[str, int]


@blueprint.get("")
@visitor(PUBLIC)
def start(visit: Visit) -> Page:
    return start_page(visit)


def start_page(visit: Visit, wrong_code: WrongCode | None = None) -> str:
    mine = list(
        teams.find_each(visit.db, (given.team for given in visit.portfolio_or_empty.given)).values()
    )
    return render_template(
        "team/start.html",
        mine=mine,
        led=leads_here(visit),
        wrong_code=wrong_code,
        faults=wrong_code.faults if wrong_code else [],
    )


@blueprint.get("/uitleg")
@anyone(PUBLIC)
def explanation() -> Page:
    return render_template("team/explanation.html", least=service().settings.minimum)


@blueprint.get("/nieuw")
@visitor(PERSONAL)
def new(visit: Visit) -> Page:
    return _new_page(visit, TeamForm(visit.service.settings.minimum, visit.today))


@blueprint.post("/nieuw")
@visitor(PERSONAL)
def create(visit: Visit) -> Page:
    settings = visit.service.settings
    form = TeamForm(settings.minimum, visit.today)
    questionnaire = _asked_questionnaire(visit, form) or abort(404)
    sound = sound_round(visit, form, questionnaire)
    if settings.organisation_code and not _same(form.organisation_code.data, settings):
        form.organisation_code.errors = ["Dit is niet de code van je organisatie. Vraag ernaar."]
        return _new_page(visit, form), 429 if too_many_wrong(visit) else 422
    if not sound:
        return _new_page(visit, form), 422
    made = visit.service.results.only_once(lambda: _added(visit, form, questionnaire))
    if made is None:
        form.name.errors = ["Er worden net veel teams gemaakt. Probeer het over een minuut weer."]
        return _new_page(visit, form), 429
    code, lead = made
    flash("Je team staat klaar. Bewaar eerst je leidersleutel.")
    visit.keyring.keep(LEAD, lead.secret, code)
    return redirect(url_for("lead.show", code=code, nieuw=1), 303)


def _added(visit: Visit, form: TeamForm, questionnaire: Questionnaire) -> tuple[str, Lead] | None:
    """The code of a new team and its lead, None when there were too many in this minute."""
    lead = Lead(secrets.token_bytes(KEY_BYTES))
    round, private = form.new_round(questionnaire)
    team = Team(CODE.written(secrets.randbits(CODE.bits)), form.name.data, None, (round,))
    with visit.db.write():
        if not throttle.admit_within(visit.db, "made team", MOST_TEAMS_A_MINUTE, visit.now):
            return None
        teams.add(visit.db, team, lead, private, visit.today)
    return team.code, lead


def _same(typed: str | None, settings: Any) -> bool:
    return secrets.compare_digest((typed or "").encode(), settings.organisation_code.encode())


def sound_round(visit: Visit, form: RoundForm, questionnaire: Questionnaire) -> bool:
    """Whether a new round can be made of the form; what is wrong stands in its errors."""
    sound: bool = form.validate()
    if sound and not asked(questionnaire, form.themes.data):
        form.themes.errors = ["Kies ten minste één thema."]
        sound = False
    return sound_date(visit, form) and sound


def sound_date(visit: Visit, form: RoundForm | ExtendForm) -> bool:
    """Whether a round can be open through the day in the form; if not it says so in its errors."""
    if form.closes.data and not form.closes.errors:
        try:
            refuse_date(form.closes.data, visit.now)
        except (DayPast, DayTooFar) as fault:
            form.closes.errors = [sentence(fault)]
            return False
    return True


def _asked_questionnaire(visit: Visit, form: TeamForm) -> Questionnaire | None:
    served = visit.questionnaires
    asked_for = form.questionnaire_id.data or request.args.get("vragenlijst")
    return served.get(asked_for or next(iter(served)))


def _new_page(visit: Visit, form: TeamForm) -> str:
    questionnaire = _asked_questionnaire(visit, form) or abort(404)
    return render_template(
        "team/new.html",
        form=form,
        faults=form.faults(),
        questionnaire=questionnaire,
        questionnaires=list(visit.questionnaires.values()),
        chosen=form.themes.data if form.is_submitted() else [t.id for t in questionnaire.themes],
        closes=form.closes._value()
        if form.is_submitted()
        else (visit.today + timedelta(days=USUAL_DAYS)).isoformat(),
        closing=limits(*closing_days(visit.today)),
        least=visit.service.settings.minimum,
        ask_code=bool(visit.service.settings.organisation_code),
    )


@blueprint.get("/<code>")
@member(PERSONAL)
def show(visit: Visit, team: Team) -> Page:
    if team.current.state(visit.now) is State.PUBLISHED:
        return redirect(url_for("picture.show", code=team.code), 303)
    return _page(visit, team)


def _page(visit: Visit, team: Team) -> str:
    round = team.current
    questionnaire = asked_of(visit, round)
    here = _standing(visit, round, questionnaire)
    refusal = sentence(here.refusal) if here.refusal else ""
    return render_template(
        "team/member.html",
        team=team,
        round=round,
        state=round.state(visit.now),
        questionnaire=questionnaire,
        themes=asked(questionnaire, round.themes),
        count=contributions.count(visit.db, round),
        standing=here,
        counts_elsewhere=refusal if isinstance(here.refusal, AlreadyCounted) else "",
        other_words=refusal if isinstance(here.refusal, OtherWording) else "",
        served=visit.served(round.questionnaire),
        least=visit.service.settings.minimum,
    )


def _standing(visit: Visit, round: Round, questionnaire: Questionnaire) -> Standing:
    """Where this visitor stands in a round that is not yet published."""
    own = visit.portfolio_or_empty.of(round.questionnaire)
    return standing(
        round,
        questionnaire,
        visit.served(round.questionnaire),
        [
            (a, wordings.of(visit.db, visit.questionnaires, visit.portfolio_or_empty, a))
            for a in own
        ],
        visit.portfolio_or_empty.given,
        partial(teams.find, visit.db),
        contributed=visit.person is not None and contributions.is_in(visit.db, round, visit.person),
    )


@blueprint.post("/<code>/begin")
@member(PERSONAL)
def begin(visit: Visit, team: Team) -> Page:
    """To the zelfanalyse, and from its profile back to the choice."""
    session[FOR_TEAM] = team.code
    questionnaire = asked_of(visit, team.current)
    if _standing(visit, team.current, questionnaire).renewable:
        visit.change(lambda kept: kept.started(questionnaire, visit.today, fresh_id()))
    return redirect(url_for("assessment.overview", questionnaire_id=questionnaire.id), 303)


@blueprint.post("/<code>/bijdragen")
@owner(PERSONAL)
@team_of
def contribute(visit: Visit, team: Team) -> Page:
    round = team.current
    questionnaire = asked_of(visit, round)
    here = _standing(visit, round, questionnaire)
    same_round(team, round)
    round.admit(contributed=here.contributed, now=visit.now)
    if here.assessment is None or not here.ready:
        return _page(visit, team), 422
    offered, person, now = offer(questionnaire, team, here.assessment), visit.person, visit.now
    assert person is not None
    visit.change(lambda kept: contributions.contribute(visit.db, person, kept, offered, now))
    session.pop(FOR_TEAM, None)
    flash("Je antwoorden tellen mee. Tot de publicatie kun je ze nog veranderen of terugtrekken.")
    return redirect(url_for(".show", code=team.code), 303)


@blueprint.post("/<code>/terugtrekken")
@owner(PERSONAL)
@team_of
def withdraw(visit: Visit, team: Team) -> Page:
    round, now = team.current, visit.now

    def admitted(portfolio: Portfolio) -> Portfolio:
        current = same_round(team, teams.get(visit.db, team.code).current)
        current.admit(contributed=True, now=now)
        return portfolio.withdrawn(round.id.hex())

    visit.change(admitted, lambda person: contributions.withdraw(visit.db, round.id, person))
    flash("Je antwoorden tellen niet meer mee. Bijdragen kan opnieuw zolang de ronde open is.")
    return redirect(url_for(".show", code=team.code), 303)
