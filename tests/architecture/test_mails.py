"""Every mail is made in one place, and names what it leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import ROOT

TEMPLATES = sorted((ROOT / "templates" / "emails").glob("*.txt"))


@pytest.mark.parametrize("file", TEMPLATES, ids=[file.stem for file in TEMPLATES])
def test_every_address_that_a_mail_leads_to_is_a_button(file: Path) -> None:
    """Write `{{ button("Read the answer", address) }}`: in HTML an address needs a name."""
    alone = [line for line in file.read_text().splitlines() if re.fullmatch(r"{{ \w*(address|url) }}", line)]
    assert [line for line in alone if "site_url" not in line] == []


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
