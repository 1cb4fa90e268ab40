"""With script: what stands behind the # of a link and is no key."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_a_link_that_was_cut_off_leaves_the_rest_of_the_page_working(page: Page) -> None:
    """An error in the script would be a fault of the page: see Watch."""
    page.goto(f"/sleutel#{'A' * 30}%E2%9")
    expect(page.get_by_label("Jouw sleutel")).to_have_value("")
