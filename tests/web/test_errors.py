"""Bad input and bad days: a clear Dutch page, the right status, and nothing typed is lost."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import product
from typing import Any

import pytest
from sqlite_utils import Database

from ehbo.domain.keys import Person, read
from ehbo.store import database
from tests.builders import (
    DOEN,
    OVERVIEW,
    Form,
    Installation,
    Page,
    Q,
    Visitor,
    answers,
    beginner,
    seasoned,
)
from tests.team_builders import Clock, OurTeam, sample
from tests.web.test_access import UNSAFE

AUTOSAVE = {"X-Bewaar": "1"}
TEXT = "Een hele gedachte, die langer is dan een regel en niet weg mag raken."


# ── Addresses and methods ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", ["/weg", "/pop-op/weg", "/sleutel/", "/%00", "/%ff", "/é", "/static/"]
)
def test_an_unknown_address_gets_a_friendly_page(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)

    assert page.status == 404
    assert page.title == "Deze pagina is er niet – EHBO"
    assert {"/zelfanalyse", "/sleutel", "/"} <= set(page.links)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/over"), ("POST", "/pop-op.pdf"), ("PUT", DOEN), ("DELETE", "/mijn-gegevens")],
)
def test_a_wrong_method_is_told_so(visitor: Visitor, method: str, path: str) -> None:
    page = visitor.request(method, path, data={"csrf_token": visitor.token})

    assert page.status == 405
    assert "Dat kan hier niet" in page.words


@pytest.mark.parametrize("path", ["/sleutel/vergrendel", "/mijn-gegevens/wissen", "/profiel/tip"])
def test_what_changes_things_cannot_be_looked_at(here: Installation, path: str) -> None:
    owner = here.owner(beginner())

    assert owner.get(path).status == 405
    assert owner.portfolio == beginner()


def test_a_wrong_method_names_the_right_ones(visitor: Visitor) -> None:
    allowed = visitor.get("/sleutel/vergrendel").headers.get("Allow", "")

    assert set(allowed.split(", ")) == {"POST", "OPTIONS"}


# ── Bodies that no browser sends ─────────────────────────────────────────────────────────────


def test_a_body_that_is_too_large_is_refused(here: Installation) -> None:
    owner = here.owner(seasoned())
    before = here.dump()

    for route in UNSAFE:
        page = owner.send(route.path, b"texts-0=" + b"x" * 3 * 1024 * 1024)
        assert page.status == 413, str(route)
        assert "Dat is te veel ineens" in page.words
        assert here.dump() == before, str(route)


@pytest.mark.parametrize("path", ["/pop-op", "/profiel", "/profiel/tip", "/tien-redenen"])
def test_ten_thousand_fields_break_nothing(here: Installation, path: str) -> None:
    owner = here.owner(seasoned())
    body = "&".join(f"actions-{n}-by=x&texts-{n}=y" for n in range(5_000))

    page = owner.send(path, body.encode())

    assert 300 <= page.status < 500
    assert owner.portfolio.plans == seasoned().plans


@pytest.mark.parametrize("name", ["doen-{}", "doen-1"])
def test_ten_thousand_answers_are_refused(here: Installation, visitor: Visitor, name: str) -> None:
    body = "&".join(f"{name.format(n)}=1" for n in range(10_000))

    page = visitor.send(DOEN, body.encode())

    assert page.status == 413
    assert here.people == 0


def test_ten_thousand_parts_of_a_form_are_refused(visitor: Visitor) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    body = part * 10_000 + b"--x--\r\n"

    page = visitor.request(
        "POST", "/mijn-gegevens/laden", data=body, content_type="multipart/form-data; boundary=x"
    )

    assert page.status == 413


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\x7f", "\ufffd", "\x80"])
def test_characters_that_nobody_types_are_left_out_and_the_rest_stays(
    visitor: Visitor, odd: str
) -> None:
    page = visitor.post("/pop-op", {"texts-1": f"mijn{odd} tekst gaat door", "texts-2": TEXT})

    assert page.status == 422
    assert "tekens in je tekst die we niet kunnen bewaren" in page.title
    assert visitor.key is None
    form = page.form("/pop-op")
    assert (form.fields["texts-1"], form.fields["texts-2"]) == ("mijn tekst gaat door", TEXT)
    assert form.send().status == 303
    assert visitor.portfolio.plan(Q).sections["wat-heb-ik-nodig"] == TEXT


@pytest.mark.parametrize("broken", [b"%ff", b"%ed%a0%80", b"%c3", b"\xff", b"\xed\xa0\x80"])
def test_broken_utf8_is_left_out_and_the_rest_stays(
    here: Installation, visitor: Visitor, broken: bytes
) -> None:
    page = visitor.send("/pop-op", b"texts-1=caf%C3%A9" + broken + b"+dicht&texts-2=x+%26+y")

    assert page.status == 422
    assert here.people == 0
    form = page.form("/pop-op")
    assert (form.fields["texts-1"], form.fields["texts-2"]) == ("café dicht", "x & y")
    assert form.send().status == 303
    assert visitor.portfolio.plan(Q).sections["waar-wil-ik-naar-toe"] == "café dicht"


@pytest.mark.parametrize("broken", [b"%ff", b"\xff"])
def test_broken_utf8_in_a_name_is_refused(
    here: Installation, visitor: Visitor, broken: bytes
) -> None:
    assert visitor.send("/pop-op", b"texts-1=x&" + broken + b"=1").status == 422
    assert here.people == 0


def test_a_percent_sign_is_just_a_sign(visitor: Visitor) -> None:
    visitor.post("/pop-op", {"texts-1": "100% %ff %00 %C3"})

    assert visitor.portfolio.plan(Q).sections["waar-wil-ik-naar-toe"] == "100% %ff %00 %C3"


def test_no_odd_body_breaks_a_form(here: Installation) -> None:
    key = here.keep(beginner())

    for route, body in product(UNSAFE, (b"%00=%00", b"sleutel=%00", b"=", b"&&&", b"%", b"a")):
        assert here.visitor(key).send(route.path, body).status < 500, (str(route), body)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data", ""])
def test_a_body_of_another_kind_is_no_form(here: Installation, kind: str) -> None:
    page = here.visitor().request("POST", DOEN, data=b'{"doen-1": 1}', content_type=kind)

    assert page.status == 400
    assert here.people == 0


@pytest.mark.parametrize(
    ("data", "status"), [(b"texts-1=%00", 422), (b"texts-1=" + b"x" * 3 * 1024 * 1024, 413)]
)
def test_a_save_in_passing_is_refused_in_words(visitor: Visitor, data: bytes, status: int) -> None:
    page = visitor.send("/pop-op", data, headers=AUTOSAVE)

    assert page.status == status
    assert page.json["melding"].endswith(".")


def test_a_save_in_passing_without_a_token_is_refused_in_words(visitor: Visitor) -> None:
    page = visitor.request("POST", DOEN, data={"doen-1": "1"}, headers=AUTOSAVE)

    assert page.status == 400
    assert page.json["melding"].startswith("Deze pagina stond te lang open.")


def test_a_save_in_passing_of_somebody_who_left_is_refused_in_words(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/profiel").form("/profiel", having={"theme_id": "doen"})
    owner.post("/sleutel/vergrendel")

    page = form.send({"texts-0": TEXT}, headers=AUTOSAVE)

    assert page.status == 409
    assert "andere sleutel" in page.json["melding"]


def test_what_is_sent_after_locking_can_be_sent_again_with_the_key(here: Installation) -> None:
    owner = here.owner(beginner())
    key = owner.key
    form = owner.get("/profiel").form("/profiel", having={"theme_id": "doen"})
    owner.post("/sleutel/vergrendel")

    refused = form.send({"texts-0": TEXT})
    assert refused.status == 409
    owner.post("/sleutel", {"sleutel": key})
    assert refused.form("/profiel").send().status == 303

    assert owner.portfolio.assessments[0].reflections["doen"][0] == TEXT


def test_locking_with_an_expired_token_offers_to_lock_again(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/sleutel").form("/sleutel/vergrendel")
    owner.forget_form_cookie()

    refused = form.send()
    assert (refused.status, owner.key is None) == (400, False)

    refused.form("/sleutel/vergrendel").send()
    assert owner.key is None


def test_erasing_with_an_expired_token_asks_for_the_tick_again(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/mijn-gegevens").form("/mijn-gegevens/wissen")
    owner.forget_form_cookie()

    refused = form.send({"zeker": "1"})
    again = refused.form("/mijn-gegevens/wissen").send()

    assert (refused.status, again.status) == (400, 422)
    assert owner.portfolio == beginner()


# ── What is sent again ───────────────────────────────────────────────────────────────────────


def test_after_an_expired_token_a_filled_page_shows_nothing_of_its_own(here: Installation) -> None:
    owner = here.owner(seasoned())
    form = owner.get(DOEN).form(DOEN)
    owner.forget_form_cookie()

    refused = form.send({"doen-2": "1"})

    assert refused.status == 400
    assert "Jouw tekst" not in refused.words
    assert refused.form(DOEN).fields["shown_answers"] == form.fields["shown_answers"]
    assert refused.form(DOEN).send().status == 303
    kept = owner.portfolio.assessments[-1].answers
    assert (kept["doen-1"], kept["doen-2"], kept["doen-3"]) == (4, 1, 3)


def _forms(here: Installation) -> Iterator[Form]:
    """Every form of the product, as an owner, a member of a team and its lead find them."""
    team = OurTeam(here)
    paths = ["/zelfanalyse", OVERVIEW, DOEN, f"{DOEN}?open=1", "/profiel", "/pop-op"]
    paths += ["/", "/tien-redenen", "/sleutel", "/mijn-gegevens", "/team", "/team/nieuw"]
    pages = [here.owner(seasoned()).get(path) for path in paths]
    pages += [team.member().get(team.address), team.leader().get(team.managing)]
    team.published(*sample(6))
    team.shared()
    pages.append(team.leader().get(team.managing))
    for page in pages:
        for element in page.dom.xpath("//form[@method='post']"):
            yield Form(page, element)


def test_on_a_resend_page_only_what_a_person_wrote_can_be_seen(
    here: Installation, clock: Clock
) -> None:
    covered = set()
    for form in _forms(here):
        hidden = dict.fromkeys(form.element.xpath(".//input[@type='hidden']/@name"), "v" * 60)
        written = dict.fromkeys(form.element.xpath(".//textarea/@name"), TEXT)

        refused = form.send({**hidden, **written})

        assert refused.status == 400, form.action
        assert set(refused.dom.xpath("//main//textarea/@name")) == set(written), form.action
        del hidden["csrf_token"]
        if hidden or written:
            again = refused.form(form.action).fields
            assert {name: again[name] for name in (*hidden, *written)} == {**hidden, **written}
        covered |= {*hidden, *written}

    assert covered >= {
        *("page_of", "assessment_id", "wording_version", "shown_answers", "theme_id", "bases-0"),
        *("vragenlijst", "look_again_base", "actions-0-mark", "actions-0-action_id", "texts-0"),
        *("actions-0-what", "questionnaire_id", "ronde"),
    }


# ── The database says no ─────────────────────────────────────────────────────────────────────


@contextmanager
def locked(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program holds the database."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    _reconnect(here, database.connect(here.settings.database).conn)
    with closing(sqlite3.connect(here.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The file may be read and not be written."""
    path = here.settings.database
    _reconnect(here, sqlite3.connect(f"file:{path}?mode=ro", uri=True))
    yield
    _reconnect(here, database.connect(path).conn)


@contextmanager
def full(here: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """There is no room left for another page."""
    db = database.of_this_thread(here.settings.database)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    yield
    db.execute("PRAGMA max_page_count = 1000000").fetchone()


def _reconnect(here: Installation, connection: sqlite3.Connection) -> None:
    path = here.settings.database
    database.of_this_thread(path).close()
    database._of_this_thread.held = (path, Database(connection, execute_plugins=False))


TROUBLES = pytest.mark.parametrize("trouble", [locked, read_only, full])


def _assert_not_saved(page: Page) -> None:
    assert page.status == 503
    assert page.headers["Retry-After"] == "60"
    assert "Bewaren lukt nu even niet" in page.title
    assert "Er is nu niets bewaard, maar wat je invulde, is er nog." in page.words
    assert "is bewaard" not in page.words


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
        _assert_not_saved(page)
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
        _assert_not_saved(page)
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

    with trouble(here, monkeypatch):
        page = form.send({"texts-1": "x" * 9_000, "texts-2": "y" * 9_000}, headers=AUTOSAVE)

    assert page.status == 503
    assert page.json["melding"].startswith("Bewaren lukt nu even niet.")
    assert owner.portfolio == beginner()


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
                data["sleutel"] = other_key
            sent = {name: value for name, value in data.items() if value is not None}
            page = owner.send(route.path, sent)
            if route.path in needs_no_database:
                assert page.status == needs_no_database[route.path]
            else:
                _assert_not_saved(page)
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


# ── A page knows whose it is ─────────────────────────────────────────────────────────────────


def test_a_form_of_somebody_else_is_not_saved_with_who_is_here_now(here: Installation) -> None:
    first, second = here.owner(seasoned()), here.owner(beginner())
    first_key, form = first.key, first.get("/pop-op").form("/pop-op")
    first.post("/sleutel", {"sleutel": second.key})

    refused = form.send({"texts-1": TEXT})

    assert refused.status == 409
    assert "Deze pagina hoort bij andere gegevens" in refused.title
    assert second.portfolio == beginner()
    assert here.kept(first_key) == seasoned()
    assert refused.form("/pop-op").fields["texts-1"] == TEXT


def test_an_old_key_does_not_stand_in_the_way_of_a_fresh_page(here: Installation) -> None:
    owner, other = here.owner(beginner()), here.owner(beginner())
    phone, tablet = (here.visitor(owner.key) for _ in range(2))
    owner.post("/mijn-gegevens/wissen", {"zeker": "1"})

    assert phone.post("/sleutel", {"sleutel": other.key}).status == 303
    assert tablet.post(DOEN, answers("doen")).status == 303
