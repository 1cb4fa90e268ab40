"""What the tests are made of: questionnaires, answers to them and portfolios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ehbo.content import questionnaires as content
from ehbo.content.questionnaires import BUILT_IN
from ehbo.domain.assessment import Assessment
from ehbo.domain.measurement import Measurement
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Content, Questionnaire, Theme

Q = "overheidsparticipatie"
OVERVIEW = f"/zelfanalyse/{Q}"
DOEN = f"{OVERVIEW}/doen"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
M = TypeVar("M", bound=Content)


@dataclass
class Clock:
    """What time it is for the product: it stands still until a test sets its `now`."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def reworded(part: M, **changes: Any) -> M:
    """A questionnaire or a theme with other words, and so with another version."""
    return type(part).model_validate({**part.model_dump(), **changes})


@cache
def instrument() -> Questionnaire:
    """The questionnaire that the product brings along."""
    return content.load(BUILT_IN / Q)


def theme(theme_id: str) -> Theme:
    found = instrument().find_theme(theme_id)
    assert found is not None
    return found


def page_of(theme_id: str) -> str:
    """The address of a theme in the zelfanalyse."""
    return f"{OVERVIEW}/{theme_id}"


def answers(theme_id: str, value: int = 3) -> dict[str, str]:
    """The same answer to every statement of a theme, as a form sends it."""
    return {statement.id: str(value) for statement in theme(theme_id).statements}


def all_answers(value: int = 3) -> dict[str, int]:
    return dict.fromkeys(instrument().statements, value)


def measurement(
    questionnaire: Questionnaire, answers: Mapping[str, int], on: date = TODAY, id: str = "meting"
) -> Measurement:
    """An assessment of a questionnaire in its words, begun on a day."""
    assessment = Assessment(
        id=id,
        questionnaire=questionnaire.id,
        version=questionnaire.answered_version,
        started=on,
        answers=dict(answers),
    )
    return Measurement(assessment, questionnaire)


def beginner(theme_id: str = "doen", value: int = 2) -> Portfolio:
    """Somebody who finished one theme."""
    begun = Portfolio().started(instrument(), TODAY, f"meting-{theme_id}")
    kept = {id: int(number) for id, number in answers(theme_id, value).items()}
    return begun.answered(begun.assessments[-1].id, kept, {})


def seasoned(mark: str = "kanarie") -> Portfolio:
    """Somebody with two assessments and something in every place where one can write.

    `mark` is in all of it, the ids included.
    """
    first, second = f"{mark}-meting-1", f"{mark}-meting-2"
    questionnaire = instrument()
    portfolio = Portfolio().started(questionnaire, date(2026, 8, 20), first)
    portfolio = portfolio.answered(first, all_answers(2), {})
    portfolio = portfolio.started(questionnaire, TODAY, second)
    portfolio = portfolio.answered(second, {**all_answers(3), "doen-1": 4, "raad-1": 1}, {})
    for place, question in enumerate(questionnaire.reflection_questions):
        for theme_ in questionnaire.themes:
            text = f"{mark} gedachte {theme_.id} {place}"
            portfolio, _ = portfolio.reflected(second, theme_.id, {question.id: ("", text)})
    plan = Plan(
        sections={section.id: f"{mark} deel {section.id}" for section in questionnaire.plan},
        actions=(
            Action(
                id=f"{mark}-actie-1",
                what=f"{mark} doen",
                with_whom=f"{mark} samen",
                by=date(2027, 1, 15),
            ),
            Action(id=f"{mark}-actie-2", what=f"{mark} gedaan", done=True),
        ),
        look_again=date(2027, 2, 22),
    )
    assert questionnaire.reasons is not None
    chosen = tuple(reason.id for reason in questionnaire.reasons.reasons[:2])
    return portfolio.planned(Q, plan).turned(chosen)


TINY = "klein"
TINY_FILES = {
    "questionnaire": """
title = "Kleine vragenlijst"
source = "Onszelf"
introduction = "Twee thema's, vijf antwoorden."
reading = "Hoe hoger, hoe meer."
plan_title = "Plan"
themes = ["luisteren", "delen"]
scale = { labels = ["Nooit", "Zelden", "Soms", "Vaak", "Altijd"] }
[[reflection_questions]]
id = "vraag-1"
text = "Wat valt je op?"
[[reflection_questions]]
id = "vraag-2"
text = "Wat wil je anders?"
[[plan]]
id = "nu"
title = "Waar sta ik?"
draft = "self"
[[plan]]
id = "straks"
title = "Waar wil ik heen?"
""",
    "luisteren": """
title = "Luisteren"
introduction = "Over luisteren."
[[statements]]
id = "luisteren-1"
text = "Ik luister eerst."
[[statements]]
id = "luisteren-2"
text = "Ik praat er graag doorheen."
reversed = true
[[tips]]
title = "Tel tot tien"
text = "En dan nog eens."
""",
    "delen": """
title = "Delen"
introduction = "Over delen."
[[statements]]
id = "delen-1"
text = "Ik deel wat ik weet."
""",
}


def put_tiny_questionnaire(data: Path, *changes: tuple[str, str]) -> None:
    """Puts the tiny questionnaire in a data folder, with every (old, new) text replaced."""
    folder = data / "questionnaires" / TINY
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TINY_FILES.items():
        for old, new in changes:
            text = text.replace(old, new)
        (folder / f"{name}.toml").write_text(text, "utf-8")
