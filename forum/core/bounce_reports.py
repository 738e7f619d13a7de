"""Reads what mail servers report of a mail they could not deliver (RFC 3464, and RFC 6533 for international addresses)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.parser import HeaderParser

from forum.core.text import clean_line

LONGEST_REPORT = 1_000_000
MOST_NESTED = 20
LONGEST_REASON = 300
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<!\d)([45])\d\d(?!\d)")
OF_REPORT = re.compile(rb"message/(?:global-)?delivery-status", re.IGNORECASE)
NESTED = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
# A type that the standard library takes for plain text: it decodes that, and of the two real ones it decodes neither.
AS_TEXT = "text/x-delivery-status"
GENERIC = {"4.0.0", "5.0.0"}


@dataclass(frozen=True, slots=True)
class BounceReport:
    """What a report says of the one address a mail went to: given up, with which status and in whose words."""

    status: str
    reason: str


def read_report(raw: bytes) -> BounceReport | None:
    """Return what a report says, where it says that a mail was given up.

    None for all else: replies of people who are away, reports that it was delivered or is still being tried.
    """
    raw = raw[:LONGEST_REPORT]
    if len(NESTED.findall(raw)) > MOST_NESTED:
        return None
    message = message_from_bytes(OF_REPORT.sub(AS_TEXT.encode(), raw), policy=policy.compat32)
    parts = message.get_payload() if message.get_content_type() == "multipart/report" else []
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, Message) and part.get_content_type() == AS_TEXT:
            return _read_status(part)
    return None


def _read_status(part: Message) -> BounceReport | None:
    """Read the groups of fields, one for each address; the first is about the report itself."""
    content = part.get_payload(decode=True)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    groups = [HeaderParser().parsestr(one.strip()) for one in re.split(r"\r?\n[ \t]*\r?\n", text)]
    failed = [_report_of(one) for one in groups if _field(one, "Action").lower() == "failed"]
    return max(failed, key=lambda one: one.status, default=None)


def _report_of(group: Message) -> BounceReport:
    diagnostic = _field(group, "Diagnostic-Code").partition(";")[2].strip() or _field(
        group, "Diagnostic-Code"
    )
    status, in_words = STATUS.search(_field(group, "Status")), STATUS.search(diagnostic)
    found = status[1] if status else ""
    if in_words and (not found or found in GENERIC):
        found = in_words[1]  # what the server itself said is closer than a summary of it
    if not found:
        reply = REPLY.search(diagnostic)
        found = f"{reply[1] if reply else 4}.0.0"
    return BounceReport(found, clean_line(f"{diagnostic or found}")[:LONGEST_REASON])


def _field(group: Message, name: str) -> str:
    return " ".join(str(group.get(name, "")).split())
