"""Every mail is made in one place, and names what it leads to."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from config import ROOT

TEMPLATES = sorted((ROOT / "templates" / "emails").glob("*.txt"))


@pytest.mark.parametrize("file", TEMPLATES, ids=[file.stem for file in TEMPLATES])
def test_every_address_that_a_mail_leads_to_has_a_name(file: Path) -> None:
    """Write `{{ button("Read the answer", address) }}`, or in the foot a line such as "Stop these emails:" above it."""
    lines = file.read_text().splitlines()
    alone = [
        (above, line) for above, line in pairwise(lines) if re.fullmatch(r"{{ \w*(address|url) }}", line)
    ]
    assert [line for above, line in alone if "site_url" not in line and not above.endswith(":")] == []


def test_every_mail_is_made_in_one_place() -> None:
    code = {file: file.read_text() for file in sorted((ROOT / "forum").rglob("*.py"))}
    queued = [
        file.relative_to(ROOT).as_posix() for file, text in code.items() if re.search(r"\bmail_later\(", text)
    ]
    assert queued == ["forum/core/emails.py", "forum/core/mail.py"]
    read = [
        file.relative_to(ROOT).as_posix()
        for file, text in code.items()
        if re.search(r"get_template\(f?.emails/", text)
    ]
    assert read == ["forum/core/emails.py", "forum/core/mail_html.py"]
