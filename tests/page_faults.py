"""Everything that can be wrong with a page of HTML, checked on each that a visitor fetches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import html5lib
from html5lib.html5parser import ParseError

from tests.page import Page


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
    refused = dom.xpath("//*[@id='error-summary'][not(contains(@class, '--open'))]")
    if bool(refused) != dom.xpath("starts-with(//title, 'Fout: ')"):
        yield f"faults on the page, and a title that does not fit: {dom.xpath('string(//title)')}"
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
