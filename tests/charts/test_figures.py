"""The figure for Plotly as data: what it says, and how its lines are told apart."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from ehbo.charts.figures import MOST, comparison, sample
from ehbo.charts.shapes import LOOKS
from ehbo.charts.svg import Series
from tests.charts.test_statements import luminance
from tests.charts.test_svg import FIVE, FOUR_POINTS, TO_TEN, drawn, fractions

NOORD = Series("Noord", fractions(2.6, 3, 2.2, 2.4, 3.5))


def figure(*series: Series, labels: list[str] = FIVE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(comparison(labels, series, FOUR_POINTS))
    return found


def test_a_line_is_closed_and_has_its_values() -> None:
    (trace,) = figure(NOORD)["data"]
    assert trace["type"] == "scatterpolar"
    assert trace["r"] == [2.6, 3, 2.2, 2.4, 3.5, 2.6]
    assert trace["theta"] == ["0", "1", "2", "3", "4", "0"]
    assert trace["name"] == "Noord"


def test_a_missing_value_is_a_gap() -> None:
    (trace,) = figure(Series("Noord", fractions(2, None, 3, None, 4)))["data"]
    assert trace["r"] == [2, None, 3, None, 4, 2]
    assert trace["connectgaps"] is False


def test_hovering_tells_it_in_dutch() -> None:
    (trace,) = figure(NOORD)["data"]
    assert trace["hoverinfo"] == "text"
    assert trace["hovertext"][0] == "Noord<br>Doen: 2,6"


def test_names_are_text_and_not_markup() -> None:
    odd = Series("<b>Zuid</b> & co\x00", fractions(1, 2, 3))
    found = figure(odd, labels=["<i>Doen", "Doel", "Raad"])
    (trace,) = found["data"]
    assert trace["name"] == "&lt;b&gt;Zuid&lt;/b&gt; &amp; co"
    assert trace["hovertext"][0] == "&lt;b&gt;Zuid&lt;/b&gt; &amp; co<br>&lt;i&gt;Doen: 1,0"
    assert found["layout"]["polar"]["angularaxis"]["ticktext"][0] == "&lt;i&gt;Doen"


def test_eight_lines_differ_in_colour_in_dashes_and_in_mark() -> None:
    traces = figure(*[NOORD] * MOST)["data"]
    assert len(traces) == MOST == 8
    for look in (
        [trace["line"]["color"] for trace in traces],
        [trace["line"]["dash"] for trace in traces],
        [trace["marker"]["symbol"] for trace in traces],
    ):
        assert len(set(look)) == MOST


def test_every_colour_stands_out_from_white() -> None:
    assert all(1.05 / (luminance(look.colour) + 0.05) >= 3 for look in LOOKS)


def test_the_axes_are_those_of_the_questionnaire() -> None:
    polar = figure(NOORD)["layout"]["polar"]
    assert polar["radialaxis"]["range"] == [1, 4]
    assert polar["radialaxis"]["tickvals"] == [1, 2, 3, 4]
    assert polar["radialaxis"]["ticktext"] == ["1", "2", "3", "4"]
    assert polar["angularaxis"]["ticktext"][:2] == ["Doen", "Doel"]
    assert polar["angularaxis"]["ticktext"][-1] == "Organisatie-<br>verandering"
    ten = json.loads(comparison(FIVE, [NOORD], TO_TEN))["layout"]["polar"]["radialaxis"]
    assert ten["tickvals"] == list(range(11))
    assert "" in ten["ticktext"], "rings at each point, numbers where there is room"


def test_on_a_phone_the_names_are_short_and_leave_room() -> None:
    layout = figure(NOORD)["layout"]
    narrow = layout["meta"]["narrow"]
    assert narrow["polar.angularaxis.ticktext"] == ["Doen", "Doel", "Raad", "Geld", "Org."]
    assert narrow["margin"]["l"] < layout["margin"]["l"]
    assert narrow["margin"]["l"] + narrow["margin"]["r"] < 120, "of the 288 pixels that there are"


def test_the_ground_is_the_page_s_and_there_is_no_title() -> None:
    layout = figure(NOORD)["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert "title" not in layout


@pytest.mark.parametrize(
    ("labels", "count", "axes"), [(FIVE, 0, 5), (FIVE, 9, 5), (FIVE, 1, 4), ([], 1, 0)]
)
def test_nonsense_is_refused(labels: list[str], count: int, axes: int) -> None:
    with pytest.raises(ValueError):
        comparison(labels, [Series("x", (None,) * axes)] * count, FOUR_POINTS)


def test_a_sample_looks_like_its_line() -> None:
    for place, look in enumerate(LOOKS):
        text = sample(place)
        line, mark = drawn(text)
        assert "style" not in text
        assert drawn(text).get("aria-hidden") == "true"
        assert line.get("stroke") == look.colour
        assert line.get("stroke-dasharray", "") == look.dash
        assert look.colour in (mark.get("fill"), mark.get("stroke"))


def test_plotly_is_read_only_when_it_is_needed() -> None:
    code = "import ehbo.charts.figures, sys; sys.exit('plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
