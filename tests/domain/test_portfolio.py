"""A person's bundle: every change keeps the rest, and what is kept can be read back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import TooMuch, UnreadableFile
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import (
    LARGEST_BUNDLE,
    MOST_ASSESSMENTS,
    MOST_GIVEN,
    Assessment,
    Given,
    Portfolio,
    from_bytes,
    loaded_back,
    take_along,
    to_bytes,
)
from ehbo.domain.questionnaire import Statement, Theme
from ehbo.domain.texts import LONGEST_TEXT, fingerprint
from tests.small import small

DAY = date(2026, 11, 22)
STATEMENTS = tuple(Statement(id=f"doen-{n}", text=f"Ik doe {n}") for n in (1, 2, 3))
ASKED = small(
    Theme(id="doen", title="Doen", introduction="Inleiding", statements=STATEMENTS),
    reflection_questions=("Wat valt op?", "Wat wil je anders?"),
)
OTHER = ASKED.model_copy(update={"id": "anders"})

values = st.sampled_from(ASKED.scale.values)
answers = st.dictionaries(st.sampled_from(sorted(ASKED.statements)), values)
printable = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd"), max_size=40
)
lines = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd"), max_size=20
)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
reflections = st.dictionaries(st.just("doen"), st.lists(printable, max_size=2).map(tuple))
acts = st.builds(
    Action,
    id=st.uuids().map(str),
    what=lines,
    with_whom=lines,
    by=st.none() | days,
    done=st.booleans(),
)
plans = st.builds(
    Plan,
    sections=st.dictionaries(lines, printable, max_size=3),
    actions=st.lists(acts, max_size=3).map(tuple),
    look_again=st.none() | days,
)
assessments = st.builds(
    Assessment,
    id=st.uuids().map(str),
    questionnaire=st.just(ASKED.id),
    version=st.just(ASKED.version),
    started=days,
    answers=answers,
    reflections=reflections,
)
portfolios = st.builds(
    Portfolio,
    assessments=st.lists(assessments, max_size=3, unique_by=lambda a: a.id).map(tuple),
    plans=st.dictionaries(st.just("proef"), plans),
    reasons=st.lists(lines, max_size=3).map(tuple),
)


def begun(**taken: Any) -> Portfolio:
    """Somebody with one assessment, `a`."""
    assessment = Assessment(
        id="a", questionnaire=ASKED.id, version=ASKED.version, started=DAY, **taken
    )
    return Portfolio(assessments=(assessment,))


def of(portfolio: Portfolio, assessment_id: str = "a") -> Assessment:
    found = portfolio.find_assessment(assessment_id)
    assert found is not None
    return found


def test_a_new_assessment_is_tied_to_the_words_of_today() -> None:
    portfolio = Portfolio().started(ASKED, DAY, "a")
    expected = Assessment(id="a", questionnaire="proef", version=ASKED.version, started=DAY)
    assert portfolio.assessments == (expected,)
    assert portfolio.current("proef") == expected
    assert portfolio.current("anders") is None


def test_an_assessment_that_is_still_empty_is_replaced() -> None:
    portfolio = Portfolio().started(ASKED, DAY, "a").started(ASKED, DAY, "b")
    assert [a.id for a in portfolio.assessments] == ["b"]


@pytest.mark.parametrize("taken", [{"answers": {"doen-1": 1}}, {"reflections": {"doen": ("x",)}}])
def test_an_assessment_with_something_in_it_stays(taken: dict[str, Any]) -> None:
    portfolio = begun(**taken).started(ASKED, DAY, "b")
    assert [a.id for a in portfolio.assessments] == ["a", "b"]


def test_an_empty_assessment_of_another_questionnaire_stays() -> None:
    portfolio = Portfolio().started(ASKED, DAY, "a").started(OTHER, DAY, "b")
    assert [a.id for a in portfolio.of("proef") + portfolio.of("anders")] == ["a", "b"]


@given(portfolios)
def test_starting_again_loses_nothing_that_was_filled_in(portfolio: Portfolio) -> None:
    started = portfolio.started(ASKED, DAY, "nieuw")
    filled = [a for a in portfolio.assessments if a.answers or any(a.reflections.values())]
    assert [a for a in started.assessments if a in filled] == filled
    assert started.assessments[-1].id == "nieuw"
    assert (started.plans, started.reasons) == (portfolio.plans, portfolio.reasons)


def test_the_most_assessments_that_fit_can_be_opened_again_and_one_more_is_refused() -> None:
    portfolio = Portfolio()
    for n in range(MOST_ASSESSMENTS):
        portfolio = portfolio.started(ASKED, DAY + timedelta(days=n), f"a-{n}")
        portfolio = portfolio.answered(portfolio.assessments[-1].id, {"doen-1": 1}, {})
    assert from_bytes(to_bytes(portfolio)) == portfolio
    with pytest.raises(TooMuch):
        portfolio.started(ASKED, DAY, "one-more")


@given(answers, answers)
def test_every_chosen_answer_is_kept(before: dict[str, int], chosen: dict[str, int]) -> None:
    result = begun(answers=before).answered("a", chosen, {})
    assert of(result).answers == {**before, **chosen}


@given(answers, answers)
def test_an_unchanged_form_does_not_undo_newer_answers(
    stored: dict[str, int], shown: dict[str, int]
) -> None:
    portfolio = begun(answers=stored)
    assert portfolio.answered("a", shown, shown) is portfolio


@given(answers, answers, answers)
def test_the_same_answers_a_second_time_change_nothing(
    stored: dict[str, int], chosen: dict[str, int], shown: dict[str, int]
) -> None:
    once = begun(answers=stored).answered("a", chosen, shown)
    assert once.answered("a", chosen, shown) is once


@given(answers, answers)
def test_two_windows_with_other_statements_both_count(
    stored: dict[str, int], changes: dict[str, int]
) -> None:
    portfolio, result = begun(answers=stored), begun(answers=stored)
    for id, value in changes.items():
        result = result.answered("a", {**stored, id: value}, stored)
    assert of(result).answers == of(portfolio.answered("a", changes, {})).answers


def test_answers_to_an_assessment_that_is_gone_are_refused() -> None:
    with pytest.raises(KeyError):
        begun().answered("b", {"doen-1": 1}, {})
    with pytest.raises(KeyError):
        begun().reflected("b", "doen", {})


typed_texts = st.sampled_from(["", "a", "b"])
typed_forms = st.dictionaries(
    st.integers(0, 2), st.tuples(typed_texts.map(fingerprint) | st.just(""), typed_texts)
)
stored_texts = st.lists(typed_texts, max_size=3).map(tuple)


@given(stored_texts, typed_forms)
def test_a_reflection_is_kept_or_reported(
    stored: tuple[str, ...], typed: dict[int, tuple[str, str]]
) -> None:
    result, clashes = begun(reflections={"doen": stored}).reflected("a", "doen", typed)
    kept = dict(enumerate(of(result).reflections["doen"]))
    for place, (base, text) in typed.items():
        if base != fingerprint(text):
            assert kept.get(place, "") == text or place in clashes
    for place, text in enumerate(stored):
        changed = typed.get(place, ("", ""))[0] == fingerprint(text)
        assert kept[place] == text or changed or not text


@given(stored_texts, typed_forms)
def test_the_same_reflections_a_second_time_change_nothing(
    stored: tuple[str, ...], typed: dict[int, tuple[str, str]]
) -> None:
    once = begun(reflections={"doen": stored}).reflected("a", "doen", typed)
    assert once[0].reflected("a", "doen", typed) == once


@given(stored_texts, stored_texts)
def test_an_unchanged_form_does_not_undo_newer_reflections(
    stored: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    form = {place: (fingerprint(text), text) for place, text in enumerate(shown)}
    result, clashes = begun(reflections={"doen": stored}).reflected("a", "doen", form)
    assert clashes == {}
    kept = of(result).reflections["doen"]
    assert kept[: len(stored)] == stored
    assert not any(kept[len(stored) :])


def test_two_windows_with_other_questions_both_count() -> None:
    empty = fingerprint("")
    one, _ = begun().reflected("a", "doen", {0: (empty, "eerste"), 1: (empty, "")})
    two, clashes = one.reflected("a", "doen", {0: (empty, ""), 1: (empty, "tweede")})
    assert clashes == {}
    assert of(two).reflections == {"doen": ("eerste", "tweede")}


def test_two_windows_on_one_question_clash() -> None:
    portfolio, clashes = begun(reflections={"doen": ("uit het ene",)}).reflected(
        "a", "doen", {0: (fingerprint("begin"), "uit het andere")}
    )
    assert clashes == {0: "uit het ene"}
    assert of(portfolio).reflections == {"doen": ("uit het ene",)}


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
    assert loaded.wording("proef", ASKED.version) == ASKED
    assert loaded.wording("proef", "0" * 16) is None


def test_a_file_is_readable_json_with_dutch_letters() -> None:
    text = take_along(begun(reflections={"doen": ("één",)}), (ASKED,)).decode()
    assert "één" in text
    assert json.loads(text)["assessments"][0]["id"] == "a"


def a_file(**changes: Any) -> dict[str, Any]:
    portfolio = begun(answers={"doen-1": 2}, reflections={"doen": ("Mooi",)}).planned(
        "proef", Plan(sections={"nu": "Tekst"}, actions=(Action(id="x", what="Bellen"),))
    )
    data: dict[str, Any] = json.loads(take_along(portfolio, (ASKED,)))
    return {**data, **changes}


def refusal(data: Any) -> str:
    with pytest.raises(UnreadableFile) as refused:
        loaded_back(json.dumps(data).encode())
    return str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"\xff\xfe", b"PK\x03\x04", b"{", b'{"a": "\xff"}', b"[" * 100_000]
)
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="Dit is geen bestand van EHBO"):
        loaded_back(content)


@pytest.mark.parametrize("data", [None, 1, "tekst", [], [{}]])
def test_json_of_another_shape_is_refused(data: Any) -> None:
    assert refusal(data).startswith("Dit is geen bestand van EHBO.")


@pytest.mark.parametrize("changes", [{"format": 2}, {"format": 3, "nieuw": [], "plans": 1}])
def test_a_file_of_a_newer_version_is_said_to_be_so(changes: dict[str, Any]) -> None:
    assert refusal(a_file(**changes)) == (
        "Dit bestand komt uit een nieuwere EHBO. Vraag de beheerder om EHBO bij te werken."
    )


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
    assert f"onderdeel “{next(iter(changes))}" in refusal(a_file(**changes))


def of_about(size: int) -> Portfolio:
    """A portfolio with about so many bytes of text, in texts that a form takes."""
    texts = tuple("x" * 9_990 for _ in range(size // 10_000))
    return begun(reflections={"doen": texts})


def test_a_bundle_that_is_too_large_is_refused_before_it_is_sealed() -> None:
    with pytest.raises(TooMuch, match="Er past niet meer bij"):
        to_bytes(of_about(LARGEST_BUNDLE + 20_000))


def test_the_fullest_bundle_that_is_kept_can_be_taken_along_and_loaded_back() -> None:
    (taken,) = begun(answers={"doen-1": 1, "doen-2": 2, "doen-3": 3}).assessments
    written = {"doen": ("w" * 4_500,)}
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
    with pytest.raises(UnreadableFile, match="te groot"):
        loaded_back(content)


def test_an_assessment_without_its_words_is_refused() -> None:
    assert "ontbreken de stellingen" in refusal(a_file(wordings=[]))


@pytest.mark.parametrize("answered", [{"doen-1": 5}, {"doen-1": 0}, {"raad-1": 1}])
def test_an_answer_that_cannot_be_is_refused(answered: dict[str, int]) -> None:
    data = a_file()
    data["assessments"][0]["answers"] = answered
    assert f"“{next(iter(answered))}” klopt niet" in refusal(data)


def test_a_double_assessment_is_refused() -> None:
    data = a_file()
    data["assessments"] *= 2
    assert "dubbel" in refusal(data)


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "a\0b", "\x1b", "\ufffd"])
def test_a_text_that_no_form_would_take_is_refused(text: str) -> None:
    reflected, planned = a_file(), a_file()
    reflected["assessments"][0]["reflections"]["doen"] = ["", text]
    planned["plans"]["proef"]["sections"]["nu"] = text
    for data in (reflected, planned):
        assert "te lang of heeft onleesbare tekens" in refusal(data)


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\n", "\x85", "\u2028", "\u200b", "\ufffd"])
@pytest.mark.parametrize("kind", ["assessment", "action"])
def test_an_id_that_no_form_would_bring_back_is_refused(kind: str, odd: str) -> None:
    file = a_file()
    holder = file["assessments"] if kind == "assessment" else file["plans"]["proef"]["actions"]
    holder[0]["id"] = f"x{odd}y"
    assert "veranderd of beschadigd: het kenmerk van een meting of een actie" in refusal(file)


def gift(round: str, assessment: str = "a1", on: date = DAY) -> Given:
    return Given(team="TEAM", round=round, assessment=assessment, on=on)


def test_a_contribution_is_found_by_its_round_and_the_rest_is_kept() -> None:
    before = Portfolio(reasons=("geld",))
    after = before.contributed(gift("aa")).contributed(gift("bb"))
    assert after.find_given("aa") == gift("aa")
    assert after.find_given("cc") is None
    assert after.model_copy(update={"given": ()}) == before
    assert not after.withdrawn("aa").empty


def test_a_second_contribution_to_a_round_takes_the_place_of_the_first() -> None:
    later = gift("aa", "a2", DAY + timedelta(days=1))
    portfolio = Portfolio().contributed(gift("aa")).contributed(gift("bb")).contributed(later)
    assert portfolio.given == (gift("bb"), later)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc")), max_size=20))
def test_what_was_contributed_last_and_not_withdrawn_is_what_is_kept(
    acts: list[tuple[bool, str]],
) -> None:
    portfolio, expected = Portfolio(), dict[str, Given]()
    for number, (gives, round) in enumerate(acts):
        if gives:
            expected[round] = gift(round, f"a{number}")
            portfolio = portfolio.contributed(expected[round])
        else:
            expected.pop(round, None)
            portfolio = portfolio.withdrawn(round)
    assert {one.round: one for one in portfolio.given} == expected
    assert len(portfolio.given) == len(expected)
    assert from_bytes(to_bytes(portfolio)) == portfolio


def test_withdrawing_what_was_not_contributed_changes_nothing() -> None:
    portfolio = Portfolio().contributed(gift("aa"))
    assert portfolio.withdrawn("bb") == portfolio


def test_there_is_room_for_so_many_contributions_and_changing_one_still_works() -> None:
    full = Portfolio(given=tuple(gift(str(n)) for n in range(MOST_GIVEN)))
    with pytest.raises(TooMuch, match=f"Er passen {MOST_GIVEN} bijdragen"):
        full.contributed(gift("nieuw"))
    changed = full.contributed(gift("7", "a2"))
    assert changed.find_given("7") == gift("7", "a2")
    assert len(changed.given) == MOST_GIVEN


def test_a_loaded_file_comes_without_contributions() -> None:
    portfolio = Portfolio(reasons=("geld",)).contributed(gift("aa"))
    file = take_along(portfolio, ())
    assert json.loads(file)["given"][0]["round"] == "aa"
    assert loaded_back(file) == portfolio.withdrawn("aa")


def loads_or_refuses(content: bytes) -> None:
    try:
        loaded = loaded_back(content)
    except UnreadableFile as refused:
        assert str(refused)
    else:
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
