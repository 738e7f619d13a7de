"""The folder in which the web processes of one start count requests; those that killed starts left behind are removed.

Who starts holds a lock on its folder, and its processes with it: a folder that can be locked belongs to nobody alive.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from functools import lru_cache
from pathlib import Path

YOUNG_SECONDS = 60
"""A folder is locked a moment after it is made."""


@lru_cache(maxsize=1)
def make_metrics_folder(parent: Path) -> Path:
    """Make the folder of this start, once however often the configuration is read, and remove what is left of others."""
    prefix = f"clearway-metrics-{os.getuid()}-"
    for folder in parent.glob(f"{prefix}*"):
        if is_left_behind(folder):
            shutil.rmtree(folder, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    fcntl.flock(
        os.open(made, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB
    )  # until the last process of ours ends
    return made


def is_left_behind(folder: Path) -> bool:
    """Return whether a folder is ours, and no process that lives counts into it."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        about = os.fstat(opened)
        if about.st_uid != os.getuid() or time.time() - about.st_mtime < YOUNG_SECONDS:
            return False
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(opened)
    return True
