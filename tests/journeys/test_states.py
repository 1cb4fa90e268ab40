"""Every page and state, wide and narrow: axe is content, nothing overlaps or sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys import (
    pictures,
    team_states,  # noqa: F401  # adds its states to the list
    walk,
)
from tests.journeys.conftest import Site, Watch
from tests.journeys.states import STATES, Visitor

WIDE, NARROW = (1280, 800), (320, 640)  # 320 px is also a screen of 1280 px at 400 %
CHART_FITS = """() => [...document.querySelectorAll(".main-svg")]
    .every((chart) => chart.getBoundingClientRect().right <= innerWidth)"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LAYOUT = (Path(__file__).parent / "layout.js").read_text("utf-8")


@pytest.fixture(scope="module")
def one_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """One browser for all states: a new one for each would fetch every font and style again."""
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(one_page: Page, watch: Watch) -> Page:
    one_page.goto("about:blank")
    one_page.context.clear_cookies()
    watch.follow(one_page.context)
    return one_page


@pytest.mark.parametrize("name", STATES)
def test_state_is_accessible_and_tidy(
    page: Page, site: Site, watch: Watch, known: walk.Know, name: str
) -> None:
    resize(page, *WIDE)
    STATES[name](Visitor(page, site, watch, known))
    if pictures.FOLDER:
        pictures.keep(page, "states", f"{[*STATES].index(name):02} {name}", parts=4)
    unfold_everything(page)
    faults = [*find_axe_faults(page), *find_layout_faults(page)]
    resize(page, *NARROW)
    faults += find_layout_faults(page)
    assert not faults, "\n".join(faults)


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(CHART_FITS)  # Plotly draws anew when it gets round to it


def unfold_everything(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach((part) => { part.open = true; })")


def find_axe_faults(page: Page) -> list[str]:
    only = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    found = Axe().run(page, options=only).response["violations"]
    return [
        f"axe {fault['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for fault in found
        for node in fault["nodes"]
    ]


def find_layout_faults(page: Page) -> list[str]:
    width = page.evaluate("innerWidth")
    return [f"at {width} px: {fault}" for fault in page.evaluate(LAYOUT)]
