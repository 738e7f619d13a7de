"""How long until it is gone, counted fairly when many are not gone yet: the Kaplan–Meier estimate. Pure.

E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
Statistical Association 53 (1958), 457-481: at each day on which something was removed, the share that is left
is multiplied by 1 - removed / still waiting. A case that is not removed counts among those waiting as long as
it was watched; one that was watched up to the very day of a removal still counts as waiting on that day.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forum.dashboards.engine.layout import Array

Points = tuple[tuple[int, float], ...]


def curve(days: Array | Sequence[int], removed: Array | Sequence[bool]) -> Points:
    """Give (days, share not yet removed) at each step, beginning with (0, 1); `days` is to the removal, or watched."""
    lasted, gone = np.asarray(days, "i8"), np.asarray(removed, bool)
    if not len(lasted):
        return ()
    ended = np.bincount(lasted)
    events = np.bincount(lasted[gone], minlength=len(ended))
    waiting = len(lasted) - np.concatenate([[0], np.cumsum(ended)[:-1]])
    at = np.flatnonzero(events)
    left = np.cumprod(1 - events[at] / waiting[at])
    steps = tuple(zip(at.tolist(), left.tolist(), strict=True))
    return steps if steps and steps[0][0] == 0 else ((0, 1.0), *steps)


def percentile(points: Points, share: float) -> int | None:
    """Give the first day on which at least this share was removed; None when it was never so many."""
    return next((day for day, left in points if 1 - left >= share - 1e-9), None)


def left_after(points: Points, days: int) -> float | None:
    """Give the share that was not yet removed after so many days; None when there is nothing to tell."""
    return next((left for day, left in reversed(points) if day <= days), None)
