"""Flask-WTF forms: they check the shape of what comes in and speak Dutch when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length, ValidationError

from ehbo.domain.questionnaire import LONGEST_SLUG, SLUG, Scale, Theme
from ehbo.domain.texts import LONGEST_LINE, LONGEST_TEXT, clean
from ehbo.dutch import whole

FieldError = tuple[str, str]
# A form that comes back keeps its own places, and gets those that are asked by now.
MOST_PLACES = 40


class EhboForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose faults can be listed as (id of the field, Dutch message)."""

    class Meta:
        csrf = False  # CSRFProtect has checked the token before any view runs

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            # Flask-WTF would put a file where a text belongs.
            sent = formdata is not None and form.is_submitted()
            return (request.form or None) if sent else None

    def faults(self) -> list[FieldError]:
        return list(_faults(self))


def _faults(fields: Iterable[Any]) -> Iterator[FieldError]:
    """Field by field, also of those in a list or in a form in the form."""
    for field in fields:
        if isinstance(field, FieldList):
            yield from _faults(field)
        elif isinstance(field, FormField):
            yield from _faults(field.form)
        else:
            yield from ((field.id, str(message)) for message in dict.fromkeys(field.errors))


class Places(FieldList):  # type: ignore[misc]  # WTForms has no types
    """A list whose entries keep the place in their name, also when others are missing."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            if found := re.match(re.escape(prefix) + r"-([0-9]{1,4})(?:-|$)", name):
                yield int(found[1])

    def _compact_indices(self) -> None:
        """Leaves the places as they are."""

    def at(self, place: int) -> Any:
        """The entry with this place in its name, None when it was not sent."""
        return next((entry for entry in self if place_of(entry.name) == place), None)


def place_of(name: str) -> int:
    return int(name.rpartition("-")[2])


class Ids(HiddenField):  # type: ignore[misc]  # WTForms has no types
    """What the places of a page stand for: ids in their order, so that a page from before the
    content changed still saves each text where it belongs.
    """

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple((self.data or "").split())

    @property
    def sound(self) -> bool:
        ids = self.listed
        return len(set(ids)) == len(ids) <= MOST_PLACES and all(
            len(id) <= LONGEST_SLUG and re.fullmatch(SLUG, id) for id in ids
        )


def cleaned(text: str | None) -> str:
    return clean(text or "")


def text_length() -> Length:
    return Length(
        max=LONGEST_TEXT,
        message=f"Deze tekst is te lang. Er passen {whole(LONGEST_TEXT)} tekens in.",
    )


def line_length() -> Length:
    return Length(max=LONGEST_LINE, message=f"Gebruik hier ten hoogste {LONGEST_LINE} tekens.")


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
    def shown(self) -> dict[str, int]:
        """The answers that the page showed when it was made."""
        pairs = (pair.partition("=") for pair in request.form.get("shown_answers", "").split(","))
        return {id: int(value) for id, _, value in pairs if re.fullmatch(r"-?[0-9]{1,3}", value)}


@lru_cache(maxsize=200)
def _likert_class(scale: Scale, theme: Theme) -> type[LikertForm]:
    return type("ThemeForm", (LikertForm,), {"radios": RadioGroups(scale, theme)})


def likert_form(scale: Scale, theme: Theme) -> LikertForm:
    """The form of one theme, filled with what was posted."""
    return _likert_class(scale, theme)()


def by_place(bases: FieldList, texts: FieldList) -> dict[int, tuple[str, str]]:
    """Per place, the number at the end of a field's name: (base fingerprint, text)."""
    known = {place_of(base.name): base.data or "" for base in bases}
    return {(place := place_of(text.name)): (known.get(place, ""), text.data) for text in texts}


class TipForm(EhboForm):
    """A tip to turn into an action: theme id and the tip's place in it."""

    questionnaire_id = HiddenField()
    theme_id = HiddenField()
    tip = IntegerField()


class KeyForm(EhboForm):
    """A key, typed or pasted."""

    sleutel = StringField()


class ReasonsForm(EhboForm):
    """The reasons that somebody chose to turn around, and those that the page showed as chosen."""

    shown = HiddenField()
    chosen = SelectMultipleField(validate_choice=False)


class EraseForm(EhboForm):
    """Erasing asks for a tick first."""

    zeker = BooleanField()
