from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.charts.words import radar_sentence
from ehbo.domain.questionnaire import Questionnaire, Scale, Statement, Theme
from ehbo.domain.scoring import profile
from ehbo.dutch import number, signed

TINY = Questionnaire(
    id="klein",
    title="Klein",
    language="nl",
    source="Bron",
    introduction="Inleiding",
    reading="Lezen",
    scale=Scale(labels=("Nee", "Ja", "Zeker")),
    reflection_questions=(),
    plan_title="Plan",
    plan=(),
    themes=(
        Theme(
            id="een",
            title="Eén",
            introduction="x",
            statements=(Statement(id="een-1", text="A"), Statement(id="een-2", text="B")),
        ),
        Theme(
            id="twee",
            title="Twee",
            introduction="x",
            statements=(Statement(id="twee-1", text="C"),),
        ),
    ),
)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("5/2", 0, "3"),
        ("13/5", 1, "2,6"),
        ("9/4", 1, "2,3"),
        ("-9/4", 1, "−2,3"),
        ("-1/100", 1, "0,0"),
        ("1/3", 3, "0,333"),
        ("3", 1, "3,0"),
        ("199/100", 1, "2,0"),
    ],
)
def test_numbers_are_written_the_dutch_way(value: str, digits: int, text: str) -> None:
    assert number(Fraction(value), digits) == text


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_rounding_is_exact(thousandths: int, digits: int) -> None:
    expected = (Decimal(thousandths) / 1000).quantize(Decimal(10) ** -digits, ROUND_HALF_UP)
    shown = number(Fraction(thousandths, 1000), digits).replace(",", ".").replace("−", "-")
    assert Decimal(shown) == expected


def test_a_difference_shows_its_sign() -> None:
    assert [signed(Fraction(n, 100)) for n in (60, -60, 4, -4, 0)] == [
        "+0,6",
        "−0,6",
        "0,0",
        "0,0",
        "0,0",
    ]


def test_the_sentence_says_what_the_radar_shows() -> None:
    now = profile(TINY, {"een-1": 3, "een-2": 2})
    assert radar_sentence(now) == (
        "Gemiddelde per thema, op een schaal van 1 tot en met 3: Eén 2,5; Twee nog niet compleet."
    )
    then = profile(TINY, {"een-1": 1, "een-2": 2, "twee-1": 1})
    assert radar_sentence(now, then) == (
        "Gemiddelde per thema, op een schaal van 1 tot en met 3: "
        "Eén 2,5 (eerder 1,5); Twee nog niet compleet (eerder 1,0)."
    )
