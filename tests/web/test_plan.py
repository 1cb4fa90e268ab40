"""The POP-OP editor: nothing typed is ever lost, whatever else happens."""

from __future__ import annotations

from datetime import date

import pytest

from ehbo.domain.plan import MOST_ACTIONS, Action, Plan
from tests.builders import DOEN, Form, Installation, Page, Q, Visitor, beginner, instrument
from tests.conftest import Install

PATH = "/pop-op"
SECTIONS = [section.id for section in instrument().plan]
NOW, LATER, NEED, _, CHANCES = SECTIONS
AUTOSAVE = {"X-Bewaar": "1"}
DOWNLOADS = {"/pop-op.pdf", "/pop-op.docx", "/pop-op.ics"}


def form_of(visitor: Visitor) -> Form:
    return visitor.get(PATH).form(PATH)


def plan_of(visitor: Visitor) -> Plan:
    return visitor.portfolio.plan(Q)


def rows(page: Page) -> list[tuple[str, str]]:
    """What the action rows say: (what, with whom), the blank ones left out."""
    fields = page.form(PATH).fields
    places = range(sum(name.endswith("-what") for name in fields))
    found = [(fields[f"actions-{p}-what"], fields[f"actions-{p}-with_whom"]) for p in places]
    return [row for row in found if any(row)]


@pytest.fixture
def owner(here: Installation) -> Visitor:
    """Somebody with one theme and no plan yet."""
    return here.owner(beginner())


def row(place: int, what: str, with_whom: str = "", by: str = "") -> dict[str, str]:
    prefix = f"actions-{place}"
    return {f"{prefix}-what": what, f"{prefix}-with_whom": with_whom, f"{prefix}-by": by}


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


# ── What cannot be saved stays in the page ───────────────────────────────────────────────────

DATE_FAULT = "Dit is geen datum. Schrijf de datum zo: 31-01-2027."


@pytest.mark.parametrize("typed", ["morgen", "31/01/2027", "2027-02-30", "99999-01-01", "1"])
def test_a_date_that_is_none_is_pointed_out_and_everything_stays(
    owner: Visitor, typed: str
) -> None:
    before = owner.portfolio

    page = owner.post(
        PATH, {"texts-1": "mijn tekst", **row(0, "bellen", "Jan", typed), "look_again": typed}
    )

    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert page.words.count(DATE_FAULT) >= 2
    fields = page.form(PATH).fields
    assert (fields["look_again"], fields["actions-0-by"]) == (typed, typed)
    assert (fields["texts-1"], fields["actions-0-what"]) == ("mijn tekst", "bellen")
    assert owner.portfolio == before
    fixed = page.form(PATH).send({"look_again": "", "actions-0-by": "2027-01-31"})
    assert fixed.status == 303
    assert plan_of(owner).actions[0].by == date(2027, 1, 31)


def test_dates_may_be_typed_as_the_dutch_write_them(owner: Visitor) -> None:
    owner.post(PATH, {**row(0, "bellen", by="31-01-2027"), "look_again": "28-02-2027"})

    assert plan_of(owner).actions[0].by == date(2027, 1, 31)
    assert plan_of(owner).look_again == date(2027, 2, 28)


def test_every_fault_is_listed_with_a_link_to_its_field(owner: Visitor) -> None:
    page = owner.post(
        PATH,
        {
            "texts-1": "te lang " * 2000,
            **row(0, "", "met Jan"),
            **row(1, "x" * 301, "", "morgen"),
            "look_again": "gisteren",
        },
    )

    assert page.status == 422
    assert page.summary == [
        ("#texts-1", "Deze tekst is te lang. Er passen 10.000 tekens in."),
        ("#actions-0-what", "Schrijf op wat je gaat doen."),
        ("#actions-1-what", "Gebruik hier ten hoogste 300 tekens."),
        ("#actions-1-by", DATE_FAULT),
        ("#look_again", DATE_FAULT),
    ]


def test_a_text_of_a_hundred_thousand_characters_stays_in_the_page(owner: Visitor) -> None:
    text = ("woord " * 20_000)[:100_000].strip()

    page = owner.post(PATH, {"texts-1": text, "texts-2": "kort", **row(0, "bellen")})

    assert page.status == 422
    assert "Er passen 10.000 tekens in." in page.words
    fields = page.form(PATH).fields
    assert fields["texts-1"] == text
    assert (fields["texts-2"], fields["actions-0-what"]) == ("kort", "bellen")
    assert not owner.portfolio.plans


def test_a_fault_does_not_hide_what_another_tab_saved(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)
    one.send({"texts-1": "van een"})

    refused = two.send({"texts-1": "van twee", "look_again": "morgen"})
    assert refused.status == 422
    again = refused.form(PATH).send({"look_again": ""})

    assert again.status == 409
    assert "Intussen bewaard: van een" in again.words
    assert plan_of(owner).sections[LATER] == "van een"


def test_a_clash_in_a_text_does_not_undo_a_row_of_another_tab(owner: Visitor) -> None:
    owner.post(PATH, {"texts-1": "was", **row(0, "bellen")})
    one, two = form_of(owner), form_of(owner)
    one.send({"texts-1": "van een", **row(0, "bellen met Jan")})

    clash = two.send({"texts-1": "van twee", **row(0, "bellen met Piet")})
    assert clash.status == 409
    clash.form(PATH).send({"texts-1": "van een en twee"})

    assert {what for what, _ in rows(owner.get(PATH))} == {"bellen met Jan", "bellen met Piet"}


@pytest.mark.parametrize("count", [MOST_ACTIONS - 1, MOST_ACTIONS])
def test_a_full_plan_can_be_opened_and_saved(here: Installation, count: int) -> None:
    full = tuple(Action(id=f"a{n}", what=f"Actie {n}") for n in range(count))
    owner = here.owner(beginner().planned(Q, Plan(actions=full)))

    assert owner.post(PATH, {"texts-1": "erbij"}).status == 303

    assert len(plan_of(owner).actions) == count
    assert plan_of(owner).sections[LATER] == "erbij"


def test_more_actions_than_fit_are_refused_with_everything_in_the_page(
    here: Installation,
) -> None:
    full = tuple(Action(id=f"a{n}", what=f"Actie {n}") for n in range(MOST_ACTIONS))
    owner = here.owner(beginner().planned(Q, Plan(actions=full)))

    page = owner.post(PATH, {"texts-1": "mijn tekst", **row(MOST_ACTIONS, "nog een")})

    assert page.status == 413
    assert f"Er passen {MOST_ACTIONS} acties in je plan." in page.words
    fields = page.form(PATH).fields
    assert fields["texts-1"] == "mijn tekst"
    assert fields[f"actions-{MOST_ACTIONS}-what"] == "nog een"
    assert len(plan_of(owner).actions) == MOST_ACTIONS


@pytest.mark.parametrize("name", ["texts-x", "texts-", "actions-0", "actions-x-what", "onzin"])
def test_a_field_we_do_not_know_is_left_alone(owner: Visitor, name: str) -> None:
    assert owner.post(PATH, {name: "x", "texts-1": "goed"}).status == 303
    assert plan_of(owner).sections == {LATER: "goed"}


@pytest.mark.parametrize("name", ["texts-²", f"texts-{'9' * 5000}", "actions-²-what", "bases-²"])
def test_a_field_with_an_odd_number_breaks_nothing(owner: Visitor, name: str) -> None:
    page = owner.post(PATH, {name: "x", "texts-1": "goed"})

    assert page.status in (303, 400, 422)


# ── Taking it along ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "kind", "start"),
    [
        ("/pop-op.pdf", "application/pdf", "%PDF-"),
        (
            "/pop-op.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "PK",
        ),
        ("/pop-op.ics", "text/calendar", "BEGIN:VCALENDAR"),
    ],
)
def test_downloads_have_their_kind_and_name(
    owner: Visitor, path: str, kind: str, start: str
) -> None:
    owner.post(PATH, {"look_again": "2027-02-22"})

    page = owner.get(path)

    assert page.response.mimetype == kind
    assert page.headers["Content-Disposition"] == f'attachment; filename="{path[1:]}"'
    assert page.text.startswith(start)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_dates_at_the_ends_of_the_calendar_break_nothing(owner: Visitor, day: str) -> None:
    saved = owner.post(PATH, {**row(0, "ooit", by=day), "look_again": day})

    assert saved.status == 303
    for path in (PATH, "/profiel", "/mijn-gegevens", "/pop-op.pdf", "/pop-op.docx", "/pop-op.ics"):
        assert owner.get(path).status == 200, path


def test_downloads_are_offered_to_those_who_have_something(install: Install) -> None:
    here = install()

    def downloads(visitor: Visitor) -> set[str]:
        return {link.partition("?")[0] for link in visitor.get(PATH).links} & DOWNLOADS

    assert downloads(here.visitor()) == set()
    assert downloads(here.owner(beginner())) == DOWNLOADS


def test_what_was_written_in_a_section_that_is_gone_can_still_be_read(here: Installation) -> None:
    plan = Plan(sections={"weg": "Mijn <b>eigen</b> woorden"})
    owner = here.owner(beginner().planned(Q, plan))

    page = owner.get(PATH)

    assert "Mijn <b>eigen</b> woorden" in page.words
    page.form(PATH).send({"texts-1": "nieuw"})
    assert plan_of(owner).sections == {"weg": "Mijn <b>eigen</b> woorden", LATER: "nieuw"}


def test_a_calendar_without_a_date_is_no_file(owner: Visitor) -> None:
    assert (
        "Er staat nog geen datum in je plan."
        in owner.get("/pop-op.ics", follow_redirects=True).words
    )


def test_a_plan_of_a_questionnaire_that_is_gone_is_not_saved_in_another(owner: Visitor) -> None:
    text = "Dit hoort bij een vragenlijst die er niet meer is."

    page = form_of(owner).send({"vragenlijst": "weg", "texts-1": text})

    assert page.status == 409
    assert page.form(PATH).fields["texts-1"] == text
    assert plan_of(owner) == Plan()
