"""A questionnaire folder without faults, and how to make one in it."""

from __future__ import annotations

from pathlib import Path

import pytest

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
