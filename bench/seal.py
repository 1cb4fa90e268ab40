"""(b) Opening and sealing a portfolio, next to plain JSON of the same content."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from statistics import median

from bench.report import Table, number
from ehbo.content import questionnaires as content
from ehbo.content.questionnaires import BUILT_IN
from ehbo.domain.keys import KEY_BYTES, Person
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio, from_bytes, to_bytes
from ehbo.domain.questionnaire import Questionnaire

DAY = date(2026, 11, 22)
ASSESSMENTS = 8
SENTENCE = "Ik spreek elke week met inwoners die zelf iets beginnen, en leer daar veel van. "


def table(batches: int, batch: int) -> Table:
    """Medians over `batches` batches of `batch` calls each, in µs a call."""
    questionnaire = content.load(BUILT_IN / "overheidsparticipatie")
    person = Person(bytes(range(KEY_BYTES)))
    rows = []
    for name, portfolio in (
        ("small: one theme answered", _small(questionnaire)),
        (f"large: {ASSESSMENTS} assessments, texts, plan", _large(questionnaire)),
    ):
        plain, sealed = to_bytes(portfolio), person.seal(to_bytes(portfolio))
        as_json = json.loads(plain)
        calls: list[Callable[[], object]] = [
            lambda sealed=sealed: from_bytes(person.open(sealed)),  # type: ignore[misc]  # bound now
            lambda plain=plain: json.loads(plain),  # type: ignore[misc]  # bound now
            lambda portfolio=portfolio: person.seal(to_bytes(portfolio)),  # type: ignore[misc]  # bound now
            lambda as_json=as_json: json.dumps(as_json).encode(),  # type: ignore[misc]  # bound now
        ]
        times = [number(_microseconds(call, batches, batch), 1) for call in calls]
        rows.append([name, f"{len(plain):,}", f"{len(sealed):,}", *times])
    columns = ("portfolio", "JSON B", "sealed B", "open µs", "json.loads", "seal µs", "json.dumps")
    note = "Open: keys derived, decrypted, parsed, validated. Seal: serialised, padded, encrypted."
    return Table("(b) Opening and sealing a portfolio", columns, rows, (note,))


def _microseconds(call: Callable[[], object], batches: int, batch: int) -> float:
    times = []
    for _ in range(batches):
        began = time.perf_counter()
        for _ in range(batch):
            call()
        times.append((time.perf_counter() - began) / batch)
    return 1e6 * median(times)


def _small(questionnaire: Questionnaire) -> Portfolio:
    answers = {statement.id: 3 for statement in questionnaire.themes[0].statements}
    return Portfolio().started(questionnaire, DAY, "meting-0").answered("meting-0", answers, {})


def _large(questionnaire: Questionnaire) -> Portfolio:
    """Years of use: every statement, reflections and a plan with actions."""
    portfolio = Portfolio()
    for number_ in range(ASSESSMENTS):
        id = f"meting-{number_}"
        portfolio = portfolio.started(questionnaire, DAY, id)
        portfolio = portfolio.answered(id, dict.fromkeys(questionnaire.statements, 3), {})
        texts = {q.id: ("", SENTENCE * 3) for q in questionnaire.reflection_questions}
        for theme in questionnaire.themes:
            portfolio, _ = portfolio.reflected(id, theme.id, texts)
    plan = Plan(
        sections={section.id: SENTENCE * 20 for section in questionnaire.plan},
        actions=tuple(Action(id=f"actie-{at}", what=SENTENCE, by=DAY) for at in range(20)),
        look_again=DAY,
    )
    return portfolio.planned(questionnaire.id, plan)
