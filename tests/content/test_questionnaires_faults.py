"""A fault in a file of a questionnaire is named with its file, its place and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehbo.content.questionnaires import load, problems
from ehbo.domain.errors import ContentError, Problem
from tests.content.conftest import NAME, REASONS, change


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "fault", "mend"),
    [
        pytest.param(
            "questionnaire",
            'reading = "Higher is more."\n',
            "",
            "reading",
            "`reading` ontbreekt.",
            "voeg een regel `reading = …` toe.",
            id="missing key",
        ),
        pytest.param(
            "questionnaire",
            'scale = { labels = ["No", "Yes"] }\n',
            "",
            "scale",
            "`scale` ontbreekt.",
            "voeg een regel `scale = …` toe.",
            id="missing scale",
        ),
        pytest.param(
            "questionnaire",
            'labels = ["No", "Yes"]',
            "lowest = 1",
            "scale, labels",
            "`labels` ontbreekt.",
            "voeg een regel `labels = …` toe.",
            id="missing labels",
        ),
        pytest.param(
            "questionnaire",
            '"No", "Yes"',
            '"Yes"',
            "scale, labels",
            "`labels` heeft te weinig onderdelen.",
            "geef er ten minste 2.",
            id="scale of one label",
        ),
        pytest.param(
            "questionnaire",
            'labels = ["No", "Yes"]',
            'labels = "Yes"',
            "scale, labels",
            "`labels` is geen lijst.",
            'schrijf een lijst: ["…", "…"].',
            id="text where a list belongs",
        ),
        pytest.param(
            "questionnaire",
            'labels = ["No", "Yes"]',
            'labels = ["No", "Yes"], lowest = "one"',
            "scale, lowest",
            "`lowest` is geen heel getal.",
            "schrijf een getal, zoals 1.",
            id="text where a number belongs",
        ),
        pytest.param(
            "questionnaire",
            'title = "Tiny"',
            'title = "Tiny"\nlanguage = "Dutch"',
            "language",
            "`language` heeft niet de goede vorm.",
            "gebruik een taalcode zoals nl of en-GB.",
            id="unknown form of language",
        ),
        pytest.param(
            "questionnaire",
            'id = "then"',
            'id = "now"',
            "plan",
            "De id `now` staat er 2 keer.",
            "geef elk onderdeel een eigen id.",
            id="double plan section id",
        ),
        pytest.param(
            "questionnaire",
            'title = "Where to?"',
            'title = "Where to?"\ndraft = "both"',
            "plan 2 (then), draft",
            "`draft` heeft een onbekende waarde.",
            "kies uit 'none', 'self' of 'context'.",
            id="unknown draft",
        ),
        pytest.param(
            "listening",
            "text = ",
            "txet = ",
            "statements 1 (listening-1), txet",
            "De sleutel `txet` is onbekend.",
            "bedoelde je `text`? Haal hem anders weg.",
            id="unknown key with a suggestion",
        ),
        pytest.param(
            "listening",
            'title = "Listening"',
            'title = "Listening"\nwarmth = 3',
            "warmth",
            "De sleutel `warmth` is onbekend.",
            "haal de sleutel weg.",
            id="unknown key without a suggestion",
        ),
        pytest.param(
            "listening",
            '"I wait."',
            '"  "',
            "statements 2 (listening-2), text",
            "`text` is leeg.",
            "vul een tekst in.",
            id="empty text",
        ),
        pytest.param(
            "listening",
            '"I wait."',
            "7",
            "statements 2 (listening-2), text",
            "`text` is geen tekst.",
            "zet de waarde tussen aanhalingstekens.",
            id="number where a text belongs",
        ),
        pytest.param(
            "listening",
            '"I wait."',
            '"I wait."\nreversed = "ja"',
            "statements 2 (listening-2), reversed",
            "`reversed` is geen ja of nee.",
            "schrijf true of false.",
            id="text where true or false belongs",
        ),
        pytest.param(
            "listening",
            '"I wait."',
            '"I wait."\nabout = "others"',
            "statements 2 (listening-2), about",
            "`about` heeft een onbekende waarde.",
            "kies uit 'self' of 'context'.",
            id="unknown about",
        ),
        pytest.param(
            "reasons",
            'id = "time"',
            'id = "No Time"',
            "reasons 1 (No Time), id",
            "`id` heeft niet de goede vorm.",
            f"{NAME}.",
            id="id that is no slug",
        ),
        pytest.param(
            "sharing",
            '"sharing-1"',
            '"listening-2"',
            "statements 1 (listening-2)",
            "De id `listening-2` bestaat al in listening.toml.",
            "geef elke stelling een eigen id.",
            id="double id in two themes",
        ),
        pytest.param(
            "listening",
            '"listening-2"',
            '"listening-1"',
            "statements 2 (listening-1)",
            "De id `listening-1` bestaat al in listening.toml.",
            "geef elke stelling een eigen id.",
            id="double id in one theme",
        ),
        pytest.param(
            "reasons",
            'turned = "It gives time."',
            "",
            "reasons 1 (time), turned",
            "`turned` ontbreekt.",
            "voeg een regel `turned = …` toe.",
            id="reason that is not turned",
        ),
        pytest.param(
            "questionnaire",
            '"listening", "sharing"',
            '"listening", "sharing", "asking"',
            "themes",
            "Voor `asking` is er geen bestand.",
            "maak asking.toml of haal het thema uit de lijst.",
            id="listed theme without a file",
        ),
    ],
)
def test_fault_is_named_with_file_place_and_mend(
    folder: Path, file: str, old: str, new: str, place: str, fault: str, mend: str
) -> None:
    change(folder, file, old, new)
    expected = Problem(f"tiny/{file}.toml", place, fault, mend)
    assert expected in problems(folder)
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert expected in caught.value.problems
    assert str(expected) in str(caught.value)


def test_statement_id_that_is_no_slug_is_named(folder: Path) -> None:
    change(folder, "listening", '"listening-2"', '"Listening 2"')
    named = [(p.file, p.place, p.fault) for p in problems(folder)]
    assert (
        "tiny/listening.toml",
        "statements 2 (Listening 2), id",
        "`id` heeft niet de goede vorm.",
    ) in named


def test_empty_label_is_named_with_its_number(folder: Path) -> None:
    change(folder, "questionnaire", '"Yes"', '" "')
    assert ("scale, labels 2", "vul een tekst in.") in {(p.place, p.mend) for p in problems(folder)}


def test_empty_label_is_called_by_its_number(folder: Path) -> None:
    change(folder, "questionnaire", '"Yes"', '" "')
    assert "`labels 2` is leeg." in {p.fault for p in problems(folder)}


def test_one_faulty_part_does_not_make_its_list_too_short(folder: Path) -> None:
    change(folder, "sharing", '"I share."', '""')
    assert [p.place for p in problems(folder)] == ["statements 1 (sharing-1), text"]


def test_double_reason_id_is_named(folder: Path) -> None:
    path = folder / "reasons.toml"
    path.write_text(REASONS + REASONS[REASONS.index("[[") :], "utf-8")
    assert problems(folder) == [
        Problem(
            "tiny/reasons.toml",
            "reasons",
            "De id `time` staat er 2 keer.",
            "geef elk onderdeel een eigen id.",
        )
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("reasons", '"time"', f'"{"t" * 61}"', id="id too long"),
        pytest.param("questionnaire", "{ labels", "{ lowest = 1.5, labels", id="broken number"),
    ],
)
def test_fault_is_told_in_dutch(folder: Path, file: str, old: str, new: str) -> None:
    change(folder, file, old, new)
    (problem,) = problems(folder)
    assert "klopt niet (" not in problem.fault
