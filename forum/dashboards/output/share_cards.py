"""The picture that other sites show beside a link to a council's figures or to a barrier: 1200 by 630, PNG.

Public figures alone, and never the name of a group or a person.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.core.settings import settings
from forum.core.urls import with_host
from forum.councils.models import Council
from forum.dashboards.figures.definitions import GROUPS, NAMELESS, OPEN, REMOVED
from forum.dashboards.figures.recurring import Obstacle
from forum.dashboards.figures.schema import Figure
from forum.dashboards.output.presenters import number_words, period_words

WIDTH, HEIGHT = 1200, 630
EDGE = 72
MOST_LINES = 3
CACHED_CARDS = 200
"""Pictures cached in each process, about 25 KB each."""
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
_cached: OrderedDict[str, bytes] = OrderedDict()


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


@dataclass(frozen=True, slots=True)
class Share:
    """What other sites show beside a link: a title, the picture in words, its whole address."""

    title: str
    alt: str
    url: str


def council_card(
    council: Council, headline: Sequence[Figure], *, name: str = "", top: Obstacle | None = None
) -> ShareCard:
    """Return how many groups were held up, what was solved, and what keeps coming back, or how many still wait.

    `name` is what the days are called, where they have a name.
    """
    by_key = {one.definition.key: one for one in headline}
    groups = by_key[GROUPS.key]
    is_shown = not groups.is_suppressed and groups.value is not None
    period = groups.period
    return ShareCard(
        site=settings().site_name,
        council=council.official_name or council.name,
        number=number_words(groups.value) if is_shown else "Fewer than 5",
        label=f"groups said that something got in their way{_unnamed(by_key[NAMELESS.key])}",
        sentence=_solved(by_key[REMOVED.key], by_key[OPEN.key], top),
        period=name or (period_words(period) if period else ""),
    )


def _unnamed(nameless: Figure) -> str:
    """Return how many of the groups are counted by themselves because they have no name; empty where there is none."""
    return f", {number_words(nameless.value)} of them without a name" if nameless.value else ""


def _solved(gone: Figure, waiting: Figure, top: Obstacle | None) -> str:
    """Return what was solved first; where that is nothing yet, only what is left."""
    solved = (
        f"{_number(gone)} {'barrier' if _is_one(gone) else 'barriers'} removed, confirmed by the groups affected. "
        if gone.is_suppressed or gone.value
        else ""
    )
    if top is not None:
        return f"{solved}What keeps coming back: {top.category_label} ({top.rule_source_label})."
    still = "still " if solved else ""
    return f"{solved}{_number(waiting)} {still}{'waits' if _is_one(waiting) else 'wait'} for the council."


def barrier_card(barrier: Barrier) -> ShareCard:
    """Return what the barrier is and how many groups it affects. Only for a barrier that everybody may read."""
    number = barrier.number_of_affected
    return ShareCard(
        site=settings().site_name,
        council=barrier.council.official_name if barrier.council else "Council not known yet",
        number=f"{number:,}",
        label=f"{'group says' if number == 1 else 'groups say'} that this affects them",
        sentence=barrier.title,
        period=STATE_LABELS[State(barrier.state)],
    )


def share(title: str, card: ShareCard, path: str) -> Share:
    """Return what the head of a page says about its picture; the address changes with the picture."""
    return Share(title, card.alt, f"{with_host(path)}?v={card.version}")


def _is_one(figure: Figure) -> bool:
    return not figure.is_suppressed and figure.value == 1


def _number(figure: Figure) -> str:
    return "Few" if figure.is_suppressed else number_words(figure.value or 0)


def picture_of(card: ShareCard) -> bytes:
    """Return the picture, drawn once for each content and cached while it is asked for."""
    known = _cached.get(card.version)
    if known is None:
        known = _cached[card.version] = draw(card)
    _cached.move_to_end(card.version)
    while len(_cached) > CACHED_CARDS:
        _cached.popitem(last=False)
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
