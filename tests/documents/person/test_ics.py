"""The calendar file parsed again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from ehbo.documents.person import ics
from ehbo.documents.person.report import report
from ehbo.domain.plan import Action, Plan
from tests.documents.person.sample import HOSTILE, NOW, PLAN, SECRET, TINY, TODAY, sample


def events(plan: Plan = PLAN) -> list[Event]:
    return Calendar.from_ical(ics.write(report(TINY, plan, {}, NOW))).events


def test_open_actions_with_a_date_and_the_day_to_look_again() -> None:
    assert [(str(e["SUMMARY"]), e.start) for e in events()] == [
        (HOSTILE[1], date(2026, 12, 4)),
        (HOSTILE[2], date(2027, 1, 15)),
        ("Kijk opnieuw naar je Mijn ontwikkelplan", date(2027, 2, 22)),
    ]
    assert all(e.DTSTAMP == NOW for e in events())
    assert all(e.end - e.start == timedelta(days=1) for e in events())


def test_reminders_come_at_nine() -> None:
    for event in events():
        (alarm,) = event.walk("VALARM")
        at = datetime.combine(event.start, datetime.min.time()) + alarm["TRIGGER"].dt
        again = "opnieuw" in event["SUMMARY"]
        assert at.hour == 9 and at.date() == event.start - timedelta(days=not again)
        assert alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"]


def test_texts_come_back_as_typed() -> None:
    actions = tuple(
        Action(id=f"a{n}", what=text, with_whom=text, by=TODAY)
        for n, text in enumerate([*HOSTILE, "é" * 300])
    )
    for event, action in zip(events(Plan(actions=actions)), actions, strict=True):
        assert event["SUMMARY"] == action.what
        assert event["DESCRIPTION"] == f"Met: {action.with_whom}"


def test_a_changed_action_keeps_its_uid() -> None:
    before = [str(e["UID"]) for e in events()]
    changed = PLAN.actions[0].model_copy(update={"what": "Anders", "by": date(2027, 3, 1)})
    later = PLAN.model_copy(
        update={"actions": (changed, *PLAN.actions[1:]), "look_again": date(2028, 1, 1)}
    )
    assert [str(e["UID"]) for e in events(later)] == before
    assert len(set(before)) == len(before)


def test_no_event_of_one_plan_overwrites_that_of_another() -> None:
    again = date(2027, 2, 22)
    plans = [Plan(actions=(Action(id=id, what="x", by=TODAY),), look_again=again) for id in "ab"]
    mine, theirs = ({str(e["UID"]) for e in events(plan)} for plan in plans)
    assert len(mine) == len(theirs) == 2
    assert not mine & theirs


def test_finished_and_new_actions_leave_the_other_uids_as_they_are() -> None:
    first, *others = PLAN.actions
    new = Action(id="nieuw", what="Nieuw")
    done = first.model_copy(update={"done": True})
    later = PLAN.model_copy(update={"actions": (done, *others, new)})
    assert [e["UID"] for e in events(later)] == [e["UID"] for e in events()][1:]


def test_nothing_leads_to_the_person() -> None:
    made = ics.write(sample())
    assert SECRET.encode() not in made.replace(b"\r\n ", b"")
    assert ics.write(sample()) == made


def test_it_is_a_calendar_with_a_name_even_without_events() -> None:
    made = Calendar.from_ical(ics.write(report(TINY, Plan(), {}, NOW)))
    assert made.calendar_name == "POP-OP" and "EHBO" in made["PRODID"]
    assert not made.events


def test_the_last_day_there_is_can_be_a_date() -> None:
    (event,) = events(Plan(actions=(Action(id="a", what="Ooit", by=date.max),)))
    assert event["DTSTART"].dt == date.max


def test_lines_are_short_and_end_as_calendars_want() -> None:
    lines = ics.write(sample()).split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= 75 and b"\n" not in line for line in lines)
