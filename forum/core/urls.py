"""Whole addresses of our pages, for what leaves the site: mails, feeds, pictures to share and links to copy.

`flask.url_for` gives the path of a page, in a request or outside of one (`web.urls.Site`).
"""

from __future__ import annotations

from typing import Any

from flask import url_for

from forum.core.settings import settings


def absolute_url(endpoint: str, /, **values: Any) -> str:  # noqa: ANN401  # as url_for takes them
    """Return the whole address of a page by its endpoint."""
    return with_host(url_for(endpoint, **values))


def site_url() -> str:
    """Return the address of the site as people say it, without a slash at its end."""
    return settings().base_url.rstrip("/")


def with_host(path: str) -> str:
    """Return the whole address of a path that url_for gave."""
    return settings().origin + path
