"""Every error that a page can meet has words, in one place, and they are what people read."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain import errors, writing
from ehbo.domain.writing import CODE, KEY, Writing
from ehbo.web.frame.error_pages import page_of
from ehbo.web.frame.words import NOUNS, sentence
from tests.every_error import ASKED, FACTS, every_error, name_of

# These stop a command or the start, never a page.
FOR_COMMANDS = (errors.ContentError, errors.DoubtfulPurge)
# These are always caught, and said at the field.
AT_A_FIELD = (errors.KeyTypo, errors.UnreadableFile, errors.WrongDate)
ON_THE_WEB = [error for error in every_error() if not isinstance(error, FOR_COMMANDS)]


def words(error: errors.EhboError) -> str:
    return sentence(error) if isinstance(error, AT_A_FIELD) else page_of(error, None).text


@pytest.mark.parametrize("error", ON_THE_WEB, ids=name_of)
def test_every_error_and_every_reason_has_words(error: errors.EhboError) -> None:
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
    class Forgotten(errors.EhboError):
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
TO_THE_LETTER: list[tuple[errors.EhboError, str]] = [
    (errors.KeyTypo(errors.Typo.EMPTY), "Vul je sleutel of code in."),
    (
        errors.KeyTypo(errors.Typo.SIGN, KEY, sign="U", group=3),
        "Het teken “U” in groep 3 hoort niet in een sleutel. Een sleutel heeft alleen cijfers en "
        "letters, zonder U.",
    ),
    (
        errors.KeyTypo(errors.Typo.LENGTH, KEY, length=12),
        "Een sleutel heeft 28 tekens, in zeven groepjes van vier. Je typte er 12.",
    ),
    (
        errors.KeyTypo(errors.Typo.LENGTH, CODE, length=0),
        "Een code heeft 12 tekens, in drie groepjes van vier. Je typte er 0.",
    ),
    (
        errors.KeyTypo(errors.Typo.PLACE, CODE, group=2),
        "Er zit een tikfout in de code. Kijk eerst naar groep 2. Daar zit de fout waarschijnlijk.",
    ),
    (
        errors.KeyTypo(errors.Typo.SIGNS, CODE),
        "Er zit een tikfout in de code. Kijk de tekens na. Misschien heb je er twee omgewisseld.",
    ),
    (
        errors.KeyTypo(errors.Typo.FOREIGN, KEY),
        "Dit is geen sleutel van EHBO. Kijk of je de goede hebt.",
    ),
    (errors.WrongDate(), "Dit is geen datum. Schrijf de datum zo: 31-01-2027."),
    (
        errors.WrongYear(2027, date(2016, 1, 1), date(2046, 12, 31)),
        "Dit jaar kan niet kloppen. Bedoel je 2027?",
    ),
    (
        errors.WrongYear(None, date(2016, 1, 1), date(2046, 12, 31)),
        "Kies een jaar van 2016 tot en met 2046.",
    ),
    (
        errors.UnreadableFile(errors.FileFault.FOREIGN),
        "Dit is geen bestand van EHBO. Kies het bestand dat mijn-gegevens.json heet.",
    ),
    (
        errors.UnreadableFile(errors.FileFault.NEWER),
        "Dit bestand komt uit een nieuwere EHBO. Vraag de beheerder om EHBO bij te werken.",
    ),
    (errors.UnreadableFile(errors.FileFault.LARGE), "Dit bestand is te groot."),
    (errors.UnreadableFile(errors.FileFault.EMPTY), "In dit bestand staat niets van jou."),
    (
        errors.UnreadableFile(errors.FileFault.PART, "plans, {proef}, 0"),
        f"{CHANGED}onderdeel “plans, {{proef}}, 0” klopt niet.",
    ),
    (
        errors.UnreadableFile(errors.FileFault.ANSWER, "doen-1"),
        f"{CHANGED}het antwoord op “doen-1” klopt niet.",
    ),
    (
        errors.UnreadableFile(errors.FileFault.IDENTIFIER),
        f"{CHANGED}het kenmerk van een meting of een actie klopt niet.",
    ),
    (
        errors.UnreadableFile(errors.FileFault.WORDS),
        "In dit bestand ontbreken de stellingen bij een meting.",
    ),
    (
        errors.UnreadableFile(errors.FileFault.TEXT),
        "Een tekst in dit bestand is te lang of heeft onleesbare tekens.",
    ),
    (
        errors.UnreadableFile(errors.FileFault.DOUBLE),
        "In dit bestand staat een meting of een actie dubbel.",
    ),
    (errors.TooMuch(errors.Plenty.ASSESSMENTS, 200), "Er passen 200 metingen bij één sleutel."),
    (
        errors.TooMuch(errors.Plenty.ACTIONS, 100),
        "Er passen 100 acties in je plan. Haal er eerst een weg.",
    ),
    (errors.TooMuch(errors.Plenty.CONTRIBUTIONS, 500), "Er passen 500 bijdragen bij één sleutel."),
    (
        errors.TooMuch(errors.Plenty.TEXT, 1),
        "Er past niet meer bij wat je al bewaarde. Maak een tekst korter.",
    ),
    (errors.RoundOpen(), "Deze ronde is nog open. Sluit haar eerst."),
    (errors.RoundUnderWay(), "Er loopt al een ronde. Sluit die eerst."),
    (errors.RoundClosed(), "Deze ronde is gesloten. Vraag je teamleider of zij langer open kan."),
    (errors.AlreadyClosed(), "Deze ronde is al gesloten."),
    (errors.AlreadyPublished(), "Deze ronde is al gepubliceerd. Begin een nieuwe ronde."),
    (errors.PictureFixed(), "Het teambeeld is al gepubliceerd. Er kan niets meer bij of af."),
    (
        errors.NewRoundBegan(),
        "Er is intussen een nieuwe ronde begonnen. Ga terug naar het team en kies opnieuw.",
    ),
    (errors.DayPast(), "Kies een dag die nog niet voorbij is."),
    (errors.DayTooFar(), "Kies een dag binnen een jaar."),
    (
        errors.TooManyChanges(10, 9),
        "Het verwachte aantal is al 10 keer veranderd. Vaker kan niet: iedereen moet het nog "
        "kunnen volgen. Sluit de ronde en begin opnieuw met 9 mensen.",
    ),
    (errors.TooManyLeads(10), "Een team heeft ten hoogste 10 leidersleutels."),
    (
        errors.AlreadyCounted(errors.Counted.PUBLISHED),
        f"Je laatste meting staat al in een gepubliceerd teambeeld. {COUNTED_ONCE}",
    ),
    (
        errors.AlreadyCounted(errors.Counted.ELSEWHERE),
        "Je laatste meting telt al mee in een ronde van een ander team. Je kunt haar daar "
        f"terugtrekken tot het teambeeld er is. {COUNTED_ONCE}",
    ),
    (
        errors.AlreadyCounted(errors.Counted.GONE),
        "Je laatste meting droeg je bij aan een team dat intussen is gewist. We kunnen niet meer "
        f"zien of daar een teambeeld van is gemaakt. {COUNTED_ONCE}",
    ),
    (
        errors.OtherWording(errors.OtherWords.ANSWERED, ASKED, FACTS["other"]),
        "Je deed de zelfanalyse met andere stellingen dan deze ronde vraagt. Vergeleken met je "
        "meting verdween het thema geld. Daarom kun je die antwoorden hier niet bijdragen. "
        "Je eigen profiel blijft staan.",
    ),
    (
        errors.OtherWording(errors.OtherWords.SERVED, ASKED, FACTS["other"]),
        "Sinds deze ronde begon, kwam het thema geld erbij. Wie nu begint, krijgt de stellingen "
        "van nu en kan daarom niet meer meedoen.",
    ),
    (
        errors.OtherWording(errors.OtherWords.UNSERVED, ASKED),
        "De vragenlijst van deze ronde staat hier niet meer. Wie nog niet begonnen was, kan "
        "daarom niet meer meedoen.",
    ),
]


@pytest.mark.parametrize(
    ("error", "said"), TO_THE_LETTER, ids=[name_of(error) for error, _ in TO_THE_LETTER]
)
def test_people_read_this_to_the_letter(error: errors.EhboError, said: str) -> None:
    assert sentence(error) == said
