"""What changed between two editions is said as it is: no more, no less, and in plain Dutch."""

from __future__ import annotations

import pytest

from ehbo.domain.questionnaire import Questionnaire, Statement, Theme
from ehbo.domain.rewording import rewording
from ehbo.dutch import what_changed
from tests.builders import reworded
from tests.small import small


def asked(**themes: str) -> Questionnaire:
    """A questionnaire of themes: `doen="1 2 3x 4-"` has another text at 3 and reverses 4."""
    return small(
        *(
            Theme(
                id=id,
                title=id.title(),
                introduction="Inleiding",
                statements=tuple(_statement(id, word) for word in words.split()),
            )
            for id, words in themes.items()
        )
    )


def _statement(theme_id: str, word: str) -> Statement:
    number = word.rstrip("x-")
    text = f"Stelling {number}{' anders' if 'x' in word else ''}"
    return Statement(id=f"{theme_id}-{number}", text=text, reversed="-" in word)


OLD = asked(doen="1 2 3 4 5", geld="1 2")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (OLD, ""),
        (asked(doen="1 2 3x 4 5", geld="1 2"), "is stelling 3 van Doen anders geworden"),
        (
            asked(doen="1 2 3x 4 5", geld="1 2 3"),
            "is stelling 3 van Doen anders geworden en kwam er een stelling bij in Geld",
        ),
        (asked(doen="1x 2 3x 4 5", geld="1 2"), "zijn stelling 1 en 3 van Doen anders geworden"),
        (
            asked(doen="1x 2x 3x 4x 5x", geld="1 2"),
            "zijn 5 stellingen van Doen anders geworden",
        ),
        (asked(doen="1 2 3 4 5-", geld="1 2"), "telt stelling 5 van Doen nu andersom"),
        (asked(doen="1 2 3", geld="1 2"), "vielen er 2 stellingen weg in Doen"),
        (
            asked(doen="2 1 3 4 5", geld="1 2"),
            "staan de stellingen van Doen in een andere volgorde",
        ),
        (asked(geld="1 2", doen="1 2 3 4 5"), "staan de thema’s in een andere volgorde"),
        (asked(doen="1 2 3 4 5"), "verdween het thema Geld"),
        (
            asked(doen="1 2 3 4 5", geld="1 2", raad="1", doel="1"),
            "kwamen de thema’s Raad en Doel erbij",
        ),
        (
            reworded(OLD, scale={"labels": ["Nee", "Ja"]}),
            "zijn de antwoorden waaruit je kiest veranderd",
        ),
        (
            asked(doen="6 3 2x 1- 4", geld="1x 2 3"),
            "zijn 2 stellingen anders geworden, telt 1 stelling nu andersom, kwamen er 2 "
            "stellingen bij, viel er een stelling weg en staan stellingen in een andere volgorde",
        ),
    ],
)
def test_it_is_said_what_changed(new: Questionnaire, said: str) -> None:
    assert what_changed(rewording(OLD, new)) == said


def test_a_statement_is_counted_in_the_words_that_are_seen() -> None:
    change = rewording(OLD, asked(doen="2 3x 4 5", geld="1 2"))
    assert "stelling 3 van Doen" in what_changed(change)
    assert "stelling 2 van Doen" in what_changed(change, seen_after=True)


def test_what_is_only_read_is_no_change() -> None:
    themes = OLD.model_dump()["themes"]
    themes[0].update(title="Anders", motto="Anders", introduction="Anders", aids=["Iets"])
    themes[0]["statements"][0]["about"] = "context"
    new = reworded(
        OLD, themes=themes, title="Anders", reading="Anders", reflection_questions=["Wat?"]
    )
    assert rewording(OLD, new).nothing
