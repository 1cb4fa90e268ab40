"""The POP-OP editor: nothing typed is ever lost, whatever else happens."""

from __future__ import annotations

from datetime import date

from ehbo.domain.plan import Plan
from tests.builders import DOEN, Q, beginner
from tests.visitor import Installation, Visitor
from tests.web.person.plans import CHANCES, LATER, NEED, PATH, form_of, plan_of, row, rows

AUTOSAVE = {"X-Autosave": "1"}


def test_a_plan_is_saved_whole_and_shown_again(owner: Visitor) -> None:
    typed = {
        "texts-1": "Regel een\r\nregel twee’s 🙂",
        "texts-2": "=1+1",
        **row(0, "Bellen", "Samira", "2027-01-15"),
        **row(1, "Schrijven"),
        "actions-1-done": "1",
        "look_again": "2027-02-22",
    }

    page = owner.post(PATH, typed, follow=True)

    assert "Je plan is bewaard." in page.words
    plan = plan_of(owner)
    assert plan.sections == {LATER: "Regel een\nregel twee’s 🙂", NEED: "=1+1"}
    first, second = plan.actions
    assert (first.what, first.with_whom, first.by) == ("Bellen", "Samira", date(2027, 1, 15))
    assert (second.what, second.done) == ("Schrijven", True)
    assert plan.look_again == date(2027, 2, 22)
    again = page.form(PATH).fields
    assert {name: again.get(name) for name in typed} == typed


def test_saving_an_untouched_plan_changes_nothing(here: Installation, owner: Visitor) -> None:
    owner.post(PATH, {"texts-1": "iets", **row(0, "doen")})
    before = here.dump()

    assert owner.post(PATH).status == 303

    assert here.dump() == before


def test_the_draft_is_offered_and_not_kept_until_it_is_changed(owner: Visitor) -> None:
    owner.post(DOEN, {"doen-1": "4"})
    page = owner.get(PATH)
    draft = page.form(PATH).fields["texts-0"]
    assert "Hier scoor ik het hoogst:" in draft
    assert "Eerste versie" in page.words

    owner.post(PATH, {"texts-1": "iets"})
    assert set(plan_of(owner).sections) == {LATER}

    owner.post(DOEN, {"doen-2": "4"})
    moved = form_of(owner).fields["texts-0"]
    assert moved != draft

    owner.post(PATH, {"texts-0": moved + "\r\nEn dat klopt."})
    owner.post(DOEN, {"doen-3": "4"})
    page = owner.get(PATH)
    assert page.form(PATH).fields["texts-0"] == moved + "\r\nEn dat klopt."
    assert "Eerste versie" not in page.words


def test_a_draft_that_is_emptied_stays_empty(owner: Visitor) -> None:
    owner.post(DOEN, {"doen-1": "4"})

    owner.post(PATH, {"texts-0": ""})

    assert form_of(owner).fields["texts-0"] == ""


def test_a_plan_can_be_written_before_the_first_statement(visitor: Visitor) -> None:
    assert "Eerst de zelfanalyse?" in visitor.get(PATH).words

    visitor.post(PATH, {"texts-1": "alvast"})

    assert plan_of(visitor).sections == {LATER: "alvast"}


def test_an_untouched_empty_plan_makes_no_key(here: Installation, visitor: Visitor) -> None:
    visitor.post(PATH)

    assert (visitor.key, here.people) == (None, 0)


def test_there_are_always_rows_to_write_in(owner: Visitor) -> None:
    form = form_of(owner)
    form.send(
        {**row(0, "een"), **row(1, "twee")},
        press=("more", "1"),
    )

    page = owner.get(PATH)
    assert rows(page) == [("een", ""), ("twee", "")]
    assert page.form(PATH).fields["actions-3-what"] == ""


def test_an_emptied_row_is_removed(owner: Visitor) -> None:
    owner.post(PATH, {**row(0, "een"), **row(1, "twee")})

    owner.post(PATH, row(0, ""))

    assert rows(owner.get(PATH)) == [("twee", "")]


def test_the_remove_button_removes_its_row_and_saves_the_rest(owner: Visitor) -> None:
    owner.post(PATH, {**row(0, "een"), **row(1, "twee"), **row(2, "drie")})

    removed = form_of(owner).send(
        {"texts-1": "ook bewaard", **row(2, "drie en meer")}, press=("remove", "actions-1")
    )

    assert removed.location.endswith("#acties")
    assert rows(owner.get(PATH)) == [("een", ""), ("drie en meer", "")]
    assert plan_of(owner).sections[LATER] == "ook bewaard"


def test_a_row_removed_elsewhere_does_not_come_back(owner: Visitor) -> None:
    owner.post(PATH, {**row(0, "een"), **row(1, "twee")})
    old_tab = form_of(owner)
    owner.post(PATH, row(0, ""))

    old_tab.send({"texts-1": "uit de oude tab"})

    assert rows(owner.get(PATH)) == [("twee", "")]
    assert plan_of(owner).sections[LATER] == "uit de oude tab"


def test_texts_of_two_tabs_are_both_shown_and_the_rest_is_saved(owner: Visitor) -> None:
    owner.post(PATH, {"texts-1": "was", "look_again": "2027-01-01"})
    one, two = form_of(owner), form_of(owner)
    one.send({"texts-1": "van een", "texts-2": "alleen een", "look_again": "2027-03-01"})

    clash = two.send({"texts-1": "van twee", "texts-4": "alleen twee", "look_again": "2027-04-01"})

    assert clash.status == 409
    assert "Je plan is intussen ergens anders veranderd" in clash.words
    assert "Intussen bewaard: van een" in clash.words
    assert "Intussen bewaard: 1 maart 2027" in clash.words
    fields = clash.form(PATH).fields
    assert (fields["texts-1"], fields["look_again"]) == ("van twee", "2027-04-01")
    kept = plan_of(owner)
    assert kept.sections == {LATER: "van een", NEED: "alleen een", CHANCES: "alleen twee"}
    assert kept.look_again == date(2027, 3, 1)

    assert clash.form(PATH).send({"texts-1": "van een en twee"}).status == 303
    assert plan_of(owner).sections[LATER] == "van een en twee"
    assert plan_of(owner).look_again == date(2027, 4, 1)


def test_a_row_changed_in_two_tabs_is_kept_twice(owner: Visitor) -> None:
    owner.post(PATH, row(0, "bellen"))
    one, two = form_of(owner), form_of(owner)
    one.send(row(0, "bellen met Jan"))

    assert two.send(row(0, "bellen met Piet")).status == 303

    assert {what for what, _ in rows(owner.get(PATH))} == {"bellen met Jan", "bellen met Piet"}


def test_new_rows_of_two_tabs_are_both_kept(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)

    one.send(row(0, "van een"))
    two.send(row(0, "van twee"))

    assert {what for what, _ in rows(owner.get(PATH))} == {"van een", "van twee"}


def test_pressing_twice_saves_once(owner: Visitor) -> None:
    form = form_of(owner)

    form.send({"texts-1": "eens", **row(0, "een")})
    assert form.send({"texts-1": "eens", **row(0, "een")}).status == 303

    assert rows(owner.get(PATH)) == [("een", "")]


def test_saving_in_passing_goes_on_from_what_it_saved(owner: Visitor) -> None:
    form = form_of(owner)
    for text, what, day in (("een", "bel", "2027-01-01"), ("een twee", "bellen", "2027-02-01")):
        typed = {"texts-1": text, **row(0, what), "look_again": day}
        assert form.save_in_passing(typed).status == 200

    plan = plan_of(owner)
    assert plan.sections == {LATER: "een twee"}
    assert [action.what for action in plan.actions] == ["bellen"]
    assert plan.look_again == date(2027, 2, 1)


def test_a_clash_while_saving_in_passing_is_no_success(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)
    one.send({"texts-1": "van een"})

    assert two.send({"texts-1": "van twee"}, headers=AUTOSAVE).status == 409
    assert plan_of(owner).sections[LATER] == "van een"


def test_what_was_written_in_a_section_that_is_gone_can_still_be_read(here: Installation) -> None:
    plan = Plan(sections={"weg": "Mijn <b>eigen</b> woorden"})
    owner = here.owner(beginner().planned(Q, plan))

    page = owner.get(PATH)

    assert "Mijn <b>eigen</b> woorden" in page.words
    page.form(PATH).send({"texts-1": "nieuw"})
    assert plan_of(owner).sections == {"weg": "Mijn <b>eigen</b> woorden", LATER: "nieuw"}
