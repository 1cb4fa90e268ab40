"""A QR code as inline SVG, so that a code reaches a phone without any other site."""

from __future__ import annotations

import segno

TITLE = "QR-code: scan hem met de camera van je telefoon"
QUIET_ZONE = 4


def svg(text: str, title: str = TITLE) -> str:
    """An `<svg>` element for a page under a strict policy: no style attribute, no declaration.

    Dark on white with a quiet zone of four modules, error correction M or better; one user unit a
    module, so the page decides the size. `title` is read aloud and never holds the text itself.
    Raises segno.DataOverflowError when the text does not fit (over 2,331 bytes).
    """
    code = segno.make_qr(text, error="m")
    drawn = code.svg_inline(
        border=QUIET_ZONE,
        dark="#000000",
        light="#ffffff",
        svgclass="qr-code",
        lineclass=None,
        omitsize=True,
        title=title,
    )
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" role="img" ', 1)
