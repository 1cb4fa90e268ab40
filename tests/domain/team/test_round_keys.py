"""What is sealed to a round opens with its private half alone, and that with a lead's key alone."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import SealBroken
from ehbo.domain.keys import KEY_BYTES, Person, read
from ehbo.domain.team.round_keys import Lead, opened_with, round_pair, sealed_to

secrets = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
seeds = st.binary(min_size=32, max_size=32)
SECRET = bytes(range(KEY_BYTES))
PRIVATE, PUBLIC = round_pair(bytes(range(32)))
OVERHEAD = 48


@given(secrets, seeds, st.binary(max_size=200))
def test_a_contribution_opens_by_way_of_the_leads_key(
    secret: bytes, seed: bytes, content: bytes
) -> None:
    lead = Lead(secret)
    private, public = round_pair(seed)
    wrapped, sealed = sealed_to(lead.public, private), sealed_to(public, content)
    assert opened_with(lead.unwrap(wrapped), sealed) == content


@given(secrets, secrets, seeds)
def test_only_the_lead_for_whom_it_was_wrapped_unwraps_the_private_half(
    secret: bytes, other: bytes, seed: bytes
) -> None:
    private, _ = round_pair(seed)
    wrapped = sealed_to(Lead(secret).public, private)
    if secret == other:
        assert Lead(other).unwrap(wrapped) == private
    else:
        with pytest.raises(SealBroken):
            Lead(other).unwrap(wrapped)


def test_a_co_lead_opens_the_same_round_with_a_key_of_their_own() -> None:
    leads = [Lead(bytes([number]) * KEY_BYTES) for number in range(3)]
    wrapped = [sealed_to(lead.public, PRIVATE) for lead in leads]
    assert len(set(wrapped)) == len(leads)
    for lead, wrap in itertools.product(leads, wrapped):
        if wrapped.index(wrap) == leads.index(lead):
            assert lead.unwrap(wrap) == PRIVATE
        else:
            with pytest.raises(SealBroken):
                lead.unwrap(wrap)


@given(seeds, seeds, st.binary(max_size=50))
def test_another_rounds_private_half_opens_nothing(
    seed: bytes, other: bytes, content: bytes
) -> None:
    sealed = sealed_to(round_pair(seed)[1], content)
    if seed != other:
        with pytest.raises(SealBroken):
            opened_with(round_pair(other)[0], sealed)


@given(seeds)
def test_a_pair_follows_from_its_seed_and_its_halves_differ(seed: bytes) -> None:
    private, public = round_pair(seed)
    assert round_pair(seed) == (private, public)
    assert (len(private), len(public)) == (32, 32)
    assert private != public


@given(st.integers(0, 300), st.data())
def test_the_sealed_size_follows_from_the_size_of_the_content_alone(
    size: int, data: st.DataObject
) -> None:
    content = data.draw(st.binary(min_size=size, max_size=size))
    assert len(sealed_to(PUBLIC, content)) == size + OVERHEAD


@given(st.binary(min_size=12, max_size=50))
def test_what_is_sealed_shows_nothing_of_the_content_and_is_another_text_each_time(
    content: bytes,
) -> None:
    sealed = [sealed_to(PUBLIC, content) for _ in range(5)]
    assert len(set(sealed)) == 5
    assert not any(content in one for one in sealed)


def test_a_change_in_any_byte_breaks_the_seal() -> None:
    sealed = sealed_to(PUBLIC, b"mijn antwoorden")
    for place in range(len(sealed)):
        damaged = bytearray(sealed)
        damaged[place] ^= 1
        with pytest.raises(SealBroken):
            opened_with(PRIVATE, bytes(damaged))


def test_what_was_cut_off_or_made_longer_breaks_the_seal() -> None:
    sealed = sealed_to(PUBLIC, b"mijn antwoorden")
    for broken in (*(sealed[:length] for length in range(len(sealed))), sealed + b"\0"):
        with pytest.raises(SealBroken):
            opened_with(PRIVATE, broken)


@given(st.binary(max_size=200))
def test_any_other_bytes_break_the_seal(content: bytes) -> None:
    with pytest.raises(SealBroken):
        opened_with(PRIVATE, content)
    with pytest.raises(SealBroken):
        Lead(SECRET).unwrap(content)


@given(secrets)
def test_a_lead_key_is_written_as_a_persons_key_is(secret: bytes) -> None:
    assert Lead(secret).key == Person(secret).key
    assert read(Lead(secret).key) == secret


@given(secrets)
def test_the_ids_of_one_secret_as_lead_and_as_person_have_nothing_in_common(secret: bytes) -> None:
    lead, person = Lead(secret), Person(secret)
    ids = [lead.row_id, lead.public, person.row_id, person.round_id(PUBLIC), secret]
    assert len(set(ids)) == len(ids)
    assert {len(id) for id in ids[:-1]} == {32}


@given(secrets, st.lists(st.binary(min_size=16, max_size=16), min_size=2, max_size=5, unique=True))
def test_a_person_has_another_id_in_each_round_and_the_same_in_one(
    secret: bytes, rounds: list[bytes]
) -> None:
    ids = [Person(secret).round_id(id) for id in rounds]
    assert len(set(ids)) == len(ids)
    assert ids == [Person(secret).round_id(id) for id in rounds]


def test_the_row_id_of_a_lead_is_the_same_every_time_because_it_finds_the_team() -> None:
    assert Lead(SECRET).row_id == Lead(SECRET).row_id != Lead(bytes(KEY_BYTES)).row_id


def test_nothing_secret_is_in_what_a_lead_prints_as() -> None:
    lead = Lead(SECRET)
    for shown in (repr(lead), str(lead), f"{lead}"):
        assert shown == "Lead()"
