"""The one secret of an installation: made once, for its owner only, and never seen half."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from ehbo.config import Settings
from ehbo.domain.errors import ContentError

SHOW_SECRET = """
import sys
from pathlib import Path
from ehbo.config import Settings
settings = Settings(data=Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(settings.secret())
"""


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    secret = Settings(data=tmp_path).secret()
    assert len(secret) >= 32
    assert Settings(data=tmp_path).secret() == secret
    (file,) = tmp_path.iterdir()
    assert file.name == "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_wide_umask_does_not_show_the_secret(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Settings(data=tmp_path).secret()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_every_installation_has_its_own_secret(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    assert len({Settings(data=folder).secret() for folder in folders}) == 3


def test_the_secret_file_is_never_seen_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process looks at every step of the one that makes it."""
    seen: set[str] = set()
    settings = Settings(data=tmp_path)

    def looking(name: str) -> None:
        real = getattr(os, name)

        def look(*arguments: Any, **options: Any) -> Any:
            done = real(*arguments, **options)
            if (tmp_path / "secret").exists():
                seen.add((tmp_path / "secret").read_text())
            return done

        monkeypatch.setattr(os, name, look)

    for name in ("open", "fdopen", "write", "link", "replace", "rename"):
        looking(name)
    secret = settings.secret()
    monkeypatch.undo()
    assert seen <= {secret}


def test_an_empty_secret_after_a_crash_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret").touch(mode=0o600)
    secret = Settings(data=tmp_path).secret()
    assert len(secret) >= 32
    assert Settings(data=tmp_path).secret() == secret


def test_a_secret_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff")
    with pytest.raises(ContentError) as refused:
        Settings(data=tmp_path).secret()
    (fault,) = refused.value.problems
    assert (fault.file, "haal het weg" in fault.mend) == (str(tmp_path / "secret"), True)


def test_threads_that_race_get_the_same_secret(tmp_path: Path) -> None:
    for n in range(20):
        folder, start = tmp_path / str(n), Barrier(4)
        folder.mkdir()

        def race(_: int, folder: Path = folder, start: Barrier = start) -> str:
            start.wait()
            return Settings(data=folder).secret()

        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(race, range(4)))
        assert found == {(folder / "secret").read_text()}
        assert "" not in found


def test_processes_that_race_get_the_same_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SHOW_SECRET, str(tmp_path)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {process.communicate()[0].strip() for process in running}
    assert said == {(tmp_path / "secret").read_text()}
    assert len(said.pop()) >= 32
