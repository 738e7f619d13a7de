"""What every template may use: names, addresses, dates and numbers as people read them."""

from __future__ import annotations

from datetime import date, datetime
from zlib import crc32

from flask import Flask
from flask_wtf.csrf import generate_csrf

from config import Settings
from forum.core import clock
from forum.core.text import quoted, safe

SHADES = 4  # grounds of initials in the stylesheet
SMALL_WORDS = frozenset({"the", "of", "and", "for", "in", "at", "a"})
A_MINUTE, AN_HOUR, A_DAY = 60, 3600, 86_400
DAYS_SAID = 14


def use_page_words(app: Flask, settings: Settings, *, is_demo: bool) -> None:
    """Offer the filters and names that templates share."""
    app.jinja_env.globals["site_name"] = settings.site_name
    app.jinja_env.globals["is_demo"] = is_demo
    app.jinja_env.globals["mails_are_files"] = is_demo and not settings.smtp_host
    app.jinja_env.filters.update(
        safe_html=safe,
        day=day,
        moment=moment,
        ago=ago,
        pounds=pounds,
        quoted=quoted,
        count=count,
        iso=iso,
        initials=initials,
        shade=shade,
    )
    app.jinja_env.globals["now"] = clock.now
    app.jinja_env.globals["csrf_token"] = generate_csrf  # for buttons outside of a form of their own


def day(when: date | datetime) -> str:
    """Write a date, as in 3 May 2026."""
    local = when.astimezone(clock.LOCAL) if isinstance(when, datetime) else when
    return f"{local.day} {local:%B %Y}"


def moment(when: datetime) -> str:
    """Write a moment on the clock of the United Kingdom, as in 3 May 2026, 14:05."""
    return f"{day(when)}, {when.astimezone(clock.LOCAL):%H:%M}"


def iso(when: date | datetime) -> str:
    """Write a moment for machines, for the datetime attribute."""
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def ago(when: datetime) -> str:
    """Write how long ago something was, as in 3 hours ago; after two weeks its date."""
    seconds = (clock.now() - when).total_seconds()
    if seconds < A_MINUTE:
        return "just now"
    if seconds < AN_HOUR:
        return f"{count(int(seconds // A_MINUTE), 'minute')} ago"
    if seconds < A_DAY:
        return f"{count(int(seconds // AN_HOUR), 'hour')} ago"
    days = int(seconds // A_DAY)
    return f"{count(days, 'day')} ago" if days <= DAYS_SAID else day(when)


def pounds(amount: int) -> str:
    """Write whole pounds, as in £1,250."""
    return f"£{amount:,}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun, as in 1 group, 2 groups."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def initials(name: str) -> str:
    """Give the first letters of a name's first two telling words, as in RA for Riverside Allotments."""
    words = [
        word
        for word in name.replace("-", " ").split()
        if word.lower() not in SMALL_WORDS and word[0].isalnum()
    ]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def shade(name: str) -> int:
    """Choose one of the grounds for a name's initials, the same on every page."""
    return crc32(name.encode()) % SHADES
