"""The comparison of teams or rounds as a figure for Plotly, which draws it in the browser."""

from __future__ import annotations

import html
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from ehbo.charts.labels import width, wrap
from ehbo.charts.layout import LABEL_SIZE, TICK_SIZE, spoke
from ehbo.charts.multiples import abbreviations
from ehbo.charts.shapes import (
    EDGE_GREY,
    FONT,
    GREY,
    HEART,
    INK,
    LOOKS,
    SOFT,
    WHITE,
    Look,
    legible,
    numbered,
    tag,
)
from ehbo.charts.svg import Series
from ehbo.domain.questionnaire import Scale
from ehbo.dutch import number

MOST = len(LOOKS)
_WIDEST = 112.0
_GAP = 12.0
_LINE = 20.0
_WIDE, _NARROW = 150.0, 85.0
_MARK = 12
_UNSEEN = "rgba(0,0,0,0)"
_HALO = ", ".join(f"{x}px {y}px 1px {WHITE}" for x, y in ((1, 1), (1, -1), (-1, 1), (-1, -1)))


def comparison(labels: Sequence[str], series: Sequence[Series], scale: Scale) -> str:
    """Up to eight lines in one radar: a Plotly figure as JSON, for `compare.js`.

    `labels` are the titles of the themes, `series` a line each with a value on the scale or None
    (a gap) per theme. The place of a line decides its look, see `sample`. Names are shown as they
    are typed: what looks like markup is text. `layout.meta.narrow` has the changes of the layout
    that make room on a phone: there the themes are called by their `abbreviations`. Raises
    ValueError on no series or more than eight, without labels, and on another number of values.
    """
    # Importing Plotly takes as long as starting all the rest, and only this picture needs it.
    from plotly import graph_objects

    if not 1 <= len(series) <= MOST or not labels:
        raise ValueError(f"a comparison has one to {MOST} series and at least one theme")
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("every series has a value or None for each theme")
    figure = graph_objects.Figure(
        data=[_line(labels, one, look) for one, look in zip(series, LOOKS, strict=False)],
        layout=_layout(labels, scale),
    )
    return str(figure.to_json())


def sample(place: int) -> str:
    """A stretch of the line at `place` (0 is the first) with its mark, for a key or a table.

    Returns an `<svg>` of 48 by 20 user units without style attributes, hidden from screen readers:
    the name beside it says the same. Raises IndexError above seven.
    """
    look = LOOKS[place]
    stroke = {"d": "M1 10H47", "fill": "none", "stroke": look.colour, "stroke-width": "3"}
    dashed = {"stroke-dasharray": look.dash} if look.dash else {}
    mark = {"d": look.outline, "transform": "translate(24 10)", "fill": look.fill}
    edge = {"stroke": look.edge, "stroke-width": "2" if look.hollow else "1"}
    return tag(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "line-sample",
            "viewBox": "0 0 48 20",
            "aria-hidden": "true",
        },
        tag("path", {**stroke, **dashed}) + tag("path", {**mark, **edge}),
    )


def _line(labels: Sequence[str], one: Series, look: Look) -> dict[str, Any]:
    told = [
        f"{_plain(one.name)}<br>{_plain(label)}: {'' if value is None else number(value)}"
        for label, value in zip(labels, one.values, strict=True)
    ]
    # The last point is the first again: that closes the line.
    places = [*range(len(labels)), 0]
    return {
        "type": "scatterpolar",
        "name": "<br>".join(_plain(line) for line in wrap(one.name, TICK_SIZE, 260)),
        "r": [_float(one.values[place]) for place in places],
        "theta": [str(place) for place in places],
        "hovertext": [told[place] for place in places],
        "hoverinfo": "text",
        "hoverlabel": {"bordercolor": look.colour},
        "mode": "lines+markers",
        "line": {"color": look.colour, "width": 3, "dash": _pixels(look.dash)},
        "marker": {
            "symbol": look.symbol,
            "size": _MARK,
            "color": look.fill,
            "line": {"color": look.edge, "width": 2 if look.hollow else 1},
            "opacity": 1,
        },
        "connectgaps": False,
        "cliponaxis": False,
    }


def _layout(labels: Sequence[str], scale: Scale) -> dict[str, Any]:
    titles = [wrap(label, LABEL_SIZE, _WIDEST) for label in labels]
    short = [(name,) for name in abbreviations(labels)]
    shown = numbered(scale, _NARROW)
    font = {"family": FONT, "size": LABEL_SIZE, "color": INK}
    return {
        "template": {},
        "font": font,
        "paper_bgcolor": _UNSEEN,
        "plot_bgcolor": _UNSEEN,
        "margin": _margins(titles, _WIDE),
        "autosize": True,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": WHITE,
            "font": font,
            "align": "left",
        },
        "showlegend": True,
        "legend": {"orientation": "h", "y": -0.12, "yanchor": "top"},
        "meta": {
            "narrow": {
                "margin": _margins(short, _NARROW),
                "polar.angularaxis.ticktext": _shown(short),
            }
        },
        "polar": {
            "bgcolor": _UNSEEN,
            "gridshape": "linear" if len(labels) > 2 else "circular",
            "hole": HEART,
            "angularaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": [str(place) for place in range(len(labels))],
                "tickmode": "array",
                "tickvals": [str(place) for place in range(len(labels))],
                "ticktext": _shown(titles),
                "tickfont": {"weight": 600},
                "direction": "clockwise",
                "rotation": 90,
                "ticks": "outside",
                "ticklen": _GAP,
                "tickcolor": _UNSEEN,
                "gridcolor": GREY,
                "linecolor": EDGE_GREY,
            },
            "radialaxis": {
                "range": [scale.lowest, scale.highest],
                "angle": 90,
                "tickangle": 90,
                "tickmode": "array",
                "tickvals": list(scale.values),
                "ticktext": [str(v) if v in shown else "" for v in scale.values],
                "tickfont": {"size": TICK_SIZE, "color": SOFT, "shadow": _HALO},
                "side": "counterclockwise",
                "ticks": "outside",
                "ticklen": 4,
                "tickcolor": _UNSEEN,
                "gridcolor": GREY,
                "showline": False,
            },
        },
    }


def _margins(titles: Sequence[tuple[str, ...]], radius: float) -> dict[str, int]:
    """Room for the titles around the web: Plotly makes none of its own accord.

    Reckoned for the smallest radius that the web will have; a larger one leaves some room over.
    """
    sides = {"l": _GAP, "r": _GAP, "t": _GAP, "b": _GAP}
    for place, lines in enumerate(titles):
        x, y = spoke(place, len(titles))
        wide = max(width(line, LABEL_SIZE) for line in lines)
        wide *= 0.5 if abs(x) < 0.25 else 1
        side, end = "r" if x >= 0 else "l", "b" if y >= 0 else "t"
        outside = abs(x) * (radius + _GAP) + wide - radius
        beyond = abs(y) * (radius + _GAP) + _LINE * len(lines) - radius
        sides[side] = max(sides[side], outside)
        sides[end] = max(sides[end], beyond)
    return {side: ceil(room) for side, room in sides.items()}


def _shown(titles: Sequence[tuple[str, ...]]) -> list[str]:
    return ["<br>".join(map(_plain, lines)) for lines in titles]


def _plain(words: str) -> str:
    """Words that Plotly shows as they are: it reads tags and entities in every text."""
    return html.escape(legible(words), quote=False)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _pixels(dash: str) -> str:
    return ",".join(f"{length}px" for length in dash.split()) or "solid"
