"""A person's key: written form, what is derived from it, and the seal around a bundle.

A key is 128 random bits, so nothing has to be stretched: keyed BLAKE2b gives the id and the
sealing key, each under a label of its own. The written form is Crockford base32 with two check
characters, a Reed-Solomon code over GF(32), which finds every error of one or two characters and
points at the place of a single one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.secret import Aead

from ehbo.domain.errors import KeyTypo, SealBroken

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_BYTES = 16
DATA_CHARACTERS = 26
CHARACTERS = DATA_CHARACTERS + 2
GROUP = 4
PADDING = 2048

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("ILO", "110")
_SEPARATORS = " -\u00a0\u2010\u2011\u2012\u2013\t\r\n"


def _powers() -> tuple[list[int], dict[int, int]]:
    """Powers of a generator of GF(32) under x^5 + x^2 + 1, and the way back."""
    powers, value = [], 1
    for _ in range(31):
        powers.append(value)
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return powers, {power: exponent for exponent, power in enumerate(powers)}


_POWER, _EXPONENT = _powers()


def _times(left: int, right: int) -> int:
    if not left or not right:
        return 0
    return _POWER[(_EXPONENT[left] + _EXPONENT[right]) % 31]


_TIMES = [[_times(value, power) for value in range(32)] for power in _POWER]


def _syndromes(values: list[int]) -> tuple[int, int]:
    """Both are 0 for a written key without errors."""
    first = second = 0
    for value, times_power in zip(values, _TIMES, strict=False):
        first ^= value
        second ^= times_power[value]
    return first, second


def _checks(data: list[int]) -> tuple[int, int]:
    """The two values that bring both syndromes of data + checks to 0."""
    first, second = _syndromes(data)
    one, two = _POWER[DATA_CHARACTERS], _POWER[DATA_CHARACTERS + 1]
    divisor = _POWER[(31 - _EXPONENT[one ^ two]) % 31]
    last_but_one = _times(second ^ _times(first, two), divisor)
    return last_but_one, first ^ last_but_one


def written(secret: bytes) -> str:
    """The 28 characters of a 16-byte key, in seven groups of four."""
    number = int.from_bytes(secret, "big")
    data = [number >> 5 * place & 31 for place in reversed(range(DATA_CHARACTERS))]
    text = "".join(ALPHABET[value] for value in (*data, *_checks(data)))
    return "-".join(text[at : at + GROUP] for at in range(0, CHARACTERS, GROUP))


def read(typed: str) -> bytes:
    """The 16-byte key that somebody typed or pasted.

    Case, spaces and hyphens do not matter, and I, L and O are read as 1, 1 and 0. Raises KeyTypo
    with a Dutch message that says where to look.
    """
    text = "".join(c for c in typed.upper() if c not in _SEPARATORS).translate(_LOOKALIKES)
    for place, character in enumerate(text):
        if character not in _VALUE:
            raise KeyTypo(
                f"Het teken “{character}” in groep {place // GROUP + 1} hoort niet in een sleutel. "
                "Een sleutel heeft alleen cijfers en letters, zonder U."
            )
    if len(text) != CHARACTERS:
        raise KeyTypo(
            f"Een sleutel heeft {CHARACTERS} tekens, in zeven groepjes van vier. "
            f"Je typte er {len(text)}."
        )
    values = [_VALUE[character] for character in text]
    _refuse_typo(values)
    number = 0
    for value in values[:DATA_CHARACTERS]:
        number = number << 5 | value
    if number >> 8 * KEY_BYTES:
        raise KeyTypo("Dit is geen sleutel van EHBO. Kijk of je de goede code hebt.")
    return number.to_bytes(KEY_BYTES, "big")


def _refuse_typo(values: list[int]) -> None:
    first, second = _syndromes(values)
    if not first and not second:
        return
    if first and second:
        place = (_EXPONENT[second] - _EXPONENT[first]) % 31
        if place < CHARACTERS:
            raise KeyTypo(
                f"Er zit een tikfout in de sleutel. Kijk eerst naar groep {place // GROUP + 1}. "
                "Daar zit de fout waarschijnlijk."
            )
    raise KeyTypo(
        "Er zit een tikfout in de sleutel. Kijk de tekens na. Misschien heb je er twee omgewisseld."
    )


@dataclass(frozen=True)
class Person:
    """Somebody who holds a key. Nothing here can be led back to the key without having it."""

    secret: bytes = field(repr=False)

    def _derive(self, purpose: bytes, size: int = 32) -> bytes:
        return hashlib.blake2b(key=self.secret, person=purpose, digest_size=size).digest()

    @property
    def key(self) -> str:
        return written(self.secret)

    @property
    def mark(self) -> str:
        """16 hex digits by which a page tells whose it is, without telling the key."""
        return self._derive(b"ehbo.page", 8).hex()

    @property
    def row_id(self) -> bytes:
        """The 32 bytes under which the bundle is kept: a hash of an id derived from the key."""
        return hashlib.blake2b(self._derive(b"ehbo.portfolio")).digest()[:32]

    def seal(self, content: bytes) -> bytes:
        """Encrypts and authenticates, bound to this person's row, padded to steps of 2 KiB."""
        box = Aead(self._derive(b"ehbo.seal"))
        return bytes(box.encrypt(sodium_pad(content, PADDING), self.row_id))

    def open(self, sealed: bytes) -> bytes:
        """The content of a sealed bundle. Raises SealBroken if it is damaged or not theirs."""
        box = Aead(self._derive(b"ehbo.seal"))
        try:
            return bytes(sodium_unpad(box.decrypt(sealed, self.row_id), PADDING))
        except (CryptoError, ValueError) as error:  # cut off: PyNaCl raises a plain ValueError
            raise SealBroken("the bundle does not open with this key") from error


def find_person(typed: str | None) -> Person | None:
    """The person of a key in a cookie, or None when there is none that can be read."""
    try:
        return Person(read(typed)) if typed else None
    except KeyTypo:
        return None
