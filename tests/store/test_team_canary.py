"""With the disk of every moment, and without a key or a code, nobody finds out what was answered.

Nor how a team is called, by which codes it opens, and what it published.

A run of one team is copied after every single commit: file, write-ahead log and a backup. Whoever
has all of these copies, the settings and the server's own secret may compare them as they like.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from ehbo.domain.errors import SealBroken
from ehbo.domain.keys import KEY_BYTES, Person, derived
from ehbo.domain.portfolio import to_bytes
from ehbo.domain.team.codes import (
    Contents,
    Door,
    compare_door,
    publication_of,
    stretched,
    team_door,
)
from ehbo.domain.team.contribution import packed
from ehbo.domain.team.round_keys import Lead
from ehbo.domain.writing import CODE
from ehbo.store import database, team_codes, teams
from tests.builders import instrument
from tests.store import history as run
from tests.store.history import (
    CANARY,
    EMPTIED,
    PEOPLE,
    History,
    by_person,
    column,
    pieces,
)
from tests.store.rounds import (
    SEAL,
    left_of,
    windows,
)
from tests.store.test_canary import forms_of

PUBLISHED = f"published, {EMPTIED}"
ERASED = f"one erases all, {EMPTIED}"
DELETED = f"team deleted, {EMPTIED}"
LABELS = (b"ehbo.round", b"ehbo.portfolio", b"ehbo.seal", b"ehbo.lead", b"ehbo.lead.box", b"")


def all_of(history: History, table: str, name: str) -> list[bytes]:
    """One column in all moments, each value once."""
    return list(dict.fromkeys(v for m in history.moments for v in column(m, table, name)))


def test_every_commit_was_watched(history: History) -> None:
    steps = [moment.step for moment in history.moments]
    assert len(set(steps)) == len(steps) == 3 * PEOPLE + 18
    assert [step for step in steps if EMPTIED in step] == [PUBLISHED, ERASED, DELETED]
    for moment in history.moments:
        assert not moment.log if EMPTIED in moment.step else moment.log, moment.step


def test_nothing_readable_of_any_answer_or_text(history: History) -> None:
    answers = []
    for round, one in history.packed:
        content = packed(instrument(), round, one)
        answers += [content, bytes(byte + 47 for byte in content), bytes(b + 48 for b in content)]
        answers.append(",".join(str(byte) for byte in content).encode())
        answers.append(" ".join(str(byte) for byte in content).encode())
        answers.append(content.hex().encode())
    texts = [f(CANARY) for f in (str, str.lower, str.upper)]
    words = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")]
    bundles = {p for moment in history.moments for p in map(to_bytes, moment.bundles.values())}
    assert history.publication is not None
    bundles.add(history.publication.model_dump_json().encode())
    public = windows(instrument().model_dump_json().encode())
    public |= windows(json.dumps(history.rounds[0][0].themes).encode())
    typed = set().union(*map(windows, bundles)) - public
    for place, piece in pieces(history.moments):
        assert not [hidden for hidden in answers + words if hidden in piece], place
        assert not typed & windows(piece), place


def test_no_key_or_code_nor_what_only_these_give(history: History) -> None:
    hidden = [private for _, private in history.rounds]
    pepper = all_of(history, "installation", "pepper")[0]
    for code, door in ((history.code, team_door), (history.compare_code, compare_door)):
        found = stretched(code, pepper)
        hidden += [found, door(found).key, CODE.read(code).to_bytes(7, "big")]
        hidden += [form.encode() for form in (code, code.lower(), code.replace("-", ""))]
    hidden.append(contents_of(history).key)
    for person in history.people:
        hidden += [person.secret, person.key.encode()]
        hidden += [derived(person.secret, label) for label in LABELS[1:3]]
        hidden.append(derived(person.secret, b"ehbo.page", 8))
    for lead in history.leads:
        hidden += [lead.secret, lead.key.encode(), derived(lead.secret, b"ehbo.lead")]
        hidden += [derived(lead.secret, b"ehbo.lead.box"), bytes(lead._own)]
    forms = [form for value in hidden for form in forms_of(value)]
    for moment in history.moments:
        for name, content in moment.parts.items():
            assert not [form for form in forms if form in content], (moment.step, name)


def contents_of(history: History) -> Contents:
    """The key that the codes unlock, with the id of the team."""
    moment = history.moments[history.at("team made")]
    with database.opened(moment.backup) as db:
        return team_codes.get(db, history.code)


def guesses(history: History) -> Iterator[bytes]:
    """Everything that is known, and what one could make of it, as 32 bytes."""
    for value in run.known(history):
        yield value[:32].ljust(32, b"\0")
        yield value[-32:].rjust(32, b"\0")
        yield hashlib.sha256(value).digest()
        yield hashlib.blake2b(value, digest_size=32).digest()
        for label in LABELS:
            yield derived(value[:64], label)


def test_nothing_that_is_known_opens_anything(history: History) -> None:
    contributions, first = all_of(history, "contribution", "sealed"), history.rounds[0][0]
    codes = all_of(history, "lead", "code")
    wraps, bundles = all_of(history, "wrapped", "private"), all_of(history, "portfolio", "sealed")
    owners = {*all_of(history, "portfolio", "id"), *all_of(history, "lead", "id")}
    publics = {*all_of(history, "round", "public"), *all_of(history, "lead", "public")}
    assert set(contributions) == set(history.sealed)
    assert set(wraps) == set(history.wraps)
    opened: list[bytes] = []
    tried = set(guesses(history))
    team = contents_of(history)
    shown = [base64.b64decode(p) for p in all_of(history, "round", "publication") if p]
    locks = [
        lock for name in ("key", "compare_key") for lock in all_of(history, "team", name) if lock
    ]
    assert (len(shown), len(locks)) == (1, 2)
    for guess in tried:
        person, lead = Person(guess[:KEY_BYTES]), Lead(guess[:KEY_BYTES])
        assert not owners & {person.row_id, lead.row_id}
        for key in (PrivateKey(guess), PrivateKey.from_seed(guess)):
            assert bytes(key.public_key) not in publics
        opened += _opened(PrivateKey(guess), [contributions[0], wraps[0], codes[0]])
        for attempt in (
            lambda person=person: person.open(bundles[0]),
            *(lambda g=guess, lock=lock: Door("", g).unlock(team.team, lock) for lock in locks),
            lambda g=guess: Contents(team.team, g).open(publication_of(first.id), shown[0]),
        ):
            with suppress(SealBroken):
                opened.append(attempt())
    assert opened == []
    assert len(tried) > 500
    assert team.open(publication_of(first.id), shown[0])
    (round, private), truth = history.rounds[0], packed(instrument(), *history.packed[0])
    assert _opened(PrivateKey(private), history.sealed[:1]) == [truth], round


def _opened(key: PrivateKey, texts: list[bytes]) -> list[bytes]:
    found = []
    for text in texts:
        try:
            found.append(SealedBox(key).decrypt(text))
        except CryptoError:
            continue
    return found


def test_comparing_sealed_texts_shows_nothing(history: History) -> None:
    """Not even to who guesses all answers of two of them: no part is shared, nor a key stream."""
    plain = [packed(instrument(), round, answers) for round, answers in history.packed]
    assert {len(one) for one in history.sealed} == {SEAL + len(plain[0])}
    texts = list(zip(history.sealed, plain, strict=True))
    assert len(texts) == 2 * PEOPLE + 2
    for (one, its_answers), (other, other_answers) in combinations(texts, 2):
        assert not windows(one) & windows(other)
        assert _xor(one[SEAL:], other[SEAL:]) != _xor(its_answers, other_answers)
    wraps = set(history.wraps)
    assert {len(wrap) for wrap in wraps} == {SEAL + 32}
    assert len(wraps) == 4


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def test_every_row_of_contributions_looks_alike_and_stands_in_the_order_of_its_hash(
    history: History,
) -> None:
    for moment in history.moments:
        ids, texts = (column(moment, "contribution", name) for name in ("person", "sealed"))
        assert ids == sorted(ids), moment.step
        assert len({len(text) for text in texts}) <= 1, moment.step
        assert {len(id) for id in ids} <= {32}, moment.step


def test_nothing_leads_from_a_bundle_or_another_round_to_a_contribution(history: History) -> None:
    contributed = set(all_of(history, "contribution", "person"))
    own = {p.round_id(round.id) for p in history.people for round, _ in history.rounds}
    assert contributed == own
    assert len(own) == 2 * PEOPLE
    material = run.known(history)
    rounds = [round.id for round, _ in history.rounds]
    made = set(material) - contributed
    for value in material:
        key = value[:64]
        for round_id in rounds:
            made |= {derived(key, label, for_what=round_id) for label in LABELS}
            made |= {derived(key[:KEY_BYTES], b"ehbo.round", for_what=round_id)}
            made |= {derived(round_id, b"ehbo.round", for_what=value)}
            for joined in (value + round_id, round_id + value):
                made.add(hashlib.sha256(joined).digest())
                made.add(hashlib.blake2b(joined, digest_size=32).digest())
            made.add(hmac.digest(value, round_id, "sha256"))
            made.add(hmac.digest(round_id, value, "sha256"))
    assert not made & contributed
    assert len(made) > 1000


def test_after_publication_there_is_only_the_publication(history: History) -> None:
    first, _ = history.rounds[0]
    assert history.publication is not None
    texts = zip(history.sealed, history.packed, strict=True)
    gone = [text for text, (round, _) in texts if round is first] + history.wraps[:2]
    gone += [person.round_id(first.id) for person in history.people]
    assert len(gone) == PEOPLE + 2 + 2 + PEOPLE
    before = history.moments[history.at("published") - 1]
    assert left_of(gone, before.file + before.log) == gone
    for place, piece in pieces(history.after(PUBLISHED)):
        assert left_of(gone, piece) == [], place
    with database.opened(history.moments[history.at(PUBLISHED)].backup) as db:
        assert teams.get(db, history.code).current.publication == history.publication


def test_who_erased_everything_left_nothing(history: History) -> None:
    person, second = history.people[2], history.rounds[1][0]
    before = history.moments[history.at("one erases all") - 1]
    gone = [person.row_id, person.round_id(second.id)]
    gone.append(by_person(before, "portfolio", "id")[person.row_id])
    gone.append(by_person(before, "contribution", "person")[person.round_id(second.id)])
    assert left_of(gone, before.file + before.log) == gone
    for place, piece in pieces(history.after(ERASED)):
        assert left_of(gone, piece) == [], place


def test_a_deleted_team_left_nothing_and_bundles_stay(history: History) -> None:
    (moment,) = history.after(DELETED)
    gone = [*history.sealed, *history.wraps]
    gone += [r.public for r, _ in history.rounds] + [lead.row_id for lead in history.leads]
    gone += [p.round_id(r.id) for p in history.people for r, _ in history.rounds]
    gone += [contents_of(history).team.encode()]
    for name in ("key", "name", "compare_key", "compare_code"):
        gone += [value for value in all_of(history, "team", name) if value]
    gone += all_of(history, "lead", "code")
    gone += [value.encode() for value in all_of(history, "round", "publication") if value]
    for name, content in moment.parts.items():
        assert left_of(gone, content) == [], name
    assert run.kept(moment.backup, moment) == moment.bundles
    assert len(moment.bundles) == PEOPLE - 1


def test_a_code_is_nowhere_under_anything_that_is_quick_to_compute(history: History) -> None:
    """Or 50 bits were tried out in an afternoon, with the server's secret or without."""
    content = b"".join(piece for _, piece in pieces(history.moments))
    keys = [value[:64] for value in run.known(history) if len(value) <= 64] + [b""]
    for code in (history.code, history.compare_code):
        for typed in (code.encode(), code.replace("-", "").encode()):
            made = {hashlib.new(kind, typed).digest() for kind in ("sha1", "sha256", "sha512")}
            for key in keys:
                made |= {derived(key, label, 16, for_what=typed) for label in LABELS}
                made |= {hashlib.sha256(key + typed).digest(), hashlib.sha256(typed + key).digest()}
                made.add(hmac.digest(key, typed, "sha256"))
            forms = {form[:16] for one in made for form in (one, one.hex().encode())}
            assert len(forms) > 1000
            assert not forms & {content[at : at + 16] for at in range(len(content) - 15)}
