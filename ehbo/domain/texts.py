"""What people write: cleaned on the way in, and never lost when two windows meet."""

from __future__ import annotations

import hashlib
import re

LONGEST_TEXT = 10_000
LONGEST_LINE = 300


# Word processors paste these for a line break within a paragraph.
_LINE_ENDS = {"\r\n": "\n", "\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n"}


def clean(text: str) -> str:
    """Text with plain line ends and nothing around it; what a person reads stays untouched."""
    for end, plain in _LINE_ENDS.items():
        text = text.replace(end, plain)
    return text.strip()


# NUL and other controls, lone surrogates, and what broken UTF-8 was replaced by.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd]")


def unprintable(text: str) -> bool:
    """Whether text holds characters that no person types."""
    return _UNPRINTABLE.search(text) is not None


def without_unprintable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


# Beside controls: characters for private use, which no font here has, and what no XML may hold.
_STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")


def find_stray(text: str) -> str | None:
    """The first character that no text on a page may hold; line ends and tabs may stay."""
    found = _STRAY.search(text)
    return found[0] if found else None


def without_strays(text: str) -> str:
    return _STRAY.sub("", text)


def fingerprint(text: str) -> str:
    """A short mark by which a form tells which text it was filled with: 16 hex digits."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


class Clash(Exception):
    """The text was changed elsewhere since this form was filled; `stored` is what is kept now."""

    def __init__(self, stored: str) -> None:
        super().__init__("changed elsewhere")
        self.stored = stored


def settle(stored: str, base: str, typed: str) -> str:
    """The text to keep, given what is stored, the form's base fingerprint and what was typed.

    Raises Clash if both sides changed it in different ways. An empty base stands for a form that
    does not say what it started from: it may then fill an empty place, not overwrite a text.
    """
    if typed == stored or base == fingerprint(typed):
        return stored
    if base == fingerprint(stored) or (not base and not stored):
        return typed
    raise Clash(stored)
