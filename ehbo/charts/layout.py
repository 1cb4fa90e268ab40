"""Where the axes and labels of a radar go, so that no label is cut and none covers another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ehbo.charts.labels import width, wrap

# The picture is made for the narrowest phone: 360 units on 320 pixels keeps 15 units above 13 px.
WIDTH = 360.0
EDGE = 4.0
LABEL_SIZE = 15.0
TICK_SIZE = 13.0
LINE = 19.0
GAP = 11.0
RADII = (122.0, 116.0, 110.0)
_WIDEST = 120.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A label of one or more lines; `left` and `top` in user units, `anchor` as SVG means it."""

    lines: tuple[str, ...]
    left: float
    top: float
    anchor: str = "start"

    @property
    def width(self) -> float:
        return max(width(line, LABEL_SIZE) for line in self.lines)

    @property
    def height(self) -> float:
        return LINE * len(self.lines)

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def handle(self) -> float:
        """The x that the anchor is about."""
        return self.left + self.width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]

    def moved(self, right: float, down: float) -> Box:
        return replace(self, left=self.left + right, top=self.top + down)

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right + EDGE
            and other.left < self.right + EDGE
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Layout:
    """A radar's centre (user units), radius, a box per label, and keys when labels are numbered."""

    centre: Point
    radius: float
    boxes: tuple[Box, ...]
    keys: tuple[Box, ...]
    height: float


def spoke(place: int, count: int) -> Point:
    """The unit vector of an axis: the first points up, the others follow clockwise."""
    angle = 2 * math.pi * place / count - math.pi / 2
    return math.cos(angle), math.sin(angle)


def layout(labels: Sequence[str]) -> Layout:
    """The largest radar whose labels all stand at their axis; else numbers with a list below."""
    texts = [wrap(label, LABEL_SIZE, _WIDEST) for label in labels]
    for radius in RADII:
        beside = _beside(texts, radius)
        left = min(-radius, *(box.left for box in beside))
        right = max(radius, *(box.right for box in beside))
        if right - left <= WIDTH - 2 * EDGE and _clear(beside):
            across = min(max(WIDTH / 2, EDGE - left), WIDTH - EDGE - right)
            return _framed(across, radius, beside, ())
    for radius in RADII:
        inside = [_inside(box, radius, len(labels)) for box in _beside(texts, radius)]
        if _clear(inside):
            return _framed(WIDTH / 2, radius, inside, ())
    numbers = [(str(place),) for place in range(1, len(labels) + 1)]
    return _framed(WIDTH / 2, RADII[0], _beside(numbers, RADII[0]), labels)


def _beside(texts: Sequence[tuple[str, ...]], radius: float) -> list[Box]:
    """Each label just outside the end of its axis, the centre of the radar at (0, 0)."""
    boxes = []
    for place, lines in enumerate(texts):
        x, y = spoke(place, len(texts))
        box = Box(lines, 0, 0)
        if abs(x) < 0.25:
            left, anchor = x * (radius + GAP) - box.width / 2, "middle"
            top = y * (radius + GAP) - (box.height if y < 0 else 0)
        else:
            left, anchor = x * radius + GAP, "start"
            if x < 0:
                left, anchor = x * radius - GAP - box.width, "end"
            top = y * (radius + GAP / 2) + (y - 1) * box.height / 2
        boxes.append(replace(box, left=left, top=top, anchor=anchor))
    return boxes


def _inside(box: Box, radius: float, count: int) -> Box:
    """The box within the width, moved up or down until it is clear of the outer ring."""
    limit = WIDTH / 2 - EDGE
    left = min(max(box.left, -limit), limit - box.width)
    if left == box.left:
        return box
    heights = _ring_heights(left - EDGE, left + box.width + EDGE, radius, count)
    if not heights:
        return replace(box, left=left)
    if box.top + box.height / 2 <= 0:
        return replace(box, left=left, top=min(box.top, min(heights) - GAP - box.height))
    return replace(box, left=left, top=max(box.top, max(heights) + GAP))


def _ring_heights(left: float, right: float, radius: float, count: int) -> list[float]:
    """The heights that the outer ring takes between two verticals: at corners and crossings."""
    corners = [(x * radius, y * radius) for x, y in (spoke(i, count) for i in range(count))]
    heights = [y for x, y in corners if left <= x <= right]
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        for x in (left, right):
            if min(x1, x2) < x < max(x1, x2):
                heights.append(y1 + (y2 - y1) * (x - x1) / (x2 - x1))
    return heights


def _clear(boxes: Sequence[Box]) -> bool:
    return not any(box.overlaps(other) for at, box in enumerate(boxes) for other in boxes[at + 1 :])


def _framed(across: float, radius: float, boxes: Sequence[Box], listed: Sequence[str]) -> Layout:
    """The layout moved to positive coordinates, with the key list below it."""
    down = EDGE - min(-radius, *(box.top for box in boxes))
    end = down + max(radius, *(box.bottom for box in boxes)) + EDGE
    keys = []
    for place, label in enumerate(listed, 1):
        lines = wrap(f"{place} {label}", LABEL_SIZE, WIDTH - 2 * EDGE)
        end += EDGE
        keys.append(Box(lines, EDGE, end))
        end += keys[-1].height
    return Layout(
        (across, down),
        radius,
        tuple(box.moved(across, down) for box in boxes),
        tuple(keys),
        end + EDGE,
    )
