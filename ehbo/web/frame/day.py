"""The one field for a date that a person types."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import ValidationError

from ehbo.domain import dates


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
        except dates.WrongDate as wrong:
            if bounded and self.data and getattr(wrong, "guess", None) is None:
                return
            raise ValidationError(str(wrong)) from wrong

    def _value(self) -> str:
        """As it came while it is no date, else in full."""
        written: str = self.data.isoformat() if self.data else super()._value()
        return written


def limits(first: date, last: date) -> dict[str, str]:
    """The attributes that keep a browser's own date field within these days."""
    return {"min": first.isoformat(), "max": last.isoformat()}
