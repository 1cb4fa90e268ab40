"""What the profile shows, made from what is kept of a person: nothing here knows of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ehbo.domain.measurement import Measurement
from ehbo.domain.plan import Plan
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire, Statement, Theme
from ehbo.domain.scoring import ThemeScore, extremes
from ehbo.web.frame.fields import FieldError
from ehbo.web.frame.filters import change
from ehbo.web.frame.parts import Errand
from ehbo.web.person.profile_picture import Picture, picture
from ehbo.web.person.reflections import ReflectionForm, Reflections, reflections


@dataclass(frozen=True)
class StatementChange:
    """A statement that got another answer than before: both answers and the difference, in words.

    The difference is in points of the score, so a reversed statement goes down as its answer rises.
    """

    text: str
    before: str
    now: str
    difference: str


@dataclass(frozen=True)
class OfferedTip:
    """A tip that can become an action; `place` is where it stands in its theme."""

    place: int
    title: str
    text: str
    planned: bool


@dataclass(frozen=True)
class ThemeCard:
    """A theme with its score and what belongs to it; of one with open statements no more shows.

    Tips and aids are those that are served now, whatever words were answered; `plannable` says
    that a tip can become an action.
    """

    score: ThemeScore
    highest: tuple[Statement, ...]
    lowest: tuple[Statement, ...]
    changes: tuple[StatementChange, ...]
    reflections: Reflections
    tips: tuple[OfferedTip, ...]
    plannable: bool
    aids: tuple[str, ...]

    @property
    def theme(self) -> Theme:
        return self.score.theme


@dataclass(frozen=True)
class ListedMeasurement:
    """A measurement in the list of all. It is unfinished while open statements can be answered."""

    measurement: Measurement
    on_page: bool
    unfinished: bool


@dataclass(frozen=True)
class ProfilePage:
    """One measurement with the one laid beside it, and all that can be done from there.

    `served` is its questionnaire as it is served now, None if it is not. `tips_open` is the id of
    the theme whose tips are being read. `newest` says that answers go to this measurement, and
    `unfinished` that the one they go to has open statements. `clash_links` has (id of a field,
    words) for texts that were changed elsewhere; `faults` the same for what the form that came
    back may not hold.
    """

    now: Measurement
    before: Measurement | None
    served: Questionnaire | None
    picture: Picture
    plan: Plan
    themes: tuple[ThemeCard, ...]
    tips_open: str
    measurements: tuple[ListedMeasurement, ...]
    newest: bool
    unfinished: bool
    clash_links: tuple[FieldError, ...]
    faults: tuple[FieldError, ...]
    errands: tuple[Errand, ...]

    @property
    def questionnaire(self) -> Questionnaire:
        """In the words that were answered."""
        return self.now.questionnaire

    @property
    def several(self) -> bool:
        """Whether this person answered more than one questionnaire."""
        return len({listed.measurement.questionnaire.id for listed in self.measurements}) > 1


def profile_page(
    portfolio: Portfolio,
    served: Mapping[str, Questionnaire],
    measurements: Sequence[Measurement],
    now: Measurement,
    before: Measurement | None = None,
    *,
    typed: ReflectionForm | None = None,
    clashes: Mapping[str, str] | None = None,
    tips_open: str = "",
    errands: Sequence[Errand] = (),
) -> ProfilePage:
    """The profile of a measurement, with an earlier one beside it.

    `measurements` are all of this person, oldest first. `typed` is the form that came back, and
    `clashes` has per question id what was kept meanwhile; `tips_open` is the theme whose tips are
    being read; `errands` what somebody came for and has yet to do.
    """
    questionnaire, plan = now.questionnaire, portfolio.plan(now.questionnaire.id)
    current, newest = served.get(questionnaire.id), portfolio.current(questionnaire.id)
    listed = tuple(
        ListedMeasurement(
            m, m.assessment.id == now.assessment.id, _unfinished(portfolio, served, m)
        )
        for m in measurements
    )
    written = {
        theme.id: reflections(questionnaire, now.assessment, theme, typed, clashes)
        for theme in questionnaire.themes
    }
    return ProfilePage(
        now=now,
        before=before,
        served=current,
        picture=picture(now, before),
        plan=plan,
        themes=_cards(now, before, current, plan, written),
        tips_open=tips_open,
        measurements=listed,
        newest=newest is not None and newest.id == now.assessment.id,
        unfinished=any(one.unfinished and one.measurement.assessment == newest for one in listed),
        clash_links=tuple(
            (question.field_id, question.text)
            for of_theme in written.values()
            for question in of_theme.questions
            if question.clash is not None
        ),
        faults=tuple(typed.faults()) if typed and not clashes else (),
        errands=tuple(errands),
    )


def _unfinished(
    portfolio: Portfolio, served: Mapping[str, Questionnaire], measurement: Measurement
) -> bool:
    """Whether answers still go to this measurement, and it has open statements."""
    id = measurement.questionnaire.id
    return (
        id in served
        and portfolio.current(id) == measurement.assessment
        and not measurement.profile.complete
    )


def _cards(
    now: Measurement,
    before: Measurement | None,
    served: Questionnaire | None,
    plan: Plan,
    written: Mapping[str, Reflections],
) -> tuple[ThemeCard, ...]:
    scale, answers = now.questionnaire.scale, now.assessment.answers
    planned, changed = {action.what for action in plan.actions}, now.since(before).statements
    cards = []
    for score in now.profile.themes:
        theme = score.theme
        current = served.find_theme(theme.id) if served else None
        highest, lowest = extremes(scale, theme.statements, answers)
        tips = tuple(
            OfferedTip(place, tip.title, tip.text, tip.title in planned)
            for place, tip in enumerate((current or theme).tips)
        )
        cards.append(
            ThemeCard(
                score=score,
                highest=highest,
                lowest=lowest,
                changes=_changes(theme, now, before, changed),
                reflections=written[theme.id],
                tips=tips,
                plannable=current is not None,
                aids=(current or theme).aids,
            )
        )
    return tuple(cards)


def _changes(
    theme: Theme, now: Measurement, before: Measurement | None, changed: Mapping[str, int]
) -> tuple[StatementChange, ...]:
    if before is None:
        return ()
    label = now.questionnaire.scale.label
    return tuple(
        StatementChange(
            text=statement.text,
            before=label(before.assessment.answers[statement.id]),
            now=label(now.assessment.answers[statement.id]),
            difference=change(by),
        )
        for statement in theme.statements
        if (by := changed.get(statement.id))
    )
