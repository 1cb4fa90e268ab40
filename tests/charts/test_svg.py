"""The charts as a reader without eyes for code: parsed XML, and the picture measured."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehbo.charts.labels import width, wrap
from ehbo.charts.layout import LABEL_SIZE, LINE
from ehbo.charts.svg import Series, radar
from ehbo.domain.questionnaire import Scale

SVG = "{http://www.w3.org/2000/svg}"
FIVE = ["Doen", "Doel", "Raad", "Geld", "Organisatieverandering"]
FOUR_POINTS = Scale(labels=("Zeer oneens", "Oneens", "Eens", "Zeer eens"))
FIVE_POINTS = Scale(labels=tuple("abcde"))
TO_TEN = Scale(lowest=0, labels=tuple("abcdefghijk"))
WORDS = [
    "Doen",
    "Organisatieverandering",
    "Overheidsparticipatie",
    "Financieringsmogelijkheden",
    "Samenlevingsgericht werken",
    "AanTafel! & <zo>",
    "W" * 40,
    "-" * 60,
    "één",
    "😀 blij",
]


def fractions(*values: float | None) -> tuple[Fraction | None, ...]:
    return tuple(None if v is None else Fraction(str(v)) for v in values)


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def classed(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in root.iter() if name in e.get("class", "").split()]


def view_box(root: ElementTree.Element) -> tuple[float, float]:
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    return wide, high


def numbers(path: str) -> list[tuple[float, float]]:
    found = [float(n) for n in re.findall(r"-?\d+\.\d+", path)]
    return list(zip(found[::2], found[1::2], strict=True))


def marks(root: ElementTree.Element, series: int) -> list[tuple[float, float]]:
    if series == 1:
        found = [e for e in root.iter(f"{SVG}circle") if e.get("class") == "radar-mark-1"]
        return [(float(e.attrib["cx"]), float(e.attrib["cy"])) for e in found]
    found = [e for e in root.iter(f"{SVG}rect") if e.get("class") == "radar-mark-2"]
    return [(float(e.attrib["x"]) + 7, float(e.attrib["y"]) + 7) for e in found]


def boxes(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of every label, estimated as the chart itself does not: per line."""
    found = []
    for text in classed(root, "radar-label"):
        spans = list(text.iter(f"{SVG}tspan"))
        lines = [width(span.text or "", LABEL_SIZE) for span in spans]
        x = float(spans[0].attrib["x"])
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib["text-anchor"]]
        wide = max(lines)
        top = float(spans[0].attrib["y"]) - LINE * 0.76
        found.append((x - wide * share, top, x + wide * (1 - share), top + LINE * len(spans)))
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=40), min_size=1, max_size=12),
    st.sampled_from([FOUR_POINTS, FIVE_POINTS, TO_TEN]),
    st.integers(1, 2),
    st.data(),
)
def test_everything_stays_inside_the_picture(
    labels: list[str], scale: Scale, count: int, data: st.DataObject
) -> None:
    value = st.none() | st.fractions(scale.lowest, scale.highest, max_denominator=7)
    values = st.tuples(*[value] * len(labels))
    series = [Series(f"Meting {n}", data.draw(values)) for n in range(count)]
    text = radar(labels, series, scale, "Titel", "Uitleg")
    root = drawn(text)
    wide, high = view_box(root)
    assert "style" not in text
    found = boxes(root)
    for left, top, right, bottom in found:
        assert left >= 0 and right <= wide and top >= 0 and bottom <= high
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            assert (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
    for number, one in enumerate(series, 1):
        points = marks(root, number)
        known = sum(v is not None for v in one.values)
        assert len(points) == known + (count == 2), "one mark a value, one in the legend"
        assert all(0 < x < wide and 0 < y < high for x, y in points)


@pytest.mark.parametrize("scale", [FOUR_POINTS, FIVE_POINTS, TO_TEN])
@pytest.mark.parametrize("axes", range(3, 13))
def test_marks_lie_on_their_ring(scale: Scale, axes: int) -> None:
    values = tuple(Fraction(scale.values[n % len(scale.values)]) for n in range(axes))
    labels = [f"T{n}" for n in range(axes)]
    root = drawn(radar(labels, [Series("nu", values)], scale, "t", "d"))
    rings = [numbers(e.attrib["d"]) for e in classed(root, "radar-ring")]
    assert len(rings) == len(scale.values)
    for at, point in enumerate(marks(root, 1)):
        ring = rings[scale.values.index(int(values[at] or 0))]
        assert math.dist(point, ring[at]) < 0.2


def test_a_missing_value_leaves_a_gap() -> None:
    series = Series("nu", fractions(2.6, 3, None, 2.4, 3.5))
    root = drawn(radar(FIVE, [series], FOUR_POINTS, "t", "d"))
    assert len(marks(root, 1)) == 4
    assert not classed(root, "radar-area-1")
    (line,) = classed(root, "radar-line-1")
    assert "Z" not in line.attrib["d"]
    assert line.attrib["d"].count("M") == 3, "five neighbours less the two at the gap"


def test_a_lonely_value_is_a_mark_without_a_line() -> None:
    series = Series("nu", fractions(2.6, None, 3, None, None))
    root = drawn(radar(FIVE, [series], FOUR_POINTS, "t", "d"))
    assert len(marks(root, 1)) == 2
    assert not classed(root, "radar-line-1")


def test_the_earlier_line_differs_by_more_than_colour() -> None:
    now, then = Series("Nu", fractions(3, 3, 3, 3, 3)), Series("Eerder", fractions(2, 2, 2, 2, 2))
    root = drawn(radar(FIVE, [now, then], FOUR_POINTS, "t", "d"))
    assert all(e.get("stroke-dasharray") for e in classed(root, "radar-line-2"))
    assert not any(e.get("stroke-dasharray") for e in classed(root, "radar-line-1"))
    assert {"Nu", "Eerder"} <= {e.text for e in root.iter(f"{SVG}tspan")}
    alone = drawn(radar(FIVE, [now], FOUR_POINTS, "t", "d"))
    assert "Nu" not in {e.text for e in alone.iter(f"{SVG}tspan")}


OWN = Series("Jij", fractions(1, 4, 3, 2, 1))


def test_somebodys_own_line_has_dots_and_triangles() -> None:
    now, then = Series("Nu", fractions(3, 3, 3, 3, 3)), Series("Eerder", fractions(2, 2, 2, 2, 2))
    root = drawn(radar(FIVE, [now, then, OWN], FOUR_POINTS, "t", "d"))
    assert {e.tag for e in classed(root, "radar-mark-3")} == {f"{SVG}path"}
    assert len(classed(root, "radar-mark-3")) == 6, "one a value, one in the legend"
    looks = [classed(root, f"radar-line-{n}")[0] for n in (1, 2, 3)]
    assert len({e.get("stroke-dasharray") for e in looks}) == 3
    assert len({e.get("stroke") for e in looks}) == 3
    assert {"Nu", "Eerder", "Jij"} <= {e.text for e in root.iter(f"{SVG}tspan")}


@pytest.mark.parametrize("labels", [FIVE, FIVE[:2]])
def test_ones_own_line_needs_no_earlier_one(labels: list[str]) -> None:
    now = Series("Nu", fractions(3, 3, 3, 3, 3)[: len(labels)])
    own = Series("Jij", OWN.values[: len(labels)])
    root = drawn(radar(labels, [now, None, own], FOUR_POINTS, "t", "d"))
    assert len(classed(root, "radar-mark-3")) == len(labels) + 1
    assert not classed(root, "radar-mark-2")
    with pytest.raises(ValueError):
        radar(labels, [None, now], FOUR_POINTS, "t", "d")


def test_it_is_named_for_a_screen_reader() -> None:
    text = radar(FIVE, [Series("nu", fractions(1, 2, 3, 4, 1))], FOUR_POINTS, "A & B", "<c>", "mij")
    root = drawn(text)
    assert root.get("role") == "img"
    names = {e.get("id"): e.text for e in root.iter() if e.get("id")}
    assert [names[i] for i in root.attrib["aria-labelledby"].split()] == ["A & B", "<c>"]
    assert all(name.startswith("mij-") for name in names if name)


def test_text_is_large_enough_on_a_narrow_phone() -> None:
    root = drawn(radar(FIVE, [Series("nu", fractions(1, 2, 3, 4, 1))], FOUR_POINTS, "t", "d"))
    scaled = 320 / view_box(root)[0]
    sizes = [float(e.attrib["font-size"]) * scaled for e in root.iter(f"{SVG}text")]
    assert min(sizes) > 11.5


def test_one_or_two_themes_become_bars() -> None:
    root = drawn(radar(["Geld"], [Series("nu", fractions(2.5))], FOUR_POINTS, "t", "d"))
    assert not classed(root, "radar-ring")
    assert len(classed(root, "radar-area-1")) == 1
    empty = drawn(radar(["Geld"], [Series("nu", (None,))], FOUR_POINTS, "t", "d"))
    assert not classed(empty, "radar-area-1")


def test_ticks_of_a_long_scale_keep_apart() -> None:
    root = drawn(radar(FIVE, [Series("nu", (None,) * 5)], TO_TEN, "t", "d"))
    ticks = [(e.text, float(e.attrib["y"])) for e in classed(root, "radar-tick")]
    assert [t for t, _ in ticks] == ["0", "2", "4", "6", "8", "10"]
    assert all(a - b > 13 for (_, a), (_, b) in pairwise(ticks))


@pytest.mark.parametrize(
    ("labels", "count", "axes"), [(FIVE, 0, 5), (FIVE, 4, 5), ([], 1, 0), (FIVE, 1, 4)]
)
def test_nonsense_is_refused(labels: list[str], count: int, axes: int) -> None:
    with pytest.raises(ValueError):
        radar(labels, [Series("nu", (None,) * axes)] * count, FOUR_POINTS, "t", "d")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Organisatieverandering", ("Organisatie-", "verandering")),
        ("Overheidsparticipatie", ("Overheids-", "participatie")),
        ("Bewonersinitiatieven", ("Bewoners-", "initiatieven")),
        ("Doen", ("Doen",)),
        ("", ("",)),
        ("Raad en college", ("Raad en", "college")),
    ],
)
def test_words_break_where_a_reader_expects(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, LABEL_SIZE, 112) == lines


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80), st.floats(40, 300))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, widest: float) -> None:
    lines = wrap(text, LABEL_SIZE, widest)
    assert all(width(line, LABEL_SIZE) <= widest or len(line) <= 2 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == "".join(text.split()).replace(
        "-", ""
    )
