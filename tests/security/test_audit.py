"""The audit says what it learnt, and never that all is well where it could not ask."""

from __future__ import annotations

import pytest

from tests.security.audit import report

pytestmark = pytest.mark.pure
FAULT = {"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"]}
NOT_THERE = {"name": "flask", "skip_reason": "Dependency not found on PyPI"}


def test_a_known_fault_fails_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("requirements.txt", [{"name": "jinja2", "version": "2.10", "vulns": [FAULT]}]) == 1
    assert "jinja2 2.10: PYSEC-2019-217, mended in 2.10.1" in capsys.readouterr().out


def test_where_nothing_could_be_asked_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("requirements.txt", [NOT_THERE]) == 0
    told = capsys.readouterr().out
    assert "not asked, because the data cannot be reached" in told
    assert "0 in" not in told


def test_what_was_left_out_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("requirements.txt", [NOT_THERE, {"name": "a", "version": "1", "vulns": []}]) == 0
    assert "0 in 1 packages" in (told := capsys.readouterr().out)
    assert "Not asked about 1 more" in told
