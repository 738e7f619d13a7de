"""What every template may use: names, addresses, dates and numbers as people read them."""

from __future__ import annotations

from zlib import crc32

from flask import Flask
from flask_wtf.csrf import generate_csrf

from config import Settings
from forum.core import clock
from forum.core.formatting import ago, count, day, duration, iso, moment, months, pounds
from forum.core.settings import settings as settings_now
from forum.core.text import quoted, safe

SHADES = 4  # grounds of initials in the stylesheet
SMALL_WORDS = frozenset({"the", "of", "and", "for", "in", "at", "a"})


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
        duration=duration,
        months=months,
        iso=iso,
        initials=initials,
        shade=shade,
    )
    app.jinja_env.globals["now"] = clock.now
    app.jinja_env.globals["settings"] = settings_now
    app.jinja_env.globals["csrf_token"] = generate_csrf  # for buttons outside of a form of their own


def initials(name: str) -> str:
    """Return the first letters of a name's first two telling words, as in RA for Riverside Allotments."""
    words = [
        word
        for word in name.replace("-", " ").split()
        if word.lower() not in SMALL_WORDS and word[0].isalnum()
    ]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def shade(name: str) -> int:
    """Choose one of the grounds for a name's initials, the same on every page."""
    return crc32(name.encode()) % SHADES
