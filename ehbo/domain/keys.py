"""A person's key, what is derived from it, and the seal around a bundle.

A key is 128 random bits, so nothing has to be stretched: keyed BLAKE2b gives the id and the
sealing key, each under a label of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from ehbo.domain.errors import KeyTypo, SealBroken
from ehbo.domain.writing import KEY

KEY_BYTES = 16
PADDING = 2048


def written(secret: bytes) -> str:
    """The 28 characters of a 16-byte key, in seven groups of four."""
    return KEY.written(int.from_bytes(secret, "big"))


def read(typed: str) -> bytes:
    """The 16-byte key that somebody typed or pasted. Raises KeyTypo."""
    return KEY.read(typed).to_bytes(KEY_BYTES, "big")


def find(text: str) -> bytes | None:
    """The 16-byte key in a text, None when it is no key."""
    try:
        return read(text)
    except KeyTypo:
        return None


def derived(secret: bytes, purpose: bytes, size: int = 32, *, for_what: bytes = b"") -> bytes:
    """A key or id of `size` bytes for one purpose (a label of at most 16 bytes)."""
    return hashlib.blake2b(for_what, key=secret, person=purpose, digest_size=size).digest()


def sealed_under(key: bytes, content: bytes, place: bytes, step: int) -> bytes:
    """Content that 32 bytes of key open again in that place alone, padded to steps of bytes."""
    return bytes(Aead(key).encrypt(sodium_pad(content, step), place))


def opened_under(key: bytes, sealed: bytes, place: bytes, step: int) -> bytes:
    """The content of what was sealed so. Raises SealBroken if it is damaged or of elsewhere."""
    try:
        return bytes(sodium_unpad(Aead(key).decrypt(sealed, place), step))
    except (CryptoError, ValueError) as error:  # cut off: PyNaCl raises a plain ValueError
        raise SealBroken("a sealed text does not open with this key") from error


@dataclass(frozen=True)
class Person:
    """Somebody who holds a key. Nothing here can be led back to the key without having it."""

    secret: bytes = field(repr=False)

    @property
    def key(self) -> str:
        return written(self.secret)

    @property
    def mark(self) -> str:
        """16 hex digits by which a page tells whose it is, without telling the key."""
        return derived(self.secret, b"ehbo.page", 8).hex()

    @property
    def row_id(self) -> bytes:
        """The 32 bytes under which the bundle is kept: a hash of an id derived from the key."""
        return hashlib.blake2b(derived(self.secret, b"ehbo.portfolio")).digest()[:32]

    def round_id(self, round_id: bytes) -> bytes:
        """The 32 bytes under which this person contributes to a round: another one each time."""
        return derived(self.secret, b"ehbo.round", for_what=round_id)

    def seal(self, content: bytes) -> bytes:
        """Encrypts and authenticates, bound to this person's row, padded to steps of 2 KiB."""
        return sealed_under(derived(self.secret, b"ehbo.seal"), content, self.row_id, PADDING)

    def open(self, sealed: bytes) -> bytes:
        """The content of a sealed bundle. Raises SealBroken if it is damaged or not theirs."""
        return opened_under(derived(self.secret, b"ehbo.seal"), sealed, self.row_id, PADDING)
