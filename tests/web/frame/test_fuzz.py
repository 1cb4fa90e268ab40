"""Requests that nobody would make: never a fault of ours. `-m long` makes many thousands more."""

from __future__ import annotations

import random
import re
from collections import Counter
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.builders import Q, seasoned
from tests.team_builders import OurTeam, sample
from tests.visitor import Installation, Visitor
from tests.web.frame.test_edge import HOSTS, NO_HOSTS, ODD_HEADERS, RULES

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "ZEG", "")
ODD = (
    "", "0", "-1", "1", "3", "99999999999999999999", "1e9", "NaN", "ja", "x" * 400, "y" * 11_000,
    "\x00", "\ufffd", "\ud800", "\ue000\ue001\ue002", "é", "🙂" * 50, "\u202e", "a\r\nb: c", "%",
    "%ff", "{{7*7}}", "<b>", "' OR 1=1 --", "../..", "//x", "2026-12-20", "31-12-2026",
    "0001-01-01", "9999-12-31", "10000-01-01", "30-02-2027", "٣", "doen-1=3", "doen", "doel",
    Q, "texts-0", "actions-0", "a,b,c", ",", "=", "[]", '{"format": 1}', "0" * 32, "f" * 16, "True",
)  # fmt: skip
FIELDS = (
    "csrf_token", "page_of", "assessment_id", "wording_version", "shown_answers", "go_on", "doen-1",
    "doen-2", "doel-1", "texts-0", "texts-1", "texts-19", "texts-99999", "texts-٣", "bases-0",
    "bases-1", "actions-0-what", "actions-0-by", "actions-0-action_id", "actions-0-mark",
    "actions-0-done", "actions-9999-what", "actions-0", "actions--1", "look_again", "more",
    "look_again_base", "remove", "questionnaire_id", "theme_id", "tip", "key_or_code", "shown",
    "stands_on", "chosen", "file", "confirmed", "vragenlijst", "expected", "closes", "themes",
    "name", "code", "shared", "organisation_code", "ronde", "meting", "open", "tips", "once",
    "round", "", "\x00", "é", "constructor",
)  # fmt: skip
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json",
    "multipart/form-data", "text/plain", "", "multipart/form-data; boundary=é", ";;;",
    "a/b; charset=zz", "application/x-www-form-urlencoded; charset=utf-16",
)  # fmt: skip


class Fuzz:
    """Requests by a seed, as nobody, as an owner and as who leads a team."""

    def __init__(self, here: Installation, seed: int) -> None:
        self.random = random.Random(seed)
        self.here = here
        self.team, self.seen = OurTeam(here), OurTeam(here)
        self.seen.published(*sample(6))
        self.shared = self.seen.shared()
        self.rules = [
            (rule.rule, method)
            for rule in here.app.url_map.iter_rules()
            for method in sorted({"GET", "POST"} & (rule.methods or set()))
        ]
        self.people = [self._known(here.visitor()), self._known(here.owner(seasoned()))]
        self.people += [self._known(team.leader()) for team in (self.team, self.seen)]

    def _known(self, visitor: Visitor) -> tuple[str, str]:
        token = visitor.token
        cookies = [(cookie.key, cookie.value) for cookie in visitor.client._cookies.values()]
        return token, "; ".join(f"{name}={value}" for name, value in cookies)

    def environ(self) -> dict[str, Any]:
        pick, maybe = self.random.choice, self._maybe
        token, cookies = pick(self.people)
        body, kind = self._body(token)
        rule, method = pick(self.rules)
        made = EnvironBuilder(path="/", method="POST", input_stream=BytesIO(body)).get_environ()
        made |= {
            "REQUEST_METHOD": maybe(method, pick(METHODS)),
            "PATH_INFO": self._path(rule).encode("utf-8", "surrogatepass").decode("latin-1"),
            "QUERY_STRING": "&".join(self._pair() for _ in range(self.random.randrange(3))),
            "HTTP_COOKIE": maybe(cookies, pick(ODD).encode(errors="replace").decode("latin-1")),
            "HTTP_HOST": maybe("localhost", pick(HOSTS + NO_HOSTS)),
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": maybe(str(len(body)), pick(("", "-1", "x", "5", "9" * 30, "1_0"))),
            "HTTP_SEC_FETCH_SITE": maybe("same-origin", pick(("cross-site", "", "é"))),
        }
        for name in ("X_AUTOSAVE", "ORIGIN", "RANGE", "ACCEPT_ENCODING", "IF_NONE_MATCH", "REFERER",
                     "IF_MODIFIED_SINCE", "TRANSFER_ENCODING", "EXPECT", "ACCEPT"):  # fmt: skip
            if self.random.random() < 0.04:
                made[f"HTTP_{name}"] = pick(ODD).encode(errors="replace").decode("latin-1")
        return made

    def _maybe(self, sound: str, odd: str) -> str:
        return odd if self.random.random() < 0.08 else sound

    def _path(self, rule: str) -> str:
        values = (self.team.code, self.seen.code, self.shared, Q, "doen", "doel", "svg", "png", "1")
        path = re.sub(
            "<[^>]*>",
            lambda _: self._maybe(self.random.choice(values), self.random.choice(ODD)),
            rule,
        )
        return self._maybe(path, path + self.random.choice(("/", "//", "%", "\x00", "é", ";a=b")))

    def _pair(self) -> str:
        name, value = self.random.choice(FIELDS), self.random.choice(ODD)
        return f"{quote(name)}={quote(value, errors='surrogatepass')}"

    def _body(self, token: str) -> tuple[bytes, str]:
        many = self.random.choice((0, 1, 1, 2, 3, 8, 30))
        token = self._maybe(token, self.random.choice(FIELDS))
        kind = self.random.choice((*KINDS[:2] * 6, *KINDS))
        if not kind.startswith("multipart"):
            pairs = [f"csrf_token={token}", *(self._pair() for _ in range(many))]
            return "&".join(pairs).encode(), kind
        parts = [f'Content-Disposition: form-data; name="csrf_token"\r\n\r\n{token}'.encode()]
        for _ in range(min(many, 8)):
            name, value = self.random.choice(FIELDS), self.random.choice(ODD)
            file = self.random.choice(("", '; filename="a.json"'))
            header = f'Content-Disposition: form-data; name="{name}"{file}'.encode()
            header = self.random.choice((header, header, header, *ODD_HEADERS))
            parts.append(header + b"\r\n\r\n" + value.encode(errors="surrogatepass"))
        end = self.random.choice((b"--x--\r\n",) * 9 + (b"",))
        return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + end, kind


def _no_fault(here: Installation, seed: int, requests: int) -> Counter[int]:
    fuzz, found = Fuzz(here, seed), Counter[int]()
    for number in range(requests):
        environ = fuzz.environ()
        what = (seed, number, environ["REQUEST_METHOD"], environ["PATH_INFO"])
        body, status, headers = run_wsgi_app(here.app, environ, buffered=True)
        list(body)
        assert int(status[:3]) < 500, what
        assert all(len(headers.getlist(name)) == 1 for name in RULES), what
        found[int(status[:3])] += 1
    return found


def test_no_odd_request_is_a_fault_of_ours(here: Installation) -> None:
    found = _no_fault(here, seed=1, requests=3_000)

    assert {200, 303, 400, 404, 405, 422} <= found.keys(), found


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_of_many_thousands_no_odd_request_is_a_fault_of_ours(here: Installation, seed: int) -> None:
    _no_fault(here, seed, requests=5_000)
