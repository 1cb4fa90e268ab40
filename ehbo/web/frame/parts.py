"""What a part of the website brings along; parts know the frame and not each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint

from ehbo.web.frame.keyring import Purpose

if TYPE_CHECKING:
    from ehbo.web.frame.access import Visit
    from ehbo.web.frame.codes import WrongCode


class Errand(NamedTuple):
    """Something that somebody came for and has yet to do, as the pages on their way show it."""

    title: str
    text: str
    link: str
    address: str


FindErrand = Callable[["Visit"], Errand | None]
# What a key or code opens: the address to go to, None when it is not one of its own. The text is
# written in full, in capitals with hyphens. An opener may keep a key on the visit's keyring.
Opener = Callable[["Visit", str], str | None]
# A page with the field for keys and codes, telling what is wrong with what was typed there.
CodePage = Callable[["Visit", "WrongCode"], str]


@dataclass(frozen=True)
class Part:
    """One part of the website.

    `keys` is what its keys on a device are for. `code_pages` are its pages with the field for keys
    and codes, by endpoint.
    """

    blueprints: tuple[Blueprint, ...]
    keys: tuple[Purpose, ...] = ()
    errands: tuple[FindErrand, ...] = ()
    openers: tuple[Opener, ...] = ()
    code_pages: Mapping[str, CodePage] = field(default_factory=dict)
