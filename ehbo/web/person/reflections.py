"""The reflection questions of a theme as a page shows them: each text under its own question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wtforms import HiddenField, TextAreaField

from ehbo.domain.assessment import Assessment
from ehbo.domain.questionnaire import (
    MOST_QUESTIONS,
    Questionnaire,
    Theme,
    id_by_place,
)
from ehbo.domain.texts import fingerprint
from ehbo.web.frame.fields import (
    MOST_PLACES,
    EhboForm,
    FieldError,
    Ids,
    Places,
    by_place,
    cleaned,
    place_of,
    text_length,
)

NO_LONGER_ASKED = "Een vraag die niet meer wordt gesteld"


def field_id(theme_id: str, place: int) -> str:
    """The id on the page, where every theme has these questions."""
    return f"{theme_id}-denk-{place}"


class ReflectionForm(EhboForm):
    """What somebody writes under the reflection questions of one theme.

    `questions` has the ids of the questions that the page asked, in the order of their places.
    """

    assessment_id = HiddenField()
    theme_id = HiddenField()
    questions = Ids()
    bases = Places(HiddenField(), max_entries=MOST_PLACES)
    texts = Places(
        TextAreaField(filters=[cleaned], validators=[text_length()]), max_entries=MOST_PLACES
    )

    @cached_property
    def question_ids(self) -> tuple[str, ...]:
        """The ids of the questions by place; a page from before they had ids sends none."""
        return self.questions.listed or tuple(id_by_place(place) for place in range(MOST_QUESTIONS))

    def faults(self) -> list[FieldError]:
        return [
            (field_id(self.theme_id.data, place_of(id)), message)
            for id, message in super().faults()
        ]

    def text_at(self, place: int) -> str:
        field = self.texts.at(place)
        return field.data or "" if field else ""

    def typed(self) -> dict[str, tuple[str, str]]:
        """Per id of a question: (base fingerprint, text)."""
        ids = dict(enumerate(self.question_ids))
        typed = by_place(self.bases, self.texts)
        return {ids[place]: text for place, text in typed.items() if place in ids}


@dataclass(frozen=True)
class Question:
    """One question with its field: `place` is in the field's name, `clash` what is kept instead."""

    place: int
    field_id: str
    text: str
    base: str
    value: str
    error: str | None
    clash: str | None


@dataclass(frozen=True)
class Reflections:
    """The fields of one theme, the ids of their questions by place, and what has none any more."""

    ids: tuple[str, ...]
    questions: tuple[Question, ...]
    left_over: tuple[str, ...]
    open: bool


def reflections(
    questionnaire: Questionnaire,
    assessment: Assessment,
    theme: Theme,
    typed: ReflectionForm | None = None,
    clashes: Mapping[str, str] | None = None,
) -> Reflections:
    """What was written at a theme; with the form that came back, what was typed there.

    A form keeps its own questions at their places, so that its faults and clashes point right; a
    question that is no longer asked stays as long as there is a text in its field.
    """
    texts = {question.id: question.text for question in questionnaire.reflection_questions}
    mine = typed if typed is not None and typed.theme_id.data == theme.id else None
    in_clash = clashes or {} if mine else {}
    ids = tuple(dict.fromkeys([*(mine.question_ids if mine else ()), *texts]))
    written = assessment.reflections.get(theme.id, {})
    questions = tuple(
        _question(theme, at, texts.get(id), written.get(id, ""), mine, in_clash, id)
        for at, id in enumerate(ids)
        if id in texts or (mine and mine.text_at(at))
    )
    left_over = assessment.left_over(questionnaire, theme.id)
    return Reflections(ids, questions, left_over, open=bool(mine or written))


def _question(
    theme: Theme,
    place: int,
    text: str | None,
    kept: str,
    typed: ReflectionForm | None,
    clashes: Mapping[str, str],
    id: str,
) -> Question:
    field: Any = typed.texts.at(place) if typed else None
    base: Any = typed.bases.at(place) if typed else None
    return Question(
        place=place,
        field_id=field_id(theme.id, place),
        text=text or NO_LONGER_ASKED,
        # With clashes the form was saved: what did not clash stands as it is kept now.
        base=(base.data or "") if base and not clashes else fingerprint(kept),
        value=field.data if field and (not clashes or id in clashes) else kept,
        error=field.errors[0] if field and field.errors else None,
        clash=clashes.get(id),
    )
