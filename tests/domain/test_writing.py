"""A team's code is read back however it is written, and no typing error passes."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import KeyTypo, Typo
from ehbo.domain.writing import ALPHABET, CODE, GROUP, KEY, Writing, plain
from tests.domain.typos import SIGNS, typo_of

numbers = st.integers(0, 2**CODE.bits - 1)
HANDFUL = [0, 1, 2**CODE.bits - 1, 0x2_5A5A_1234_BEEF, 314_159_265_358_979]
A_CODE = CODE.written(HANDFUL[3])


@given(numbers)
def test_every_code_is_read_back(number: int) -> None:
    assert CODE.read(CODE.written(number)) == number


@given(numbers)
def test_a_code_is_three_groups_of_four_from_the_alphabet(number: int) -> None:
    groups = CODE.written(number).split("-")
    assert [len(group) for group in groups] == [GROUP] * 3
    assert set("".join(groups)) <= set(ALPHABET)


@given(numbers, numbers)
def test_no_two_codes_are_written_the_same(one: int, other: int) -> None:
    assert (CODE.written(one) == CODE.written(other)) is (one == other)


@given(numbers, st.data())
def test_case_spaces_hyphens_and_lookalikes_do_not_matter(number: int, data: st.DataObject) -> None:
    lookalikes = {"1": "1IiLl", "0": "0Oo"}
    separators = st.text(" -\t\n\r\u00a0\u2010\u2011\u2012\u2013", max_size=3)
    typed = ""
    for character in plain(CODE.written(number)):
        forms = lookalikes.get(character, character + character.lower())
        typed += data.draw(st.sampled_from(forms)) + data.draw(separators)
    assert CODE.read(data.draw(separators) + typed) == number


@pytest.mark.parametrize("number", HANDFUL)
def test_every_wrong_character_is_refused_and_its_own_group_pointed_at(number: int) -> None:
    right = plain(CODE.written(number))
    for place, wrong in itertools.product(range(CODE.characters), ALPHABET):
        if right[place] != wrong:
            with pytest.raises(KeyTypo) as typo:
                CODE.read(right[:place] + wrong + right[place + 1 :])
            assert (typo.value.reason, typo.value.group) == (Typo.PLACE, place // GROUP + 1)


@pytest.mark.parametrize("number", HANDFUL)
def test_every_swap_of_two_neighbours_is_refused(number: int) -> None:
    right = plain(CODE.written(number))
    for place in range(CODE.characters - 1):
        one, two = right[place], right[place + 1]
        if one != two:
            with pytest.raises(KeyTypo) as typo:
                CODE.read(right[:place] + two + one + right[place + 2 :])
            assert typo.value.reason in (Typo.PLACE, Typo.SIGNS)


def test_all_two_wrong_characters_are_refused() -> None:
    right, passed = plain(A_CODE), []
    for one, two in itertools.combinations(range(CODE.characters), 2):
        for wrong_one, wrong_two in itertools.product(ALPHABET, repeat=2):
            if wrong_one != right[one] and wrong_two != right[two]:
                typed = list(right)
                typed[one], typed[two] = wrong_one, wrong_two
                with suppress(KeyTypo):
                    passed.append(CODE.read("".join(typed)))
    assert passed == []


@pytest.mark.parametrize("typed", ["", A_CODE[:-1], A_CODE + "0", A_CODE[:4]])
def test_a_wrong_length_says_how_many_were_typed(typed: str) -> None:
    typo = typo_of(CODE.read, typed)
    assert (typo.reason, typo.length) == (Typo.LENGTH, len(typed.replace("-", "")))
    assert typo.writing is CODE


@pytest.mark.parametrize(("wrong", "shown"), SIGNS)
def test_a_character_outside_the_alphabet_is_named_with_its_group(wrong: str, shown: str) -> None:
    typed = A_CODE[:5] + wrong + A_CODE[6:]
    typo = typo_of(CODE.read, typed)
    assert (typo.reason, typo.sign, typo.group) == (Typo.SIGN, shown, 2)
    assert typo.writing is CODE


@given(numbers, st.integers(0, 2**KEY.bits - 1))
def test_a_key_is_no_code_and_a_code_no_key_for_their_length(code: int, key: int) -> None:
    with pytest.raises(KeyTypo) as no_key:
        KEY.read(CODE.written(code))
    with pytest.raises(KeyTypo) as no_code:
        CODE.read(KEY.written(key))
    for typo, length in ((no_key, 12), (no_code, 28)):
        assert (typo.value.reason, typo.value.length) == (Typo.LENGTH, length)


@pytest.mark.parametrize("writing", [KEY, CODE], ids=lambda writing: str(writing.name))
@given(typed=st.text())
def test_whatever_is_typed_is_read_or_a_typo(writing: Writing, typed: str) -> None:
    try:
        number = writing.read(typed)
    except KeyTypo as typo:
        assert typo.writing is writing
    else:
        assert 0 <= number < 2**writing.bits


@pytest.mark.parametrize("writing", [KEY, CODE], ids=lambda writing: str(writing.name))
def test_all_bits_of_a_writing_fit_its_characters(writing: Writing) -> None:
    assert writing.bits <= 5 * writing.data < writing.bits + 5
    assert writing.characters <= 31
    assert writing.characters % GROUP == 0
