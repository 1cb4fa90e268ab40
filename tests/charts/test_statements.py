"""Answers to one statement as a bar, and a mean as a mark: parsed and measured."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehbo.charts.labels import width
from ehbo.charts.statements import distribution, mean_mark
from ehbo.domain.questionnaire import Scale
from tests.charts.test_svg import FOUR_POINTS, SVG, TO_TEN, WORDS, classed, drawn, view_box

BAR_HEIGHT = 30


def segments(root: ElementTree.Element) -> list[tuple[float, float]]:
    """Left and right of every segment of the bar, without the samples in the key."""
    bars = [e for e in classed(root, "answer") if float(e.attrib["height"]) > BAR_HEIGHT]
    return [(float(e.attrib["x"]), float(e.attrib["x"]) + float(e.attrib["width"])) for e in bars]


def told(root: ElementTree.Element) -> list[str]:
    return [" ".join(s.text or "" for s in e) for e in classed(root, "answer-label")]


def assert_text_inside(root: ElementTree.Element) -> None:
    wide, high = view_box(root)
    for text in root.iter(f"{SVG}text"):
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib["text-anchor"]]
        size = float(text.attrib["font-size"])
        assert size * 320 / wide > 11.5, "legible on a narrow phone"
        for line in [text, *text]:
            if not line.text:
                continue
            long = width(line.text, size)
            x, y = float(line.attrib["x"]), float(line.attrib["y"])
            assert x - long * share >= -0.1 and x + long * (1 - share) <= wide + 0.1
            assert size * 0.7 <= y <= high - size * 0.2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 100_000), st.sampled_from(WORDS) | st.text(max_size=60)),
        min_size=2,
        max_size=11,
    ).filter(lambda answers: any(count for count, _ in answers))
)
def test_every_answer_that_was_given_is_seen(answers: list[tuple[int, str]]) -> None:
    counts, labels = [count for count, _ in answers], [label for _, label in answers]
    text = distribution(counts, labels, "Titel", "Uitleg", "s1")
    root = drawn(text)
    assert "style" not in text
    assert_text_inside(root)
    found = segments(root)
    assert len(found) == sum(count > 0 for count in counts)
    assert all(right - left >= 3.5 for left, right in found)
    assert all(right + 2 <= left for (_, right), (left, _) in pairwise(found)), "gaps between"
    assert found[0][0] >= 0 and found[-1][1] <= view_box(root)[0]
    assert len(told(root)) == len(counts)


def test_segments_are_as_long_as_their_share() -> None:
    root = drawn(distribution([10, 0, 30, 60], FOUR_POINTS.labels, "t", "d", "s1"))
    long = [right - left for left, right in segments(root)]
    assert [length / sum(long) for length in long] == pytest.approx([0.1, 0.3, 0.6], abs=0.015)


def test_the_key_tells_it_without_looking_at_shades() -> None:
    root = drawn(distribution([2, 0, 9, 1], FOUR_POINTS.labels, "t", "d", "s1"))
    assert told(root) == ["Zeer oneens: 2", "Oneens: 0", "Eens: 9", "Zeer eens: 1"]
    shades = [float(e.attrib["fill-opacity"]) for e in classed(root, "answer")]
    assert len(set(shades)) == 4 and shades[:3] == sorted(shades[:3])


def test_a_number_stands_only_where_it_fits() -> None:
    root = drawn(distribution([1, 1, 1, 40_000], FOUR_POINTS.labels, "t", "d", "s1"))
    assert [e.text for e in classed(root, "answer-number")] == ["40000"]


@pytest.mark.parametrize("many", range(2, 12))
def test_numbers_stand_out_from_their_segment(many: int) -> None:
    root = drawn(distribution([9] * many, [str(n) for n in range(many)], "t", "d", "s1"))
    bars = [e for e in classed(root, "answer") if float(e.attrib["height"]) > BAR_HEIGHT]
    numbers = classed(root, "answer-number")
    assert len(numbers) == many
    for bar, number in zip(bars, numbers, strict=True):
        ground = luminance(bar.attrib["fill"], float(bar.attrib["fill-opacity"]))
        letters = luminance(number.attrib["fill"])
        light, dark = max(ground, letters), min(ground, letters)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str, opacity: float = 1) -> float:
    """The relative luminance of WCAG, of a colour over white."""
    parts = [int(colour[at : at + 2], 16) / 255 * opacity + 1 - opacity for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("counts", "labels"),
    [([1], 1), ([1] * 12, 12), ([1, 2], 3), ([0, 0], 2), ([-1, 2], 2), ([], 0)],
)
def test_nonsense_counts_are_refused(counts: list[int], labels: int) -> None:
    with pytest.raises(ValueError):
        distribution(counts, ["x"] * labels, "t", "d", "s1")


@settings(max_examples=40, deadline=None)
@given(
    st.integers(-100, 100),
    st.lists(st.sampled_from(WORDS).map(str.strip), min_size=2, max_size=11),
    st.fractions(0, 1, max_denominator=50),
)
def test_a_mean_lies_where_its_value_is(lowest: int, labels: list[str], share: Fraction) -> None:
    scale = Scale(lowest=lowest, labels=tuple(labels))
    mean = lowest + share * (len(labels) - 1)
    text = mean_mark(mean, scale, "Titel", "Uitleg", "s1")
    root = drawn(text)
    assert "style" not in text
    assert_text_inside(root)
    (mark,) = classed(root, "mean-mark")
    across = float(mark.attrib["d"][1:].split()[0])
    line = classed(root, "mean-line")[0].attrib["d"]
    start, end = (float(point.split()[0]) for point in line[1:].split("L"))
    assert across == pytest.approx(start + float(share) * (end - start), abs=0.1)


def test_a_mean_is_written_the_dutch_way() -> None:
    root = drawn(mean_mark(Fraction(13, 5), FOUR_POINTS, "t", "d", "s1"))
    assert [e.text for e in classed(root, "mean-value")] == ["2,6"]
    assert told(root) == ["Zeer oneens", "Zeer eens"]
    assert [e.text for e in classed(root, "radar-tick")] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("mean", [Fraction(9, 10), Fraction(41, 10)])
def test_a_mean_off_the_scale_is_refused(mean: Fraction) -> None:
    with pytest.raises(ValueError):
        mean_mark(mean, FOUR_POINTS, "t", "d", "s1")


def test_both_are_named_for_a_screen_reader() -> None:
    for text in (
        distribution([1] * 11, TO_TEN.labels, "A & B", "<c>", "s7"),
        mean_mark(Fraction(2), FOUR_POINTS, "A & B", "<c>", "s7"),
    ):
        root = drawn(text)
        names = {e.get("id"): e.text for e in root.iter() if e.get("id")}
        assert root.get("role") == "img"
        assert [names[i] for i in root.attrib["aria-labelledby"].split()] == ["A & B", "<c>"]
        assert set(names) == {"s7-title", "s7-desc"}
