"""How wide a label will be and where it may break: an SVG neither measures nor wraps text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Advance widths of Noto Sans Bold in hundredths of an em, the widest face a label is set in.
_GROUPS = {
    28: " '!,.:;",
    34: "ijlìíîïJ[]-()",
    41: "If{}ÌÍÎÏ/\\_`",
    45: "tr",
    50: '"?zs',
    56: "cç*FS|EÈÉÊËL",
    60: "$+0123456789<=>^vy~×÷ýÿTZxaàáâãäåeèéêë",
    65: "Pkoòóôõöø#VYbdgpqÝÞðþCÇhnñuùúûü",
    70: "KRBXAÀÁÂÃÄÅß",
    80: "GDÐ&UÙÚÛÜHOQÒÓÔÕÖØ",
    92: "NÑw%@æ",
    98: "MÆWm",
}
_WIDTHS = {character: width for width, group in _GROUPS.items() for character in group}
_UNKNOWN = 130
# A reader without Noto Sans gets a system font, and those run wider.
_MARGIN = 1.1
_VOWELS = "aeiouyàáâäèéêëìíîïòóôöùúûü"
_CONSONANT = rf"[^{_VOWELS}\W\d_]"
_SYLLABLE = re.compile(
    rf"(?:sch|[ct]h|[bcdfgkptvw][lr]|{_CONSONANT})(?=[{_VOWELS}])", re.IGNORECASE
)
# Bewoners|initiatieven, samenlevings|gericht: the s between two words of a compound.
_LINKING_S = re.compile(rf"(?<=[dgknrt]s)(?=[{_VOWELS}]|{_CONSONANT}[{_VOWELS}lr])", re.IGNORECASE)
_SHORTEST_PIECE = 4


def width(text: str, size: float) -> float:
    """The generous width of a line of text, in the unit of the font size."""
    hundredths = sum(_WIDTHS.get(character, _UNKNOWN) for character in text)
    return hundredths / 100 * size * _MARGIN


def wrap(text: str, size: float, widest: float) -> tuple[str, ...]:
    """The lines of a label, none wider than `widest`; a long word breaks where a syllable starts.

    Always at least one line. A single character wider than `widest` stands on a line of its own.
    """
    lines: list[str] = []
    for word in text.split():
        first, *rest = _pieces(word, size, widest)
        if lines and width(f"{lines[-1]} {first}", size) <= widest:
            lines[-1] += f" {first}"
        else:
            lines.append(first)
        lines.extend(rest)
    return tuple(lines) or ("",)


def _pieces(word: str, size: float, widest: float) -> Iterator[str]:
    """A word in pieces that each fit on a line, with hyphens at the breaks."""
    while width(word, size) > widest and len(word) > 1:
        room = next(
            (end for end in range(len(word) - 1, 1, -1) if width(word[:end] + "-", size) <= widest),
            1,
        )
        cut = _seam(word, room)
        yield word[:cut] if word[cut - 1] == "-" else word[:cut] + "-"
        word = word[cut:]
    yield word


def _seam(word: str, room: int) -> int:
    """Where to cut: at a hyphen, between two words, where a syllable starts, or where room ends."""
    end = min(room, len(word) - _SHORTEST_PIECE)
    hyphens = [at for at in range(2, room + 1) if word[at - 1] == "-"]
    words, syllables = (
        [found.start() for found in seam.finditer(word) if _SHORTEST_PIECE <= found.start() <= end]
        for seam in (_LINKING_S, _SYLLABLE)
    )
    return min(hyphens or words or syllables or [room], key=lambda at: abs(at - len(word) / 2))
