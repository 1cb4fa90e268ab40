"""The way from a code to a team: no table holds a code, only what follows from one."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database

from ehbo.domain.errors import TeamUnknown
from ehbo.domain.team.codes import Contents, Door, compare_door, stretched, team_door
from ehbo.store.database import translated

MOST_KNOWN = 256

# What codes that open a team were stretched to, so that a page pays it once. A wrong code takes no
# place: who guesses pushes nobody out.
_known: dict[tuple[bytes, str], bytes] = {}


def find(db: Database, code: str) -> Contents | None:
    """What is readable of the team with this team code."""
    return _find(db, code, team_door, "SELECT id, key FROM team WHERE code_id = :id")


def find_shared(db: Database, compare_code: str) -> Contents | None:
    """What is readable of the team that is shared under this compare code."""
    query = "SELECT id, compare_key FROM team WHERE compare_id = :id"
    return _find(db, compare_code, compare_door, query)


def get(db: Database, code: str) -> Contents:
    """What is readable of the team with this team code. Raises TeamUnknown."""
    contents = find(db, code)
    if contents is None:
        raise TeamUnknown
    return contents


def team_door_of(db: Database, code: str) -> Door:
    """The way in by a team code, whether or not there is a team behind it."""
    return team_door(_stretched(_pepper(db), code))


def compare_door_of(db: Database, compare_code: str) -> Door:
    """The way in by a compare code, whether or not there is a team behind it."""
    return compare_door(_stretched(_pepper(db), compare_code))


def forget() -> None:
    """Keeps nothing in memory of any code: a team that is erased leaves nothing there either."""
    _known.clear()


def _find(db: Database, code: str, way: Callable[[bytes], Door], query: str) -> Contents | None:
    pepper = _pepper(db)
    found = _stretched(pepper, code)
    door = way(found)
    with translated():
        row = db.execute(query, {"id": door.id}).fetchone()
    if row is None:
        return None
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[pepper, code] = found
    return door.unlock(*row)


def _stretched(pepper: bytes, code: str) -> bytes:
    return _known.get((pepper, code)) or stretched(code, pepper)


def _pepper(db: Database) -> bytes:
    with translated():
        (pepper,) = db.execute("SELECT pepper FROM installation").fetchone()
    return bytes(pepper)
