"""Sealed contributions: put in, changed, withdrawn; opened and deleted at publication."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from ehbo.domain.clock import day_of
from ehbo.domain.errors import (
    AlreadyPublished,
    ContributionBroken,
    NewRoundBegan,
    SealBroken,
    TooFew,
    TooMany,
)
from ehbo.domain.keys import Person
from ehbo.domain.portfolio import Given, Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.contribution import Offer, unpacked
from ehbo.domain.team.disclosure import Contribution
from ehbo.domain.team.round import Round
from ehbo.domain.team.round_keys import Lead, opener
from ehbo.domain.team.standing import refuse_counted
from ehbo.store import teams
from ehbo.store.database import Connection, checkpoint_after


def count(db: Connection, round: Round) -> int:
    """How many have contributed to an unpublished round."""
    [(count,)] = db.rows(
        "SELECT count(*) FROM contribution WHERE round = :round", {"round": round.id}
    )
    return int(count)


def is_in(db: Connection, round: Round, person: Person) -> bool:
    """Whether this person has contributed to an unpublished round."""
    row = db.row(
        "SELECT 1 FROM contribution WHERE round = :round AND person = :person",
        {"round": round.id, "person": person.round_id(round.id)},
    )
    return row is not None


def contribute(
    db: Connection, person: Person, portfolio: Portfolio, offer: Offer, now: datetime
) -> Portfolio:
    """Keeps a contribution within a write; returns the portfolio of its owner with a note of it.

    Looks at the round and at what counts elsewhere as they are now. Raises NewRoundBegan,
    RoundClosed, PictureFixed, AlreadyCounted, TooMuch and TeamUnknown.
    """
    current = teams.get(db, offer.team).current
    if current.id != offer.round.id:
        raise NewRoundBegan
    current.admit(contributed=is_in(db, current, person), now=now)
    refuse_counted(offer.assessment, current, portfolio.given, partial(teams.find, db))
    note = Given(
        team=offer.team, round=current.id.hex(), assessment=offer.assessment.id, on=day_of(now)
    )
    noted = portfolio.contributed(note)
    save(db, current, person, offer.sealed)
    return noted


def save(db: Connection, round: Round, person: Person, sealed: bytes) -> None:
    """Keeps a sealed contribution in the place of an earlier one, within a write."""
    db.execute(
        "INSERT INTO contribution (round, person, sealed) VALUES (:round, :person, :sealed)"
        " ON CONFLICT (round, person) DO UPDATE SET sealed = excluded.sealed",
        {"round": round.id, "person": person.round_id(round.id), "sealed": sealed},
    )


def withdraw(db: Connection, round_id: bytes, person: Person) -> None:
    """Removes a contribution, within a write."""
    db.execute(
        "DELETE FROM contribution WHERE round = :round AND person = :person",
        {"round": round_id, "person": person.round_id(round_id)},
    )


def withdraw_all(db: Connection, person: Person) -> None:
    """Removes a person's contributions from every unpublished round, within a write."""
    for (round_id,) in db.rows("SELECT id FROM round WHERE publication IS NULL"):
        withdraw(db, round_id, person)


def publish(
    db: Connection, code: str, lead: Lead, questionnaire: Questionnaire, least: int, now: datetime
) -> Round:
    """Publishes the current round of a team, whole or not at all, and leaves nothing else of it.

    Opening and counting are done before others have to wait; within the write only again if
    somebody changed or withdrew meanwhile. Raises RoundOpen, AlreadyPublished, NewRoundBegan,
    TooFew, TooMany, SealBroken, and TeamUnknown if this lead does not lead the team.
    """
    round = teams.get(db, code).current
    private = teams.private_half(db, code, round, lead)
    ahead = _opened(db, questionnaire, round, private, {})
    published = None
    with suppress(TooFew, TooMany):  # another lead may be busy right now: look again within
        published = round.publish(questionnaire, list(ahead.values()), least, now)
    with db.write():
        current = teams.get(db, code).current
        if current.id != round.id:
            raise NewRoundBegan
        if current.publication is not None:
            raise AlreadyPublished
        answers = _opened(db, questionnaire, current, private, ahead)
        if published is None or answers.keys() != ahead.keys() or current != round:
            published = current.publish(questionnaire, list(answers.values()), least, now)
        teams.save_publication(db, code, published)
        for table in ("contribution", "wrapped"):
            db.execute(f"DELETE FROM {table} WHERE round = :round", {"round": round.id})
    checkpoint_after(db)
    return published


def _opened(
    db: Connection,
    questionnaire: Questionnaire,
    round: Round,
    private: bytes,
    known: Mapping[bytes, Contribution],
) -> dict[bytes, Contribution]:
    """The answers by their sealed text, which is never the same twice."""
    rows = db.rows("SELECT sealed FROM contribution WHERE round = :round", {"round": round.id})
    opened = opener(private)
    try:
        return {
            sealed: known[sealed]
            if sealed in known
            else unpacked(questionnaire, round, opened(sealed))
            for (sealed,) in rows
        }
    except SealBroken as error:
        raise ContributionBroken(str(error)) from error
