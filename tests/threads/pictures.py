"""Makes pictures for tests, the honest and the hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 400), mode: str = "RGB", **given: Any) -> bytes:
    """A picture with a red corner at its top left."""
    image = Image.new("RGB", size, "white")
    image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    written = io.BytesIO()
    converted = image.convert(mode)
    converted.info.update({name: given.pop(name) for name in ("exif",) if kind == "HEIF" and name in given})
    converted.save(written, kind, **given)
    return written.getvalue()


def exif(orientation: int = 1) -> bytes:
    """What a telephone writes: which way up, where, when, by which device."""
    made = Image.Exif()
    made[0x112], made[0x110], made[0x132] = orientation, "SecretPhone 9", "2026:05:03 10:00:00"
    made.get_ifd(0x8825).update({1: "N", 2: (53.0, 25.0, 19.0), 3: "W", 4: (2.0, 19.0, 10.0)})
    made.get_ifd(0x8825)[27] = b"HOMEADDRESS"
    return made.tobytes()


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_that_claims(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A few bytes whose header promises a picture of any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", head)
        + png_chunk(b"IDAT", zlib.compress(pixels))
        + png_chunk(b"IEND", b"")
    )


def packed(**files: bytes) -> bytes:
    """A package with a fixed date, for its bytes name a test: both test processes must find the same."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            member = zipfile.ZipInfo(name.replace("__", "/"), (2026, 1, 1, 0, 0, 0))
            package.writestr(member, content, compress_type=zipfile.ZIP_DEFLATED)
    return written.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"\xef\xbb\xbf \n<!doctype html><script>alert(1)</script>"
