"""Teams for the web tests: made, joined, closed and published in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from ehbo.domain.keys import Person, read
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.contribution import sealed_answers
from ehbo.domain.team.disclosure import Publication
from ehbo.domain.team.round import Round
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.team.team import Team
from ehbo.store import contributions, database, portfolios, teams
from ehbo.store.database import Connection
from tests.builders import NOW, TODAY, all_answers, instrument
from tests.builders import Clock as Clock  # where it was before
from tests.page import NOTHING, Data, Form, Page
from tests.store.rounds import (
    LEAST,
    add_team,
    close,
    new_code,
    new_lead,
    new_person,
    new_round,
    some_answers,
)
from tests.visitor import Installation, Visitor

NAME = "Wijkzaken"
IN_TIME = "2026-12-20"
NEW_TEAM: Data = {"name": NAME, "expected": "8", "closes": IN_TIME, "themes": ["doen", "doel"]}
NEW_ROUND: Data = {"expected": "8", "closes": IN_TIME, "themes": ["doen"]}

Answers = Mapping[str, int]


class OurTeam:
    """A team of an installation, with the lead key that it was made with.

    What is done to it by its methods goes past the web. `changes` are fields of its round.
    """

    def __init__(
        self,
        here: Installation,
        *,
        name: str = NAME,
        questionnaire: Questionnaire | None = None,
        **changes: Any,
    ) -> None:
        self.here = here
        self.lead = new_lead()
        self.questionnaire = questionnaire or instrument()
        with self.db() as db:
            self.code = add_team(db, self.lead, name=name, first=self._round(1, **changes)).code
        self.address = f"/team/{self.code}"
        self.managing = f"{self.address}/beheer"
        self.picture = f"{self.address}/beeld"

    @contextmanager
    def db(self) -> Iterator[Connection]:
        with database.opened(self.here.settings.database) as db:
            yield db

    @property
    def team(self) -> Team:
        with self.db() as db:
            return teams.get(db, self.code)

    @property
    def round(self) -> Round:
        return self.team.current

    @property
    def count(self) -> int:
        """How many contributed to the current round."""
        with self.db() as db:
            return contributions.count(db, self.round)

    def leader(self, lead: Lead | None = None, visitor: Visitor | None = None) -> Visitor:
        """Somebody on whose device a lead key is known: that of this team, or another."""
        visitor = visitor or self.here.visitor()
        visitor.client.set_cookie(
            self.lead_cookie, (lead or self.lead).key, domain=visitor.address.hostname or ""
        )
        return visitor

    @property
    def lead_cookie(self) -> str:
        prefix = "__Host-" if self.here.settings.https else ""
        return f"{prefix}leider-{self.code.replace('-', '')}"

    def member(self, answers: Answers | None = None, mark: str = "meting") -> Visitor:
        """Somebody with a key who contributed these answers by the page."""
        visitor = self.here.owner(measured(answers, mark))
        assert self.choose(visitor, "bijdragen").status == 303
        return visitor

    def choose(self, visitor: Visitor, what: str) -> Page:
        """Presses a button on the team's page: bijdragen, terugtrekken or begin."""
        return visitor.post(f"{self.address}/{what}", on=self.address)

    def form_of(self, visitor: Visitor, what: str) -> Form:
        """The form of such a button, on the page as the visitor has it open from now on."""
        return visitor.get(self.address).form(f"{self.address}/{what}")

    def manage(self, leader: Visitor, what: str, data: Data = NOTHING) -> Page:
        """Fills in a form on the lead's page: sluiten, verlengen, publiceren and so on."""
        return leader.post(f"{self.managing}/{what}", data, on=self.managing)

    def contributed(self, *answers: Answers) -> None:
        """So many new people contribute."""
        round = self.round
        with self.db() as db, db.write():
            for one in answers:
                sealed = sealed_answers(self.questionnaire, round, one)
                contributions.save(db, round, new_person(), sealed)

    def emptied(self) -> None:
        """Takes all contributions away again."""
        with self.db() as db, db.write():
            db.execute("DELETE FROM contribution WHERE round = :round", {"round": self.round.id})

    def closed(self, now: datetime = NOW) -> None:
        with self.db() as db:
            close(db, self.team, now)

    def published(self, *answers: Answers, now: datetime = NOW) -> Publication:
        """Closes and publishes the current round, after these contributions more."""
        self.contributed(*answers)
        self.closed(now)
        return self.publish(now)

    def publish(self, now: datetime = NOW) -> Publication:
        """Publishes what is closed."""
        with self.db() as db:
            round = contributions.publish(db, self.code, self.lead, self.questionnaire, LEAST, now)
        assert round.publication is not None
        return round.publication

    def shared(self) -> str:
        """The compare code under which it is shared from now on."""
        code = new_code()
        with self.db() as db, db.write():
            teams.share(db, self.code, code)
        return code

    def next_round(self, **changes: Any) -> Round:
        round, private = self._round(self.round.number + 1, **changes)
        with self.db() as db, db.write():
            teams.add_round(db, self.code, round, private)
        return round

    def on_to_next_round(self, *answers: Answers, **changes: Any) -> Round:
        """Publishes the current round, after these contributions more, and begins the next."""
        self.published(*answers)
        return self.next_round(**changes)

    def second_lead(self) -> Lead:
        lead = new_lead()
        with self.db() as db, db.write():
            teams.add_lead(db, self.team, self.lead, lead)
        return lead

    def _round(self, number: int, **changes: Any) -> tuple[Round, bytes]:
        round, private = new_round(number)
        asked = {
            "questionnaire": self.questionnaire.id,
            "version": self.questionnaire.answered_version,
            "themes": tuple(theme.id for theme in self.questionnaire.themes),
        }
        return replace(round, **{**asked, **changes}), private


def sample(people: int, seed: int = 0) -> list[Answers]:
    """The answers of so many people, all different; another seed gives other answers."""
    return [some_answers(1000 * seed + one) for one in range(people)]


def alike(people: int, value: int) -> list[Answers]:
    """So many people who gave one answer throughout."""
    return [all_answers(value)] * people


def measured(answers: Answers | None = None, mark: str = "meting") -> Portfolio:
    """Somebody who took the zelfanalyse: whole, or as far as these answers go."""
    begun = Portfolio().started(instrument(), TODAY, mark)
    return begun.answered(mark, all_answers() if answers is None else answers, {})


def measure_again(visitor: Visitor, answers: Answers | None = None, mark: str = "opnieuw") -> None:
    """Somebody takes the zelfanalyse once more."""
    with database.opened(visitor.installation.settings.database) as db, db.write():
        person = Person(read(visitor.key or ""))
        begun = portfolios.get(db, person).started(instrument(), TODAY, mark)
        chosen = all_answers() if answers is None else answers
        portfolios.save(db, person, begun.answered(mark, chosen, {}), TODAY)


def as_seen(page: Page) -> str:
    """A page without its tokens and marks, to lay beside another."""
    return re.sub(r'<input type="hidden" name="(csrf_token|once)" value="[^"]*">', "", page.text)


def several(*codes: str, **more: str) -> str:
    """The address that compares these teams."""
    pairs = [*(("code", code) for code in codes), *more.items()]
    return "/vergelijken?" + "&".join(f"{name}={value}" for name, value in pairs)


def rows_of(page: Page, *, last: bool = False) -> dict[str, list[str]]:
    """What stands in the first or the last table of a page, by the words of a row's header."""
    table = page.dom.xpath("//main//table")[-1 if last else 0]
    found: dict[str, list[str]] = {}
    for row in table.xpath(".//tr[th[@scope='row']]"):
        name, *others = (" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td"))
        found[name] = others
    return found
