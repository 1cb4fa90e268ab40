"""A questionnaire for the tests of rules: small, in words that mean nothing."""

from __future__ import annotations

from typing import Any

from ehbo.domain.questionnaire import Questionnaire, Scale, Statement, Theme

FOUR = Scale(labels=("Nee", "Soms", "Vaak", "Altijd"))


def theme(name: str, *reversed_flags: bool) -> Theme:
    """A theme with a statement for each flag: `theme("doen", False, True)` reverses doen-2."""
    statements = tuple(
        Statement(id=f"{name}-{n}", text=f"Stelling {n} over {name}", reversed=flag)
        for n, flag in enumerate(reversed_flags, 1)
    )
    return Theme(id=name, title=name, introduction="Inleiding", statements=statements)


def small(*themes: Theme, **other: Any) -> Questionnaire:
    """A questionnaire of these themes; `other` replaces what is not about them."""
    fields: dict[str, Any] = {
        "id": "proef",
        "title": "Proef",
        "language": "nl",
        "source": "Zelf",
        "introduction": "Inleiding",
        "reading": "Hoger is meer",
        "scale": FOUR,
        "reflection_questions": (),
        "plan_title": "Plan",
        "plan": (),
    }
    return Questionnaire(**{**fields, **other}, themes=themes)
