"""A questionnaire folder loads, or all its faults are named in one run, file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

import ehbo
from ehbo.content.questionnaires import load, problems
from ehbo.domain.errors import Problem
from tests.content.conftest import LISTENING, MAIN, NAME, SHARING, change


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
    ("old", "new", "problem"),
    [
        pytest.param(
            MAIN[MAIN.index("[[plan]]") :],
            "",
            Problem(
                "tiny/listening.toml",
                "tips",
                "Een tip kan een actie in het plan worden, maar deze vragenlijst heeft geen plan.",
                "maak in questionnaire.toml ten minste één onderdeel [[plan]], "
                "of haal de tips weg.",
            ),
            id="tips-without-a-plan",
        ),
        pytest.param(
            '"listening", "sharing"',
            '"listening"',
            Problem(
                "tiny/sharing.toml",
                "",
                "Dit themabestand staat niet in de lijst `themes`.",
                "zet sharing in questionnaire.toml bij themes, of haal het bestand weg.",
            ),
            id="theme-file-not-listed",
        ),
    ],
)
def test_what_the_main_file_leaves_out_is_named_in_the_file_that_needs_it(
    folder: Path, old: str, new: str, problem: Problem
) -> None:
    change(folder, "questionnaire", old, new)
    assert problems(folder) == [problem]


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


def test_byte_order_mark_of_a_windows_editor_is_no_fault(folder: Path) -> None:
    path = folder / "sharing.toml"
    path.write_text(SHARING, "utf-8-sig")
    assert problems(folder) == []


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
