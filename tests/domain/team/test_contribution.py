"""What is contributed holds all asked answers in one length, and only its round opens it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import SealBroken
from ehbo.domain.team.contribution import offer, packed, sealed_answers, unpacked
from ehbo.domain.team.round import SEED_BYTES, asked, new_round
from ehbo.domain.team.round_keys import opened_with
from ehbo.domain.team.standing import open_statements
from ehbo.domain.team.team import Team
from tests.domain.team.test_round import ASKED, DAY, OPEN

answers = st.fixed_dictionaries({id: st.sampled_from(range(4)) for id in ASKED.statements})


@given(answers)
def test_what_is_packed_is_unpacked_in_the_order_of_the_round(given: dict[str, int]) -> None:
    content = packed(ASKED, OPEN, given)
    assert list(unpacked(ASKED, OPEN, content)) == [
        given[s.id] for one in asked(ASKED, OPEN.themes) for s in one.statements
    ]
    assert len(content) == 5


def test_open_statements_are_counted_and_cannot_be_packed() -> None:
    given = {"doen-1": 1, "geld-1": 2, "raad-2": 0}
    assert open_statements(asked(ASKED, OPEN.themes), given) == 3
    with pytest.raises(KeyError):
        packed(ASKED, OPEN, given)


@pytest.mark.parametrize("content", [b"", b"\1" * 4, b"\1" * 6, b"\0\1\1\1\1", b"\1\1\1\1\5"])
def test_content_that_does_not_fit_its_round_is_broken(content: bytes) -> None:
    with pytest.raises(SealBroken):
        unpacked(ASKED, OPEN, content)


@given(answers)
def test_only_the_private_half_of_the_round_opens_sealed_answers(given: dict[str, int]) -> None:
    (round, private), (_, other) = [
        new_round(ASKED, OPEN.themes, 6, DAY, bytes([n]) * SEED_BYTES) for n in (1, 2)
    ]
    sealed = sealed_answers(ASKED, round, given)
    assert opened_with(private, sealed) == packed(ASKED, round, given)
    with pytest.raises(SealBroken):
        opened_with(other, sealed)


def test_an_offer_is_of_a_whole_assessment_to_the_current_round() -> None:
    first, later = [
        new_round(ASKED, themes, 6, DAY, bytes([n]) * SEED_BYTES)
        for n, themes in ((1, ("geld",)), (2, ("doen",)))
    ]
    team = Team("CODE", "Wijkteam", None, (first[0], later[0]))
    mine = Assessment(id="a", questionnaire=ASKED.id, version="v", started=date(2026, 11, 1))
    with pytest.raises(KeyError):
        offer(ASKED, team, mine)
    whole = mine.model_copy(update={"answers": {"doen-1": 1, "doen-2": 2}})
    made = offer(ASKED, team, whole)
    assert (made.team, made.round, made.assessment) == ("CODE", later[0], whole)
    assert opened_with(later[1], made.sealed) == packed(ASKED, later[0], whole.answers)
