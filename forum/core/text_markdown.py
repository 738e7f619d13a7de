"""Our small Markdown: what groups use, and nothing that is slow or surprising (ADR 0003).

Left out: raw HTML, reference links, underlined headings, indented code, and pictures (they become links).
"""

from __future__ import annotations

import re
import threading
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from forum.core.text_layout import lay_out
from forum.core.text_links import safe_address

_DROPPED_INLINE = (
    "reference",
    "short_reference",
    "image_reference",
    "short_image_ref",
    "link",
    "image_link",
    "autolink",
    "automail",
    "html",
    "entity",
)
_DROPPED_BLOCKS = ("code", "reference", "setextheader")
_HEADING = re.compile(r"(?:^|\n)(?P<level>#{1,6}) +(?P<header>[^\n]*)(?:\n|$)")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# Each is bounded and stops at the next bracket, so that no flood of brackets makes it slow.
_LINK = r'!?\[([^\[\]]{1,500})\]\(\s{0,3}<?([^\s()<>"]{1,2000}(?:\([^\s()<>"]{0,200}\)[^\s()<>"]{0,200})?)>?(?:\s{1,3}"[^"\n]{0,200}")?\s{0,3}\)'
_PICTURE_WITHOUT_WORDS = r'!\[\]\(\s{0,3}<?([^\s()<>"]{1,2000})>?(?:\s{1,3}"[^"\n]{0,200}")?\s{0,3}\)'
_BARE = r"(?<![\w@/.])<?((?:https?://|www\.)[^\s<>\"\[\]`*]{1,2000})>?"
_END_OF_SENTENCE = ".,;:!?'\u2019\u201d*_~"


class _Link(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        words = m.group(1) if self.compiled_re.groups > 1 else "picture"
        address = safe_address(self.unescape(m.group(m.lastindex or 1)))
        return (_anchor(address, words) if address else words), m.start(), m.end()


class _BareAddress(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002, N802
        shown = m.group(1).rstrip(_END_OF_SENTENCE)
        spare = shown.count(")") - shown.count("(")
        while spare > 0 and shown.endswith(")"):
            shown, spare = shown[:-1].rstrip(_END_OF_SENTENCE), spare - 1
        address = safe_address(self.unescape(shown))
        if not address:
            return None, None, None
        bracketed = m.group(0).startswith("<")
        whole = bracketed and m.group(0).endswith(">") and shown == m.group(1)
        end = m.end() if whole else m.start(1) + len(shown)
        return _anchor(address, shown), m.start() if whole else m.start(1), end


class _Ampersand(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        return "&amp;", m.start(), m.end()


class _HashHeading(HashHeaderProcessor):
    RE = _HEADING


class _Headings(Treeprocessor):
    """Let headings begin at h3 and go down one step at a time, below the page's own h1 and h2."""

    def run(self, root: Element) -> None:
        above: list[str] = []
        for parent in root.iter():
            for child in [child for child in parent if child.tag in _HEADINGS]:
                child.text = _without_closing_hashes(child.text or "")
                if not child.text:
                    parent.remove(child)
        for heading in (found for found in root.iter() if found.tag in _HEADINGS):
            while above and above[-1] >= heading.tag:
                above.pop()
            above.append(heading.tag)
            heading.tag = f"h{min(2 + len(above), 6)}"


def _without_closing_hashes(words: str) -> str:
    bare = words.rstrip("#")
    return bare.strip() if not bare or bare.endswith(" ") else words.strip()


def to_html(text: str) -> str:
    """Turn Markdown into HTML that is not yet safe. Raises RecursionError or what Python-Markdown raises."""
    markdown: Markdown | None = getattr(_kept, "markdown", None)
    _kept.markdown = None  # an accident leaves its parser in a state of its own: the next post gets a new one
    markdown = markdown or _build()
    html = markdown.reset().convert(lay_out(text))
    _kept.markdown = markdown
    return html


_kept = threading.local()


def _build() -> Markdown:
    markdown = Markdown(extensions=["sane_lists", "nl2br", "tables"], output_format="html")
    markdown.preprocessors.deregister("html_block")
    for name in _DROPPED_INLINE:
        markdown.inlinePatterns.deregister(name)
    for name in _DROPPED_BLOCKS:
        markdown.parser.blockprocessors.deregister(name)
    markdown.parser.blockprocessors.register(_HashHeading(markdown.parser), "hashheader", 70)
    markdown.inlinePatterns.register(_Link(_PICTURE_WITHOUT_WORDS, markdown), "picture", 165)
    markdown.inlinePatterns.register(_Link(_LINK, markdown), "link", 160)
    markdown.inlinePatterns.register(_BareAddress(_BARE, markdown), "bare_address", 120)
    markdown.inlinePatterns.register(_Ampersand("&", markdown), "ampersand", 45)
    markdown.treeprocessors.register(_Headings(markdown), "headings", 25)
    return markdown


def _anchor(address: str, words: str) -> Element:
    # Written out in full, or the serialiser takes "&copy;" in an address for the sign that it names.
    anchor = Element("a", {"href": address.replace("&", AMP_SUBSTITUTE + "amp;")})
    anchor.text = words
    return anchor
