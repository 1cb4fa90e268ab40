"""Every fault in a questionnaire folder is named with file, place and mend, all in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

import ehbo
from ehbo.domain.content import load, problems
from ehbo.domain.errors import ContentError, Problem

MAIN = """
title = "Tiny"
source = "Our own"
introduction = "Two themes."
reading = "Higher is more."
themes = ["listening", "sharing"]
scale = { labels = ["No", "Yes"] }
[[plan]]
id = "now"
title = "Where am I?"
[[plan]]
id = "then"
title = "Where to?"
"""
LISTENING = """
title = "Listening"
introduction = "About listening."
[[statements]]
id = "listening-1"
text = "I listen."
[[statements]]
id = "listening-2"
text = "I wait."
[[tips]]
title = "Listen once more"
text = "Then once more."
"""
SHARING = """
title = "Sharing"
introduction = "About sharing."
[[statements]]
id = "sharing-1"
text = "I share."
"""
REASONS = """
title = "Why not"
introduction = "Turn them around."
[[reasons]]
id = "time"
title = "No time"
text = "It takes time."
turned = "It gives time."
"""
NAME = "gebruik kleine letters, cijfers en streepjes, te beginnen met een letter"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name, text in {
        "questionnaire": MAIN,
        "listening": LISTENING,
        "sharing": SHARING,
        "reasons": REASONS,
    }.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / f"{file}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_content_without_faults_loads(folder: Path) -> None:
    assert problems(folder) == []
    questionnaire = load(folder)
    assert questionnaire.id == "tiny"
    assert list(questionnaire.statements) == ["listening-1", "listening-2", "sharing-1"]
    assert questionnaire.reasons is not None


def test_reasons_may_be_left_out(folder: Path) -> None:
    (folder / "reasons.toml").unlink()
    assert load(folder).reasons is None


@pytest.mark.parametrize(
    "real",
    sorted((Path(ehbo.__path__[0]) / "questionnaires").iterdir()),
    ids=lambda path: path.name,
)
def test_questionnaires_that_come_along_have_no_problems(real: Path) -> None:
    assert problems(real) == []


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


def test_tips_without_a_plan_are_named_per_theme(folder: Path) -> None:
    change(folder, "questionnaire", MAIN[MAIN.index("[[plan]]") :], "")
    assert problems(folder) == [
        Problem(
            "tiny/listening.toml",
            "tips",
            "Een tip kan een actie in het plan worden, maar deze vragenlijst heeft geen plan.",
            "maak in questionnaire.toml ten minste één onderdeel [[plan]], of haal de tips weg.",
        )
    ]


def test_plan_title_without_a_plan_is_named(folder: Path) -> None:
    change(folder, "listening", LISTENING[LISTENING.index("[[tips]]") :], "")
    change(folder, "questionnaire", MAIN[MAIN.index("[[plan]]") :], "")
    assert problems(folder) == []
    change(folder, "questionnaire", "themes = ", 'plan_title = "POP"\nthemes = ')
    assert problems(folder) == [
        Problem(
            "tiny/questionnaire.toml",
            "plan_title",
            "Er is een titel voor een plan, maar deze vragenlijst heeft geen plan.",
            "maak ten minste één onderdeel [[plan]], of haal plan_title weg.",
        )
    ]


def test_tips_are_not_held_against_a_main_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "questionnaire.toml").write_text("[[plan", "utf-8")
    assert "tips" not in {p.place for p in problems(folder)}


def test_toml_fault_is_named_with_its_line(folder: Path) -> None:
    change(folder, "sharing", '"Sharing"', '"Sharing')
    (problem,) = problems(folder)
    assert problem.file == "tiny/sharing.toml"
    assert problem.place == "regel 2, kolom 17"
    assert problem.fault.startswith("Dit is geen geldige TOML")
    assert problem.mend == "kijk op die plek naar aanhalingstekens, haakjes en =."


def test_file_that_is_not_utf8_is_named_with_its_byte(folder: Path) -> None:
    (folder / "sharing.toml").write_bytes('title = "Idée"'.encode("latin-1"))
    assert problems(folder) == [
        Problem("tiny/sharing.toml", "byte 11", "Dit is geen UTF-8.", "bewaar het als UTF-8.")
    ]


def test_missing_main_file_is_named_and_the_others_are_still_read(folder: Path) -> None:
    (folder / "questionnaire.toml").unlink()
    change(folder, "listening", '"I wait."', '""')
    assert [(p.file, p.fault) for p in problems(folder)][:2] == [
        ("tiny/questionnaire.toml", "Dit bestand ontbreekt."),
        ("tiny/listening.toml", "`text` is leeg."),
    ]


def test_theme_file_that_is_not_listed_is_named(folder: Path) -> None:
    change(folder, "questionnaire", '"listening", "sharing"', '"listening"')
    assert problems(folder) == [
        Problem(
            "tiny/sharing.toml",
            "",
            "Dit themabestand staat niet in de lijst `themes`.",
            "zet sharing in questionnaire.toml bij themes, of haal het bestand weg.",
        )
    ]


def test_theme_that_is_listed_twice_is_named(folder: Path) -> None:
    change(folder, "questionnaire", '"sharing"]', '"sharing", "sharing"]')
    assert Problem(
        "tiny/questionnaire.toml", "themes", "`sharing` staat er 2 keer.", "noem het één keer."
    ) in problems(folder)


def test_theme_that_is_listed_twice_is_one_fault(folder: Path) -> None:
    change(folder, "questionnaire", '"sharing"]', '"sharing", "sharing"]')
    assert len(problems(folder)) == 1


def test_file_name_that_is_no_slug_is_named(folder: Path) -> None:
    (folder / "sharing.toml").rename(folder / "Sharing 2.toml")
    assert "tiny/Sharing 2.toml" in {p.file for p in problems(folder)}


def test_file_name_that_is_no_slug_is_to_be_renamed(folder: Path) -> None:
    (folder / "sharing.toml").rename(folder / "Sharing 2.toml")
    (problem,) = [p for p in problems(folder) if p.file == "tiny/Sharing 2.toml"]
    assert problem.mend.startswith(NAME)


def test_file_name_that_is_too_long_is_named(folder: Path) -> None:
    (folder / "questionnaire.toml").unlink()
    (folder / "sharing.toml").rename(folder / f"{'s' * 61}.toml")
    assert f"tiny/{'s' * 61}.toml" in {p.file for p in problems(folder)}


def test_folder_name_that_is_no_slug_is_named(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("Tiny list"))
    (problem,) = problems(renamed)
    assert problem.file == "Tiny list"
    assert problem.mend.startswith(NAME)


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


def test_byte_order_mark_of_a_windows_editor_is_no_fault(folder: Path) -> None:
    path = folder / "sharing.toml"
    path.write_text(SHARING, "utf-8-sig")
    assert problems(folder) == []


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


def test_faults_of_all_files_are_named_in_one_run(folder: Path) -> None:
    change(folder, "questionnaire", '"sharing"]', '"sharing", "asking"]')
    change(folder, "questionnaire", 'id = "then"', 'id = "now"')
    change(folder, "listening", "text = ", "txet = ")
    change(folder, "listening", '"I wait."', '""')
    change(folder, "reasons", "turned = ", "turnd = ")
    (folder / "sharing.toml").write_bytes(b"\xff")
    (folder / "extra.toml").write_text(SHARING, "utf-8")
    assert {(p.file, p.place) for p in problems(folder)} >= {
        ("tiny/questionnaire.toml", "themes"),
        ("tiny/questionnaire.toml", "plan"),
        ("tiny/listening.toml", "statements 1 (listening-1), txet"),
        ("tiny/listening.toml", "statements 1 (listening-1), text"),
        ("tiny/listening.toml", "statements 2 (listening-2), text"),
        ("tiny/reasons.toml", "reasons 1 (time), turned"),
        ("tiny/reasons.toml", "reasons 1 (time), turnd"),
        ("tiny/sharing.toml", "byte 0"),
        ("tiny/extra.toml", ""),
    }


def test_faults_between_files_are_named_next_to_faults_in_them(folder: Path) -> None:
    change(folder, "questionnaire", 'title = "Tiny"', 'title = ""')
    change(folder, "questionnaire", '"sharing"]', '"asking"]')
    change(folder, "questionnaire", 'id = "then"', 'id = "now"')
    change(folder, "listening", '"I wait."', '""')
    change(folder, "sharing", '"sharing-1"', '"listening-1"')
    assert {(p.file, p.place) for p in problems(folder)} == {
        ("tiny/questionnaire.toml", "title"),
        ("tiny/questionnaire.toml", "themes"),
        ("tiny/questionnaire.toml", "plan"),
        ("tiny/listening.toml", "statements 2 (listening-2), text"),
        ("tiny/sharing.toml", ""),
        ("tiny/sharing.toml", "statements 1 (listening-1)"),
    }
