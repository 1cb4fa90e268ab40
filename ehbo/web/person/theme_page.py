"""What the page of one theme shows, made from what is kept and chosen: no request is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehbo.domain.assessment import Assessment
from ehbo.domain.questionnaire import Questionnaire, Theme
from ehbo.domain.rewording import rewording
from ehbo.domain.scoring import profile
from ehbo.dutch import what_changed
from ehbo.web.frame.fields import FieldError


@dataclass(frozen=True)
class ThemePage:
    """The statements of a theme to choose answers to.

    `answers` are those that stand chosen, by the id of a statement, and `filled_with` those that
    are kept: what the form was filled with. `answered` counts what is kept of the whole
    questionnaire, and `offer_key` says that it is time to tell about the key. `changed_since` says
    what is asked otherwise by now; empty if nothing is.

    What the page answers to: `faults` and `changed_elsewhere` have (id of a field, words), of what
    cannot be and of what another window changed meanwhile; `reworded` says that the page was made
    from other words, and `changed` what is otherwise in these; `show_open` asks for what is open.
    """

    questionnaire: Questionnaire
    theme: Theme
    answers: Mapping[str, int]
    filled_with: Mapping[str, int]
    answered: int
    offer_key: bool
    changed_since: str = ""
    faults: tuple[FieldError, ...] = ()
    changed_elsewhere: tuple[FieldError, ...] = ()
    reworded: bool = False
    changed: str = ""
    show_open: bool = False

    @property
    def number(self) -> int:
        """The place of the theme in the questionnaire, from 1."""
        return self.questionnaire.themes.index(self.theme) + 1

    @property
    def options(self) -> list[tuple[int, str]]:
        """Each value of the scale with its words."""
        scale = self.questionnaire.scale
        return [(value, scale.label(value)) for value in scale.values]

    @property
    def open_links(self) -> list[FieldError]:
        """The statements without an answer: (id of the first choice, words)."""
        lowest = self.questionnaire.scale.lowest
        return [
            (f"{statement.id}-{lowest}", f"Stelling {number}: {statement.text}")
            for number, statement in enumerate(self.theme.statements, 1)
            if statement.id not in self.answers
        ]

    @property
    def shown_answers(self) -> str:
        """What the form was filled with, as it brings it back."""
        return answer_pairs(self.filled_with)

    @property
    def key(self) -> tuple[str, str, int, bool]:
        """All that makes one page for everybody another, as long as the same words are served."""
        return self.questionnaire.id, self.theme.id, self.answered, self.offer_key

    @property
    def blank(self) -> bool:
        """Whether everybody gets it so who is as far."""
        return self == self.for_everybody

    @property
    def for_everybody(self) -> ThemePage:
        """This page without anything of one person but how far they are."""
        return ThemePage(self.questionnaire, self.theme, {}, {}, self.answered, self.offer_key)


def theme_page(
    questionnaire: Questionnaire,
    theme: Theme,
    assessment: Assessment | None,
    served: Questionnaire | None,
    chosen: Mapping[str, int] | None = None,
    **answering: Any,
) -> ThemePage:
    """A theme in the words of an assessment, None for somebody who has not begun.

    `served` is the questionnaire as it is served now; `chosen` are answers that came back with the
    form, and stand in the place of those that are kept. `answering` are fields of the page that
    tell what it answers to.
    """
    kept = assessment.answers if assessment else {}
    scores = profile(questionnaire, kept).themes if kept else ()
    here = {s.id: kept[s.id] for s in theme.statements if s.id in kept}
    return ThemePage(
        questionnaire=questionnaire,
        theme=theme,
        answers={**here, **chosen} if chosen else here,
        filled_with=here,
        answered=sum(score.answered for score in scores),
        offer_key=[score.complete for score in scores].count(True) == 1,
        changed_since=words_of_change(questionnaire, served),
        **answering,
    )


def words_of_change(
    before: Questionnaire | None, after: Questionnaire | None, seen_after: bool = False
) -> str:
    """What is answered otherwise in later words; empty if nothing, or if one is not known."""
    if before is None or after is None or before is after:
        return ""
    return what_changed(rewording(before, after), seen_after=seen_after)


def answer_pairs(answers: Mapping[str, int]) -> str:
    """Answers by the id of a statement, in one hidden field of a form."""
    return ",".join(f"{id}={value}" for id, value in answers.items())
