"""Around the app: any host, any method, any body gets an answer of ours, under our rules."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from ehbo.web import STATIC
from tests.builders import DOEN, beginner
from tests.conftest import Install
from tests.page import Page
from tests.page_faults import faults_of
from tests.visitor import Installation
from tests.web.frame.test_access import UNSAFE

HTTPS = "https://ehbo.stad.example"
RULES = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Cache-Control",
)
NO_HOSTS = (
    "a..b", ".", "..", ".a", "a b", "a/b", "a@b", "é.nl", "b\x00", "\xff", "a:b", "a:1:2", ":80",
    "a" * 64, "a" * 64 + ".nl", "a." * 200, "x" * 10_000, "[::", "[zz]", "a,b", "a, a", "<b>",
)  # fmt: skip
HOSTS = (
    "", "localhost", "LOCALHOST:8000", "a.b.", "a_b", "a_b:8000", "a:", "a:0", "a:99999",
    "-a", "xn--", "xn--a", "xn--a.b", "a.xn--99999", "a" * 63,
    f"{'a' * 63}:8000", "[::1]", "[::1]:8000", "[::ffff:1.2.3.4]", "[..]", "[1:::2]",
    "127.0.0.1:8000", "999.999.999.999",
)  # fmt: skip
PATHS = (
    "/",
    DOEN,
    "/weg",
    "/sleutel",
    "/sleutel/vergrendel",
    "/team/9537-AZCT-YE4Z",
    "/gezondheid",
)


def ask(here: Installation, method: str, path: str, **environ: Any) -> TestResponse:
    """As a server hands it on, past what a test client would put right; None leaves one out."""
    made = {**EnvironBuilder(path=path, method=method).get_environ(), **environ}
    sent = {name: value for name, value in made.items() if value is not None}
    body, status, headers = run_wsgi_app(here.app, sent, buffered=True)
    return TestResponse(body, status, headers, request=Request(made))


def assert_under_our_rules(answer: TestResponse, what: object, *, https: bool = False) -> None:
    for name in RULES:
        assert len(answer.headers.getlist(name)) == 1, (what, answer.status, name)
    assert ("Strict-Transport-Security" in answer.headers) == https, what


@pytest.mark.parametrize("settings", [{}, {"public_url": HTTPS}])
def test_what_cannot_be_a_host_is_refused_in_words(
    install: Install, settings: dict[str, str]
) -> None:
    here = install(**settings)

    for host, path, method in product(NO_HOSTS, PATHS, ("GET", "POST")):
        answer = ask(here, method, path, HTTP_HOST=host)
        assert answer.status_code == 400, (host, path)
        assert_under_our_rules(answer, host, https=bool(settings))
        assert not faults_of(Page(here.visitor(), answer))
        assert "adres dat niet kan bestaan" in answer.text


@pytest.mark.parametrize("settings", [{}, {"public_url": HTTPS}])
def test_what_can_be_a_host_gets_the_page(install: Install, settings: dict[str, str]) -> None:
    here = install(**settings)
    expected = {"/weg": 404, "/sleutel/vergrendel": 405, "/team/9537-AZCT-YE4Z": 404}

    for host, path in product(HOSTS, PATHS):
        answer = ask(here, "GET", path, HTTP_HOST=host)
        assert answer.status_code == expected.get(path, 200), (host, path)
        assert_under_our_rules(answer, (host, path), https=bool(settings))


def test_a_page_can_be_had_without_a_host(here: Installation) -> None:
    assert ask(here, "GET", "/sleutel", HTTP_HOST=None).status_code == 200


@pytest.mark.parametrize("settings", [{}, {"public_url": HTTPS}])
def test_every_answer_is_under_our_rules(install: Install, settings: dict[str, str]) -> None:
    here = install(**settings)
    files = [f"/static/{file.name}" for file in STATIC.iterdir()]
    methods = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "ZEG")
    paths = ("/", "/zelfanalyse/", "/weg", "/static/", "/static/weg.css", "/static/../x", *files)

    for method, path in product(methods, paths):
        answer = ask(here, method, path)
        assert answer.status_code < 500, (method, path)
        assert_under_our_rules(answer, (method, path), https=bool(settings))


def test_a_part_of_a_file_and_a_file_that_is_there_already_are_under_our_rules(
    here: Installation,
) -> None:
    path = next(f"/static/{file.name}" for file in STATIC.glob("*.css"))
    etag = ask(here, "GET", path).headers["Last-Modified"]

    for environ, status in (
        ({"HTTP_IF_MODIFIED_SINCE": etag}, 304),
        ({"HTTP_RANGE": "bytes=0-9"}, 206),
        ({"HTTP_RANGE": "bytes=99999999-"}, 416),
    ):
        answer = ask(here, "GET", path, **environ)
        assert answer.status_code == status
        assert_under_our_rules(answer, status)


# ── Bodies in parts that no browser makes ────────────────────────────────────────────────────

NAMELESS = b"Content-Disposition: form-data; "
FIELD = b'Content-Disposition: form-data; name="f"'
FILE = b'Content-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: text/plain'
ODD_HEADERS = (
    NAMELESS,
    b'Content-Disposition: form-data; filename="a"',
    b"Content-Disposition: form-data; name",
    b'Content-Disposition: form-data; name=""',
    b'Content-Disposition: form-data; name="\x00"',
    b'Content-Disposition: form-data; name="\xff"',
    b"Content-Disposition: form-data; name*=UTF-8''%ff",
    b"Content-Disposition: form-data; name*=idna''a",
    b"Content-Disposition: form-data; name*=zz'';name*0*=a",
    b"Content-Disposition: attachment",
    b"Content-Disposition:",
    b"X: y",
    b":",
    b"",
    b'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=utf-16',
    b'Content-Disposition: form-data; name="a"\r\nContent-Length: -1',
    b'Content-Disposition: form-data; name="file"; filename="\x00/../a"',
    b'Content-Disposition: form-data; name="csrf_token"; filename="a"',
)


def multipart(*headers: bytes, end: bytes = b"--x--\r\n") -> bytes:
    return b"".join(b"--x\r\n" + lines + b"\r\n\r\na\r\n" for lines in headers) + end


def test_a_part_without_a_name_is_refused_in_words(here: Installation) -> None:
    page = here.visitor().request(
        "POST",
        "/sleutel",
        data=multipart(NAMELESS, FILE),
        content_type="multipart/form-data; boundary=x",
    )

    assert page.status == 400
    assert page.title == "Dat konden we niet lezen – EHBO"


@pytest.mark.parametrize("boundary", ["x", "", "é", "x; boundary=y", '"', "x" * 300])
def test_no_odd_part_breaks_a_form(here: Installation, boundary: str) -> None:
    owner = here.owner(beginner())
    before = here.dump()
    bodies = [multipart(*pair) for pair in product(ODD_HEADERS, (FILE, FIELD))]
    bodies += [multipart(FILE, end=end) for end in (b"", b"--x", b"--", b"--x--x")]
    bodies += [b"--x--", b"--x", b"\r\n", b"", b"--x\r\n\r\n--x\r\n\r\n--x--"]
    for body in bodies:
        for path in ("/sleutel", "/mijn-gegevens/laden"):
            page = owner.request(
                "POST", path, data=body, content_type=f"multipart/form-data; boundary={boundary}"
            )
            assert 400 <= page.status < 500, (path, body, page.status)
            assert page.title.endswith(" – EHBO")
    assert here.dump() == before


@pytest.mark.parametrize("name", ["look_again", "actions-0-by", "texts-0", "actions-0-done"])
def test_a_file_in_the_place_of_a_text_is_no_text(here: Installation, name: str) -> None:
    owner = here.owner(beginner())
    token = (
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + owner.token.encode()
    )
    field = f'Content-Disposition: form-data; name="{name}"'.encode()
    wrong = b'Content-Disposition: form-data; name="look_again"'
    body = token + b"\r\n" + multipart(field + b'; filename="a"', wrong)

    page = owner.request(
        "POST", "/pop-op", data=body, content_type="multipart/form-data; boundary=x"
    )

    assert page.status == 422
    assert owner.portfolio == beginner()


def test_what_is_no_form_is_refused_whatever_the_token(here: Installation) -> None:
    owner = here.owner(beginner())
    headers = {"X-CSRFToken": owner.token, "X-CSRF-Token": owner.token}
    before = here.dump()

    for route, body in product(UNSAFE, ("", "[1]", '{"texts-0": {}, "tip": [1]}')):
        page = owner.request(
            "POST", route.path, data=body, content_type="application/json", headers=headers
        )
        assert page.status == 400, (str(route), body)
    assert here.dump() == before


def test_with_a_token_too_no_odd_part_breaks_a_form(here: Installation) -> None:
    owner = here.owner(beginner())
    token = b'Content-Disposition: form-data; name="csrf_token"'
    start = b"--x\r\n" + token + b"\r\n\r\n" + owner.token.encode() + b"\r\n"

    for route, odd in product(UNSAFE, ODD_HEADERS):
        if "wissen" in route.path or "vergrendel" in route.path:
            continue
        page = owner.request(
            "POST",
            route.path,
            data=start + multipart(odd, FILE),
            content_type="multipart/form-data; boundary=x",
        )
        assert page.status < 500, (str(route), odd)
