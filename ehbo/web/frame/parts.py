"""What a part of the website brings along; parts know the frame and not each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint

from ehbo.web.frame.keyring import Purpose

if TYPE_CHECKING:
    from ehbo.web.frame.access import Visit


class Errand(NamedTuple):
    """Something that somebody came for and has yet to do, as the pages on their way show it."""

    title: str
    text: str
    link: str
    address: str


FindErrand = Callable[["Visit"], Errand | None]


@dataclass(frozen=True)
class Part:
    """One part of the website. `keys` is what its keys on a device are for."""

    blueprints: tuple[Blueprint, ...]
    keys: tuple[Purpose, ...] = ()
    errands: tuple[FindErrand, ...] = ()
