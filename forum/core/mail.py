"""Writes mails into the outbox, and delivers them: by SMTP, or to files where no server is set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from config import Settings
from forum.core import clock
from forum.core.bounce_reports import LONGEST_REASON, BounceReport
from forum.core.bounces import record_bounce
from forum.core.db import db, transaction
from forum.core.dkim import DkimKeyError, sign_message
from forum.core.mail_caps import count_sent, hold_over_caps
from forum.core.mail_html import render_html
from forum.core.mail_text import wrap_mail
from forum.core.outbox import (
    MAIL,
    FinalError,
    OutboxRow,
    Rank,
    UnreachableError,
    enqueue,
    get_rows,
    is_last_attempt,
)
from forum.core.return_paths import return_path
from forum.core.settings import settings
from forum.core.smtp import Letter, RefusedForNowError, send_by_smtp
from forum.core.text import clean, excerpt
from forum.core.worker import Settle

LONGEST_SUBJECT = 78
"""In characters: what fits into one line of a list of mails, and into one line of the message."""
NOBODYS = ".invalid"
GIVEN_UP = "4.4.7"
"""The status of a mail that was tried for too long (RFC 3463)."""
UNFOLDED = {"list-unsubscribe"}


class _LongAddressesStayWhole(EmailPolicy):
    """Python would encode an address of more than 78 letters, and no mail program could follow it then."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """Write one header as it goes over the wire."""
        if name.lower() in UNFOLDED:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


# Seven bits: no server on the way needs to write it anew, which would break its signature.
POLICY = _LongAddressesStayWhole(linesep="\r\n", max_line_length=78, cte_type="7bit")


def mail_later(
    *,
    to: str,
    subject: str,
    text: str,
    key: str | None = None,
    stop_url: str = "",
    look: Mapping[str, list[tuple[str, str]]] | None = None,
    is_last: bool = False,
    rank: Rank = Rank.USUAL,
) -> None:
    """Write a mail into the outbox, in the current transaction; `key` makes it go out once.

    `stop_url` is the address at which the reader stops such mails with one press (RFC 8058). `look` says which lines of
    the text are buttons in its HTML, and in which colours (`core.letters`, which all mails go through). `is_last` is the
    mail to somebody who has just left: once it is sent, its row does not say to whom. An address that nobody can have
    (RFC 2606) gets none: it stands for somebody who left, or for what the site itself brought in.
    """
    if to.endswith(NOBODYS):
        return
    payload = {"to": to, "subject": excerpt(subject, LONGEST_SUBJECT), "text": clean(text)}
    given = {"stop_url": stop_url, "look": look, "is_last": is_last}
    enqueue(MAIL, payload | {name: value for name, value in given.items() if value}, key=key, rank=rank)


def deliver(rows: list[OutboxRow]) -> Settle:
    """Send the mails of these rows; the worker's handler. Raises FinalError, or LaterError for another try."""
    site = settings()
    for row in rows:
        hold_over_caps(row)
    try:
        written = [_Written(row.id, build(row, site), return_path(row), is_last_attempt(row)) for row in rows]
    except ValueError as error:
        raise FinalError(f"No email can be sent to this address: {error}") from error
    # A mail server may take its time; meanwhile nobody should wait for the database's write lock.
    db.session.rollback()
    for one in written:
        if site.smtp_host:
            _send(one, site)
        else:
            _write(one.message, one.number, site.mail_folder)
    return _settle_sent


@dataclass(frozen=True, slots=True)
class _Written:
    """A mail that is about to go out: of which row, where its bounces go, and whether that row is given up after it."""

    number: int
    message: EmailMessage
    return_path: str
    is_last_attempt: bool


def _send(mail: _Written, site: Settings) -> None:
    try:
        send_by_smtp(letter_of(mail.message, mail.return_path), site)
    except RefusedForNowError as error:
        if mail.is_last_attempt:
            with transaction():
                record_bounce(get_rows([mail.number])[0], BounceReport(GIVEN_UP, str(error)[:LONGEST_REASON]))
        raise


def _settle_sent(rows: list[OutboxRow]) -> None:
    """Count what was sent, and keep it nowhere: it may hold a link by which anybody could sign in."""
    for row in rows:
        count_sent(row)
        kept = () if row.payload.get("is_last") else ("to", "subject")
        row.payload = {name: row.payload[name] for name in kept}


def letter_of(message: EmailMessage, return_path: str = "") -> Letter:
    """Write a message as it goes over the wire; bounces go to `return_path`, or to whom it is from."""
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    sender = return_path or sender
    is_international = not (sender + recipient).isascii()
    content = message.as_bytes(policy=POLICY.clone(utf8=is_international))
    try:
        return Letter(sign_message(content, settings()), sender, recipient, is_international)
    except DkimKeyError as error:
        raise UnreachableError(str(error)) from error  # all mails wait until the key is there


def build(row: OutboxRow, site: Settings) -> EmailMessage:
    """Make the message of a row. Its Message-ID is the row's, so that a repeat after a kill can be recognised."""
    message = EmailMessage(policy=POLICY)
    message["Subject"] = row.payload["subject"]
    message["From"] = _address(site.mail_from)
    message["To"] = _address(row.payload["to"])
    message["Date"] = format_datetime(clock.now())
    host = urlsplit(site.base_url).hostname
    message["Message-ID"] = f"<outbox-{row.id}-{int(row.created_at.timestamp())}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if stop_url := row.payload.get("stop_url"):
        message["List-Unsubscribe"] = f"<{stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(wrap_mail(row.payload["text"]) + "\n")
    message.add_alternative(_html(row, site), subtype="html")
    return message


def _html(row: OutboxRow, site: Settings) -> str:
    look = row.payload.get("look", {})
    return render_html(
        subject=row.payload["subject"],
        text=row.payload["text"],
        buttons=[(label, url) for label, url in look.get("buttons", ())],
        colours=next(((ground, ink) for ground, ink in look.get("colours", ())), None),
        site_url=site.base_url,
    )


def words_of(message: EmailMessage) -> str:
    """Return the text of a message, as mail programs without HTML show it."""
    part = message.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def _address(text: str) -> Address:
    """Read an address strictly: header values cannot be smuggled in. Raises ValueError."""
    name, spec = parseaddr(text)
    return Address(display_name=name, addr_spec=spec)


def _write(message: EmailMessage, number: int, folder: Path) -> None:
    """Write a mail to a file of its own, whole or not at all; the same row writes the same file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{number:08}.unfinished"
    unfinished.write_text(readable(message))
    at = clock.now().timestamp()
    os.utime(unfinished, (at, at))  # so that it grows old by the clock that everything else grows old by
    unfinished.replace(folder / f"{number:08}.txt")


def forget_old_files() -> int:
    """Delete the mails that were written to the folder, where no server is set, as long ago as sent ones are kept; returns how many."""
    before = (clock.now() - settings().sent_mails_kept).timestamp()
    old = [file for file in settings().mail_folder.glob("*.txt") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def readable(message: EmailMessage) -> str:
    """Write a message for people: a few headers, then the words."""
    heads = "".join(f"{name}: {message[name]}\n" for name in ("Date", "From", "To", "Subject", "Message-ID"))
    return f"{heads}\n{words_of(message)}"
