"""The keys of a team: a lead's own, the pair of a round, and the seal around a contribution.

A contribution is sealed to the public half of its round. The private half is kept only sealed
to the public half that follows from a lead key, once for each lead; so one lead can open a round
for a co-lead whose key is elsewhere. The team code is sealed to each lead in the same way. Opening
takes a lead's key, which is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ehbo.domain.errors import SealBroken
from ehbo.domain.keys import derived, written


@dataclass(frozen=True)
class Lead:
    """Somebody who holds a lead key of a team: 16 secret bytes, written as a person's key is."""

    secret: bytes = field(repr=False)

    @property
    def key(self) -> str:
        return written(self.secret)

    @property
    def row_id(self) -> bytes:
        """The 32 bytes by which the team knows this lead."""
        return derived(derived(self.secret, b"ehbo.lead"), b"ehbo.lead.row")

    @property
    def _own(self) -> PrivateKey:
        return PrivateKey.from_seed(derived(self.secret, b"ehbo.lead.box"))

    @property
    def public(self) -> bytes:
        """The 32 bytes to which a private half and the team code are sealed for this lead."""
        return bytes(self._own.public_key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """A round's private half, or the team code. Raises SealBroken if it is another lead's."""
        return opened_with(bytes(self._own), wrapped)


def round_pair(seed: bytes) -> tuple[bytes, bytes]:
    """The (private, public) halves, 32 bytes each, that follow from 32 random bytes."""
    private = PrivateKey.from_seed(seed)
    return bytes(private), bytes(private.public_key)


def sealed_to(public: bytes, content: bytes) -> bytes:
    """Content that only the private half opens: 48 bytes longer, another text each time."""
    return bytes(SealedBox(PublicKey(public)).encrypt(content))


def opened_with(private: bytes, sealed: bytes) -> bytes:
    """The content of what was sealed to the public half. Raises SealBroken."""
    return opener(private)(sealed)


def opener(private: bytes) -> Callable[[bytes], bytes]:
    """Opens many contributions with one private half. It and what it gives raise SealBroken."""
    try:
        box = SealedBox(PrivateKey(private))
    except (ValueError, TypeError) as error:
        raise SealBroken("this is no private half of a round") from error

    def opened(sealed: bytes) -> bytes:
        try:
            return bytes(box.decrypt(sealed))
        except (CryptoError, ValueError, TypeError) as error:
            raise SealBroken("a sealed part of a round does not open with this key") from error

    return opened
