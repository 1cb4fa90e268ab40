"""The scores of a measurement in one picture: as a radar, a sentence and a table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from ehbo.charts import svg, words
from ehbo.domain.measurement import Measurement
from ehbo.domain.scoring import Difference, Profile
from ehbo.dutch import day, number
from ehbo.web.frame.filters import change

LEAST_FOR_A_SHAPE = 3
NO_MEAN = "–"


@dataclass(frozen=True)
class Picture:
    """The radar, and the sentence and the table (cells are words) that say the same.

    A column is its words and whether it holds numbers. `shape` says that enough themes have a mean
    to draw more than loose marks.
    """

    radar: Markup
    sentence: str
    caption: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    shape: bool


def picture(now: Measurement, before: Measurement | None) -> Picture:
    """The scores of a measurement, beside what is comparable of an earlier one."""
    scale, then = now.questionnaire.scale, now.comparable_of(before)
    means = now.profile.means
    columns = (("Thema", False), ("Nu", True))
    return Picture(
        radar=_radar(now, then, before),
        sentence=words.radar_sentence(now.profile, then),
        caption=f"Gemiddelde per thema, van {scale.lowest} tot {scale.highest}",
        columns=(*columns, ("Toen", True), ("Verschil", True)) if then else columns,
        rows=_rows(now, then, now.since(before)),
        shape=sum(mean is not None for mean in means) >= LEAST_FOR_A_SHAPE
        or len(means) < LEAST_FOR_A_SHAPE,
    )


def _rows(
    now: Measurement, then: Profile | None, changed: Difference
) -> tuple[tuple[str, ...], ...]:
    earlier = {score.theme.id: score.mean for score in then.themes} if then else {}
    rows = []
    for score in now.profile.themes:
        row = [score.theme.title, _mean(score.mean)]
        if then:
            by = changed.themes.get(score.theme.id)
            row += [_mean(earlier.get(score.theme.id)), NO_MEAN if by is None else change(by)]
        rows.append(tuple(row))
    return tuple(rows)


def _mean(mean: Fraction | None) -> str:
    return NO_MEAN if mean is None else number(mean)


def _radar(now: Measurement, then: Profile | None, before: Measurement | None) -> Markup:
    """The radar of the theme means, with what is comparable of the earlier assessment under it."""
    series = [svg.Series(f"Nu ({day(now.assessment.started)})", now.profile.means)]
    if then is not None and before is not None:
        means = {score.theme.id: score.mean for score in then.themes}
        values = tuple(means.get(theme.id) for theme in now.questionnaire.themes)
        series.append(svg.Series(f"Vorige keer ({day(before.assessment.started)})", values))
    return Markup(  # made by our own chart, which escapes every label
        svg.radar(
            [theme.title for theme in now.questionnaire.themes],
            series,
            now.questionnaire.scale,
            title=f"Profiel {now.questionnaire.title}",
            description=words.radar_sentence(now.profile, then),
        )
    )
