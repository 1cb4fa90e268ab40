"""`ehbo check` and `ehbo serve` name every fault in content, and `ehbo schema` describes it."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from ehbo.content.questionnaires import BUILT_IN, problems
from ehbo.domain.portfolio import take_along
from tests.builders import TINY, Q, instrument, put_tiny_questionnaire, seasoned
from tests.cli.server import free_port

Ehbo = Callable[..., Result]
FAULTS = [
    ("title = ", "titel = "),
    ('labels = ["Nooit", "Zelden", "Soms", "Vaak", "Altijd"]', 'labels = ["Nooit"]'),
    ('id = "luisteren-2"', 'id = "luisteren-1"'),
    ('themes = ["luisteren", "delen"]', 'themes = ["luisteren"]'),
    ('text = "Ik deel wat ik weet."', 'text = ""'),
]


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A data folder with a questionnaire that has every one of the faults."""
    data = tmp_path / "met fouten"
    put_tiny_questionnaire(data, *FAULTS)
    return data


def expected(folder: Path) -> str:
    found = problems(folder)
    assert len(found) >= len(FAULTS)
    return "\n".join(str(problem) for problem in found) + f"\n\n{len(found)} fouten gevonden.\n"


def test_a_good_folder_is_counted(ehbo: Ehbo, tmp_path: Path) -> None:
    put_tiny_questionnaire(tmp_path)
    result = ehbo("check", tmp_path / "questionnaires" / TINY)
    assert result.exit_code == 0
    assert "klein: in orde. 2 thema's, 3 stellingen.\n" in result.stdout
    assert "In instance is geen database: wat dit verandert" in result.stdout
    assert result.stderr == ""


def test_a_data_folder_that_is_not_there_is_not_in_order(ehbo: Ehbo, tmp_path: Path) -> None:
    missing = tmp_path / "instanse"
    result = ehbo("check", "--data", missing)
    assert result.exit_code == 1
    assert str(missing) in result.stderr and "Deze map bestaat niet." in result.stderr


def test_without_a_folder_everything_that_is_served_is_checked(ehbo: Ehbo, tmp_path: Path) -> None:
    put_tiny_questionnaire(tmp_path)
    result = ehbo("check", "--data", tmp_path)
    assert result.exit_code == 0
    assert f"{Q}: in orde. 5 thema's, 27 stellingen.\n" in result.stdout
    assert f"Versie van wat mensen invullen: {instrument().answered_version}\n" in result.stdout
    assert f"Versie van alles wat ze lezen: {instrument().wording_version}\n" in result.stdout
    assert "klein: in orde." in result.stdout


def test_every_fault_is_named_at_once(ehbo: Ehbo, faulty: Path) -> None:
    folder = faulty / "questionnaires" / TINY
    for arguments in ([folder], ["--data", faulty]):
        result = ehbo("check", *arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == expected(folder)


def test_a_faulty_folder_is_checked_from_within(
    ehbo: Ehbo, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = faulty / "questionnaires" / TINY
    monkeypatch.chdir(folder)
    assert ehbo("check", ".").stderr == expected(folder)


def test_faulty_content_is_not_served(ehbo: Ehbo, faulty: Path) -> None:
    result = ehbo("serve", "--data", faulty)
    assert result.exit_code == 1
    assert result.stderr == expected(faulty / "questionnaires" / TINY)
    assert "staat klaar" not in result.stdout


def test_a_fault_in_settings_and_faults_in_content_are_named_together(
    ehbo: Ehbo, faulty: Path
) -> None:
    (faulty / "ehbo.toml").write_text("poort = 8001", "utf-8")
    result = ehbo("check", "--data", faulty)
    assert result.exit_code == 1
    assert "ehbo.toml: poort" in result.stderr
    assert "klein/questionnaire.toml" in result.stderr


def test_what_stands_in_the_place_of_questionnaires_and_secret_is_a_fault(
    ehbo: Ehbo, tmp_path: Path
) -> None:
    (tmp_path / "questionnaires").touch()
    (tmp_path / "secret").mkdir()
    result = ehbo("check", "--data", tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path}/questionnaires\n    Deze map is niet te lezen" in result.stderr
    assert f"{tmp_path}/secret\n    Dit bestand is niet te lezen: het is een map." in result.stderr
    assert result.stderr.endswith("2 fouten gevonden.\n")
    assert list((tmp_path / "secret").iterdir()) == []


@pytest.mark.usefixtures("unserved")
@pytest.mark.parametrize("name", ["questionnaires", "secret"])
def test_what_stands_in_their_place_is_not_served(ehbo: Ehbo, tmp_path: Path, name: str) -> None:
    if name == "secret":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).touch()
    result = ehbo("serve", "--port", free_port(), "--data", tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path}/{name}\n" in result.stderr
    assert "Zo maak je het goed: " in result.stderr


def test_checking_makes_no_secret(ehbo: Ehbo, tmp_path: Path) -> None:
    assert ehbo("check", "--data", tmp_path).exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_lacks_its_main_file(ehbo: Ehbo, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    result = ehbo("check", tmp_path / "leeg")
    assert result.exit_code == 1
    assert "leeg/questionnaire.toml\n    Dit bestand ontbreekt." in result.stderr
    assert "1 fout gevonden." in result.stderr


@pytest.fixture
def schemas(ehbo: Ehbo, tmp_path: Path) -> dict[str, Draft202012Validator]:
    folder = tmp_path / "schemas" / "hier"
    result = ehbo("schema", folder)
    assert result.exit_code == 0
    assert [Path(line) for line in result.output.split()] == [
        folder / f"{name}.schema.json"
        for name in ("questionnaire", "theme", "reasons", "mijn-gegevens")
    ]
    found = {}
    for path in folder.iterdir():
        schema = json.loads(path.read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        found[path.name.removesuffix(".schema.json")] = Draft202012Validator(schema)
    return found


def kind_of(path: Path) -> str:
    return path.stem if path.stem in ("questionnaire", "reasons") else "theme"


def faults(validator: Draft202012Validator, data: Any) -> list[str]:
    return [error.json_path for error in validator.iter_errors(data)]


def test_what_we_ship_is_valid_under_its_schema(
    schemas: dict[str, Draft202012Validator], tmp_path: Path
) -> None:
    put_tiny_questionnaire(tmp_path)
    shelves = [BUILT_IN, tmp_path / "questionnaires"]
    files = [path for shelf in shelves for path in shelf.glob("*/*.toml")]
    assert len(files) == 10
    for path in files:
        data = tomllib.loads(path.read_text("utf-8"))
        assert faults(schemas[kind_of(path)], data) == [], path


def test_a_schema_sees_what_an_editor_should_underline(
    schemas: dict[str, Draft202012Validator],
) -> None:
    data = tomllib.loads((BUILT_IN / Q / "doen.toml").read_text("utf-8"))
    data["titel"] = data.pop("title")
    data["statements"][0]["text"] = ""
    assert sorted(faults(schemas["theme"], data)) == ["$", "$", "$.statements[0].text"]


def test_a_personal_file_is_valid_under_its_schema(
    schemas: dict[str, Draft202012Validator],
) -> None:
    file = json.loads(take_along(seasoned(), (instrument(),)))
    assert faults(schemas["mijn-gegevens"], file) == []
    file["assessments"][0]["answers"]["doen-1"] = "vaak"
    assert faults(schemas["mijn-gegevens"], file) == ["$.assessments[0].answers['doen-1']"]


def test_schemas_are_written_again_over_old_ones(ehbo: Ehbo, tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    first = ehbo("schema", folder)
    shutil.copy(folder / "theme.schema.json", tmp_path / "eerst")
    (folder / "theme.schema.json").write_text("oud")
    assert ehbo("schema", folder).output == first.output
    assert (folder / "theme.schema.json").read_text() == (tmp_path / "eerst").read_text()
