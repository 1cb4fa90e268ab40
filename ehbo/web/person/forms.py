"""The forms of a person's own pages: they check the shape of what comes in."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from flask import request
from wtforms import Field, HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import ValidationError

from ehbo.domain.questionnaire import Scale, Theme
from ehbo.web.frame.fast import remembered
from ehbo.web.frame.fields import EhboForm, FieldError


class RadioGroups(Field):  # type: ignore[misc]  # WTForms has no types
    """All radio buttons of a theme as one field: `data` has the chosen values by statement id.

    A statement that is left open is not in it. `wrong` has the ids that came with another value.
    """

    def __init__(self, scale: Scale, theme: Theme, **more: Any) -> None:
        super().__init__(**more)
        self.ids = tuple(statement.id for statement in theme.statements)
        self.values = {str(value): value for value in scale.values}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        typed = [(id, formdata.get(id, "").strip()) for id in self.ids] if formdata else []
        self.data = {id: self.values[value] for id, value in typed if value in self.values}
        self.wrong = [id for id, value in typed if value and value not in self.values]

    def pre_validate(self, form: Any) -> None:
        if self.wrong:
            raise ValidationError("Kies een van de antwoorden die er staan.")


# What a theme page was made from. Nothing about it can be wrong, so the form has no fields for it;
# no statement can be called so: its id has no underscore.
MADE_FROM = {
    "csrf_token", "page_of", "once", "assessment_id", "answered_version", "wording_version",
    "shown_answers", "go_on",
}  # fmt: skip


class LikertForm(EhboForm):
    """One theme's statements as radio buttons; a statement may stay open."""

    radios: RadioGroups

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        return sound and not self.unknown_names()

    def unknown_names(self) -> list[str]:
        return sorted(request.form.keys() - MADE_FROM - {*self.radios.ids})

    def faults(self) -> list[FieldError]:
        unknown = self.unknown_names()
        message = "Je browser stuurde een stelling mee die hier niet bestaat. De rest staat er nog."
        wrong = [(id, str(fault)) for id in self.radios.wrong for fault in self.radios.errors]
        return wrong + ([("", message)] if unknown else [])

    @property
    def answers(self) -> dict[str, int]:
        """The chosen values by statement id; statements left open are not in it."""
        chosen: dict[str, int] = self.radios.data
        return chosen

    @cached_property
    def was_filled_with(self) -> dict[str, int]:
        """The answers that the page showed when it was made."""
        pairs = (pair.partition("=") for pair in request.form.get("shown_answers", "").split(","))
        return {id: int(value) for id, _, value in pairs if re.fullmatch(r"-?[0-9]{1,3}", value)}


@remembered
def _likert_class(scale: Scale, theme: Theme) -> type[LikertForm]:
    return type("ThemeForm", (LikertForm,), {"radios": RadioGroups(scale, theme)})


def likert_form(scale: Scale, theme: Theme) -> LikertForm:
    """The form of one theme, filled with what was posted."""
    return _likert_class(scale, theme)()


class TipForm(EhboForm):
    """A tip to turn into an action: theme id and the tip's place in it."""

    questionnaire_id = HiddenField()
    theme_id = HiddenField()
    tip = IntegerField()


class ReasonsForm(EhboForm):
    """The reasons that somebody chose to turn around, and those that the page showed as chosen."""

    shown = HiddenField()
    chosen = SelectMultipleField(validate_choice=False)
