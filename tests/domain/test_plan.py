"""Editing a plan in one window or two: nothing typed is lost, and nothing changes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehbo.domain.errors import Plenty, TooMuch
from ehbo.domain.plan import MOST_ACTIONS, Action, Edit, Edited, Plan, TypedRow, date_mark, edit
from ehbo.domain.portfolio import Portfolio, from_bytes, to_bytes
from ehbo.domain.texts import fingerprint

SECTIONS = ("nu", "straks", "steun")
DRAFTS = {"nu": "Eerste opzet"}
DAY = date(2026, 11, 22)
NO_DRAFTS: dict[str, str] = {}

texts = st.sampled_from(["", "a", "b", "Eerste opzet"])
days = st.none() | st.sampled_from([DAY, DAY + timedelta(days=1)])
ids = st.sampled_from(["x", "y", "z"])
acts = st.builds(
    Action, id=ids, what=st.sampled_from(["doen", "laten"]), by=days, done=st.booleans()
)
act_lists = st.lists(acts, max_size=3, unique_by=lambda action: action.id).map(tuple)
plans = st.builds(
    Plan,
    sections=st.dictionaries(st.sampled_from(SECTIONS), texts),
    actions=act_lists,
    look_again=days,
)


def form_of(plan: Plan, made: dict[str, str] = DRAFTS) -> Edit:
    """The form that a window is filled with, sent back without a change."""
    shown = {id: plan.sections.get(id, made.get(id, "")) for id in SECTIONS}
    return Edit(
        sections={id: (fingerprint(text), text) for id, text in shown.items()},
        rows=tuple(TypedRow(action, action.mark) for action in plan.actions),
        look_again=(date_mark(plan.look_again), plan.look_again),
    )


@st.composite
def changed_forms(draw: st.DrawFn, shown: Plan) -> Edit:
    """The form of a window in which some fields were changed, rows removed and rows added."""
    form = form_of(shown)
    sections = dict(form.sections)
    for id in draw(st.sets(st.sampled_from(SECTIONS))):
        sections[id] = (sections[id][0], draw(texts))
    rows = list(form.rows)
    for at in draw(st.sets(st.sampled_from(range(len(rows))))) if rows else ():
        id = rows[at].action.id
        other = draw(acts | st.just(Action(id=id, what="")))
        rows[at] = replace(rows[at], action=other.model_copy(update={"id": id}))
    new = draw(st.lists(acts, max_size=2, unique_by=lambda action: action.id))
    rows += [TypedRow(a.model_copy(update={"id": f"nieuw-{a.id}"})) for a in new]
    look_again = form.look_again
    if look_again is not None and draw(st.booleans()):
        look_again = (look_again[0], draw(days))
    return Edit(sections, tuple(rows), look_again)


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Plan, Plan, Edit]:
    """(what a window was filled with, what is stored by now, the form as it comes in)."""
    shown = draw(plans)
    stored = draw(st.just(shown) | changed_forms(shown).map(lambda f: edit(shown, DRAFTS, f).plan))
    return shown, stored, draw(changed_forms(shown))


def says(action: Action) -> tuple[str, str, date | None, bool]:
    return action.what, action.with_whom, action.by, action.done


@given(plans)
def test_an_unchanged_form_changes_nothing(plan: Plan) -> None:
    assert edit(plan, DRAFTS, form_of(plan)) == Edited(plan, {})


@given(plans, plans)
def test_an_unchanged_form_of_long_ago_changes_nothing(shown: Plan, stored: Plan) -> None:
    assert edit(stored, DRAFTS, form_of(shown)) == Edited(stored, {})


def test_an_unchanged_form_does_not_bring_a_wiped_date_back() -> None:
    shown = Plan(look_again=DAY)
    assert edit(Plan(), DRAFTS, form_of(shown)) == Edited(Plan(), {})


@given(meetings())
def test_every_text_that_was_typed_is_kept_or_reported(meeting: tuple[Plan, Plan, Edit]) -> None:
    _, stored, form = meeting
    result = edit(stored, DRAFTS, form)
    for id, (base, text) in form.sections.items():
        if base != fingerprint(text):
            shown_as_draft = id not in result.plan.sections and text == DRAFTS.get(id, "")
            assert result.plan.sections.get(id) == text or id in result.clashes or shown_as_draft
    kept = {says(action) for action in result.plan.actions}
    for row in form.rows:
        if row.mark != row.action.mark and row.action.what:
            assert says(row.action) in kept
    assert form.look_again is not None
    base, day = form.look_again
    if base != date_mark(day):
        assert result.plan.look_again == day or "look_again" in result.clashes


@given(meetings())
def test_nothing_that_this_window_did_not_show_is_overwritten(
    meeting: tuple[Plan, Plan, Edit],
) -> None:
    shown, stored, form = meeting
    result = edit(stored, DRAFTS, form).plan
    for id, text in stored.sections.items():
        if shown.sections.get(id, DRAFTS.get(id, "")) != text:
            assert result.sections[id] == text
    kept = {says(action) for action in result.actions}
    seen = {says(action) for action in shown.actions}
    assert {says(action) for action in stored.actions} - seen <= kept
    if stored.look_again not in (None, shown.look_again):
        assert result.look_again == stored.look_again


@given(meetings())
def test_the_same_form_a_second_time_changes_nothing(meeting: tuple[Plan, Plan, Edit]) -> None:
    _, stored, form = meeting
    once = edit(stored, DRAFTS, form)
    assert edit(once.plan, DRAFTS, form) == once


@given(plans, st.data())
def test_two_windows_that_change_other_fields_both_count(plan: Plan, data: st.DataObject) -> None:
    form = form_of(plan)
    mine, theirs = data.draw(st.permutations(SECTIONS))[:2]
    one = replace(form, sections={**form.sections, mine: (form.sections[mine][0], "van mij")})
    two = replace(form, sections={**form.sections, theirs: (form.sections[theirs][0], "van hen")})
    first = edit(plan, DRAFTS, one)
    second = edit(first.plan, DRAFTS, two)
    assert (first.clashes, second.clashes) == ({}, {})
    assert second.plan.sections[mine] == "van mij"
    assert second.plan.sections[theirs] == "van hen"
    assert edit(edit(plan, DRAFTS, two).plan, DRAFTS, one).plan == second.plan


def test_a_draft_that_was_left_alone_is_not_stored() -> None:
    plan = Plan()
    assert edit(plan, DRAFTS, form_of(plan)).plan.sections == {}


def test_a_draft_that_has_changed_meanwhile_does_not_clash() -> None:
    form = form_of(Plan(), {"nu": "De opzet van gisteren"})
    assert edit(Plan(), DRAFTS, form) == Edited(Plan(), {})


def test_a_draft_does_not_clash_with_what_another_window_stored() -> None:
    stored = Plan(sections={"nu": "Mijn eigen woorden"})
    assert edit(stored, DRAFTS, form_of(Plan())) == Edited(stored, {})


def test_an_edited_draft_is_stored_and_may_be_emptied() -> None:
    form = Edit(sections={"nu": (fingerprint(DRAFTS["nu"]), "")})
    result = edit(Plan(), DRAFTS, form)
    assert result == Edited(Plan(sections={"nu": ""}), {})
    assert edit(result.plan, DRAFTS, form_of(result.plan)) == result


def test_an_empty_place_of_a_form_that_was_filled_with_nothing_empties_no_draft() -> None:
    assert edit(Plan(), DRAFTS, Edit(sections={"nu": ("", "")})) == Edited(Plan(), {})


def test_two_windows_on_one_section_clash_and_the_stored_text_stays() -> None:
    stored = Plan(sections={"nu": "uit het ene venster"})
    form = Edit(sections={"nu": (fingerprint("begin"), "uit het andere")})
    assert edit(stored, DRAFTS, form) == Edited(stored, {"nu": "uit het ene venster"})


def test_action_rows_are_added_changed_and_removed() -> None:
    old = (Action(id="x", what="Bellen"), Action(id="y", what="Schrijven"))
    rows = (
        TypedRow(Action(id="x", what="Bellen", with_whom="Samira", by=DAY, done=True), old[0].mark),
        TypedRow(Action(id="y", what=""), old[1].mark),
        TypedRow(Action(id="z", what="Wandelen")),
        TypedRow(Action(id="leeg", what="")),
    )
    result = edit(Plan(actions=old), NO_DRAFTS, Edit(rows=rows))
    assert result == Edited(Plan(actions=(rows[0].action, rows[2].action)), {})


def test_an_action_changed_in_two_windows_is_kept_twice() -> None:
    old = Action(id="x", what="Bellen")
    stored = Plan(actions=(old.model_copy(update={"what": "Mailen"}),))
    form = Edit(rows=(TypedRow(Action(id="x", what="Langsgaan"), old.mark),))
    result = edit(stored, NO_DRAFTS, form).plan
    assert [action.what for action in result.actions] == ["Mailen", "Langsgaan"]
    assert len({action.id for action in result.actions}) == 2
    assert edit(result, NO_DRAFTS, form).plan == result


def test_an_action_with_the_longest_id_is_kept_twice_under_a_valid_id() -> None:
    old = Action(id="x" * 40, what="Bellen")
    stored = Plan(actions=(old.model_copy(update={"what": "Mailen"}),))
    form = Edit(rows=(TypedRow(old.model_copy(update={"what": "Langsgaan"}), old.mark),))
    result = edit(stored, NO_DRAFTS, form).plan
    assert Plan.model_validate_json(result.model_dump_json()) == result


def test_an_action_removed_here_and_changed_there_stays() -> None:
    old = Action(id="x", what="Bellen")
    stored = Plan(actions=(Action(id="x", what="Mailen"),))
    assert edit(stored, NO_DRAFTS, Edit(rows=(TypedRow(Action(id="x", what=""), old.mark),))) == (
        Edited(stored, {})
    )


def test_an_action_changed_here_and_removed_there_comes_back() -> None:
    changed = Action(id="x", what="Mailen")
    form = Edit(rows=(TypedRow(changed, Action(id="x", what="Bellen").mark),))
    assert edit(Plan(), NO_DRAFTS, form).plan.actions == (changed,)


def test_an_action_removed_in_both_windows_stays_away() -> None:
    form = Edit(rows=(TypedRow(Action(id="x", what=""), Action(id="x", what="Bellen").mark),))
    assert edit(Plan(), NO_DRAFTS, form).plan == Plan()


@pytest.mark.parametrize("now", [None, DAY])
def test_a_date_is_set_and_wiped(now: date | None) -> None:
    other = None if now else DAY
    form = Edit(look_again=(date_mark(now), other))
    assert edit(Plan(look_again=now), NO_DRAFTS, form).plan.look_again == other


@pytest.mark.parametrize("typed", [None, DAY + timedelta(days=2)])
def test_a_date_changed_in_two_windows_clashes(typed: date | None) -> None:
    stored = Plan(look_again=DAY + timedelta(days=1))
    result = edit(stored, NO_DRAFTS, Edit(look_again=(date_mark(DAY), typed)))
    assert result == Edited(stored, {"look_again": "2026-11-23"})


def test_a_form_without_dates_and_rows_leaves_them() -> None:
    stored = Plan(actions=(Action(id="x", what="Bellen"),), look_again=DAY)
    assert edit(stored, NO_DRAFTS, Edit()) == Edited(stored, {})
    assert edit(stored, NO_DRAFTS, Edit(look_again=("", None))) == Edited(stored, {})


def test_a_tip_becomes_an_action_once() -> None:
    once = Plan().with_action(Action(id="x", what="Ga langs"))
    assert [action.what for action in once.actions] == ["Ga langs"]
    assert once.with_action(Action(id="y", what="Ga langs")) == once


def full() -> Plan:
    actions = tuple(Action(id=f"a-{n}", what=f"Actie {n}") for n in range(MOST_ACTIONS))
    return Plan(actions=actions)


def test_a_full_plan_refuses_one_more_tip() -> None:
    with pytest.raises(TooMuch) as refused:
        full().with_action(Action(id="tip", what="Nog een tip"))
    assert (refused.value.reason, refused.value.most) == (Plenty.ACTIONS, MOST_ACTIONS)
    assert full().with_action(Action(id="tip", what="Actie 7")) == full()


def test_a_full_plan_refuses_one_more_row_and_takes_an_exchange() -> None:
    new = TypedRow(Action(id="nieuw", what="Nog een"))
    with pytest.raises(TooMuch):
        edit(full(), NO_DRAFTS, Edit(rows=(new,)))
    old = full().actions[0]
    removed = TypedRow(Action(id=old.id, what=""), old.mark)
    assert len(edit(full(), NO_DRAFTS, Edit(rows=(removed, new))).plan.actions) == MOST_ACTIONS


def test_a_full_plan_can_be_opened_again() -> None:
    portfolio = Portfolio(plans={"proef": full()})
    assert from_bytes(to_bytes(portfolio)) == portfolio


def test_a_plan_knows_whether_it_is_empty_and_what_is_done() -> None:
    assert Plan().empty
    assert Plan(sections={"nu": ""}).empty
    assert not Plan(look_again=DAY).empty
    done = Plan(actions=(Action(id="x", what="a", done=True), Action(id="y", what="b")))
    assert (done.empty, done.done) == (False, 1)
