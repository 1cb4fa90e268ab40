"""What a person reads when something went wrong, by class, by place and by status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flask_wtf.csrf import CSRFError

from ehbo.domain.errors import (
    AlreadyCounted,
    ContributionBroken,
    EhboError,
    NobodyHere,
    NoPlace,
    NotLead,
    OtherPerson,
    OtherWording,
    SealBroken,
    StoreUnavailable,
    TeamUnknown,
    TooFew,
    TooMany,
    TooMuch,
    UnreadableText,
    WordingUnknown,
    WrongState,
)
from ehbo.web.frame.words import sentence


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


class Kind(NamedTuple):
    """What all pages of one class of errors share; their text goes by the error and its reason."""

    status: int
    title: str
    resend: bool = False


NOT_FOUND = Page(
    404,
    "Deze pagina is er niet",
    "Misschien is het adres verkeerd overgenomen, of is de pagina verhuisd. "
    "Wat je eerder invulde, is gewoon bewaard.",
)
BROKEN = Page(
    500,
    "Er ging iets mis bij ons",
    "Dat ligt niet aan jou. Wat je eerder bewaarde, is er nog, en wat je nu invulde ook. Wacht een "
    "paar minuten en druk dan op de knop.",
    resend=True,
    nothing_sent="Dat ligt niet aan jou. Probeer het over een paar minuten nog eens. "
    "Wat je eerder bewaarde, is er nog.",
)
FILE_AGAIN = "Er is nog niets bewaard. Ga terug, laad de pagina opnieuw en kies het bestand weer."
OPENING_FAILED = Page(
    503,
    "Openen lukt nu even niet",
    "Dat ligt niet aan jou. Wacht een minuut en druk dan op de knop.",
    resend=True,
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
    TooFew: Page(409, "Er zijn nog te weinig bijdragen", "Verleng de ronde en nodig mensen uit."),
    TooMany: Page(
        409,
        "Er zijn meer bijdragen dan mensen",
        "Daarom is er niets gepubliceerd. Verhoog het aantal mensen, of begin de ronde opnieuw.",
    ),
    WordingUnknown: Page(
        500,
        "De stellingen zijn hier niet te vinden",
        "De stellingen die hierbij horen, staan niet meer op deze website. Wat je eerder bewaarde, "
        "is er nog, en wat je nu invulde ook. Vraag de beheerder om een reservekopie terug te "
        "zetten, en druk dan op de knop.",
        resend=True,
        nothing_sent="De stellingen die hierbij horen, staan niet meer op deze website. Wat je "
        "eerder bewaarde, is er nog. De beheerder kan een reservekopie terugzetten.",
    ),
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
BY_REASON: dict[type[EhboError], Kind] = {
    TooMuch: Kind(413, "Er past niet meer bij", resend=True),
    WrongState: Kind(409, "Dat kan nu niet"),
    OtherWording: Kind(409, "Deze antwoorden passen niet bij de ronde"),
    AlreadyCounted: Kind(409, "Deze meting telt al mee"),
}
# Where the words of BY_CLASS would be untrue: here nothing was to be saved.
BY_ENDPOINT: dict[tuple[type[Exception], str], Page] = {
    (StoreUnavailable, "data.erase"): Page(
        503,
        "Wissen lukte niet: alles staat er nog",
        "Dat ligt niet aan jou. Probeer het over een minuut opnieuw bij Mijn gegevens.",
    ),
    (StoreUnavailable, "lead.delete"): Page(
        503,
        "Wissen lukte niet: het team is er nog",
        "Dat ligt niet aan jou. Probeer het over een minuut opnieuw bij het beheer van het team.",
    ),
    (StoreUnavailable, "key.enter"): OPENING_FAILED,
    (StoreUnavailable, "lead.enter"): OPENING_FAILED,
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
    500: BROKEN,
}


def page_of(error: Exception, endpoint: str | None) -> Page:
    """The page of an error that is raised there. Raises LookupError for a class that has none."""
    for known in type(error).__mro__:
        if (known, endpoint or "") in BY_ENDPOINT:
            return BY_ENDPOINT[known, endpoint or ""]
        if known in BY_CLASS:
            return BY_CLASS[known]
        if isinstance(error, EhboError) and known in BY_REASON:
            kind = BY_REASON[known]
            return Page(kind.status, kind.title, sentence(error), kind.resend)
    raise LookupError(type(error).__name__)
