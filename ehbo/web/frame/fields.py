"""The base of all forms and the kinds of fields, which check what comes in and speak Dutch."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, FieldList, FormField, HiddenField
from wtforms.validators import Length, ValidationError

from ehbo.domain import dates
from ehbo.domain.errors import WrongDate, WrongYear
from ehbo.domain.questionnaire import LONGEST_SLUG, SLUG
from ehbo.domain.texts import LONGEST_LINE, LONGEST_TEXT, clean
from ehbo.dutch import whole
from ehbo.web.frame.words import sentence

FieldError = tuple[str, str]
# A form that comes back keeps its own places, and gets those that are asked by now.
MOST_PLACES = 40


class EhboForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose faults can be listed as (id of the field, Dutch message)."""

    class Meta:
        csrf = False  # CSRFProtect has checked the token before any view runs

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            # Flask-WTF would put a file where a text belongs.
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return (request.form or None) if form.is_submitted() else None

        def get_translations(self, form: Any) -> None:
            """Every message is our own; Flask-WTF would ask the app."""

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


def by_place(bases: FieldList, texts: FieldList) -> dict[int, tuple[str, str]]:
    """Per place, the number at the end of a field's name: (base fingerprint, text)."""
    known = {place_of(base.name): base.data or "" for base in bases}
    return {(place := place_of(text.name)): (known.get(place, ""), text.data) for text in texts}


class Day(DateField):  # type: ignore[misc]  # WTForms has no types
    """A date, in the ways of `ehbo.domain.dates`; `data` is None while what was typed is none.

    Its form has to call `refuse_odd` in a validator of its own, for a field knows no today.
    """

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = dates.find(valuelist[0])

    @property
    def sent(self) -> bool:
        """Whether the form brought it; what it did not bring is not empty but unknown."""
        return bool(self.raw_data)

    def refuse_odd(
        self, today: date, kept: Collection[date] = (), *, bounded: bool = False
    ) -> None:
        """Raises ValidationError unless it can be meant, or is kept already.

        What is bounded more narrowly elsewhere gets its words there, if no other year is meant.
        """
        if self.data in kept or not self.sent:
            return
        try:
            self.data = dates.read(self.raw_data[0], today)
        except WrongDate as wrong:
            meant_otherwise = isinstance(wrong, WrongYear) and wrong.guess is not None
            if bounded and self.data and not meant_otherwise:
                return
            raise ValidationError(sentence(wrong)) from wrong

    def _value(self) -> str:
        """As it came while it is no date, else in full."""
        written: str = self.data.isoformat() if self.data else super()._value()
        return written


def limits(first: date, last: date) -> dict[str, str]:
    """The attributes that keep a browser's own date field within these days."""
    return {"min": first.isoformat(), "max": last.isoformat()}


class EraseForm(EhboForm):
    """Erasing asks for a tick first."""

    confirmed = BooleanField()
