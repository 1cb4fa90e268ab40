"""With a code opens what a team sealed, without it not, and in another place neither."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import SealBroken
from ehbo.domain.team.codes import (
    COMPARE_CODE,
    NAME,
    Contents,
    compare_door,
    publication_of,
    stretched,
    team_door,
)
from ehbo.domain.team.team import LONGEST_NAME
from ehbo.domain.writing import CODE
from tests.documents.team.sample import SIZES, publication

PEPPER, WRITTEN = bytes(range(32)), "0000-3NQK-8NF0"
CONTENTS = Contents("ab" * 16, bytes(range(32, 64)))
PARTS = [NAME, COMPARE_CODE, publication_of(bytes(16)), publication_of(b"\1" * 16)]
secrets = st.binary(min_size=32, max_size=32)


def test_a_code_on_paper_opens_for_ever() -> None:
    """Another number here would lock every team out."""
    found = stretched(WRITTEN, PEPPER)
    assert found.hex() == "c7f16dc4c946e2b2647c48c9e058522cb67639048787f344ea67309fa3ff9ab1"
    assert (team_door(found).id[:16], compare_door(found).id[:16]) == (
        "5db163d18b220687",
        "9e47cbe7e5d0b950",
    )


def test_each_code_is_stretched_otherwise_in_each_installation() -> None:
    codes, peppers = (WRITTEN, CODE.written(123_456_790), ""), (PEPPER, bytes(32))
    found = [stretched(code, pepper) for code in codes for pepper in peppers]
    assert len(set(found)) == len(codes) * len(peppers)
    assert {len(one) for one in found} == {32}


@given(secrets, secrets)
def test_a_door_opens_to_its_own_code_alone(one: bytes, other: bytes) -> None:
    doors = [team_door(one), compare_door(one), team_door(other), compare_door(other)]
    for door, tried in itertools.product(doors, doors):
        locked = door.lock(CONTENTS)
        assert CONTENTS.key not in locked
        if door == tried:
            assert tried.unlock(CONTENTS.team, locked) == CONTENTS
        else:
            with pytest.raises(SealBroken):
                tried.unlock(CONTENTS.team, locked)
    if one != other:
        assert len({door.id for door in doors} | {door.key.hex() for door in doors}) == 8


def test_a_lock_of_another_team_does_not_open() -> None:
    door = team_door(PEPPER)
    with pytest.raises(SealBroken):
        door.unlock("cd" * 16, door.lock(CONTENTS))


@given(st.text(max_size=LONGEST_NAME), secrets)
def test_what_is_sealed_opens_in_its_own_place_alone(text: str, key: bytes) -> None:
    elsewhere = [Contents("cd" * 16, CONTENTS.key), Contents(CONTENTS.team, key)]
    for part in PARTS:
        sealed = CONTENTS.seal(part, text)
        assert CONTENTS.open(part, sealed) == text
        assert sealed != CONTENTS.seal(part, text)
        for other in PARTS:
            if other != part:
                with pytest.raises(SealBroken):
                    CONTENTS.open(other, sealed)
        for contents in elsewhere:
            with pytest.raises(SealBroken):
                contents.open(part, sealed)


def test_a_change_in_any_byte_breaks_the_seal_and_so_does_cutting_off() -> None:
    sealed = CONTENTS.seal(COMPARE_CODE, WRITTEN)
    for at in range(len(sealed)):
        changed = bytes(byte ^ (place == at) for place, byte in enumerate(sealed))
        for broken in (changed, sealed[:at]):
            with pytest.raises(SealBroken):
                CONTENTS.open(COMPARE_CODE, broken)


def test_the_length_tells_nothing_of_a_name_or_a_picture() -> None:
    names = ["", "x", "ë" * LONGEST_NAME, "🙂" * LONGEST_NAME]
    assert len({len(CONTENTS.seal(NAME, name)) for name in names}) == 1
    shown = [publication(n).model_dump_json() for n in SIZES]
    assert len({len(CONTENTS.seal(PARTS[2], picture)) for picture in shown}) == 1
