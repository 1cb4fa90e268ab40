"""A reflection question in a content file has an id; a list of plain texts is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehbo.content.questionnaires import load, problems
from tests.content.conftest import change

LIST = ('reading = "Higher is more."\n', 'reading = "Higher is more."\nreflection_questions = %s\n')
KEPT = (
    "Met de ids vraag-1, vraag-2… in de volgorde van nu blijft wat mensen al schreven bij zijn "
    "vraag staan."
)


def with_blocks(folder: Path, *ids: str) -> None:
    blocks = (f'[[reflection_questions]]\nid = "{id}"\ntext = "{id}?"\n' for id in ids)
    change(
        folder, "questionnaire", '[[plan]]\nid = "now"', "".join(blocks) + '[[plan]]\nid = "now"'
    )


def test_questions_are_read_with_their_ids(folder: Path) -> None:
    with_blocks(folder, "first", "second")
    asked = load(folder).reflection_questions
    assert [(question.id, question.text) for question in asked] == [
        ("first", "first?"),
        ("second", "second?"),
    ]


def test_every_plain_string_is_refused_with_the_id_to_give_it(folder: Path) -> None:
    old, new = LIST
    change(folder, "questionnaire", old, new % '["What?", "Why?"]')
    found = problems(folder)
    assert [(one.file, one.place) for one in found] == [
        ("tiny/questionnaire.toml", "reflection_questions 1 (What?)"),
        ("tiny/questionnaire.toml", "reflection_questions 2 (Why?)"),
    ]
    for number, one in enumerate(found, 1):
        assert f'[[reflection_questions]], met id = "vraag-{number}"' in one.mend
        assert KEPT in one.mend


def test_one_text_for_all_questions_is_refused(folder: Path) -> None:
    old, new = LIST
    change(folder, "questionnaire", old, new % '"What?"')
    (one,) = problems(folder)
    assert one.place == "reflection_questions"
    assert "een blok [[reflection_questions]] per vraag" in one.mend


@pytest.mark.parametrize("id", ["Vraag 1", "", "x" * 61])
def test_an_id_that_no_form_could_bring_back_is_refused(folder: Path, id: str) -> None:
    with_blocks(folder, id)
    (one,) = problems(folder)
    assert one.place.startswith("reflection_questions 1") and one.place.endswith("id")


def test_a_double_id_is_refused(folder: Path) -> None:
    with_blocks(folder, "twice", "twice")
    (one,) = problems(folder)
    assert (one.place, one.fault) == ("reflection_questions", "De id `twice` staat er 2 keer.")
