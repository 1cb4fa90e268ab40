"""Where somebody stands in a round: what they can contribute, and what keeps them from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import AlreadyCounted, Counted, OtherWording, OtherWords
from ehbo.domain.portfolio import Given
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.standing import Standing, fitting, refuse_counted, shut_out, standing
from ehbo.domain.team.team import Team
from tests.builders import reworded
from tests.domain.team.test_round import ASKED, DAY, OPEN, PUBLISHED


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
    with pytest.raises(OtherWording) as refused:
        fitting(ASKED, [taken("a", OTHER_WORDS)])
    assert (refused.value.reason, refused.value.asked) == (OtherWords.ANSWERED, ASKED)
    assert refused.value.other == OTHER_WORDS


MINE, _ = taken("mijn")
OTHER = replace(OPEN, id=bytes([1] * 16))
NOTE = Given(team="CODE", round=OTHER.id.hex(), assessment=MINE.id, on=DAY)


def check(note: Given, team: Team | None) -> None:
    refuse_counted(MINE, OPEN, [note], {"CODE": team}.get)


@pytest.mark.parametrize(
    ("team", "where"),
    [
        (Team("CODE", "", None, (OTHER,)), Counted.ELSEWHERE),
        (Team("CODE", "", None, (replace(PUBLISHED, id=OTHER.id), OPEN)), Counted.PUBLISHED),
        (None, Counted.GONE),
    ],
)
def test_what_counts_in_another_round_is_refused(team: Team | None, where: Counted) -> None:
    with pytest.raises(AlreadyCounted) as refused:
        check(NOTE, team)
    assert refused.value.reason is where


def test_a_note_of_this_round_or_of_another_measurement_or_of_a_dropped_round_binds_nothing() -> (
    None
):
    team = Team("CODE", "", None, (PUBLISHED, OTHER))
    check(NOTE.model_copy(update={"round": OPEN.id.hex()}), team)
    check(NOTE.model_copy(update={"assessment": "een andere"}), team)
    check(NOTE.model_copy(update={"round": "ff" * 16}), team)


WHOLE = {"doen-1": 1, "doen-2": 0, "raad-1": 3, "raad-2": 2, "raad-3": 1}


def stands(**more: Any) -> Standing:
    """Where somebody stands who has nothing, in a round that asks what is served; or otherwise."""
    usual: dict[str, Any] = {
        "served": ASKED,
        "taken": [],
        "notes": [],
        "find_team": {}.get,
        "contributed": False,
    }
    return standing(OPEN, ASKED, **{**usual, **more})


def answering(answers: dict[str, int], id: str = MINE.id) -> tuple[Assessment, Questionnaire]:
    return taken(id)[0].model_copy(update={"answers": answers}), ASKED


def test_who_has_nothing_has_all_asked_statements_to_go() -> None:
    assert stands() == Standing(open=5)


def test_what_is_not_asked_need_not_be_answered() -> None:
    mine = answering(WHOLE)
    assert stands(taken=[mine]) == Standing(assessment=mine[0], open=0)
    assert stands(taken=[mine]).ready
    partly = answering({"doen-1": 1, "geld-1": 2})
    assert stands(taken=[partly]) == Standing(assessment=partly[0], open=4)
    assert not stands(taken=[partly]).ready


def test_who_contributed_stands_so_whatever_else_there_is() -> None:
    for more in ({}, {"taken": [answering(WHOLE)]}, {"served": None}):
        assert stands(contributed=True, **more).contributed


@pytest.mark.parametrize(
    ("served", "reason"), [(None, OtherWords.UNSERVED), (OTHER_WORDS, OtherWords.SERVED)]
)
def test_who_begins_now_is_shut_out_of_a_round_that_asks_what_is_not_served(
    served: Questionnaire | None, reason: OtherWords
) -> None:
    here = stands(served=served)
    assert isinstance(here.refusal, OtherWording)
    assert (here.refusal.reason, here.refusal.other) == (reason, served)
    assert (here.ready, here.renewable) == (False, False)
    mine = answering(WHOLE)
    assert stands(served=served, taken=[mine]) == Standing(assessment=mine[0])


def test_what_is_only_read_shuts_nobody_out() -> None:
    assert shut_out(ASKED, reworded(ASKED, reading="Anders", title="Anders")) is None


@pytest.mark.parametrize(("served", "renewable"), [(ASKED, True), (OTHER_WORDS, False)])
def test_a_new_assessment_would_do_where_who_begins_now_gets_what_is_asked(
    served: Questionnaire, renewable: bool
) -> None:
    other = stands(served=served, taken=[taken("a", OTHER_WORDS)])
    assert isinstance(other.refusal, OtherWording)
    assert other.refusal.reason is OtherWords.ANSWERED
    counted = stands(served=served, taken=[answering(WHOLE)], notes=[NOTE])
    assert isinstance(counted.refusal, AlreadyCounted)
    for here in (other, counted):
        assert (here.assessment, here.ready, here.renewable) == (None, False, renewable)
