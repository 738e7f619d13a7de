"""Reads the blocks of a mail off its text, for the layout in HTML.

Only addresses of this site become links: what somebody typed here leads nobody elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from flask import current_app

FOOT = "\n-- \n"
END_OF_SENTENCE = ".,;:!?)\"'"
FIRST_WORDS = 140


class Kind(StrEnum):
    """What a block of a mail is."""

    WORDS = "words"
    CARD = "card"
    QUOTE = "quote"
    BUTTONS = "buttons"


@dataclass
class Block:
    """One block: lines of spans, each a text and where it leads, if anywhere; or the buttons of one row."""

    kind: Kind
    lines: list[list[tuple[str, str]]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


def render_html(
    *, subject: str, text: str, buttons: list[tuple[str, str]], colours: tuple[str, str] | None, site_url: str
) -> str:
    """Write a mail's HTML from its text."""
    body, _, foot = text.rpartition(FOOT) if FOOT in text else (text, "", "")
    blocks = read_blocks(body, buttons, site_url)
    words = next((one for one in blocks[1:] if one.kind == Kind.WORDS), None)
    first = "".join(span for line in words.lines for span, _ in line) if words else subject
    return current_app.jinja_env.get_template("emails/layout.html").render(
        subject=subject,
        preview=first[:FIRST_WORDS],
        blocks=blocks,
        foot=[_spans(line, site_url) for line in _foot_lines(foot)],
        colours=colours,
        site_url=site_url,
    )


def read_blocks(body: str, buttons: list[tuple[str, str]], site_url: str) -> list[Block]:
    """Divide the text at its empty lines, and tell what each part is."""
    known = {f"{label}:\n{url}": (label, url) for label, url in buttons}
    found: list[Block] = []
    for part in re.split(r"\n[ \t]*\n+", body.strip("\n")):
        button = known.get(part.strip())
        if button is not None and found and found[-1].kind == Kind.BUTTONS:
            found[-1].buttons.append(button)
        elif button is not None:
            found.append(Block(Kind.BUTTONS, buttons=[button]))
        elif part.strip():
            block = _block(part, site_url)
            if block.kind == Kind.CARD and len(block.lines) == 1 and found and found[-1].kind == Kind.CARD:
                found[-1].lines += block.lines  # a list with empty lines between its items
            else:
                found.append(block)
    return found


def _block(part: str, site_url: str) -> Block:
    lines = part.split("\n")
    if all(line.startswith("  ") for line in lines):
        return Block(Kind.CARD, _card([line.strip() for line in lines], site_url))
    text = " ".join(part.split())
    if text.startswith('"') and text.endswith('"'):
        return Block(Kind.QUOTE, [[(text.strip('"'), "")]])
    return Block(Kind.WORDS, [_spans(text, site_url)])


def _card(lines: list[str], site_url: str) -> list[list[tuple[str, str]]]:
    """Return the lines of a card; an address below a line is where that line leads."""
    found: list[list[tuple[str, str]]] = []
    for line in lines:
        if _is_ours(line, site_url) and found and found[-1][0][1] == "":
            found[-1] = [(found[-1][0][0], line)]
        else:
            found.append(_spans(line, site_url))
    return found


def _foot_lines(foot: str) -> list[str]:
    """Return the lines of a foot: each ends with an address, and begins with what that leads to."""
    lines: list[str] = [""]
    for line in foot.strip().split("\n"):
        if line.endswith(":"):
            lines.append(line)
        else:
            lines[-1] = f"{lines[-1]} {line}".strip()
    return [line for line in lines if line]


def _spans(text: str, site_url: str) -> list[tuple[str, str]]:
    """Divide a line into words and links. "Stop these mails: https://…" is a link of three words."""
    spans: list[tuple[str, str]] = []
    for word in re.split(r"(https?://\S+)", text):
        address = word.rstrip(END_OF_SENTENCE)
        if not _is_ours(address, site_url):
            spans.append((word, ""))
            continue
        before = spans[-1][0] if spans else ""
        label = re.search(r"(?:^|(?<=[.!?] ))([^.!?:]+): $", before)
        if label:
            spans[-1] = (before[: label.start()], "")
            spans.append((label[1], address))
        else:
            spans.append((address.removeprefix("https://").removeprefix("http://"), address))
        spans.append((word[len(address) :], ""))
    return [span for span in spans if span[0]]


def _is_ours(address: str, site_url: str) -> bool:
    site = site_url.rstrip("/")
    return address == site or address.startswith(f"{site}/")
