"""Texts are cleaned without touching what a person reads, and never lost between two windows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.texts import Clash, clean, fingerprint, settle, unprintable, without_unprintable

few_texts = st.sampled_from(["", "a", "b", "c"])
bases = few_texts.map(fingerprint) | st.just("") | st.just("onzin")


def settled(stored: str, base: str, typed: str) -> tuple[str, bool]:
    """What is kept, and whether a clash was reported."""
    try:
        return settle(stored, base, typed), False
    except Clash as clash:
        return clash.stored, True


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028"])
def test_every_line_end_becomes_a_plain_one(end: str) -> None:
    assert clean(f"een{end}twee{end}{end}drie") == "een\ntwee\n\ndrie"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zs", "Zp"])))
def test_cleaning_leaves_what_a_person_reads(text: str) -> None:
    assert clean(f"  \r\n{text}\n ") == text


@pytest.mark.parametrize("text", ["\0", "\x1b[0m", "\ufffd", "\ud800", "a\x7fb", "\x9c"])
def test_finds_what_no_person_types(text: str) -> None:
    assert unprintable(text)
    assert not unprintable(without_unprintable(text))


@pytest.mark.parametrize(
    "text", ["", "één ’s middags", "👩‍👩‍👧 🏳️‍🌈", "שלום", "a\tb\r\nc", "\u2028"]
)
def test_lets_through_what_people_write(text: str) -> None:
    assert not unprintable(text)
    assert without_unprintable(text) == text


@given(st.text(), st.text())
def test_a_fingerprint_tells_texts_apart(one: str, two: str) -> None:
    assert (fingerprint(one) == fingerprint(two)) == (one == two)
    assert len(fingerprint(one)) == 16


@given(st.text(), st.text())
def test_a_form_filled_with_what_is_stored_may_change_it(stored: str, typed: str) -> None:
    assert settle(stored, fingerprint(stored), typed) == typed


@given(st.text(), st.text())
def test_an_unchanged_form_changes_nothing(stored: str, shown: str) -> None:
    assert settle(stored, fingerprint(shown), shown) == stored


@given(few_texts, bases, few_texts)
def test_what_was_typed_is_kept_or_reported(stored: str, base: str, typed: str) -> None:
    kept, clashed = settled(stored, base, typed)
    changed_here = base != fingerprint(typed)
    assert kept == typed or clashed or not changed_here


@given(few_texts, bases, few_texts)
def test_a_text_that_this_form_never_showed_is_not_overwritten(
    stored: str, base: str, typed: str
) -> None:
    kept, _ = settled(stored, base, typed)
    assert kept == stored or not stored or base == fingerprint(stored)


@given(few_texts, bases, few_texts)
def test_the_same_form_a_second_time_changes_nothing(stored: str, base: str, typed: str) -> None:
    kept, clashed = settled(stored, base, typed)
    assert settled(kept, base, typed) == (kept, clashed)


def test_two_windows_with_other_texts_clash_and_show_what_is_stored() -> None:
    start = fingerprint("begin")
    first = settle("begin", start, "uit het ene venster")
    with pytest.raises(Clash) as clash:
        settle(first, start, "uit het andere venster")
    assert clash.value.stored == "uit het ene venster"


def test_two_windows_with_the_same_text_do_not_clash() -> None:
    start = fingerprint("begin")
    first = settle("begin", start, "hetzelfde")
    assert settle(first, start, "hetzelfde") == "hetzelfde"


def test_a_form_that_does_not_say_where_it_started_fills_only_an_empty_place() -> None:
    assert settle("", "", "nieuw") == "nieuw"
    with pytest.raises(Clash):
        settle("oud", "", "nieuw")
