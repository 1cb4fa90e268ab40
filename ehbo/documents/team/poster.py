"""The invitation to a team as a poster on A4: tagged (PDF/UA-1), to hang beside the coffee."""

from __future__ import annotations

from datetime import date

from ehbo.documents import qr
from ehbo.documents.team.invitation import ABOUT, MINUTES, PROMISE
from ehbo.documents.team.report import shown_name
from ehbo.documents.typesetting import MARK, made
from ehbo.dutch import long_day

TEMPLATE = "team/poster.typ"
TITLE = "Doe mee"
HOW = "Scan de code met de camera van je telefoon"
OR = "Of ga naar"
NO_BREAK = "\u00a0"
LONG = 36
FACTS = f"{MINUTES} minuten · geen account nodig"


def pdf(team_name: str, address: str, code: str, closes: date, organisation: str) -> bytes:
    """One page with the address (whole, as the QR code opens it) and the team's code.

    `closes` is the last day to take part; `organisation` may be empty. It has no date or moment
    of making: the same poster gives the same bytes. Raises segno.DataOverflowError when the
    address does not fit in a QR code.
    """
    name = shown_name(team_name)
    return made(
        TEMPLATE,
        {
            "title": f"{TITLE}: {name}",
            "language": "nl",
            "mark": MARK,
            "product": "Eerste Hulp Bij Overheidsparticipatie",
            "call": TITLE,
            "team": name,
            "about": ABOUT,
            "promise": PROMISE,
            "until": _until(closes),
            "qr": qr.svg(address),
            "alt": f"QR-code die {address} opent",
            "how": HOW,
            "or": OR,
            "address": _typed(address),
            "code-words": "De teamcode. Staat bij je collega dezelfde?",
            "code": code,
            "facts": FACTS,
            "organisation": shown_name(organisation),
        },
    )


def _until(closes: date) -> str:
    """The day, whose number stays with its month where the line breaks."""
    weekday, _, rest = long_day(closes).partition(" ")
    return f"Tot en met {weekday} {rest.replace(' ', NO_BREAK)}"


def _typed(address: str) -> str:
    """The address as people type it; a long one in two lines, after the name of the site."""
    plain = address.removeprefix("https://").removeprefix("http://")
    site, slash, path = plain.partition("/")
    return f"{site}{slash}\n{path}" if path and len(plain) > LONG else plain
