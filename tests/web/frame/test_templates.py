"""What holds for every template and stylesheet, read as text: lines, links, addresses, classes."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

import ehbo

HOUSE = Path(ehbo.__file__).parent
TEMPLATES = HOUSE / "web" / "templates"
SOURCES = HOUSE / "web" / "static" / "src"

LONGEST_LINE = 160
OF_THE_THEME = {"voorbeeld-theme"}  # known to the stylesheet of NL Design System only

NAME = r"[a-zA-Z][\w-]*"
HOLE = "\0"  # stands where an expression fills in a part of a name
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")


@cache
def texts(folder: Path, ending: str) -> dict[str, str]:
    """Every file in a folder, by its path there."""
    files = sorted(folder.rglob(f"*.{ending}"))
    assert files
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


PAGES = [*texts(TEMPLATES, "html")]


def strings(code: str) -> list[str]:
    return ["".join(groups) for groups in STRING.findall(code)]


def classes_of(template: str) -> set[str]:
    """The classes in the attributes of a template, such as {"card", "field--\\0"}."""
    markup = re.sub(r"\{#.*?#\}|\{%-? macro .*?%\}", "", template, flags=re.S)
    attributes = " ".join(re.findall(r'\sclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', markup, re.S))
    filled = re.sub(r"\{\{.*?\}\}", HOLE, re.sub(r"\{%.*?%\}", " ", attributes, flags=re.S))
    chosen = " ".join(strings(" ".join(re.findall(r"\{\{.*?\}\}", attributes, re.S))))
    return {name for name in f"{filled} {chosen}".split() if name != HOLE}


def classes_in_code(code: str) -> set[str]:
    """What a module, a script or the Jinja of a template may mean by a class.

    That is any string with a hyphen or underscore in it; a single word only where the code says
    that it is a class, or puts a dot before it.
    """
    said = [re.sub(r"\$?\{[^}]*\}", HOLE, string) for string in strings(code)]
    words = re.findall(rf"[\w{HOLE}-]+", " ".join(said))
    classes = re.findall(r"\"class\": f?\"([^\"]*)\"|\sclass=\\?[\"']([^\"'\\]*)", code)
    return {
        *(re.sub("--$", f"--{HOLE}", word) for word in words if re.search("[-_]", word)),
        *" ".join(chain.from_iterable(classes)).split(),
        *re.findall(rf"\.({NAME})", " ".join(said)),
    }


def classes_in_css(css: str) -> set[str]:
    css = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", css, flags=re.S)
    selectors = [s for s in re.findall(r"([^{};]+)\{", css) if not s.strip().startswith("@")]
    return set(re.findall(rf"\.({NAME})", " ".join(selectors)))


@cache
def everything_with_code() -> tuple[str, ...]:
    jinja = (" ".join(JINJA.findall(text)) for text in texts(TEMPLATES, "html").values())
    return (*texts(HOUSE, "py").values(), *texts(SOURCES, "js").values(), *jinja)


@cache
def classes_in_use() -> set[str]:
    return set().union(
        *map(classes_of, texts(TEMPLATES, "html").values()),
        *map(classes_in_code, everything_with_code()),
    )


@cache
def words_in_code() -> set[str]:
    said = chain.from_iterable(map(strings, everything_with_code()))
    return set(re.findall(NAME, " ".join(said)))


def is_named(name: str, named: set[str]) -> bool:
    """Whether a class is named whole, or by a name with holes that code has the words for."""
    if name in named:
        return True
    for holed in (one for one in named if HOLE in one and one[0] != HOLE):
        pattern = rf"(\d+|{NAME})".join(map(re.escape, holed.split(HOLE)))
        filled = re.fullmatch(pattern, name)
        if filled and all(part.isdecimal() or part in words_in_code() for part in filled.groups()):
            return True
    return False


def test_classes_are_found_however_they_are_written() -> None:
    template = '<p class="a{% if b %} c--{{ d }}{% endif %} {{ \'e\' if f else "g" }}">{{ h("i") }}'
    css = '@media (x) { .a > .b__c:not(.d), p { background: url("e.f") } } /* .g */'
    code = 'tag("p", {"class": "a"}); f"b-{c}"; list.toggle("d"); find(".e f"); "g--" ~ h'

    assert classes_of(template) == {"a", f"c--{HOLE}", "e", "g"}
    assert classes_in_css(css) == {"a", "b__c", "d"}
    assert classes_in_code(code) == {"a", f"b-{HOLE}", "e", f"g--{HOLE}"}
    assert is_named("radar-1", {f"radar-{HOLE}"})
    assert not is_named("radar-of-nobody", {f"radar-{HOLE}", f"{HOLE}-{HOLE}-{HOLE}"})


@pytest.mark.parametrize("name", PAGES)
def test_lines_of_a_template_fit_in_a_window(name: str) -> None:
    lines = texts(TEMPLATES, "html")[name].split("\n")
    assert not [at for at, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]


@pytest.mark.parametrize("name", PAGES)
def test_a_template_writes_no_address_or_link_by_hand(name: str) -> None:
    text = texts(TEMPLATES, "html")[name]
    by_hand = re.findall(r"(?:href|action|src)=[\"']?/|[\"']/[\w-]+[\"'/]", text)
    assert not by_hand
    assert "utrecht-link--html-a" not in text or name == "parts/links.html"


@pytest.mark.parametrize("name", PAGES)
def test_a_template_gives_no_class_that_nothing_knows(name: str) -> None:
    known = set().union(*map(classes_in_css, texts(SOURCES, "css").values()))
    known |= set().union(*map(classes_in_code, texts(SOURCES, "js").values()))
    whole = {one for one in classes_of(texts(TEMPLATES, "html")[name]) if HOLE not in one}
    strange = whole - known - OF_THE_THEME
    assert not {one for one in strange if not one.startswith("utrecht-")}


@pytest.mark.parametrize("name", texts(SOURCES, "css"))
def test_a_stylesheet_has_no_class_that_nothing_names(name: str) -> None:
    css = texts(SOURCES, "css")[name]
    assert not {one for one in classes_in_css(css) if not is_named(one, classes_in_use())}


def test_no_component_is_loaded_that_no_page_has() -> None:
    components = re.findall(r"@utrecht/([\w-]+)-css/", texts(SOURCES, "css")["ehbo.css"])
    assert len(components) > 10
    for name in components:
        assert is_named(f"utrecht-{name}", classes_in_use()), name
