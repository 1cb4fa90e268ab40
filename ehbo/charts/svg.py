"""Charts as inline SVG: one string that serves the page, print, PDF and Word alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ehbo.charts.labels import wrap
from ehbo.charts.layout import EDGE, LABEL_SIZE, LINE, TICK_SIZE, WIDTH, Box, Layout, Point, layout
from ehbo.charts.shapes import (
    GREEN,
    INDIGO,
    LOOKS,
    at,
    joined,
    label,
    line,
    numbered,
    picture,
    share,
    tag,
    tick,
    web,
)
from ehbo.domain.questionnaire import Scale

OWN = LOOKS[2]
_BAR = 20.0
_PAINT = {
    "area": ({"fill": GREEN, "fill-opacity": "0.14"}, {"fill": "none"}, {"fill": "none"}),
    "line": (
        {"fill": "none", "stroke": GREEN, "stroke-width": "3", "stroke-linejoin": "round"},
        {
            "fill": "none",
            "stroke": INDIGO,
            "stroke-width": "2.5",
            "stroke-linejoin": "round",
            "stroke-dasharray": LOOKS[1].dash,
        },
        {
            "fill": "none",
            "stroke": OWN.colour,
            "stroke-width": "3",
            "stroke-linejoin": "round",
            "stroke-dasharray": OWN.dash,
        },
    ),
    "mark": (
        {"fill": GREEN, "stroke": "#ffffff", "stroke-width": "1.5"},
        {"fill": "#ffffff", "stroke": INDIGO, "stroke-width": "2.5"},
        {"fill": OWN.colour, "stroke": "#ffffff", "stroke-width": "1.5"},
    ),
}


@dataclass(frozen=True)
class Series:
    """One line in a chart: a value on the scale for each axis, None where there is none yet."""

    name: str
    values: tuple[Fraction | None, ...]


def radar(
    labels: Sequence[str],
    series: Sequence[Series | None],
    scale: Scale,
    title: str,
    description: str,
    ident: str = "radar",
) -> str:
    """The shape of a profile at a glance; below three axes it is drawn as bars.

    `series` holds one to three: the current one, the EARLIER one, and somebody's OWN line over
    those of a team; (current, None, own) when there is no earlier one. `ident` must be unique on
    the page. Returns an `<svg>` element without style attributes, 360 user units wide and made to
    be shown at 320 px or more. Raises ValueError on other numbers of series, axes or values.
    """
    drawn = _placed(labels, series)
    if len(labels) < 3:
        return bars(labels, series, scale, title, description, ident)
    frame = layout(labels)
    lines = [(place, points(frame, one.values, scale)) for place, one in drawn]
    body = web(frame, scale, len(labels))
    for place, known in reversed(lines):
        body += shape(place, known)
    body += _ticks(frame, scale)
    for place, known in reversed(lines):
        body += [mark(place, point) for point in known if point]
    body += [label(box) for box in (*frame.boxes, *frame.keys)]
    return _with_legend(body, frame.height, drawn, (title, description, ident))


def bars(
    labels: Sequence[str],
    series: Sequence[Series | None],
    scale: Scale,
    title: str,
    description: str,
    ident: str = "bars",
) -> str:
    """The same for a profile of one or two themes, where a radar has no shape. See `radar`."""
    drawn = _placed(labels, series)
    left, right = EDGE + 6, WIDTH - EDGE - 10

    def across(value: Fraction | int) -> float:
        return left + share(value, scale) * (right - left)

    body: list[str] = []
    down = EDGE
    for axis, name in enumerate(labels):
        box = Box(wrap(name, LABEL_SIZE, WIDTH - 2 * EDGE), EDGE, down)
        down = top = box.bottom + 6
        row = []
        for place, one in drawn:
            value = one.values[axis]
            if value is not None:
                bar = f"M{left:.1f} {down:.1f}H{across(value):.1f}v{_BAR:.1f}H{left:.1f}Z"
                row += [_path("area", place, bar), _path("line", place, bar)]
                row.append(mark(place, (across(value), down + _BAR / 2)))
            down += _BAR + 6
        body += [
            line("radar-axis", (across(point), top), (across(point), down))
            for point in numbered(scale, right - left)
        ]
        body += [label(box), *row]
        down += 12
    for point in numbered(scale, right - left):
        body.append(tick(str(point), across(point), down, "middle"))
    return _with_legend(body, down + 12, drawn, (title, description, ident))


def points(
    frame: Layout, values: Sequence[Fraction | None], scale: Scale
) -> tuple[Point | None, ...]:
    """Where the values of one series lie in a radar, None for those that are missing."""
    return tuple(
        None if value is None else at(frame, axis, len(values), share(value, scale))
        for axis, value in enumerate(values)
    )


def shape(place: int, around: Sequence[Point | None]) -> Iterator[str]:
    """The closed shape; where values are missing only the stretches between known neighbours."""
    known = [point for point in around if point]
    if len(known) == len(around):
        closed = joined(known) + "Z"
        yield _path("area", place, closed)
        yield _path("line", place, closed)
        return
    stretches = [joined([a, b]) for a, b in pairwise([*around, around[0]]) if a and b]
    if stretches:
        yield _path("line", place, "".join(stretches))


def mark(place: int, point: Point) -> str:
    """A circle, an open square that stays visible around it on the same spot, or a triangle."""
    x, y = point
    paint = {"class": f"radar-mark-{place + 1}", **_PAINT["mark"][place]}
    if place == 0:
        return tag("circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "5.5", **paint})
    if place == 1:
        size = {"x": f"{x - 7:.1f}", "y": f"{y - 7:.1f}", "width": "14", "height": "14"}
        return tag("rect", {**size, **paint})
    moved = {"d": OWN.outline, "transform": f"translate({x:.1f} {y:.1f})"}
    return tag("path", {**moved, **paint})


def _placed(labels: Sequence[str], series: Sequence[Series | None]) -> list[tuple[int, Series]]:
    """The series with the place that decides how they look. Raises ValueError, see `radar`."""
    drawn = [(place, one) for place, one in enumerate(series) if one]
    if not labels or len(series) > 3 or not series or series[0] is None:
        raise ValueError("a chart has at least one axis and one to three series, the first known")
    if any(len(one.values) != len(labels) for _, one in drawn):
        raise ValueError("every series has a value or None for each label")
    return drawn


def _ticks(frame: Layout, scale: Scale) -> Iterator[str]:
    for value in numbered(scale, frame.radius):
        down = frame.centre[1] - share(value, scale) * frame.radius
        yield tick(str(value), frame.centre[0] - 13, down + TICK_SIZE * 0.36, "end")


def _path(kind: str, place: int, outline: str) -> str:
    return tag("path", {"class": f"radar-{kind}-{place + 1}", "d": outline, **_PAINT[kind][place]})


def _legend(drawn: Sequence[tuple[int, Series]], down: float) -> Iterator[tuple[str, float]]:
    """A sample of each line and its name, with the height at which it ends."""
    for place, one in drawn:
        box = Box(wrap(one.name, LABEL_SIZE, WIDTH - EDGE - 62), 62, down)
        middle = down + LINE / 2
        down = box.bottom + 6
        sample = _path("line", place, joined([(EDGE, middle), (50, middle)]))
        yield sample + mark(place, (27, middle)) + label(box), down


def _with_legend(
    body: Sequence[str],
    height: float,
    drawn: Sequence[tuple[int, Series]],
    names: tuple[str, str, str],
) -> str:
    parts = list(body)
    if len(drawn) > 1:
        height += LINE / 2
        for part, end in _legend(drawn, height):
            parts.append(part)
            height = end
    return picture(parts, height, names)
