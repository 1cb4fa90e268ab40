"""What a code opens: with a team code or a compare code a team is found and read, without it not.

A code has 50 random bits, which somebody with a copy of the database could try out one by one. So
it is stretched first, and the result belongs to one installation: its pepper goes along in every
backup. From the stretched code follow the id under which the team stands, and the key that unlocks
the team's own content key. That key seals what is readable with a code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from nacl.pwhash import argon2id

from ehbo.domain.keys import derived, opened_under, sealed_under

# Never to be changed: a code that is on paper was stretched by these (decision 0014).
PASSES = 1
MEMORY = 8 * 1024 * 1024
WHOLE = 1  # the step of what always has one length


class Part(NamedTuple):
    """One thing that is sealed for who has a code: its name in the seal, and its steps in bytes."""

    label: bytes
    step: int


NAME = Part(b"name", 512)  # holds every name in one step
COMPARE_CODE = Part(b"compare code", 32)


def publication_of(round_id: bytes) -> Part:
    """The publication of a round; one step holds that of the instrument for any number."""
    return Part(b"publication " + round_id, 8192)


@dataclass(frozen=True)
class Contents:
    """What is readable with a code of one team. `key` are its 32 random bytes, `team` its id."""

    team: str
    key: bytes = field(repr=False)

    def seal(self, part: Part, text: str) -> bytes:
        """Bound to the team and the part, so that it can stand nowhere else."""
        return sealed_under(self.key, text.encode(), self._place(part), part.step)

    def open(self, part: Part, sealed: bytes) -> str:
        """Raises SealBroken if it is damaged, or was sealed for another place."""
        return opened_under(self.key, sealed, self._place(part), part.step).decode()

    def _place(self, part: Part) -> bytes:
        return self.team.encode() + b" " + part.label


@dataclass(frozen=True)
class Door:
    """One way into a team: `id`, 64 hex digits by which it is found, and the key of its lock."""

    id: str
    key: bytes = field(repr=False)

    def lock(self, contents: Contents) -> bytes:
        """The content key of a team, for who comes by this door."""
        return sealed_under(self.key, contents.key, contents.team.encode(), WHOLE)

    def unlock(self, team: str, locked: bytes) -> Contents:
        """Raises SealBroken if it was locked by another code, or for another team."""
        return Contents(team, opened_under(self.key, locked, team.encode(), WHOLE))


def stretched(code: str, pepper: bytes) -> bytes:
    """32 bytes that take 4 ms and 8 MiB to compute. `pepper` is 32 bytes of the installation."""
    salt = derived(pepper, b"ehbo.code.salt", argon2id.SALTBYTES)
    return bytes(argon2id.kdf(32, code.encode(), salt, opslimit=PASSES, memlimit=MEMORY))


def team_door(stretched_code: bytes) -> Door:
    """The way in by a team code."""
    return _door(stretched_code, b"ehbo.team.id", b"ehbo.team.key")


def compare_door(stretched_code: bytes) -> Door:
    """The way in by a compare code."""
    return _door(stretched_code, b"ehbo.compare.id", b"ehbo.compare.key")


def _door(stretched_code: bytes, id: bytes, key: bytes) -> Door:
    return Door(derived(stretched_code, id).hex(), derived(stretched_code, key))
