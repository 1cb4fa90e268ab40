"""One taking of a questionnaire: the answers, and what was written under its questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field, field_validator

from ehbo.domain.questionnaire import Questionnaire, id_by_place
from ehbo.domain.values import Record


class Assessment(Record):
    """One taking of a questionnaire, tied to the statements that were answered (`version`).

    `reflections` has, per theme id and question id, what was written there; never an empty text.
    """

    id: str = Field(min_length=1, max_length=40)
    questionnaire: str = Field(max_length=60)
    version: str = Field(max_length=16)
    started: date
    answers: dict[str, int] = Field(default_factory=dict)
    reflections: dict[str, dict[str, str]] = Field(default_factory=dict)

    @field_validator("reflections", mode="before")
    @classmethod
    def _by_question(cls, reflections: Any) -> Any:
        """What was written before the questions had ids was kept by their place."""
        if not isinstance(reflections, dict):
            return reflections
        return {
            theme_id: {id_by_place(place): text for place, text in enumerate(written)}
            if isinstance(written, list | tuple)
            else written
            for theme_id, written in reflections.items()
        }

    @field_validator("reflections")
    @classmethod
    def _without_empty(cls, reflections: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        written = {
            theme_id: {question_id: text for question_id, text in texts.items() if text}
            for theme_id, texts in reflections.items()
        }
        return {theme_id: texts for theme_id, texts in written.items() if texts}

    def left_over(self, questionnaire: Questionnaire, theme_id: str) -> tuple[str, ...]:
        """What was written at a theme under questions that are no longer asked."""
        asked = {question.id for question in questionnaire.reflection_questions}
        written = self.reflections.get(theme_id, {})
        return tuple(text for id, text in written.items() if id not in asked)
