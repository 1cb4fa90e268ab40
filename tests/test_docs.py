"""The documentation points at things that exist, and names every setting."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import ehbo
from ehbo.config import PREFIX, SETTINGS_FILE, Settings

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", re.S)
IN_TICKS = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
PATH = re.compile(r"(?:ehbo|tests|docs|bench)/[\w./-]+\.\w+(?:::\w+)?")
FILE_ENDS = (".py", ".md", ".toml", ".html", ".js", ".mjs", ".css", ".typ", ".json", ".db", ".txt")
NAMING = ["docs/architecture.md", "docs/privacy.md", "docs/glossary.md", "docs/decisions"]
# Written so that this file does not hold them itself.
NOT_OURS = ["/" + "work/", "/" + "root/", "bash" + "_jobs", "file" + ":///"]
REGISTRIES = [
    "registry." + "npmjs.org",
    "registry." + "yarnpkg.com",
    "files." + "pythonhosted.org",
    "pypi" + ".org/simple",
]


def tracked() -> list[Path]:
    """All files that are in the repository, or will be."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git repository")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(document: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    text = CODE.sub("", document.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()).strip() for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(CODE.sub("", document.read_text("utf-8"))):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        there = (document.parent / path).resolve() if path else document
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_files_that_are_named_exist(document: Path) -> None:
    for words in IN_TICKS.findall(CODE.sub("", document.read_text("utf-8"))):
        for named in PATH.findall(words):
            path, _, test = named.partition("::")
            if path.startswith("ehbo/web/static/dist"):
                continue
            assert (ROOT / path).exists(), named
            if test:
                assert f"def {test}(" in (ROOT / path).read_text("utf-8"), named


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_that_are_named_exist(document: str) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)\b", (ROOT / document).read_text("utf-8")))
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert named
    assert named <= known


def test_every_setting_is_explained_and_no_other() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\S+) \|", page, re.M)
    fields = {name: field for name, field in Settings.model_fields.items() if name != "data"}
    assert {name for name, _, _ in rows} == set(fields), f"the table of {SETTINGS_FILE}"
    for name, variable, default in rows:
        assert variable == PREFIX + name.upper()
        value = fields[name].default
        assert default.strip("`") == ("leeg" if value == "" else str(value).lower())
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", page))
    assert named == {v for _, v, _ in rows} | {"EHBO_DATA", "EHBO_CHROMIUM"}


def test_publiccode_says_what_the_standard_asks() -> None:
    yaml = pytest.importorskip("yaml")  # comes with djlint
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    asked = {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus"}
    asked |= {"softwareType", "description", "legal", "maintenance", "localisation"}
    assert asked <= set(said)
    assert said["softwareVersion"] == ehbo.__version__
    assert said["legal"]["license"] == "EUPL-1.2"
    assert said["maintenance"]["contacts"]
    for text in said["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
        for picture in text.get("screenshots", ()):
            assert (ROOT / picture).is_file()


def test_the_version_is_in_the_changelog() -> None:
    assert f"## [{ehbo.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_place_of_one_machine_and_no_registry_is_in_the_repository() -> None:
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for needle in NOT_OURS + REGISTRIES:
            assert needle not in text, f"{needle} in {name_of(path)}"


def test_pictures_stay_small() -> None:
    pictures = [*(ROOT / "docs" / "images").iterdir()]
    assert sum(path.stat().st_size for path in pictures) < 1_000_000


@cache
def modules() -> tuple[ModuleType, ...]:
    found = pkgutil.walk_packages(ehbo.__path__, "ehbo.")
    return tuple(importlib.import_module(module.name) for module in found)


def starts(first: str) -> Iterator[object]:
    """What the first word of a dotted name may mean: a module, or a name in one."""
    for module in modules():
        if module.__name__.rpartition(".")[2] == first:
            yield module
        if hasattr(module, first):
            yield getattr(module, first)


def exists(dotted: str) -> bool:
    first, *rest = dotted.removeprefix("ehbo.").split(".")
    found = list(starts(first))
    for name in rest:
        found = [
            part
            for thing in found
            for part in ([getattr(thing, name)] if hasattr(thing, name) else fields(thing, name))
        ]
    return bool(found)


def fields(thing: object, name: str) -> list[object]:
    """Fields without a default are no attribute of their class."""
    known = getattr(thing, "model_fields", None) or getattr(thing, "__dataclass_fields__", {})
    return [known[name]] if name in known else []


SHELVES = (
    "",
    "ehbo",
    "ehbo/domain",
    "ehbo/store",
    "ehbo/web",
    "ehbo/web/frame",
    "ehbo/web/templates",
)
FILE = re.compile(r"[\w/.-]+\.(?:py|html|css|js|mjs|typ|toml)")


def test_every_file_that_the_architecture_names_exists() -> None:
    """By its path, or by its path within the layer that the sentence or column is about."""
    text = CODE.sub("", (ROOT / "docs" / "architecture.md").read_text("utf-8"))
    everywhere = {path.name for part in ("ehbo", "tests") for path in (ROOT / part).rglob("*.*")}

    named = {words for words in IN_TICKS.findall(text) if FILE.fullmatch(words)}
    missing = [
        name
        for name in named
        if not any((ROOT / shelf / name).is_file() for shelf in SHELVES)
        and ("/" in name or name not in everywhere)
    ]

    assert len(named) > 60
    assert not missing


@pytest.mark.parametrize("document", NAMING)
def test_names_of_code_exist(document: str) -> None:
    path = ROOT / document
    for file in sorted(path.glob("*.md")) if path.is_dir() else [path]:
        for words in IN_TICKS.findall(CODE.sub("", file.read_text("utf-8"))):
            name = words.partition("(")[0].replace(":", ".")
            if DOTTED.fullmatch(name) and not name.endswith(FILE_ENDS):
                assert exists(name), f"{name} in {name_of(file)}"
