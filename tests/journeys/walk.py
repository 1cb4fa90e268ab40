"""What people do on the pages, one verb each."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from ehbo.domain.portfolio import Portfolio
from tests.journeys.people import THEMES

Know = Callable[[Portfolio], bytes]

OVERVIEW = "/zelfanalyse/overheidsparticipatie"
GO_ON = "Bewaar en ga verder"


def theme_address(theme: str) -> str:
    return f"{OVERVIEW}/{theme}"


def choose(page: Page, statement: str, value: int) -> None:
    page.locator(f"label[for={statement}-{value}]").click()
    expect(page.locator(f"#{statement}-{value}")).to_be_checked()


def answer_theme(page: Page, theme: str, values: str) -> None:
    """Answers the statements of the theme page that is open with these digits, and goes on."""
    expect(page).to_have_url(re.compile(rf"{theme_address(theme)}(\?open=1)?$"))
    for number, value in enumerate(values, 1):
        choose(page, f"{theme}-{number}", int(value))
    here = page.url
    press(page, GO_ON)
    page.wait_for_url(lambda url: url != here)  # going elsewhere would break the save off


def answer_all(page: Page, values: dict[str, str]) -> None:
    """All 27 statements, from the first theme on; ends on the profile."""
    assert {theme: len(digits) for theme, digits in values.items()} == THEMES
    for theme, digits in values.items():
        answer_theme(page, theme, digits)
    expect(page).to_have_url(re.compile("/profiel$"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def unfold(page: Page, words: str, inside: str = "main") -> Locator:
    """Opens the first folded part with these words on it, if it is not open; returns it."""
    part = (
        page.locator(f"{inside} details").filter(has=page.locator("summary", has_text=words)).first
    )
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part


def read_table(table: Locator) -> list[list[str]]:
    rows = table.locator("tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def read_key(page: Page) -> str:
    return "-".join(page.locator("#sleutel-tekst").inner_text().split())


def open_with_key(page: Page, key: str) -> None:
    page.goto("/sleutel")
    page.get_by_label("Jouw sleutel").fill(key)
    press(page, "Open")


def download(page: Page, link: str) -> bytes:
    with page.expect_download() as coming:
        follow(page, link)
    return Path(coming.value.path()).read_bytes()


def read_pdf(content: bytes) -> str:
    """All text of a PDF, with every run of white space as one space."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def note(page: Page, form: str = "main") -> Locator:
    """What the page says about saving."""
    return page.locator(f"{form} [data-saved-note]").first


def wait_until_saved(page: Page, form: str = "main") -> None:
    expect(note(page, form)).to_have_text("Bewaard")


class LookAtFocus:
    """How the focused element shows that it has focus, itself or the label drawn around it.

    Within a date field the browser marks the focus on its own calendar button, out of our reach.
    """

    LOOK = """() => {
        const focused = document.activeElement;
        const marked = focused.matches(".likert__input") ? focused.nextElementSibling : focused;
        const shows = [null, "::after"].some((part) => {
            const style = getComputedStyle(marked, part);
            const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            return outlined || (style.boxShadow !== "none" && part === null);
        }) || (focused.type === "date" && !focused.matches(":focus-visible"));
        const box = marked.getBoundingClientRect();
        const inSight = box.width > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth;
        const name = focused.id || focused.textContent.trim().slice(0, 40) || focused.tagName;
        return { name, shows, inSight };
    }"""

    def __init__(self, page: Page) -> None:
        self.seen = page.evaluate(self.LOOK)

    def expect_visible(self) -> None:
        assert self.seen["shows"], f"no focus mark on {self.seen['name']}"
        assert self.seen["inSight"], f"focus is out of sight on {self.seen['name']}"
