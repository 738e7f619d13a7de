"""A rate allows so much in each window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.core import clock, rate_limits
from forum.core.rate_limits import Rate, hit

pytestmark = pytest.mark.sql


def test_the_use_after_the_last_allowed_one_is_told_to_wait(app: Flask) -> None:
    rate = Rate(3, timedelta(hours=1))
    assert [hit("post:1", rate) for _ in range(3)] == [None, None, None]
    wait = hit("post:1", rate)
    assert wait is not None
    assert timedelta() < wait <= timedelta(hours=1)


def test_another_person_is_counted_apart(app: Flask) -> None:
    rate = Rate(1, timedelta(hours=1))
    assert hit("post:1", rate) is None
    assert hit("post:2", rate) is None


def test_a_new_window_starts_from_nothing_and_the_old_count_is_forgotten(app: Flask) -> None:
    rate = Rate(1, timedelta(hours=1))
    hit("post:1", rate)
    clock.forward(timedelta(hours=1))
    assert hit("post:1", rate) is None
    rate_limits.forget_old()
    assert hit("post:1", rate) is not None
