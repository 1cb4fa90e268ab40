"""The dates of a plan: read as people write them, refused in words, unknown when not sent."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO

import pytest

from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import take_along, to_bytes
from tests.builders import TODAY, Q, beginner, instrument
from tests.page import Page
from tests.visitor import Installation, Visitor
from tests.web.person.plans import PATH, form_of, plan_of, row

AUTOSAVE = {"X-Autosave": "1"}
NEXT = TODAY.year + 1
DAY, OTHER_DAY = date(NEXT, 1, 31), date(NEXT, 3, 14)
pytestmark = pytest.mark.usefixtures("clock")
BOTH = Plan(actions=(Action(id="a", what="bellen", by=DAY),), look_again=DAY)


def planner(here: Installation, plan: Plan = BOTH) -> Visitor:
    return here.owner(beginner().planned(Q, plan))


def send(owner: Visitor, *left_out: str, headers: dict[str, str], **changes: str) -> Page:
    """The form of the plan's page as it stands, with these changes and without these fields."""
    form = form_of(owner)
    sent = {name: text for name, text in form.fields.items() if name not in left_out}
    return owner.post(PATH, {**sent, **changes}, headers=headers)


HOW = pytest.mark.parametrize("headers", [{}, AUTOSAVE], ids=["by the button", "in passing"])
YEAR = str(NEXT)
WAYS = [
    f"{YEAR}-01-31", f"31-01-{YEAR}", f"31/1/{YEAR}", f"31.1.{YEAR[2:]}", f"31-1-{YEAR[2:]}",
    f"31 januari {YEAR}", f"31 jan {YEAR[2:]}", f"00{YEAR[2:]}-01-31",
]  # fmt: skip


@HOW
@pytest.mark.parametrize("typed", WAYS)
def test_dates_may_be_typed_as_the_dutch_write_them(
    owner: Visitor, typed: str, headers: dict[str, str]
) -> None:
    owner.post(PATH, {**row(0, "bellen", by=typed), "look_again": typed}, headers=headers)

    plan = plan_of(owner)
    assert (plan.actions[0].by, plan.look_again) == (DAY, DAY)
    fields = form_of(owner).fields
    assert (fields["actions-0-by"], fields["look_again"]) == (DAY.isoformat(), DAY.isoformat())


@HOW
def test_a_date_that_is_not_sent_is_left_as_it_is(
    here: Installation, headers: dict[str, str]
) -> None:
    owner = planner(here)

    saved = send(owner, "actions-0-by", "look_again", headers=headers)
    assert saved.status in (200, 303)
    assert plan_of(owner) == BOTH

    changed = {"actions-0-what": "schrijven"}
    send(owner, "actions-0-by", "look_again", headers=headers, **changed)
    plan = plan_of(owner)
    assert [(a.what, a.by) for a in plan.actions] == [("schrijven", DAY)]
    assert plan.look_again == DAY


@HOW
def test_a_date_that_is_sent_empty_is_erased(here: Installation, headers: dict[str, str]) -> None:
    owner = planner(here)

    send(owner, headers=headers, **{"actions-0-by": "", "look_again": ""})

    plan = plan_of(owner)
    assert ([a.by for a in plan.actions], plan.look_again) == ([None], None)


def test_a_page_goes_on_saving_after_a_date_that_was_not_sent(here: Installation) -> None:
    owner = planner(here)
    fields = dict(form_of(owner).fields)
    without = {n: text for n, text in fields.items() if n not in ("actions-0-by", "look_again")}

    for what in ("schrijven", "mailen"):
        told = owner.post(PATH, {**without, "actions-0-what": what}, headers=AUTOSAVE)
        without.update(json.loads(told.text)["bases"])
    again = {**without, "actions-0-what": "mailen", "actions-0-by": str(OTHER_DAY)}
    owner.post(PATH, {**again, "look_again": str(OTHER_DAY)}, headers=AUTOSAVE)

    plan = plan_of(owner)
    assert [(a.what, a.by) for a in plan.actions] == [("mailen", OTHER_DAY)]
    assert plan.look_again == OTHER_DAY


def test_a_refused_page_shows_the_kept_date_for_one_that_was_not_sent(here: Installation) -> None:
    owner = planner(here)

    page = send(owner, "actions-0-by", headers={}, look_again="morgen")

    assert page.status == 422
    assert page.form(PATH).fields["actions-0-by"] == DAY.isoformat()
    page.form(PATH).send({"look_again": ""})
    assert [a.by for a in plan_of(owner).actions] == [DAY]


FAR = [
    (f"{YEAR}55-01-31", f"Dit jaar kan niet kloppen. Bedoel je {YEAR}?"),
    ("0202-01-31", f"Dit jaar kan niet kloppen. Bedoel je {YEAR}?"),
    (f"19{YEAR[2:]}-01-31", f"Dit jaar kan niet kloppen. Bedoel je {YEAR}?"),
    ("9999-12-31", f"Kies een jaar van {NEXT - 11} tot en met {NEXT + 19}."),
    ("0085-01-31", f"Kies een jaar van {NEXT - 11} tot en met {NEXT + 19}."),
]


@pytest.mark.parametrize(("typed", "words"), FAR)
def test_a_year_that_cannot_be_meant_is_refused_and_nothing_typed_is_lost(
    here: Installation, typed: str, words: str
) -> None:
    owner = planner(here)

    changes = {"actions-0-by": typed, "look_again": typed, "texts-1": "mijn tekst"}
    page = send(owner, headers={}, **changes)

    assert page.status == 422
    assert page.summary == [("#actions-0-by", words), ("#look_again", words)]
    fields = page.form(PATH).fields
    assert fields["texts-1"] == "mijn tekst"
    assert fields["look_again"][-6:] == typed[-6:]
    assert plan_of(owner) == BOTH


@pytest.mark.parametrize(("typed", "words"), FAR)
def test_in_passing_the_words_come_with_the_field(
    here: Installation, typed: str, words: str
) -> None:
    owner = planner(here)

    heard = send(owner, headers=AUTOSAVE, **{"actions-0-by": typed})

    assert heard.status == 422
    said = json.loads(heard.text)
    assert said["faults"] == {"actions-0-by": words}
    assert said["message"] == f"Dit is nog niet bewaard. {words}"
    assert plan_of(owner) == BOTH


def test_a_date_of_long_ago_that_is_kept_does_not_hinder(here: Installation) -> None:
    old = date(202, 1, 31)
    owner = planner(here, Plan(actions=(Action(id="a", what="ooit", by=old),), look_again=old))
    page = owner.get(PATH)
    assert page.form(PATH).fields["look_again"] == "0202-01-31"
    assert 'min="0202-01-31"' in page.text

    assert send(owner, headers={}, **{"actions-0-what": "ooit eens"}).status == 303

    plan = plan_of(owner)
    assert [(a.what, a.by) for a in plan.actions] == [("ooit eens", old)]
    assert plan.look_again == old


def test_the_date_fields_of_a_browser_know_the_window(here: Installation) -> None:
    fields = re.findall(r'<input[^>]*type="date"[^>]*>', planner(here).get(PATH).text)

    assert len(fields) == 4
    for field in fields:
        assert f'min="{NEXT - 11}-01-01"' in field
        assert f'max="{NEXT + 19}-12-31"' in field


def loaded(here: Installation, days: str) -> Plan:
    visitor = here.visitor()
    file = json.loads(take_along(beginner().planned(Q, BOTH), (instrument(),)))
    file["plans"][Q]["look_again"] = file["plans"][Q]["actions"][0]["by"] = days
    content = (BytesIO(json.dumps(file).encode()), "mijn-gegevens.json")
    visitor.post("/mijn-gegevens/laden", {"file": content})
    return plan_of(visitor)


@pytest.mark.parametrize("typed", WAYS)
def test_a_loaded_file_is_read_as_what_is_typed(here: Installation, typed: str) -> None:
    assert loaded(here, typed) == BOTH


def test_a_loaded_file_keeps_an_odd_year_in_sight(here: Installation) -> None:
    assert loaded(here, "0202-01-31").look_again == date(202, 1, 31)


def test_a_year_of_two_digits_that_was_kept_before_is_mended_in_sight(here: Installation) -> None:
    old = date(26, 11, 3)
    action = Action.model_construct(id="a", what="bellen", with_whom="", by=old, done=False)
    plan = Plan.model_construct(sections={}, actions=(action,), look_again=old)
    owner = here.owner(beginner().model_copy(update={"plans": {Q: plan}}))
    assert '"0026-11-03"' in to_bytes(beginner().model_copy(update={"plans": {Q: plan}})).decode()

    fields = form_of(owner).fields
    assert (fields["actions-0-by"], fields["look_again"]) == ("2026-11-03", "2026-11-03")
    assert owner.get("/pop-op.ics").text.count("DTSTART;VALUE=DATE:20261103") == 2
    assert owner.get("/mijn-gegevens.json").text.count('"2026-11-03"') == 2
    assert owner.get("/pop-op.pdf").status == owner.get("/pop-op.docx").status == 200
    send(owner, headers={}, **{"texts-1": "erbij"})
    assert plan_of(owner).days == {date(2026, 11, 3)}
