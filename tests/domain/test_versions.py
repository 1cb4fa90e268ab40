"""The two names of a questionnaire: one for what is answered, one for all that is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.rewording import rewording
from tests.builders import instrument, reworded
from tests.small import small, theme

# A few of each, so that two draws are often alike.
texts = st.sampled_from(["Eén", "Twee"])
statements = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a-1", "a-2", "a-3"]),
            "text": texts,
            "reversed": st.booleans(),
            "about": st.sampled_from(["self", "context"]),
        }
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one["id"],
)
themes = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["doen", "doel"]),
            "title": texts,
            "motto": texts,
            "introduction": texts,
            "statements": statements,
        }
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda one: one["id"],
)
questionnaires = st.builds(
    lambda parts, lowest, labels, reading, questions: reworded(
        small(theme("doen", False)),
        themes=parts,
        scale={"lowest": lowest, "labels": labels},
        reading=reading,
        reflection_questions=questions,
    ),
    themes,
    st.sampled_from([0, 1]),
    st.sampled_from([("Nee", "Ja"), ("Nee", "Soms", "Ja")]),
    texts,
    st.lists(texts, max_size=2),
)


def what_is_answered(of: Questionnaire) -> Any:
    return [
        of.id,
        of.scale,
        [(t.id, [(s.id, s.text, s.reversed) for s in t.statements]) for t in of.themes],
    ]


@given(questionnaires, questionnaires)
def test_the_answered_version_is_the_same_exactly_when_what_is_answered_is(
    one: Questionnaire, other: Questionnaire
) -> None:
    same = what_is_answered(one) == what_is_answered(other)
    assert (one.answered_version == other.answered_version) == same
    assert rewording(one, other).nothing == same


@given(questionnaires, questionnaires)
def test_the_wording_version_is_the_same_exactly_when_everything_is(
    one: Questionnaire, other: Questionnaire
) -> None:
    assert (one.wording_version == other.wording_version) == (one == other)


@given(questionnaires, questionnaires)
def test_whatever_could_not_be_told_apart_before_is_answered_alike(
    one: Questionnaire, other: Questionnaire
) -> None:
    if one.first_version == other.first_version:
        assert one.answered_version == other.answered_version


def test_the_versions_of_the_instrument_lead_to_it() -> None:
    # The first is what the release before called it; it stands in bundles that nobody can rewrite.
    assert instrument().first_version == "3593d5b4fbadcc48"
    for version in ("3593d5b4fbadcc48", instrument().wording_version):
        assert instrument().led_to_by(version) and instrument().named_by(version)
    assert instrument().led_to_by(instrument().answered_version)
    assert not instrument().named_by(instrument().answered_version)
    assert not instrument().led_to_by("")


def test_words_that_were_stored_without_ids_have_them_by_place() -> None:
    asked = small(theme("doen", False), reflection_questions=["Wat?", "Waarom?"])
    assert [(q.id, q.text) for q in asked.reflection_questions] == [
        ("vraag-1", "Wat?"),
        ("vraag-2", "Waarom?"),
    ]


def test_questions_by_another_id_have_no_version_of_the_first_kind() -> None:
    asked = small(theme("doen", False), reflection_questions=[{"id": "nu", "text": "Wat?"}])
    assert asked.first_version is None
    assert asked.led_to_by(asked.answered_version)


def test_two_questions_with_one_id_are_refused() -> None:
    with pytest.raises(ValidationError):
        small(theme("doen", False), reflection_questions=[{"id": "vraag-2", "text": "a"}, "b"])


def test_words_with_another_question_under_an_id_do_not_follow() -> None:
    old = small(theme("doen", False), reflection_questions=["Wat?", "Waarom?"])
    assert reworded(old, reflection_questions=["Wat?", "Waarom?", "Hoe?"]).follows(old)
    assert reworded(old, reflection_questions=["Wat?"]).follows(old)
    assert not reworded(old, reflection_questions=["Waarom?", "Wat?"]).follows(old)
    assert not small(theme("doen", True), reflection_questions=["Wat?", "Waarom?"]).follows(old)
