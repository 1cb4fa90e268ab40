"""One statement as a picture: how many gave each answer, or where the mean of the answers lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ehbo.charts.labels import width, wrap
from ehbo.charts.layout import EDGE, LABEL_SIZE, LINE, TICK_SIZE, WIDTH, Box, Point
from ehbo.charts.shapes import (
    BLACK,
    EDGE_GREY,
    GREEN,
    INK,
    WHITE,
    escaped,
    joined,
    numbered,
    picture,
    tag,
    text,
    tick,
)
from ehbo.domain.questionnaire import Scale
from ehbo.dutch import number

_LEFT, _RIGHT = EDGE, WIDTH - EDGE
_BAR = 38.0
_GAP = 3.0
# An answer that somebody gave is seen, however many others gave another one.
_NARROWEST = 5.0
_SWATCH = 16.0
_FIGURE = 18.0
_LIGHTEST = 0.1
# From here white letters are read more easily on the green than black ones: both have 4.5:1.
_DARK = 0.8


def distribution(
    counts: Sequence[int], labels: Sequence[str], title: str, description: str, ident: str
) -> str:
    """How many gave each answer, as one bar in the order of the scale.

    `counts` and `labels` go from the lowest answer to the highest, 2 to 11 of them. Each segment
    has its number where there is room, and every answer stands with its number in the key below,
    in the same order, so that nobody has to tell shades apart. Returns an `<svg>` without style
    attributes, 360 user units wide and made to be shown at 320 px or more. `ident` must be unique
    on the page. Raises ValueError on other numbers of answers, below zero, or when all are zero.
    """
    if not 2 <= len(counts) <= 11 or len(labels) != len(counts):
        raise ValueError("a distribution has two to eleven answers with a label each")
    if min(counts) < 0 or not sum(counts):
        raise ValueError("a distribution counts one answer or more, and none below zero")
    body = list(_segments(counts))
    down = EDGE + _BAR + 10
    for part, end in _key(counts, labels, down):
        body.append(part)
        down = end
    return picture(body, down + EDGE, (title, description, ident))


def mean_mark(mean: Fraction, scale: Scale, title: str, description: str, ident: str) -> str:
    """A mean as a mark on the scale, for where single answers are not shown.

    `mean` lies on the scale. Under the line stand the scale's points and the words of the lowest
    and the highest. Returns an `<svg>` like `distribution`. Raises ValueError for a mean that is
    not on the scale.
    """
    if not scale.lowest <= mean <= scale.highest:
        raise ValueError("the mean lies outside the scale")
    inset = 14.0
    long = _RIGHT - _LEFT - 2 * inset

    def across(value: Fraction | int) -> float:
        run = Fraction(value - scale.lowest, scale.highest - scale.lowest)
        return _LEFT + inset + float(run) * long

    down = EDGE + LINE + 16
    body = [_rule((across(scale.lowest), down), (across(scale.highest), down))]
    body += [_rule((across(v), down - 6), (across(v), down + 6)) for v in scale.values]
    body += [
        tick(str(value), across(value), down + 10 + TICK_SIZE, "middle")
        for value in numbered(scale, long)
    ]
    x = across(mean)
    diamond = f"M{x:.1f} {down - 11:.1f}l11 11-11 11-11-11Z"
    paint = {"fill": GREEN, "stroke": WHITE, "stroke-width": "2"}
    body.append(tag("path", {"class": "mean-mark", "d": diamond, **paint}))
    figure = number(mean)
    half = width(figure, _FIGURE) / 2
    place = {"x": f"{min(max(x, _LEFT + half), _RIGHT - half):.1f}", "y": f"{EDGE + 15:.1f}"}
    letters = {"font-size": f"{_FIGURE:g}", "font-weight": "700", "fill": INK}
    body.append(text("mean-value", {**place, **letters}, "middle", figure))
    lowest, highest = _ends(scale, down + 14 + TICK_SIZE)
    body += [_words(lowest), _words(highest)]
    height = max(lowest.bottom, highest.bottom) + EDGE
    return picture(body, height, (title, description, ident))


def _ends(scale: Scale, down: float) -> tuple[Box, Box]:
    """The words of the lowest and the highest point, under their end of the line."""
    widest = (_RIGHT - _LEFT) / 2 - EDGE
    left, right = (
        Box(wrap(words, TICK_SIZE, widest), _LEFT, down)
        for words in (scale.labels[0], scale.labels[-1])
    )
    return left, replace(right, left=_RIGHT - right.width, anchor="end")


def _segments(counts: Sequence[int]) -> Iterator[str]:
    given = [(place, count) for place, count in enumerate(counts) if count]
    room = _RIGHT - _LEFT - _GAP * (len(given) - 1) - _NARROWEST * len(given)
    left = _LEFT
    for place, count in given:
        wide = _NARROWEST + room * count / sum(counts)
        yield _block((left, EDGE), (wide, _BAR), _strength(place, len(counts)))
        if width(str(count), LABEL_SIZE) + 6 <= wide:
            dark = _strength(place, len(counts)) >= _DARK
            name = "answer-number answer-number--dark" if dark else "answer-number"
            across, down = left + wide / 2, EDGE + _BAR / 2 + LABEL_SIZE * 0.36
            letters = {"font-size": f"{LABEL_SIZE:g}", "font-weight": "700"}
            letters["fill"] = WHITE if dark else BLACK
            at = {"x": f"{across:.1f}", "y": f"{down:.1f}"}
            yield text(name, {**at, **letters}, "middle", str(count))
        left += wide + _GAP


def _strength(place: int, many: int) -> float:
    """How much green an answer has, from the lowest answer to the highest."""
    return _LIGHTEST + (1 - _LIGHTEST) * place / (many - 1)


def _block(corner: Point, size: Point, strength: float) -> str:
    inside = {"x": f"{corner[0] + 0.5:.1f}", "y": f"{corner[1] + 0.5:.1f}"}
    inside |= {"width": f"{size[0] - 1:.1f}", "height": f"{size[1] - 1:.1f}"}
    paint = {"fill": GREEN, "fill-opacity": f"{strength:.2f}", "stroke": GREEN}
    return tag("rect", {"class": "answer", **inside, **paint})


def _key(counts: Sequence[int], labels: Sequence[str], down: float) -> Iterator[tuple[str, float]]:
    """Each answer with its shade and number, in two columns, with the height each row ends at."""
    entries = [f"{label}: {count}" for label, count in zip(labels, counts, strict=True)]
    half = (_RIGHT - _LEFT) / 2
    beside = _SWATCH + 8
    columns = 2 if all(width(words, TICK_SIZE) <= half - beside - EDGE for words in entries) else 1
    boxes = [
        Box(
            wrap(words, TICK_SIZE, _RIGHT - _LEFT - beside),
            _LEFT + place % columns * half + beside,
            down,
        )
        for place, words in enumerate(entries)
    ]
    for first in range(0, len(boxes), columns):
        row = [box.moved(0, down - box.top) for box in boxes[first : first + columns]]
        parts = []
        for place, box in enumerate(row, first):
            corner = (box.left - beside, down + (LINE - _SWATCH) / 2)
            parts.append(_block(corner, (_SWATCH, _SWATCH), _strength(place, len(counts))))
            parts.append(_words(box))
        down = max(box.bottom for box in row) + 3
        yield "".join(parts), down


def _words(box: Box) -> str:
    spans = [
        tag("tspan", {"x": f"{box.handle:.1f}", "y": f"{box.top + LINE * (at + 0.73):.1f}"}, line)
        for at, line in enumerate(map(escaped, box.lines))
    ]
    letters = {"font-size": f"{TICK_SIZE:g}", "fill": INK}
    return text("answer-label", letters, box.anchor, "".join(spans))


def _rule(start: Point, end: Point) -> str:
    paint = {"fill": "none", "stroke": EDGE_GREY, "stroke-width": "2"}
    return tag("path", {"class": "mean-line", "d": joined([start, end]), **paint})
