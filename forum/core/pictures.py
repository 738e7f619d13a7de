"""Makes what we keep of a picture that somebody sent: small, upright, without a trace of where it was taken."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from forum.core.file_types import PICTURES, sniff, why_no_picture

MOST_BYTES = 15_000_000
MOST_PIXELS = 50_000_000
LONGEST_SECONDS = 12.0
PROGRAM = Path(__file__).with_name("picture_process.py")
TOO_LONG = "This picture takes too long to open. Make it smaller and send it again."
DAMAGED = "This picture is damaged: we cannot open it."


class PictureRefusedError(ValueError):
    """Why a picture is not taken, in words for the person who sent it."""


@dataclass(frozen=True, slots=True)
class MadePicture:
    """One picture as it is kept."""

    content: bytes
    width: int
    height: int


class Patience:
    """How long one request may go on making pictures, however many were sent."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left for the next one."""
        return min(LONGEST_SECONDS, self._until - time.monotonic())


def make_pictures(
    content: bytes, *, widths: tuple[int, ...], kind: Literal["webp", "jpeg"] = "webp", seconds: float
) -> list[MadePicture]:
    """Make one picture for each width, narrowest first; none is made wider than it came.

    It happens in a process of its own with a limit on time and memory, away from our settings, so that no
    picture can hurt the one that serves people. Raises PictureRefusedError.
    """
    if len(content) > MOST_BYTES:
        raise PictureRefusedError(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Make it smaller.")
    found = sniff(content)
    if found not in PICTURES:
        raise PictureRefusedError(why_no_picture(found))
    if seconds <= 0:
        raise PictureRefusedError("There were too many pictures at once. Send this one again.")
    return _read(_run(content, widths, kind, seconds))


def _run(content: bytes, widths: tuple[int, ...], kind: str, seconds: float) -> bytes:
    command = [sys.executable, "-I", str(PROGRAM), str(MOST_PIXELS), kind, *map(str, widths)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program; the file is on its input, not in the command
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"MALLOC_ARENA_MAX": "2"},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefusedError(TOO_LONG) from error
    if done.returncode != 0:
        raise PictureRefusedError(DAMAGED)
    return done.stdout


def _read(answer: bytes) -> list[MadePicture]:
    head, _, rest = answer.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise PictureRefusedError(told["refused"])
    made = []
    for one in told["made"]:
        made.append(MadePicture(rest[: one["bytes"]], one["width"], one["height"]))
        rest = rest[one["bytes"] :]
    return made
