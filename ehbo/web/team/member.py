"""A team for those who are in it: start or find one, see where it stands, contribute or not."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import AlreadyCounted, OtherWording, WrongState
from ehbo.domain.keys import KEY_BYTES
from ehbo.domain.portfolio import Given, Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.contribution import packed
from ehbo.domain.team.round import Round, State, asked, closing_days, refuse_date
from ehbo.domain.team.round_keys import Lead, round_pair, sealed_to
from ehbo.domain.team.standing import fitting, open_statements, refuse_counted
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, teams, throttle, wordings
from ehbo.web.frame.access import Visit, anyone, fresh_id, owner, service, visitor
from ehbo.web.frame.codes import WrongCode, too_many_wrong
from ehbo.web.frame.declarations import PERSONAL, PUBLIC
from ehbo.web.frame.fields import limits
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
from ehbo.web.team.old_rounds import no_newcomers, other_answers

blueprint = Blueprint("team", __name__, url_prefix="/team")

MOST_TEAMS_A_MINUTE = 30
USUAL_DAYS = 14

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Standing:
    """Where one person stands in a round.

    `assessment` is what they would contribute, `open` how many of the asked statements it leaves
    unanswered. `other_words` says why their answers do not fit, `counts_elsewhere` that they are in
    another round already; `renewable` that a new assessment would do.
    """

    contributed: bool = False
    assessment: Assessment | None = None
    open: int = 0
    other_words: str = ""
    counts_elsewhere: str = ""
    renewable: bool = False

    @property
    def ready(self) -> bool:
        return self.assessment is not None and not self.open


@blueprint.get("")
@visitor(PUBLIC)
def start(visit: Visit) -> Page:
    return start_page(visit)


def start_page(visit: Visit, wrong_code: WrongCode | None = None) -> str:
    mine = list(teams.find_each(visit.db, (given.team for given in visit.kept.given)).values())
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
def make(visit: Visit) -> Page:
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
    round, private = new_round(form, questionnaire)
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
        except WrongState as fault:
            form.closes.errors = [str(fault)]
            return False
    return True


def new_round(form: RoundForm, questionnaire: Questionnaire) -> tuple[Round, bytes]:
    """A first round as the form asks it, and the private half of its key pair."""
    private, public = round_pair(secrets.token_bytes(32))
    round = Round(
        id=secrets.token_bytes(16),
        number=1,
        questionnaire=questionnaire.id,
        version=questionnaire.answered_version,
        themes=tuple(theme.id for theme in asked(questionnaire, form.themes.data or ())),
        expected=form.expected.data,
        closes=form.closes.data,
        public=public,
    )
    return round, private


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
    return render_template(
        "team/member.html",
        team=team,
        round=round,
        state=round.state(visit.now),
        questionnaire=questionnaire,
        themes=asked(questionnaire, round.themes),
        count=contributions.count(visit.db, round),
        standing=standing(visit, round, questionnaire),
        served=visit.served(round.questionnaire),
        least=visit.service.settings.minimum,
    )


def standing(visit: Visit, round: Round, questionnaire: Questionnaire) -> Standing:
    """Where this visitor stands in a round that is not yet published."""
    contributed = visit.person is not None and contributions.is_in(visit.db, round, visit.person)
    served = visit.served(round.questionnaire)
    closed_to_new = no_newcomers(questionnaire, served)
    own = visit.kept.of(round.questionnaire)
    taken = [(a, wordings.of(visit.db, visit.questionnaires, visit.kept, a)) for a in own]
    try:
        assessment = fitting(questionnaire, taken)
        if assessment is not None:
            refuse_counted(assessment, round, visit.kept.given, partial(teams.find, visit.db))
    except OtherWording:
        why = other_answers(questionnaire, taken[-1][1])
        return Standing(contributed, other_words=why, renewable=not closed_to_new)
    except AlreadyCounted as fault:
        return Standing(contributed, counts_elsewhere=str(fault), renewable=not closed_to_new)
    if assessment is None and closed_to_new:
        return Standing(contributed, other_words=closed_to_new)
    themes = asked(questionnaire, round.themes)
    answers: Mapping[str, int] = assessment.answers if assessment else {}
    return Standing(contributed, assessment, open_statements(themes, answers))


@blueprint.post("/<code>/begin")
@member(PERSONAL)
def begin(visit: Visit, team: Team) -> Page:
    """To the zelfanalyse, and from its profile back to the choice."""
    session[FOR_TEAM] = team.code
    questionnaire = asked_of(visit, team.current)
    if standing(visit, team.current, questionnaire).renewable:
        visit.change(lambda kept: kept.started(questionnaire, visit.today, fresh_id()))
    return redirect(url_for("assessment.overview", questionnaire_id=questionnaire.id), 303)


@blueprint.post("/<code>/bijdragen")
@owner(PERSONAL)
@team_of
def contribute(visit: Visit, team: Team) -> Page:
    round = team.current
    questionnaire = asked_of(visit, round)
    here = standing(visit, round, questionnaire)
    same_round(team, round)
    round.admit(contributed=here.contributed, now=visit.now)
    if not here.ready:
        return _page(visit, team), 422
    assert here.assessment is not None and visit.person is not None
    now, chosen = visit.now, here.assessment
    given = Given(team=team.code, round=round.id.hex(), assessment=chosen.id, on=visit.today)
    sealed = sealed_to(round.public, packed(questionnaire, round, chosen.answers))

    def admitted(portfolio: Portfolio) -> Portfolio:
        assert visit.person is not None
        contributed = contributions.is_in(visit.db, round, visit.person)
        current = same_round(team, teams.get(visit.db, team.code).current)
        current.admit(contributed=contributed, now=now)
        refuse_counted(chosen, current, portfolio.given, partial(teams.find, visit.db))
        return portfolio.contributed(given)

    visit.change(admitted, lambda person: contributions.save(visit.db, round, person, sealed))
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
