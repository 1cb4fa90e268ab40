"""The same theme page the usual way: a Flask-WTF form whose widgets render every field.

Same statements, same flow (fresh person, token, post, redirect to the next theme), a page of
comparable size, committed with synchronous=FULL. It does less than EHBO: it seals nothing, keeps
no versions and sends no security headers.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import Any

from flask import Flask, abort, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Optional

from ehbo.content import questionnaires as content
from ehbo.content.questionnaires import BUILT_IN
from ehbo.domain.questionnaire import Questionnaire, Theme

DATABASE = "widgets.db"

_write_lock = threading.Lock()
_of_this_thread = threading.local()


def app() -> Flask:
    """The app for a server process; EHBO_DATA names the folder of its database."""
    database = Path(os.environ["EHBO_DATA"]) / DATABASE
    _connection(database).execute(
        "CREATE TABLE IF NOT EXISTS answers"
        " (person TEXT, theme TEXT, answers TEXT, PRIMARY KEY (person, theme))"
    )
    questionnaire = content.load(BUILT_IN / "overheidsparticipatie")
    forms = {theme.id: _form_class(questionnaire, theme) for theme in questionnaire.themes}
    widgets = Flask(__name__, static_folder=None)
    widgets.config.update(SECRET_KEY=secrets.token_hex(32), WTF_CSRF_TIME_LIMIT=None)

    @widgets.route("/zelfanalyse/<theme_id>", methods=["GET", "POST"])
    def theme_page(theme_id: str) -> str | Response:
        theme = questionnaire.find_theme(theme_id) or abort(404)
        kept = _answers(database)
        form = forms[theme_id](data=kept.get(theme_id))
        if form.validate_on_submit():
            _save(database, theme_id, {s.id: form[s.id].data for s in theme.statements})
            following = questionnaire.themes.index(theme) + 1
            place = questionnaire.themes[following % len(questionnaire.themes)].id
            return redirect(url_for("theme_page", theme_id=place), 303)
        answered = sum(len(answers) for answers in kept.values())
        return render_template(
            "theme.html", questionnaire=questionnaire, theme=theme, form=form, answered=answered
        )

    return widgets


def _form_class(questionnaire: Questionnaire, theme: Theme) -> type[FlaskForm]:
    scale = questionnaire.scale
    choices = [(value, scale.label(value)) for value in scale.values]
    fields: dict[str, Any] = {
        statement.id: RadioField(
            statement.text, choices=choices, coerce=int, validators=[Optional()]
        )
        for statement in theme.statements
    }
    return type("ThemeForm", (FlaskForm,), fields)


def _connection(database: Path) -> sqlite3.Connection:
    held: sqlite3.Connection | None = getattr(_of_this_thread, "held", None)
    if held is None:
        held = _of_this_thread.held = sqlite3.connect(database, isolation_level=None)
        held.execute("PRAGMA journal_mode = wal")
        held.execute("PRAGMA synchronous = full")
    return held


def _answers(database: Path) -> dict[str, dict[str, int]]:
    """All answers of the person of this session, by theme."""
    if "person" not in session:
        return {}
    rows = _connection(database).execute(
        "SELECT theme, answers FROM answers WHERE person = ?", [session["person"]]
    )
    return {theme: json.loads(answers) for theme, answers in rows}


def _save(database: Path, theme_id: str, answers: dict[str, int]) -> None:
    person = session.setdefault("person", secrets.token_hex(16))
    with _write_lock:
        _connection(database).execute(
            "INSERT INTO answers VALUES (?, ?, ?)"
            " ON CONFLICT (person, theme) DO UPDATE SET answers = excluded.answers",
            [person, theme_id, json.dumps(answers)],
        )
