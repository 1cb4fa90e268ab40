"""The comparison in Plotly on a page of its own, under the policy that every page has."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from fractions import Fraction

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from ehbo.charts.figures import comparison, sample
from ehbo.charts.svg import Series
from ehbo.domain.questionnaire import Scale
from ehbo.web import STATIC
from ehbo.web.frame.security import CSP
from tests.journeys.conftest import NewContext, Site, Watch

THEMES = ["Doen", "Doel", "Raad", "Geld", "Organisatieverandering"]
SCALE = Scale(labels=("Zeer oneens", "Oneens", "Eens", "Zeer eens"))
TEAMS = [
    Series(name, tuple(Fraction(value, 10) for value in values))
    for name, values in (
        ("Noord", (26, 30, 22, 24, 35)),
        ("<b>Zuid</b> & co", (18, 21, 31, 29, 20)),
        ("Oost", (40, 10, 40, 10, 40)),
    )
]


def document(room_above: int = 0, room_below: int = 0, plotly: str | None = None) -> str:
    assets = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    buttons = "".join(
        '<li><button class="compare__line" type="button" aria-pressed="true">'
        f"{sample(place)} {html.escape(team.name)}</button></li>"
        for place, team in enumerate(TEAMS)
    )
    return f"""<!doctype html>
      <html lang="nl" class="voorbeeld-theme ehbo-theme">
      <meta charset="utf-8"><title>Proef</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="/static/{assets["merk.svg"]}">
      <link rel="stylesheet" href="/static/{assets["ehbo.css"]}">
      <script src="/static/{assets["ehbo.js"]}" defer></script>
      <body class="utrecht-document"><main class="wrap">{"<p>…</p>" * room_above}
      <div class="compare" data-figure="{html.escape(comparison(THEMES, TEAMS, SCALE))}"
           data-plotly="{plotly or "/static/" + assets["plotly.js"]}">
        <ul class="compare__lines" aria-label="Lijnen in de grafiek" hidden>{buttons}</ul>
        <div class="compare__chart" aria-hidden="true" hidden></div>
        <p class="compare__note" role="status" hidden></p>
      </div>{"<p>…</p>" * room_below}</main>"""


def serve(page: Page, site: Site, body: str) -> None:
    """Opens a page of the site that only this test knows."""

    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": CSP, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=body, headers=headers)

    page.route(f"{site.address}/proef", answer)
    page.goto(f"{site.address}/proef")


@pytest.fixture(params=[320, 1280])
def wide(request: pytest.FixtureRequest, new_context: NewContext) -> Iterator[Page]:
    size = {"width": request.param, "height": 900}
    yield new_context(viewport=size, has_touch=request.param == 320).new_page()


def marks(page: Page) -> Locator:
    return page.locator(".compare__chart .trace")


def told(page: Page) -> Locator:
    return page.locator(".compare__chart .hovertext")


def test_it_is_drawn_without_an_exception_to_the_policy(wide: Page, site: Site) -> None:
    serve(wide, site, document())
    expect(marks(wide)).to_have_count(3)
    assert wide.locator("style").count() == 0
    position = wide.locator(".compare__chart .main-svg").first.evaluate(
        "e => getComputedStyle(e).position"
    )
    assert position == "absolute", "Plotly's own rules apply"
    chart = wide.locator(".compare__chart").bounding_box()
    assert chart
    labels = wide.locator(".compare__chart .angularaxistick text")
    for label in labels.all():
        box = label.bounding_box()
        assert box and chart["x"] <= box["x"]
        assert box["x"] + box["width"] <= chart["x"] + chart["width"]
    short = chart["width"] < 400
    expect(labels.last).to_have_text("Org." if short else re.compile("Organisatie-"))


def test_hovering_tells_the_value(wide: Page, site: Site) -> None:
    serve(wide, site, document())
    expect(marks(wide)).to_have_count(3)
    box = marks(wide).nth(1).locator(".point").first.bounding_box()
    assert box
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if wide.evaluate("innerWidth") == 320:
        wide.touchscreen.tap(*at)
    else:
        wide.mouse.move(*at)
    expect(told(wide)).to_have_text("<b>Zuid</b> & coDoen: 1,8")


def test_lines_are_put_away_with_the_keyboard(wide: Page, site: Site) -> None:
    serve(wide, site, document())
    expect(marks(wide)).to_have_count(3)
    wide.keyboard.press("Tab")
    wide.keyboard.press("Tab")
    zuid = wide.get_by_role("button", name="<b>Zuid</b> & co")
    expect(zuid).to_be_focused()
    expect(zuid).to_have_attribute("aria-pressed", "true")
    wide.keyboard.press("Space")
    expect(zuid).to_have_attribute("aria-pressed", "false")
    expect(marks(wide)).to_have_count(2)
    wide.keyboard.press("Space")
    expect(marks(wide)).to_have_count(3)
    chart = wide.locator(".compare__chart")
    assert chart.locator(":is(a[href], button, input, [tabindex])").count() == 0
    expect(chart).to_have_attribute("aria-hidden", "true")


def test_a_finger_scrolls_on(new_context: NewContext, site: Site) -> None:
    size = {"width": 375, "height": 800}
    page = new_context(viewport=size, has_touch=True, is_mobile=True).new_page()
    serve(page, site, document(room_below=40))
    expect(marks(page)).to_have_count(3)
    box = page.locator(".compare__chart .maindrag").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for up in range(20, 260, 20):
        touch("touchMove", {"x": x, "y": y - up})
        page.wait_for_timeout(16)
    touch("touchEnd")
    expect(page.get_by_role("list")).not_to_be_in_viewport()


def test_it_is_fetched_when_it_comes_near(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    serve(page, site, document(room_above=200))
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url]
    page.locator(".compare__chart").scroll_into_view_if_needed()
    expect(marks(page)).to_have_count(3)


def test_without_plotly_the_page_says_where_to_look(page: Page, site: Site, watch: Watch) -> None:
    watch.allow("404", "Refused to execute script")
    serve(page, site, document(plotly="/static/weg.js"))
    expect(page.get_by_role("status")).to_contain_text("De kleine figuren en de tabel")
    expect(page.locator(".compare__chart")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
