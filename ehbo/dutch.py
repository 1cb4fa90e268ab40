"""Numbers, dates, counts and what changed, in Dutch: for pages, charts, documents, commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from babel.dates import format_date

from ehbo.domain.errors import DatabaseGone, NewerDatabase, StoreUnavailable, WritersWaiting
from ehbo.domain.rewording import Rewording, ThemeRewording

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


def whole(value: int) -> str:
    """A whole number as Dutch readers write it: 100.000."""
    return f"{value:,}".replace(",", ".")


def day(value: date) -> str:
    """A date as Dutch readers write it: 22 november 2026; a year has four digits."""
    return format_date(value, "d MMMM yyyy", locale="nl_NL")


def short_day(value: date) -> str:
    """A date for a narrow column: 22 nov 2026."""
    return format_date(value, "d MMM yyyy", locale="nl_NL").replace(".", "")


def long_day(value: date) -> str:
    """A date with its weekday: donderdag 3 december 2026."""
    return format_date(value, "EEEE d MMMM yyyy", locale="nl_NL")


def many(count: int, one: str, more: str) -> str:
    """A count with its word in the singular or plural: 1 team, 2 teams."""
    return f"{whole(count)} {one if count == 1 else more}"


def why_unavailable(error: StoreUnavailable) -> str:
    """Why the database cannot be used, for who looks after it: in a log line or behind a colon.

    What the driver or the system said stays in its own language.
    """
    match error:
        case DatabaseGone(path=path):
            return f"{path} is verplaatst, vervangen of gewist: start EHBO opnieuw"
        case NewerDatabase(path=path):
            return f"{path} is van een nieuwere versie van EHBO"
        case WritersWaiting():
            return "er zijn nog te veel anderen aan het schrijven"
    return str(error)


MOST_SAID = 4  # parts of one sentence; with more of them it gives numbers


def what_changed(rewording: Rewording, *, seen_after: bool = False) -> str:
    """What changed in what is answered, as the rest of a sentence that begins with “Sinds …,”.

    `seen_after` says that who reads it has the later words before them, and counts by those.
    Empty when nothing changed.
    """
    parts = [*_themes_changed(rewording)]
    for one in rewording.themes:
        parts += _statements_changed(one, seen_after=seen_after)
    if len(parts) > MOST_SAID:
        parts = [*_themes_changed(rewording), *_all_statements_changed(rewording)]
    return listed(parts)


def listed(parts: Sequence[str]) -> str:
    """One, another and a third: with commas, and “en” before the last."""
    return " en ".join([*filter(None, [", ".join(parts[:-1])]), *parts[-1:]])


def _themes_changed(rewording: Rewording) -> Iterator[str]:
    if rewording.scale:
        yield "zijn de antwoorden waaruit je kiest veranderd"
    for verb, more, themes in (
        ("kwam", "kwamen", rewording.added),
        ("verdween", "verdwenen", rewording.gone),
    ):
        titles = listed([theme.title for theme in themes])
        there = " erbij" if verb == "kwam" else ""
        if len(themes) > MOST_SAID:
            yield f"{more} er {len(themes)} thema’s{' bij' if there else ''}"
        elif themes:
            yield f"{verb if len(themes) == 1 else more} {_the_themes(len(themes))} {titles}{there}"
    if rewording.moved:
        yield "staan de thema’s in een andere volgorde"


def _the_themes(count: int) -> str:
    return "het thema" if count == 1 else "de thema’s"


def _statements_changed(one: ThemeRewording, *, seen_after: bool) -> Iterator[str]:
    title = (one.after if seen_after else one.before).title
    for places, is_one, are_more, end in (
        (one.changed, "is", "zijn", "anders geworden"),
        (one.turned, "telt", "tellen", "nu andersom"),
    ):
        at = [str(pair[seen_after]) for pair in places]
        if len(at) > MOST_SAID:
            yield f"{are_more} {len(at)} stellingen van {title} {end}"
        elif at:
            yield f"{is_one if len(at) == 1 else are_more} stelling {listed(at)} van {title} {end}"
    if one.added:
        yield f"{_came(one.added)} bij in {title}"
    if one.gone:
        yield f"{_fell(one.gone)} weg in {title}"
    if one.moved:
        yield f"staan de stellingen van {title} in een andere volgorde"


def _came(count: int) -> str:
    return "kwam er een stelling" if count == 1 else f"kwamen er {count} stellingen"


def _fell(count: int) -> str:
    return "viel er een stelling" if count == 1 else f"vielen er {count} stellingen"


def _all_statements_changed(rewording: Rewording) -> Iterator[str]:
    """In numbers: what changed in all themes together."""
    themes = rewording.themes
    changed = sum(len(one.changed) for one in themes)
    turned = sum(len(one.turned) for one in themes)
    added, gone = sum(one.added for one in themes), sum(one.gone for one in themes)
    if changed:
        yield f"{'is' if changed == 1 else 'zijn'} {_statements(changed)} anders geworden"
    if turned:
        yield f"{'telt' if turned == 1 else 'tellen'} {_statements(turned)} nu andersom"
    if added:
        yield f"{_came(added)} bij"
    if gone:
        yield f"{_fell(gone)} weg"
    if any(one.moved for one in themes):
        yield "staan stellingen in een andere volgorde"


def _statements(count: int) -> str:
    return many(count, "stelling", "stellingen")
