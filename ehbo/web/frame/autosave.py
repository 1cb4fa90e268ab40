"""What a page hears that saves itself while somebody fills it in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import Response, jsonify, request
from wtforms import FieldList

from ehbo.domain.texts import fingerprint
from ehbo.web.frame.fields import place_of

CLASHED = (
    "Dit is nog niet bewaard, want het is ook ergens anders veranderd. "
    "Druk op de knop, dan zie je allebei de teksten."
)


def has_unplaced_text(places: int) -> bool:
    """Whether the form brought a text for a place that is not, or no longer, on the page."""
    found = ((re.fullmatch("texts-([0-9]{1,9})", n), text) for n, text in request.form.items())
    return any(at is not None and int(at[1]) >= places and text.strip() for at, text in found)


def autosave_reply(bases: Mapping[str, str], clashed: Collection[Any]) -> tuple[Response, int]:
    """What the page's hidden fields say from now on, and 409 where something clashed."""
    if clashed:
        return jsonify(bases=bases, message=CLASHED), 409
    return jsonify(bases=bases), 200


def refused(faults: Sequence[tuple[str, str]]) -> tuple[Response, int]:
    """What is wrong, by the id of its field, so that the page can say it there."""
    words = dict(faults)
    return jsonify(
        faults=words, message=f"Dit is nog niet bewaard. {next(iter(words.values()))}"
    ), 422


def new_bases(texts: FieldList, clashed: Collection[int]) -> dict[str, str]:
    """The base of every text by the name of its hidden field; where it clashed it stays.

    A base tells what the page shows, which is what it sent and not what is stored: that may be
    newer, and the next save of this page would undo it.
    """
    places = ((place_of(text.name), text.data) for text in texts)
    return {f"bases-{place}": fingerprint(text) for place, text in places if place not in clashed}
