"""The mails about threads: a template each, its subject on the first line, one press to stop them."""

from __future__ import annotations

from flask import current_app

from forum.accounts.models import Person
from forum.core.mail import mail_later
from forum.core.settings import settings
from forum.core.text import excerpt, plain
from forum.notifications.stop_links import stop_path
from forum.threads.kinds import path_of
from forum.threads.models import Thread

LONGEST_QUOTE = 600
NO_THREAD = 0


def write_letter(name: str, *, person: Person, thread: Thread, key: str, **words: object) -> None:
    """Write the mail templates/emails/<name>.txt about a thread to a person, once for each key."""
    stop_url = full_address(stop_path(person_id=person.id, thread_id=thread.id))
    subject, text = _written(name, person=person, thread=thread, stop_url=stop_url, **words)
    mail_later(to=person.email, subject=subject, text=text, key=f"mail:{key}:{person.id}", stop_url=stop_url)


def write_to_person(name: str, *, person: Person, key: str, **words: object) -> None:
    """Write a mail about no one thread to a person, once for each key; its link stops all mails."""
    stop_url = full_address(stop_path(person_id=person.id, thread_id=NO_THREAD))
    template = current_app.jinja_env.get_template(f"emails/{name}.txt")
    written = template.render(person=person, stop_url=stop_url, site_url=settings().base_url, **words)
    subject, _, text = written.partition("\n")
    mail_later(
        to=person.email,
        subject=subject,
        text=text.strip(),
        key=f"mail:{key}:{person.id}",
        stop_url=stop_url,
    )


def write_to_address(name: str, *, to: str, thread: Thread, key: str, **words: object) -> None:
    """Write a mail to an address that belongs to no person here, such as a council's public contact."""
    subject, text = _written(name, thread=thread, contact=settings().administrator_email, **words)
    mail_later(to=to, subject=subject, text=text, key=f"mail:{key}")


def full_address(path: str) -> str:
    """Give the whole address of a path of ours."""
    return settings().base_url.rstrip("/") + path


def quoted(html: str) -> str:
    """Give the beginning of stored HTML as plain words."""
    return excerpt(plain(html), LONGEST_QUOTE)


def _written(name: str, *, thread: Thread, **words: object) -> tuple[str, str]:
    template = current_app.jinja_env.get_template(f"emails/{name}.txt")
    address, site_url = full_address(path_of(thread)), settings().base_url
    written = template.render(thread=thread, address=address, site_url=site_url, **words)
    subject, _, text = written.partition("\n")
    return subject, text.strip()
