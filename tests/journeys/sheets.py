"""Lays the pictures that journeys kept side by side, a sheet per journey and width.

`python -m tests.journeys.sheets FOLDER` reads the folders in FOLDER/steps and writes
FOLDER/<journey>-<width>-<part>.png. A browser composes them: that saves a library for pictures.
"""

from __future__ import annotations

import html
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import AS_ROOT, HOW_TO_INSTALL, find_chromium
from tests.journeys.pictures import CUT

SHEET = 1960  # pixels, as are all sizes here
HIGHEST = 2000
COLUMNS = {375: 6}
USUAL_COLUMNS = 3
GAP = 12
CAPTION = 44
STYLE = f"""
    body {{ margin: 0; padding: {GAP}px; display: flex; gap: {GAP}px; align-items: start;
        background: #888; font: 15px/20px sans-serif }}
    figure {{ margin: 0 0 {GAP}px; background: #fff }}
    figcaption {{ box-sizing: border-box; height: {CAPTION}px; padding: 2px 6px; overflow: hidden;
        background: #222; color: #fff; white-space: nowrap }}
    img {{ display: block; width: 100% }}
    .cut img {{ border-bottom: 8px dashed #c00; box-sizing: border-box }}
"""


@dataclass(frozen=True)
class Picture:
    """One kept picture, and the room that it takes in a column of a sheet."""

    path: Path
    height: int

    @property
    def html(self) -> str:
        test, _, step = self.path.stem.rpartition(" · ")
        return (
            f"<figure class={'cut' if step.endswith(CUT) else 'whole'}>"
            f"<figcaption><b>{html.escape(step)}</b><br>{html.escape(test)}</figcaption>"
            f'<img src="{self.path.absolute().as_uri()}" alt=""></figure>'
        )


Columns = list[list[Picture]]


def pictures_in(folder: Path, width: float) -> Iterator[Picture]:
    """All that are there, each in its own look once."""
    looks: set[bytes] = set()
    for path in sorted(folder.glob("*.png")):
        look = path.read_bytes()
        if look in looks:
            continue
        looks.add(look)
        own_width, own_height = struct.unpack(">II", look[16:24])
        yield Picture(path, round(own_height * width / own_width) + CAPTION + GAP)


def parts(pictures: Iterator[Picture], columns: int) -> Iterator[Columns]:
    """Each picture at the foot of the shortest column; a new sheet when it would be too high."""
    sheet: Columns = [[] for _ in range(columns)]
    for picture in pictures:
        shortest = min(sheet, key=height)
        if shortest and height(shortest) + picture.height > HIGHEST:
            yield sheet
            sheet = [[] for _ in range(columns)]
            shortest = sheet[0]
        shortest.append(picture)
    yield sheet


def height(column: list[Picture]) -> int:
    return sum(picture.height for picture in column)


def lay(page: Page, folder: Path, there: Path) -> None:
    """Writes the sheets of one journey at one width."""
    columns = COLUMNS.get(int(folder.name.rpartition("-")[2]), USUAL_COLUMNS)
    width = (SHEET - GAP) / columns - GAP
    for number, sheet in enumerate(parts(pictures_in(folder, width), columns), 1):
        body = "".join(
            f'<div style="width: {width}px">{"".join(one.html for one in column)}</div>'
            for column in sheet
        )
        source = there / "sheet.html"
        source.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}")
        page.goto(source.absolute().as_uri())
        file = there / f"{folder.name}-{number:02}.png"
        page.screenshot(path=file, full_page=True)
        print(file)
        source.unlink()


def main(there: Path) -> None:
    browser_path = find_chromium() or sys.exit(f"NOT RUN: {HOW_TO_INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=AS_ROOT)
        page = browser.new_page(viewport={"width": SHEET, "height": 100})
        for folder in sorted((there / "steps").iterdir()):
            lay(page, folder, there)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
