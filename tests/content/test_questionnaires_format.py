"""The examples in docs/content-format.md do what the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from ehbo.content.questionnaires import load
from ehbo.domain.errors import ContentError
from ehbo.domain.questionnaire import (
    Content,
    PlanSection,
    QuestionnaireFile,
    Reason,
    ReasonsFile,
    ReflectionQuestion,
    Scale,
    Statement,
    ThemeFile,
    Tip,
)

PAGE = Path(__file__).parents[2] / "docs" / "content-format.md"
EXAMPLE = re.compile(r"^\*\*`([a-z-]+/[a-z-]+\.toml)`\*\*\n\n```toml\n(.*?)^```$", re.M | re.S)
PRINTED = re.compile(r"^```text\n(.*?)\n```$", re.M | re.S)
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|", re.M)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, page: str) -> Path:
    """The folder in which the example folders of the page stand."""
    for name, text in EXAMPLE.findall(page):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_every_toml_example_is_read(page: str) -> None:
    assert len(EXAMPLE.findall(page)) == page.count("```toml") == 5


def test_complete_example_loads(folder: Path) -> None:
    questionnaire = load(folder / "team-check")
    assert questionnaire.language == "en"
    assert list(questionnaire.scale.values) == [1, 2, 3, 4, 5]
    assert [s.id for s in questionnaire.statements.values() if s.reversed] == ["listening-2"]
    assert questionnaire.reasons is not None


def test_faulty_example_gives_the_printed_problems(folder: Path, page: str) -> None:
    (printed,) = PRINTED.findall(page)
    with pytest.raises(ContentError) as caught:
        load(folder / "oefenmap")
    assert "\n".join(str(problem) for problem in caught.value.problems) == printed


@pytest.mark.parametrize(
    ("heading", "model", "blocks"),
    [
        ("### `questionnaire.toml`", QuestionnaireFile, {"scale", "reflection_questions", "plan"}),
        ("**`[scale]`**", Scale, set()),
        ("**`[[reflection_questions]]`**", ReflectionQuestion, set()),
        ("**`[[plan]]`**", PlanSection, set()),
        ("### Een thema", ThemeFile, {"statements", "tips"}),
        ("**`[[statements]]`**", Statement, set()),
        ("**`[[tips]]`**", Tip, set()),
        ("### `reasons.toml`", ReasonsFile, {"reasons"}),
        ("**`[[reasons]]`**", Reason, set()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_table_names_every_key_with_its_default(
    page: str, heading: str, model: type[Content], blocks: set[str]
) -> None:
    part = re.split(r"\n(?=\*\*`\[|#)", page[page.index(f"\n{heading}") + 1 :], maxsplit=1)[0]
    assert {key: default.strip() for key, default in ROW.findall(part)} == {
        name: shown_default(field)
        for name, field in model.model_fields.items()
        if name not in blocks
    }


def shown_default(field: FieldInfo) -> str:
    if field.is_required():
        return "verplicht"
    return f"`{json.dumps(field.default)}`" if field.default not in ("", ()) else "leeg"
