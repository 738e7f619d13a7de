"""The signed links by which people see a decision about them, or what came of their report, without signing in."""

from __future__ import annotations

from flask import url_for

from forum.core.signed_links import SignedLink

_DECISION = SignedLink("moderation-decision", int)
_REPORT = SignedLink("report", int)


def decision_path(act_id: int) -> str:
    """Return the address of a decision, for whom it is about."""
    return url_for("decisions.show", token=_DECISION.sign(act_id))


def read_decision_token(token: str) -> int | None:
    """Read the number of a decision out of an address; None when we did not make it."""
    return next(iter(_DECISION.read(token) or ()), None)


def report_path(report_id: int) -> str:
    """Return the address of a report, for whoever made it."""
    return url_for("reports.sent", token=_REPORT.sign(report_id))


def read_report_token(token: str) -> int | None:
    """Read the number of a report out of an address; None when we did not make it."""
    return next(iter(_REPORT.read(token) or ()), None)
