"""What of a person goes into a round: packed in its order, if it fits and counts nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import AlreadyCounted, OtherWording, SealBroken
from ehbo.domain.portfolio import Given
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.contribution import packed, unpacked
from ehbo.domain.team.round import asked
from ehbo.domain.team.standing import fitting, open_statements, refuse_counted
from ehbo.domain.team.team import Team
from tests.builders import reworded
from tests.domain.team.test_round import ASKED, DAY, OPEN, PUBLISHED

answers = st.fixed_dictionaries({id: st.sampled_from(range(4)) for id in ASKED.statements})


@given(answers)
def test_what_is_packed_is_unpacked_in_the_order_of_the_round(given: dict[str, int]) -> None:
    content = packed(ASKED, OPEN, given)
    assert list(unpacked(ASKED, OPEN, content)) == [
        given[s.id] for one in asked(ASKED, OPEN.themes) for s in one.statements
    ]
    assert len(content) == 5


def test_the_order_of_themes_is_the_questionnaires_own() -> None:
    assert asked(ASKED, ("raad", "doen")) == (ASKED.themes[0], ASKED.themes[2])


def test_open_statements_are_counted_and_cannot_be_packed() -> None:
    given = {"doen-1": 1, "geld-1": 2, "raad-2": 0}
    assert open_statements(asked(ASKED, OPEN.themes), given) == 3
    with pytest.raises(KeyError):
        packed(ASKED, OPEN, given)


@pytest.mark.parametrize("content", [b"", b"\1" * 4, b"\1" * 6, b"\0\1\1\1\1", b"\1\1\1\1\5"])
def test_content_that_does_not_fit_its_round_is_broken(content: bytes) -> None:
    with pytest.raises(SealBroken):
        unpacked(ASKED, OPEN, content)


def taken(id: str, words: Questionnaire = ASKED) -> tuple[Assessment, Questionnaire]:
    version = words.answered_version
    return Assessment(id=id, questionnaire=words.id, version=version, started=DAY), words


OTHER_WORDS = reworded(ASKED, scale={"labels": ["Vroeger", "Nu"]})


def test_the_newest_assessment_of_the_same_statements_fits() -> None:
    first, second, other = taken("a"), taken("b"), taken("c", OTHER_WORDS)
    assert fitting(ASKED, [first, second, other]) == second[0]
    assert fitting(ASKED, []) is None


def test_an_assessment_fits_whatever_is_only_read() -> None:
    read_otherwise = taken("a", reworded(ASKED, reading="Anders", title="Anders"))
    assert fitting(ASKED, [read_otherwise]) == read_otherwise[0]


def test_assessments_of_other_statements_only_are_refused() -> None:
    with pytest.raises(OtherWording):
        fitting(ASKED, [taken("a", OTHER_WORDS)])


MINE, _ = taken("mijn")
OTHER = replace(OPEN, id=bytes([1] * 16))
NOTE = Given(team="CODE", round=OTHER.id.hex(), assessment=MINE.id, on=DAY)


def check(note: Given, team: Team | None) -> None:
    refuse_counted(MINE, OPEN, [note], {"CODE": team}.get)


@pytest.mark.parametrize(
    ("team", "said"),
    [
        (Team("CODE", "", None, (OTHER,)), "een ronde van een ander team"),
        (Team("CODE", "", None, (replace(PUBLISHED, id=OTHER.id), OPEN)), "gepubliceerd teambeeld"),
        (None, "een team dat intussen is gewist"),
    ],
)
def test_what_counts_in_another_round_is_refused_with_what_to_do(
    team: Team | None, said: str
) -> None:
    with pytest.raises(AlreadyCounted, match=said) as refused:
        check(NOTE, team)
    assert "Begin dan opnieuw met een nieuwe meting." in str(refused.value)


def test_a_note_of_this_round_or_of_another_measurement_or_of_a_dropped_round_binds_nothing() -> (
    None
):
    team = Team("CODE", "", None, (PUBLISHED, OTHER))
    check(NOTE.model_copy(update={"round": OPEN.id.hex()}), team)
    check(NOTE.model_copy(update={"assessment": "een andere"}), team)
    check(NOTE.model_copy(update={"round": "ff" * 16}), team)
