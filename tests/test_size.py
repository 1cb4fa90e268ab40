"""No file is longer than one can keep in mind, and no view than one can take in at a glance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.visitor import Installation

ROOT = Path(__file__).parents[1]
MOST_LINES = 300
MOST_OF_A_VIEW = 25
KINDS = (".py", ".js", ".css", ".html")
WEB = ROOT / "ehbo" / "web"
BUILT = WEB / "static" / "dist"
ROUTING = {"route", "get", "post", "put", "patch", "delete"}


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


def views(code: str) -> Iterator[tuple[str, int]]:
    """Each function that a decorator gives an address: its name, and its lines from `def` on."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef) and any(map(_routes, node.decorator_list)):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def _routes(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in ROUTING


@pytest.mark.parametrize("address", ['blueprint.get("/")', 'other.route("/", methods=["POST"])'])
def test_a_view_is_measured_without_what_stands_above_it(address: str) -> None:
    view = f"@{address}\n@visitor(\n  PUBLIC\n)\ndef view(\n  visit,\n):\n  # why\n\n  return 1\n"
    assert [*views(f"{view}\n\ndef helper():\n  return 2\n")] == [("view", 6)]


def test_no_view_is_longer_than_twenty_five_lines(here: Installation) -> None:
    measured = [
        (f"{path.relative_to(ROOT)}: {name}", length)
        for path in WEB.rglob("*.py")
        for name, length in views(path.read_text("utf-8"))
    ]
    assert len(measured) == len(here.app.view_functions)  # none has its address another way
    assert not [f"{view}, {length} lines" for view, length in measured if length > MOST_OF_A_VIEW]
