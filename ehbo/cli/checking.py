"""What `ehbo check` says of a sound questionnaire: its versions, and what it would change here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ehbo.domain.errors import StoreUnavailable, WordingUnknown
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.rewording import Rewording, rewording
from ehbo.domain.team.round import Round, State
from ehbo.dutch import many, what_changed, why_unavailable
from ehbo.store import database, teams, wordings
from ehbo.store.database import Connection


def report(questionnaire: Questionnaire, place: Path, now: datetime) -> Iterator[str]:
    """The lines on one questionnaire; `place` is where the database of the installation is."""
    themes = many(len(questionnaire.themes), "thema", "thema's")
    statements = many(len(questionnaire.statements), "stelling", "stellingen")
    yield f"{questionnaire.id}: in orde. {themes}, {statements}."
    yield f"    Versie van wat mensen invullen: {questionnaire.answered_version}"
    yield f"    Versie van alles wat ze lezen: {questionnaire.wording_version}"
    if not place.exists():
        yield (
            f"    In {place.parent} is geen database: wat dit verandert voor wie al bezig is, is "
            "daar niet te zien. Noem met --data de map van je installatie."
        )
        return
    try:
        with database.opened(place) as db:
            lines = list(_changes(db, questionnaire, now))
    except StoreUnavailable as error:
        why = why_unavailable(error)
        lines = [f"Wat dit hier verandert, is niet te zien: de database is onleesbaar ({why})."]
    yield from (f"    {line}" for line in lines)


def _changes(db: Connection, questionnaire: Questionnaire, now: datetime) -> Iterator[str]:
    before = _before(db, questionnaire)
    if before is None:
        yield "Deze vragenlijst is hier nog niet aangeboden: er is niets om mee te vergelijken."
    elif before.wording_version == questionnaire.wording_version:
        yield "Zo staat deze vragenlijst hier al: er verandert niets."
    elif before.answered_version == questionnaire.answered_version:
        yield (
            "Alleen wat mensen lezen, verandert. Verder verandert er niets: metingen, rondes en "
            "vergelijkingen gaan gewoon door."
        )
    else:
        yield from _consequences(db, questionnaire, rewording(before, questionnaire), now)


def _before(db: Connection, questionnaire: Questionnaire) -> Questionnaire | None:
    """What is served here now; if the database does not tell, the stored words nearest to it."""
    return wordings.served_before(db, questionnaire.id) or min(
        wordings.stored(db, questionnaire.id),
        key=lambda words: _size(rewording(words, questionnaire)),
        default=None,
    )


def _size(change: Rewording) -> int:
    """How much changed, for choosing: whole themes and the scale weigh most."""
    in_themes = sum(
        len(one.changed) + len(one.turned) + one.added + one.gone + one.moved
        for one in change.themes
    )
    return 100 * (change.scale + len(change.added) + len(change.gone)) + change.moved + in_themes


def _consequences(
    db: Connection, questionnaire: Questionnaire, change: Rewording, now: datetime
) -> Iterator[str]:
    yield "Wat mensen invullen, verandert. Vergeleken met wat hier staat, " + (
        f"{what_changed(change, seen_after=True)}."
    )
    yield "Wie al begon, gaat verder met de oude stellingen. Wie daarna begint, krijgt de nieuwe."
    rounds = sum(
        round.state(now) is State.OPEN and not _asks(db, round, questionnaire)
        for round in teams.unpublished(db, questionnaire.id)
    )
    if rounds:
        ask = "vraagt" if rounds == 1 else "vragen"
        yield (
            f"{many(rounds, 'open ronde', 'open rondes')} {ask} de oude stellingen: wie daarna "
            "begint, kan daaraan niet meedoen."
        )
    else:
        yield "Er is geen open ronde die de oude stellingen vraagt."
    if change.scale:
        yield "De schaal is anders: met wat eerder is ingevuld, valt niets te vergelijken."
    else:
        yield (
            "Vergelijken met eerder kan alleen nog per stelling die gelijk bleef, en per thema "
            "waarvan alle stellingen gelijk bleven."
        )


def _asks(db: Connection, round: Round, questionnaire: Questionnaire) -> bool:
    try:
        asked = wordings.of_version(db, {}, round.questionnaire, round.version)
    except WordingUnknown:
        return False
    return asked.answered_version == questionnaire.answered_version
