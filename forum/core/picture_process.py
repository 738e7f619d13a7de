"""Decodes one picture and makes the small ones that we keep: a program of its own, so that a picture can kill only it.

Read on standard input: the file. Arguments: the most pixels, "webp" or "jpeg", the widths. Written on standard
output: a line of JSON, then the pictures one after the other. It imports nothing of ours and sees none of our
settings; what it may use of time and memory is limited before it looks at the first byte (ADR 0017).
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import warnings
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageOps

MEMORY = 1_500_000_000
CPU_SECONDS = 12
TALLEST = 2  # times its width
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY = 80
Size = tuple[int, int]


class Refused(ValueError):  # noqa: N818  # reads as what happened
    """Why this picture is not taken, in words for the person who sent it."""


def main() -> None:
    """Answer with the pictures, or with the reason why there are none."""
    _limit()
    most_pixels, kind, widths = int(sys.argv[1]), sys.argv[2], [int(one) for one in sys.argv[3:]]
    try:
        made = make(sys.stdin.buffer.read(), most_pixels=most_pixels, kind=kind, widths=widths)
    except Refused as refused:
        sys.stdout.write(json.dumps({"refused": str(refused)}) + "\n")
        return
    told = [{"width": width, "height": height, "bytes": len(content)} for content, (width, height) in made]
    sys.stdout.buffer.write(json.dumps({"made": told}).encode() + b"\n")
    for content, _ in made:
        sys.stdout.buffer.write(content)


def make(content: bytes, *, most_pixels: int, kind: str, widths: list[int]) -> list[tuple[bytes, Size]]:
    """Make one picture for each width, upright, without anything but its pixels. Raises Refused."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = most_pixels
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check(opened, most_pixels)
            plain = _plain(opened, max(widths))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_too_large(most_pixels)) from error
    except MemoryError as error:
        raise Refused(
            "This picture is too large for us to open. Make it smaller and send it again."
        ) from error
    except Exception as error:  # decoders raise whatever they like at broken files
        raise Refused(
            "This picture is damaged: we cannot open it. Perhaps it was not copied to its end."
        ) from error
    return [_encoded(_fitted(plain, width), kind) for width in sorted(widths)]


def _check(opened: Image.Image, most_pixels: int) -> None:
    width, height = opened.size
    if width < 1 or height < 1:
        raise Refused("This picture has no size: it is empty.")
    if width * height > most_pixels:
        raise Refused(_too_large(most_pixels))


def _too_large(most_pixels: int) -> str:
    return f"This picture has more than {most_pixels // 1_000_000} megapixels. Make it smaller and send it again."


def _plain(opened: Image.Image, width: int) -> Image.Image:
    """Decode the first frame, no larger than it must be, turn it upright, and make it plain colours on white."""
    side = width * TALLEST
    opened.draft("RGB", (side, side))  # a JPEG is decoded at a half, a quarter or an eighth
    opened.load()
    profile = opened.info.get("icc_profile")
    small = _eight_bits(opened)
    small.thumbnail((side, side), reducing_gap=2.0)
    upright = ImageOps.exif_transpose(small)
    plain = _in_srgb(_on_white(upright), profile)
    fresh = Image.new("RGB", plain.size)  # pixels alone: whatever else hung on the picture stays behind
    fresh.paste(plain)
    return fresh


def _eight_bits(image: Image.Image) -> Image.Image:
    exif = image.getexif()
    if image.mode.startswith("I") or image.mode == "F":
        small = image.convert("F")
        scale = 1.0 if image.mode == "F" else 1 / 257
        image = small.point(lambda value: value * scale).convert("L")
    elif image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        image = image.convert("RGB")
    else:
        return image
    image.info["exif"] = exif.tobytes()  # its orientation is still to be applied
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Keep the colours that the camera meant; a profile that makes no sense is left out."""
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            from_it, to_srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(image, from_it, to_srgb, outputMode="RGB")
            if changed is not None:
                return changed
    return image.convert("RGB")


def _fitted(image: Image.Image, width: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((width, width * TALLEST))
    return copy


def _encoded(image: Image.Image, kind: str) -> tuple[bytes, Size]:
    written = io.BytesIO()
    if kind == "webp":
        image.save(written, "WEBP", quality=QUALITY, method=4)
    else:
        image.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return written.getvalue(), image.size


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # should memory run out, this goes first, not the web server
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    main()
