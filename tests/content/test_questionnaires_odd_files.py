"""Content that a person did not mean so: what cannot be seen, is there twice, or is no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehbo.content.questionnaires import load_all, problems
from ehbo.domain.errors import ContentError, Problem
from tests.content.conftest import change

UNSEEN = "haal het weg, of typ die plek opnieuw; vaak komt het mee met plakken."


def unseen(file: str, place: str, key: str, code: str) -> Problem:
    fault = f"`{key}` bevat een teken dat niet te zien is (U+{code})."
    return Problem(f"tiny/{file}.toml", place, fault, UNSEEN)


@pytest.mark.parametrize("code", ["0000", "0007", "000B", "000D", "007F", "0085", "E000", "E002"])
@pytest.mark.parametrize(
    ("file", "text", "place", "key"),
    [
        ("questionnaire", "Higher is more.", "reading", "reading"),
        ("questionnaire", "Yes", "scale, labels 2 (Yes more)", "labels 2"),
        ("questionnaire", "Where to?", "plan 2 (then), title", "title"),
        ("listening", "I wait.", "statements 2 (listening-2), text", "text"),
        ("listening", "Listen once more", "tips 1 (Listen once more more), title", "title"),
        ("reasons", "It gives time.", "reasons 1 (time), turned", "turned"),
    ],
)
def test_a_character_that_cannot_be_seen_is_named_with_its_place(
    folder: Path, code: str, file: str, text: str, place: str, key: str
) -> None:
    change(folder, file, f'"{text}"', f'"{text}\\u{code} more"')
    assert problems(folder) == [unseen(file, place, key, code)]


@pytest.mark.parametrize("code", ["F8FF", "FFFD", "FFFE"])
def test_private_and_broken_characters_are_refused_to_the_last(folder: Path, code: str) -> None:
    change(folder, "sharing", '"I share."', f'"I \\u{code} share."')
    assert problems(folder) == [unseen("sharing", "statements 1 (sharing-1), text", "text", code)]


def test_line_ends_tabs_and_all_letters_and_signs_may_stand_in_a_text(folder: Path) -> None:
    change(folder, "sharing", '"I share."', '"""Één regel…\\n\\tnog “een” – 👩‍🏫 \\u00a0ñ 漢 ﷽"""')
    assert problems(folder) == []


@pytest.mark.parametrize("labels", ['"No", "Yes", "No"', '"No", "Yes", " no "'])
def test_two_equal_answers_are_a_fault(folder: Path, labels: str) -> None:
    change(folder, "questionnaire", '"No", "Yes"', labels)
    assert problems(folder) == [
        Problem(
            "tiny/questionnaire.toml",
            "scale, labels",
            "Het antwoord `No` staat er 2 keer.",
            "geef elk antwoord andere woorden.",
        )
    ]


@pytest.mark.parametrize(
    ("lowest", "fault", "mend"),
    [
        ("-4000", "`lowest` is te laag.", "kies -100 of hoger."),
        ("4000", "`lowest` is te hoog.", "kies 100 of lager."),
        ("inf", "`lowest` is geen heel getal.", "schrijf een getal, zoals 1."),
    ],
)
def test_a_number_out_of_bounds_is_told_in_dutch(
    folder: Path, lowest: str, fault: str, mend: str
) -> None:
    change(folder, "questionnaire", "{ labels", f"{{ lowest = {lowest}, labels")
    (problem,) = problems(folder)
    assert (problem.place, problem.fault, problem.mend) == ("scale, lowest", fault, mend)


def test_a_folder_in_the_place_of_a_file_hides_no_other_fault(folder: Path) -> None:
    (folder / "sharing.toml").unlink()
    (folder / "sharing.toml").mkdir()
    change(folder, "listening", '"I wait."', '""')
    assert {(p.file, p.fault) for p in problems(folder)} == {
        ("tiny/sharing.toml", "Dit bestand is niet te lezen: het is een map."),
        ("tiny/listening.toml", "`text` is leeg."),
    }


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("[" * 100_000, "Er staan te veel haakjes in elkaar."),
        ("{a=" * 100_000, "Er staan te veel haakjes in elkaar."),
        ("9" * 5_000, "Er staat een veel te lang getal in."),
    ],
    ids=["arrays", "tables", "digits"],
)
def test_what_is_too_deep_or_too_long_to_read_hides_no_other_fault(
    folder: Path, value: str, fault: str
) -> None:
    (folder / "sharing.toml").write_text(f"title = {value}", "utf-8")
    change(folder, "listening", '"I wait."', '""')
    assert {(p.file, p.fault) for p in problems(folder)} == {
        ("tiny/sharing.toml", fault),
        ("tiny/listening.toml", "`text` is leeg."),
    }


def test_a_key_of_a_thousand_parts_is_a_fault_and_no_crash(folder: Path) -> None:
    (folder / "sharing.toml").write_text("title" + ".a" * 5_000 + ' = "\\u0000"', "utf-8")
    assert "`title` is geen tekst." in {problem.fault for problem in problems(folder)}


@pytest.mark.parametrize("labels", ["5", "[[1], {a = 1}]", "true"])
def test_labels_of_another_kind_are_a_fault_and_no_crash(folder: Path, labels: str) -> None:
    change(folder, "questionnaire", '["No", "Yes"]', labels)
    assert problems(folder)


def test_a_file_in_the_place_of_the_shelf_is_a_fault(folder: Path) -> None:
    shelf = folder.parent / "questionnaires"
    assert load_all(shelf) == {}
    shelf.touch()
    with pytest.raises(ContentError) as caught:
        load_all(shelf)
    (problem,) = caught.value.problems
    assert problem.file == str(shelf)
    assert "maak er een gewone map van" in problem.mend
