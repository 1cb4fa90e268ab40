"""A key is read back however it is written, no typing error passes, and a seal holds."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import KeyTypo, SealBroken, Typo
from ehbo.domain.keys import KEY_BYTES, PADDING, Person, derived, find, read, written
from ehbo.domain.writing import ALPHABET, GROUP, KEY
from tests.domain.typos import SIGNS, typo_of

secrets = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
HANDFUL = [
    bytes(KEY_BYTES),
    b"\xff" * KEY_BYTES,
    bytes(range(KEY_BYTES)),
    random.Random(1).randbytes(KEY_BYTES),
    random.Random(2).randbytes(KEY_BYTES),
]
A_KEY = written(HANDFUL[3])
OVERHEAD = 24 + 16  # nonce and authentication tag of XChaCha20-Poly1305


def plain(secret: bytes) -> str:
    return written(secret).replace("-", "")


@given(secrets)
def test_every_secret_is_read_back(secret: bytes) -> None:
    assert read(written(secret)) == secret
    assert Person(secret).key == written(secret)
    assert find(written(secret)) == secret


@given(secrets)
def test_a_key_is_seven_groups_of_four_from_the_alphabet(secret: bytes) -> None:
    groups = written(secret).split("-")
    assert [len(group) for group in groups] == [GROUP] * (KEY.characters // GROUP)
    assert set("".join(groups)) <= set(ALPHABET)


@given(secrets, st.data())
def test_case_spaces_hyphens_and_lookalikes_do_not_matter(
    secret: bytes, data: st.DataObject
) -> None:
    lookalikes = {"1": "1IiLl", "0": "0Oo"}
    separators = st.text(" -\t\n\r\u00a0\u2010\u2011\u2012\u2013", max_size=3)
    typed = ""
    for character in plain(secret):
        forms = lookalikes.get(character, character + character.lower())
        typed += data.draw(st.sampled_from(forms)) + data.draw(separators)
    assert read(data.draw(separators) + typed) == secret


@pytest.mark.parametrize("secret", HANDFUL)
def test_every_wrong_character_is_refused_and_its_own_group_pointed_at(secret: bytes) -> None:
    right = plain(secret)
    for place, wrong in itertools.product(range(KEY.characters), ALPHABET):
        if right[place] != wrong:
            with pytest.raises(KeyTypo) as typo:
                read(right[:place] + wrong + right[place + 1 :])
            assert (typo.value.reason, typo.value.group) == (Typo.PLACE, place // GROUP + 1)


@pytest.mark.parametrize("secret", HANDFUL)
def test_every_swap_of_two_neighbours_is_refused(secret: bytes) -> None:
    right = plain(secret)
    for place in range(KEY.characters - 1):
        one, two = right[place], right[place + 1]
        if one != two:
            with pytest.raises(KeyTypo) as typo:
                read(right[:place] + two + one + right[place + 2 :])
            assert typo.value.reason in (Typo.PLACE, Typo.SIGNS)


def test_any_two_wrong_characters_are_refused() -> None:
    right, rng = plain(HANDFUL[3]), random.Random(3)
    for one, two in itertools.combinations(range(KEY.characters), 2):
        for _ in range(5):
            wrong = list(right)
            for place in (one, two):
                wrong[place] = rng.choice([c for c in ALPHABET if c != right[place]])
            with pytest.raises(KeyTypo):
                read("".join(wrong))


@given(st.text())
def test_whatever_is_typed_is_a_key_or_a_typo(typed: str) -> None:
    try:
        assert len(read(typed)) == KEY_BYTES
    except KeyTypo as typo:
        assert typo.writing is KEY
        assert find(typed) is None


@pytest.mark.parametrize("typed", ["", A_KEY[:-1], A_KEY + "0", A_KEY[:4]])
def test_a_wrong_length_says_how_many_were_typed(typed: str) -> None:
    typo = typo_of(read, typed)
    assert (typo.reason, typo.length) == (Typo.LENGTH, len(typed.replace("-", "")))
    assert typo.writing is KEY


@pytest.mark.parametrize(("wrong", "shown"), SIGNS)
def test_a_character_outside_the_alphabet_is_named_with_its_group(wrong: str, shown: str) -> None:
    typed = A_KEY[:10] + wrong + A_KEY[11:]
    typo = typo_of(read, typed)
    assert (typo.reason, typo.sign, typo.group) == (Typo.SIGN, shown, 3)
    assert typo.writing is KEY


def test_a_sound_code_of_more_than_128_bits_is_no_key() -> None:
    too_large = written((1 << 8 * KEY_BYTES).to_bytes(KEY_BYTES + 1, "big"))
    assert typo_of(read, too_large).reason is Typo.FOREIGN


@pytest.mark.parametrize("cookie", ["", "onzin", A_KEY[:-1]])
def test_a_cookie_without_a_key_holds_none(cookie: str) -> None:
    assert find(cookie) is None


def test_what_is_derived_differs_per_purpose_and_per_person() -> None:
    purposes = (b"ehbo.portfolio", b"ehbo.seal", b"ehbo.round")
    found = [derived(secret, purpose) for secret in HANDFUL for purpose in purposes]
    ids = [Person(secret).row_id for secret in HANDFUL]
    assert len(set(found) | set(ids)) == len(found) + len(ids)
    assert {len(value) for value in (*found, *ids)} == {32}


def test_the_row_id_is_the_same_every_time_because_it_finds_the_bundle() -> None:
    found = Person(bytes(range(KEY_BYTES))).row_id
    assert found.hex() == "3038fa45e86f772c99ebe7844b60dd290e6a81969b93df5809631d30a3422197"


@given(secrets, st.binary(max_size=3 * PADDING))
def test_what_is_sealed_opens_with_the_same_key(secret: bytes, content: bytes) -> None:
    person = Person(secret)
    sealed = person.seal(content)
    assert person.open(sealed) == content
    assert len(content) < 8 or content not in sealed


def test_the_same_content_is_never_sealed_into_the_same_bytes() -> None:
    person = Person(HANDFUL[3])
    assert len({person.seal(b"hetzelfde") for _ in range(100)}) == 100


def test_a_change_in_any_byte_breaks_the_seal() -> None:
    person = Person(HANDFUL[3])
    sealed = person.seal(b"mijn antwoorden")
    for place in range(len(sealed)):
        damaged = bytearray(sealed)
        damaged[place] ^= 1
        with pytest.raises(SealBroken):
            person.open(bytes(damaged))


@given(st.integers(0, PADDING + OVERHEAD - 1))
def test_a_cut_off_bundle_breaks_the_seal(length: int) -> None:
    person = Person(HANDFUL[3])
    with pytest.raises(SealBroken):
        person.open(person.seal(b"mijn antwoorden")[:length])


def test_another_persons_key_does_not_open_it() -> None:
    sealed = Person(HANDFUL[3]).seal(b"mijn antwoorden")
    for secret in HANDFUL[:3] + HANDFUL[4:]:
        with pytest.raises(SealBroken):
            Person(secret).open(sealed)


@given(st.integers(0, 4 * PADDING))
def test_the_size_tells_no_more_than_the_step_of_2_kib(length: int) -> None:
    sealed = Person(HANDFUL[3]).seal(b"x" * length)
    assert len(sealed) - OVERHEAD == (length // PADDING + 1) * PADDING
