"""Charts as inline SVG: one string that serves the page, print, PDF and Word alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from ehbo.charts.labels import wrap
from ehbo.charts.layout import (
    EDGE,
    LABEL_SIZE,
    LINE,
    TICK_SIZE,
    WIDTH,
    Box,
    Layout,
    Point,
    layout,
    spoke,
)
from ehbo.domain.questionnaire import Scale

INK = "#14231c"
SOFT = "#48584f"
GREY = "#b9c8c0"
EDGE_GREY = "#6b7b72"
GREEN = "#0e6141"
INDIGO = "#43349a"
FONT = "'Noto Sans Variable','Noto Sans',Calibri,Arial,sans-serif"
# The lowest value keeps some room at the heart, so that its marks stay apart.
_HEART = 0.16
_BAR = 20.0
_DASH = "7 5"
_PAINT = {
    "area": ({"fill": GREEN, "fill-opacity": "0.14"}, {"fill": "none"}),
    "line": (
        {"fill": "none", "stroke": GREEN, "stroke-width": "3", "stroke-linejoin": "round"},
        {
            "fill": "none",
            "stroke": INDIGO,
            "stroke-width": "2.5",
            "stroke-linejoin": "round",
            "stroke-dasharray": _DASH,
        },
    ),
    "mark": (
        {"fill": GREEN, "stroke": "#ffffff", "stroke-width": "1.5"},
        {"fill": "#ffffff", "stroke": INDIGO, "stroke-width": "2.5"},
    ),
}


@dataclass(frozen=True)
class Series:
    """One line in a chart: a value on the scale for each axis, None where there is none yet."""

    name: str
    values: tuple[Fraction | None, ...]


def radar(
    labels: Sequence[str],
    series: Sequence[Series],
    scale: Scale,
    title: str,
    description: str,
    ident: str = "radar",
) -> str:
    """The shape of a profile at a glance; below three axes it is drawn as bars.

    `series` holds one or two: the current one, then the EARLIER one. `ident` must be unique on
    the page. Returns an `<svg>` element without style attributes, 360 user units wide and made to
    be shown at 320 px or more. Raises ValueError on other numbers of series, axes or values.
    """
    _refuse_odd(labels, series)
    if len(labels) < 3:
        return bars(labels, series, scale, title, description, ident)
    frame = layout(labels)
    drawn = [[_point(frame, at, s.values, scale) for at in range(len(labels))] for s in series]
    body = [
        *_rings(frame, scale, len(labels)),
        *(_axis(frame, at, len(labels)) for at in range(len(labels))),
    ]
    for place in reversed(range(len(series))):
        body += _lines(place, drawn[place])
    body += _ticks(frame, scale)
    for place in reversed(range(len(series))):
        body += [_mark(place, point) for point in drawn[place] if point]
    body += [_label(box) for box in (*frame.boxes, *frame.keys)]
    return _svg(body, frame.height, series, (title, description, ident))


def bars(
    labels: Sequence[str],
    series: Sequence[Series],
    scale: Scale,
    title: str,
    description: str,
    ident: str = "bars",
) -> str:
    """The same for a profile of one or two themes, where a radar has no shape. See `radar`."""
    _refuse_odd(labels, series)
    left, right = EDGE + 6, WIDTH - EDGE - 10

    def across(value: Fraction | int) -> float:
        return left + _share(value, scale) * (right - left)

    body: list[str] = []
    down = EDGE
    for at, label in enumerate(labels):
        box = Box(wrap(label, LABEL_SIZE, WIDTH - 2 * EDGE), EDGE, down)
        down = top = box.bottom + 6
        row = []
        for place, one in enumerate(series):
            value = one.values[at]
            if value is not None:
                shape = f"M{left:.1f} {down:.1f}H{across(value):.1f}v{_BAR:.1f}H{left:.1f}Z"
                row += [_path("area", place, shape), _path("line", place, shape)]
                row.append(_mark(place, (across(value), down + _BAR / 2)))
            down += _BAR + 6
        body += [
            _line("radar-axis", (across(point), top), (across(point), down))
            for point in _numbered(scale, right - left)
        ]
        body += [_label(box), *row]
        down += 12
    for point in _numbered(scale, right - left):
        body.append(_tick(str(point), across(point), down, "middle"))
    return _svg(body, down + 12, series, (title, description, ident))


def _refuse_odd(labels: Sequence[str], series: Sequence[Series]) -> None:
    if not labels or not 1 <= len(series) <= 2:
        raise ValueError("a chart has at least one axis and one or two series")
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("every series has a value or None for each label")


def _share(value: Fraction | int, scale: Scale) -> float:
    """How far out a value lies, from the heart's rim to 1 at the highest value."""
    run = Fraction(value - scale.lowest, scale.highest - scale.lowest)
    return _HEART + (1 - _HEART) * float(run)


def _at(frame: Layout, axis: int, count: int, share: float) -> Point:
    x, y = spoke(axis, count)
    length = frame.radius * share
    return frame.centre[0] + x * length, frame.centre[1] + y * length


def _point(
    frame: Layout, axis: int, values: Sequence[Fraction | None], scale: Scale
) -> Point | None:
    value = values[axis]
    return None if value is None else _at(frame, axis, len(values), _share(value, scale))


def _rings(frame: Layout, scale: Scale, count: int) -> Iterator[str]:
    for value in scale.values:
        share = _share(value, scale)
        outer = value == scale.highest
        yield _tag(
            "path",
            {
                "class": "radar-ring radar-ring--outer" if outer else "radar-ring",
                "d": _joined([_at(frame, axis, count, share) for axis in range(count)]) + "Z",
                "fill": "none",
                "stroke": EDGE_GREY if outer else GREY,
                "stroke-width": "1",
            },
        )


def _axis(frame: Layout, axis: int, count: int) -> str:
    return _line("radar-axis", frame.centre, _at(frame, axis, count, 1))


def _numbered(scale: Scale, length: float) -> list[int]:
    """The scale points that get their number: as many as leave room between two numbers."""
    steps = scale.highest - scale.lowest
    room = length * (1 - _HEART) / (TICK_SIZE * 1.25)
    every = next(step for step in range(1, steps + 1) if steps % step == 0 and steps / step <= room)
    return list(scale.values)[::every]


def _ticks(frame: Layout, scale: Scale) -> Iterator[str]:
    for value in _numbered(scale, frame.radius):
        down = frame.centre[1] - _share(value, scale) * frame.radius
        yield _tick(str(value), frame.centre[0] - 13, down + TICK_SIZE * 0.36, "end")


def _lines(place: int, points: Sequence[Point | None]) -> Iterator[str]:
    """The closed shape; where values are missing only the stretches between known neighbours."""
    known = [point for point in points if point]
    if len(known) == len(points):
        shape = _joined(known) + "Z"
        yield _path("area", place, shape)
        yield _path("line", place, shape)
        return
    around = [*points, points[0]]
    stretches = [_joined([a, b]) for a, b in pairwise(around) if a and b]
    if stretches:
        yield _path("line", place, "".join(stretches))


def _joined(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _mark(place: int, point: Point) -> str:
    """A filled circle, or an open square that stays visible around a circle on the same spot."""
    x, y = point
    paint = {"class": f"radar-mark-{place + 1}", **_PAINT["mark"][place]}
    if place == 0:
        return _tag("circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "5.5", **paint})
    size = {"x": f"{x - 7:.1f}", "y": f"{y - 7:.1f}", "width": "14", "height": "14"}
    return _tag("rect", {**size, **paint})


def _legend(series: Sequence[Series], down: float) -> Iterator[tuple[str, float]]:
    """A sample of each line and its name, with the height at which it ends."""
    for place, one in enumerate(series):
        box = Box(wrap(one.name, LABEL_SIZE, WIDTH - EDGE - 62), 62, down)
        middle = down + LINE / 2
        down = box.bottom + 6
        sample = _path("line", place, _joined([(EDGE, middle), (50, middle)]))
        yield sample + _mark(place, (27, middle)) + _label(box), down


def _label(box: Box) -> str:
    spans = [
        _tag(
            "tspan",
            {"x": f"{box.handle:.1f}", "y": f"{box.top + LINE * (at + 0.76):.1f}"},
            escape(_legible(line)),
        )
        for at, line in enumerate(box.lines)
    ]
    letters = {"font-size": f"{LABEL_SIZE:g}", "font-weight": "600", "fill": INK}
    return _text("radar-label", letters, box.anchor, "".join(spans))


def _tick(text: str, x: float, y: float, anchor: str) -> str:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{TICK_SIZE:g}", "fill": SOFT}
    edge = {"stroke": "#ffffff", "stroke-width": "3", "paint-order": "stroke"}
    return _text("radar-tick", {**place, **edge}, anchor, escape(text))


def _text(name: str, attributes: dict[str, str], anchor: str, content: str) -> str:
    shared = {"class": name, "font-family": FONT, "text-anchor": anchor}
    return _tag("text", {**shared, **attributes}, content)


def _path(kind: str, place: int, shape: str) -> str:
    return _tag("path", {"class": f"radar-{kind}-{place + 1}", "d": shape, **_PAINT[kind][place]})


def _line(name: str, start: Point, end: Point) -> str:
    shape = _joined([start, end])
    return _tag("path", {"class": name, "d": shape, "fill": "none", "stroke": GREY})


def _svg(
    body: Sequence[str], height: float, series: Sequence[Series], names: tuple[str, str, str]
) -> str:
    title, description, ident = names
    parts = list(body)
    if len(series) > 1:
        height += LINE / 2
        for part, end in _legend(series, height):
            parts.append(part)
            height = end
    return _tag(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH:g} {height:.1f}",
            "role": "img",
            "aria-labelledby": f"{ident}-title {ident}-desc",
        },
        _tag("title", {"id": f"{ident}-title"}, escape(_legible(title)))
        + _tag("desc", {"id": f"{ident}-desc"}, escape(_legible(description)))
        + "".join(parts),
    )


def _legible(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and c.isprintable()) or c == "\u200d"
    )


def _tag(name: str, attributes: dict[str, str], content: str | None = None) -> str:
    told = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{told}/>" if content is None else f"<{name}{told}>{content}</{name}>"
