"""Keeps a picture of every state and step, when JOURNEY_PICTURES names a folder (`make pictures`).

What is kept: each page just before somebody presses a button or link on it or leaves it for an
address, and each as it is at the end of a test. `sheets.py` lays the pictures side by side.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, ViewportSize

FOLDER = os.environ.get("JOURNEY_PICTURES")
PHONE: ViewportSize = {"width": 375, "height": 812}
WIDE: ViewportSize = {"width": 1280, "height": 800}
BEAMER: ViewportSize = {"width": 1280, "height": 720}
UNSET: ViewportSize = BEAMER  # what Playwright gives to a test that asks for no size
SCREENS = 3  # the most in one picture
CUT = "…"  # at the end of the name of a picture with which the page does not end
SETTLING = 100  # milliseconds, for fields that grow with the width
NOT_IN_A_NAME = re.compile(r"[^\w.,·“”’()-]+")
# Scrolled, a picture of the whole page shows what hides above the window in the middle of it.
TO_THE_TOP = "() => { const was = [scrollX, scrollY]; scrollTo(0, 0); return was; }"


def keep(page: Page, journey: str, name: str, *sizes: ViewportSize, parts: int = 1) -> None:
    """Pictures of the page, at these sizes or the usual ones; after them it has its own again.

    A page of more than three screens goes on in a next picture, up to so many parts.
    """
    before, scrolled = page.viewport_size, page.evaluate(TO_THE_TOP)
    if urlsplit(page.url).path.endswith("/beamer"):
        sizes = (BEAMER,)
    for size in sizes or (PHONE, WIDE):
        page.set_viewport_size(size)
        page.evaluate("document.fonts.ready")
        folder = Path(FOLDER or "") / f"{journey}-{size['width']}"
        folder.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(SETTLING)
        _keep(page, folder, NOT_IN_A_NAME.sub(" ", name), size, parts)
    if before:
        page.set_viewport_size(before)
    page.evaluate("([x, y]) => scrollTo(x, y)", scrolled)


def _keep(page: Page, folder: Path, name: str, size: ViewportSize, parts: int) -> None:
    height, most = page.evaluate("document.documentElement.scrollHeight"), SCREENS * size["height"]
    tops = range(0, height, most)
    for number, top in enumerate(tops[:parts], 1):
        numbered = f"{name} {number}" if parts > 1 and len(tops) > 1 else name
        page.screenshot(
            path=folder / f"{numbered}{CUT if number < len(tops) else ''}.png",
            full_page=True,
            animations="disabled",
            clip={"x": 0, "y": top, "width": size["width"], "height": min(most, height - top)},
        )


class Steps:
    """What somebody does in one test, each page of theirs a window with a number."""

    def __init__(self, journey: str, test: str) -> None:
        self.journey, self.test = journey, test
        self.windows: list[Page] = []
        self.count = 0

    def note(self, page: Page, what: str) -> None:
        if page not in self.windows:
            self.windows.append(page)
        if page.url == "about:blank" or page.is_closed():
            return
        self.count += 1
        window = f" window {self.windows.index(page) + 1}" if len(self.windows) > 1 else ""
        name = f"{self.test} · {self.count:03}{window} {what[:60]}"
        size = page.viewport_size
        keep(page, self.journey, name, *([] if size in (None, UNSET) else [size]))

    def before_leaving(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def leave(page: Page, *arguments: Any, **options: Any) -> Any:
            self.note(page, "leaves")
            return method(page, *arguments, **options)

        return leave

    def before_pressing(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def press(target: Locator, *arguments: Any, **options: Any) -> Any:
            if target.evaluate("element => element.matches('a, button')"):
                self.note(target.page, f"“{target.inner_text().strip()}”")
            return method(target, *arguments, **options)

        return press


@contextmanager
def of_steps(journey: str, test: str) -> Iterator[None]:
    """As long as it lasts, what is pressed and left is kept in pictures."""
    steps = Steps(journey, test)
    with (
        patch.object(Page, "goto", steps.before_leaving(Page.goto)),
        patch.object(Locator, "click", steps.before_pressing(Locator.click)),
    ):
        yield
        for page in steps.windows:
            steps.note(page, "at the end")
