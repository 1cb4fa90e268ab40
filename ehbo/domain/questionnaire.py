"""The instrument as data: a questionnaire, its scale, themes and statements, read from TOML."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

# Bounds, because a person may load a questionnaire from elsewhere: each is far above any real one.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
MaybeText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
STATEMENT_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$"
LONGEST_SLUG = 60
MOST_QUESTIONS = 20
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=LONGEST_SLUG)]


class Content(BaseModel):
    """Base of everything that comes from a content file: frozen, and unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Scale(Content):
    """The answers to choose from, in order; the values run up from `lowest` by one."""

    lowest: int = Field(default=1, ge=-100, le=100)
    labels: tuple[Line, ...] = Field(min_length=2, max_length=11)

    @cached_property
    def values(self) -> range:
        return range(self.lowest, self.lowest + len(self.labels))

    @property
    def highest(self) -> int:
        return self.lowest + len(self.labels) - 1

    def label(self, value: int) -> str:
        return self.labels[value - self.lowest]


class Statement(Content):
    """One statement. `about` says whether the person or the surroundings are judged.

    The id is the name of its form field; the hyphen in it keeps it apart from all other fields.
    """

    id: Annotated[str, StringConstraints(pattern=STATEMENT_ID, max_length=60)]
    text: Text
    about: Literal["self", "context"] = "self"
    reversed: bool = False


class Tip(Content):
    """A tip: the title is what becomes an action in a plan."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    text: Text


class ThemeFile(Content):
    """One theme file: `<theme id>.toml` in the questionnaire's folder."""

    title: Line
    motto: MaybeText = ""
    introduction: Text
    statements: tuple[Statement, ...] = Field(min_length=1, max_length=100)
    tips: tuple[Tip, ...] = Field(default=(), max_length=100)
    aids: tuple[Text, ...] = Field(default=(), max_length=100)


class Theme(ThemeFile):
    """A theme with the id that its file name gave it."""

    id: Slug


class PlanSection(Content):
    """A section of the development plan; `draft` names what its first draft is made from."""

    id: Slug
    title: Line
    guide: MaybeText = ""
    draft: Literal["none", "self", "context"] = "none"


class Reason(Content):
    """One of the reasons to turn around: the objection, and what it says turned around."""

    id: Slug
    title: Text
    text: Text
    turned: Text


class ReasonsFile(Content):
    """`reasons.toml`: the page on which objections are turned into reasons to start."""

    title: Text
    introduction: Text
    reasons: tuple[Reason, ...] = Field(min_length=1)


class ReflectionQuestion(Content):
    """A question to think about at every theme; what people write is kept under its id."""

    id: Slug
    text: Text


def id_by_place(place: int) -> str:
    """The id of a question (place from 0) from the time that what was written had only a place."""
    return f"vraag-{place + 1}"


class QuestionnaireFile(Content):
    """`questionnaire.toml`: what all themes share, and their order."""

    title: Line
    language: Language = "nl"
    source: Text
    introduction: Text
    reading: Text
    scale: Scale
    reflection_questions: tuple[ReflectionQuestion, ...] = Field(
        default=(), max_length=MOST_QUESTIONS
    )
    plan_title: Line = "Plan"
    plan: tuple[PlanSection, ...] = Field(default=(), max_length=20)
    themes: tuple[Slug, ...] = Field(min_length=1, max_length=30)


class Questionnaire(Content):
    """A whole questionnaire, with a name for what is answered and a name for all that is read.

    Rounds, comparisons and everything that is stored go by `answered_version`; what is only read
    may be improved at any time.
    """

    id: Slug
    title: Line
    language: Language
    source: Text
    introduction: Text
    reading: Text
    scale: Scale
    reflection_questions: tuple[ReflectionQuestion, ...] = Field(max_length=MOST_QUESTIONS)
    plan_title: Line
    plan: tuple[PlanSection, ...] = Field(max_length=20)
    themes: tuple[Theme, ...] = Field(min_length=1, max_length=30)
    reasons: ReasonsFile | None = None

    @field_validator("reflection_questions", mode="before")
    @classmethod
    def _with_ids(cls, questions: Any) -> Any:
        """Words that were stored before these questions had ids have them as plain strings."""
        if not isinstance(questions, list | tuple):
            return questions
        return [
            {"id": id_by_place(place), "text": question} if isinstance(question, str) else question
            for place, question in enumerate(questions)
        ]

    @field_validator("reflection_questions")
    @classmethod
    def _once_each(
        cls, questions: tuple[ReflectionQuestion, ...]
    ) -> tuple[ReflectionQuestion, ...]:
        if len({question.id for question in questions}) < len(questions):
            raise ValueError("two reflection questions have the same id")
        return questions

    @cached_property
    def answered_version(self) -> str:
        """16 hex digits over id, scale, and the themes' and statements' ids, texts and order.

        Two editions have the same one exactly when answers to one are answers to the other.
        """
        answered = [
            self.id,
            self.scale.model_dump(),
            [[t.id, [[s.id, s.text, s.reversed] for s in t.statements]] for t in self.themes],
        ]
        return _hash(answered)

    @cached_property
    def wording_version(self) -> str:
        """16 hex digits over everything in it: all that is answered and all that is read."""
        return _hash(self.model_dump())

    @cached_property
    def first_version(self) -> str | None:
        """The name that assessments and rounds had for these words before there were two names.

        What was written under a reflection question was kept by the question's place then, so
        only words whose questions are named by their place have one.
        """
        if any(q.id != id_by_place(place) for place, q in enumerate(self.reflection_questions)):
            return None
        seen = [
            self.id,
            self.language,
            self.scale.model_dump(),
            self.reading,
            [question.text for question in self.reflection_questions],
            [
                [
                    theme.id,
                    theme.title,
                    theme.motto,
                    theme.introduction,
                    [[s.id, s.text, s.reversed] for s in theme.statements],
                ]
                for theme in self.themes
            ],
        ]
        return _hash(seen)

    def led_to_by(self, version: str) -> bool:
        """Whether a stored version leads to these words, of whichever kind it is."""
        return version == self.answered_version or self.named_by(version)

    def named_by(self, version: str) -> bool:
        """Whether a stored version means these very words, and not all that are answered alike."""
        return version in (self.wording_version, self.first_version)

    def follows(self, earlier: Questionnaire) -> bool:
        """Whether this may be shown in the place of earlier words to who answered those.

        It asks the same statements, and no other reflection question under an id of theirs: what
        people wrote would stand under a question that they never saw.
        """
        texts = {question.id: question.text for question in self.reflection_questions}
        return self.answered_version == earlier.answered_version and all(
            texts.get(q.id, q.text) == q.text for q in earlier.reflection_questions
        )

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement by its id, in the order of the instrument."""
        return {s.id: s for theme in self.themes for s in theme.statements}

    def find_theme(self, theme_id: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == theme_id), None)


def _hash(content: Any) -> str:
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=8).hexdigest()
