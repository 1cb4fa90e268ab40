"""Portfolios in the stages that the journeys need. Every call returns a fresh one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import ehbo
from ehbo.content import questionnaires as content
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from tests.builders import TODAY

QUESTIONNAIRE = content.load(
    Path(ehbo.__file__).parent / "questionnaires" / "overheidsparticipatie"
)
THEMES = {theme.id: len(theme.statements) for theme in QUESTIONNAIRE.themes}
LONG = "Samenwerkingsovereenkomstvoorbereidingsoverleg met de buurtbewonersvereniging. " * 12


def answers(*themes: str, step: int = 1) -> dict[str, int]:
    """Answers 1 to 4 in turn for all statements of these themes; `step` shifts the order."""
    chosen = [s.id for t in QUESTIONNAIRE.themes if t.id in themes for s in t.statements]
    return {id: (place * step + step) % 4 + 1 for place, id in enumerate(chosen)}


def taken(portfolio: Portfolio, given: dict[str, int], days_ago: int = 0) -> Portfolio:
    name = f"meting-{len(portfolio.assessments) + 1}"
    started = portfolio.started(QUESTIONNAIRE, TODAY - timedelta(days=days_ago), name)
    return started.answered(name, given, {})


def half() -> Portfolio:
    """One theme done, one half done."""
    return taken(Portfolio(), {**answers("doen"), "doel-1": 3, "doel-2": 2})


def done() -> Portfolio:
    return taken(Portfolio(), answers(*THEMES))


def twice() -> Portfolio:
    """Two assessments, reflections with a long text, a plan with actions."""
    first = taken(Portfolio(), answers(*THEMES), days_ago=92)
    second = taken(with_plan(first), answers(*THEMES, step=3))
    return with_reflection(second, "Ik loop elke dinsdag door de wijk.\n" + LONG)


def with_reflection(portfolio: Portfolio, text: str) -> Portfolio:
    newest = portfolio.assessments[-1].id
    return portfolio.reflected(newest, "doen", {"vraag-1": ("", text)})[0]


def with_plan(portfolio: Portfolio, **changed: object) -> Portfolio:
    plan = Plan(
        sections={"waar-sta-ik-nu": LONG, "wat-heb-ik-nodig": "Tijd om naar buiten te gaan."},
        actions=(
            Action(
                id="een",
                what="Koffie drinken met de buurtvereniging",
                with_whom="Samira",
                by=TODAY + timedelta(days=30),
                done=True,
            ),
            Action(id="twee", what=LONG[:290], with_whom=LONG[:120]),
        ),
        look_again=TODAY + timedelta(days=90),
    )
    return portfolio.planned(QUESTIONNAIRE.id, plan.model_copy(update=changed))
