"""The tiny questionnaire as a visitor meets it: its pages, its form, a change of its words."""

from __future__ import annotations

from tests.builders import TINY

OVERVIEW = f"/zelfanalyse/{TINY}"
LUISTEREN = f"{OVERVIEW}/luisteren"
DELEN = f"{OVERVIEW}/delen"
# The fields by which the form of one theme is found on the profile.
FORM = {"theme_id": "luisteren"}
COMMA = ("Ik luister eerst.", "Ik luister, eerst.")
