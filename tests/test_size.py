"""No file is longer than one can keep in mind."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_LINES = 300
KINDS = (".py", ".js", ".css", ".html")
BUILT = ROOT / "ehbo" / "web" / "static" / "dist"


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    files = [
        path
        for part in ("ehbo", "tests", "bench")
        for path in (ROOT / part).rglob("*")
        if path.suffix in KINDS and not path.is_relative_to(BUILT)
    ]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert {path.suffix for path in files} == {*KINDS}
    assert not [
        f"{path.relative_to(ROOT)}: {length} lines"
        for path, length in lengths.items()
        if length > MOST_LINES
    ]
