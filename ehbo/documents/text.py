"""What people wrote, made fit for any document; and dates as Dutch readers write them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_BULLETS = ("– ", "- ", "• ")


@dataclass(frozen=True)
class Block:
    """A stretch of somebody's own text: the lines of a paragraph, or the items of a list."""

    lines: tuple[str, ...]
    bullets: bool = False


def readable(text: str) -> str:
    """Text without the characters that no person types and that XML and PDF cannot hold."""
    return "".join(
        character
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
        if character in "\n\t"
        or not (
            unicodedata.category(character) in ("Cc", "Cs")
            or ord(character) & 0xFFFE == 0xFFFE
            or 0xFDD0 <= ord(character) <= 0xFDEF
        )
    )


def blocks(text: str) -> tuple[Block, ...]:
    """A text in paragraphs and lists: an empty line parts paragraphs, a leading dash makes an item.

    Every line is kept, in order; only the dash itself becomes a bullet.
    """
    made: list[Block] = []
    for paragraph in text.split("\n\n"):
        fresh = True
        for line in paragraph.strip("\n").split("\n"):
            item = line.startswith(_BULLETS)
            shown = line[2:] if item else line
            if made and not fresh and made[-1].bullets == item:
                made[-1] = Block((*made[-1].lines, shown), item)
            elif shown.strip():
                made.append(Block((shown,), item))
                fresh = False
    return tuple(made)
