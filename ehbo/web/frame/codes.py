"""One field for every key and code: what was typed in it opens something, or is told to be wrong.

What a key or code opens, each part registers (`Part.openers`), and on which of its pages the field
stands (`Part.code_pages`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wtforms import HiddenField, StringField

from ehbo.domain.errors import KeyTypo, Typo
from ehbo.domain.writing import CODE, KEY, Writing, plain
from ehbo.store import team_codes, throttle
from ehbo.web.frame.access import Visit
from ehbo.web.frame.error_pages import BY_STATUS
from ehbo.web.frame.fields import EhboForm, FieldError
from ehbo.web.frame.words import NOUNS, sentence

MOST_WRONG_A_MINUTE = 100
TOO_MANY_WRONG = f"{BY_STATUS[429].title}. {BY_STATUS[429].text}"


class CodeForm(EhboForm):
    """A key or code, typed or pasted, and the endpoint of the page with the field."""

    key_or_code = StringField()
    stands_on = HiddenField()


@dataclass(frozen=True)
class WrongCode:
    """A key or code that opens nothing: what was typed, what is wrong with it, and the status.

    `stands_on` is the endpoint of the page where it was typed, which tells it.
    """

    typed: str = field(repr=False)
    fault: str
    status: int
    stands_on: str

    @property
    def faults(self) -> list[FieldError]:
        return [("key_or_code", self.fault)]


def open_typed(visit: Visit, form: CodeForm, usual_page: str) -> str | WrongCode:
    """The address behind what was typed, or what is wrong with it.

    A form that does not name one of our pages counts as standing on the usual one.
    """
    typed, stands_on = form.key_or_code.data or "", form.stands_on.data
    if stands_on not in visit.service.code_pages:
        stands_on = usual_page
    # An address ends in its code, a link to the key page in the key.
    text = re.split("[/#]", typed.strip().rstrip("/"))[-1]
    writing = _writing_of(text)
    try:
        if not plain(text):
            raise KeyTypo(Typo.EMPTY)
        address = _address(visit, writing.written(writing.read(text)))
    except KeyTypo as typo:
        return WrongCode(typed, sentence(typo), 422, stands_on)
    if address is not None:
        return address
    if too_many_wrong(visit):
        return WrongCode(typed, TOO_MANY_WRONG, 429, stands_on)
    return WrongCode(typed, _unknown(NOUNS[writing][0]), 403, stands_on)


def too_many_wrong(visit: Visit) -> bool:
    """Counts a wrong key or code, and says whether there were too many in this minute."""
    return not throttle.admit(visit.db, "wrong key", MOST_WRONG_A_MINUTE, visit.now)


def _writing_of(text: str) -> Writing:
    """What was meant, a code or a key, by what comes nearest in length."""
    return min((CODE, KEY), key=lambda writing: abs(writing.characters - len(plain(text))))


def _address(visit: Visit, text: str) -> str | None:
    """Where the first leads who knows it, None when nobody does."""
    with team_codes.stretching_once():
        found = (opener(visit, text) for opener in visit.service.openers)
        return next((address for address in found if address is not None), None)


def _unknown(noun: str) -> str:
    return (
        f"Bij deze {noun} is hier niets bewaard. Misschien is alles gewist, of hoort de {noun} "
        "bij een andere website van EHBO."
    )
