"""What the page of a plan shows, without a website around it."""

from __future__ import annotations

from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from ehbo.domain.plan import Action, Plan, date_mark
from ehbo.domain.texts import fingerprint
from ehbo.web.person.plan import FORMATS
from ehbo.web.person.plan_forms import PlanForm
from ehbo.web.person.plan_page import GONE, PlanBasis, PlanPage, plan_basis, plan_page
from tests.builders import TODAY, Q, all_answers, instrument, measurement, reworded

OTHER = reworded(instrument(), id="anders")
NO_PLAN = reworded(instrument(), id="zonder", plan=())
SERVED = {Q: instrument(), "anders": OTHER, "zonder": NO_PLAN}
FIRST = instrument().plan[0].id
TAKEN = measurement(instrument(), all_answers(2))
DAY, OTHER_DAY = date(2027, 1, 15), date(2027, 2, 22)


def page_of(plan: Plan, basis: PlanBasis | None = None, **more: Any) -> PlanPage:
    return plan_page(basis or PlanBasis(instrument()), plan, TODAY, ["nieuw-1", "nieuw-2"], **more)


def typed(kept: Plan, **fields: str) -> PlanForm:
    sent = {name.replace("__", "-"): text for name, text in fields.items()}
    form = PlanForm(TODAY, kept, formdata=MultiDict(sent))
    form.validate()
    return form


# ── What a plan stands on ────────────────────────────────────────────────────────────────────


def test_a_plan_stands_on_the_newest_profile_and_the_one_before() -> None:
    first, second = TAKEN, measurement(instrument(), all_answers(3), id="twee")
    begun = measurement(instrument(), {"doen-1": 1}, id="drie")

    assert plan_basis(SERVED, [first, second, begun]) == PlanBasis(instrument(), second, first)


def test_the_address_may_name_a_questionnaire() -> None:
    other = measurement(OTHER, all_answers(2), id="ander")

    assert plan_basis(SERVED, [TAKEN, other], Q) == PlanBasis(instrument(), TAKEN)
    assert plan_basis(SERVED, [TAKEN, other]) == PlanBasis(OTHER, other)
    assert plan_basis(SERVED, [], "anders") == PlanBasis(OTHER)


def test_without_a_profile_or_a_plan_it_is_the_first_that_is_served_with_one() -> None:
    without = measurement(NO_PLAN, all_answers(2), id="zonder-plan")

    assert plan_basis(SERVED, []) == PlanBasis(instrument())
    assert plan_basis(SERVED, [], "weg") == PlanBasis(instrument())
    assert plan_basis(SERVED, [without]) == PlanBasis(instrument())
    assert plan_basis(SERVED, [TAKEN, without]) == PlanBasis(instrument(), TAKEN)


def test_where_nothing_has_a_plan_there_is_none() -> None:
    assert plan_basis({"zonder": NO_PLAN}, []) is None
    assert plan_basis({}, []) is None


def test_only_a_measurement_gives_drafts() -> None:
    assert PlanBasis(instrument()).drafts == {}
    assert PlanBasis(instrument(), TAKEN).drafts


# ── The page ─────────────────────────────────────────────────────────────────────────────────


def test_a_new_plan_has_its_drafts_and_blank_rows() -> None:
    basis = PlanBasis(instrument(), measurement(instrument(), {**all_answers(2), "doen-1": 4}))

    page = page_of(Plan(), basis)

    drafted = {section.id: section.text for section in page.sections if section.draft}
    assert drafted == basis.drafts
    assert [row.action_id.data for row in page.form.actions] == ["nieuw-1", "nieuw-2"]
    assert not page.stored and not page.formats


def test_what_is_kept_stands_in_its_fields_with_the_marks_to_save_it_by() -> None:
    action = Action(id="a", what="doen", by=DAY)
    plan = Plan(sections={FIRST: "mijn tekst"}, actions=(action,), look_again=OTHER_DAY)

    page = page_of(plan, PlanBasis(instrument(), TAKEN), formats=FORMATS)

    first = page.sections[0]
    assert (first.text, first.base, first.draft) == ("mijn tekst", fingerprint("mijn tekst"), False)
    [row, *_] = page.form.actions
    assert (row.what.data, row.by.data, row.mark.data) == ("doen", DAY, action.mark)
    assert page.form.look_again_base.data == date_mark(OTHER_DAY)
    assert page.stored == {"a"} and page.formats == FORMATS


def test_what_was_written_in_a_section_that_is_gone_stays_in_sight() -> None:
    assert page_of(Plan(sections={"weg": "van toen"})).left_over == ("van toen",)


def test_a_form_that_is_refused_keeps_its_places_and_what_was_typed() -> None:
    ids = " ".join(["weg", FIRST])
    form = typed(Plan(), sections=ids, texts__0="van toen", texts__1="x" * 10_001)

    page = page_of(Plan(), typed=form)

    gone, first = page.sections[:2]
    assert (gone.title, gone.text, gone.place) == (GONE, "van toen", 0)
    assert (first.id, first.place) == (FIRST, 1)
    assert [id for id, _ in page.faults] == ["texts-1"] and first.error
    assert page.form is form and not page.clashed


def test_a_gone_section_without_a_text_is_left_out() -> None:
    form = typed(Plan(), sections=f"weg {FIRST}", texts__0="", texts__1="x" * 10_001)

    assert page_of(Plan(), typed=form).sections[0].id == FIRST


def test_after_a_clash_both_texts_show_and_the_rest_is_as_it_is_kept() -> None:
    second = instrument().plan[1].id
    plan = Plan(sections={FIRST: "van daar", second: "bewaard"}, look_again=DAY)
    form = typed(plan, texts__0="van hier", texts__1="oud", look_again=str(OTHER_DAY))

    page = page_of(plan, typed=form, clashes={FIRST: "van daar", "look_again": str(DAY)})

    first, other = page.sections[:2]
    assert (first.text, first.clash, first.base) == (
        "van hier",
        "van daar",
        fingerprint("van daar"),
    )
    assert (other.text, other.clash) == ("bewaard", None)
    assert page.look_again_clash == DAY and page.form.look_again.data == OTHER_DAY
    assert [id for id, _ in page.clash_links] == ["texts-0", "look_again"]
    assert page.clashed and not page.faults


def test_a_field_has_room_for_what_stands_in_it() -> None:
    lines = page_of(Plan(sections={FIRST: "regel\n" * 20})).sections
    wide = page_of(Plan(sections={FIRST: "woord " * 200})).sections

    assert [section.rows for section in (lines[0], wide[0], lines[1])] == [22, 19, 5]
