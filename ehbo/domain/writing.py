"""How secrets are written for people: Crockford base32 with two check characters.

The checks are a Reed-Solomon code over GF(32), which finds every error of one or two characters
and points at the place of a single one. A key and a code differ in length only.
"""

from __future__ import annotations

from dataclasses import dataclass

from ehbo.domain.errors import KeyTypo, Typo

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("ILO", "110")
# What comes along with pasting: spaces, dashes, marks of a sentence, signs that cannot be seen.
_SEPARATORS = set(
    " -\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\t\r\n"
    ".,;:()<>'\"\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)


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
    one, two = _POWER[len(data)], _POWER[len(data) + 1]
    divisor = _POWER[(31 - _EXPONENT[one ^ two]) % 31]
    last_but_one = _times(second ^ _times(first, two), divisor)
    return last_but_one, first ^ last_but_one


@dataclass(frozen=True)
class Writing:
    """One kind of written secret: its name, its bits, and its characters without checks.

    Two check characters fit behind at most 29 others.
    """

    name: str
    bits: int
    data: int

    @property
    def characters(self) -> int:
        return self.data + 2

    def fits(self, text: str) -> bool:
        """Whether a text has as many characters, so that it cannot be of another kind."""
        return len(plain(text)) == self.characters

    def written(self, number: int) -> str:
        """The characters of a secret, in groups of four."""
        data = [number >> 5 * place & 31 for place in reversed(range(self.data))]
        text = "".join(ALPHABET[value] for value in (*data, *_checks(data)))
        return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))

    def read(self, typed: str) -> int:
        """The secret that somebody typed or pasted.

        Case, spaces and hyphens do not matter, and I, L and O are read as 1, 1 and 0. Raises
        KeyTypo.
        """
        text = plain(typed)
        for place, character in enumerate(text):
            if character not in _VALUE:
                raise KeyTypo(Typo.SIGN, self, sign=character, group=place // GROUP + 1)
        if len(text) != self.characters:
            raise KeyTypo(Typo.LENGTH, self, length=len(text))
        values = [_VALUE[character] for character in text]
        self._refuse_typo(values)
        number = 0
        for value in values[: self.data]:
            number = number << 5 | value
        if number >> self.bits:
            raise KeyTypo(Typo.FOREIGN, self)
        return number

    def _refuse_typo(self, values: list[int]) -> None:
        first, second = _syndromes(values)
        if not first and not second:
            return
        if first and second:
            place = (_EXPONENT[second] - _EXPONENT[first]) % 31
            if place < self.characters:
                raise KeyTypo(Typo.PLACE, self, group=place // GROUP + 1)
        raise KeyTypo(Typo.SIGNS, self)


def plain(typed: str) -> str:
    """What was typed without separators, in capitals, with look-alikes read as digits."""
    return "".join(c for c in typed.upper() if c not in _SEPARATORS).translate(_LOOKALIKES)


KEY = Writing("key", bits=128, data=26)
CODE = Writing("code", bits=50, data=10)
