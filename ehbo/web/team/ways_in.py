"""Ways into a team from elsewhere: what its keys and codes open, and the way back to a choice."""

from __future__ import annotations

from flask import session, url_for

from ehbo.domain import keys
from ehbo.domain.team.round import State
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.writing import CODE
from ehbo.store import teams
from ehbo.web.frame.access import Visit
from ehbo.web.frame.parts import Errand
from ehbo.web.team.access import FOR_TEAM, LEAD


def open_managing(visit: Visit, text: str) -> str | None:
    """A lead key opens the managing of its team."""
    secret = keys.find(text)
    code = teams.of_lead(visit.db, Lead(secret)) if secret else None
    if secret is None or code is None:
        return None
    teams.touch(visit.db, code, visit.today)
    visit.keyring.keep(LEAD, secret, code)
    return url_for("lead.show", code=code)


def open_team(visit: Visit, text: str) -> str | None:
    """A team code opens the page of its team."""
    known = CODE.fits(text) and teams.find(visit.db, text) is not None
    return url_for("team.show", code=text) if known else None


def open_compared(visit: Visit, text: str) -> str | None:
    """A compare code opens what the lead of its team shares."""
    known = CODE.fits(text) and teams.find_shared(visit.db, text) is not None
    return url_for("compare.show", code=text) if known else None


def choice_to_make(visit: Visit) -> Errand | None:
    """For who came by a team's invitation: back to the choice, while it can still be made."""
    team = teams.find(visit.db, session[FOR_TEAM]) if FOR_TEAM in session else None
    if team is None or team.current.state(visit.now) is not State.OPEN:
        return None
    return Errand(
        f"Klaar? Ga terug naar {team.name}",
        "Daar kies je of je antwoorden meetellen in het teambeeld.",
        "Naar de keuze",
        url_for("team.show", code=team.code),
    )
