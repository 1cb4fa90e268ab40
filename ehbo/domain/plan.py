"""The POP-OP: sections, actions, the first draft from a profile, and edits that lose nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import Field

from ehbo.domain.dates import PlannedDay
from ehbo.domain.errors import Plenty, TooMuch
from ehbo.domain.questionnaire import Questionnaire, Statement
from ehbo.domain.scoring import Answers, extremes
from ehbo.domain.texts import LONGEST_LINE, Clash, fingerprint, settle
from ehbo.domain.values import Record

MOST_ACTIONS = 100
DRAFT_STATEMENTS = 3


class Action(Record):
    """One thing to do. `by` is a date without a time."""

    id: str = Field(min_length=1, max_length=40)
    what: str = Field(max_length=LONGEST_LINE)
    with_whom: str = Field(default="", max_length=LONGEST_LINE)
    by: PlannedDay | None = None
    done: bool = False

    @property
    def begun(self) -> bool:
        return bool(self.what or self.with_whom or self.by)

    @property
    def mark(self) -> str:
        """The fingerprint by which a form row tells which state it was filled with."""
        return fingerprint("\0".join([self.what, self.with_whom, str(self.by), str(self.done)]))


class Plan(Record):
    """A development plan; sections that the person never touched are absent from `sections`."""

    sections: dict[str, str] = Field(default_factory=dict)
    actions: tuple[Action, ...] = Field(default=(), max_length=MOST_ACTIONS)
    look_again: PlannedDay | None = None

    def texts(self, questionnaire: Questionnaire, drafts: Mapping[str, str]) -> dict[str, str]:
        """The text of every section: the person's own, else the draft, else empty."""
        return {
            section.id: self.sections.get(section.id, drafts.get(section.id, ""))
            for section in questionnaire.plan
        }

    def left_over(self, questionnaire: Questionnaire) -> tuple[str, ...]:
        """What was written in sections that the questionnaire no longer has."""
        there = {section.id for section in questionnaire.plan}
        return tuple(text for id, text in self.sections.items() if text and id not in there)

    def with_action(self, action: Action) -> Plan:
        """The plan with one more action, unless the same thing is in it already."""
        if any(action.what == old.what for old in self.actions):
            return self
        return self.model_copy(update={"actions": _bounded((*self.actions, action))})

    @property
    def days(self) -> set[date]:
        """Every date in it."""
        found = {self.look_again, *(action.by for action in self.actions)}
        return {day for day in found if day is not None}

    def find_action(self, action_id: str) -> Action | None:
        return next((action for action in self.actions if action.id == action_id), None)

    @property
    def empty(self) -> bool:
        return not (any(self.sections.values()) or self.actions or self.look_again)

    @property
    def done(self) -> int:
        return sum(action.done for action in self.actions)


@dataclass(frozen=True)
class TypedRow:
    """One action row of a form: the action as typed, and the mark it was filled with ('' = new)."""

    action: Action
    mark: str = ""


@dataclass(frozen=True)
class Edit:
    """A form as typed: per section (base fingerprint, text), the rows, and (base, date)."""

    sections: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rows: tuple[TypedRow, ...] = ()
    look_again: tuple[str, date | None] | None = None


@dataclass(frozen=True)
class Edited:
    """What an edit led to: the plan to keep, and per field that clashed what is stored there.

    `copies` maps the id of an action that clashed to that of the row which keeps what was typed.
    """

    plan: Plan
    clashes: dict[str, str]
    copies: dict[str, str] = field(default_factory=dict)


def edit(plan: Plan, drafts: Mapping[str, str], typed: Edit) -> Edited:
    """The plan after an edit. Where another window changed the same text, that stays and clashes.

    An action that clashes is kept next to the other as a row of its own, so both are seen.
    Raises TooMuch when there are more actions than a plan holds.
    """
    sections, clashes = dict(plan.sections), {}
    for section_id, (base, text) in typed.sections.items():
        draft = drafts.get(section_id, "")
        if section_id not in sections:
            if text != draft and base != fingerprint(text) and (text or base):
                sections[section_id] = text
            continue
        try:
            sections[section_id] = settle(sections[section_id], base, text)
        except Clash as clash:
            clashes[section_id] = clash.stored
    look_again = plan.look_again
    if typed.look_again is not None:
        base, day = typed.look_again
        unchanged = day == look_again or base == date_mark(day)
        if not unchanged and (look_again is None or base == date_mark(look_again)):
            look_again = day
        elif not unchanged and (base or day):
            clashes["look_again"] = str(look_again)
    actions, copies = _edited_rows(plan.actions, typed.rows)
    changed = {"sections": sections, "actions": actions, "look_again": look_again}
    return Edited(plan.model_copy(update=changed), clashes, copies)


def date_mark(day: date | None) -> str:
    return fingerprint(day.isoformat() if day else "")


def _edited_rows(
    stored: tuple[Action, ...], typed: Iterable[TypedRow]
) -> tuple[tuple[Action, ...], dict[str, str]]:
    actions, copies = {action.id: action for action in stored}, {}
    for row in typed:
        new, old = row.action, actions.get(row.action.id)
        if row.mark == new.mark:
            continue
        if old is None:
            if new.begun:
                actions[new.id] = new
        elif row.mark == old.mark:
            if new.begun:
                actions[new.id] = new
            else:
                del actions[new.id]
        elif new.begun and new.mark != old.mark:
            copy = new.model_copy(update={"id": f"{new.id[:22]}-{new.mark}"})
            actions.setdefault(copy.id, copy)
            copies[new.id] = copy.id
    return _bounded(tuple(actions.values())), copies


def _bounded(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    if len(actions) > MOST_ACTIONS:
        raise TooMuch(Plenty.ACTIONS, MOST_ACTIONS)
    return actions


def drafts(
    questionnaire: Questionnaire,
    answers: Answers,
    reflections: Mapping[str, Mapping[str, str]],
) -> dict[str, str]:
    """A first draft per section that asks for one, in the person's own answers and words.

    Section `self` gets the highest and lowest scored statements about the person and what was
    written under the first reflection question; `context` gets the statements about the
    surroundings with the answer given, without calling it a chance or a threat.
    """
    made = {
        "self": _self_draft(questionnaire, answers, reflections),
        "context": _context_draft(questionnaire, answers),
        "none": "",
    }
    return {s.id: made[s.draft] for s in questionnaire.plan if made[s.draft]}


def _line(questionnaire: Questionnaire, statement: Statement, answers: Answers) -> str:
    return f"– {statement.text} ({questionnaire.scale.label(answers[statement.id])})"


def _self_draft(
    questionnaire: Questionnaire, answers: Answers, reflections: Mapping[str, Mapping[str, str]]
) -> str:
    own = tuple(s for s in questionnaire.statements.values() if s.about == "self")
    highest, lowest = extremes(questionnaire.scale, own, answers)
    parts = []
    for heading, found in (("Hier scoor ik het hoogst:", highest), ("Hier het laagst:", lowest)):
        if found:
            lines = [_line(questionnaire, s, answers) for s in found[:DRAFT_STATEMENTS]]
            more = len(found) - DRAFT_STATEMENTS
            if more > 0:
                lines.append(f"– en nog {more} {'stelling' if more == 1 else 'stellingen'}")
            parts.append("\n".join([heading, *lines]))
    already = [
        f"– {theme.title}: {written}"
        for question in questionnaire.reflection_questions[:1]
        for theme in questionnaire.themes
        if (written := reflections.get(theme.id, {}).get(question.id))
    ]
    if already:
        parts.append("\n".join(["Dit doe ik nu al:", *already]))
    return "\n\n".join(parts)


def _context_draft(questionnaire: Questionnaire, answers: Answers) -> str:
    lines = [
        _line(questionnaire, s, answers)
        for s in questionnaire.statements.values()
        if s.about == "context" and s.id in answers
    ]
    return "\n".join(["Dit antwoordde ik over mijn omgeving:", *lines]) if lines else ""
