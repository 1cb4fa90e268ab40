"""A plan as a calendar file: every dated action and the day to look again, with reminders."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import blake2b

from icalendar import TRANSP, Alarm, Calendar, Event

from ehbo.documents.person.report import Report
from ehbo.documents.text import readable

NAME = "POP-OP"
PRODUCT = "-//EHBO//POP-OP//NL"
# All-day events start at midnight: nine o'clock on the day before, and on the day itself.
DAY_BEFORE = timedelta(hours=-15)
SAME_DAY = timedelta(hours=9)


def write(report: Report) -> bytes:
    """The actions that have a date and are not done, and the day to look again, as all-day events.

    The report's moment becomes the stamp. An event keeps its UID when an action changes, so
    that loading a newer file updates it. Made from the ids of actions alone, a UID says nothing
    about the person.
    """
    calendar = Calendar.new(name=NAME, prodid=PRODUCT, uid=_uid("agenda", _own(report)))
    for action in report.actions:
        if action.by and not action.done:
            notes = f"Met: {action.with_whom}" if action.with_whom else None
            uid = _uid("actie", action.id)
            event = _event(uid, action.what or "Actie", action.by, notes, report.moment)
            event.add_component(_alarm(f"Morgen: {action.what}", DAY_BEFORE))
            calendar.add_component(event)
    if report.look_again:
        uid = _uid("opnieuw", _own(report))
        summary = f"Kijk opnieuw naar je {report.title}"
        notes = "Vul de zelfanalyse nog een keer in en leg de uitkomst naast je plan."
        event = _event(uid, summary, report.look_again, notes, report.moment)
        event.add_component(_alarm(summary, SAME_DAY))
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _own(report: Report) -> str:
    """What is this plan's own, so that the files of colleagues fit in one calendar.

    Ids of actions are random. A plan without actions has nothing random to go by.
    """
    return report.actions[0].id if report.actions else report.questionnaire.id


def _event(uid: str, summary: str, day: date, notes: str | None, now: datetime) -> Event:
    return Event.new(
        uid=uid,
        summary=readable(summary),
        description=readable(notes) if notes else None,
        start=day,
        stamp=now,
        # A reminder must not make the whole day look taken.
        transparency=TRANSP.TRANSPARENT,
    )


def _alarm(text: str, moment: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", readable(text))
    alarm.add("trigger", moment)
    return alarm


def _uid(kind: str, name: str) -> str:
    mark = blake2b(f"{kind}/{name}".encode(), digest_size=16, person=b"ehbo ics").hexdigest()
    return f"{kind}-{mark}@ehbo.invalid"
