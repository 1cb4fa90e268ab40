"""Teams with rounds, made past the web; as a program it publishes one and says what that took.

`python -m bench.rounds DATABASE CODE LEAD` does so in a process of its own.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import sys
import time
from datetime import timedelta
from pathlib import Path

from ehbo.content import questionnaires as content
from ehbo.domain import clock
from ehbo.domain.keys import KEY_BYTES, Person, read
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.contribution import sealed_answers
from ehbo.domain.team.round import SEED_BYTES, new_round
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.domain.writing import CODE
from ehbo.store import contributions, database, portfolios, rounds, teams, wordings

MEGABYTE = 1e6
FEWEST_EXPECTED = 12


def questionnaire() -> Questionnaire:
    return content.load(content.BUILT_IN / "overheidsparticipatie")


def new_team(path: Path, name: str, size: int = 0) -> tuple[Team, Lead]:
    """A team with an open round; of some size, it is closed with so many contributions in it."""
    asked, lead = questionnaire(), Lead(secrets.token_bytes(KEY_BYTES))
    today, chance = clock.day_of(clock.system_clock()), random.Random(size)
    first, private = new_round(
        asked,
        [theme.id for theme in asked.themes],
        max(size, FEWEST_EXPECTED),
        today + timedelta(days=30),
        secrets.token_bytes(SEED_BYTES),
    )
    team = Team(CODE.written(secrets.randbits(CODE.bits)), name, None, (first,))
    with database.opened(path) as db, db.write():
        teams.add(db, team, lead, private, today)
        for _ in range(size):
            answers = {id: chance.choice(asked.scale.values) for id in asked.statements}
            sealed = sealed_answers(asked, first, answers)
            contributions.save(db, first, Person(secrets.token_bytes(KEY_BYTES)), sealed)
        if size:
            rounds.save_dates(db, first.close(clock.system_clock()))
    return team, lead


def new_people(path: Path, count: int) -> list[Person]:
    """People who have a complete zelfanalyse and did nothing with it yet."""
    asked, today = questionnaire(), clock.day_of(clock.system_clock())
    begun = Portfolio().started(asked, today, "meting")
    complete = begun.answered("meting", dict.fromkeys(asked.statements, 3), {})
    made = [Person(secrets.token_bytes(KEY_BYTES)) for _ in range(count)]
    with database.opened(path) as db, db.write():
        for person in made:
            portfolios.save(db, person, complete, today)
    return made


def publish(path: str, code: str, key: str) -> None:
    """Publishes here and now, and says what it took."""
    with database.opened(Path(path)) as db:
        of = teams.get(db, code).current
        asked = wordings.of_version(db, {}, of.questionnaire, of.version)
        before, began = _most_megabytes(), time.perf_counter()
        contributions.publish(db, code, Lead(read(key)), asked, 5, clock.system_clock())
        seconds = time.perf_counter() - began
    print(json.dumps([seconds, before, _most_megabytes()]))


def _most_megabytes() -> float:
    """The most resident memory so far; of this program alone, unlike what getrusage tells."""
    (line,) = re.findall(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(line) * 1024 / MEGABYTE


if __name__ == "__main__":
    publish(*sys.argv[1:])
