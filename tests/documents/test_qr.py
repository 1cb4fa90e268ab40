"""The QR code's drawing, module by module against the matrix of the code itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import segno

from ehbo.documents import qr

SVG = "{http://www.w3.org/2000/svg}"
LINK = "https://ehbo.example.nl/verder#0123456789ABCDEFGHJKMNPQRSTV"


def modules(path: str) -> set[tuple[int, int]]:
    """The dark squares (column, row) that a path of horizontal strokes of width 1 covers."""
    dark, x, y = set(), 0.0, 0.0
    for kind, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(n) for n in re.findall(r"-?\d*\.?\d+", numbers)]
        if kind == "h":
            dark |= {(int(x) + n, int(y - 0.5)) for n in range(int(values[0]))}
            x += values[0]
        elif kind == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return dark


def test_every_module_is_where_the_code_has_it() -> None:
    root = ElementTree.fromstring(qr.svg(LINK))
    ground, drawn = root.iter(f"{SVG}path")
    matrix = segno.make_qr(LINK, error="m").matrix
    expected = {
        (x + 4, y + 4) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    }
    assert modules(drawn.attrib["d"]) == expected
    assert root.attrib["viewBox"] == f"0 0 {len(matrix) + 8} {len(matrix) + 8}"
    assert ground.attrib["fill"] in ("#fff", "#ffffff")


def test_it_is_an_image_with_a_dutch_name_and_nothing_inline() -> None:
    made = qr.svg(LINK, "Scan & <ga> verder")
    root = ElementTree.fromstring(made)
    assert made.startswith("<svg ") and "style" not in made
    assert root.attrib["role"] == "img" and root.attrib["class"] == "qr-code"
    assert root[0].tag == f"{SVG}title" and root[0].text == "Scan & <ga> verder"
    assert LINK not in made and "telefoon" in qr.svg(LINK)


def test_even_a_short_text_is_a_code_that_phones_read() -> None:
    assert 'viewBox="0 0 29 29"' in qr.svg("1"), "never a Micro QR code"


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(segno.DataOverflowError):
        qr.svg("x" * 3000)
