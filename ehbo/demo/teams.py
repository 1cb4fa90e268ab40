"""An invented organisation: four teams, up to three rounds, one too small and one divided."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.contribution import offer, sealed_answers
from ehbo.domain.team.disclosure import LEAST
from ehbo.domain.team.round import SEED_BYTES, new_round
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, portfolios, teams
from ehbo.store.database import Connection

Weights = tuple[tuple[int, ...], ...]
CAREFUL: Weights = ((3, 5, 3, 1),)
GROWING: Weights = ((1, 3, 5, 2),)
WARM: Weights = ((0, 2, 6, 3),)
DIVIDED: Weights = ((7, 2, 0, 0), (0, 0, 2, 7))  # one half of the team against the other


@dataclass(frozen=True)
class Past:
    """One round of a team: how long ago, how many took part, how they answered, how it stands."""

    days_ago: int
    people: int
    answers: Weights
    published: bool = True


LIVES: dict[str, tuple[int, tuple[Past, ...]]] = {
    "Wijkteam Noord": (
        12,
        (Past(190, 11, CAREFUL), Past(100, 12, GROWING), Past(10, 12, WARM)),
    ),
    "Team Ruimte": (9, (Past(180, 7, GROWING), Past(90, 8, WARM), Past(-10, 4, WARM, False))),
    "Team Communicatie": (14, (Past(95, 12, DIVIDED), Past(12, 13, DIVIDED))),
    "Bestuursondersteuning": (6, (Past(4, LEAST - 2, GROWING, False),)),
}


@dataclass(frozen=True)
class Made:
    """A team of the demonstration with what one needs to look at it."""

    name: str
    code: str
    lead_key: str
    compare_code: str | None


def make(
    db: Connection, questionnaire: Questionnaire, member: Person, today: date
) -> tuple[Made, ...]:
    """Fills a database with the teams; `member` contributed to the last round of the first one."""
    rng = random.Random(2)
    made: list[Made] = []
    for name, (expected, past) in LIVES.items():
        lead = Lead(secrets.token_bytes(KEY_BYTES))
        code = CODE.written(secrets.randbits(CODE.bits))
        for number, life in enumerate(past, 1):
            seed, closes = secrets.token_bytes(SEED_BYTES), today - timedelta(days=life.days_ago)
            themes = [theme.id for theme in questionnaire.themes]
            first, private = new_round(questionnaire, themes, expected, closes, seed)
            with db.write():
                if number == 1:
                    teams.add(db, Team(code, name, None, (first,)), lead, private, today)
                else:
                    follower = teams.get(db, code).current.followed_by(first)
                    teams.add_round(db, code, follower, private)
                joins = member if not made and number == len(past) else None
                _contribute(db, questionnaire, teams.get(db, code), life, rng, joins)
            if life.published:
                _publish(db, questionnaire, code, lead, life, today)
        shared = CODE.written(secrets.randbits(CODE.bits)) if past[0].published else None
        with db.write():
            teams.share(db, code, shared)
        made.append(Made(name, code, lead.key, shared))
    return tuple(made)


def _contribute(
    db: Connection,
    questionnaire: Questionnaire,
    team: Team,
    life: Past,
    rng: random.Random,
    member: Person | None,
) -> None:
    """Within a write: so many invented people, the first of them `member` if there is one."""
    for place in range(life.people):
        weights = life.answers[place % len(life.answers)]
        values = questionnaire.scale.values
        answers = {id: rng.choices(values, weights)[0] for id in questionnaire.statements}
        if place == 0 and member is not None:
            _contribute_own(db, questionnaire, team, member)
        else:
            sealed = sealed_answers(questionnaire, team.current, answers)
            contributions.save(db, team.current, Person(secrets.token_bytes(KEY_BYTES)), sealed)


def _contribute_own(
    db: Connection, questionnaire: Questionnaire, team: Team, member: Person
) -> None:
    """Within a write: the newest assessment of somebody who has a bundle."""
    portfolio = portfolios.get(db, member)
    newest = portfolio.assessments[-1]
    now = _noon(min(team.current.closes, newest.started))
    offered = offer(questionnaire, team, newest)
    noted = contributions.contribute(db, member, portfolio, offered, now)
    portfolios.save(db, member, noted, newest.started)


def _publish(
    db: Connection,
    questionnaire: Questionnaire,
    code: str,
    lead: Lead,
    life: Past,
    today: date,
) -> None:
    moment = _noon(today - timedelta(days=life.days_ago - 1))
    contributions.publish(db, code, lead, questionnaire, LEAST, moment)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
