"""A plan and the profile under it, made ready to read once, so that every writer says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from ehbo.charts.svg import Series, radar
from ehbo.charts.words import radar_sentence
from ehbo.documents.parts import NOTHING, PICTURE_TITLE, Table
from ehbo.documents.text import Block, blocks, readable
from ehbo.domain.clock import day_of
from ehbo.domain.measurement import Measurement
from ehbo.domain.plan import Action, Plan
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.scoring import Profile, ThemeScore
from ehbo.dutch import day, number, short_day, signed

OWNERSHIP = "Dit document is van jou. Jij bepaalt wie het leest."
DRAFT_NOTE = "Eerste versie, gemaakt uit je antwoorden. Pas het aan tot het jouw tekst is."
NO_TEXT = "Nog niets ingevuld."
LEFT_OVER = "Eerder geschreven"
NO_ACTIONS = "Nog geen acties."


@dataclass(frozen=True)
class ThemeRow:
    """A row of the score table; means are exact, None while statements are open.

    `earlier` and `difference` (later minus earlier) exist only for a theme that was asked in the
    same words both times.
    """

    title: str
    sum: int
    minimum: int
    maximum: int
    answered: int
    count: int
    mean: Fraction | None
    earlier: Fraction | None
    difference: Fraction | None


@dataclass(frozen=True)
class SectionText:
    """One section of the plan. `draft` says that the text was made from answers, not written."""

    title: str
    guide: str
    text: str
    draft: bool

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks(self.text)


@dataclass(frozen=True)
class Report:
    """Everything that a document shows, with no key or id of a person in it.

    Without an assessment `taken`, `profile` and `picture` are None, `rows` and `sentence` empty.
    `picture` is an SVG element, `sentence` says the same in words. `moment` is when it was made,
    with its time zone, and `printed` that day.
    """

    title: str
    moment: datetime
    printed: date
    questionnaire: Questionnaire
    taken: date | None
    earlier: date | None
    profile: Profile | None
    rows: tuple[ThemeRow, ...]
    sections: tuple[SectionText, ...]
    actions: tuple[Action, ...]
    look_again: date | None
    picture: str | None
    sentence: str

    @property
    def facts(self) -> str:
        """When it was made and what lies under it, in one line below the title."""
        told = [f"Gemaakt op {day(self.printed)}"]
        if self.taken:
            told.append(f"Zelfanalyse van {day(self.taken)}")
        if self.earlier:
            told.append(f"Vergeleken met {day(self.earlier)}")
        return " · ".join(told)

    @property
    def scores(self) -> Table:
        """The score table in words; the earlier figures only where there are any."""
        with_earlier = any(row.earlier is not None for row in self.rows)
        header = ("Thema", "Score", "Kan lopen van", "Gemiddelde", "Eerder", "Verschil")
        rows = tuple(_cells(row) for row in self.rows)
        if with_earlier:
            return Table(header, rows)
        return Table(header[:4], tuple(row[:4] for row in rows))

    @property
    def to_do(self) -> Table:
        """The actions in words, in the order of the plan; a long date stays readable."""
        rows = tuple(
            (
                action.what,
                action.with_whom or NOTHING,
                short_day(action.by) if action.by else NOTHING,
                "Ja" if action.done else "Nog niet",
            )
            for action in self.actions
        )
        return Table(("Wat", "Met wie", "Wanneer", "Gedaan"), rows)

    @property
    def has_dates(self) -> bool:
        """Whether there is anything to put in a calendar."""
        return self.look_again is not None or any(action.by for action in self.actions)

    @property
    def again(self) -> str:
        """The sentence about looking again, empty when no date is chosen."""
        return f"Ik kijk opnieuw op {day(self.look_again)}." if self.look_again else ""


def report(
    questionnaire: Questionnaire,
    plan: Plan,
    drafts: Mapping[str, str],
    now: datetime,
    newest: Measurement | None = None,
    previous: Measurement | None = None,
) -> Report:
    """The report on a plan and, where there is one, the newest assessment and the one before it.

    `drafts` maps a section id to its first draft, used where the person wrote nothing yet.
    """
    seen = _seen(newest, previous) if newest else _Seen(None, (), None, "")
    return Report(
        title=readable(questionnaire.plan_title),
        moment=now,
        printed=day_of(now),
        questionnaire=questionnaire,
        taken=newest.assessment.started if newest else None,
        earlier=previous.assessment.started
        if previous and any(row.earlier is not None for row in seen.rows)
        else None,
        profile=seen.profile,
        rows=seen.rows,
        sections=_sections(questionnaire, plan, drafts),
        actions=tuple(
            action.model_copy(
                update={"what": readable(action.what), "with_whom": readable(action.with_whom)}
            )
            for action in plan.actions
        ),
        look_again=plan.look_again,
        picture=seen.picture,
        sentence=seen.sentence,
    )


@dataclass(frozen=True)
class _Seen:
    profile: Profile | None
    rows: tuple[ThemeRow, ...]
    picture: str | None
    sentence: str


def _seen(newest: Measurement, previous: Measurement | None) -> _Seen:
    now = newest.profile
    then = newest.comparable_of(previous)
    series = [Series(day(newest.assessment.started), now.means)]
    if previous and then:
        means = {score.theme.id: score.mean for score in then.themes}
        values = tuple(means.get(score.theme.id) for score in now.themes)
        series.append(Series(f"Eerder: {day(previous.assessment.started)}", values))
    sentence = readable(radar_sentence(now, then))
    titles = [readable(score.theme.title) for score in now.themes]
    scale = newest.questionnaire.scale
    picture = radar(titles, series, scale, PICTURE_TITLE, sentence)
    return _Seen(now, tuple(_row(score, then) for score in now.themes), picture, sentence)


def _row(score: ThemeScore, then: Profile | None) -> ThemeRow:
    means = {old.theme.id: old.mean for old in then.themes} if then else {}
    mean, earlier = score.mean, means.get(score.theme.id)
    return ThemeRow(
        title=readable(score.theme.title),
        sum=score.sum,
        minimum=score.minimum,
        maximum=score.maximum,
        answered=score.answered,
        count=len(score.theme.statements),
        mean=mean,
        earlier=earlier,
        difference=None if mean is None or earlier is None else mean - earlier,
    )


def _cells(row: ThemeRow) -> tuple[str, ...]:
    done = row.mean is not None
    return (
        row.title,
        str(row.sum) if done else f"{row.answered} van {row.count} beantwoord",
        f"{row.minimum} tot {row.maximum}",
        NOTHING if row.mean is None else number(row.mean),
        NOTHING if row.earlier is None else number(row.earlier),
        NOTHING if row.difference is None else signed(row.difference),
    )


def _sections(
    questionnaire: Questionnaire, plan: Plan, drafts: Mapping[str, str]
) -> tuple[SectionText, ...]:
    texts = plan.texts(questionnaire, drafts)
    there = tuple(
        SectionText(
            title=readable(section.title),
            guide=readable(section.guide),
            text=readable(texts[section.id]),
            draft=section.id not in plan.sections and bool(texts[section.id]),
        )
        for section in questionnaire.plan
    )
    return there + tuple(
        SectionText(title=LEFT_OVER, guide="", text=readable(text), draft=False)
        for text in plan.left_over(questionnaire)
    )
