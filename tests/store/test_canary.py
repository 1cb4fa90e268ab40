"""Canaries: nothing that a person typed, and no form of their key, is in any file or log line."""

from __future__ import annotations

import base64
import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehbo.domain.keys import KEY_BYTES, Person, derived, read
from ehbo.domain.portfolio import to_bytes
from ehbo.store import database, portfolios, wordings
from tests.builders import DOEN, TODAY, answers, beginner, instrument
from tests.builders import seasoned as everything_filled_in
from tests.visitor import Installation, Visitor

CANARY = "Kanariepiet"
ADDRESS = "203.0.113.77"
WINDOW = 32


def forms_of(value: bytes) -> Iterator[bytes]:
    """Every way in which secret bytes could be written down."""
    yield value
    yield value.hex().encode()
    yield value.hex().upper().encode()
    yield base64.b64encode(value).rstrip(b"=")
    yield base64.urlsafe_b64encode(value).rstrip(b"=")
    yield base64.b32encode(value).rstrip(b"=")
    yield str(int.from_bytes(value, "big")).encode()


def secret_things(person: Person) -> list[bytes]:
    """The canary text and the key in any form, and all that is derived before it is hashed."""
    texts = [CANARY, CANARY.lower(), CANARY.upper(), person.key, person.key.lower()]
    texts += [text.replace("-", "") for text in texts[3:]]
    written = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")]
    hidden = [
        person.secret,
        *(derived(person.secret, p) for p in (b"ehbo.portfolio", b"ehbo.seal")),
    ]
    return written + [form for value in hidden for form in forms_of(value)]


def windows(content: bytes) -> set[bytes]:
    return {content[at : at + WINDOW] for at in range(len(content) - WINDOW + 1)}


def files_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(path.parent.iterdir())}


def test_no_canary_in_any_file_nor_a_stretch_of_what_was_sealed(path: Path) -> None:
    person, portfolio = Person(secrets.token_bytes(KEY_BYTES)), everything_filled_in(CANARY)
    with database.opened(path) as db:
        wordings.keep(db, [instrument()])
        for kept in (beginner(), portfolio):
            with db.write():
                portfolios.save(db, person, kept, TODAY)
        portfolios.touch(db, person, TODAY)
        database.backup(path, path.with_name("kopie.db"))
        assert portfolios.get(db, person) == portfolio
        files = files_of(path)
    assert list(files) == ["ehbo.db", "ehbo.db-shm", "ehbo.db-wal", "kopie.db"]
    typed = windows(to_bytes(portfolio))
    for name, content in files.items():
        assert not [thing for thing in secret_things(person) if thing in content], name
        assert not typed & windows(content), name
    assert person.row_id in files["kopie.db"]


@pytest.mark.parametrize("way", ["erase", "purge"])
def test_after_erasing_no_stretch_of_any_sealed_version_remains(path: Path, way: str) -> None:
    person, neighbour = (Person(secrets.token_bytes(KEY_BYTES)) for _ in range(2))
    versions = []
    with database.opened(path) as db:
        with db.write():
            portfolios.save(db, neighbour, beginner(), TODAY)
        for kept in (beginner(), everything_filled_in(CANARY), beginner("doel")):
            with db.write():
                portfolios.save(db, person, kept, TODAY.replace(year=2020))
            query = "SELECT sealed FROM portfolio WHERE id = :id"
            versions += db.row(query, {"id": person.row_id})
            db.checkpoint()
        with db.write():
            portfolios.save(db, person, everything_filled_in(CANARY), TODAY.replace(year=2020))
        versions += db.row(query, {"id": person.row_id})
        before = files_of(path)
        assert versions[-1][:WINDOW] in before["ehbo.db"] + before["ehbo.db-wal"]
        if way == "erase":
            assert portfolios.erase(db, person)
        else:
            assert portfolios.purge(db, TODAY) == 1
        files = files_of(path)
        assert portfolios.get(db, neighbour) == beginner()
    assert files["ehbo.db-wal"] == b""
    sealed = set().union(*map(windows, versions))
    for name in ("ehbo.db", "ehbo.db-wal"):
        assert not sealed & windows(files[name]), name
        assert person.row_id not in files[name], name


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def visitor(here: Installation) -> Visitor:
    """Somebody whose address would show in a log."""
    visitor = here.visitor()
    visitor.client.environ_base.update(REMOTE_ADDR=ADDRESS, HTTP_X_FORWARDED_FOR=ADDRESS)
    return visitor


def assert_no_canary(logged: pytest.LogCaptureFixture, key: str | None) -> None:
    written = logging.Formatter("%(asctime)s %(name)s %(pathname)s %(threadName)s %(message)s")
    text = "\n".join(f"{written.format(r)} {r.args!r} {r.__dict__!r}" for r in logged.records)
    forms = [CANARY, CANARY.lower(), ADDRESS]
    if key is not None:
        forms += [key, key.replace("-", ""), read(key).hex(), repr(read(key))]
    for form in forms:
        assert form.lower() not in text.lower(), text


def fill_in(visitor: Visitor) -> None:
    """A theme, reflections and a plan, with the canary in all that is text."""
    assert visitor.post(DOEN, answers("doen")).status == 303
    thought = {"texts-0": f"{CANARY} denkt"}
    assert visitor.post("/profiel", thought, having={"theme_id": "doen"}).status == 303
    plan = {"texts-0": f"{CANARY} wil", "actions-0-what": f"{CANARY} doet"}
    assert visitor.post("/pop-op", plan).status == 303


def test_a_whole_visit_logs_nothing_of_it(
    visitor: Visitor, logged: pytest.LogCaptureFixture
) -> None:
    fill_in(visitor)
    for address in ("/pop-op.pdf", "/mijn-gegevens.json", "/sleutel", f"/{CANARY}?q={CANARY}"):
        visitor.get(address)
    key = visitor.key
    assert visitor.post("/sleutel", {"key_or_code": f"{CANARY}"}).status == 422
    assert visitor.post("/mijn-gegevens/wissen", {"confirmed": "y"}).status == 303
    assert_no_canary(logged, key)


def test_a_database_that_refuses_logs_the_place_only(
    visitor: Visitor,
    here: Installation,
    logged: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database.sqlite, "BUSY_SECONDS", 0)
    fill_in(visitor)
    page = visitor.get("/pop-op")
    with database.opened(here.settings.database) as other:
        other.execute("BEGIN IMMEDIATE")
        sent = page.form("/pop-op").send({"texts-1": f"{CANARY} blijft"})
        other.execute("ROLLBACK")
    assert sent.status == 503
    assert [r.getMessage() for r in logged.records if r.name == "ehbo"] == [
        "StoreUnavailable op plan.save: SQLITE_BUSY"
    ]
    assert_no_canary(logged, visitor.key)


def test_an_unexpected_error_logs_its_kind_and_place_without_its_words(
    visitor: Visitor, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(plan: object, drafts: object, typed: object) -> None:
        try:
            raise ValueError(f"{typed} {plan}")
        except ValueError as error:
            raise KeyError(visitor.key) from error

    fill_in(visitor)
    monkeypatch.setattr("ehbo.web.person.plan.edit", fails)
    assert visitor.post("/pop-op", {"texts-1": f"{CANARY} stuurt"}).status == 500
    assert_no_canary(logged, visitor.key)
    (record,) = [r for r in logged.records if r.name == "ehbo"]
    text = logging.Formatter().format(record)
    assert all(word in text for word in ("KeyError", "plan.save", "in fails"))


def test_a_bundle_of_a_later_version_logs_nothing_of_it(
    visitor: Visitor, here: Installation, logged: pytest.LogCaptureFixture
) -> None:
    visitor.post(DOEN, answers("doen"))
    assert visitor.key is not None
    person = Person(read(visitor.key))
    later = f'{{"format": "{CANARY}", "{CANARY}": "{CANARY}"}}'.encode()
    with database.opened(here.settings.database) as db, db.write():
        db.execute("UPDATE portfolio SET sealed = :sealed", {"sealed": person.seal(later)})
    assert visitor.get("/profiel").status == 500
    assert_no_canary(logged, visitor.key)


def test_no_sql_statement_holds_what_was_typed(visitor: Visitor, statements: list[str]) -> None:
    fill_in(visitor)
    assert any("INSERT INTO portfolio" in statement for statement in statements)
    assert CANARY not in "\n".join(statements)
