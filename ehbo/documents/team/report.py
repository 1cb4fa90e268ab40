"""A team's published picture, made ready to read once, so that every writer says the same.

Made from a publication alone: nothing is in it that is not public, and nobody.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ehbo.charts.svg import Series, radar
from ehbo.charts.team_words import (
    agreement_words,
    mean_words,
    statement_words,
    team_sentence,
    turnout,
)
from ehbo.documents.parts import NOTHING, PICTURE_TITLE, Table
from ehbo.documents.team import notes
from ehbo.documents.text import readable
from ehbo.domain import scoring
from ehbo.domain.questionnaire import Questionnaire, Statement, Theme
from ehbo.domain.team import conversation
from ehbo.domain.team.disclosure import Publication, StatementPicture, ThemePicture, rounded
from ehbo.dutch import day, number

TITLE = "Teambeeld"
STATEMENTS_HEADER = ("Stelling", "Antwoorden van het team", "De antwoorden liggen")
# A figure stays with the word that it counts where the line breaks.
_BEFORE_FIGURE = re.compile(r" (?=\d)")
# The classes of Unicode that reorder the text after them.
_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


@dataclass(frozen=True)
class StatementRow:
    """A statement and what is published of it.

    `words` says the answers, `agreement` how near to each other they lie ("" for an answer of
    nearly everybody). `r_wg` (0 to 1, two decimals) is there only where the counts are public.
    `note` says what to know about the statement itself, mostly nothing.
    """

    statement: Statement
    shown: StatementPicture
    text: str
    words: str
    agreement: str
    r_wg: Decimal | None
    note: str

    @property
    def together(self) -> str:
        """The agreement with its figure where there is one: "ver uiteen (0,12)"."""
        figure = _figure(self.r_wg)
        return f"{self.agreement} ({figure})" if figure else self.agreement


@dataclass(frozen=True)
class ThemeRow:
    """A theme and what is published of it: texts for a table, "" where there is no such figure.

    `statements` is empty where no statements are published.
    """

    theme: Theme
    shown: ThemePicture
    title: str
    mean: str
    spread: str
    alpha: str
    statements: tuple[StatementRow, ...]

    @property
    def table(self) -> Table:
        rows = tuple(
            (f"{row.text}\n{row.note}".rstrip(), row.words, row.together or NOTHING)
            for row in self.statements
        )
        return Table(STATEMENTS_HEADER, rows)


@dataclass(frozen=True)
class TalkingPoint:
    """Something to talk about: a statement of a theme, or the theme itself (`statement` is "").

    `why` says in a few words why it was chosen, "" when there was no choice; `seen` what the
    picture says about it.
    """

    why: str
    theme: str
    statement: str
    seen: str
    note: str


@dataclass(frozen=True)
class TeamReport:
    """Everything that a document or page about a team's round shows.

    `picture` is an SVG element, `sentence` says the same. `points` are what to talk about first
    with the source's `questions`. `reading` is what the source says about a score, `explained` how
    to read the figures that are there, `unseen` what is not in it and why.
    """

    team: str
    number: int
    questionnaire: Questionnaire
    publication: Publication
    themes: tuple[ThemeRow, ...]
    picture: str
    sentence: str
    points: tuple[TalkingPoint, ...]
    questions: tuple[str, ...]
    reading: str
    explained: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name of the document among others."""
        return f"{TITLE}: {self.team}"

    @property
    def turnout(self) -> str:
        shown = self.publication
        return turnout(shown.respondents, shown.expected, shown.expected_before)

    @property
    def facts(self) -> str:
        """Which round, of which day, by how many, in one line below the title."""
        return f"Ronde {self.number} · {day(self.publication.on)} · {self.turnout}"

    @property
    def scores(self) -> Table:
        """The theme table in words; spread and alpha only where there are any."""
        columns = [("Thema", [row.title for row in self.themes])]
        columns.append(("Gemiddelde", [row.mean for row in self.themes]))
        for header, cells in (
            ("Spreiding", [row.spread for row in self.themes]),
            ("Cronbachs alfa", [row.alpha for row in self.themes]),
        ):
            if any(cells):
                columns.append((header, [cell or NOTHING for cell in cells]))
        rows = zip(*(cells for _, cells in columns), strict=True)
        return Table(tuple(header for header, _ in columns), tuple(rows))


def team_report(
    questionnaire: Questionnaire, publication: Publication, team_name: str, number: int
) -> TeamReport:
    """The report on one round. `questionnaire` must have the words that the round asked.

    `number` counts the rounds of the team from 1.
    """
    themes = tuple(
        _theme_row(questionnaire, publication, theme, shown)
        for theme in questionnaire.themes
        if (shown := publication.find_theme(theme.id))
    )
    sentence = readable(team_sentence(questionnaire, publication))
    name = shown_name(team_name)
    # A coded mean stands at its bound; the sentence and the table say that it is one.
    values = tuple(Fraction(row.shown.mean) for row in themes)
    picture = radar(
        [row.title for row in themes],
        [Series(name, values)],
        questionnaire.scale,
        PICTURE_TITLE,
        sentence,
    )
    return TeamReport(
        team=name,
        number=number,
        questionnaire=questionnaire,
        publication=publication,
        themes=themes,
        picture=picture,
        sentence=sentence,
        points=_points(questionnaire, publication, themes),
        questions=tuple(readable(question.text) for question in questionnaire.reflection_questions),
        reading=f"{readable(questionnaire.reading)} {notes.NO_NORM}",
        explained=notes.explained(publication),
        unseen=notes.unseen(publication),
    )


def shown_name(team_name: str) -> str:
    """A team's name on one line, without signs that turn the direction of what stands around it."""
    plain = " ".join(readable(team_name).split())
    return "".join(c for c in plain if unicodedata.bidirectional(c) not in _TURNS)


def _theme_row(
    questionnaire: Questionnaire, publication: Publication, theme: Theme, shown: ThemePicture
) -> ThemeRow:
    return ThemeRow(
        theme=theme,
        shown=shown,
        title=readable(theme.title),
        mean=mean_words(shown),
        spread=_figure(shown.spread),
        alpha=_figure(shown.alpha),
        statements=tuple(
            _statement_row(questionnaire, statement, found)
            for statement in theme.statements
            if (found := publication.find_statement(statement.id))
        ),
    )


def _statement_row(
    questionnaire: Questionnaire, statement: Statement, shown: StatementPicture
) -> StatementRow:
    return StatementRow(
        statement=statement,
        shown=shown,
        text=readable(statement.text),
        words=_BEFORE_FIGURE.sub("\u00a0", readable(statement_words(shown, questionnaire.scale))),
        agreement="" if shown.agreement is None else agreement_words(shown.agreement),
        r_wg=None if shown.counts is None else rounded(scoring.agreement(shown.counts), 2),
        note=notes.about(statement),
    )


def _points(
    questionnaire: Questionnaire, publication: Publication, themes: tuple[ThemeRow, ...]
) -> tuple[TalkingPoint, ...]:
    """The most divided first, then the lowest; what is both stands there once."""
    divided = conversation.most_divided(questionnaire, publication)
    lowest = conversation.lowest(questionnaire, publication)
    chosen = divided + tuple(topic for topic in lowest if topic not in divided)
    choice = len(publication.statements or publication.themes) > len(chosen)
    return tuple(
        _point(topic, themes, notes.why(topic in divided, topic in lowest) if choice else "")
        for topic in chosen
    )


def _point(topic: conversation.Topic, themes: tuple[ThemeRow, ...], why: str) -> TalkingPoint:
    theme = next(row for row in themes if row.theme.id == topic.theme.id)
    if topic.statement is None:
        return TalkingPoint(why, theme.title, "", f"Gemiddeld {theme.mean}", "")
    row = next(row for row in theme.statements if row.statement.id == topic.statement.id)
    return TalkingPoint(why, theme.title, row.text, row.words, row.note)


def _figure(value: Decimal | None) -> str:
    return "" if value is None else number(Fraction(value), 2)
