"""Errors carry a reason and facts; no sentence for people is raised below the web."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ehbo
from ehbo.domain.errors import EhboError, FileFault, KeyTypo, Typo, UnreadableFile
from ehbo.domain.writing import KEY
from tests.every_error import ABSTRACT, FACTS, classes, every_error, name_of

PACKAGE = Path(ehbo.__file__).parent
MODULES = sorted([*(PACKAGE / "domain").rglob("*.py"), *(PACKAGE / "store").rglob("*.py")])
# Words that nearly every Dutch sentence has, and no English one.
DUTCH = re.compile(
    r"\b(aan|alle|alleen|als|bij|dat|de|deze|dit|een|eerst|er|geen|haar|het|hier|hoort|iets|ik|je|"
    r"kan|kies|kijk|klopt|maar|mag|meer|met|moet|naar|niet|niets|nieuwe|nog|nu|onder|ook|op|opnieuw|"
    r"te|ten|tot|uit|van|veel|vol|voor|vraag|vul|wat|werd|wie|wordt|zijn|zo)\b",
    re.IGNORECASE,
)
# What is for who looks after an installation and not for a visitor keeps its words.
ALLOWED = {"Problem"}


def raised_texts(code: str) -> Iterator[str]:
    """The texts in every raise of a module, also by the names and functions of the module in it."""
    tree = ast.parse(code)
    named: dict[str, ast.AST] = {}
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name):
                named[name] = node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                named[name] = node
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            yield from texts(node, named, set())


def texts(node: ast.AST, named: dict[str, ast.AST], seen: set[str]) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.Name) and part.id in named and part.id not in seen:
            yield from texts(named[part.id], named, seen | {part.id})


def own_texts(code: str) -> Iterator[str]:
    """The texts in the classes of a module, but for what describes them."""
    for kind in ast.parse(code).body:
        if isinstance(kind, ast.ClassDef) and kind.name not in ALLOWED:
            for node in ast.walk(kind):
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
                    node.body = node.body[1:]
            yield from texts(kind, {}, set())


def is_dutch(text: str) -> bool:
    return DUTCH.search(text) is not None


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_nothing_below_the_web_raises_a_sentence_for_people(module: Path) -> None:
    code = module.read_text("utf-8")
    found = [text for text in raised_texts(code) if is_dutch(text)]
    if module.name == "errors.py":
        found += [text for text in own_texts(code) if is_dutch(text)]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'raise TooMuch("Er past niet meer bij.")',
        'raise TooMuch(f"Er passen {MOST} acties in je plan.")',
        'FULL = "Haal er eerst een weg."\ndef save(): raise TooMuch(FULL)',
        'def why(): return "Dit bestand is te groot."\ndef load(): raise UnreadableFile(why())',
    ],
)
def test_a_sentence_would_be_found_wherever_it_stands(code: str) -> None:
    assert any(is_dutch(text) for text in raised_texts(code))


def test_a_sentence_in_a_class_would_be_found() -> None:
    code = 'class A(E):\n    """Dit mag."""\n    def __init__(self): super().__init__("is van een")'
    assert list(own_texts(code)) == ["is van een"]


@pytest.mark.parametrize("name", [kind.__name__ for kind in ABSTRACT])
def test_no_error_is_raised_without_saying_which(name: str) -> None:
    for module in PACKAGE.rglob("*.py"):
        assert f"raise {name}" not in module.read_text("utf-8"), module


def test_every_fact_of_an_error_is_known_to_these_tests() -> None:
    for error in every_error():
        facts = {k: v for k, v in vars(error).items() if k != "reason"}
        assert facts == {name: FACTS[name] for name in facts}, name_of(error)
    assert len(list(classes())) > 30


@pytest.mark.parametrize(
    "error",
    [
        KeyTypo(Typo.SIGN, KEY, sign="kanarie", group=1),
        UnreadableFile(FileFault.PART, "kanarie"),
        UnreadableFile(FileFault.ANSWER, "kanarie"),
    ],
    ids=name_of,
)
def test_an_error_does_not_tell_what_was_typed(error: EhboError) -> None:
    assert "kanarie" not in f"{error} {error!r} {error.args}"
