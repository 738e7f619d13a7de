"""The one place where words become safe HTML: rendered once, on write, and stored with PIPELINE_VERSION (ADR 0003)."""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape
from itertools import islice

import bleach
import nh3
from markupsafe import Markup  # noqa: TID251  # the one place

from forum.core.codes import MISSING_WORDS
from forum.core.text_links import SCHEMES, check_links
from forum.core.text_markdown import to_html

__all__ = [
    "LONGEST_TEXT",
    "PIPELINE_VERSION",
    "TextRefused",
    "clean",
    "clean_line",
    "excerpt",
    "plain",
    "quote",
    "render",
    "safe",
]

PIPELINE_VERSION = 2  # raise it when stored HTML must be made again
LONGEST_TEXT = 20_000  # characters, about 3,500 words
MOST_MARKUP = 600  # marks, lines and table cells together: about 30 ms of work at worst
MOST_NESTING = 8  # quotes in lists in quotes
MOST_TAGS = 1_500

_TAGS = {"p", "br", "hr", "a", "em", "strong", "code", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_REL = "nofollow ugc noopener"
_WITHOUT_ADDRESS = re.compile(f'<a rel="{_REL}">(.*?)</a>', re.DOTALL)
_MARKS = re.compile(r"[*_`\[\]<>&!\\#~]|https?:|www\.|^[ \t]*(?:[-+=•‣◦▪●]|\d+[.)])", re.MULTILINE)
_NESTING = re.compile(r"^(?:[ \t]*+(?:>|[-*+•‣◦▪●](?=[ \t])|\d{1,9}[.)](?=[ \t])))++", re.MULTILINE)
_NESTED = re.compile(r">|[-*+•‣◦▪●]|\d+[.)]")
_INDENT = re.compile(r"^[ >]*", re.MULTILINE)
_OURS = re.compile(r"\s*<(?:p|h[3-6]|ul|ol|blockquote|hr|table)(?:\s[^>]*)?>")
_INLINE_TAG = re.compile(r"</?(?:a|em|strong|code)(?:\s[^>]*)?>")
_ANY_TAG = re.compile(r"<[^>]*>")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#!|&])")


class TextRefused(ValueError):  # noqa: N818  # reads as what happened
    """Say, in a sentence for the person who wrote it, why a text cannot be taken."""


_OPENING_QUOTE = re.compile(r'“|(?<![^\s(\[])"')
_CLOSING_QUOTE = re.compile(r'["”]')


def render(markdown: str) -> str:
    """Turn what a person wrote into safe HTML.

    Raises TextRefused when it is longer than LONGEST_TEXT. Text with more markup, or deeper, than people write
    is shown as plain paragraphs with every word kept.
    """
    text = clean(markdown)
    if len(text) > LONGEST_TEXT:
        raise TextRefused(f"This is too long. Please use {LONGEST_TEXT:,} characters or fewer.")
    html = None if _is_excessive(text) else _from_markdown(text)
    return _last_gate(_paragraphs(text) if html is None else html)


def safe(html: str) -> Markup:
    """Mark stored HTML, made by render, as safe to show. The only maker of Markup.

    What is no text was damaged, and is said to be missing.
    """
    html = html if isinstance(html, str) else MISSING_WORDS
    return Markup(html)  # noqa: S704  # the one place


def plain(html_or_markdown: str) -> str:
    """Return the words alone on one line, from stored HTML or from Markdown; not HTML, so templates escape it.

    There are none in what was damaged and is no text any more.
    """
    html = html_or_markdown if isinstance(html_or_markdown, str) else ""
    if not _OURS.match(html):
        try:
            html = render(html)
        except TextRefused:
            html = _paragraphs(clean(html))
    return clean_line(unescape(_ANY_TAG.sub(" ", _INLINE_TAG.sub("", html))))


def excerpt(text: str, length: int) -> str:
    """Cut plain text to at most this many characters, at a word's end, with an ellipsis when something is left out."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: max(length, 1)]
    words = cut[:-1] if cut[-1:] == " " else cut[:-1].rpartition(" ")[0] or cut[:-1]
    return words.rstrip(" ,;:.-\u2013\u200d\ufe0f") + "…"


def quoted(words: str) -> str:
    """Put words between quotation marks; those inside become single ones, as in print."""
    inside = _OPENING_QUOTE.sub("‘", words)
    return f"“{_CLOSING_QUOTE.sub('’', inside)}”"


def quote(markdown: str, author_name: str) -> str:
    """Begin a reply with somebody's words, in Markdown; what they quoted themselves is left out."""
    own = [line for line in clean(markdown).split("\n") if not line.lstrip().startswith(">")]
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip("\n")
    lines = ["", *words.split("\n")]
    return "\n".join([quote_heading(author_name), *(f"> {line}".rstrip() for line in lines)]) + "\n\n"


def quote_heading(author_name: str) -> str:
    """Return the line with which a quotation of somebody begins."""
    name = _MARKDOWN_SIGNS.sub(r"\\\1", clean_line(author_name))
    return f"> **{name}** wrote:"


def _is_excessive(text: str) -> bool:
    lines = text.split("\n")
    pipes = [line.count("|") for line in lines if "|" in line]
    cells = len(pipes) * max(pipes, default=0)
    room = MOST_MARKUP - len(lines) - 2 * cells - text.count("://")  # a link costs as much as two marks
    if room < 0 or next(islice(_MARKS.finditer(text), room, None), None):
        return True
    deepest = max((len(_NESTED.findall(found)) for found in _NESTING.findall(text)), default=0)
    indent = max((len(found) for found in _INDENT.findall(text.expandtabs(4))), default=0)
    return deepest > MOST_NESTING or indent > MOST_NESTING * 4


def _from_markdown(text: str) -> str | None:
    try:
        html = to_html(text)
    except (RecursionError, ValueError, IndexError, AttributeError):
        return None
    if html.count("<") + html.count("&") > MOST_TAGS:
        return None
    return check_links(_bleached(html))


def _bleached(html: str) -> str:
    attributes = {tag: sorted(names) for tag, names in _ATTRIBUTES.items()}
    return bleach.clean(html, tags=_TAGS, attributes=attributes, protocols=SCHEMES, strip=True)


def _last_gate(html: str) -> str:
    html = _nh3(html)
    if (
        f'<a rel="{_REL}">' in html
    ):  # it took away an address that our check let through: take the link away too
        html = _nh3(_WITHOUT_ADDRESS.sub(r"\1", html))
    return html


def _nh3(html: str) -> str:
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=_REL, url_relative="deny"
    )


def _paragraphs(text: str) -> str:
    paragraphs = (escape(part.strip("\n")) for part in re.split(r"\n[ \t]*\n", text) if part.strip())
    return "\n".join(f"<p>{part}</p>".replace("\n", "<br>") for part in paragraphs)


MOST_MARKS_ON_A_LETTER = 8  # more than any language stacks; a tower of thousands is also slow to normalise

_NEWLINES = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # England, Scotland, Wales are spelt with hidden tags
_HIDDEN = re.compile(
    f"({_FLAG})"
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible, and no language needs them
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of letters, and what is no letter at all
    "\U000e0000-\U000e007f]"  # tags outside a flag
)
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters that look like nothing
_VISIBLE = frozenset("LNPS")  # letters, numbers, punctuation, symbols


def clean(text: str) -> str:
    """Make typed text fit to store: newlines, NFC, no controls or bidi tricks, no space around it.

    Letters of every direction, joiners in emoji and the marks that right-to-left writing needs are kept.
    Text that shows nothing becomes "".
    """
    text = _NEWLINES.sub("\n", text)
    text = _HIDDEN.sub(lambda found: found.group(1) or "", text)
    if not text.isascii():
        text = _few_marks(unicodedata.normalize("NFC", _few_marks(text)))
    text = text.strip()
    return text if any(_shows(letter) for letter in text) else ""


def clean_line(text: str) -> str:
    """Make typed text fit for one line: as clean does, and each run of space or newline is one space."""
    return " ".join(clean(text).split())


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS_ON_A_LETTER:
            kept.append(letter)
    return "".join(kept)


def _shows(letter: str) -> bool:
    return unicodedata.category(letter)[0] in _VISIBLE and letter not in _BLANK
