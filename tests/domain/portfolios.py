"""Portfolios of every kind, and the questionnaire that their assessments answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from ehbo.domain.assessment import Assessment
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Statement, Theme
from tests.small import small

DAY = date(2026, 11, 22)
STATEMENTS = tuple(Statement(id=f"doen-{n}", text=f"Ik doe {n}") for n in (1, 2, 3))
ASKED = small(
    Theme(id="doen", title="Doen", introduction="Inleiding", statements=STATEMENTS),
    reflection_questions=("Wat valt op?", "Wat wil je anders?"),
)

values = st.sampled_from(ASKED.scale.values)
answers = st.dictionaries(st.sampled_from(sorted(ASKED.statements)), values)
printable = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd"), max_size=40
)
lines = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd"), max_size=20
)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
reflections = st.dictionaries(
    st.just("doen"), st.dictionaries(st.sampled_from(["vraag-1", "erbij"]), printable)
)
acts = st.builds(
    Action,
    id=st.uuids().map(str),
    what=lines,
    with_whom=lines,
    by=st.none() | days,
    done=st.booleans(),
)
plans = st.builds(
    Plan,
    sections=st.dictionaries(lines, printable, max_size=3),
    actions=st.lists(acts, max_size=3).map(tuple),
    look_again=st.none() | days,
)
assessments = st.builds(
    Assessment,
    id=st.uuids().map(str),
    questionnaire=st.just(ASKED.id),
    version=st.just(ASKED.answered_version),
    started=days,
    answers=answers,
    reflections=reflections,
)
portfolios = st.builds(
    Portfolio,
    assessments=st.lists(assessments, max_size=3, unique_by=lambda a: a.id).map(tuple),
    plans=st.dictionaries(st.just("proef"), plans),
    reasons=st.lists(lines, max_size=3).map(tuple),
)


def begun(**taken: Any) -> Portfolio:
    """Somebody with one assessment, `a`."""
    assessment = Assessment(
        id="a", questionnaire=ASKED.id, version=ASKED.answered_version, started=DAY, **taken
    )
    return Portfolio(assessments=(assessment,))
