"""What the worker does for discovery."""

from __future__ import annotations

from collections.abc import Mapping

from forum.core.worker import Handler
from forum.discovery.search_checks import CHECK_SEARCHES, check_searches

HANDLERS: Mapping[str, Handler] = {CHECK_SEARCHES: check_searches}
