"""What a part of the website brings along; parts know the frame and not each other."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from ehbo.web.frame.keyring import Purpose


@dataclass(frozen=True)
class Part:
    """One part of the website. `keys` is what its keys on a device are for."""

    blueprints: tuple[Blueprint, ...]
    keys: tuple[Purpose, ...] = ()
