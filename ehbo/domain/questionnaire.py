"""The instrument as data: a questionnaire, its scale, themes and statements, read from TOML."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# Bounds, because a person may load a questionnaire from elsewhere: each is far above any real one.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
MaybeText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
STATEMENT_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$"
LONGEST_SLUG = 60
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


class QuestionnaireFile(Content):
    """`questionnaire.toml`: what all themes share, and their order."""

    title: Line
    language: Language = "nl"
    source: Text
    introduction: Text
    reading: Text
    scale: Scale
    reflection_questions: tuple[Text, ...] = Field(default=(), max_length=20)
    plan_title: Line = "Plan"
    plan: tuple[PlanSection, ...] = Field(default=(), max_length=20)
    themes: tuple[Slug, ...] = Field(min_length=1, max_length=30)


class Questionnaire(Content):
    """A whole questionnaire; `version` names exactly the wording that respondents see."""

    id: Slug
    title: Line
    language: Language
    source: Text
    introduction: Text
    reading: Text
    scale: Scale
    reflection_questions: tuple[Text, ...] = Field(max_length=20)
    plan_title: Line
    plan: tuple[PlanSection, ...] = Field(max_length=20)
    themes: tuple[Theme, ...] = Field(min_length=1, max_length=30)
    reasons: ReasonsFile | None = None

    @cached_property
    def version(self) -> str:
        """16 hex digits over id, language, scale, reading, reflection questions and themes.

        Tips, aids, plan and reasons are left out: they are not answered, so mending them
        must not cut a person's line over time.
        """
        seen = [
            self.id,
            self.language,
            self.scale.model_dump(),
            self.reading,
            self.reflection_questions,
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
        canonical = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
        return hashlib.blake2b(canonical.encode(), digest_size=8).hexdigest()

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement by its id, in the order of the instrument."""
        return {s.id: s for theme in self.themes for s in theme.statements}

    def find_theme(self, theme_id: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == theme_id), None)
