"""What is told beside a team's figures: how to read them, and what is not shown and why."""

from __future__ import annotations

from ehbo.domain.questionnaire import Statement
from ehbo.domain.team.disclosure import DISTRIBUTION_FROM, STATEMENTS_FROM, Bound, Publication

NO_NORM = (
    "Er is geen norm. Een laag gemiddelde is geen slecht cijfer en een hoog gemiddelde geen goed: "
    "het zijn plekken om over door te praten."
)
FOOT = "Dit beeld is van het hele team. Iedereen die meedeed, ziet hetzelfde."
TALK_TITLE = "Om over te praten"
READING_TITLE = "Zo lees je dit beeld"
UNSEEN_TITLE = "Wat je hier niet ziet, en waarom"
TALK = (
    "Kies één onderwerp. Lees het voor en loop samen de vragen langs. "
    "Niemand hoeft te zeggen wat hij of zij heeft ingevuld."
)
_MOST_DIVIDED = "Hier verschillen de antwoorden het meest"
_NEAR = "Met minder mensen komt dat te dicht bij wat één mens antwoordde."
_SOMETIMES = (
    f"{_NEAR} Soms is het toch uit te rekenen, uit het gemiddelde en uit hoe dicht de antwoorden "
    "bij elkaar liggen. Wie wat antwoordde, volgt daar niet uit."
)
_LOWEST = "Hier is de score het laagst"
_CONTEXT = "Deze stelling gaat over jullie omgeving, niet over jullie zelf."
_REVERSED = "Omgekeerde stelling: hoe minder eens, hoe hoger de score."


def about(statement: Statement) -> str:
    """What to know about a statement before reading its figures, "" for most."""
    told = [_CONTEXT] if statement.about == "context" else []
    return " ".join([*told, _REVERSED] if statement.reversed else told)


def why(divided: bool, lowest: bool) -> str:
    """Why a topic was chosen: for one of these reasons or both."""
    if divided and lowest:
        return f"{_MOST_DIVIDED} en is de score het laagst"
    return _MOST_DIVIDED if divided else _LOWEST


def explained(publication: Publication) -> tuple[str, ...]:
    """How to read the figures that are there, a few sentences each."""
    told = []
    if any(shown.nearly_all is not None for shown in publication.statements):
        told.append(
            "Bijna iedereen betekent: allemaal, of allemaal op één of twee mensen na. Voor het "
            "gemiddelde telt het alsof iedereen dat antwoordde."
        )
    if any(shown.agreement for shown in publication.statements):
        told.append(
            "Bij een stelling staat of de antwoorden dicht bij elkaar liggen, enigszins uiteen "
            "of ver uiteen. Ook dat is niet goed of slecht."
        )
    if any(shown.counts for shown in publication.statements):
        told.append(
            "Het getal daarachter heet r_wg. Het is 1 als iedereen hetzelfde antwoordt, en 0 als "
            "de antwoorden zo door elkaar lopen als bij toeval, of verder uiteen (James, Demaree "
            "& Wolf, 1984)."
        )
    spreads = [shown.spread for shown in publication.themes]
    if any(spread is not None for spread in spreads):
        told.append(
            "Spreiding is hoe ver de antwoorden binnen een thema uiteen liggen, in punten op de "
            "schaal: 0 als bij elke stelling iedereen hetzelfde antwoordt."
            + (" Een thema met “bijna iedereen” heeft er geen." if None in spreads else "")
        )
    if any(shown.alpha is not None for shown in publication.themes):
        told.append(
            "Cronbachs alfa zegt hoe sterk de stellingen van een thema samenhangen: "
            "dicht bij 1 is sterk, dicht bij 0 zwak."
        )
    return tuple(told)


def unseen(publication: Publication) -> tuple[str, ...]:
    """What the picture does not show and why, in order of weight."""
    told = [
        "Wie meedeed en wie wat antwoordde. De losse antwoorden zijn gewist toen dit beeld is "
        "gemaakt. Op deze website kan niemand ze nog opvragen, ook de teamleider niet.",
        "Of iedereen die meetelt, echt bestaat: niemand vulde een naam in. Tel daarom samen de "
        "hoofden. Past het aantal bij wie er meedeed?",
    ]
    if any(shown.bound is not Bound.EXACT for shown in publication.themes):
        told.append(
            "Een precies gemiddelde waar “of lager” of “of hoger” staat. Zo dicht bij het eind "
            "van de schaal zou het precieze getal kunnen verraden wat anderen kozen."
        )
    if publication.respondents < DISTRIBUTION_FROM:
        often = f"oe vaak elk antwoord is gegeven (vanaf {DISTRIBUTION_FROM} mensen)"
        alone = f"De stellingen los van elkaar (vanaf {STATEMENTS_FROM} mensen) en h{often}"
        told.append(f"H{often}. {_SOMETIMES}" if publication.statements else f"{alone}. {_NEAR}")
    if any(shown.nearly_all is not None for shown in publication.statements):
        told.append(
            "Wat de anderen antwoordden waar “bijna iedereen” staat. "
            "Met zo weinig anderen zou te raden zijn wie dat waren."
        )
    return tuple(told)
