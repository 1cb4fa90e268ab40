"""What changed between two editions of a questionnaire in what is answered, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ehbo.domain.questionnaire import Questionnaire, Theme


@dataclass(frozen=True)
class ThemeRewording:
    """What changed in a theme that both editions ask.

    `changed` and `turned` have (place before, place after) of statements with another text, and
    of those that count the other way round; places run from 1. `moved` says that statements which
    both editions ask stand in another order.
    """

    before: Theme
    after: Theme
    changed: tuple[tuple[int, int], ...]
    turned: tuple[tuple[int, int], ...]
    added: int
    gone: int
    moved: bool

    @property
    def nothing(self) -> bool:
        return not (self.changed or self.turned or self.added or self.gone or self.moved)


@dataclass(frozen=True)
class Rewording:
    """What changed from one edition to a later one; `themes` has only themes in which it did."""

    scale: bool
    added: tuple[Theme, ...]
    gone: tuple[Theme, ...]
    moved: bool
    themes: tuple[ThemeRewording, ...]

    @property
    def nothing(self) -> bool:
        return self == Rewording(False, (), (), False, ())


def rewording(before: Questionnaire, after: Questionnaire) -> Rewording:
    """What changed between two editions of one questionnaire; `nothing` when answers fit both."""
    old, new = [{theme.id: theme for theme in q.themes} for q in (before, after)]
    both = [_rewording(old[id], theme) for id, theme in new.items() if id in old]
    return Rewording(
        scale=before.scale != after.scale,
        added=tuple(theme for id, theme in new.items() if id not in old),
        gone=tuple(theme for id, theme in old.items() if id not in new),
        moved=_moved(list(old), list(new)),
        themes=tuple(one for one in both if not one.nothing),
    )


def _rewording(before: Theme, after: Theme) -> ThemeRewording:
    old, new = [
        {s.id: (place, s) for place, s in enumerate(theme.statements, 1)}
        for theme in (before, after)
    ]
    both = [(old[id], new[id]) for id in new if id in old]
    return ThemeRewording(
        before=before,
        after=after,
        changed=tuple((was, now) for (was, a), (now, b) in both if a.text != b.text),
        turned=tuple((was, now) for (was, a), (now, b) in both if a.reversed != b.reversed),
        added=len(new) - len(both),
        gone=len(old) - len(both),
        moved=_moved(list(old), list(new)),
    )


def _moved(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether what is in both stands in another order."""
    return [id for id in before if id in after] != [id for id in after if id in before]
