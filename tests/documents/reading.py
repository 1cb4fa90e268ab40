"""Reads documents back with libraries that did not write them."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from pypdf import PdfReader


def styled(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style and p.style.name == style]


def assert_only_the_first_row_is_repeated(table: Table) -> None:
    marked = [row._tr.find(".//" + qn("w:tblHeader")) is not None for row in table.rows]
    assert marked == [True] + [False] * (len(marked) - 1)


def assert_says_that_it_is_accessible(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(r"pdfuaid:part(>|=\")1", root["/Metadata"].get_data().decode())


def structure(reader: PdfReader) -> list[tuple[str, str]]:
    """Every structure element as (kind, alternative text), in reading order."""
    root: Any = reader.trailer["/Root"]
    return elements(root["/StructTreeRoot"])


def elements(node: Any) -> list[tuple[str, str]]:
    node = node.get_object()
    if isinstance(node, list):
        return [found for child in node for found in elements(child)]
    if not isinstance(node, dict):
        return []
    own = [(str(node["/S"]), str(node.get("/Alt", "")))] if "/S" in node else []
    return own + (elements(node["/K"]) if "/K" in node else [])


def right_ends(reader: PdfReader) -> list[float]:
    """How far to the right each piece of text stands on its page."""
    ends: list[float] = []

    def see(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            ends.append(tm[4] * cm[0] + cm[4])

    for page in reader.pages:
        page.extract_text(visitor_text=see)
    return ends
