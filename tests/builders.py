"""What the web tests are built from: installations, visitors that act like a browser, content.

Every page of HTML that a visitor fetches is checked here, in one place: see `faults_of`.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import urldefrag, urlsplit

import html5lib
import lxml.html
from flask import Flask
from html5lib.html5parser import ParseError
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from ehbo.config import Settings
from ehbo.domain import content
from ehbo.domain.keys import KEY_BYTES, Person, read
from ehbo.domain.plan import Action, Plan
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Content, Questionnaire, Theme
from ehbo.store import database, portfolios
from ehbo.web import BUILT_IN, create_app

Q = "overheidsparticipatie"
OVERVIEW = f"/zelfanalyse/{Q}"
DOEN = f"{OVERVIEW}/doen"
TODAY = date(2026, 11, 22)
# Forms that stand on another page than the one they post to.
FORM_STANDS_ON = {
    "/sleutel/vergrendel": "/sleutel",
    "/mijn-gegevens/laden": "/mijn-gegevens",
    "/mijn-gegevens/wissen": "/mijn-gegevens",
    "/profiel/tip": "/profiel",
    "/profiel/nieuwe-meting": "/profiel",
}

Data = Mapping[str, Any]
M = TypeVar("M", bound=Content)
NOTHING: Data = MappingProxyType({})


class Installation:
    """One installation of the product: a data folder with a database, and the app on it."""

    def __init__(self, data: Path, compiled_templates: Path, **settings: Any) -> None:
        self.data = data
        self.compiled_templates = compiled_templates
        self.settings = Settings(data=data, **settings)
        self.app: Flask = create_app(self.settings)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled_templates))

    def restarted(self, **settings: Any) -> Installation:
        return Installation(self.data, self.compiled_templates, **settings)

    def visitor(self, key: str | None = None, **options: Any) -> Visitor:
        """Somebody with a browser of their own; with a key they go on where they were."""
        return Visitor(self, key, **options)

    def owner(self, portfolio: Portfolio) -> Visitor:
        """A visitor whose portfolio is kept here already."""
        return self.visitor(self.keep(portfolio))

    def keep(self, portfolio: Portfolio) -> str:
        """Keeps a portfolio under a new key, and returns the key."""
        person = Person(secrets.token_bytes(KEY_BYTES))
        with database.opened(self.settings.database) as db, database.write(db):
            portfolios.save(db, person, portfolio, TODAY)
        return person.key

    def kept(self, key: str | None) -> Portfolio:
        """What is kept under a key. Raises KeyUnknown when there is nothing."""
        assert key is not None
        with database.opened(self.settings.database) as db:
            return portfolios.get(db, Person(read(key)))

    @property
    def people(self) -> int:
        """How many bundles are kept here."""
        with database.opened(self.settings.database) as db:
            return int(db.execute("SELECT count(*) FROM portfolio").fetchone()[0])

    def dump(self) -> str:
        """Everything in the database, as SQL."""
        with closing(sqlite3.connect(self.settings.database)) as connection:
            return "\n".join(connection.iterdump())


class Visitor:
    """Somebody with a browser: gets pages, fills in the forms on them, keeps cookies.

    `modern` browsers send Sec-Fetch-Site; all send an Origin with a form, as the page's
    Referrer-Policy lets them.
    """

    def __init__(
        self, installation: Installation, key: str | None = None, *, modern: bool = True
    ) -> None:
        self.installation = installation
        self.modern = modern
        self.address = urlsplit(installation.settings.address)
        self.client = installation.app.test_client()
        prefix = "__Host-" if installation.settings.https else ""
        self.key_cookie, self.form_cookie = f"{prefix}ehbo", f"{prefix}formulier"
        if key is not None:
            self.client.set_cookie(self.key_cookie, key, domain=self.address.hostname or "")

    @property
    def key(self) -> str | None:
        """The key in this browser's cookie."""
        cookie = self.client.get_cookie(self.key_cookie, self.address.hostname or "")
        return cookie.value if cookie else None

    @property
    def portfolio(self) -> Portfolio:
        """What is kept for this visitor."""
        return self.installation.kept(self.key)

    def forget_form_cookie(self) -> None:
        """As after restarting the browser: the page is still open, its token is worthless."""
        self.client.delete_cookie(self.form_cookie, domain=self.address.hostname or "")

    def get(self, path: str, **options: Any) -> Page:
        return self.request("GET", path, **options)

    def post(
        self,
        path: str,
        data: Data = NOTHING,
        *,
        on: str | None = None,
        follow: bool = False,
        having: Data = NOTHING,
        **how: Any,
    ) -> Page:
        """Opens the page with the form that posts to `path`, fills it in and sends it."""
        page = self.get(on or FORM_STANDS_ON.get(path, path))
        assert page.status == 200, page.status
        sent = page.form(path, having=having).send(data, **how)
        return sent.follow() if follow else sent

    def send(self, path: str, data: Data | bytes, **options: Any) -> Page:
        """Posts raw data, not through a form of ours, with this browser's own token."""
        token = self.token
        if isinstance(data, bytes):
            options.setdefault("content_type", "application/x-www-form-urlencoded")
            sent: Data | bytes = b"csrf_token=" + token.encode() + b"&" + data
        else:
            sent = {"csrf_token": token, **data}
        return self.request("POST", path, data=sent, **options)

    @property
    def token(self) -> str:
        return str(self.get("/tien-redenen").form("/tien-redenen").fields["csrf_token"])

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any
    ) -> Page:
        fetch = {"Sec-Fetch-Site": "same-origin"} if self.modern and method != "GET" else {}
        # A proxy in front speaks https; the app itself hears http with the public host name.
        response = self.client.open(
            urldefrag(path).url,
            method=method,
            base_url=f"http://{self.address.netloc}",
            headers={**fetch, **(headers or {})},
            buffered=True,
            **options,
        )
        page = Page(self, response)
        if page.is_html and method not in ("HEAD", "OPTIONS"):
            found = faults_of(page)
            assert not found, f"{method} {path} ({page.status}): {found}"
        return page


class Page:
    """An answer as a visitor sees it."""

    def __init__(self, visitor: Visitor, response: TestResponse) -> None:
        self.visitor = visitor
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.path = response.request.path

    @property
    def is_html(self) -> bool:
        return self.response.mimetype == "text/html" and bool(self.response.data) and not self.moved

    @property
    def moved(self) -> bool:
        return 300 <= self.status < 400

    @property
    def json(self) -> Any:
        return self.response.get_json()

    @cached_property
    def text(self) -> str:
        return self.response.get_data().decode("utf-8", "replace")

    @cached_property
    def dom(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.text)

    @cached_property
    def words(self) -> str:
        """What there is to read in the main part, with single spaces."""
        return " ".join(" ".join(self.dom.xpath("//main")[0].itertext()).split())

    @property
    def title(self) -> str:
        return str(self.dom.xpath("string(//title)"))

    @property
    def location(self) -> str:
        return self.headers["Location"]

    @property
    def links(self) -> list[str]:
        return [str(href) for href in self.dom.xpath("//main//a/@href")]

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The error summary: (where the link leads, its words)."""
        links = self.dom.xpath("//*[@id='error-summary']//li/a")
        return [(str(link.get("href")), str(link.text_content())) for link in links]

    def follow(self) -> Page:
        assert self.moved, (self.status, self.text)
        return self.visitor.get(self.location)

    def form(self, action: str, having: Data = NOTHING) -> Form:
        """The form that posts to an address, and of several the one having these values."""
        forms = [Form(self, element) for element in self.dom.xpath("//form")]
        found = [
            form
            for form in forms
            if form.action == action and having.items() <= form.fields.items()
        ]
        assert len(found) == 1, (action, having, [form.action for form in forms])
        return found[0]

    def set_cookies(self) -> dict[str, str]:
        """Per cookie that this answer sets, its whole header."""
        return {c.partition("=")[0]: c for c in self.headers.getlist("Set-Cookie")}


class Form:
    """A form on a page, with what a browser would send of it."""

    def __init__(self, page: Page, element: Any) -> None:
        self.page = page
        self.element = element
        self.action = urldefrag(element.get("action") or page.path).url

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Name to value; a list where a name comes more than once."""
        found: dict[str, Any] = {}
        for name, value in self._successful():
            if name not in found:
                found[name] = value
            else:
                earlier = found[name]
                found[name] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        return found

    def _successful(self) -> Iterator[tuple[str, str]]:
        for field in self.element.xpath(".//input | .//textarea"):
            name, kind = field.get("name"), field.get("type", "text")
            if not name or kind == "file":
                continue
            if field.tag == "textarea":
                # Browsers drop the first line end and send the others as CR LF.
                yield name, (field.text or "").removeprefix("\n").replace("\n", "\r\n")
            elif kind not in ("radio", "checkbox") or field.get("checked") is not None:
                yield name, field.get("value", "on")

    @property
    def buttons(self) -> list[tuple[str, str]]:
        return [(b.get("name"), b.get("value")) for b in self.element.xpath(".//button[@name]")]

    def send(
        self,
        changes: Data = NOTHING,
        *,
        press: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Sends the form with changes (None leaves a field out), by the button that is pressed."""
        if press is not None:
            assert press in self.buttons, (press, self.buttons)
        filled = {**self.fields, **changes, **(dict([press]) if press else {})}
        sent = {name: value for name, value in filled.items() if value is not None}
        visitor = self.page.visitor
        return visitor.request(
            "POST",
            self.action,
            data=sent,
            headers={"Origin": self._origin(), **(headers or {})},
            content_type=self.element.get("enctype"),
        )

    def save_in_passing(self, typed: Data) -> Page:
        """As the script does it: what was typed stays in the form, with the bases of the answer."""
        self.fields.update(typed)
        answer = self.send(headers={"X-Bewaar": "1"})
        self.fields.update(answer.json["bases"])
        return answer

    def _origin(self) -> str:
        """What a browser writes as Origin, which the page's own policy decides (Fetch 3.2)."""
        if self.page.headers["Referrer-Policy"] == "no-referrer":
            return "null"
        return str(self.page.visitor.installation.settings.address)


def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with a page of HTML, whichever page it is."""
    return [*_wrong_headers(page), *_invalid(_without_marks(page.text)), *_wrong_dom(page.dom)]


def _wrong_headers(page: Page) -> Iterator[str]:
    headers = page.headers
    csp = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    for directive in ("default-src", "base-uri", "frame-ancestors"):
        if csp.get(directive) != "'none'":
            yield f"CSP {directive}: {csp.get(directive)}"
    for directive in ("script-src", "style-src", "connect-src", "font-src", "form-action"):
        if csp.get(directive) != "'self'":
            yield f"CSP {directive}: {csp.get(directive)}"
    if csp.get("img-src") not in ("'self'", "'self' data:"):
        yield f"CSP img-src: {csp.get('img-src')}"
    for name, allowed in {
        "X-Content-Type-Options": ("nosniff",),
        "Referrer-Policy": ("no-referrer", "same-origin"),
        "Cross-Origin-Opener-Policy": ("same-origin",),
        "Cross-Origin-Resource-Policy": ("same-origin",),
        "Cache-Control": ("no-store", "private, no-cache"),
        "Content-Type": ("text/html; charset=utf-8",),
    }.items():
        if headers.get(name) not in allowed:
            yield f"{name}: {headers.get(name)}"
    if "Server" in headers or "X-Powered-By" in headers:
        yield "the answer says what it runs on"


def _without_marks(text: str) -> str:
    """The page without tokens and fingerprints, so that a page seen before is not parsed again."""
    return re.sub(r'value="[\w.~-]{16,}"', 'value=""', text)


@lru_cache(maxsize=2000)
def _invalid(text: str) -> tuple[str, ...]:
    parser = html5lib.HTMLParser(strict=True)
    try:
        parser.parse(text)
    except ParseError as error:
        return (f"invalid HTML at {parser.tokenizer.stream.position()}: {error}",)
    return ()


def _wrong_dom(dom: Any) -> Iterator[str]:
    if dom.get("lang") != "nl":
        yield f"lang: {dom.get('lang')}"
    for tag in ("h1", "title", "main"):
        if (count := len(dom.xpath(f"//{tag}[not(ancestor::svg)]"))) != 1:
            yield f"{count} × <{tag}>"
    if not re.fullmatch(r"\S.* – EHBO", dom.xpath("string(//title)")):
        yield f"title: {dom.xpath('string(//title)')}"
    ids = [str(id) for id in dom.xpath("//@id")]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield f"id twice: {id}"
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for value in dom.xpath(f"//@{name}"):
            for id in set(str(value).split()) - set(ids):
                yield f"{name} without its element: {id}"
    for id in {str(href)[1:] for href in dom.xpath("//a/@href[starts-with(., '#')]")} - {""}:
        if id not in ids:
            yield f"a link to nothing: #{id}"
    labelled = {str(id) for id in dom.xpath("//label[normalize-space()]/@for")}
    for field in dom.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        if field.get("id") not in labelled and not field.get("aria-label"):
            yield f"no label: {field.get('name')}"
    for button in dom.xpath("//button"):
        if not button.text_content().strip() and not button.get("aria-label"):
            yield "a button without words"
    for attribute in ("src", "href", "action", "formaction", "xlink:href", "srcset", "poster"):
        for url in dom.xpath(f"//@*[name()='{attribute}']"):
            if not re.match(r"/(?!/)|#|data:image/", str(url)):
                yield f"{attribute} leads elsewhere: {url}"
    if dom.xpath("//style") or dom.xpath("//@style"):
        yield "inline style"
    if dom.xpath("//script[not(@src) or normalize-space()]"):
        yield "inline script"
    for handler in dom.xpath("//@*[starts-with(name(), 'on')]"):
        yield f"inline event handler: {handler}"


def reworded(part: M, **changes: Any) -> M:
    """A questionnaire or a theme with other words, and so with another version."""
    return type(part).model_validate({**part.model_dump(), **changes})


@cache
def instrument() -> Questionnaire:
    """The questionnaire that the product brings along."""
    return content.load(BUILT_IN / Q)


def theme(theme_id: str) -> Theme:
    found = instrument().find_theme(theme_id)
    assert found is not None
    return found


def answers(theme_id: str, value: int = 3) -> dict[str, str]:
    """The same answer to every statement of a theme, as a form sends it."""
    return {statement.id: str(value) for statement in theme(theme_id).statements}


def all_answers(value: int = 3) -> dict[str, int]:
    return dict.fromkeys(instrument().statements, value)


def beginner(theme_id: str = "doen", value: int = 2) -> Portfolio:
    """Somebody who finished one theme."""
    begun = Portfolio().started(instrument(), TODAY, f"meting-{theme_id}")
    kept = {id: int(number) for id, number in answers(theme_id, value).items()}
    return begun.answered(begun.assessments[-1].id, kept, {})


def seasoned(mark: str = "kanarie") -> Portfolio:
    """Somebody with two assessments and something in every place where one can write.

    `mark` is in all of it, the ids included.
    """
    first, second = f"{mark}-meting-1", f"{mark}-meting-2"
    questionnaire = instrument()
    portfolio = Portfolio().started(questionnaire, date(2026, 8, 20), first)
    portfolio = portfolio.answered(first, all_answers(2), {})
    portfolio = portfolio.started(questionnaire, TODAY, second)
    portfolio = portfolio.answered(second, {**all_answers(3), "doen-1": 4, "raad-1": 1}, {})
    for place in range(len(questionnaire.reflection_questions)):
        for theme_ in questionnaire.themes:
            text = f"{mark} gedachte {theme_.id} {place}"
            portfolio, _ = portfolio.reflected(second, theme_.id, {place: ("", text)})
    plan = Plan(
        sections={section.id: f"{mark} deel {section.id}" for section in questionnaire.plan},
        actions=(
            Action(
                id=f"{mark}-actie-1",
                what=f"{mark} doen",
                with_whom=f"{mark} samen",
                by=date(2027, 1, 15),
            ),
            Action(id=f"{mark}-actie-2", what=f"{mark} gedaan", done=True),
        ),
        look_again=date(2027, 2, 22),
    )
    assert questionnaire.reasons is not None
    chosen = tuple(reason.id for reason in questionnaire.reasons.reasons[:2])
    return portfolio.planned(Q, plan).turned(chosen)


TINY = "klein"
TINY_FILES = {
    "questionnaire": """
title = "Kleine vragenlijst"
source = "Onszelf"
introduction = "Twee thema's, vijf antwoorden."
reading = "Hoe hoger, hoe meer."
reflection_questions = ["Wat valt je op?", "Wat wil je anders?"]
plan_title = "Plan"
themes = ["luisteren", "delen"]
scale = { labels = ["Nooit", "Zelden", "Soms", "Vaak", "Altijd"] }
[[plan]]
id = "nu"
title = "Waar sta ik?"
draft = "self"
[[plan]]
id = "straks"
title = "Waar wil ik heen?"
""",
    "luisteren": """
title = "Luisteren"
introduction = "Over luisteren."
[[statements]]
id = "luisteren-1"
text = "Ik luister eerst."
[[statements]]
id = "luisteren-2"
text = "Ik praat er graag doorheen."
reversed = true
[[tips]]
title = "Tel tot tien"
text = "En dan nog eens."
""",
    "delen": """
title = "Delen"
introduction = "Over delen."
[[statements]]
id = "delen-1"
text = "Ik deel wat ik weet."
""",
}


def put_tiny_questionnaire(data: Path, *changes: tuple[str, str]) -> None:
    """Puts the tiny questionnaire in a data folder, with every (old, new) text replaced."""
    folder = data / "questionnaires" / TINY
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TINY_FILES.items():
        for old, new in changes:
            text = text.replace(old, new)
        (folder / f"{name}.toml").write_text(text, "utf-8")
