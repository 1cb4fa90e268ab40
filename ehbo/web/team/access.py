"""Who stands before a team: somebody with its code, or somebody who leads it with a lead key."""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import request, url_for
from werkzeug.routing import RequestRedirect

from ehbo.domain.errors import KeyTypo, NewRoundBegan, NotLead, TeamUnknown
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.round import Round
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import teams, wordings
from ehbo.web.frame.access import Mark, Visit, open_to_all
from ehbo.web.frame.declarations import Declaration, View
from ehbo.web.frame.keyring import Purpose

FOR_TEAM = "for_team"
LEAD = Purpose("leider", several=True)


def team_of(view: View) -> View:
    """Hands a view the team of the code in its address. Raises TeamUnknown."""

    @wraps(view)
    def with_team(visit: Visit, code: str, **arguments: Any) -> Any:
        return view(visit, _team(visit, code), **arguments)

    return with_team


def member(page: Declaration) -> Mark:
    """For whoever has the team's code; the view gets the team. Raises TeamUnknown."""

    def mark(view: View) -> View:
        return open_to_all(team_of(view), access="member", page=page)

    return mark


def leading(page: Declaration) -> Mark:
    """For whoever holds a lead key of the team on this device. Raises TeamUnknown, NotLead."""

    def mark(view: View) -> View:
        @wraps(view)
        def led(visit: Visit, code: str, **arguments: Any) -> Any:
            team = _team(visit, code)
            lead = find_lead(visit, team)
            if lead is None:
                raise NotLead
            return view(visit, team, lead, **arguments)

        return open_to_all(led, access="lead", page=page)

    return mark


def _team(visit: Visit, typed: str) -> Team:
    try:
        code = CODE.written(CODE.read(typed))
    except KeyTypo as typo:
        raise TeamUnknown from typo
    team = teams.get(visit.db, code)
    if typed != code and request.method == "GET":
        assert request.endpoint and request.view_args is not None
        address = url_for(request.endpoint, **{**request.view_args, "code": code})
        query = request.query_string.decode("ascii", "ignore")
        raise RequestRedirect(f"{address}?{query}" if query else address)
    return team


def find_lead(visit: Visit, team: Team) -> Lead | None:
    """The lead of this team who uses this device, None when there is none."""
    secret = visit.keyring.find(LEAD, team.code)
    lead = Lead(secret) if secret else None
    return lead if lead and teams.of_lead(visit.db, lead) == team.code else None


def leads_here(visit: Visit) -> list[Team]:
    """The teams that are led from this device."""
    codes = (_led_under(visit, name) for name in visit.keyring.names(LEAD))
    found = [teams.find(visit.db, code) for code in codes if code]
    return [team for team in found if team is not None]


def _led_under(visit: Visit, name: str) -> str | None:
    """The code of the team whose lead key is kept under its name, None for any other key.

    The key tells it: a code takes longer to look up, and anybody can send a hundred of them.
    """
    secret = visit.keyring.find(LEAD, name)
    code = teams.of_lead(visit.db, Lead(secret)) if secret else None
    return code if code and code.replace("-", "") == name else None


def same_round(team: Team, current: Round) -> Round:
    """The round as it is now, if the form was made for it. Raises NewRoundBegan."""
    made_for = request.form.get("round", str(team.current.number))
    if current.id != team.current.id or made_for != str(current.number):
        raise NewRoundBegan
    return current


def asked_of(visit: Visit, round: Round) -> Questionnaire:
    """The questionnaire in the words that a round asks."""
    served = visit.questionnaires
    return wordings.of_version(visit.db, served, round.questionnaire, round.version)
