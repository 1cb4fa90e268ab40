"""Makes the pictures in docs/images: a demo server, a browser, nine pages. Run by `make docs`."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from ehbo.demo import people as demo
from ehbo.domain import clock

IMAGES = Path(__file__).parent / "images"
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 740}
LARGEST = 1_000_000
STARTING_SECONDS = 20
THEME = "/zelfanalyse/overheidsparticipatie/raad"
ANOUK, _, NOOR, YUSUF = range(4)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = demo.make(Path(folder), clock.day_of(clock.system_clock()))
        keys = [key for _, key in made.people]
        north, space, talks, _ = made.teams
        shared = "&".join(f"code={team.compare_code}" for team in (north, space, talks))
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox"] if os.getuid() == 0 else [],
        )
        with server(Path(folder)) as address:
            picture(browser, address, "home", "/", at="header")
            picture(browser, address, "theme", THEME, keys[ANOUK], at=".progress", act=answer_two)
            picture(browser, address, "profile", "/profiel", keys[YUSUF], at="main h2")
            picture(browser, address, "plan", "/pop-op", keys[NOOR], at="main h1")
            picture(browser, address, "theme-phone", THEME, keys[ANOUK], at=".likert", size=PHONE)
            picture(
                browser,
                address,
                "team-lead",
                f"/team/{space.code}/beheer",
                space.lead_key,
                at="main h1",
            )
            picture(
                browser,
                address,
                "team-picture",
                f"/team/{north.code}/beeld",
                keys[YUSUF],
                at="main h1",
            )
            picture(browser, address, "team-beamer", f"/team/{talks.code}/beamer", at="main")
            picture(
                browser,
                address,
                "team-compare",
                f"/vergelijken?{shared}",
                at="main h2",
                act=wait_for_plotly,
            )
        browser.close()
    total = sum(path.stat().st_size for path in IMAGES.glob("*.png"))
    print(f"{total:,} bytes in all")
    if total > LARGEST:
        sys.exit(f"The pictures are larger than {LARGEST:,} bytes together.")


def chromium() -> str:
    own = os.environ.get("EHBO_CHROMIUM")
    names = (own, "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return found or sys.exit("No Chromium found: apt-get install chromium, or set EHBO_CHROMIUM.")


@contextmanager
def server(data: Path) -> Iterator[str]:
    """`ehbo serve` on a free port, for as long as the pictures take."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = Path(sys.executable).with_name("ehbo")
    process = subprocess.Popen(
        [command, "serve", "--port", str(port), "--data", data], stdout=subprocess.DEVNULL
    )
    try:
        wait_for(f"{address}/gezondheid")
        yield address
    finally:
        process.terminate()
        process.wait(STARTING_SECONDS)


def wait_for(address: str) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def picture(
    browser: Browser,
    address: str,
    name: str,
    path: str,
    key: str | None = None,
    *,
    at: str,
    act: Callable[[Page], None] | None = None,
    size: ViewportSize = WIDE,
) -> None:
    """One page from a place on, as the holder of a key sees it, in a browser of its own."""
    context = browser.new_context(base_url=address, viewport=size, locale="nl-NL")
    page = context.new_page()
    if key:
        page.goto("/sleutel")
        page.fill("#key_or_code", key)
        page.click("main form button")
        page.wait_for_load_state()
    page.goto(path)
    if act:
        act(page)
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")
    page.locator(at).first.evaluate(
        "e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 24)"
    )
    file = IMAGES / f"{name}.png"
    file.write_bytes(smaller(page.screenshot(animations="disabled", scale="css")))
    print(f"{file.relative_to(IMAGES.parents[1])}  {file.stat().st_size:,} bytes")
    context.close()


def answer_two(page: Page) -> None:
    page.check("#raad-1-3")
    page.check("#raad-2-2")
    page.get_by_text("Bewaard", exact=True).wait_for()


def wait_for_plotly(page: Page) -> None:
    page.locator(".compare__chart .main-svg").first.wait_for()


def smaller(png: bytes) -> bytes:
    """The same picture, its pixel data in one chunk that is packed as tightly as zlib can."""
    kept, pixels = [], b""
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IDAT":
            pixels += content
        else:
            kept.append((kind, content))
    packed = zlib.compressobj(9, zlib.DEFLATED, 15, 9)
    kept.insert(-1, (b"IDAT", packed.compress(zlib.decompress(pixels)) + packed.flush()))
    return png[:8] + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in kept
        if kind in (b"IHDR", b"PLTE", b"IDAT", b"IEND")
    )


if __name__ == "__main__":
    main()
