"""A chart in words: the same figures in one sentence, without norm or verdict."""

from __future__ import annotations

from fractions import Fraction

from ehbo.domain.scoring import Profile

MINUS = "−"


def number(value: Fraction, digits: int = 1) -> str:
    """A figure as Dutch readers write it, exact: decimal comma, halves rounded away from zero."""
    power: int = 10**digits
    whole = (abs(value) * power * 2 + 1) // 2
    sign = MINUS if value < 0 and whole else ""
    before, after = divmod(whole, power)
    return f"{sign}{before},{after:0{digits}d}" if digits else f"{sign}{before}"


def signed(value: Fraction, digits: int = 1) -> str:
    """A difference: as `number`, with a plus sign when it shows as more than nothing."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or not text.strip("0,") else f"+{text}"


def radar_sentence(profile: Profile, earlier: Profile | None = None) -> str:
    """What the radar shows, as one Dutch sentence; `earlier` adds that figure to each theme.

    Themes are paired by id; a theme that the earlier profile lacks gets no earlier figure.
    """
    before = {score.theme.id: score.mean for score in earlier.themes} if earlier else {}
    scale = profile.questionnaire.scale
    parts = []
    for score in profile.themes:
        now = "nog niet compleet" if score.mean is None else number(score.mean)
        then = before.get(score.theme.id)
        known = f" (eerder {number(then)})" if then is not None else ""
        parts.append(f"{score.theme.title} {now}{known}")
    many = "Gemiddelde per thema" if len(parts) > 1 else "Gemiddelde"
    return (
        f"{many}, op een schaal van {scale.lowest} tot en met {scale.highest}: {'; '.join(parts)}."
    )
