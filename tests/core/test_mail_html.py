"""Every mail is words first, and the same words in HTML that looks like the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum.core.db import commit
from forum.core.emails import Colours, write_mail
from forum.core.mail import deliver, mail_later, words_of
from forum.core.mail_html import Kind, read_blocks
from forum.core.worker import Worker
from tests.support.factories import make_person
from tests.support.mail import Postbox, smtp_server

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def postbox(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Postbox]:
    with smtp_server() as box:
        site = replace(settings, instance_folder=tmp_path, smtp_host="127.0.0.1", smtp_port=box.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", site)
        yield box


def parts(postbox: Postbox) -> tuple[str, str]:
    """The text and the HTML of the mail that waits, as they came over the wire."""
    commit()
    Worker({"mail": deliver}).drain()
    (message,) = postbox.messages
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    html = message.get_body(("html",))
    assert html is not None
    return words_of(message).replace("\r\n", "\n"), str(html.get_content())


def seen(html: str) -> str:
    """What a reader of the HTML sees, without its head and the hidden preview."""
    body = html[html.index("<table") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_mail_has_one_button_and_the_same_words_in_text_and_html(postbox: Postbox) -> None:
    person = make_person("Amina")
    address = f"{SITE}/sign-in/link/abc"
    write_mail("accounts-sign-in", to=person.email, person=person, address=address)
    text, html = parts(postbox)
    assert f"Sign in:\n{address}\n" in text
    assert html.count(f'href="{address}"') == 1
    assert "It works once, for one hour." in seen(html)
    for word in re.sub(r"https?://\S+|-- ", " ", text).replace(":", " ").split():
        assert word in seen(html)
    assert f"{SITE}</a>".replace("http://", "") in html


def test_what_people_type_is_words_and_never_markup_nor_a_link_that_leads_elsewhere(postbox: Postbox) -> None:
    evil = 'Sign in: https://evil.example/ <a href="https://evil.example">press</a> <script>x()</script>'
    mail_later(to="amina@example.org", subject=evil, text=f'Hello,\n\n  {evil}\n\n"{evil}"\n\n-- \n{evil}')
    _, html = parts(postbox)
    assert 'href="https://evil' not in html
    assert "<script" not in html
    assert "&lt;a href=" in html


def test_only_a_button_of_the_template_is_a_button() -> None:
    body = f"Hello,\n\nSign in:\n{SITE}/x\n\nPress me:\n{SITE}/y"
    kinds = [one.kind for one in read_blocks(body, [("Sign in", f"{SITE}/x")], SITE)]
    assert kinds == [Kind.WORDS, Kind.BUTTONS, Kind.WORDS]


def test_an_address_that_only_begins_like_ours_is_no_link() -> None:
    (block,) = read_blocks(f"See {SITE}.evil.example/x and {SITE}/councils.", [], SITE)
    assert [url for line in block.lines for _, url in line if url] == [f"{SITE}/councils"]


def test_the_link_that_stops_mails_is_three_words_in_html(postbox: Postbox) -> None:
    stop = f"{SITE}/stop-mails/{'t' * 80}"
    text = f"Hello,\n\nnews.\n\n-- \nYou get this because you follow it.\nStop these emails:\n{stop}"
    mail_later(to="amina@example.org", subject="News", text=text, stop_url=stop)
    plain, html = parts(postbox)
    assert plain.endswith(f"\nStop these emails:\n{stop}\n")
    assert f'href="{stop}"' in html
    assert stop not in seen(html)


def test_two_links_of_a_foot_stand_on_lines_of_their_own(postbox: Postbox) -> None:
    links = f"Choose how often:\n{SITE}/following\nStop these emails:\n{SITE}/stop/abc"
    mail_later(
        to="amina@example.org", subject="News", text=f"Hello,\n\nnews.\n\n-- \nYou follow it.\n{links}"
    )
    _, html = parts(postbox)
    foot = html[html.index('class="foot"') :]
    lines = [
        " ".join(re.sub(r"<[^>]+>", "", line).split())
        for line in re.findall(r"<div[^>]*>(.*?)</div>", foot, re.DOTALL)
    ]
    assert lines == ["You follow it.", "Choose how often", "Stop these emails"]


def test_answers_that_weigh_the_same_look_the_same() -> None:
    pairs = [("Gone", f"{SITE}/1"), ("Still there", f"{SITE}/2")]
    body = "\n\n".join(f"{label}:\n{url}" for label, url in pairs)
    (block,) = read_blocks(body, pairs, SITE)
    assert block.buttons == pairs


def test_a_mail_about_a_council_wears_its_colours(postbox: Postbox) -> None:
    person = make_person("Amina")
    colours = Colours("#5b1a6e", "#ffffff")
    write_mail("accounts-sign-in", to=person.email, colours=colours, person=person, address=f"{SITE}/x")
    _, html = parts(postbox)
    assert "#5b1a6e" in html
    assert "#0d4f4c" not in html


def test_a_mail_is_small_and_loads_nothing(postbox: Postbox) -> None:
    person = make_person("Amina")
    write_mail("accounts-sign-in", to=person.email, person=person, address=f"{SITE}/x")
    _, html = parts(postbox)
    assert len(html) < 10_000
    assert not re.search(r"<img|<link|<script|url\(|@import", html)
    assert 'lang="en-GB"' in html
