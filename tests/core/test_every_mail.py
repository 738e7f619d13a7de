"""Every kind of mail, as somebody gets it: from whom, about what, what to do, why, and how to stop it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask import Flask

from forum.core.mail_text import WIDTH
from tests.support.mail_samples import SAMPLES, write_samples
from tests.support.written_mails import WrittenMail, kinds

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\bNone\b|\bTrue\b|[{}]")
ADDRESS = re.compile(r"https?://\S+")


@pytest.fixture
def mails(demo_app: Flask) -> Mapping[str, WrittenMail]:
    """All samples, written once for each test that reads them."""
    return write_samples()


def test_every_kind_of_mail_has_a_sample() -> None:
    assert {name.partition(".")[0] for name in SAMPLES} == kinds()


def test_every_mail_reads_well(mails: Mapping[str, WrittenMail]) -> None:
    faults = [f"{name}: {fault}" for name, mail in mails.items() for fault in faults_of(mail)]
    assert faults == []


def faults_of(mail: WrittenMail) -> list[str]:
    """What a reader would stumble over."""
    lines = mail.text.split("\n")
    body, _, foot = mail.text.rpartition("\n-- \n")
    found = [
        f"a line of {len(line)}: {line}" for line in lines if len(line) > WIDTH and not ADDRESS.search(line)
    ]
    found += [
        f"an address among words: {line}"
        for line in lines
        if (at := ADDRESS.search(line)) and at[0] != line.strip()
    ]
    found += ["more than one empty line"] * ("\n\n\n" in mail.text)
    found += [f"a code: {code[0]}" for code in CODE.finditer(ADDRESS.sub("", f"{mail.subject}\n{mail.text}"))]
    found += ["no greeting"] * (not body.startswith("Hello"))
    found += ["nothing says why"] * (
        not foot.startswith(("You are getting this email", "We wrote", "Only officers"))
    )
    found += ["nothing says how to stop it"] * (
        bool(mail.stop_url) and not foot.endswith(f":\n{mail.stop_url}")
    )
    found += [f"a subject of {len(mail.subject)}"] * (not 10 < len(mail.subject) <= 78)
    found += ["a picture or another host"] * bool(re.search(r"<img|<link|<script|url\(|@import", mail.html))
    return found
