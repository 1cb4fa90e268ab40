"""A team for who leads it: invite, see how many take part, close, publish, share, delete."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ehbo.documents import qr
from ehbo.documents.team import invitation
from ehbo.documents.team import poster as poster_file
from ehbo.domain import keys
from ehbo.domain.errors import (
    AlreadyPublished,
    KeyTypo,
    RoundUnderWay,
    TooFew,
    TooMany,
    TooManyLeads,
)
from ehbo.domain.keys import KEY_BYTES
from ehbo.domain.team.round import Round, State, asked, closing_days
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.standing import shut_out
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, database, rounds, teams
from ehbo.store.database import Connection
from ehbo.web.frame.access import Visit, visitor
from ehbo.web.frame.codes import TOO_MANY_WRONG, too_many_wrong
from ehbo.web.frame.declarations import KEY, OWN_FILE
from ehbo.web.frame.downloads import PDF, download, file_name
from ehbo.web.frame.fields import EraseForm, limits
from ehbo.web.frame.words import sentence
from ehbo.web.team.access import (
    LEAD,
    asked_of,
    find_lead,
    leading,
    member,
    same_round,
    team_of,
)
from ehbo.web.team.forms import (
    DeleteTeamForm,
    ExpectedForm,
    ExtendForm,
    RoundForm,
    SecretForm,
    ShareForm,
    team_name,
)
from ehbo.web.team.member import sound_date, sound_round

blueprint = Blueprint("lead", __name__, url_prefix="/team")

MOST_LEADS = 10

Page = str | Response | tuple[str, int]


@blueprint.get("/<code>/beheer")
@member(KEY)
def show(visit: Visit, team: Team) -> Page:
    lead = find_lead(visit, team)
    if lead is None:
        return _ask_key(team), 403
    return _page(visit, team, lead)


def _ask_key(team: Team, typed: str = "", fault: str = "") -> str:
    faults = [("code", fault)] if fault else []
    return render_template("team/lead_key.html", team=team, typed=typed, faults=faults)


def _page(visit: Visit, team: Team, lead: Lead, **more: Any) -> str:
    round, settings = team.current, visit.service.settings
    questionnaire, served = asked_of(visit, round), visit.served(round.questionnaire)
    refusal = shut_out(questionnaire, served)
    address = f"{settings.address}{url_for('team.show', code=team.code)}"
    state = round.state(visit.now)
    return render_template(
        "team/lead.html",
        team=team,
        round=round,
        state=state,
        questionnaire=questionnaire,
        themes=asked(questionnaire, round.themes),
        count=0 if state is State.PUBLISHED else contributions.count(visit.db, round),
        least=settings.minimum,
        closing=limits(*closing_days(visit.today)),
        lead_key=lead.key,
        just_made="nieuw" in request.args,
        served=served,
        no_newcomers=sentence(refusal) if refusal else "",
        leads=teams.leads(visit.db, team.code),
        address=address,
        qr=Markup(qr.svg(address)),
        invitation=invitation.invitation(
            team.name, address, team.code, round.closes, least=settings.minimum
        ),
        **{"faults": [], **more},
    )


@blueprint.post("/<code>/beheer/openen")
@visitor(KEY)
@team_of
def enter(visit: Visit, team: Team) -> Page:
    typed = SecretForm().code.data or ""
    try:
        lead = Lead(keys.read(typed))
    except KeyTypo as typo:
        return _ask_key(team, typed, sentence(typo)), 422
    if teams.of_lead(visit.db, lead) != team.code:
        if too_many_wrong(visit):
            return _ask_key(team, typed, TOO_MANY_WRONG), 429
        return _ask_key(team, typed, "Deze sleutel hoort niet bij dit team."), 403
    teams.touch(visit.db, team.code, visit.today)
    visit.keyring.keep(LEAD, lead.secret, team.code)
    return _back(team)


@blueprint.post("/<code>/beheer/vergrendelen")
@leading(KEY)
def lock(visit: Visit, team: Team, lead: Lead) -> Page:
    if not EraseForm().confirmed.data:
        fault = "Zet eerst een vinkje: zonder de sleutel kan niemand meer in het beheer."
        return _page(visit, team, lead, faults=[("lock_confirmed", fault)]), 422
    visit.keyring.forget(LEAD, team.code)
    flash("Dit apparaat kent de leidersleutel niet meer.")
    return redirect(url_for("team.start"), 303)


@blueprint.post("/<code>/beheer/sluiten")
@leading(KEY)
def close(visit: Visit, team: Team, lead: Lead) -> Page:
    _move(visit, team, lambda round: round.close(visit.now))
    flash("De ronde is gesloten. Je kunt nu publiceren.")
    return _back(team)


@blueprint.post("/<code>/beheer/verlengen")
@leading(KEY)
def extend(visit: Visit, team: Team, lead: Lead) -> Page:
    form = ExtendForm(visit.today)
    if team.current.publication is not None:
        raise AlreadyPublished
    if not form.validate() or not sound_date(visit, form):
        faults = [("open-tot", message) for _, message in form.faults()]
        return _page(visit, team, lead, extend_form=form, faults=faults), 422
    _move(visit, team, lambda round: round.extend(form.closes.data, visit.now))
    flash("De ronde is weer open. Laat het je team weten.")
    return _back(team)


@blueprint.post("/<code>/beheer/aantal")
@leading(KEY)
def expect(visit: Visit, team: Team, lead: Lead) -> Page:
    form = ExpectedForm(visit.service.settings.minimum)
    if team.current.publication is not None:
        raise AlreadyPublished
    if not form.validate():
        faults = [("aantal", message) for _, message in form.faults()]
        return _page(visit, team, lead, expected_form=form, faults=faults), 422
    people = form.expected.data
    _move(visit, team, lambda round: round.expect(people), rounds.save_expected)
    flash("Het aantal is bewaard. Iedereen ziet wat er eerst stond.")
    return _back(team)


def _move(
    visit: Visit,
    team: Team,
    move: Callable[[Round], Round],
    save: Callable[[Connection, Round], None] = rounds.save_dates,
) -> None:
    """Moves the round as it is at the moment of writing: another lead may have been first."""
    with visit.db.write():
        current = same_round(team, teams.get(visit.db, team.code).current)
        save(visit.db, move(current))
    teams.touch(visit.db, team.code, visit.today)


@blueprint.post("/<code>/beheer/publiceren")
@leading(KEY)
def publish(visit: Visit, team: Team, lead: Lead) -> Page:
    least = visit.service.settings.minimum
    questionnaire = asked_of(visit, team.current)
    same_round(team, team.current)
    try:
        contributions.publish(visit.db, team.code, lead, questionnaire, least, visit.now)
    except TooFew:
        return _page(visit, team, lead, too_few=True), 409
    except TooMany:
        return _page(visit, team, lead, too_many=True), 409
    except AlreadyPublished:
        pass  # another lead was first: to what they published
    else:
        flash("Het teambeeld is gepubliceerd. Iedereen met de teamcode kan het nu zien.")
    teams.touch(visit.db, team.code, visit.today)
    return redirect(url_for("picture.show", code=team.code), 303)


@blueprint.post("/<code>/beheer/ronde")
@leading(KEY)
def new_round(visit: Visit, team: Team, lead: Lead) -> Page:
    form = RoundForm(visit.service.settings.minimum, visit.today)
    if visit.service.results.only_once(lambda: _next_round(visit, team, form)) is None:
        return _page(visit, team, lead, round_form=form, faults=form.faults()), 422
    teams.touch(visit.db, team.code, visit.today)
    flash("De nieuwe ronde is open. Nodig je team weer uit.")
    return _back(team)


def _next_round(visit: Visit, team: Team, form: RoundForm) -> Round | None:
    """The new round of a team, None when the form has faults. Raises RoundUnderWay."""
    questionnaire = visit.served(team.current.questionnaire) or abort(404)
    same_round(team, team.current)
    if team.current.state(visit.now) is State.OPEN:
        raise RoundUnderWay
    if not sound_round(visit, form, questionnaire):
        return None
    with visit.db.write():
        current = same_round(team, teams.get(visit.db, team.code).current)
        if current.state(visit.now) is State.OPEN:
            raise RoundUnderWay
        first, private = form.new_round(questionnaire)
        round = current.followed_by(first)
        if current.publication is None:
            rounds.drop(visit.db, current)
        teams.add_round(visit.db, team.code, round, private)
    if round.number == team.current.number:
        # What was contributed to the dropped round goes for good.
        database.checkpoint_after(visit.db)
    return round


@blueprint.post("/<code>/beheer/medeleider")
@leading(KEY)
def add_colead(visit: Visit, team: Team, lead: Lead) -> Page:
    new = visit.service.results.only_once(lambda: _colead(visit, team, lead))
    return _page(visit, team, lead, second_key=new.key)


def _colead(visit: Visit, team: Team, lead: Lead) -> Lead:
    """One more lead of a team. Raises TooManyLeads."""
    new = Lead(secrets.token_bytes(KEY_BYTES))
    with visit.db.write():
        current = teams.get(visit.db, team.code)
        if teams.leads(visit.db, team.code) >= MOST_LEADS:
            raise TooManyLeads(MOST_LEADS)
        teams.add_lead(visit.db, current, lead, new)
    return new


@blueprint.post("/<code>/beheer/delen")
@leading(KEY)
def share(visit: Visit, team: Team, lead: Lead) -> Page:
    wanted = ShareForm().shared.data
    with visit.db.write():
        shared = teams.get(visit.db, team.code).compare_code
        if bool(shared) != bool(wanted):
            fresh = CODE.written(secrets.randbits(CODE.bits)) if wanted else None
            teams.share(visit.db, team.code, fresh)
    flash("Je team is nu te vergelijken." if wanted else "De vergelijkcode werkt niet meer.")
    return _back(team, "vergelijken")


@blueprint.post("/<code>/beheer/wissen")
@leading(KEY)
def delete(visit: Visit, team: Team, lead: Lead) -> Page:
    form = DeleteTeamForm()
    if team_name(form.confirmed.data).casefold() != team.name.casefold():
        fault = "Typ de naam van het team precies over. Wissen kun je niet terugdraaien."
        faults = [("confirmed", fault)]
        return _page(visit, team, lead, faults=faults, typed_name=form.confirmed.data), 422
    teams.erase(visit.db, team.code)
    visit.keyring.forget(LEAD, team.code)
    flash("Het team is gewist, met alle rondes en teambeelden. Ieders eigen antwoorden blijven.")
    return redirect(url_for("team.start"), 303)


@blueprint.get("/<code>/poster.pdf")
@member(OWN_FILE)
def poster(visit: Visit, team: Team) -> Page:
    settings, round = visit.service.settings, team.current
    address = f"{settings.address}{url_for('team.show', code=team.code)}"
    content = poster_file.pdf(team.name, address, team.code, round.closes, settings.organisation)
    name = file_name("poster", team.name, "ronde", round.number, ending="pdf")
    return download(content, PDF, name)


def _back(team: Team, anchor: str | None = None) -> Response:
    return redirect(url_for(".show", code=team.code, _anchor=anchor), 303)
