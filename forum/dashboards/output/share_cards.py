"""Draws the picture that stands beside a link to a council's figures when it is shared: 1200 by 630, PNG."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections import OrderedDict
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
EDGE = 72
MOST_LINES = 3
KEPT_CARDS = 200
"""Pictures kept in each process, about 25 KB each."""
BRAND, DEEP, TINT, ACCENT = "#0d4f4c", "#083634", "#e3f0ec", "#f6bd4a"
PLACES = tuple(
    (folder / regular, folder / bold)
    for folder, regular, bold in (
        (Path("/usr/share/fonts/truetype/dejavu"), "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        (
            Path("/usr/share/fonts/truetype/liberation"),
            "LiberationSans-Regular.ttf",
            "LiberationSans-Bold.ttf",
        ),
        (Path("/usr/share/fonts/dejavu-sans-fonts"), "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    )
)
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
_kept: OrderedDict[str, bytes] = OrderedDict()


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What stands on a picture: public figures alone, and no name of any group or person."""

    site: str
    council: str
    number: str
    label: str
    sentence: str
    period: str

    @property
    def alt(self) -> str:
        """The picture in words."""
        return f"{self.council}, {self.period}: {self.number} {self.label}. {self.sentence}".strip()

    @property
    def version(self) -> str:
        """A name that changes when anything on the picture does."""
        return hashlib.sha256("\x1f".join(astuple(self)).encode()).hexdigest()[:16]


def picture_of(card: ShareCard) -> bytes:
    """Give the picture, drawn once for each content and kept while it is asked for."""
    known = _kept.get(card.version)
    if known is None:
        known = _kept[card.version] = draw(card)
    _kept.move_to_end(card.version)
    while len(_kept) > KEPT_CARDS:
        _kept.popitem(last=False)
    return known


def draw(card: ShareCard) -> bytes:
    """Draw the picture; long words are wrapped, and cut after three lines."""
    image = Image.new("RGB", (WIDTH, HEIGHT), TINT)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 132), fill=BRAND)
    for x in range(0, WIDTH, 92):
        pen.rectangle((x, 132, x + 56, 142), fill=ACCENT)
    room = WIDTH - 2 * EDGE
    pen.text(
        (EDGE, 42),
        _fitted(pen, card.council, 44, room - 230, bold=True),
        font=_font(44, bold=True),
        fill="#ffffff",
    )
    pen.text((WIDTH - EDGE, 51), _drawable(card.site), font=_font(32), fill="#ffffff", anchor="ra")
    pen.text((EDGE, 172), _drawable(card.number), font=_font(150, bold=True), fill=DEEP)
    beside = EDGE + int(pen.textlength(_drawable(card.number), font=_font(150, bold=True))) + 40
    for at, line in enumerate(_wrapped(pen, card.label, 40, max(WIDTH - EDGE - beside, 260))):
        pen.text((beside, 206 + 50 * at), line, font=_font(40), fill=DEEP)
    for at, line in enumerate(_wrapped(pen, card.sentence, 38, room)):
        pen.text((EDGE, 392 + 50 * at), line, font=_font(38), fill=DEEP)
    pen.text((EDGE, 562), _fitted(pen, card.period, 30, room), font=_font(30), fill=BRAND)
    written = io.BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


@lru_cache(maxsize=16)
def _font(size: int, *, bold: bool = False) -> Font:
    for regular, heavy in PLACES:
        file = heavy if bold else regular
        if file.is_file():
            return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)
    return ImageFont.load_default(size)


@lru_cache(maxsize=1)
def _has_all_letters() -> bool:
    return any(regular.is_file() for regular, _ in PLACES)


def _drawable(text: str) -> str:
    """Write text on one line with letters the font has: Pillow's own knows neither accents nor the pound sign."""
    text = " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())
    if _has_all_letters():
        return text
    plain = unicodedata.normalize("NFKD", text.replace("£", "GBP ").replace("–", "-"))
    return "".join(letter for letter in plain if letter.isascii() or letter in "’‘“”…·")


def _wrapped(pen: ImageDraw.ImageDraw, text: str, size: int, room: int) -> list[str]:
    lines = [""]
    for word in _drawable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or pen.textlength(longer, font=_font(size)) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    return [_fitted(pen, line, size, room) for line in lines]


def _fitted(pen: ImageDraw.ImageDraw, text: str, size: int, room: int, *, bold: bool = False) -> str:
    """Cut a line that is wider than its room, with an ellipsis."""
    text = _drawable(text)
    font = _font(size, bold=bold)
    if pen.textlength(text, font=font) <= room:
        return text
    while text and pen.textlength(f"{text}…", font=font) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
