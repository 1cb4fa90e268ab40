"""The form of a plan: its sections, its action rows and its dates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from wtforms import BooleanField, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from ehbo.domain import dates
from ehbo.domain.plan import MOST_ACTIONS, Action, Edit, Plan, TypedRow
from ehbo.domain.questionnaire import Questionnaire
from ehbo.web.frame.access import fresh_id
from ehbo.web.frame.fields import (
    MOST_PLACES,
    Day,
    EhboForm,
    Ids,
    Places,
    by_place,
    cleaned,
    limits,
    line_length,
    text_length,
)


class ActionForm(Form):  # type: ignore[misc]  # WTForms has no types
    """One action row of a plan; a row without a word in it is no action."""

    action_id = HiddenField(validators=[Length(max=40)])
    mark = HiddenField()
    what = StringField(filters=[cleaned], validators=[line_length()])
    with_whom = StringField(filters=[cleaned], validators=[line_length()])
    by = Day(validators=[Optional()])
    done = BooleanField()
    removed = in_passing = False
    today = date.max
    kept: Collection[date] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """A fault does not stand in the way of removing the row it is in."""
        return self.removed or bool(super().validate(extra_validators))

    def validate_what(self, what: StringField) -> None:
        started = self.with_whom.data or self.by.data
        if started and not what.data and not self.in_passing:
            raise ValidationError("Schrijf op wat je gaat doen.")

    def validate_by(self, by: Day) -> None:
        by.refuse_odd(self.today, self.kept)

    def row(self, *, removed: bool) -> TypedRow:
        id, mark = self.action_id.data or fresh_id(), self.mark.data or ""
        if removed:
            return TypedRow(Action.model_construct(id=id, what=""), mark)  # no row to be checked
        action = Action(
            id=id,
            what=self.what.data,
            with_whom=self.with_whom.data,
            by=self.by.data,
            done=self.done.data,
        )
        return TypedRow(action, mark)


class PlanForm(EhboForm):
    """The POP-OP: sections by their place in `sections`, action rows, a date."""

    sections = Ids()
    bases = Places(HiddenField(), max_entries=MOST_PLACES)
    texts = Places(
        TextAreaField(filters=[cleaned], validators=[text_length()]), max_entries=MOST_PLACES
    )
    actions = Places(FormField(ActionForm), max_entries=MOST_ACTIONS + 20)
    look_again_base = HiddenField()
    look_again = Day(validators=[Optional()])
    more = StringField()
    remove = StringField()

    def __init__(self, today: date, kept: Plan, *, in_passing: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.today, self.kept, self.in_passing = today, kept.days, in_passing
        self.complete(kept)

    def complete(self, kept: Plan) -> None:
        """Fills in the dates that were not sent as they are kept: unknown is not empty."""
        if self.look_again.raw_data == []:
            self.look_again.data = kept.look_again
        for row in self.actions:
            if row.by.raw_data == []:
                old = kept.find_action(row.action_id.data)
                row.by.data = old.by if old else None

    @property
    def limits(self) -> dict[str, str]:
        """What its date fields take, wide enough for what is kept: that may be from long ago."""
        days = {*dates.window(self.today), *self.kept}
        return limits(min(days), max(days))

    def validate(self, extra_validators: Any = None) -> bool:
        for row in self.actions:
            row.form.today, row.form.kept = self.today, self.kept
            row.form.in_passing = self.in_passing
            # A page that stays open keeps its rows, so a save in passing removes none.
            row.form.removed = not self.in_passing and row.name == self.remove.data
        return bool(super().validate(extra_validators))

    def validate_look_again(self, look_again: Day) -> None:
        look_again.refuse_odd(self.today, self.kept)

    def section_ids(self, questionnaire: Questionnaire) -> tuple[str, ...]:
        """The ids of the sections by place; a page from before it named them has those of now."""
        return self.sections.listed or tuple(section.id for section in questionnaire.plan)

    def edit(self, questionnaire: Questionnaire) -> Edit:
        """The form as an edit of a plan; only for a form that validated."""
        typed = by_place(self.bases, self.texts)
        ids = enumerate(self.section_ids(questionnaire))
        return Edit(
            sections={id: typed[place] for place, id in ids if place in typed},
            rows=tuple(row.row(removed=row.name == self.remove.data) for row in self.actions),
            look_again=(self.look_again_base.data or "", self.look_again.data),
        )
