"""A chart in words: the same figures in one sentence, without norm or verdict."""

from __future__ import annotations

from ehbo.domain.scoring import Profile
from ehbo.dutch import number


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
