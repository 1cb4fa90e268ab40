"""A form that comes back: what is wrong is told at its field."""

from __future__ import annotations

from tests.page import Page


def assert_told_at(page: Page, place: str, told: str) -> None:
    """There is one fault, and this is where it leads to and how its words begin."""
    assert page.status == 422
    assert page.title.startswith("Fout: ")
    [(href, words)] = page.summary
    assert href == place and words.startswith(told)
