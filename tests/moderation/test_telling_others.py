"""Who else hears of a decision: who reported the post, once, and the organisers of the group that it spoke for."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit
from forum.core.worker import Worker
from forum.groups.models import Group, Membership
from forum.moderation.actions.posts import hide_post, show_post
from forum.moderation.actions.reports import report_post
from forum.moderation.vocabulary import ReportKind
from forum.notifications.handlers import HANDLERS
from forum.threads.models import Visibility
from tests.accounts.mailing import mails
from tests.moderation.reasons import A_REASON
from tests.support.factories import make_barrier, make_group, make_person, saved, sign_in
from tests.threads.pages import main_of


def subjects_to(person: Person) -> list[str]:
    commit()
    Worker(HANDLERS).drain()
    return [mail["subject"] for mail in mails() if mail["to"] == person.email]


def group_of(author: Person) -> tuple[Group, Person]:
    """A group of an author and an organiser."""
    group, organiser = make_group("Fenwick Quilters", members=(author,)), make_person("Olive")
    saved(Membership(group_id=group.id, person_id=organiser.id, is_organiser=True, created_at=clock.now()))
    return group, organiser


def test_who_reported_a_post_twice_hears_once_by_mail_and_on_the_site(client: FlaskClient) -> None:
    barrier, reporter, moderator = make_barrier("No keys"), make_person(), make_person(role="moderator")
    for words in ("An advert", "Still one"):
        report_post(post=barrier, kind=ReportKind.SPAM, words=words, person=reporter)
    hide_post(post=barrier, person=moderator, reason=A_REASON)
    show_post(post=barrier, person=moderator, reason=A_REASON)
    hide_post(post=barrier, person=moderator, reason=A_REASON)
    assert subjects_to(reporter) == ["A moderator has looked at what you reported"]
    sign_in(client, reporter)
    assert "looked at what you reported, and has acted" in main_of(client.get("/notifications"))


def test_organisers_hear_of_what_was_decided_about_a_post_in_their_groups_name(client: FlaskClient) -> None:
    author = make_person("Rosa")
    group, organiser = group_of(author)
    barrier, moderator = make_barrier("No keys", author=author, group=group), make_person(role="moderator")
    hide_post(post=barrier, person=moderator, reason=A_REASON)
    assert subjects_to(organiser) == ["A moderator has hidden a barrier in the name of Fenwick Quilters"]
    sign_in(client, organiser)
    assert "hidden a barrier in the name of your group" in main_of(client.get("/notifications"))
    assert len(subjects_to(author)) == 1  # the decision, with the way to appeal


@pytest.mark.parametrize("visibility", [Visibility.NAMELESS, Visibility.COUNCIL])
def test_organisers_hear_nothing_of_a_post_that_does_not_show_their_groups_name(
    client: FlaskClient, visibility: Visibility
) -> None:
    author = make_person("Rosa")
    group, organiser = group_of(author)
    barrier = make_barrier(author=author, group=group, visibility=visibility)
    hide_post(post=barrier, person=make_person(role="moderator"), reason=A_REASON)
    assert subjects_to(organiser) == []
