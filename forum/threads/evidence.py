"""What may be given as evidence: checked by its content, never by its name alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PureWindowsPath

from forum.core.file_types import is_csv, sniff, spreadsheet_kind
from forum.core.pictures import PictureRefusedError, make_pictures
from forum.core.slugs import slug

MOST_BYTES = 10_000_000
LONGEST_READ = MOST_BYTES + 1
PICTURE_WIDTH, PICTURE_SECONDS = 2000, 10.0
TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
KINDS_TAKEN = "Send a PDF, a spreadsheet (XLSX, ODS or CSV) or a picture (JPEG or PNG)."


class FileRefusedError(ValueError):
    """Why a file is not taken, in words for the person who sent it."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file as it may be kept."""

    content: bytes
    name: str
    content_type: str


def check_evidence(content: bytes, name: str) -> CheckedFile:
    """Return the file as it may be kept; pictures are made anew. Raises FileRefusedError."""
    if not content:
        raise FileRefusedError("The file is empty.")
    if len(content) > MOST_BYTES:
        raise FileRefusedError(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Make it smaller.")
    content, ending = _checked(content, name)
    return CheckedFile(content, tidy_name(name, ending), TYPES[ending])


def tidy_name(name: str, ending: str) -> str:
    """Return a name for downloads: plain letters, no folders, and the ending that fits what it is."""
    return f"{slug(PureWindowsPath(name).stem)}.{ending}"


def _checked(content: bytes, name: str) -> tuple[bytes, str]:
    kind = sniff(content)
    if kind in {"jpeg", "png"}:
        return _picture(content), "jpg"
    if kind == "pdf":
        if b"%%EOF" not in content[-2048:]:
            raise FileRefusedError("This PDF breaks off in the middle. Save it and send it again.")
        return content, "pdf"
    if kind == "zip":
        ending = spreadsheet_kind(content)
        if ending is None:
            raise FileRefusedError(f"This is not a spreadsheet without macros. {KINDS_TAKEN}")
        return content, ending
    if kind == "unknown" and name.lower().endswith(".csv") and is_csv(content):
        return content, "csv"
    raise FileRefusedError(f"We cannot take this kind of file. {KINDS_TAKEN}")


def _picture(content: bytes) -> bytes:
    try:
        (made,) = make_pictures(content, widths=(PICTURE_WIDTH,), kind="jpeg", seconds=PICTURE_SECONDS)
    except PictureRefusedError as refused:
        raise FileRefusedError(str(refused)) from refused
    return made.content
