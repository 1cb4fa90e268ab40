"""An answer as a visitor sees it, and the forms on it as a browser sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

import lxml.html
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

if TYPE_CHECKING:
    from tests.visitor import Visitor

Data = Mapping[str, Any]
NOTHING: Data = MappingProxyType({})


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

    @property
    def file_name(self) -> str:
        """The name under which a browser keeps this download."""
        kind, options = parse_options_header(self.headers["Content-Disposition"])
        assert kind == "attachment"
        return options["filename"]

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
        answer = self.send(headers={"X-Autosave": "1"})
        self.fields.update(answer.json["bases"])
        return answer

    def _origin(self) -> str:
        """What a browser writes as Origin, which the page's own policy decides (Fetch 3.2)."""
        if self.page.headers["Referrer-Policy"] == "no-referrer":
            return "null"
        return str(self.page.visitor.installation.settings.address)
