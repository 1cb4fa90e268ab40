"""The way from a code to a team: no table holds a code, only what follows from one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ehbo.domain.errors import TeamUnknown
from ehbo.domain.team.codes import Contents, Door, compare_door, stretched, team_door
from ehbo.store.database import Connection

MOST_KNOWN = 256

# What codes that open a team were stretched to, so that a page pays it once. A wrong code takes no
# place: who guesses pushes nobody out.
_known: dict[tuple[bytes, str], bytes] = {}
_for_now: ContextVar[dict[tuple[bytes, str], bytes] | None] = ContextVar("for_now", default=None)


def find(db: Connection, code: str) -> Contents | None:
    """What is readable of the team with this team code."""
    return _find(db, code, team_door, "SELECT id, key FROM team WHERE code_id = :id")


def find_shared(db: Connection, compare_code: str) -> Contents | None:
    """What is readable of the team that is shared under this compare code."""
    query = "SELECT id, compare_key FROM team WHERE compare_id = :id"
    return _find(db, compare_code, compare_door, query)


def get(db: Connection, code: str) -> Contents:
    """What is readable of the team with this team code. Raises TeamUnknown."""
    contents = find(db, code)
    if contents is None:
        raise TeamUnknown
    return contents


def team_door_of(db: Connection, code: str) -> Door:
    """The way in by a team code, whether or not there is a team behind it."""
    return team_door(_stretched(_pepper(db), code))


def compare_door_of(db: Connection, compare_code: str) -> Door:
    """The way in by a compare code, whether or not there is a team behind it."""
    return compare_door(_stretched(_pepper(db), compare_code))


@contextmanager
def stretching_once() -> Iterator[None]:
    """As long as it lasts no code is stretched twice, and a wrong one is forgotten after it."""
    before = _for_now.set({})
    try:
        yield
    finally:
        _for_now.reset(before)


def forget() -> None:
    """Keeps nothing in memory of any code: a team that is erased leaves nothing there either."""
    _known.clear()


def _find(db: Connection, code: str, way: Callable[[bytes], Door], query: str) -> Contents | None:
    pepper = _pepper(db)
    found = _stretched(pepper, code)
    door = way(found)
    row = db.row(query, {"id": door.id})
    if row is None:
        return None
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[pepper, code] = found
    return door.unlock(*row)


def _stretched(pepper: bytes, code: str) -> bytes:
    known = _known.get((pepper, code))
    if known is not None:
        return known
    for_now = _for_now.get()
    if for_now is None:
        return stretched(code, pepper)
    if (pepper, code) not in for_now:
        for_now[pepper, code] = stretched(code, pepper)
    return for_now[pepper, code]


def _pepper(db: Connection) -> bytes:
    [(pepper,)] = db.rows("SELECT pepper FROM installation")
    return bytes(pepper)
