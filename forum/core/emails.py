"""Makes every mail: a template of words, its subject on the first line, and the one layout that all of them share.

A template in templates/emails/ is plain text. `{{ button("Read the answer", address) }}` in it is a line and an address in
the text, and a button in HTML; everything else that the HTML shows is read off the text, so the two cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from forum.core.mail import mail_later
from forum.core.outbox import Rank
from forum.core.urls import site_url


@dataclass(frozen=True)
class Colours:
    """The colours of a mail's head and button, such as a council's own; empty for the site's."""

    ground: str = ""
    ink: str = ""


@dataclass
class _Buttons:
    """Gathers the buttons of one mail while its words are written."""

    pressed: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, label: str, url: str) -> str:
        self.pressed.append((label, url))
        return f"{label}:\n{url}"


def _greeting(person: Any) -> str:  # noqa: ANN401  # a Person, whom only higher rooms know
    """Return the first line: with the name of somebody whose address it is; anybody may type a name beside another's."""
    is_known = person is not None and person.name and person.email_confirmed_at is not None
    return f"Hello {person.name}," if is_known else "Hello,"


def write_mail(
    template: str,
    *,
    to: str,
    key: str | None = None,
    stop_url: str = "",
    colours: Colours | None = None,
    rank: Rank = Rank.USUAL,
    is_last: bool = False,
    **words: object,
) -> None:
    """Write the mail templates/emails/<template>.txt into the outbox, in the current transaction; `key` sends it once.

    `rank` says what goes first when more mails wait than may go out; `is_last` is the mail to somebody who has left.
    """
    buttons = _Buttons()
    written = current_app.jinja_env.get_template(f"emails/{template}.txt").render(
        button=buttons, stop_url=stop_url, site_url=site_url(), hello=_greeting(words.get("person")), **words
    )
    subject, _, text = written.strip().partition("\n")
    look = {"buttons": buttons.pressed}
    if colours and colours.ground:
        look["colours"] = [(colours.ground, colours.ink)]
    mail_later(
        to=to,
        subject=subject,
        text=text.strip(),
        key=key,
        stop_url=stop_url,
        look=look,
        rank=rank,
        is_last=is_last,
    )
