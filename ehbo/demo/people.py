"""Invented people in different stages and their teams, in a data folder of their own."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ehbo.config import SETTINGS_FILE
from ehbo.content import questionnaires as content
from ehbo.demo import teams as demo_teams
from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store import database, portfolios

Life = Callable[[Questionnaire, random.Random, date], Portfolio]
SETTINGS = """\
# Demonstratie: verzonnen gegevens. Gebruik deze map niet voor echte mensen.
demo = true
"""


@dataclass(frozen=True)
class Demo:
    """What was made: per person (who it is, the key), and the teams of an organisation."""

    people: list[tuple[str, str]]
    teams: tuple[demo_teams.Made, ...]


def make(data: Path, today: date) -> Demo:
    """Fills an empty folder."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / SETTINGS_FILE).write_text(SETTINGS, "utf-8")
    path = data / "ehbo.db"
    database.migrate(path)
    questionnaire = content.load(content.BUILT_IN / "overheidsparticipatie")
    rng = random.Random(1)
    people = []
    with database.opened(path) as db:
        with db.write():
            for who, life in LIVES.items():
                person = Person(secrets.token_bytes(KEY_BYTES))
                portfolios.save(db, person, life(questionnaire, rng, today), today)
                people.append((who, person.key))
        return Demo(people, demo_teams.make(db, questionnaire, person, today))


def _taken(
    portfolio: Portfolio,
    questionnaire: Questionnaire,
    rng: random.Random,
    day: date,
    themes: int | None = None,
    weights: tuple[int, ...] = (1, 3, 5, 2),
) -> Portfolio:
    """With one more assessment of the first so many themes, answers drawn by weight."""
    name = f"demo-{len(portfolio.assessments) + 1}"
    answers = {
        s.id: rng.choices(questionnaire.scale.values, weights)[0]
        for theme in questionnaire.themes[:themes]
        for s in theme.statements
    }
    return portfolio.started(questionnaire, day, name).answered(name, answers, {})


def _just_begun(questionnaire: Questionnaire, rng: random.Random, today: date) -> Portfolio:
    return _taken(Portfolio(), questionnaire, rng, today, themes=2)


def _with_profile(questionnaire: Questionnaire, rng: random.Random, today: date) -> Portfolio:
    return _taken(Portfolio(), questionnaire, rng, today - timedelta(days=3))


def _with_plan(questionnaire: Questionnaire, rng: random.Random, today: date) -> Portfolio:
    taken = _taken(Portfolio(), questionnaire, rng, today - timedelta(days=95))
    day = today - timedelta(days=90)
    plan = Plan(
        sections={
            questionnaire.plan[1].id: "Over een jaar weten bewoners van de Molenwijk mij te "
            "vinden voordat ze een plan opschrijven. Ik wil minder vaak uitleggen en vaker "
            "vragen.",
            questionnaire.plan[2].id: "Tijd in mijn week om de wijk in te gaan, en een collega "
            "die al langer met initiatieven werkt.",
        },
        actions=(
            Action(
                id="demo-a",
                what="Elke dinsdagmiddag in het buurthuis werken",
                with_whom="Samira van Welzijn",
                by=day + timedelta(days=30),
                done=True,
            ),
            Action(
                id="demo-b",
                what="Met een raadslid meelopen bij een initiatief",
                with_whom="raadslid naar keuze",
                by=day + timedelta(days=60),
            ),
            Action(id="demo-c", what="Een lijstje maken van fondsen zonder de gemeente"),
        ),
        look_again=today,
    )
    return taken.planned(questionnaire.id, plan)


def _second_time(questionnaire: Questionnaire, rng: random.Random, today: date) -> Portfolio:
    first = _with_plan(questionnaire, rng, today)
    return _taken(first, questionnaire, rng, today, weights=(1, 2, 6, 4))


LIVES: dict[str, Life] = {
    "Anouk is net begonnen: twee thema's klaar": _just_begun,
    "Bram heeft een profiel en nog geen plan": _with_profile,
    "Noor heeft een profiel en een POP-OP van drie maanden oud": _with_plan,
    "Yusuf deed na drie maanden een tweede meting": _second_time,
}
