"""What the pages of moderation show of a reported post, of a decision and of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from forum.core import clock
from forum.core.codes import ByCode
from forum.core.text import excerpt, plain
from forum.councils.identity import current_identity
from forum.moderation.audit_words import label_of_act
from forum.moderation.decision_words import public_line, reason_words
from forum.moderation.models import Appeal, ModerationAct, ReportedPost
from forum.moderation.queries.people import AuthorHistory
from forum.moderation.things import Post, address_of, name_of, noun_of, plain_noun
from forum.moderation.vocabulary import REPORT_KINDS, AppealOutcome, ReportKind, Verb
from forum.threads.author_display import author_display_for
from forum.threads.kinds import kind_of, path_of
from forum.threads.models import Comment, Thread
from forum.threads.visibility import note_name_seen

LONGEST_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A reported post as the queue shows it."""

    case: ReportedPost
    title: str
    noun: str
    words: str
    kind: str
    look_by: datetime
    is_late: bool
    is_hidden: bool


def case_line(case: ReportedPost) -> CaseLine:
    """Return what the queue shows of a reported post."""
    post = case.comment or case.thread
    return CaseLine(
        case=case,
        title=case.thread.title,
        noun="comment" if case.comment_id else kind_of(case.thread).label.lower(),
        words=excerpt(plain(post.body_html), LONGEST_EXCERPT),
        kind=REPORT_KINDS[ReportKind(case.kind)].label,
        look_by=case.look_by_at,
        is_late=case.look_by_at < clock.now(),
        is_hidden=post.hidden_at is not None,
    )


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post as its card shows it to a moderator."""

    post: Post
    noun: str
    title: str
    html: str
    author: str
    is_nameless: bool
    """Whether its author asked not to be named: what this moderator sees now is written down."""
    address: str
    is_thread: bool


def post_shown(post: Post) -> ShownPost:
    """Return what a card shows of a post."""
    thread = post.thread if isinstance(post, Comment) else post
    name = author_display_for(current_identity(), thread)
    return ShownPost(
        post=post,
        noun=noun_of(name_of(post), thread),
        title=thread.title,
        html=post.body_html,
        author=name(post.author),
        is_nameless=post.author_id in kind_of(thread).hidden_people(thread) or _is_nameless_author(post, thread),
        address=address_of(post),
        is_thread=isinstance(post, Thread),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActLine:
    """A decision in the history of a person or a post."""

    act: ModerationAct
    what: str
    why: str
    can_be_undone: bool


@dataclass(frozen=True, slots=True)
class ShownHistory:
    """What a card says of an author."""

    history: AuthorHistory
    acts: Sequence[ActLine]


def shown_history(history: AuthorHistory) -> ShownHistory:
    """Return an author's history as a card shows it."""
    undone = {act.undoes_id for act in history.acts}
    return ShownHistory(history, [act_line(act, is_undone=act.id in undone) for act in history.acts])


def act_line(act: ModerationAct, *, is_undone: bool = False) -> ActLine:
    """Return one decision in plain words."""
    known = act.verb in set(Verb)
    return ActLine(
        act=act,
        what=public_line(act.verb, plain_noun(act.thing)) if known else label_of_act(act.verb),
        why=reason_words(act.reason_code),
        can_be_undone=act.verb == Verb.HIDE_SINCE and not is_undone,
    )


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """A decision for everyone: nobody's name, no title and none of the words."""

    when: datetime
    what: str
    why: str
    appeal: str


APPEALS = ByCode(
    {
        None: "The author appealed. Another moderator is looking at it.",
        AppealOutcome.UPHELD: "The author appealed. Another moderator looked at it, and it stays.",
        AppealOutcome.OVERTURNED: "The author appealed. Another moderator looked at it, and undid it.",
    }
)


def public_decision(act: ModerationAct, appeal: Appeal | None) -> PublicDecision:
    """Return a decision as the public log shows it."""
    return PublicDecision(
        when=act.created_at,
        what=public_line(act.verb, plain_noun(act.thing)),
        why=reason_words(act.reason_code),
        appeal="" if appeal is None else APPEALS[appeal.outcome and AppealOutcome(appeal.outcome)],
    )


@dataclass(frozen=True, slots=True)
class PostLine:
    """One of somebody's posts in a list."""

    title: str
    noun: str
    words: str
    address: str
    when: datetime
    is_hidden: bool


def line_of_post(post: Post) -> PostLine:
    """Return a post as a list of somebody's posts shows it: beside their name, which is noted where it is hidden."""
    thread = post.thread if isinstance(post, Comment) else post
    if _is_nameless_author(post, thread):
        note_name_seen(current_identity(), thread)
    return PostLine(
        title=thread.title,
        noun=noun_of(name_of(post), thread),
        words=excerpt(plain(post.body_html), LONGEST_EXCERPT),
        address=path_of(post) if isinstance(post, Thread) else url_for("comments.show", number=post.id),
        when=post.created_at,
        is_hidden=post.hidden_at is not None,
    )


def _is_nameless_author(post: Post, thread: Thread) -> bool:
    return thread.is_nameless and post.author_id == thread.author_id
