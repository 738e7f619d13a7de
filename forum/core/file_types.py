"""What a file is by its content, whatever it is called: what we take, and plain words for what we do not. Pure."""

from __future__ import annotations

import io
import re
import zipfile

PICTURES = {"jpeg", "png", "webp", "heic"}
ACCEPTED_PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
MOST_UNPACKED = 100_000_000
MOST_ENTRIES = 2_000
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"8BPS", "photoshop"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
)
_CALLED = {
    "empty": "The file is empty.",
    "gif": "This is a GIF. Save it as JPEG or PNG, or send a photo.",
    "svg": "This is a drawing (SVG), which can carry a program. Save it as PNG.",
    "markup": "This is a web page or another text, not a picture.",
    "pdf": "This is a PDF. Send a photo, or save its page as a picture.",
    "zip": "This is a packed file or an office document, not a picture.",
    "program": "This is a program, not a picture. We do not take programs.",
    "tiff": "This is a TIFF. Save it as JPEG or PNG.",
    "bmp": "This is a BMP. Save it as JPEG or PNG.",
    "photoshop": "This is a Photoshop file. Save it as JPEG or PNG.",
    "avif": "This is an AVIF. Save it as JPEG or PNG.",
    "film": "This is a film. We take pictures only.",
}
_TEXT_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def sniff(content: bytes) -> str:
    """Name what a file is by how it begins; "unknown" where that says nothing."""
    if not content:
        return "empty"
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        return _container(content[8:12])
    return _markup(content)


def why_no_picture(kind: str) -> str:
    """Return why a file of this kind is not taken as a picture."""
    return _CALLED.get(kind, "This is not a picture that we know. Send a JPEG, PNG, WebP or HEIC.")


def is_csv(content: bytes) -> bool:
    """Return whether this is a table as text: readable, without control characters, with cells and lines."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return False
    first = text.lstrip().split("\n", 1)[0]
    return (
        not _TEXT_CONTROLS.search(text) and not first.startswith("<") and any(one in first for one in ",;\t")
    )


def spreadsheet_kind(content: bytes) -> str | None:
    """Tell "xlsx" from "ods" by what the package holds; None for other packages, bombs, and those with macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                return None
            if any(_is_active(name) for name in names):
                return None
            if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                return "xlsx"
            is_ods = "mimetype" in names and package.getinfo("mimetype").file_size == len(SPREADSHEET)
            return "ods" if is_ods and package.read("mimetype") == SPREADSHEET else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return None


def _is_active(name: str) -> bool:
    low = name.lower()
    return (
        "vbaproject" in low or low.endswith((".exe", ".js", ".vbs")) or low.startswith(("basic/", "scripts/"))
    )


def _container(brand: bytes) -> str:
    if brand in _HEIC_BRANDS:
        return "heic"
    return "avif" if brand in {b"avif", b"avis"} else "film"


def _markup(content: bytes) -> str:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if not start.startswith(b"<"):
        return "unknown"
    return "svg" if b"<svg" in start else "markup"
