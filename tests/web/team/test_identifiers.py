"""No identifier of a person in any answer about a team, in any export of it, or in the log.

One walk through the life of a team with everybody's eyes; every byte that is sent is looked at,
and what is packed in a document is unpacked first.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
import pytest

from ehbo.domain.keys import Person, read
from tests.builders import Clock
from tests.page import Page
from tests.store.rounds import some_answers
from tests.team_builders import IN_TIME, NEW_ROUND, OurTeam, measured, several
from tests.visitor import Installation, Visitor
from tests.web.team.test_picture import FORMATS

PAGES = ("", "/beeld", "/beamer", "/beheer")
FILES = ("/poster.pdf", *(f"/beeld.{ending}" for ending in FORMATS))


@dataclass
class Known:
    """Somebody who contributed, and all by which they could be told from others.

    `always` are secrets that no answer may hold; `own_pages` may stand on a page for themselves.
    """

    visitor: Visitor
    always: set[bytes]
    own_pages: set[bytes]


def forms_of(secret: bytes) -> set[bytes]:
    """The ways in which secret bytes could be written down."""
    written = {secret.hex(), secret.hex().upper(), str(int.from_bytes(secret, "big"))}
    for encode in (base64.b64encode, base64.urlsafe_b64encode, base64.b32encode):
        written.add(encode(secret).decode().rstrip("="))
    return {secret, json.dumps(secret.decode("latin-1")).encode(), *(w.encode() for w in written)}


def known(visitor: Visitor, assessment_id: str, round_ids: list[bytes]) -> Known:
    key = str(visitor.key)
    person = Person(read(key))
    secrets = [person.secret, person.row_id, *(person.round_id(id) for id in round_ids)]
    texts = {key, key.lower(), key.replace("-", ""), assessment_id}
    always = {text.encode() for text in texts}.union(*map(forms_of, secrets))
    return Known(visitor, always, {person.mark.encode()})


def unpacked(page: Page) -> Iterator[bytes]:
    """All that an answer holds: its headers, its body and what is packed in that."""
    headers = [(n, v) for n, v in page.headers.items() if not v.startswith("ehbo=")]
    yield repr(headers).encode()
    body = page.response.data
    yield body
    if page.is_html:  # a key is shown in groups
        yield "".join(page.dom.text_content().split()).encode()
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            yield from (parts.read(name) for name in parts.namelist())
    elif body.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(body))
        parts_of = (reader.get_object(n) for n in range(1, int(reader.trailer["/Size"])))
        yield from (one.get_data() if hasattr(one, "get_data") else b"" for one in parts_of)
        yield from (sheet.extract_text().encode() for sheet in reader.pages)
        yield repr(reader.metadata).encode()


class Walk:
    """Looks at everything that is answered."""

    def __init__(self, people: list[Known], round_ids: list[bytes]) -> None:
        self.people = people
        self.rounds = set().union(*map(forms_of, round_ids))
        self.seen = 0

    def look(self, page: Page, viewer: Visitor) -> Page:
        content = b"\n".join(unpacked(page))
        where = (page.response.request.method, page.path, page.status)
        assert page.status < 500, where
        for secret in self.rounds:
            assert secret not in content, (where, "a round", secret)
        for person in self.people:
            for secret in person.always:
                assert secret not in content, (where, "a person", secret)
            for mark in person.own_pages:
                assert (mark not in content) or viewer is person.visitor, (where, "a mark")
        self.seen += 1
        return page


def test_no_answer_export_or_log_about_a_team_tells_one_person_from_another(
    here: Installation, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    team = OurTeam(here)
    first = team.round.id
    visitors = [
        here.owner(measured(some_answers(seed), f"kanariemeting{seed}")) for seed in range(7)
    ]
    team_two = OurTeam(here, name="Ander team")
    with caplog.at_level(logging.DEBUG):
        stranger, nobody = team_two.member(), here.visitor()
        leader = team.leader(visitor=visitors[0])
        co_lead = team.leader(team.second_lead())
        people = [known(v, f"kanariemeting{n}", [first]) for n, v in enumerate(visitors)]
        walk = Walk(people, [first])
        everybody = [*visitors[:2], stranger, nobody, co_lead]
        downloading = (visitors[0], nobody)  # the others get the same: test_picture.py

        def look_around() -> None:
            for viewer in everybody:
                for tail in PAGES + (FILES if viewer in downloading else ()):
                    walk.look(viewer.get(team.address + tail), viewer)
                for path in ("/team", "/team/nieuw", "/team/uitleg"):
                    walk.look(viewer.get(path), viewer)

        def press(viewer: Visitor, tail: str, **data: str | list[str]) -> None:
            page = walk.look(viewer.send(team.address + tail, data), viewer)
            if page.moved:
                walk.look(page.follow(), viewer)

        for visitor in visitors:
            press(visitor, "/begin")
            press(visitor, "/bijdragen")
        press(visitors[1], "/terugtrekken")
        press(visitors[2], "/bijdragen")
        press(nobody, "/bijdragen")
        press(stranger, "/beheer/sluiten")
        press(nobody, "/beheer/openen", code=str(visitors[3].key)[:-1])
        look_around()
        press(leader, "/beheer/sluiten")
        press(visitors[1], "/bijdragen")
        press(co_lead, "/beheer/verlengen", closes=IN_TIME)
        press(co_lead, "/beheer/sluiten")
        press(co_lead, "/beheer/publiceren")
        press(leader, "/beheer/publiceren")
        press(leader, "/beheer/delen", shared="1")
        look_around()
        for viewer in everybody:
            walk.look(viewer.get(several(team.team.compare_code or "", rondes="alle")), viewer)
        press(leader, "/beheer/ronde", **NEW_ROUND)
        walk.rounds |= forms_of(team.round.id)
        for person in people:
            key = Person(read(str(person.visitor.key)))
            person.always |= forms_of(key.round_id(team.round.id))
        press(visitors[4], "/bijdragen")
        look_around()
        press(leader, "/beheer/wissen", confirmed=team.team.name)
        look_around()

    assert walk.seen > 150
    log = "\n".join(logging.Formatter().format(record) for record in caplog.records).encode()
    for secret in walk.rounds.union(*(person.always | person.own_pages for person in people)):
        assert secret not in log
    assert b"127.0.0.1" not in log


def test_the_walk_would_find_what_it_looks_for(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    member = here.owner(measured(mark="kanariemeting"))
    walk = Walk([known(member, "kanariemeting", [team.round.id])], [team.round.id])
    walk.look(member.get(team.address), member)

    for path in ("/sleutel", "/mijn-gegevens.json"):
        with pytest.raises(AssertionError):
            walk.look(member.get(path), member)
    with pytest.raises(AssertionError, match="a mark"):
        walk.look(member.get(team.address), here.visitor())
