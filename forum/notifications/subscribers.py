"""What is told of threads of every kind, and what changes about mails that wait when somebody follows otherwise."""

from __future__ import annotations

from forum.core.events import subscribe
from forum.follows.events import FollowEnded, FrequencyChosen
from forum.notifications.actions import mail_by_choice, mail_no_more, notify, notify_followers
from forum.notifications.models import WhyTold
from forum.notifications.topics import COMMENT, MENTION, POSTED, CommentParams, MentionParams, PostedParams
from forum.threads.events import CommentPosted, ThreadPosted
from forum.threads.kinds import kind_of
from forum.threads.mentions import list_addressed


def register() -> None:
    """Listen to what is posted, and to how people want to be told."""
    subscribe(CommentPosted, notify_of_a_comment)
    subscribe(ThreadPosted, notify_of_a_post)
    subscribe(FrequencyChosen, change_what_waits)
    subscribe(FollowEnded, stop_what_waits)


def notify_of_a_comment(event: CommentPosted) -> None:
    """Those whom a comment names or quotes hear of it, and those who follow."""
    comment = event.comment
    for person, is_quote in list_addressed(comment):
        notify(
            person=person,
            kind=MENTION,
            about=comment.id,
            reason=WhyTold.MENTIONED,
            params=MentionParams(is_quote),
            thread=comment.thread,
            comment=comment,
        )
    notify_followers(
        thread=comment.thread,
        kind=COMMENT,
        about=comment.id,
        params=CommentParams(is_official=comment.is_official),
        comment=comment,
    )


def notify_of_a_post(event: ThreadPosted) -> None:
    """Those who follow what a new post is about hear of it."""
    thread = event.thread
    params = PostedParams(label=kind_of(thread).label)
    notify_followers(thread=thread, kind=POSTED, about=thread.id, params=params)


def change_what_waits(event: FrequencyChosen) -> None:
    """What waits to be mailed goes by the new choice."""
    mail_by_choice(follow=event.follow)


def stop_what_waits(event: FollowEnded) -> None:
    """What waits to be mailed does not go."""
    mail_no_more(follow=event.follow)
