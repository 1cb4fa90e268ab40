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

from playwright.sync_api import FloatRect, Locator, Page, ViewportSize

FOLDER = os.environ.get("JOURNEY_PICTURES")
PHONE: ViewportSize = {"width": 375, "height": 812}
WIDE: ViewportSize = {"width": 1280, "height": 800}
BEAMER: ViewportSize = {"width": 1280, "height": 720}
UNSET: ViewportSize = BEAMER  # what Playwright gives to a test that asks for no size
SCREENS = 3  # the most in one picture
CUT = "…"  # at the end of the name of a picture with which the page does not end
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
        cut = _parts(page, size)[:parts]
        for number, part in enumerate(cut, 1):
            _keep(page, folder, f"{name} {number}" if len(cut) > 1 else name, part)
    if before:
        page.set_viewport_size(before)
    page.evaluate("([x, y]) => scrollTo(x, y)", scrolled)


def _parts(page: Page, size: ViewportSize) -> list[FloatRect]:
    height = page.evaluate("document.documentElement.scrollHeight")
    most, width = SCREENS * size["height"], size["width"]
    return [
        {"x": 0, "y": top, "width": width, "height": min(most, height - top)}
        for top in range(0, height, most)
    ]


def _keep(page: Page, folder: Path, name: str, part: FloatRect) -> None:
    goes_on = part["y"] + part["height"] < page.evaluate("document.documentElement.scrollHeight")
    file = NOT_IN_A_NAME.sub(" ", name) + (CUT if goes_on else "")
    path = folder / f"{file}.png"
    page.screenshot(path=path, full_page=True, animations="disabled", clip=part)


class Steps:
    """What somebody does in one test, each page of theirs a window with a number."""

    def __init__(self, journey: str, test: str) -> None:
        self.journey, self.test = journey, test
        self.windows: list[Page] = []
        self.count = 0

    def note(self, page: Page, what: str) -> None:
        if page.url == "about:blank" or page.is_closed():
            return
        self.count += 1
        window = f" window {self.windows.index(page) + 1}" if len(self.windows) > 1 else ""
        name = f"{self.test} · {self.count:02}{window} {what[:60]}"
        size = page.viewport_size
        keep(page, self.journey, name, *([] if size in (None, UNSET) else [size]))

    def before_leaving(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def leave(page: Page, *arguments: Any, **options: Any) -> Any:
            if page not in self.windows:
                self.windows.append(page)
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
