from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.documents.person.report import report
from ehbo.documents.text import Block, blocks, readable
from ehbo.domain.plan import Plan
from ehbo.domain.questionnaire import Content, Questionnaire, Scale, Statement, Theme
from ehbo.dutch import day, long_day, short_day
from tests.builders import measurement
from tests.documents.person.sample import BEFORE, DRAFT, FULL, NOW, TINY, TODAY, bare, sample


def fields(content: Content) -> dict[str, Any]:
    return {name: getattr(content, name) for name in type(content).model_fields}


def test_every_theme_has_its_row() -> None:
    row = sample().rows[0]
    assert (row.title, row.sum, row.minimum, row.maximum) == ("Doen", 3, 2, 8)
    assert (row.mean, row.earlier, row.difference) == (Fraction(3, 2), 2, Fraction(-1, 2))
    assert sample().scores.rows[0] == ("Doen", "3", "2 tot 8", "1,5", "2,0", "−0,5")


def test_an_open_theme_has_no_mean_and_a_later_one_still_shows_the_earlier() -> None:
    answers = {id: value for id, value in FULL.items() if id != "geld-3"}
    made = report(
        TINY,
        Plan(),
        {},
        NOW,
        measurement(TINY, answers, TODAY),
        measurement(TINY, BEFORE, date(2026, 8, 1)),
    )
    assert made.scores.rows[1] == ("Geld <&>", "2 van 3 beantwoord", "3 tot 12", "–", "2,0", "–")
    assert "Geld <&> nog niet compleet (eerder 2,0)" in made.sentence


def test_a_theme_in_other_words_is_not_compared() -> None:
    doen = TINY.themes[0]
    others = tuple(Statement(id=s.id, text=f"Anders dan {s.text}") for s in doen.statements)
    reworded = Theme(**{**fields(doen), "statements": others})
    old = Questionnaire(**{**fields(TINY), "themes": (reworded, *TINY.themes[1:])})
    made = report(
        TINY, Plan(), {}, NOW, measurement(TINY, FULL, TODAY), measurement(old, BEFORE, TODAY)
    )
    assert made.rows[0].earlier is None and made.rows[0].difference is None
    assert made.rows[1].earlier == 2


def test_another_scale_is_not_compared_at_all() -> None:
    old = Questionnaire(**{**fields(TINY), "scale": Scale(labels=("1", "2", "3", "4", "5"))})
    made = report(
        TINY, Plan(), {}, NOW, measurement(TINY, FULL, TODAY), measurement(old, BEFORE, TODAY)
    )
    assert len(made.scores.header) == 4
    assert made.picture and "radar-mark-2" not in made.picture
    assert made.earlier is None


def test_what_was_written_in_a_section_that_is_gone_comes_along() -> None:
    plan = Plan(sections={"weg": "Mijn eigen woorden", "leeg": ""})
    made = report(TINY, plan, {}, NOW)
    assert [(s.title, s.text) for s in made.sections[len(TINY.plan) :]] == [
        ("Eerder geschreven", "Mijn eigen woorden")
    ]


def test_without_assessment_or_plan_it_is_still_a_document() -> None:
    made = bare()
    assert made.profile is None and made.picture is None and made.rows == ()
    assert made.facts == "Gemaakt op 22 november 2026"
    assert [section.blocks for section in made.sections] == [(), (), ()]
    assert made.again == ""


def test_a_draft_is_marked_until_the_person_writes() -> None:
    assert [s.draft for s in sample().sections] == [True, False, False]
    own = report(TINY, Plan(sections={"nu": ""}), {"nu": DRAFT}, NOW)
    assert own.sections[0].text == "" and not own.sections[0].draft


def test_a_text_falls_into_paragraphs_and_lists() -> None:
    assert blocks("Een\ntwee\n- drie\n– vier\n\n\nvijf\n\n-5 graden") == (
        Block(("Een", "twee")),
        Block(("drie", "vier"), bullets=True),
        Block(("vijf",)),
        Block(("-5 graden",)),
    )
    assert blocks("") == blocks("\n \n\n") == ()


@given(st.lists(st.sampled_from(["", "a", "- b", "– c", "d "]), max_size=12))
def test_no_line_is_lost(lines: list[str]) -> None:
    kept = [line for block in blocks("\n".join(lines)) for line in block.lines if line]
    assert kept == [line[2:] if line[:2] in ("- ", "– ") else line for line in lines if line]


@given(st.text(alphabet=st.characters()))
def test_readable_text_can_stand_in_a_document(text: str) -> None:
    made = readable(text)
    made.encode("utf-8")
    assert not any(c < " " and c not in "\n\t" for c in made)
    assert readable(made) == made


def test_readable_keeps_what_people_type() -> None:
    text = "Zo’n 👩‍👩‍👧\n\ttab é"
    assert readable(text) == text
    assert readable("a\x00b\x0bc\ud800d\ufffee\r\nf") == "abcde\nf"


def test_dates_are_dutch() -> None:
    assert (day(date(2026, 3, 1)), short_day(date(2026, 3, 1))) == ("1 maart 2026", "1 mrt 2026")


@pytest.mark.parametrize("year", [1, 26, 202, 2026, 9999])
def test_no_year_is_written_with_fewer_than_four_digits(year: int) -> None:
    written = [day(date(year, 3, 1)), short_day(date(year, 3, 1)), long_day(date(year, 3, 1))]
    assert all(words.endswith(f" {year:04}") for words in written)
