"""What a setting decides, people read as it is set: each is changed, and the pages and mails that name it are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings
from forum.accounts.actions import ask_for_link, confirm_email_later, invite_staff, reset_code
from forum.accounts.models import Person, SiteRole
from forum.app import create_app
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import commit, db
from forum.core.formatting import day
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.councils.models import Council
from forum.features import HANDLERS
from tests.barriers.loop import answer, claim, pass_time, reporter_of
from tests.support.factories import make_area, make_barrier, make_council, make_officer, make_person, sign_in
from tests.threads.pages import main_of
from tests.threads.walks import WHO, walk_of

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}
GONE_LINK = "/sign-in/link/" + "x" * 40

# No page and no mail says any of these; where one is to, it moves up into the table.
NOT_READ = {
    "operator_address",  # stands beside the name, in the same sentence
    "instance_folder", "database_url", "secret_key", "old_secret_keys", "debug", "demo", "behind_proxies", "secure_cookies",
    "search_backend", "search_folder", "search_meaning", "storage_url", "storage_endpoint", "storage_region", "storage_access_key",
    "storage_secret_key", "mail_from", "smtp_host", "smtp_port", "smtp_username", "smtp_password",
    "smtp_encryption", "smtp_timeout", "bounce_address", "dkim_key_file",
    "dkim_domain", "dkim_selector", "mails_an_hour", "mails_a_day_to_one_address",
    "mails_a_day_by_one_person", "clock_file", "member_session_lasts", "staff_session_lasts", "maximum_request_bytes",
    "rate_limits", "visitor_share", "person_share", "keep_pages", "log_format", "log_level", "metrics_token",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One place where a setting is read: what stands there once it is changed, and what must not stand there then."""

    setting: str
    value: object
    read: Callable[[Flask], str]
    new: str
    old: str


def page(app: Flask, address: str, person: Person | None = None) -> str:
    client = app.test_client()
    if person is not None:
        sign_in(client, person)
    return " ".join(main_of(client.get(address)).split())


def newest_mail() -> str:
    Worker(WORK).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id.desc()))
    mail = rows.first().payload
    return f"{mail['subject']}\n{mail['text']}"


def about(app: Flask) -> str:
    return page(app, "/about")


def figures(app: Flask) -> str:
    return page(app, "/about/figures")


def privacy(app: Flask) -> str:
    return page(app, "/about/privacy")


def statement(app: Flask) -> str:
    return page(app, "/about/accessibility")


def waiting(app: Flask) -> str:
    return page(app, "/about/waiting-posts")


def link_sent(app: Flask) -> str:
    return page(app, "/sign-in/sent")


def link_gone(app: Flask) -> str:
    return page(app, GONE_LINK)


def sign_in_mail(_app: Flask) -> str:
    ask_for_link(email=make_person("Amina").email, next_path="/")
    commit()
    return newest_mail()


def confirm_mail(_app: Flask) -> str:
    confirm_email_later(name="Joan", email="joan@example.org", next_path="/")
    commit()
    return newest_mail()


def ended_journey(app: Flask) -> tuple[str, str]:
    """Give the page and the mail that a visitor gets at the end of a journey."""
    walk, client = walk_of("barrier"), app.test_client()
    draft = walk.begin(client, **walk.who)
    sent = walk.send(client, draft, **WHO)
    return " ".join(main_of(client.get(sent.location)).split()), newest_mail()


def check_mail_page(app: Flask) -> str:
    return ended_journey(app)[0]


def publish_mail(app: Flask) -> str:
    return ended_journey(app)[1]


def invitation_mail(_app: Flask) -> str:
    invite_staff(name="Rob", email="rob@example.org", place="a moderator", role=SiteRole.MODERATOR)
    commit()
    return newest_mail()


def code_reset_mail(_app: Flask) -> str:
    reset_code(person=make_officer(make_council("Wexmoor")).person)
    commit()
    return newest_mail()


def use_password_mail(_app: Flask) -> str:
    ask_for_link(email=make_officer(make_council("Wexmoor")).person.email, next_path="/")
    commit()
    return newest_mail()


def paused_mail(_app: Flask) -> str:
    person = make_person("Amina", suspended_at=clock.now())
    ask_for_link(email=person.email, next_path="/")
    commit()
    return newest_mail()


def claimed() -> Barrier:
    barrier = make_barrier("Hall hire", council=make_council("Wexmoor"), author=make_person("Amina"))
    claim(barrier)
    return barrier


def first_round(app: Flask) -> str:
    barrier = claimed()
    return page(app, f"/barriers/{barrier.numbered_slug}")


def asked_again() -> Barrier:
    barrier = claimed()
    answer(reporter_of(barrier), Answer.GONE)
    pass_time(timedelta(days=91))
    return barrier


def second_round(app: Flask) -> str:
    return page(app, f"/barriers/{asked_again().numbered_slug}")


def second_mail(_app: Flask) -> str:
    asked_again()
    return newest_mail()


def details_of_a_report(app: Flask) -> str:
    walk, client = walk_of("barrier"), app.test_client()
    make_area(db.session.scalars(select(Council)).one())
    draft = walk.begin(client)
    return " ".join(main_of(client.get(walk.step(draft, "details"))).split())


def council_settings(app: Flask) -> str:
    officer = make_officer(make_council("Ham"), is_lead=True)
    return page(app, f"/councils/{officer.council.slug}/settings", officer.person)


def council_times(app: Flask) -> str:
    officer = make_officer(make_council("Ham"), is_lead=True)
    return page(app, f"/councils/{officer.council.slug}/settings/times", officer.person)


def dashboard(app: Flask) -> str:
    officer = make_officer(make_council("Ham"), is_lead=True)
    make_barrier("Hall hire", council=officer.council)
    Worker(WORK).drain()
    return page(app, f"/councils/{officer.council.slug}/dashboard/recurring", officer.person)


def after(length: timedelta) -> str:
    """The day that is so far from the Monday on which every test begins."""
    return day(clock.now() + length)


SAID = [
    *(
        Said("sign_in_link_lasts", timedelta(minutes=45), read, "45 minutes", "hour")
        for read in (link_sent, link_gone, check_mail_page, sign_in_mail, confirm_mail, publish_mail)
    ),
    *(
        Said("invitation_lasts", timedelta(days=3), read, "3 days", "week")
        for read in (invitation_mail, code_reset_mail, use_password_mail)
    ),
    *(
        Said("draft_lasts", timedelta(days=21), read, "3 weeks", "30 days")
        for read in (check_mail_page, publish_mail)
    ),
    Said("confirmation_after", timedelta(days=21), about, "After 3 weeks we count", "4 weeks"),
    *(
        Said("confirmation_again_after", timedelta(days=91), read, "3 months", "months on")
        for read in (about, second_round, second_mail)
    ),
    Said("draft_lasts", timedelta(days=21), privacy, "sent: 3 weeks after", "sent: 30 days after"),
    Said(
        "unused_accounts_kept", timedelta(days=5), privacy, "never confirmed: 5 days", "never confirmed: 30"
    ),
    Said(
        "invitations_kept", timedelta(days=5), privacy, "never accepted: 5 days", "never accepted: 3 months"
    ),
    Said("search_words_kept", timedelta(days=5), privacy, "index within 5 days", "index within one week"),
    Said("sent_mails_kept", timedelta(days=5), privacy, "sent an email: 5 days", "sent an email: one week"),
    Said("failed_mails_kept", timedelta(days=5), privacy, "not be sent: 5 days", "not be sent: 3 months"),
    Said("counters_kept", timedelta(days=5), privacy, "misuse: 5 days after", "misuse: one day"),
    Said("unmet_needs_kept", timedelta(days=5), privacy, "names no one: 5 days", "names no one: 3 years"),
    Said(
        "search_counts_kept", timedelta(days=5), privacy, "never by whom: 5 days", "never by whom: 3 months"
    ),
    Said("logs_kept", timedelta(days=5), privacy, "traces of use: 5 days", "400 days"),
    Said("records_kept", timedelta(days=5), privacy, "without a name: 5 days", "without a name: 3 years"),
    Said("backups_kept", timedelta(days=5), privacy, "the site breaks: 5 days", "the site breaks: 30"),
    Said("operator_name", "Wexmoor Hub", privacy, "Wexmoor Hub", "has not given a name"),
    Said("data_protection_contact", "dp@example.org", privacy, "dp@example.org", "admin@example.org"),
    Said("accessibility_checked_on", "2026-11-02", statement, "prepared on 2 November 2026", "not yet said"),
    Said("accessibility_enforcer", "ecni", statement, "(ECNI)", "(EHRC)"),
    Said("ward_minimum_groups", 9, privacy, "at least 9 groups", "5 groups"),
    Said("ward_minimum_groups", 9, details_of_a_report, "9 groups", "5 groups"),
    Said("recurrence_groups", 4, figures, "met by 4 or more groups", "3 or more"),
    Said("recurrence_groups", 4, council_settings, "4 groups in 12 months", "3 groups"),
    Said("recurrence_groups", 4, council_times, "the default (4)", "the default (3)"),
    Said("recurrence_groups", 4, dashboard, "4 or more different groups", "3 or more"),
    Said("recurrence_months", 7, figures, "within 7 months", "within 12 months"),
    Said("recurrence_months", 7, council_settings, "3 groups in 7 months", "12 months"),
    Said("recurrence_months", 7, dashboard, "groups within 7 months", "groups within 12 months"),
    Said("response_target_days", 12, figures, "12 working days for the first reply", "10 working days"),
    Said("response_target_days", 12, council_settings, "12 working days", "10 working days"),
    Said("answer_target_days", 33, figures, "33 for an answer", "30 for an answer"),
    Said("answer_target_days", 33, council_settings, "33 working days", "30 working days"),
    Said("new_person_posts", 4, waiting, "until 4 posts of yours stayed", "3 posts of"),
    Said("new_person_posts_stood", timedelta(days=2), waiting, "public for 2 days", "public for one day"),
    Said("new_person_links", 2, waiting, "has more than 2 links", "has a link"),
    Said("new_person_addresses", 2, waiting, "more than 2 email addresses", "1 email address"),
    Said("most_links", 9, waiting, "more than 9 links", "15 links"),
    Said("most_addresses", 7, waiting, "more than 7 email addresses", "10 email"),
    Said("links_always_fine", "kent.example", waiting, "such as kent.example", "gov.uk"),
    Said("minimum_time_to_write", timedelta(seconds=5), waiting, "less than 5 seconds", "3 seconds"),
    Said("wave_posts", 5, waiting, "same as 4 other posts", "same as 2"),
    Said("wave_window", timedelta(hours=5), waiting, "of the last 5 hours", "last one day"),
    Said("network_window", timedelta(hours=2), waiting, "within 2 hours", "within one hour"),
    Said("new_people_posts_an_hour", 44, waiting, "more than 44 times", "30 times"),
    Said("busy_sign_ups", 8, waiting, "When 8 or more people", "When 5"),
    Said("held_promise", timedelta(hours=3), waiting, "looks within 3 hours", "looks within one day"),
    Said("networks_kept", timedelta(days=4), waiting, "For 4 days we keep", "one week"),
    Said("networks_kept", timedelta(days=4), privacy, "for 4 days", "for one week"),
    Said("administrator_email", "help@example.net", privacy, "help@example.net", "admin@example.org"),
    Said("administrator_email", "help@example.net", paused_mail, "help@example.net", "admin@example.org"),
    Said("base_url", "https://clearway.example", sign_in_mail, "https://clearway.example/", "127.0.0.1"),
]
ELSEWHERE = {"site_name", "confirmation_silence_after"}  # in tests of their own below


@pytest.fixture
def set_to(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Run the site with other settings until the test ends."""

    def change(**given: object) -> None:
        monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, **given))

    return change


def test_each_setting_is_read_here_or_named_as_one_that_nobody_reads() -> None:
    read = {one.setting for one in SAID} | ELSEWHERE
    assert read & NOT_READ == set()
    assert read | NOT_READ == {one.name for one in fields(Settings)}


@pytest.mark.parametrize("said", SAID, ids=lambda one: f"{one.setting}-{one.read.__name__}")
def test_a_setting_is_read_as_it_is_set(said: Said, app: Flask, set_to: Callable[..., None]) -> None:
    set_to(**{said.setting: said.value})
    text = said.read(app)
    assert said.new in text
    assert said.old not in text


def test_the_days_of_a_confirmation_follow_the_settings(app: Flask, set_to: Callable[..., None]) -> None:
    set_to(confirmation_after=timedelta(days=20), confirmation_silence_after=timedelta(days=50))
    text = first_round(app)
    assert f"We count on {after(timedelta(days=20))}" in text
    assert f"confirm it by {after(timedelta(days=50))}" in text
    assert after(timedelta(weeks=4)) not in text
    assert after(timedelta(weeks=8)) not in text


def test_a_site_is_called_what_its_settings_say(settings: Settings) -> None:
    renamed = create_app(replace(settings, site_name="Open Doors"))
    with renamed.app_context():
        text = renamed.test_client().get("/about").text
    assert "Open Doors" in text
    assert "Clearway" not in text
