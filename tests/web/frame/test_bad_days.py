"""Bad days: the database says no, a bundle does not open. A clear page, nothing said to be done."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import AbstractContextManager, closing
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.keys import Person, read
from ehbo.store import contributions
from ehbo.store.database.sqlite import Connection
from tests.builders import DOEN, Q, answers, beginner, seasoned
from tests.page import Data, Form, Page
from tests.visitor import Installation
from tests.web.frame.test_access import UNSAFE
from tests.web.troubles import assert_not_saved, full, locked, read_only

AUTOSAVE = {"X-Autosave": "1"}
SAVES_NOTHING = {"/sleutel": "Openen lukt nu", "/mijn-gegevens/wissen": "Wissen lukte niet"}
TEXT = "Een hele gedachte, die langer is dan een regel en niet weg mag raken."
TROUBLES = pytest.mark.parametrize("trouble", [locked, read_only, full])


def sent_during(form: Form, trouble: AbstractContextManager[None], data: Data, **how: Any) -> Page:
    """What a form leads to when it is sent during this trouble."""
    with trouble:
        page = form.send(data, **how)
    assert page.status == 503
    return page


# ── The database says no ─────────────────────────────────────────────────────────────────────


@TROUBLES
def test_a_plan_that_cannot_be_saved_stays_in_the_page(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    owner = here.owner(beginner())
    # Large enough to need new pages of the file.
    typed = {f"texts-{place}": f"{TEXT} {place} ".ljust(9_000, "x") for place in range(5)}
    form = owner.get("/pop-op").form("/pop-op")

    with trouble(here, monkeypatch):
        page = form.send({**typed, "actions-0-what": "bellen"})
        assert_not_saved(page)
        assert owner.portfolio == beginner()

    fields = page.form("/pop-op").fields
    assert {name: fields[name] for name in typed} == typed
    assert fields["actions-0-what"] == "bellen"
    assert page.form("/pop-op").send().status == 303
    assert len(owner.portfolio.plan(Q).sections) == 5


@TROUBLES
def test_no_key_is_given_for_answers_that_are_not_saved(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    if trouble is full:
        _fill_up(here)
    visitor = here.visitor()
    form = visitor.get(DOEN).form(DOEN)

    with trouble(here, monkeypatch):
        page = form.send(answers("doen", 4))
        assert_not_saved(page)
        assert visitor.key is None
        assert visitor.key_cookie not in page.set_cookies()

    assert page.form(DOEN).send().status == 303
    assert set(visitor.portfolio.assessments[0].answers.values()) == {4}


def _fill_up(here: Installation) -> None:
    """Leaves no free room in the pages that there are."""
    with closing(sqlite3.connect(here.settings.database)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        for size in (2000, 500, 100, 10):
            try:
                for number in range(100):
                    connection.execute(
                        "INSERT INTO portfolio VALUES (?, zeroblob(?), '2026-01-01')",
                        (f"{size}-{number}".encode(), size),
                    )
                    connection.commit()
            except sqlite3.OperationalError:
                connection.rollback()


@TROUBLES
def test_a_save_in_passing_that_fails_is_no_success(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    owner = here.owner(beginner())
    form = owner.get("/pop-op").form("/pop-op")

    typed = {"texts-1": "x" * 9_000, "texts-2": "y" * 9_000}
    page = sent_during(form, trouble(here, monkeypatch), typed, headers=AUTOSAVE)

    assert page.json["message"].startswith("Bewaren lukt nu even niet.")
    assert owner.portfolio == beginner()


@TROUBLES
def test_what_cannot_be_erased_is_said_to_be_there_still(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    owner = here.owner(seasoned())
    form = owner.get("/mijn-gegevens").form("/mijn-gegevens/wissen")
    if trouble is full:
        _no_room_for_the_log(monkeypatch)

    page = sent_during(form, trouble(here, monkeypatch), {"confirmed": "1"})

    assert "Wissen lukte niet: alles staat er nog" in page.title
    assert "Probeer het over een minuut opnieuw bij Mijn gegevens." in page.words
    assert "niets bewaard" not in page.words
    assert "Probeer het opnieuw" not in page.words
    assert owner.portfolio == seasoned()


def _no_room_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Erasing needs no new pages of the file: what it lacks on a full disk is room for the log."""

    def refused(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(contributions, "withdraw_all", refused)


def test_what_is_erased_is_not_said_to_be_there_if_only_the_log_stays(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Connection) -> bool:
        raise StoreUnavailable("disk I/O error")

    owner = here.owner(seasoned())
    monkeypatch.setattr(Connection, "checkpoint", refused)

    home = owner.post("/mijn-gegevens/wissen", {"confirmed": "1"}, follow=True)

    assert "Alles van jou is gewist. Op de schijf staat nog een stukje" in home.words
    assert (owner.key, here.people) == (None, 0)


@pytest.mark.parametrize("trouble", [locked, read_only])
def test_what_cannot_be_opened_is_not_said_to_be_unsaved(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    visitor, key = here.visitor(), here.keep(beginner())
    form = visitor.get("/sleutel").form("/sleutel")

    with trouble(here, monkeypatch):
        page = form.send({"key_or_code": key})

    assert page.status == 503
    assert "Openen lukt nu even niet" in page.title
    assert "bewaard" not in page.words
    assert visitor.key is None
    assert page.form("/sleutel").send().status == 303
    assert visitor.key == key


@pytest.mark.parametrize("trouble", [locked, read_only])
def test_nothing_is_said_to_be_done_that_is_not(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    needs_no_database = {"/sleutel/vergrendel": 303, "/mijn-gegevens/laden": 409}
    key, other_key = here.keep(beginner()), here.keep(seasoned())
    before = here.dump()

    with trouble(here, monkeypatch):
        for route in UNSAFE:
            owner = here.visitor(key)
            data = {**route.data, "bases-0": None}
            if route.path == "/sleutel":
                data["key_or_code"] = other_key
            sent = {name: value for name, value in data.items() if value is not None}
            page = owner.send(route.path, sent)
            if route.path in needs_no_database:
                assert page.status == needs_no_database[route.path]
            elif route.path in SAVES_NOTHING:
                assert page.status == 503
                assert SAVES_NOTHING[route.path] in page.title
                assert owner.key == key
            else:
                assert_not_saved(page)
                assert owner.key == key

    assert here.dump() == before


@pytest.mark.parametrize("trouble", [locked, read_only])
def test_health_says_that_nothing_can_be_saved(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    visitor = here.visitor()
    with trouble(here, monkeypatch):
        page = visitor.get("/gezondheid")

    assert (page.status, page.text) == (503, "de database kan nu niet schrijven\n")
    assert visitor.get("/gezondheid").status == 200


@pytest.mark.parametrize("trouble", [locked, read_only, full])
def test_pages_can_still_be_read(
    here: Installation, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    owner = here.owner(seasoned())
    with trouble(here, monkeypatch):
        for path in ("/", DOEN, "/profiel", "/pop-op", "/pop-op.pdf", "/mijn-gegevens.json"):
            assert owner.get(path).status == 200, path


def test_without_its_tables_the_service_is_unwell_and_says_so(here: Installation) -> None:
    owner = here.owner(beginner())
    owner.get("/")
    with closing(sqlite3.connect(here.settings.database)) as connection:
        connection.execute("DROP TABLE portfolio")

    assert owner.get("/gezondheid").status == 503
    page = owner.get("/profiel")
    assert page.status == 503
    assert here.visitor().get("/over").status == 200


# ── Bundles that do not open ─────────────────────────────────────────────────────────────────


def _put_sealed(here: Installation, key: str | None, content: bytes | None) -> None:
    """Replaces what is kept under a key, by other content or (None) by noise."""
    person = Person(read(key or ""))
    sealed = b"\0" * 2100 if content is None else person.seal(content)
    with closing(sqlite3.connect(here.settings.database)) as connection:
        connection.execute("UPDATE portfolio SET sealed = ? WHERE id = ?", (sealed, person.row_id))
        connection.commit()


def test_a_damaged_bundle_is_told_so(here: Installation) -> None:
    owner = here.owner(beginner())
    _put_sealed(here, owner.key, None)

    page = owner.get("/profiel")

    assert page.status == 500
    assert "Je gegevens gaan niet open" in page.title


def test_with_a_damaged_bundle_a_device_can_still_be_locked(here: Installation) -> None:
    owner = here.owner(beginner())
    _put_sealed(here, owner.key, None)

    owner.get("/profiel").form("/sleutel/vergrendel").send()

    assert owner.key is None
    assert owner.get("/").status == 200


def test_the_log_of_what_went_wrong_holds_nothing_that_was_written(
    here: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    owner = here.owner(beginner())
    _put_sealed(here, owner.key, b'{"reasons": ["geheim"], "plans": {"x": "geheim"}}')

    with caplog.at_level(logging.DEBUG):
        page = owner.get("/profiel")

    assert page.status == 500
    assert "Er ging iets mis bij ons" in page.title
    assert caplog.records
    written = "".join(logging.Formatter().format(record) for record in caplog.records)
    assert "geheim" not in written
    assert str(owner.key) not in written
    assert "127.0.0.1" not in written


def test_a_text_that_breaks_off_on_its_way_takes_no_place(here: Installation) -> None:
    owner = here.owner(seasoned())
    form = owner.get("/pop-op").form("/pop-op")
    sent = urlencode({**form.fields, "texts-1": TEXT}).encode()

    page = owner.request(
        "POST",
        "/pop-op",
        content_type="application/x-www-form-urlencoded",
        input_stream=BytesIO(sent[:-20]),
        # As granian hands a body on, and what it says of every one.
        environ_overrides={"CONTENT_LENGTH": str(len(sent)), "wsgi.input_terminated": True},
    )

    assert page.status == 400
    assert owner.portfolio == seasoned()
