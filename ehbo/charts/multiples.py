"""Small radars to stand side by side: shapes to compare where many lines in one would tangle."""

from __future__ import annotations

from collections.abc import Sequence

from ehbo.charts.labels import width
from ehbo.charts.layout import EDGE, Layout, Point, spoke
from ehbo.charts.shapes import (
    GREEN,
    INK,
    WHITE,
    escaped,
    legible,
    line,
    picture,
    share,
    tag,
    text,
    web,
)
from ehbo.charts.svg import Series, points, shape
from ehbo.domain.questionnaire import Scale

WIDTH = 200.0
_LETTERS = 15.0
_LONGEST = 4
_WIDEST = 46.0
_LARGEST = 68.0
_GAP = 9.0
_BAR = 16.0


def abbreviations(labels: Sequence[str]) -> tuple[str, ...]:
    """What stands at the axes of a small radar, for the page to explain in a key where it differs.

    A label of four letters or fewer stays whole, a longer one keeps three and a full stop. When
    two would look the same or one is too wide, all become numbers: "1" for the first axis.
    """
    short = tuple(
        name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}."
        for name in (legible(label).strip() for label in labels)
    )
    apart = len({name.casefold() for name in short}) == len(short)
    if apart and all(name and width(name, _LETTERS) <= _WIDEST for name in short):
        return short
    return tuple(str(place) for place in range(1, len(labels) + 1))


def small_radar(
    labels: Sequence[str],
    series: Series,
    scale: Scale,
    title: str,
    description: str,
    ident: str,
) -> str:
    """One team or round among several; below three axes it is drawn as bars.

    The axes carry `abbreviations(labels)` and the rings no numbers: the page says once what both
    mean. The name of the series is not drawn, the page puts it above. Returns an `<svg>` without
    style attributes, 200 user units wide and made to be shown at 160 px or more. `ident` must be
    unique on the page. Raises ValueError without labels or on another number of values.
    """
    if not labels or len(series.values) != len(labels):
        raise ValueError("a small radar has labels, and a value or None for each")
    short = abbreviations(labels)
    body, height = (_radar if len(labels) >= 3 else _bars)(short, series, scale)
    return picture(body, height, (title, description, ident), WIDTH)


def _radar(short: Sequence[str], series: Series, scale: Scale) -> tuple[list[str], float]:
    frame = _frame(short)
    known = points(frame, series.values, scale)
    body = [*web(frame, scale, len(short)), *shape(0, known)]
    body += [_mark(point) for point in known if point]
    for axis, name in enumerate(short):
        x, y = spoke(axis, len(short))
        across = frame.centre[0] + x * (frame.radius + _GAP)
        down = frame.centre[1] + y * (frame.radius + _GAP) + _LETTERS * (0.36 + 0.4 * y)
        body.append(_letters(name, across, down, _anchor(x)))
    return body, frame.height


def _frame(short: Sequence[str]) -> Layout:
    """The largest radar beside which the names at its axes stay within the width."""
    room = WIDTH / 2 - EDGE
    radius = _LARGEST
    for axis, name in enumerate(short):
        x, _ = spoke(axis, len(short))
        if _anchor(x) != "middle":
            radius = min(radius, (room - width(name, _LETTERS)) / abs(x) - _GAP)
    above = EDGE + _LETTERS + _GAP
    return Layout((WIDTH / 2, above + radius), radius, (), (), 2 * (above + radius))


def _anchor(x: float) -> str:
    return "middle" if abs(x) < 0.25 else "start" if x > 0 else "end"


def _bars(short: Sequence[str], series: Series, scale: Scale) -> tuple[list[str], float]:
    left = EDGE + max(width(name, _LETTERS) for name in short) + _GAP
    right = WIDTH - EDGE - _GAP
    body = []
    down = EDGE + _GAP
    for name, value in zip(short, series.values, strict=True):
        middle = down + _BAR / 2
        for one in scale.values:
            across = left + share(one, scale) * (right - left)
            body.append(line("radar-axis", (across, down - 4), (across, down + _BAR + 4)))
        body.append(_letters(name, EDGE, middle + _LETTERS * 0.36, "start"))
        if value is not None:
            end = left + share(value, scale) * (right - left)
            bar = f"M{left:.1f} {down:.1f}H{end:.1f}v{_BAR:.1f}H{left:.1f}Z"
            body.append(
                tag(
                    "path",
                    {"class": "radar-area-1", "d": bar, "fill": GREEN, "fill-opacity": "0.14"},
                )
            )
            body.append(_mark((end, middle)))
        down += _BAR + 14
    return body, down - 14 + _GAP + EDGE


def _mark(point: Point) -> str:
    place = {"cx": f"{point[0]:.1f}", "cy": f"{point[1]:.1f}", "r": "4"}
    paint = {"fill": GREEN, "stroke": WHITE, "stroke-width": "1.5"}
    return tag("circle", {"class": "radar-mark-1", **place, **paint})


def _letters(name: str, across: float, down: float, anchor: str) -> str:
    place = {"x": f"{across:.1f}", "y": f"{down:.1f}"}
    letters = {"font-size": f"{_LETTERS:g}", "font-weight": "600", "fill": INK}
    return text("radar-label", {**place, **letters}, anchor, escaped(name))
