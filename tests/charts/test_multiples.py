"""Small radars: what stands at their axes, and that it all fits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehbo.charts.labels import width
from ehbo.charts.multiples import WIDTH, abbreviations, small_radar
from ehbo.charts.svg import Series
from ehbo.domain.questionnaire import Scale
from tests.charts.test_svg import (
    FIVE,
    FIVE_POINTS,
    FOUR_POINTS,
    SVG,
    TO_TEN,
    WORDS,
    classed,
    drawn,
    fractions,
    view_box,
)

LETTERS = 15


@pytest.mark.parametrize(
    ("labels", "short"),
    [
        (FIVE, ("Doen", "Doel", "Raad", "Geld", "Org.")),
        (["Bewoners", "Bewust", "Geld"], ("1", "2", "3")),
        (["De stad", "Op weg", "Zo"], ("De.", "Op.", "Zo")),
        (["WWWW", "B", "C"], ("1", "2", "3")),
        (["", "B", "C"], ("1", "2", "3")),
    ],
)
def test_axes_carry_short_names_that_differ(labels: list[str], short: tuple[str, ...]) -> None:
    assert abbreviations(labels) == short


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=12), min_size=1, max_size=12),
    st.sampled_from([FOUR_POINTS, FIVE_POINTS, TO_TEN]),
    st.data(),
)
def test_nothing_is_cut(labels: list[str], scale: Scale, data: st.DataObject) -> None:
    value = st.none() | st.fractions(scale.lowest, scale.highest, max_denominator=7)
    series = Series("Noord", data.draw(st.tuples(*[value] * len(labels))))
    text = small_radar(labels, series, scale, "Titel", "Uitleg", "klein")
    root = drawn(text)
    wide, high = view_box(root)
    assert "style" not in text
    assert wide == WIDTH
    for name in classed(root, "radar-label"):
        x, y = float(name.attrib["x"]), float(name.attrib["y"])
        long = width(name.text or "", LETTERS)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[name.attrib["text-anchor"]]
        assert x - long * share >= 0 and x + long * (1 - share) <= wide
        assert LETTERS * 0.75 <= y <= high - LETTERS * 0.2
    points = [(float(e.attrib["cx"]), float(e.attrib["cy"])) for e in root.iter(f"{SVG}circle")]
    assert len(points) == sum(v is not None for v in series.values)
    assert all(0 < x < wide and 0 < y < high for x, y in points)


def test_a_missing_value_leaves_a_gap() -> None:
    series = Series("Noord", fractions(2.6, 3, None, 2.4, 3.5))
    root = drawn(small_radar(FIVE, series, FOUR_POINTS, "t", "d", "klein"))
    assert not classed(root, "radar-area-1")
    assert classed(root, "radar-line-1")[0].attrib["d"].count("M") == 3


def test_letters_are_legible_at_the_smallest_size() -> None:
    root = drawn(small_radar(FIVE, Series("x", (None,) * 5), FOUR_POINTS, "t", "d", "klein"))
    assert min(float(e.attrib["font-size"]) for e in root.iter(f"{SVG}text")) * 160 / WIDTH > 11.5


def test_it_is_named_for_a_screen_reader() -> None:
    text = small_radar(FIVE, Series("x", (None,) * 5), FOUR_POINTS, "A & B", "<c>", "klein-3")
    root = drawn(text)
    names = {e.get("id"): e.text for e in root.iter() if e.get("id")}
    assert root.get("role") == "img"
    assert [names[i] for i in root.attrib["aria-labelledby"].split()] == ["A & B", "<c>"]
    assert set(names) == {"klein-3-title", "klein-3-desc"}


@pytest.mark.parametrize(("labels", "count"), [([], 0), (FIVE, 4)])
def test_nonsense_is_refused(labels: list[str], count: int) -> None:
    with pytest.raises(ValueError):
        small_radar(labels, Series("x", (None,) * count), FOUR_POINTS, "t", "d", "klein")
