"""Own data: seen whole, taken along, loaded back elsewhere, erased for good."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from ehbo.domain.portfolio import Portfolio
from tests.builders import DOEN, TINY, Q, answers, beginner, put_tiny_questionnaire, seasoned
from tests.conftest import Install
from tests.page import Page
from tests.visitor import Installation, Visitor

LOAD = "/mijn-gegevens/laden"
ERASE = "/mijn-gegevens/wissen"
OLD, NEW = "Ik luister eerst.", "Ik luister altijd eerst."


def take_along(visitor: Visitor) -> bytes:
    page = visitor.get("/mijn-gegevens.json")
    assert page.status == 200
    return page.response.get_data()


def load(visitor: Visitor, content: bytes) -> Page:
    return visitor.post(LOAD, {"file": (io.BytesIO(content), "mijn-gegevens.json")})


def test_everything_that_is_kept_can_be_seen(here: Installation) -> None:
    portfolio = seasoned("mijn")
    words = here.owner(portfolio).get("/mijn-gegevens").words

    assert "Meting van 20 augustus 2026: 27 van 27 stellingen" in words
    assert "Meting van 22 november 2026: 27 van 27 stellingen" in words
    second = portfolio.assessments[1]
    for text in [
        *(text for texts in second.reflections.values() for text in texts.values()),
        *portfolio.plan(Q).sections.values(),
        "mijn doen , met mijn samen , klaar op 15 januari 2027 (nog te doen)".replace(" ,", ","),
        "mijn gedaan (gedaan)",
        "Opnieuw kijken: 22 februari 2027.",
        "Juist wel: ik mag zelf nadenken over wat hier helpt.",
    ]:
        assert text in words


def test_the_personal_file_is_what_its_schema_says(here: Installation) -> None:
    owner = here.owner(seasoned())

    page = owner.get("/mijn-gegevens.json")

    assert page.response.mimetype == "application/json"
    assert page.file_name == "mijn-gegevens.json"
    schema = Portfolio.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(page.json)


def test_a_personal_file_loads_back_under_a_new_key(install: Install) -> None:
    owner = install("eerst").owner(seasoned())
    elsewhere = install("daarna").visitor()

    page = load(elsewhere, take_along(owner)).follow()

    assert "Je bestand is geladen. Je hebt een nieuwe sleutel" in page.words
    assert elsewhere.key and elsewhere.key != owner.key
    assert elsewhere.portfolio == owner.portfolio
    assert json.loads(take_along(elsewhere)) == json.loads(take_along(owner))


@pytest.mark.parametrize("served", ["not at all", "in other words"])
def test_a_personal_file_brings_its_own_words_along(install: Install, served: str) -> None:
    first = install("eerst")
    put_tiny_questionnaire(first.data)
    owner = first.restarted().visitor()
    owner.post(f"/zelfanalyse/{TINY}/luisteren", {"luisteren-1": "5", "luisteren-2": "2"})
    owner.post("/profiel", {"texts-0": "dit valt me op"}, having={"theme_id": "luisteren"})
    owner.post("/pop-op", {"texts-1": "daarheen"})
    second = install("daarna")
    if served == "in other words":
        put_tiny_questionnaire(second.data, (OLD, NEW))
    elsewhere = second.restarted().visitor()

    assert load(elsewhere, take_along(owner)).status == 303

    for path in ("/profiel", "/mijn-gegevens", f"/zelfanalyse/{TINY}/luisteren"):
        page = elsewhere.get(path)
        assert page.status == 200
        assert OLD in page.words and NEW not in page.words
    assert "dit valt me op" in elsewhere.get("/profiel").text
    assert elsewhere.get("/pop-op").form("/pop-op").fields["texts-1"] == "daarheen"
    assert elsewhere.get("/pop-op.pdf").status == 200
    path = f"/zelfanalyse/{TINY}/delen"
    assert elsewhere.post(path, {"delen-1": "4"}).location == "/profiel"
    before, after = (json.loads(take_along(visitor)) for visitor in (owner, elsewhere))
    assert before["wordings"] == after["wordings"]


@pytest.mark.parametrize("served", [True, False])
def test_no_button_of_a_loaded_file_leads_nowhere(install: Install, served: bool) -> None:
    first = install("eerst")
    put_tiny_questionnaire(first.data)
    owner = first.restarted().visitor()
    for theme_id, ids in {"luisteren": (1, 2), "delen": (1,)}.items():
        path = f"/zelfanalyse/{TINY}/{theme_id}"
        owner.post(path, {f"{theme_id}-{n}": "4" for n in ids})
    second = install("daarna")
    if served:
        put_tiny_questionnaire(second.data, (OLD, NEW))
    elsewhere = second.restarted().visitor()
    load(elsewhere, take_along(owner))

    for path in ("/profiel", f"/zelfanalyse/{TINY}"):
        for number in range(len(elsewhere.get(path).dom.xpath("//form"))):
            page = elsewhere.get(path)
            element = page.dom.xpath("//form")[number]
            if not element.xpath(".//button"):
                continue
            buttons = element.xpath(".//button[@name]") or [None]
            fields = dict(element.fields)
            if buttons[0] is not None:
                fields[buttons[0].get("name")] = buttons[0].get("value")
            sent = elsewhere.send(element.action, fields)
            assert sent.status == 303, (path, element.action)


def test_loading_beside_what_is_there_already_is_refused(here: Installation) -> None:
    file = take_along(here.owner(seasoned()))
    owner = here.owner(beginner())

    page = owner.send(LOAD, {"file": (io.BytesIO(file), "mijn-gegevens.json")})

    assert page.status == 409
    assert "Op dit apparaat staan al gegevens." in page.words
    assert owner.portfolio == beginner()
    assert page.summary[0][0] == "#file"


def _without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda file: file.pop(name)


def _answer(value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda file: file["assessments"][0]["answers"].update({"doen-1": value})


def _word(file: dict[str, Any]) -> None:
    file["wordings"][0]["themes"][0]["statements"][0]["text"] = "Iets anders."


def _unknown_statement(file: dict[str, Any]) -> None:
    file["assessments"][0]["answers"]["weg-1"] = 1


def _twice(file: dict[str, Any]) -> None:
    file["assessments"].append(file["assessments"][0])


def _long(file: dict[str, Any]) -> None:
    file["plans"][Q]["sections"]["waar-sta-ik-nu"] = "x" * 10_001


def _odd(file: dict[str, Any]) -> None:
    file["plans"][Q]["sections"]["waar-sta-ik-nu"] = "\0"


def _more(file: dict[str, Any]) -> None:
    file["extra"] = 1


def _newer(file: dict[str, Any]) -> None:
    file["format"] = 2


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_without("wordings"), "ontbreken de stellingen bij een meting"),
        (_answer(5), "het antwoord op “doen-1” klopt niet"),
        (_answer("<b>"), "onderdeel “assessments, 0, answers, doen-1” klopt niet"),
        (_unknown_statement, "het antwoord op “weg-1” klopt niet"),
        (_word, "ontbreken de stellingen bij een meting"),
        (_twice, "staat een meting of een actie dubbel"),
        (_long, "te lang of heeft onleesbare tekens"),
        (_odd, "te lang of heeft onleesbare tekens"),
        (_more, "onderdeel “extra” klopt niet"),
        (_newer, "komt uit een nieuwere EHBO"),
    ],
)
def test_a_changed_file_is_refused_with_the_place(
    here: Installation, damage: Callable[[dict[str, Any]], None], told: str
) -> None:
    file = json.loads(take_along(here.owner(seasoned())))
    damage(file)
    visitor = here.visitor()

    page = load(visitor, json.dumps(file).encode())

    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert told in page.words
    assert (visitor.key, here.people) == (None, 1)


@pytest.mark.parametrize(
    "content",
    [b"", b"nee", b"[]", b"1", b"null", b"{", b"\xff\xfe\x00", b'"\\ud800"', b"[" * 100_000],
    ids=lambda content: repr(content[:10]),
)
def test_what_is_no_personal_file_is_told_so(here: Installation, content: bytes) -> None:
    visitor = here.visitor()

    page = load(visitor, content)

    assert page.status == 422
    assert page.summary[0][0] == "#file"
    assert here.people == 0


@pytest.mark.parametrize("sent", ["nothing", "an empty choice", "text"])
def test_without_a_file_one_is_asked_for(here: Installation, visitor: Visitor, sent: str) -> None:
    if sent == "text":
        page = visitor.send(LOAD, {"file": "{}"})
    else:
        empty = {"file": (io.BytesIO(b""), "")}
        page = visitor.post(LOAD, empty if sent == "an empty choice" else {})

    assert page.status == 422
    assert page.summary == [("#file", "Kies eerst een bestand.")]
    assert here.people == 0


def test_a_file_that_was_opened_in_another_program_loads(install: Install) -> None:
    owner = install("eerst").owner(seasoned())
    elsewhere = install("daarna").visitor()

    assert load(elsewhere, b"\xef\xbb\xbf" + take_along(owner)).status == 303
    assert elsewhere.portfolio == owner.portfolio


def test_half_a_file_is_told_so(here: Installation) -> None:
    content = take_along(here.owner(seasoned()))

    page = load(here.visitor(), content[: len(content) // 2])

    assert page.status == 422
    assert "Dit is geen bestand van EHBO." in page.words


def test_an_empty_file_is_not_said_to_be_loaded(here: Installation, visitor: Visitor) -> None:
    page = load(visitor, b"{}")

    assert page.status == 422
    assert here.people == 0


def test_erasing_asks_for_a_tick_first(here: Installation) -> None:
    owner = here.owner(seasoned())

    page = owner.post(ERASE)

    assert page.status == 422
    assert page.summary == [
        ("#confirmed", "Zet eerst een vinkje. Wissen kun je niet terugdraaien.")
    ]
    assert here.people == 1


def test_after_erasing_nothing_is_left(here: Installation) -> None:
    owner, other = here.owner(seasoned()), here.owner(beginner())
    key = owner.key
    owner.get("/profiel")

    home = owner.post(ERASE, {"confirmed": "1"}, follow=True)

    assert "Alles van jou is gewist." in home.words
    assert (owner.key, here.people) == (None, 1)
    assert here.visitor().post("/sleutel", {"key_or_code": key}).status == 403
    assert other.portfolio == beginner()
    assert here.visitor(key).get("/mijn-gegevens.json").status == 403
    owner.post(DOEN, answers("doen"))
    assert owner.key not in (None, key)
