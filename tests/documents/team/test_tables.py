"""Excel, CSV, JSON and SVG of a team read by others, and held against the publication."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import jsonschema
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from ehbo.charts.team_words import agreement_words, bound_words
from ehbo.documents.team import tables as team_tables
from ehbo.documents.team.json import TeamShape
from ehbo.documents.team.report import TeamReport, shown_name, team_report
from ehbo.domain.team.disclosure import Bound
from tests.documents.person.sample import TINY
from tests.documents.team.sample import NAMES, ON, SIZES, instrument, publication, team

SVG = "{http://www.w3.org/2000/svg}"
LABELS = instrument().scale.labels


def workbook(report: TeamReport) -> Workbook:
    return openpyxl.load_workbook(BytesIO(team_tables.xlsx(report)))


def rows(report: TeamReport) -> list[dict[str, str]]:
    text = team_tables.csv(report).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def loaded(report: TeamReport) -> Any:
    return json.loads(team_tables.json(report))


def figure(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@pytest.mark.parametrize("n", SIZES)
def test_excel_holds_the_published_values(n: int) -> None:
    shown, book = publication(n), workbook(team(n))
    assert book.sheetnames == ["Thema's", "Stellingen", "Uitleg"]
    themes = list(book["Thema's"].iter_rows(min_row=2, values_only=True))
    assert themes == [
        (
            theme.title,
            figure(found.mean),
            bound_words(found.bound) or None,
            figure(found.spread),
            figure(found.alpha),
        )
        for theme, found in zip(instrument().themes, shown.themes, strict=True)
    ]
    statements = list(book["Stellingen"].iter_rows(min_row=2, values_only=True))
    assert len(statements) == len(shown.statements)
    for cells, one in zip(statements, shown.statements, strict=True):
        _, text, _, nearly, mean, together, r_wg, *counts = cells
        assert text == instrument().statements[one.id].text
        assert nearly == (None if one.nearly_all is None else LABELS[one.nearly_all - 1])
        assert mean == figure(one.mean)
        assert together == (agreement_words(one.agreement) if one.agreement else None)
        assert tuple(counts) == (one.counts or (None,) * 4)
        assert (r_wg is None) == (one.counts is None)
    told = dict(list(book["Uitleg"].iter_rows(min_row=2, values_only=True))[:7])
    assert (told["Deelnemers"], told["Verwacht"], told["Ronde"]) == (n, max(n, 12), 2)
    assert told["Datum"].date() == ON  # type: ignore[union-attr]  # a date in the sheet


@pytest.mark.parametrize("n", SIZES)
def test_csv_holds_the_published_values(n: int) -> None:
    def dutch(value: object) -> str:
        return "" if value is None else str(value).replace(".", ",")

    shown, found = publication(n), rows(team(n))
    themes = [row for row in found if row["Soort"] == "Thema"]
    statements = [row for row in found if row["Soort"] == "Stelling"]
    assert len(themes) + len(statements) == len(found)
    for row, theme in zip(themes, shown.themes, strict=True):
        assert row["Gemiddelde"] == dutch(theme.mean)
        assert row["Grens"] == bound_words(theme.bound)
        assert (row["Spreiding"], row["Cronbachs alfa"]) == (
            dutch(theme.spread),
            dutch(theme.alpha),
        )
    for row, one in zip(statements, shown.statements, strict=True):
        assert row["Stelling"] == instrument().statements[one.id].text
        assert row["Gemiddelde"] == dutch(one.mean)
        counts = tuple(row[f"Aantal {label}"] for label in LABELS)
        assert counts == tuple(map(str, one.counts or ("",) * 4))
    assert {row["Deelnemers"] for row in found} == {str(n)}
    assert {row["Datum"] for row in found} == {"2026-11-22"}


@pytest.mark.parametrize("n", SIZES)
def test_json_is_the_publication_in_the_shape_it_promises(n: int) -> None:
    shown, found = publication(n), loaded(team(n))
    schema = TeamShape.model_json_schema(mode="serialization")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(found)
    assert (found["kind"], found["format"], found["team"]) == ("ehbo-teambeeld", 1, NAMES[0])
    assert (found["respondents"], found["expected"], found["round"]) == (n, max(n, 12), 2)
    assert (found["date"], found["version"]) == ("2026-11-22", instrument().answered_version)
    exact = json.loads(team_tables.json(team(n)), parse_float=Decimal)
    for one, theme in zip(exact["themes"], shown.themes, strict=True):
        assert (one["id"], one["mean"], one["bound"]) == (theme.id, theme.mean, theme.bound)
        assert (one["spread"], one["alpha"]) == (theme.spread, theme.alpha)
    for one, statement in zip(exact["statements"], shown.statements, strict=True):
        told = {name: one[name] for name in ("id", "nearly_all", "mean", "agreement")}
        assert told == statement.model_dump(exclude={"counts"})
        assert one["counts"] == (None if statement.counts is None else [*statement.counts])
    keys = {key for part in ("themes", "statements") for one in found[part] for key in one}
    assert keys <= {
        *("id", "title", "theme", "text", "mean", "bound", "spread", "alpha"),
        *("nearly_all", "agreement", "counts"),
    }


def test_a_coded_mean_is_coded_everywhere() -> None:
    shown = publication(5)
    coded = shown.themes[0].model_copy(update={"bound": Bound.OR_LOWER, "mean": Decimal("1.6")})
    shown = shown.model_copy(update={"themes": (coded, *shown.themes[1:])})
    report = team_report(instrument(), shown, "Team", 1)
    assert workbook(report)["Thema's"]["C2"].value == "of lager"
    assert (rows(report)[0]["Gemiddelde"], rows(report)[0]["Grens"]) == ("1,6", "of lager")
    assert loaded(report)["themes"][0]["bound"] == "or lower"


@pytest.mark.parametrize("name", [*NAMES, "@SUM(1)", "+31", "-1+1", 'a;b"c', "http://x.nl"])
def test_a_name_is_text_everywhere(name: str) -> None:
    report = team_report(instrument(), publication(5), name, 1)
    shown = shown_name(name)
    sheet = workbook(report)["Uitleg"]
    assert sheet["B2"].value == shown and sheet["B2"].data_type == "s"
    assert sheet["B2"].hyperlink is None
    (cell,) = {row["Team"] for row in rows(report)}
    assert cell == (f"'{shown}" if shown[0] in "=+-@" else shown)
    assert loaded(report)["team"] == shown


def test_texts_of_a_questionnaire_are_no_formulas_either() -> None:
    theme = TINY.themes[0].model_copy(update={"title": '=HYPERLINK("x")'})
    asked = TINY.model_copy(update={"themes": (theme, *TINY.themes[1:])})
    report = team_report(asked, publication(5, asked), "Team", 1)
    assert rows(report)[0]["Thema"] == '\'=HYPERLINK("x")'
    assert workbook(report)["Thema's"]["A2"].data_type == "s"


def test_csv_is_what_a_dutch_excel_opens() -> None:
    made = team_tables.csv(team(10))
    assert made.startswith(b"\xef\xbb\xbfTeam;Ronde;")
    assert made.count(b"\r\n") == made.count(b"\n") == 1 + 5 + 27


def test_excel_tells_nothing_of_who_made_it_or_when() -> None:
    made = team_tables.xlsx(team(10))
    book = openpyxl.load_workbook(BytesIO(made))
    assert not book.properties.creator and not book.properties.lastModifiedBy
    assert book.properties.created is not None
    assert (book.properties.created.date(), book.properties.created.hour) == (ON, 0)
    assert book.properties.modified == book.properties.created
    assert {entry.date_time[0] for entry in ZipFile(BytesIO(made)).infolist()} == {1980}
    assert team_tables.xlsx(team(10)) == made


def test_the_radar_stands_on_its_own() -> None:
    report = team(10, "<b>&")
    made = team_tables.svg(report)
    assert made.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    root = ElementTree.fromstring(made)
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    _, _, across, down = map(float, root.attrib["viewBox"].split())
    assert width == 1080 and abs(height / width - down / across) < 0.001
    assert [child.tag for child in root][:3] == [f"{SVG}title", f"{SVG}desc", f"{SVG}rect"]
    assert root[1].text == report.sentence
    assert not re.search(rb"style=|href|<script", made)
