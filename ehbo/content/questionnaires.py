"""Reads questionnaire folders and names every fault in them at once, with place and mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ehbo.content.reading import Data, folders, is_slug, name_faults, read_file
from ehbo.domain.errors import ContentError, Problem
from ehbo.domain.questionnaire import (
    Questionnaire,
    QuestionnaireFile,
    ReasonsFile,
    Theme,
    ThemeFile,
)

# The shelf that comes along with the product.
BUILT_IN = Path(__file__).parents[1] / "questionnaires"
MAIN_FILE = "questionnaire.toml"
REASONS_FILE = "reasons.toml"


def load(folder: Path) -> Questionnaire:
    """The questionnaire in a folder. Raises ContentError with every fault that it has."""
    questionnaire, faults = read(folder)
    if questionnaire is None or faults:
        raise ContentError(faults)
    return questionnaire


def load_all(*shelves: Path) -> dict[str, Questionnaire]:
    """Every questionnaire in the folders of folders, by id. Raises ContentError with all faults."""
    found: dict[str, Questionnaire] = {}
    faults: list[Problem] = []
    for folder in folders(*shelves, holding="vragenlijst", faults=faults):
        questionnaire, of_this = read(folder)
        faults.extend(of_this)
        if folder.name in found:
            faults.append(
                Problem(
                    folder.name,
                    str(folder.parent),
                    "Er is al een vragenlijst met deze naam.",
                    "geef de map een andere naam.",
                )
            )
        elif questionnaire is not None:
            found[folder.name] = questionnaire
    if faults:
        raise ContentError(faults)
    return found


def problems(folder: Path) -> list[Problem]:
    """Every fault of a questionnaire folder, file by file; empty when it can be served."""
    return read(folder)[1]


def read(folder: Path) -> tuple[Questionnaire | None, list[Problem]]:
    faults: list[Problem] = list(name_faults(folder.name, folder.name))
    main_data, main = read_file(folder / MAIN_FILE, QuestionnaireFile, faults)
    paths = {path.name: path for path in sorted(folder.glob("*.toml"))}
    reasons_data: Data = {}
    reasons = None
    if REASONS_FILE in paths:
        reasons_data, reasons = read_file(folder / REASONS_FILE, ReasonsFile, faults)
    theme_data: dict[str, Data] = {}
    theme_files: dict[str, ThemeFile | None] = {}
    for name, path in paths.items():
        if name not in (MAIN_FILE, REASONS_FILE):
            faults.extend(name_faults(f"{folder.name}/{name}", path.stem))
            theme_data[path.stem], theme_files[path.stem] = read_file(path, ThemeFile, faults)
    if "themes" in main_data:
        faults.extend(_listing_faults(folder, main_data["themes"], theme_data))
    faults.extend(_double_statement_ids(folder, theme_data))
    faults.extend(_double_labels(folder, main_data))
    if main_data and not main_data.get("plan"):
        faults.extend(_needing_a_plan(folder, main_data, theme_data))
    for key in ("plan", "reflection_questions"):
        faults.extend(_double_ids(f"{folder.name}/{MAIN_FILE}", key, main_data))
    faults.extend(_double_ids(f"{folder.name}/{REASONS_FILE}", "reasons", reasons_data))
    if main is None or faults:
        return None, faults
    themes = tuple(
        Theme(id=theme_id, **dict(file))
        for theme_id in main.themes
        if (file := theme_files[theme_id]) is not None
    )
    parts = dict(main) | {"themes": themes, "reasons": reasons}
    return Questionnaire(id=folder.name, **parts), faults


def _listing_faults(folder: Path, themes: Any, present: Iterable[str]) -> Iterator[Problem]:
    name = f"{folder.name}/{MAIN_FILE}"
    listed = Counter(filter(is_slug, themes if isinstance(themes, list) else []))
    for theme_id, times in listed.items():
        if times > 1:
            yield Problem(
                name, "themes", f"`{theme_id}` staat er {times} keer.", "noem het één keer."
            )
        if theme_id not in present:
            yield Problem(
                name,
                "themes",
                f"Voor `{theme_id}` is er geen bestand.",
                f"maak {theme_id}.toml of haal het thema uit de lijst.",
            )
    for theme_id in sorted(filter(is_slug, set(present) - set(listed))):
        yield Problem(
            f"{folder.name}/{theme_id}.toml",
            "",
            "Dit themabestand staat niet in de lijst `themes`.",
            f"zet {theme_id} in {MAIN_FILE} bij themes, of haal het bestand weg.",
        )


def _double_labels(folder: Path, main_data: Data) -> Iterator[Problem]:
    scale = main_data.get("scale")
    labels = scale.get("labels") if isinstance(scale, dict) else None
    listed = labels if isinstance(labels, list) else []
    texts = [label.strip() for label in listed if isinstance(label, str)]
    seen = {text.casefold(): text for text in reversed(texts)}
    for label, times in Counter(text.casefold() for text in texts if text).items():
        if times > 1:
            yield Problem(
                f"{folder.name}/{MAIN_FILE}",
                "scale, labels",
                f"Het antwoord `{seen[label]}` staat er {times} keer.",
                "geef elk antwoord andere woorden.",
            )


def _needing_a_plan(
    folder: Path, main_data: Data, theme_data: Mapping[str, Data]
) -> Iterator[Problem]:
    if "plan_title" in main_data:
        yield Problem(
            f"{folder.name}/{MAIN_FILE}",
            "plan_title",
            "Er is een titel voor een plan, maar deze vragenlijst heeft geen plan.",
            "maak ten minste één onderdeel [[plan]], of haal plan_title weg.",
        )
    for theme_id, data in theme_data.items():
        if data.get("tips"):
            yield Problem(
                f"{folder.name}/{theme_id}.toml",
                "tips",
                "Een tip kan een actie in het plan worden, maar deze vragenlijst heeft geen plan.",
                f"maak in {MAIN_FILE} ten minste één onderdeel [[plan]], of haal de tips weg.",
            )


def _ids(data: Data, key: str) -> Iterator[tuple[int, str]]:
    """(number, id) of every part of a list that has an id, whatever else is wrong with it."""
    parts = data.get(key)
    for number, part in enumerate(parts if isinstance(parts, list) else [], 1):
        if isinstance(part, dict) and isinstance(part.get("id"), str):
            yield number, part["id"]


def _double_statement_ids(folder: Path, theme_data: Mapping[str, Data]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for theme_id, data in theme_data.items():
        for number, statement_id in _ids(data, "statements"):
            if statement_id in first:
                yield Problem(
                    f"{folder.name}/{theme_id}.toml",
                    f"statements {number} ({statement_id})",
                    f"De id `{statement_id}` bestaat al in {first[statement_id]}.",
                    "geef elke stelling een eigen id.",
                )
            first.setdefault(statement_id, f"{theme_id}.toml")


def _double_ids(file: str, key: str, data: Data) -> Iterator[Problem]:
    for part_id, times in Counter(part_id for _, part_id in _ids(data, key)).items():
        if times > 1:
            yield Problem(
                file,
                key,
                f"De id `{part_id}` staat er {times} keer.",
                "geef elk onderdeel een eigen id.",
            )
