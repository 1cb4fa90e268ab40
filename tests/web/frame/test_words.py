"""Every error that a page can meet has words, in one place, and they are what people read."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain import writing
from ehbo.domain.errors import (
    AlreadyClosed,
    AlreadyCounted,
    AlreadyPublished,
    ContentError,
    Counted,
    DayPast,
    DayTooFar,
    DoubtfulPurge,
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
from ehbo.domain.writing import CODE, KEY, Writing
from ehbo.web.frame.error_pages import page_of
from ehbo.web.frame.words import NOUNS, sentence
from tests.every_error import ASKED, FACTS, every_error, name_of

# These stop a command or the start, never a page.
FOR_COMMANDS = (ContentError, DoubtfulPurge)
# These are always caught, and said at the field.
AT_A_FIELD = (KeyTypo, UnreadableFile, WrongDate)
ON_THE_WEB = [error for error in every_error() if not isinstance(error, FOR_COMMANDS)]


def words(error: EhboError) -> str:
    return sentence(error) if isinstance(error, AT_A_FIELD) else page_of(error, None).text


@pytest.mark.parametrize("error", ON_THE_WEB, ids=name_of)
def test_every_error_and_every_reason_has_words(error: EhboError) -> None:
    said = words(error)
    assert said[:1].isupper() and said.endswith((".", "?")), said
    assert not any(left in said for left in ("{", "}", "None", "  ")), said
    assert str(getattr(error, "reason", "\0")) not in said


def test_no_two_errors_or_reasons_say_the_same() -> None:
    # A newer database and one that others write to are no more for a visitor than one that is shut.
    found = {words(error): name_of(error) for error in reversed(ON_THE_WEB)}
    same = [name_of(error) for error in ON_THE_WEB if found[words(error)] != name_of(error)]
    assert same == ["WritersWaiting", "DatabaseGone", "NewerDatabase"]


def test_an_error_without_words_is_no_empty_page() -> None:
    class Forgotten(EhboError):
        pass

    for lookup in (sentence, lambda error: page_of(error, None)):
        with pytest.raises(LookupError):
            lookup(Forgotten())


@pytest.mark.parametrize(
    "kind", [w for w in vars(writing).values() if isinstance(w, Writing)], ids=lambda w: w.name
)
def test_every_writing_has_a_noun_and_the_number_of_its_groups(kind: Writing) -> None:
    numbers = {3: "drie", 4: "vier", 5: "vijf", 6: "zes", 7: "zeven"}
    assert NOUNS[kind][1] == f"{numbers[kind.characters // writing.GROUP]} groepjes"


CHANGED = "Dit bestand is veranderd of beschadigd: "
COUNTED_ONCE = (
    "Een meting telt in één teambeeld mee. Anders kan iemand twee beelden van elkaar aftrekken, en "
    "zo uitrekenen wat één mens antwoordde. Wil je hier meedoen? Begin dan opnieuw met een nieuwe "
    "meting. Wat je eerder invulde, blijft staan."
)
TO_THE_LETTER: list[tuple[EhboError, str]] = [
    (KeyTypo(Typo.EMPTY), "Vul je sleutel of code in."),
    (
        KeyTypo(Typo.SIGN, KEY, sign="U", group=3),
        "Het teken “U” in groep 3 hoort niet in een sleutel. Een sleutel heeft alleen cijfers en "
        "letters, zonder U.",
    ),
    (
        KeyTypo(Typo.LENGTH, KEY, length=12),
        "Een sleutel heeft 28 tekens, in zeven groepjes van vier. Je typte er 12.",
    ),
    (
        KeyTypo(Typo.LENGTH, CODE, length=0),
        "Een code heeft 12 tekens, in drie groepjes van vier. Je typte er 0.",
    ),
    (
        KeyTypo(Typo.PLACE, CODE, group=2),
        "Er zit een tikfout in de code. Kijk eerst naar groep 2. Daar zit de fout waarschijnlijk.",
    ),
    (
        KeyTypo(Typo.SIGNS, CODE),
        "Er zit een tikfout in de code. Kijk de tekens na. Misschien heb je er twee omgewisseld.",
    ),
    (KeyTypo(Typo.FOREIGN, KEY), "Dit is geen sleutel van EHBO. Kijk of je de goede hebt."),
    (WrongDate(), "Dit is geen datum. Schrijf de datum zo: 31-01-2027."),
    (
        WrongYear(2027, date(2016, 1, 1), date(2046, 12, 31)),
        "Dit jaar kan niet kloppen. Bedoel je 2027?",
    ),
    (
        WrongYear(None, date(2016, 1, 1), date(2046, 12, 31)),
        "Kies een jaar van 2016 tot en met 2046.",
    ),
    (
        UnreadableFile(FileFault.FOREIGN),
        "Dit is geen bestand van EHBO. Kies het bestand dat mijn-gegevens.json heet.",
    ),
    (
        UnreadableFile(FileFault.NEWER),
        "Dit bestand komt uit een nieuwere EHBO. Vraag de beheerder om EHBO bij te werken.",
    ),
    (UnreadableFile(FileFault.LARGE), "Dit bestand is te groot."),
    (UnreadableFile(FileFault.EMPTY), "In dit bestand staat niets van jou."),
    (
        UnreadableFile(FileFault.PART, "plans, {proef}, 0"),
        f"{CHANGED}onderdeel “plans, {{proef}}, 0” klopt niet.",
    ),
    (
        UnreadableFile(FileFault.ANSWER, "doen-1"),
        f"{CHANGED}het antwoord op “doen-1” klopt niet.",
    ),
    (
        UnreadableFile(FileFault.IDENTIFIER),
        f"{CHANGED}het kenmerk van een meting of een actie klopt niet.",
    ),
    (
        UnreadableFile(FileFault.WORDS),
        "In dit bestand ontbreken de stellingen bij een meting.",
    ),
    (
        UnreadableFile(FileFault.TEXT),
        "Een tekst in dit bestand is te lang of heeft onleesbare tekens.",
    ),
    (
        UnreadableFile(FileFault.DOUBLE),
        "In dit bestand staat een meting of een actie dubbel.",
    ),
    (TooMuch(Plenty.ASSESSMENTS, 200), "Er passen 200 metingen bij één sleutel."),
    (TooMuch(Plenty.ACTIONS, 100), "Er passen 100 acties in je plan. Haal er eerst een weg."),
    (TooMuch(Plenty.CONTRIBUTIONS, 500), "Er passen 500 bijdragen bij één sleutel."),
    (
        TooMuch(Plenty.TEXT, 1),
        "Er past niet meer bij wat je al bewaarde. Maak een tekst korter.",
    ),
    (RoundOpen(), "Deze ronde is nog open. Sluit haar eerst."),
    (RoundUnderWay(), "Er loopt al een ronde. Sluit die eerst."),
    (RoundClosed(), "Deze ronde is gesloten. Vraag je teamleider of zij langer open kan."),
    (AlreadyClosed(), "Deze ronde is al gesloten."),
    (AlreadyPublished(), "Deze ronde is al gepubliceerd. Begin een nieuwe ronde."),
    (PictureFixed(), "Het teambeeld is al gepubliceerd. Er kan niets meer bij of af."),
    (
        NewRoundBegan(),
        "Er is intussen een nieuwe ronde begonnen. Ga terug naar het team en kies opnieuw.",
    ),
    (DayPast(), "Kies een dag die nog niet voorbij is."),
    (DayTooFar(), "Kies een dag binnen een jaar."),
    (
        TooManyChanges(10, 9),
        "Het verwachte aantal is al 10 keer veranderd. Vaker kan niet: iedereen moet het nog "
        "kunnen volgen. Sluit de ronde en begin opnieuw met 9 mensen.",
    ),
    (TooManyLeads(10), "Een team heeft ten hoogste 10 leidersleutels."),
    (
        AlreadyCounted(Counted.PUBLISHED),
        f"Je laatste meting staat al in een gepubliceerd teambeeld. {COUNTED_ONCE}",
    ),
    (
        AlreadyCounted(Counted.ELSEWHERE),
        "Je laatste meting telt al mee in een ronde van een ander team. Je kunt haar daar "
        f"terugtrekken tot het teambeeld er is. {COUNTED_ONCE}",
    ),
    (
        AlreadyCounted(Counted.GONE),
        "Je laatste meting droeg je bij aan een team dat intussen is gewist. We kunnen niet meer "
        f"zien of daar een teambeeld van is gemaakt. {COUNTED_ONCE}",
    ),
    (
        OtherWording(OtherWords.ANSWERED, ASKED, FACTS["other"]),
        "Je deed de zelfanalyse met andere stellingen dan deze ronde vraagt. Vergeleken met je "
        "meting verdween het thema geld. Daarom kun je die antwoorden hier niet bijdragen. "
        "Je eigen profiel blijft staan.",
    ),
    (
        OtherWording(OtherWords.SERVED, ASKED, FACTS["other"]),
        "Sinds deze ronde begon, kwam het thema geld erbij. Wie nu begint, krijgt de stellingen "
        "van nu en kan daarom niet meer meedoen.",
    ),
    (
        OtherWording(OtherWords.UNSERVED, ASKED),
        "De vragenlijst van deze ronde staat hier niet meer. Wie nog niet begonnen was, kan "
        "daarom niet meer meedoen.",
    ),
]


@pytest.mark.parametrize(
    ("error", "said"), TO_THE_LETTER, ids=[name_of(error) for error, _ in TO_THE_LETTER]
)
def test_people_read_this_to_the_letter(error: EhboError, said: str) -> None:
    assert sentence(error) == said
