"""The questionnaire is the instrument to the letter, against an independent transcription."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import ehbo
from ehbo.content.questionnaires import load
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.scoring import theme_score

FOLDER = Path(ehbo.__path__[0]) / "questionnaires" / "overheidsparticipatie"
THEMES = {
    "doen": (5, 5, 20),
    "doel": (5, 5, 20),
    "raad": (6, 6, 24),
    "geld": (5, 5, 20),
    "organisatieverandering": (6, 6, 24),
}
ABOUT_THE_SURROUNDINGS = ["raad-1", "geld-3"]


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load(FOLDER)


@pytest.fixture(scope="module")
def instrument() -> dict[str, list[str]]:
    """The transcription: the lines under each `# heading`."""
    parts: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("instrument.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            parts[line[2:]] = part = []
        else:
            part.append(line)
    return parts


def test_scale_runs_from_1_to_4_with_the_labels_of_the_instrument(
    questionnaire: Questionnaire, instrument: dict[str, list[str]]
) -> None:
    assert list(questionnaire.scale.values) == [1, 2, 3, 4]
    assert list(questionnaire.scale.labels) == instrument["labels"]


def test_reading_is_to_the_letter(
    questionnaire: Questionnaire, instrument: dict[str, list[str]]
) -> None:
    assert [questionnaire.reading] == instrument["reading"]


def test_reflection_questions_are_to_the_letter(
    questionnaire: Questionnaire, instrument: dict[str, list[str]]
) -> None:
    asked = questionnaire.reflection_questions
    assert [question.text for question in asked] == instrument["reflection questions"]
    assert [question.id for question in asked] == [f"vraag-{n}" for n in range(1, 6)]


def test_themes_stand_in_the_order_of_the_instrument(questionnaire: Questionnaire) -> None:
    assert [theme.id for theme in questionnaire.themes] == list(THEMES)


@pytest.mark.parametrize("theme_id", THEMES)
def test_theme_is_to_the_letter(
    questionnaire: Questionnaire, instrument: dict[str, list[str]], theme_id: str
) -> None:
    theme = questionnaire.find_theme(theme_id)
    assert theme is not None
    assert [theme.title, theme.motto, *(s.text for s in theme.statements)] == instrument[theme_id]
    assert [s.id for s in theme.statements] == [
        f"{theme_id}-{number}" for number in range(1, len(theme.statements) + 1)
    ]


@pytest.mark.parametrize(("theme_id", "expected"), THEMES.items())
def test_theme_counts_and_sums(
    questionnaire: Questionnaire, theme_id: str, expected: tuple[int, int, int]
) -> None:
    theme = questionnaire.find_theme(theme_id)
    assert theme is not None
    lowest = theme_score(questionnaire.scale, theme, {s.id: 1 for s in theme.statements})
    highest = theme_score(questionnaire.scale, theme, {s.id: 4 for s in theme.statements})
    assert (len(theme.statements), lowest.minimum, lowest.maximum) == expected
    assert (lowest.sum, highest.sum) == expected[1:]
    assert (lowest.mean, highest.mean) == (Fraction(1), Fraction(4))


def test_there_are_27_statements(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.themes) == 5
    assert len(questionnaire.statements) == 27


def test_no_statement_is_reversed(questionnaire: Questionnaire) -> None:
    assert not any(statement.reversed for statement in questionnaire.statements.values())


def test_only_what_others_give_or_offer_is_about_the_surroundings(
    questionnaire: Questionnaire,
) -> None:
    marked = [s.id for s in questionnaire.statements.values() if s.about == "context"]
    assert marked == ABOUT_THE_SURROUNDINGS


def test_plan_is_to_the_letter(
    questionnaire: Questionnaire, instrument: dict[str, list[str]]
) -> None:
    assert questionnaire.plan_title == "POP-OP"
    assert [
        line for section in questionnaire.plan for line in (section.title, section.guide)
    ] == instrument["plan"]
    assert [section.draft for section in questionnaire.plan] == [
        "self",
        "none",
        "none",
        "none",
        "context",
    ]


def test_every_theme_has_tips_that_fit_as_an_action_and_aids(questionnaire: Questionnaire) -> None:
    for theme in questionnaire.themes:
        titles = [tip.title for tip in theme.tips]
        assert 4 <= len(titles) == len(set(titles)) <= 6
        assert max(map(len, titles)) <= 80
        assert theme.aids


def test_ten_reasons_are_turned_around(questionnaire: Questionnaire) -> None:
    reasons = questionnaire.reasons
    assert reasons is not None
    assert len({reason.id for reason in reasons.reasons}) == len(reasons.reasons) == 10
    assert all(reason.turned.startswith("Juist wel: ") for reason in reasons.reasons)
    assert "Vincent van Stipdonk" in reasons.introduction
    assert "open-overheid.nl" in reasons.introduction
