"""Teams in the stages that the journeys need, put straight into the store of the running site."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from ehbo.domain.keys import KEY_BYTES, Person, read
from ehbo.domain.team.contribution import offer, sealed_answers
from ehbo.domain.team.disclosure import LEAST
from ehbo.domain.team.round import SEED_BYTES, Round, new_round
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, database, portfolios, teams
from tests.builders import TODAY
from tests.journeys.conftest import Site
from tests.journeys.people import QUESTIONNAIRE

LONG_NAME = "Wijkteam Samenwerkingsovereenkomstvoorbereiding & Bewonersparticipatie Noordwest"


@dataclass
class TeamMade:
    """A team in the store of the site; the newest round is the last that was begun."""

    site: Site
    code: str
    lead: Lead
    compare_code: str | None = None
    rounds: int = 0

    def begin(self, *, name: str = "Wijkteam Noord", expected: int = 12, days: int = 7) -> Round:
        """Opens a round that closes in so many days; a negative number is the past."""
        self.rounds += 1
        themes = [theme.id for theme in QUESTIONNAIRE.themes]
        closes, seed = TODAY + timedelta(days=days), os.urandom(SEED_BYTES)
        first, private = new_round(QUESTIONNAIRE, themes, expected, closes, seed)
        round = replace(first, number=self.rounds)
        with database.opened(self.site.database) as db, db.write():
            if round.number == 1:
                team = Team(self.code, name, None, (round,))
                teams.add(db, team, self.lead, private, TODAY)
            else:
                teams.add_round(db, self.code, round, private)
        return round

    def fill(self, count: int, *, weights: tuple[int, ...] = (1, 3, 5, 2), seed: int = 1) -> None:
        """So many people contribute answers that are drawn by weight."""
        rng = random.Random(seed)
        with database.opened(self.site.database) as db, db.write():
            round = teams.get(db, self.code).current
            for _ in range(count):
                answers = {
                    id: rng.choices(QUESTIONNAIRE.scale.values, weights)[0]
                    for id in QUESTIONNAIRE.statements
                }
                sealed = sealed_answers(QUESTIONNAIRE, round, answers)
                contributions.save(db, round, Person(os.urandom(KEY_BYTES)), sealed)

    def join(self, key: str) -> None:
        """The holder of a key contributes their newest assessment."""
        person = Person(read(key))
        with database.opened(self.site.database) as db, db.write():
            team, portfolio = teams.get(db, self.code), portfolios.get(db, person)
            offered = offer(QUESTIONNAIRE, team, portfolio.assessments[-1])
            moment = datetime.combine(min(team.current.closes, TODAY), time(12), UTC)
            noted = contributions.contribute(db, person, portfolio, offered, moment)
            portfolios.save(db, person, noted, TODAY)

    def publish(self) -> None:
        """Publishes the newest round on the day after it closed."""
        with database.opened(self.site.database) as db:
            closes = teams.get(db, self.code).current.closes
            moment = datetime.combine(closes + timedelta(days=1), time(12), UTC)
            contributions.publish(db, self.code, self.lead, QUESTIONNAIRE, LEAST, moment)

    def share(self) -> str:
        self.compare_code = CODE.written(int.from_bytes(os.urandom(6), "big"))
        with database.opened(self.site.database) as db, db.write():
            teams.share(db, self.code, self.compare_code)
        return self.compare_code

    @property
    def cookie(self) -> dict[str, str]:
        """What makes a browser that of the lead."""
        name = f"leider-{self.code.replace('-', '')}"
        return {"name": name, "value": self.lead.key, "url": self.site.address}


def new_team(site: Site) -> TeamMade:
    code = CODE.written(int.from_bytes(os.urandom(6), "big"))
    return TeamMade(site, code, Lead(os.urandom(KEY_BYTES)))


def open_team(site: Site, people: int = 3, *, name: str = "Wijkteam Noord") -> TeamMade:
    team = new_team(site)
    team.begin(name=name)
    team.fill(people)
    return team


def closed_team(site: Site, people: int = 8) -> TeamMade:
    team = new_team(site)
    team.begin(days=-1)
    team.fill(people)
    return team


def published_team(
    site: Site, *sizes: int, name: str = "Wijkteam Noord", member: str | None = None
) -> TeamMade:
    """A team with a published round of each size, the last one yesterday.

    The holder of the key `member` contributed to that last one.
    """
    team = new_team(site)
    for place, size in enumerate(sizes):
        joining = member is not None and place == len(sizes) - 1
        team.begin(name=name, days=-1 - 90 * (len(sizes) - 1 - place))
        team.fill(size - joining, seed=place)
        if joining:
            assert member is not None
            team.join(member)
        team.publish()
    return team
