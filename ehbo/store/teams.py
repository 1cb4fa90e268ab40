"""Teams, their leads and rounds. What changes them runs within a write that is under way."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from ehbo.domain.errors import AlreadyPublished, NewRoundBegan, SealBroken, TeamUnknown
from ehbo.domain.team.codes import COMPARE_CODE, NAME, Contents, publication_of
from ehbo.domain.team.disclosure import Publication
from ehbo.domain.team.round import Round
from ehbo.domain.team.round_keys import Lead, sealed_to
from ehbo.domain.team.team import Team
from ehbo.store import team_codes
from ehbo.store.database import Connection, checkpoint_after

_COLUMNS = (
    "id, number, questionnaire, version, themes, expected, closes, public, closed,"
    " publication, expected_before"
)
_ROUND = f"SELECT {_COLUMNS} FROM round WHERE team = :team ORDER BY number"


def find(db: Connection, code: str) -> Team | None:
    contents = team_codes.find(db, code)
    return _found(db, contents, code) if contents else None


def find_each(db: Connection, codes: Iterable[str]) -> dict[str, Team]:
    """The teams with these codes, by code, as far as they are there; each is looked up once."""
    found = {code: find(db, code) for code in dict.fromkeys(codes)}
    return {code: team for code, team in found.items() if team is not None}


def find_shared(db: Connection, compare_code: str) -> Team | None:
    """The team whose lead shares it under this compare code, without its team code."""
    contents = team_codes.find_shared(db, compare_code)
    return _found(db, contents, "") if contents else None


def get(db: Connection, code: str) -> Team:
    """The team with this code. Raises TeamUnknown."""
    team = find(db, code)
    if team is None:
        raise TeamUnknown
    return team


def of_lead(db: Connection, lead: Lead) -> str | None:
    """The code of the team that this key leads."""
    row = db.row("SELECT code FROM lead WHERE id = :id", {"id": lead.row_id})
    return lead.unwrap(row[0]).decode() if row else None


def leads(db: Connection, code: str) -> int:
    """How many lead keys a team has."""
    door = team_codes.team_door_of(db, code)
    [(count,)] = db.rows(
        "SELECT count(*) FROM lead JOIN team ON lead.team = team.id WHERE code_id = :code_id",
        {"code_id": door.id},
    )
    return int(count)


def _found(db: Connection, contents: Contents, code: str) -> Team | None:
    row = db.row("SELECT name, compare_code FROM team WHERE id = :id", {"id": contents.team})
    if row is None:
        return None
    rounds = db.rows(_ROUND, {"team": contents.team})
    name, compare_code = row
    return Team(
        code,
        contents.open(NAME, name),
        contents.open(COMPARE_CODE, compare_code) if compare_code else None,
        tuple(_round(contents, *columns) for columns in rounds),
    )


def _round(
    contents: Contents | None,
    id: bytes,
    number: int,
    questionnaire: str,
    version: str,
    themes: str,
    expected: int,
    closes: str,
    public: bytes,
    closed: int,
    publication: str | None,
    expected_before: str,
) -> Round:
    """A round; `contents` open what it published, so without them it must be unpublished."""
    assert contents is not None or publication is None
    return Round(
        id=id,
        number=number,
        questionnaire=questionnaire,
        version=version,
        themes=tuple(json.loads(themes)),
        expected=expected,
        closes=date.fromisoformat(closes),
        public=public,
        closed=bool(closed),
        publication=_opened(contents, id, publication) if contents and publication else None,
        expected_before=tuple(json.loads(expected_before)),
    )


def _opened(contents: Contents, round_id: bytes, publication: str) -> Publication:
    sealed = base64.b64decode(publication)
    return Publication.model_validate_json(contents.open(publication_of(round_id), sealed))


def unpublished(db: Connection, questionnaire_id: str) -> tuple[Round, ...]:
    """The rounds of all teams that ask a questionnaire and are not published yet."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM round WHERE questionnaire = :id AND publication IS NULL",
        {"id": questionnaire_id},
    )
    return tuple(_round(None, *columns) for columns in rows)


def add(db: Connection, team: Team, lead: Lead, private: bytes, today: date) -> None:
    """A new team with its first round; `private` is the private half of that round's pair."""
    contents = Contents(secrets.token_hex(16), secrets.token_bytes(32))
    door = team_codes.team_door_of(db, team.code)
    db.execute(
        "INSERT INTO team (id, last_used, code_id, key, name)"
        " VALUES (:id, :today, :code_id, :key, :name)",
        {
            "id": contents.team,
            "today": today.isoformat(),
            "code_id": door.id,
            "key": door.lock(contents),
            "name": contents.seal(NAME, team.name),
        },
    )
    _add_lead(db, contents.team, team.code, lead)
    _add_round(db, contents.team, team.current, private)


def add_round(db: Connection, code: str, round: Round, private: bytes) -> None:
    """A new round, its private half wrapped once for every lead. Raises TeamUnknown."""
    _add_round(db, team_codes.get(db, code).team, round, private)


def _add_round(db: Connection, team: str, round: Round, private: bytes) -> None:
    values: dict[str, Any] = {
        "id": round.id,
        "team": team,
        "number": round.number,
        "questionnaire": round.questionnaire,
        "version": round.version,
        "themes": json.dumps(round.themes),
        "expected": round.expected,
        "closes": round.closes.isoformat(),
        "public": round.public,
        "expected_before": json.dumps(round.expected_before),
    }
    db.execute(
        "INSERT INTO round (id, team, number, questionnaire, version, themes, expected, closes,"
        " closed, public, expected_before) VALUES (:id, :team, :number, :questionnaire, :version,"
        " :themes, :expected, :closes, 0, :public, :expected_before)",
        values,
    )
    rows = db.rows("SELECT id, public FROM lead WHERE team = :team", {"team": team})
    for lead_id, public in rows:
        _wrap(db, round, lead_id, sealed_to(public, private))


def add_lead(db: Connection, team: Team, by: Lead, new: Lead) -> None:
    """A second lead, who can open what is unpublished now as well. Raises SealBroken."""
    _add_lead(db, team_codes.get(db, team.code).team, team.code, new)
    if team.current.publication is None:
        private = private_half(db, team.code, team.current, by)
        _wrap(db, team.current, new.row_id, sealed_to(new.public, private))


def _add_lead(db: Connection, team: str, code: str, lead: Lead) -> None:
    db.execute(
        "INSERT INTO lead (team, id, public, code) VALUES (:team, :id, :public, :code)",
        {
            "team": team,
            "id": lead.row_id,
            "public": lead.public,
            "code": sealed_to(lead.public, code.encode()),
        },
    )


def _wrap(db: Connection, round: Round, lead_id: bytes, wrapped: bytes) -> None:
    db.execute(
        "INSERT INTO wrapped (round, lead, private) VALUES (:round, :lead, :private)",
        {"round": round.id, "lead": lead_id, "private": wrapped},
    )


def private_half(db: Connection, code: str, round: Round, lead: Lead) -> bytes:
    """The private half of an unpublished round of the team.

    Raises AlreadyPublished, NewRoundBegan if it is there no more, and TeamUnknown if this lead
    does not lead the team.
    """
    row = db.row(
        "SELECT wrapped.private, round.id IS NULL, round.publication IS NOT NULL FROM lead"
        " LEFT JOIN round ON round.id = :round AND round.team = lead.team"
        " LEFT JOIN wrapped ON wrapped.round = round.id AND wrapped.lead = lead.id"
        " WHERE lead.id = :lead AND lead.team = :team",
        {"round": round.id, "lead": lead.row_id, "team": team_codes.get(db, code).team},
    )
    if row is None:
        raise TeamUnknown
    wrapped, gone, published = row
    if gone:
        raise NewRoundBegan
    if published:
        raise AlreadyPublished
    if wrapped is None:
        raise SealBroken("a round has no private half for a lead of its team")
    return lead.unwrap(wrapped)


def save_publication(db: Connection, code: str, round: Round) -> None:
    """Keeps what a round of the team published, sealed for who has a code of the team."""
    assert round.publication is not None
    contents = team_codes.get(db, code)
    sealed = contents.seal(publication_of(round.id), round.publication.model_dump_json())
    db.execute(
        "UPDATE round SET publication = :publication WHERE id = :id",
        {"id": round.id, "publication": base64.b64encode(sealed).decode()},
    )


def share(db: Connection, code: str, compare_code: str | None) -> None:
    """Shares what is published under a compare code; None takes the code away."""
    contents = team_codes.get(db, code)
    door = team_codes.compare_door_of(db, compare_code) if compare_code else None
    db.execute(
        "UPDATE team SET compare_id = :compare_id, compare_key = :key, compare_code = :compare_code"
        " WHERE id = :id",
        {
            "id": contents.team,
            "compare_id": door.id if door else None,
            "key": door.lock(contents) if door else None,
            "compare_code": contents.seal(COMPARE_CODE, compare_code) if compare_code else None,
        },
    )


def touch(db: Connection, code: str, today: date) -> None:
    """Remembers the day on which a lead did something; nothing is written twice a day."""
    door = team_codes.team_door_of(db, code)
    with db.write():
        db.execute(
            "UPDATE team SET last_used = :today WHERE code_id = :code_id AND last_used < :today",
            {"code_id": door.id, "today": today.isoformat()},
        )


def erase(db: Connection, code: str) -> bool:
    """Removes a team with all it has; False if the write-ahead log has yet to be emptied."""
    door = team_codes.team_door_of(db, code)
    with db.write():
        db.execute("DELETE FROM team WHERE code_id = :code_id", {"code_id": door.id})
    team_codes.forget()
    return checkpoint_after(db)


def purge(db: Connection, before: date, *, dry_run: bool = False) -> int:
    """Removes all teams whose leads did nothing since before a day; returns how many there are."""
    [(count,)] = db.rows(
        "SELECT count(*) FROM team WHERE last_used < :before", {"before": before.isoformat()}
    )
    if count and not dry_run:
        with db.write():
            db.execute("DELETE FROM team WHERE last_used < :before", {"before": before.isoformat()})
        team_codes.forget()
        db.checkpoint()
    return int(count)
