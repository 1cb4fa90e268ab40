"""A person's file: what is taken along can be loaded back, and any other file is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import FileFault, Plenty, TooMuch, UnreadableFile
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import (
    LARGEST_BUNDLE,
    MOST_ASSESSMENTS,
    Portfolio,
    from_bytes,
    loaded_back,
    take_along,
    to_bytes,
)
from ehbo.domain.texts import LONGEST_TEXT
from tests.domain.portfolios import ASKED, begun, portfolios


@given(portfolios)
def test_what_is_kept_is_read_back(portfolio: Portfolio) -> None:
    assert from_bytes(to_bytes(portfolio)) == portfolio


@given(portfolios)
def test_what_is_taken_along_is_loaded_back(portfolio: Portfolio) -> None:
    wordings = (ASKED,) if portfolio.assessments else ()
    loaded = loaded_back(take_along(portfolio, wordings))
    assert loaded == portfolio.model_copy(update={"wordings": wordings})
    assert from_bytes(to_bytes(loaded)) == loaded


def test_the_words_of_an_assessment_come_along() -> None:
    loaded = loaded_back(take_along(begun(), (ASKED,)))
    assert loaded.wording("proef", ASKED.answered_version) == ASKED
    assert loaded.wording("proef", "0" * 16) is None


def test_a_file_is_readable_json_with_dutch_letters() -> None:
    text = take_along(begun(reflections={"doen": {"vraag-1": "één"}}), (ASKED,)).decode()
    assert "één" in text
    assert json.loads(text)["assessments"][0]["id"] == "a"


def a_file(**changes: Any) -> dict[str, Any]:
    portfolio = begun(answers={"doen-1": 2}, reflections={"doen": {"vraag-1": "Mooi"}}).planned(
        "proef", Plan(sections={"nu": "Tekst"}, actions=(Action(id="x", what="Bellen"),))
    )
    data: dict[str, Any] = json.loads(take_along(portfolio, (ASKED,)))
    return {**data, **changes}


def refusal(data: Any) -> tuple[FileFault, str]:
    """Why a file with this is refused, and which part of it that is about."""
    with pytest.raises(UnreadableFile) as refused:
        loaded_back(json.dumps(data).encode())
    return refused.value.reason, refused.value.part


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"\xff\xfe", b"PK\x03\x04", b"{", b'{"a": "\xff"}', b"[" * 100_000]
)
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        loaded_back(content)
    assert refused.value.reason is FileFault.FOREIGN


@pytest.mark.parametrize("data", [None, 1, "tekst", [], [{}]])
def test_json_of_another_shape_is_refused(data: Any) -> None:
    assert refusal(data) == (FileFault.FOREIGN, "")


@pytest.mark.parametrize("changes", [{"format": 2}, {"format": 3, "nieuw": [], "plans": 1}])
def test_a_file_of_a_newer_version_is_said_to_be_so(changes: dict[str, Any]) -> None:
    assert refusal(a_file(**changes)) == (FileFault.NEWER, "")


def test_a_byte_order_mark_is_no_damage() -> None:
    content = json.dumps(a_file()).encode()
    assert loaded_back(b"\xef\xbb\xbf" + content) == loaded_back(content)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 0},
        {"onbekend": 1},
        {"assessments": {}},
        {"plans": {"proef": {"actions": [{"id": "", "what": "x"}]}}},
        {"plans": {"proef": {"look_again": "morgen"}}},
        {"reasons": [1]},
        {"wordings": [{"id": "proef"}]},
    ],
)
def test_a_changed_file_is_refused_with_the_part_that_is_wrong(changes: dict[str, Any]) -> None:
    reason, part = refusal(a_file(**changes))
    assert reason is FileFault.PART
    assert part.split(", ")[0] == next(iter(changes))


def of_about(size: int) -> Portfolio:
    """A portfolio with about so many bytes of text, in texts that a form takes."""
    texts = {f"vraag-{n}": "x" * 9_980 for n in range(size // 10_000)}
    return begun(reflections={"doen": texts})


def test_a_bundle_that_is_too_large_is_refused_before_it_is_sealed() -> None:
    with pytest.raises(TooMuch) as refused:
        to_bytes(of_about(LARGEST_BUNDLE + 20_000))
    assert refused.value.reason is Plenty.TEXT


def test_the_fullest_bundle_that_is_kept_can_be_taken_along_and_loaded_back() -> None:
    (taken,) = begun(answers={"doen-1": 1, "doen-2": 2, "doen-3": 3}).assessments
    written = {"doen": {"vraag-1": "w" * 4_500}}
    many = tuple(
        taken.model_copy(update={"id": f"meting-{n}", "reflections": written})
        for n in range(MOST_ASSESSMENTS)
    )
    portfolio = Portfolio(assessments=many)
    assert LARGEST_BUNDLE * 0.8 < len(to_bytes(portfolio)) < LARGEST_BUNDLE
    assert loaded_back(take_along(portfolio, (ASKED,))).assessments == many


def test_a_file_with_more_than_a_bundle_holds_is_refused() -> None:
    huge = of_about(LARGEST_BUNDLE + 20_000)
    content = huge.model_copy(update={"wordings": (ASKED,)}).model_dump_json().encode()
    with pytest.raises(UnreadableFile) as refused:
        loaded_back(content)
    assert refused.value.reason is FileFault.LARGE


@pytest.mark.parametrize("kept", ["0026-11-03", "0004-02-29"])
def test_a_year_of_two_digits_that_was_kept_once_is_read_in_full(kept: str) -> None:
    data = a_file()
    data["plans"]["proef"]["look_again"] = data["plans"]["proef"]["actions"][0]["by"] = kept
    content = json.dumps(data).encode()
    day = date.fromisoformat(f"20{kept[2:]}")
    for plan in (loaded_back(content).plan("proef"), from_bytes(content).plan("proef")):
        assert (plan.look_again, plan.actions[0].by) == (day, day)


def test_a_date_that_cannot_be_is_refused_with_its_place() -> None:
    data = a_file()
    data["plans"]["proef"]["actions"][0]["by"] = "2027-02-30"
    assert refusal(data) == (FileFault.PART, "plans, proef, actions, 0, by")


def test_an_assessment_without_its_words_is_refused() -> None:
    assert refusal(a_file(wordings=[])) == (FileFault.WORDS, "")


@pytest.mark.parametrize("answered", [{"doen-1": 5}, {"doen-1": 0}, {"raad-1": 1}])
def test_an_answer_that_cannot_be_is_refused(answered: dict[str, int]) -> None:
    data = a_file()
    data["assessments"][0]["answers"] = answered
    assert refusal(data) == (FileFault.ANSWER, next(iter(answered)))


def test_a_double_assessment_is_refused() -> None:
    data = a_file()
    data["assessments"] *= 2
    assert refusal(data) == (FileFault.DOUBLE, "")


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "a\0b", "\x1b", "\ufffd"])
def test_a_text_that_no_form_would_take_is_refused(text: str) -> None:
    reflected, planned = a_file(), a_file()
    reflected["assessments"][0]["reflections"]["doen"] = {"vraag-2": text}
    planned["plans"]["proef"]["sections"]["nu"] = text
    for data in (reflected, planned):
        assert refusal(data) == (FileFault.TEXT, "")


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\n", "\x85", "\u2028", "\u200b", "\ufffd"])
@pytest.mark.parametrize("kind", ["assessment", "action"])
def test_an_id_that_no_form_would_bring_back_is_refused(kind: str, odd: str) -> None:
    file = a_file()
    holder = file["assessments"] if kind == "assessment" else file["plans"]["proef"]["actions"]
    holder[0]["id"] = f"x{odd}y"
    assert refusal(file) == (FileFault.IDENTIFIER, "")


def loads_or_refuses(content: bytes) -> None:
    with suppress(UnreadableFile):
        loaded = loaded_back(content)
        assert from_bytes(to_bytes(loaded)) == loaded


@given(st.binary())
def test_any_bytes_load_or_are_refused(content: bytes) -> None:
    loads_or_refuses(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda parts: st.lists(parts, max_size=2) | st.dictionaries(st.text(max_size=5), parts),
    max_leaves=5,
)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in nested JSON."""
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    found = [(data, key) for key in keys]
    return found + [place for key in keys for place in places(data[key])]


@given(st.data())
def test_a_file_with_any_part_replaced_or_gone_loads_or_is_refused(data: st.DataObject) -> None:
    file = a_file()
    container, key = data.draw(st.sampled_from(places(file)))
    if data.draw(st.booleans()):
        container[key] = data.draw(json_values)
    else:
        del container[key]
    loads_or_refuses(json.dumps(file).encode())


@given(st.data())
def test_a_file_with_any_byte_changed_loads_or_is_refused(data: st.DataObject) -> None:
    content = bytearray(json.dumps(a_file()).encode())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    loads_or_refuses(bytes(content))
