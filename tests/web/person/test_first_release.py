"""What the first release kept is loaded, shown and compared as before: it had one version."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from ehbo.content.questionnaires import load
from ehbo.domain.portfolio import from_bytes, loaded_back
from ehbo.store import database
from tests.builders import TINY, put_tiny_questionnaire
from tests.conftest import Install
from tests.team_builders import Clock, OurTeam
from tests.visitor import Installation, Visitor
from tests.web.person.tiny import COMMA, FORM, LUISTEREN, OVERVIEW

FIRST_VERSION = "20993c3c208f7c52"
# The version that it gave the same words with the two reflection questions the other way round.
TURNED_VERSION = "2f842eba0f0e1959"
QUESTIONS = ["Wat valt je op?", "Wat wil je anders?"]
THIRD = '[[reflection_questions]]\nid = "vraag-3"\ntext = "Wie helpt je?"\n[[plan]]\nid = "nu"'

# As that release wrote it, to the letter.
BUNDLE = (
    '{"assessments":[{"id":"oud","questionnaire":"klein","version":"20993c3c208f7c52",'
    '"started":"2026-08-20","answers":{"luisteren-1":5,"luisteren-2":2,"delen-1":3},'
    '"reflections":{"luisteren":["Ik hoor veel.","Vaker zwijgen."],'
    '"delen":["","Meer laten zien."]}}]}'
)
ROW = (
    '{"id":"klein","title":"Kleine vragenlijst","language":"nl","source":"Onszelf",'
    '"introduction":"Twee thema\'s, vijf antwoorden.","reading":"Hoe hoger, hoe meer.",'
    '"scale":{"lowest":1,"labels":["Nooit","Zelden","Soms","Vaak","Altijd"]},'
    '"reflection_questions":["Wat valt je op?","Wat wil je anders?"],"plan_title":"Plan",'
    '"plan":[{"id":"nu","title":"Waar sta ik?","guide":"","draft":"self"},'
    '{"id":"straks","title":"Waar wil ik heen?","guide":"","draft":"none"}],'
    '"themes":[{"title":"Luisteren","motto":"","introduction":"Over luisteren.",'
    '"statements":[{"id":"luisteren-1","text":"Ik luister eerst.","about":"self",'
    '"reversed":false},{"id":"luisteren-2","text":"Ik praat er graag doorheen.",'
    '"about":"self","reversed":true}],"tips":[{"title":"Tel tot tien",'
    '"text":"En dan nog eens."}],"aids":[],"id":"luisteren"},{"title":"Delen","motto":"",'
    '"introduction":"Over delen.","statements":[{"id":"delen-1",'
    '"text":"Ik deel wat ik weet.","about":"self","reversed":false}],"tips":[],"aids":[],'
    '"id":"delen"}],"reasons":null}'
)
FILE = json.dumps(
    {
        "format": 1,
        "assessments": json.loads(BUNDLE)["assessments"],
        "given": [],
        "plans": {},
        "reasons": [],
        "wordings": [json.loads(ROW)],
    }
)


def old_row(version: str = FIRST_VERSION, questions: list[str] = QUESTIONS) -> tuple[str, str]:
    return version, json.dumps({**json.loads(ROW), "reflection_questions": questions})


def old_bundle(version: str = FIRST_VERSION) -> str:
    return BUNDLE.replace(FIRST_VERSION, version)


@pytest.fixture
def upgraded(install: Install) -> Any:
    """An installation of the first release, brought up to date with its content changed."""

    def bring(*changes: tuple[str, str], rows: list[tuple[str, str]] | None = None) -> Installation:
        here = install()
        with database.opened(here.settings.database) as db, db.write():
            for version, content in rows if rows is not None else [old_row()]:
                db.execute(
                    "INSERT INTO wording (questionnaire, version, content)"
                    " VALUES ('klein', :version, :content)",
                    {"version": version, "content": content},
                )
        put_tiny_questionnaire(here.data, *changes)
        return here.restarted()

    return bring


def owner_of(here: Installation, bundle: str = BUNDLE) -> Visitor:
    return here.owner(from_bytes(bundle.encode()))


def later(visitor: Visitor, here: Installation, *changes: tuple[str, str]) -> Visitor:
    put_tiny_questionnaire(here.data, *changes)
    return here.restarted().visitor(visitor.key)


def thoughts(visitor: Visitor, of: str = "") -> dict[str, str]:
    form = visitor.get(f"/profiel{of}").form("/profiel", having=FORM)
    labels = form.element.xpath(".//label[@for]")
    names = {t.get("id"): t.get("name") for t in form.element.xpath(".//textarea")}
    return {
        label.text_content().strip(): form.fields[names[label.get("for")]]
        for label in labels
        if label.get("for") in names
    }


WRITTEN = {QUESTIONS[0]: "Ik hoor veel.", QUESTIONS[1]: "Vaker zwijgen."}


@pytest.mark.parametrize("rows", [[], None], ids=["nothing stored", "its row stored"])
def test_an_old_bundle_is_shown_as_it_was(
    upgraded: Any, rows: list[tuple[str, str]] | None
) -> None:
    owner = owner_of(upgraded(rows=rows))
    assert thoughts(owner) == WRITTEN
    assert "waarmee je begon" not in owner.get(LUISTEREN).words
    assert "veranderd" not in owner.get(OVERVIEW).words.replace("wat er veranderde", "")
    seen = owner.get("/mijn-gegevens").words
    assert "Wat wil je anders? Meer laten zien." in seen
    assert owner.get("/pop-op").status == 200


def test_an_old_bundle_gets_a_question_more_without_a_word_about_statements(upgraded: Any) -> None:
    here = upgraded()
    owner = later(owner_of(here), here, ('[[plan]]\nid = "nu"', THIRD))
    assert thoughts(owner) == {**WRITTEN, "Wie helpt je?": ""}
    assert "waarmee je begon" not in owner.get(LUISTEREN).words


def test_an_old_bundle_gets_the_newest_reading_for_ever(upgraded: Any) -> None:
    here = upgraded(("Hoe hoger, hoe meer.", "Hoger is meer."))
    owner = owner_of(here)
    assert "Hoger is meer." in owner.get("/profiel").words
    owner = later(owner, here, ("Hoe hoger, hoe meer.", "Steeds meer."), (QUESTIONS[1], "En nu?"))
    assert "Steeds meer." in owner.get("/profiel").words
    assert thoughts(owner) == {QUESTIONS[0]: "Ik hoor veel.", "En nu?": "Vaker zwijgen."}


def test_words_under_questions_in_another_order_stay_under_their_own(upgraded: Any) -> None:
    rows = [old_row(), old_row(TURNED_VERSION, QUESTIONS[::-1])]
    here = upgraded(rows=rows)
    turned = owner_of(here, old_bundle(TURNED_VERSION))
    assert thoughts(turned) == {QUESTIONS[1]: "Ik hoor veel.", QUESTIONS[0]: "Vaker zwijgen."}
    assert thoughts(owner_of(here)) == WRITTEN
    again = later(turned, here, ("Hoe hoger, hoe meer.", "Hoger is meer."))
    assert thoughts(again) == {QUESTIONS[1]: "Ik hoor veel.", QUESTIONS[0]: "Vaker zwijgen."}


def test_old_answers_go_to_old_and_new_rounds(upgraded: Any, clock: Clock) -> None:
    here = upgraded(("Hoe hoger, hoe meer.", "Hoger is meer."))
    asked = load(here.data / "questionnaires" / TINY)
    for version in (FIRST_VERSION, asked.answered_version):
        team, owner = OurTeam(here, questionnaire=asked), owner_of(here)
        with database.opened(here.settings.database) as db, db.write():
            db.execute("UPDATE round SET version = :version", {"version": version})
        assert team.choose(owner, "bijdragen").status == 303
        newcomer = here.visitor()
        assert "Doe eerst de zelfanalyse" in newcomer.get(team.address).words


def test_an_old_measurement_is_compared_with_a_new_one(upgraded: Any) -> None:
    owner = owner_of(upgraded(("Hoe hoger, hoe meer.", "Hoger is meer.")))
    owner.post("/profiel/nieuwe-meting", having={"questionnaire_id": TINY})
    owner.post(LUISTEREN, {"luisteren-1": "3", "luisteren-2": "2"})
    assert "Toen: Altijd. Nu: Soms." in owner.get("/profiel").words


def test_old_answers_to_other_statements_are_said_to_be_so(upgraded: Any) -> None:
    here = upgraded(COMMA)
    owner = owner_of(here)
    said = "Sinds je begon, is stelling 1 van Luisteren anders geworden."
    assert said in owner.get(OVERVIEW).words
    assert "Ik luister eerst." in owner.get("/profiel").words
    assert thoughts(owner) == WRITTEN


@pytest.mark.parametrize(
    ("changes", "status"), [((), 303), ((("Hoe hoger, hoe meer.", "x"),), 303), ((COMMA,), 409)]
)
def test_a_page_that_was_open_while_all_was_brought_up_to_date_is_saved(
    upgraded: Any, changes: Any, status: int
) -> None:
    visitor = upgraded(*changes).visitor()
    page = visitor.get(LUISTEREN).form(LUISTEREN)
    del page.fields["answered_version"]
    sent = page.send({"wording_version": FIRST_VERSION, "luisteren-1": "4"})
    assert sent.status == status
    if status == 409:
        assert "is stelling 1 van Luisteren anders geworden." in sent.words


@pytest.mark.parametrize("rows", [[], None], ids=["nothing stored", "its row stored"])
@pytest.mark.parametrize(
    "changes",
    [
        (),
        (("Hoe hoger, hoe meer.", "Hoger is meer."),),
        (COMMA,),
        (('[[plan]]\nid = "nu"', THIRD),),
        ((QUESTIONS[0], "x"), (QUESTIONS[1], QUESTIONS[0]), ('"x"', f'"{QUESTIONS[1]}"')),
    ],
    ids=["the same", "reading", "statement", "question more", "questions turned"],
)
def test_an_old_file_is_loaded_and_taken_along_and_loaded_again(
    upgraded: Any, install: Install, changes: Any, rows: list[tuple[str, str]] | None
) -> None:
    here, content = upgraded(*changes, rows=rows), FILE.encode()
    elsewhere = install("elsewhere")
    put_tiny_questionnaire(elsewhere.data)
    for place in (here, elsewhere.restarted(), here):
        visitor = place.visitor()
        sent = visitor.post("/mijn-gegevens/laden", {"file": (io.BytesIO(content), "m.json")})
        assert sent.status == 303
        shown = thoughts(visitor)
        assert {question: text for question, text in shown.items() if text} == WRITTEN
        assert "Ik luister eerst." in visitor.get("/profiel").words
        content = visitor.get("/mijn-gegevens.json").response.get_data()
        assert loaded_back(content).assessments[0].answers["luisteren-1"] == 5


def test_two_measurements_under_questions_in_another_order_go_along_each_with_its_own(
    upgraded: Any, install: Install
) -> None:
    here = upgraded(rows=[old_row(TURNED_VERSION, QUESTIONS[::-1])])
    visitor = owner_of(here, old_bundle(TURNED_VERSION))
    visitor.post("/profiel/nieuwe-meting", having={"questionnaire_id": TINY})
    visitor.post(LUISTEREN, {"luisteren-1": "3", "luisteren-2": "2"})
    visitor.post("/profiel", {"texts-0": "Nu valt op", "texts-1": "Nu anders"}, having=FORM)
    elsewhere = install("elsewhere")
    put_tiny_questionnaire(elsewhere.data)
    for place in (elsewhere.restarted(), install("nowhere"), here):
        content = visitor.get("/mijn-gegevens.json").response.get_data()
        visitor = place.visitor()
        visitor.post("/mijn-gegevens/laden", {"file": (io.BytesIO(content), "m.json")})
        assert thoughts(visitor) == {QUESTIONS[0]: "Nu valt op", QUESTIONS[1]: "Nu anders"}
        old = thoughts(visitor, "?meting=oud")
        assert old == {QUESTIONS[1]: "Ik hoor veel.", QUESTIONS[0]: "Vaker zwijgen."}
