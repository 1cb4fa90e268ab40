"""Error class -> status and a Dutch page. The one place where that is decided."""

from __future__ import annotations

import logging
import re
import traceback
from dataclasses import dataclass, replace
from typing import NamedTuple

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ehbo.domain.errors import (
    ContributionBroken,
    KeyUnknown,
    OtherWording,
    SealBroken,
    StoreUnavailable,
    TeamUnknown,
    TooFew,
    TooMuch,
    WrongState,
)
from ehbo.domain.texts import without_unprintable
from ehbo.web.access import AUTOSAVE, NobodyHere, NoPlace, OtherPerson
from ehbo.web.security import SAFE_METHODS, UnreadableText
from ehbo.web.team_access import NotLead

log = logging.getLogger("ehbo")

# The fields that hold a person's own words. All others are the page's: never to be seen.
WORDS = re.compile(r"texts-\d+|actions-\d+-(what|with_whom)|name")
LONGEST_UNSEEN = 40
# What a page says it was filled with. A statement can be called bases-1 too; its answer is no mark.
FILLED_WITH = re.compile(
    r"shown(_answers)?=.*|(bases-\d+|look_again_base|actions-\d+-mark)=[0-9a-f]{16}"
)


class Field(NamedTuple):
    """A field that is sent again, for the person to see or not."""

    name: str
    value: str
    seen: bool


@dataclass(frozen=True)
class Page:
    """What a person reads when something went wrong; `for_another` if the form was made for one."""

    status: int
    title: str
    text: str
    resend: bool = False
    for_another: bool = False
    nothing_sent: str = ""
    lock: bool = False


NOT_FOUND = Page(
    404,
    "Deze pagina is er niet",
    "Misschien is het adres verkeerd overgenomen, of is de pagina verhuisd. "
    "Wat je eerder invulde, is gewoon bewaard.",
)
BROKEN = Page(
    500,
    "Er ging iets mis bij ons",
    "Dat ligt niet aan jou. Probeer het over een paar minuten nog eens. "
    "Wat je eerder bewaarde, is er nog.",
)
BY_CLASS: dict[type[Exception], Page] = {
    CSRFError: Page(
        400,
        "Deze pagina stond te lang open",
        "Er is nog niets bewaard, maar wat je invulde, is er nog. Druk op de knop om het alsnog "
        "te bewaren.",
        resend=True,
    ),
    UnreadableText: Page(
        422,
        "Er staan tekens in je tekst die we niet kunnen bewaren",
        "Dat gebeurt soms bij plakken uit een ander programma. We hebben die tekens weggelaten. "
        "Druk op de knop om de rest te bewaren.",
        resend=True,
    ),
    StoreUnavailable: Page(
        503,
        "Bewaren lukt nu even niet",
        "Dat ligt niet aan jou. Er is nu niets bewaard, maar wat je invulde, is er nog. "
        "Wacht een minuut en druk dan op de knop.",
        resend=True,
        nothing_sent="Dat ligt niet aan jou. Wacht een minuut en laad de pagina dan opnieuw.",
    ),
    OtherPerson: Page(
        409,
        "Deze pagina hoort bij andere gegevens",
        "Intussen is dit apparaat vergrendeld, gewist of met een andere sleutel geopend. Er is nog "
        "niets bewaard, maar wat je invulde, is er nog. Wil je het bewaren bij wat hier nu open "
        "is? Druk dan op de knop.",
        resend=True,
        for_another=True,
    ),
    TooMuch: Page(413, "Er past niet meer bij", "", resend=True),
    NobodyHere: Page(
        403,
        "We vinden hier niets van jou",
        "Begin met de zelfanalyse, of open wat je eerder bewaarde met je sleutel.",
        resend=True,
    ),
    NoPlace: Page(
        409,
        "Hier is geen plek meer voor wat je schreef",
        "Er is nog niets bewaard, maar wat je typte, is er nog. Misschien is de vragenlijst weg. "
        "Of het thema is hier nog niet ingevuld: doe dat dan in een ander venster, en druk hier op "
        "de knop.",
        resend=True,
    ),
    KeyUnknown: Page(
        403,
        "Bij deze sleutel is hier niets bewaard",
        "Misschien is alles gewist, of hoort de sleutel bij een andere website van EHBO.",
    ),
    TeamUnknown: Page(
        404,
        "Dit team kennen we niet",
        "Kijk de code nog eens na. Misschien is het team gewist, of hoort de code bij een andere "
        "website van EHBO. Wat je zelf invulde, is gewoon bewaard.",
    ),
    NotLead: Page(
        403,
        "Dit kan alleen de teamleider",
        "Open het beheer van het team eerst met je leidersleutel.",
    ),
    WrongState: Page(409, "Dat kan nu niet", ""),
    OtherWording: Page(409, "Deze antwoorden passen niet bij de ronde", ""),
    TooFew: Page(409, "Er zijn nog te weinig bijdragen", "Verleng de ronde en nodig mensen uit."),
    ContributionBroken: Page(
        500,
        "Een bijdrage is beschadigd",
        "Daarom is er niets gepubliceerd en niets gewist. De beheerder kan een reservekopie "
        "terugzetten. Of vraag iedereen om zijn antwoorden opnieuw bij te dragen.",
    ),
    SealBroken: Page(
        500,
        "Je gegevens gaan niet open",
        "Wat er bewaard is, is beschadigd geraakt. De beheerder kan een reservekopie terugzetten; "
        "ook die kan alleen met jouw sleutel open.",
        lock=True,
    ),
}
# Where the words of BY_CLASS would be untrue: here nothing was to be saved.
BY_ENDPOINT: dict[tuple[type[Exception], str], Page] = {
    (StoreUnavailable, "data.erase"): Page(
        503,
        "Wissen lukte niet: alles staat er nog",
        "Dat ligt niet aan jou. Probeer het over een minuut opnieuw bij Mijn gegevens.",
    ),
    (StoreUnavailable, "key.enter"): Page(
        503,
        "Openen lukt nu even niet",
        "Dat ligt niet aan jou. Wacht een minuut en druk dan op de knop.",
        resend=True,
    ),
}
NOTHING_TO_SEE = Page(
    405,
    "Hier is niets te bekijken",
    "Dit adres hoort bij een knop op een andere pagina. Ga terug naar die pagina, of ga naar de "
    "beginpagina. Wat je eerder bewaarde, is er nog.",
)
BY_STATUS: dict[int, Page] = {
    400: Page(
        400,
        "Dat konden we niet lezen",
        "Je browser stuurde iets dat we niet begrijpen. Ga terug en probeer het nog eens.",
    ),
    403: Page(
        403,
        "Dat kwam van een andere website",
        "We nemen alleen iets aan van onze eigen pagina's. Ga naar de beginpagina en probeer het "
        "daar nog eens.",
    ),
    404: NOT_FOUND,
    405: Page(
        405,
        "Dat kan hier niet",
        "Deze pagina kun je alleen bekijken. Ga terug en gebruik de knop op de pagina.",
    ),
    413: Page(
        413,
        "Dat is te veel ineens",
        "Wat je stuurde, is groter dan we kunnen bewaren. Ga terug en maak de tekst of het "
        "bestand kleiner.",
    ),
    429: Page(
        429,
        "Er zijn net veel verkeerde sleutels en codes ingevuld",
        "Kijk of je die van jou goed overnam: de goede werkt meteen.",
    ),
}


def register(app: Flask) -> None:
    for error_class, page in BY_CLASS.items():
        app.register_error_handler(error_class, _answers_with(error_class, page))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _answers_with(  # type: ignore[no-untyped-def]  # Flask's own handler type is private
    error_class: type[Exception], usual: Page
):
    def handler(error: Exception) -> Response:
        page = BY_ENDPOINT.get((error_class, request.endpoint or ""), usual)
        if page.status >= 500:
            log.error("%s op %s: %s", type(error).__name__, request.endpoint, _reason(error))
        return answer(page if page.text else replace(page, text=str(error)))

    return handler


def _reason(error: Exception) -> str:
    """What the database said: the one message that is known to quote nothing of a person."""
    return str(error) if isinstance(error, StoreUnavailable) else ""


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    looked = error.code == 405 and request.method in ("GET", "HEAD")
    page = NOTHING_TO_SEE if looked else BY_STATUS.get(error.code or 500, BY_STATUS[400])
    response = answer(page)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _unexpected(error: Exception) -> Response:
    # Only where it happened: the message of an exception may quote what somebody wrote.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("onverwachte fout op %s: %s\n%s", request.endpoint, type(error).__name__, where)
    return answer(BROKEN)


def answer(page: Page) -> Response:
    """The page for a person, or its words alone for the script that saves in passing."""
    if AUTOSAVE in request.headers:
        response = jsonify(melding=f"{page.title}. {page.text}")
    else:
        resend = page.resend and request.method not in SAFE_METHODS and not request.files
        typed = _typed(page) if resend else []
        if page.nothing_sent and not resend:
            page = replace(page, text=page.nothing_sent)
        html = render_template("error.html", page=page, resend=resend, typed=typed)
        response = make_response(html)
    response.status_code = page.status
    response.headers["Cache-Control"] = "no-store"
    if page.status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def _typed(page: Page) -> list[Field]:
    """What the form brought, to send again: nothing that was typed is lost.

    The tick that allows erasing is not sent again unseen.
    """
    brought = [
        (without_unprintable(name), without_unprintable(value))
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "zeker")
    ]
    if page.for_another:
        brought = _as_new(brought)
    return [
        Field(name, value, len(value) > LONGEST_UNSEEN and WORDS.fullmatch(name) is not None)
        for name, value in brought
    ]


def _as_new(brought: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields as of a page that was filled with nothing, so that all on it counts as typed.

    What stood there was another's: it says nothing about what is kept of who is here now, and
    neither does a place that was left empty.
    """
    return [
        (name, "" if FILLED_WITH.fullmatch(f"{name}={value}") else value)
        for name, value in brought
        if name != "page_of" and (value or not WORDS.fullmatch(name))
    ]
