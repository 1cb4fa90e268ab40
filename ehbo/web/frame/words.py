"""What a person reads of an error of ours: the one place of the web for its words."""

from __future__ import annotations

from ehbo.domain.errors import (
    AlreadyClosed,
    AlreadyCounted,
    AlreadyPublished,
    Counted,
    DayPast,
    DayTooFar,
    EhboError,
    FileFault,
    KeyTypo,
    NewRoundBegan,
    OtherWording,
    OtherWords,
    PictureFixed,
    Plenty,
    RoundClosed,
    RoundOpen,
    RoundUnderWay,
    TooManyChanges,
    TooManyLeads,
    TooMuch,
    Typo,
    UnreadableFile,
    WrongDate,
    WrongYear,
)
from ehbo.domain.rewording import rewording
from ehbo.domain.writing import CODE, KEY, Writing
from ehbo.dutch import what_changed


def sentence(error: EhboError) -> str:
    """What happened, and what to do now. Raises LookupError for an error without words.

    Those that have only one thing to say have it on their page (`ehbo/web/frame/error_pages.py`).
    """
    match error:
        case KeyTypo():
            return _typo(error)
        case WrongYear(guess=int(year)):
            return f"Dit jaar kan niet kloppen. Bedoel je {year}?"
        case WrongYear():
            return f"Kies een jaar van {error.first.year} tot en met {error.last.year}."
        case WrongDate():
            return "Dit is geen datum. Schrijf de datum zo: 31-01-2027."
        case UnreadableFile():
            return FILES[error.reason].format(part=error.part)
        case TooMuch():
            return FULL[error.reason].format(most=error.most)
        case TooManyChanges(most=most, expected=expected):
            return (
                f"Het verwachte aantal is al {most} keer veranderd. Vaker kan niet: iedereen moet "
                f"het nog kunnen volgen. Sluit de ronde en begin opnieuw met {expected} mensen."
            )
        case TooManyLeads():
            return f"Een team heeft ten hoogste {error.most} leidersleutels."
        case OtherWording():
            return _other_wording(error)
        case AlreadyCounted():
            return f"{COUNTED[error.reason]} {COUNTED_ONCE}"
    return STATES[type(error)]


NOUNS: dict[Writing, tuple[str, str]] = {
    KEY: ("sleutel", "zeven groepjes"),
    CODE: ("code", "drie groepjes"),
}


def _typo(typo: KeyTypo) -> str:
    if typo.writing is None:
        return "Vul je sleutel of code in."
    noun, groups = NOUNS[typo.writing]
    match typo.reason:
        case Typo.SIGN:
            return (
                f"Het teken “{typo.sign}” in groep {typo.group} hoort niet in een {noun}. "
                f"Een {noun} heeft alleen cijfers en letters, zonder U."
            )
        case Typo.LENGTH:
            return (
                f"Een {noun} heeft {typo.writing.characters} tekens, in {groups} van vier. "
                f"Je typte er {typo.length}."
            )
        case Typo.PLACE:
            return (
                f"Er zit een tikfout in de {noun}. Kijk eerst naar groep {typo.group}. "
                "Daar zit de fout waarschijnlijk."
            )
        case Typo.SIGNS:
            return (
                f"Er zit een tikfout in de {noun}. Kijk de tekens na. "
                "Misschien heb je er twee omgewisseld."
            )
        case Typo.FOREIGN:
            return f"Dit is geen {noun} van EHBO. Kijk of je de goede hebt."
    return f"Vul je {noun} in."


_CHANGED = "Dit bestand is veranderd of beschadigd: "
FILES = {
    FileFault.FOREIGN: (
        "Dit is geen bestand van EHBO. Kies het bestand dat mijn-gegevens.json heet."
    ),
    FileFault.NEWER: (
        "Dit bestand komt uit een nieuwere EHBO. Vraag de beheerder om EHBO bij te werken."
    ),
    FileFault.LARGE: "Dit bestand is te groot.",
    FileFault.EMPTY: "In dit bestand staat niets van jou.",
    FileFault.PART: _CHANGED + "onderdeel “{part}” klopt niet.",
    FileFault.ANSWER: _CHANGED + "het antwoord op “{part}” klopt niet.",
    FileFault.IDENTIFIER: _CHANGED + "het kenmerk van een meting of een actie klopt niet.",
    FileFault.WORDS: "In dit bestand ontbreken de stellingen bij een meting.",
    FileFault.TEXT: "Een tekst in dit bestand is te lang of heeft onleesbare tekens.",
    FileFault.DOUBLE: "In dit bestand staat een meting of een actie dubbel.",
}
FULL = {
    Plenty.ASSESSMENTS: "Er passen {most} metingen bij één sleutel.",
    Plenty.ACTIONS: "Er passen {most} acties in je plan. Haal er eerst een weg.",
    Plenty.CONTRIBUTIONS: "Er passen {most} bijdragen bij één sleutel.",
    Plenty.TEXT: "Er past niet meer bij wat je al bewaarde. Maak een tekst korter.",
}
STATES: dict[type[EhboError], str] = {
    RoundOpen: "Deze ronde is nog open. Sluit haar eerst.",
    RoundUnderWay: "Er loopt al een ronde. Sluit die eerst.",
    RoundClosed: "Deze ronde is gesloten. Vraag je teamleider of zij langer open kan.",
    AlreadyClosed: "Deze ronde is al gesloten.",
    AlreadyPublished: "Deze ronde is al gepubliceerd. Begin een nieuwe ronde.",
    PictureFixed: "Het teambeeld is al gepubliceerd. Er kan niets meer bij of af.",
    NewRoundBegan: (
        "Er is intussen een nieuwe ronde begonnen. Ga terug naar het team en kies opnieuw."
    ),
    DayPast: "Kies een dag die nog niet voorbij is.",
    DayTooFar: "Kies een dag binnen een jaar.",
}
COUNTED = {
    Counted.PUBLISHED: "Je laatste meting staat al in een gepubliceerd teambeeld.",
    Counted.ELSEWHERE: (
        "Je laatste meting telt al mee in een ronde van een ander team. Je kunt haar daar "
        "terugtrekken tot het teambeeld er is."
    ),
    Counted.GONE: (
        "Je laatste meting droeg je bij aan een team dat intussen is gewist. We kunnen niet meer "
        "zien of daar een teambeeld van is gemaakt."
    ),
}
COUNTED_ONCE = (
    "Een meting telt in één teambeeld mee. Anders kan iemand twee beelden van elkaar aftrekken, en "
    "zo uitrekenen wat één mens antwoordde. Wil je hier meedoen? Begin dan opnieuw met een nieuwe "
    "meting. Wat je eerder invulde, blijft staan."
)


def _other_wording(error: OtherWording) -> str:
    if error.reason is OtherWords.UNSERVED or error.other is None:
        return (
            "De vragenlijst van deze ronde staat hier niet meer. Wie nog niet begonnen was, kan "
            "daarom niet meer meedoen."
        )
    if error.reason is OtherWords.ANSWERED:
        return (
            "Je deed de zelfanalyse met andere stellingen dan deze ronde vraagt. Vergeleken met je "
            f"meting {what_changed(rewording(error.other, error.asked))}. Daarom kun je die "
            "antwoorden hier niet bijdragen. Je eigen profiel blijft staan."
        )
    return (
        f"Sinds deze ronde begon, {what_changed(rewording(error.asked, error.other))}. Wie nu "
        "begint, krijgt de stellingen van nu en kan daarom niet meer meedoen."
    )
