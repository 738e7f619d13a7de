"""Files that their owner alone may read, as the signing key: what is new is made so, and what was open is closed at the start."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sqlalchemy import make_url

from config import Settings

FOR_OTHERS = 0o077
BESIDE_SQLITE = ("-wal", "-shm")


def make_private_by_default() -> None:
    """Have every file and folder that this process and its children make be their owner's alone."""
    os.umask(FOR_OTHERS)


def make_private_folder(folder: Path) -> None:
    """Make a folder, if it is not there, and let nobody else in."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    close_to_others(folder)


def close_instance(settings: Settings) -> None:
    """Close what an earlier version, or a copying tool, left open to every user of the machine."""
    make_private_folder(settings.instance_folder)
    for one in settings.instance_folder.iterdir():
        close_tree(one)
    close_tree(settings.index_folder)
    if not settings.is_postgresql:
        file = make_url(settings.sqlalchemy_url).database or ""
        for end in ("", *BESIDE_SQLITE):
            close_tree(Path(file + end))


def close_tree(path: Path) -> None:
    """Close a file, or a folder and all that is in it; what lies in a folder that was closed already is not looked at.

    An instance may hold a million pictures: once their folder is closed nobody gets to them, and no start reads them all.
    """
    if path.is_symlink() or not path.exists():
        return
    if path.is_dir() and path.stat().st_mode & FOR_OTHERS:
        for one in path.iterdir():
            close_tree(one)
    close_to_others(path)


def close_to_others(path: Path) -> None:
    """Take every right away from all but the owner; a file of another owner stays as it is."""
    mode = path.stat().st_mode
    if mode & FOR_OTHERS:
        with contextlib.suppress(PermissionError):
            path.chmod(mode & 0o700)
