"""What all charts are drawn with: the looks of eight lines, their marks, and elements of SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from ehbo.charts.layout import LABEL_SIZE, LINE, TICK_SIZE, WIDTH, Box, Layout, Point, spoke
from ehbo.domain.questionnaire import Scale

INK = "#14231c"
SOFT = "#48584f"
GREY = "#b9c8c0"
EDGE_GREY = "#6b7b72"
GREEN = "#0e6141"
INDIGO = "#43349a"
ORANGE = "#c8540a"
WHITE = "#ffffff"
BLACK = "#000000"
FONT = "'Noto Sans Variable','Noto Sans',Calibri,Arial,sans-serif"
# The lowest value keeps some room at the heart, so that its marks stay apart.
HEART = 0.16


@dataclass(frozen=True)
class Look:
    """How one of several lines is told from the others: colour, dashes and mark, never one alone.

    `dash` is SVG's stroke-dasharray, empty for an unbroken line. `symbol` is Plotly's name of the
    mark; `outline` is its path about (0, 0). A hollow mark is white with a coloured edge.
    """

    colour: str
    dash: str
    symbol: str
    outline: str
    hollow: bool = False

    @property
    def fill(self) -> str:
        return WHITE if self.hollow else self.colour

    @property
    def edge(self) -> str:
        return self.colour if self.hollow else WHITE


# Each colour has 3:1 or more on white. Pairs that a colour-blind reader takes for one another
# (orange and olive, blue and violet) have dashes and marks that are far apart.
LOOKS = (
    Look(GREEN, "", "circle", "M6 0A6 6 0 1 1-6 0A6 6 0 1 1 6 0Z"),
    Look(INDIGO, "7 5", "square", "M-5.5-5.5H5.5V5.5H-5.5Z", hollow=True),
    Look(ORANGE, "2 5", "triangle-up", "M0-8L7 4.5H-7Z"),
    Look("#2f8fd8", "16 5", "diamond", "M0-8L8 0L0 8L-8 0Z", hollow=True),
    Look(
        "#b5126b",
        "10 4 2 4",
        "cross",
        "M-2.5-7.5H2.5V-2.5H7.5V2.5H2.5V7.5H-2.5V2.5H-7.5V-2.5H-2.5Z",
    ),
    Look(INK, "4 3", "triangle-down", "M0 8L7-4.5H-7Z", hollow=True),
    Look(
        "#7f7400",
        "18 4 2 4",
        "star",
        "M0-8.5L2-2.7L8.1-2.6L3.2 1L5 6.9L0 3.4L-5 6.9L-3.2 1L-8.1-2.6L-2-2.7Z",
    ),
    Look("#a45fe0", "10 3 2 3 2 3", "hexagon", "M-4-6.9H4L8 0L4 6.9H-4L-8 0Z", hollow=True),
)


def share(value: Fraction | int, scale: Scale) -> float:
    """How far out a value lies, from the heart's rim to 1 at the highest value."""
    run = Fraction(value - scale.lowest, scale.highest - scale.lowest)
    return HEART + (1 - HEART) * float(run)


def numbered(scale: Scale, length: float) -> list[int]:
    """The scale points that get their number: as many as leave room between two numbers."""
    steps = scale.highest - scale.lowest
    room = length * (1 - HEART) / (TICK_SIZE * 1.25)
    every = next(step for step in range(1, steps + 1) if steps % step == 0 and steps / step <= room)
    return list(scale.values)[::every]


def at(frame: Layout, axis: int, count: int, out: float) -> Point:
    """The place on an axis, `out` being 0 at the centre and 1 at the outer ring."""
    x, y = spoke(axis, count)
    length = frame.radius * out
    return frame.centre[0] + x * length, frame.centre[1] + y * length


def web(frame: Layout, scale: Scale, count: int) -> list[str]:
    """The rings of a radar, one a scale point from the inside out, and its axes."""
    drawn = []
    for value in scale.values:
        outer = value == scale.highest
        ring = joined([at(frame, axis, count, share(value, scale)) for axis in range(count)])
        drawn.append(
            tag(
                "path",
                {
                    "class": "radar-ring radar-ring--outer" if outer else "radar-ring",
                    "d": ring + "Z",
                    "fill": "none",
                    "stroke": EDGE_GREY if outer else GREY,
                    "stroke-width": "1",
                },
            )
        )
    drawn += [line("radar-axis", frame.centre, at(frame, axis, count, 1)) for axis in range(count)]
    return drawn


def joined(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def line(name: str, start: Point, end: Point) -> str:
    shape = joined([start, end])
    return tag("path", {"class": name, "d": shape, "fill": "none", "stroke": GREY})


def label(box: Box) -> str:
    spans = [
        tag(
            "tspan",
            {"x": f"{box.handle:.1f}", "y": f"{box.top + LINE * (place + 0.76):.1f}"},
            escaped(words),
        )
        for place, words in enumerate(box.lines)
    ]
    letters = {"font-size": f"{LABEL_SIZE:g}", "font-weight": "600", "fill": INK}
    return text("radar-label", letters, box.anchor, "".join(spans))


def tick(words: str, x: float, y: float, anchor: str) -> str:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{TICK_SIZE:g}", "fill": SOFT}
    edge = {"stroke": WHITE, "stroke-width": "3", "paint-order": "stroke"}
    return text("radar-tick", {**place, **edge}, anchor, escaped(words))


def text(name: str, attributes: dict[str, str], anchor: str, content: str) -> str:
    shared = {"class": name, "font-family": FONT, "text-anchor": anchor}
    return tag("text", {**shared, **attributes}, content)


def picture(
    body: Sequence[str], height: float, names: tuple[str, str, str], width: float = WIDTH
) -> str:
    """The whole `<svg>`; `names` are its title, its description and an ident unique on the page."""
    title, description, ident = names
    return tag(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width:g} {height:.1f}",
            "role": "img",
            "aria-labelledby": f"{ident}-title {ident}-desc",
        },
        tag("title", {"id": f"{ident}-title"}, escaped(title))
        + tag("desc", {"id": f"{ident}-desc"}, escaped(description))
        + "".join(body),
    )


def escaped(words: str) -> str:
    """Text as it may stand between two tags."""
    return escape(legible(words))


def legible(words: str) -> str:
    """Text without the characters that XML cannot hold."""
    return "".join(
        c for c in words if c in "\t\n" or (c >= " " and c.isprintable()) or c == "\u200d"
    )


def tag(name: str, attributes: dict[str, str], content: str | None = None) -> str:
    told = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{told}/>" if content is None else f"<{name}{told}>{content}</{name}>"
