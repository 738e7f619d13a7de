"""Reads of what every kind of thread shares."""

from __future__ import annotations

from forum.threads.visible import readable

__all__ = ["readable"]
