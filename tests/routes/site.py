"""A small site that has one of everything an address can name, and the people who ask for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import inspect, select
from werkzeug.routing import Rule

from forum.accounts.models import AccessBlock, BlockKind, Person, SignInSession, SiteRole
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, ConfirmationRequest, QuestionAnswer, Response, Transition
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.core.text import PIPELINE_VERSION
from forum.councils.models import ReplyTemplate, WardRoute
from forum.discovery.models import SavedSearch
from forum.follows.models import Follow, FollowKind, Frequency
from forum.groups.models import (
    Direction,
    DuplicateReason,
    GroupClaim,
    GroupHold,
    GroupInvitation,
    JoinRequest,
    Membership,
    Resource,
    SameGroup,
)
from forum.moderation.models import Appeal, ModerationAct, RemovedWords, ReportedPost
from forum.moderation.vocabulary import ReportKind, Verb
from forum.questions.models import Match
from forum.questions.mutual_consent import MatchState
from forum.stories.models import BarrierMet, Lesson
from forum.stories.vocabulary import LessonKind
from forum.themes.models import Theme, ThemeBarrier, ThemeDecision
from forum.themes.vocabulary import ThemeVerdict
from forum.threads.holds.models import ListedWord, Settlement, Verdict
from forum.threads.models import Draft, Tag
from tests.questions.making import make_advice, make_offer, make_question
from tests.stories.making import make_outcome, make_story
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
    saved,
    session_key,
)

KEYS = {"barrier_log": "barrier", "barrier_affected": "affected", "ask": "question", "story_tell": "story"}
UNKNOWN = "a-token-that-nobody-was-given"


class RoleSite:
    """One of everything: what the member wrote and holds, at the council of the officer and the lead."""

    def __init__(self) -> None:
        self.council, self.elsewhere = make_council("Testham"), make_council("Riverham")
        self.people: dict[str, Person] = {
            "member": make_person("Mina Member"),
            "other": make_person("Otto Other"),
            "affected": make_person("Aria Affected"),
            "officer": make_officer(self.council, "Ola Officer").person,
            "elsewhere": make_officer(self.elsewhere, "Eli Elsewhere").person,
            "lead": make_officer(self.council, "Lea Lead", is_lead=True).person,
            "moderator": make_person("Mo Moderator", role=SiteRole.MODERATOR),
            "administrator": make_person("Ada Administrator", role=SiteRole.ADMINISTRATOR),
        }
        for person in self.people.values():
            if person.is_staff:
                person.password_hash, person.totp_secret = "never matched", "JBSWY3DPEHPK3PXP"
        self.member = self.people["member"]
        self.second_moderator = make_person("Sam Second", role=SiteRole.MODERATOR)
        self.values: dict[str, Any] = {
            "slug": "testham",
            "token": UNKNOWN,
            "key": UNKNOWN,
            "name": "insurance",
        }
        self._council()
        self._groups()
        self._barrier()
        self._answers()
        self._story()
        self._question()
        self._moderation()
        self._themes()
        self._own()
        self.ids = {role: person.id for role, person in self.people.items()} | {"suspended": self.member.id}

    def person(self, role: str) -> Person:
        """Read who a role is."""
        return db.session.get_one(Person, self.ids[role])

    def value(self, endpoint: str, name: str) -> Any:  # whatever an address may hold
        """Return what an argument of an endpoint is: by endpoint, by blueprint, or by its own name."""
        blueprint = endpoint.partition(".")[0]
        for key in (f"{endpoint}.{name}", f"{blueprint}.{name}", name):
            if key in self.values:
                return self.values[key]
        message = f"tests/routes/site.py: say what {name!r} is in the address of {endpoint}, as in values['{endpoint}.{name}']"
        raise KeyError(message)

    def arguments(self, rule: Rule) -> dict[str, Any]:
        """Return what the address of a route is built with."""
        return {name: self.value(rule.endpoint, name) for name in rule.arguments}

    def _council(self) -> None:
        council = self.council
        self.area, self.department = make_area(council, "Abbey"), make_department(council)
        in_ward = saved(
            row(WardRoute, council_id=council.id, area_id=self.area.id, department_id=self.department.id)
        )
        template = saved(
            row(
                ReplyTemplate,
                council_id=council.id,
                response_kind="acknowledge",
                name="Thanks",
                body="We see it.",
            )
        )
        officer = make_officer(council, "Nell Next")
        self.values |= {
            "area_slug": self.area.slug, "officer_id": officer.id, "month": "2026-10", "category": "insurance",
            "rule_source": "law", "chapter": "recurring", "table": "by-area",
            "people.number": officer.person_id, "councils.number": self.department.id, "barrier_settings.number": template.id, "ward_routes.number": in_ward.id,
        }  # fmt: skip

    def _groups(self) -> None:
        people = self.people
        area_id = self.area.id
        self.group = make_group(
            "Ham Choir", council=self.council, area_id=area_id, claimed_at=clock.now(), members=(self.member,)
        )
        membership = saved_membership(self.group.id, self.member.id)
        membership.is_organiser = True
        self.others = make_group("Ham Chess", council=self.council, members=(people["other"],))
        self.third = make_group("Ham Bakers", council=self.council, members=(people["affected"],))
        second = make_person("Gil Guest")
        saved(row(Membership, group_id=self.group.id, person_id=second.id))
        asks = saved(row(JoinRequest, group_id=self.group.id, person_id=make_person("Jo Joiner").id))
        invitation = saved(
            row(
                GroupInvitation,
                group_id=self.group.id,
                made_by_id=self.member.id,
                token_hash="x",
                uses_left=1,
            )
        )
        claim = saved(row(GroupClaim, group_id=self.others.id, person_id=people["other"].id))
        pair = saved(
            row(SameGroup, group_id=self.others.id, other_id=self.third.id, likeness=DuplicateReason.NAME)
        )
        lends = saved(
            row(
                Resource,
                group_id=self.group.id,
                direction=Direction.OFFERED,
                kind="venue",
                words="A hall",
                terms="free",
            )
        )
        self.values |= {
            "group_pages.slug": self.group.slug, "number": self.group.id, "person_id": second.id,
            "groups.grant_claim.number": claim.id, "groups.refuse_claim.number": claim.id,
            "group_invitations.cancel.number": invitation.id, "group_joining.number": asks.id,
            "same_groups.number": pair.id, "keep": self.others.id, "resources.edit.number": lends.id, "resources.end.number": lends.id,
            "group_words.kind": "thread",
        }  # fmt: skip

    def _barrier(self) -> None:
        member, council = self.member, self.council
        barrier = self.barrier = make_barrier(
            "Insurance for a hall", council=council, author=member, group=self.group, department_id=self.department.id,
        )  # fmt: skip
        make_affected(barrier, person=self.people["affected"], group=self.third)
        self.comment = make_comment(barrier, author=member)
        blueprints = (
            "barriers_show", "barrier_affected", "barrier_respond", "barrier_correct", "barrier_casework", "barrier_confirm",
            "barrier_linking", "barrier_similar", "comments.comment", "pictures", "related", "reports.report", "thread_tags",
            "moderated_posts.thread", "share_cards.of_barrier", "decisions.of_post",
        )  # fmt: skip
        self.values |= {f"{one}.number": barrier.id for one in blueprints}
        self.values |= {
            "barriers_show.slug": barrier.slug, "answer": "gone",
            "barrier_respond.kind": "acknowledge", "decisions.kind": "thread", "group_words.words": barrier.id,
            "comments.number": self.comment.id, "moderated_posts.comment.number": self.comment.id, "moderated_posts.verb": "hide",
        }  # fmt: skip

    def _answers(self) -> None:
        """What the council said and asked, what the member answered, and the question whether a barrier is really gone."""
        officer, member, at = (
            self.people["officer"],
            self.member,
            {"council": self.council, "author": self.member},
        )
        moved = {"person_id": officer.id, "role": Role.OFFICER}
        said = row(
            Response, barrier_id=self.barrier.id, council_id=self.council.id, person_id=officer.id, kind=ResponseKind.ACKNOWLEDGE,
            body="We see it.", body_html="<p>We see it.</p>", html_version=PIPELINE_VERSION,
        )  # fmt: skip
        asked = make_barrier(
            "Keys for a hall",
            group=self.group,
            state=State.NEEDS_INFO,
            state_before_question=State.OPEN,
            **at,
        )
        question = saved(row(Transition, barrier_id=asked.id, to_state=State.NEEDS_INFO, **moved))
        answer = row(
            QuestionAnswer,
            barrier_id=asked.id,
            transition_id=question.id,
            person_id=member.id,
            words="This hall.",
        )
        gone = make_barrier("A gate that is locked", group=self.group, state=State.REMOVAL_CLAIMED, **at)
        claim = saved(row(Transition, barrier_id=gone.id, to_state=State.REMOVAL_CLAIMED, **moved))
        affected_id = db.session.scalars(select(Affected.id).where(Affected.barrier_id == gone.id)).one()
        saved(row(ConfirmationRequest, barrier_id=gone.id, claim_id=claim.id, affected_id=affected_id))
        self.values |= {
            "response_number": saved(said).id, "answer_number": saved(answer).id, "barrier_respond.answer.number": asked.id,
            "barrier_respond.take_back.number": asked.id, "barrier_correct.answer.number": asked.id,
            "barrier_correct.take_back_answer.number": asked.id, "barrier_confirm.confirm_own.number": gone.id,
        }  # fmt: skip

    def _story(self) -> None:
        story = make_story(author=self.member, group=self.group, council=self.council)
        outcome = make_outcome(story)
        lesson = saved(row(Lesson, story_id=story.id, kind=LessonKind.WORKED, words="Ask early."))
        met = saved(row(BarrierMet, story_id=story.id, barrier_id=self.barrier.id))
        blueprints = ("story", "story_adding", "story_change", "story_outcomes", "story_place")
        self.values |= {f"{one}.number": story.id for one in blueprints}
        self.values |= {
            "story.slug": story.slug,
            "outcome_id": outcome.id,
            "lesson_id": lesson.id,
            "met_id": met.id,
        }

    def _question(self) -> None:
        question = make_question(author=self.member, group=self.group, council=self.council)
        advice = make_advice(question, author=self.people["affected"])
        offer = make_offer(self.people["affected"], self.third)
        other_offer = make_offer(make_person(), None)
        asked = saved(row(
            Match, question_id=question.id, offer_id=offer.id, asker_id=self.member.id, state=MatchState.ASKED, asked_at=clock.now(),
            asker_words="Please help.",
        ))  # fmt: skip
        mine = make_offer(self.member, self.group)
        self.values |= {
            f"{one}.number": question.id for one in ("question_page", "change_question", "advice", "matches")
        }
        self.values |= {
            "question_page.slug": question.slug, "comment_id": advice.id, "offer_id": other_offer.id, "offers.number": mine.id,
            "matches.request_for_help.number": asked.id, "matches.take_back.number": asked.id,
        }  # fmt: skip

    def _moderation(self) -> None:
        member, judge = self.member, self.second_moderator
        hidden = make_comment(self.barrier, "Not kind.", author=member)
        hidden.hidden_at = clock.now()
        act = saved(
            row(
                ModerationAct,
                person_id=judge.id,
                verb=Verb.HIDE,
                thing=f"comment:{hidden.id}",
                author_id=member.id,
                details={},
            )
        )
        wave = saved(
            row(
                ModerationAct,
                person_id=judge.id,
                verb=Verb.HIDE_SINCE,
                thing=f"person:{member.id}",
                author_id=member.id,
                details={"since": "2026-11-20", "number": 1},
            )
        )
        appeal = saved(row(Appeal, act_id=act.id, person_id=member.id, words="It was kind."))
        case = saved(
            row(
                ReportedPost,
                thing=f"comment:{self.comment.id}",
                thread_id=self.barrier.id,
                author_id=member.id,
                kind=ReportKind.SPAM,
            )
        )
        dead = saved(row(OutboxRow, kind="mail", payload={}, dead_at=clock.now(), due_at=None))
        saved(row(Tag, name="insurance"))
        cut = saved(
            row(
                ModerationAct,
                person_id=judge.id,
                verb=Verb.REDACT,
                thing=f"comment:{self.comment.id}",
                author_id=member.id,
                details={},
            )
        )
        saved(row(RemovedWords, act_id=cut.id, place=f"comment:{self.comment.id}", was="A name."))
        self.values["moderated_words.removed_words.number"] = cut.id
        block = saved(row(AccessBlock, kind=BlockKind.NETWORK, value="192.0.2.0/24", reason="A wave."))
        listed = saved(row(ListedWord, phrase="cheap pills"))
        settled = saved(row(Settlement, moderator_id=judge.id, verdict=Verdict.REFUSED))
        self.values |= {
            "access_blocks.number": block.id,
            "listed_words.number": listed.id,
            "held_posts.number": settled.id,
        }
        waits = make_group("Ham Cheap Pills", hold=GroupHold.WAITING, queued_at=clock.now())
        for verb in ("let_group_through", "refuse_group"):
            self.values[f"held_posts.{verb}.number"] = waits.id
        self.values |= {
            "appeals.number": appeal.id, "moderation.number": case.id, "dead_letters.number": dead.id,
            "moderated_people.number": member.id, "moderated_people.show_again.number": wave.id,
            "developers.number": 1,
        }  # fmt: skip

    def _themes(self) -> None:
        """A theme with a barrier at the council of the lead, and what the lead decided on another."""
        now = clock.now()
        councils = (self.council, self.elsewhere, self.elsewhere)
        alike = [make_barrier("Keys", council=council, category="venue") for council in councils]
        given = {"number_of_groups": 3, "is_offered": True, "first_found_at": now, "found_at": now}
        themes = [saved(row(Theme, words=["key"], middle_id=alike[0].id, **given)) for _ in range(2)]
        for theme in themes:
            for barrier in alike:
                saved(row(ThemeBarrier, theme_id=theme.id, barrier_id=barrier.id))
        decided = {"verdict": ThemeVerdict.DISMISSED, "decided_at": now}
        decision = saved(row(ThemeDecision, theme_id=themes[1].id, council_id=self.council.id, **decided))
        self.values |= {"themes.number": themes[0].id, "themes.undo.number": decision.id}

    def _own(self) -> None:
        """What is the member's alone: a session, drafts, searches, follows."""
        member = self.member
        session_key(member)
        mine = select(SignInSession.id).where(SignInSession.person_id == member.id)
        self.values["account_sessions.number"] = db.session.scalars(mine).one()
        search = saved(row(SavedSearch, person_id=member.id, name="Halls", asks="q=hall"))
        follow = saved(
            row(
                Follow,
                person_id=member.id,
                kind=FollowKind.THREAD,
                key=str(self.barrier.id),
                frequency=Frequency.DAILY,
            )
        )
        self.values |= {"saved_searches.number": search.id, "follows.number": follow.id}
        for at, (blueprint, kind) in enumerate(KEYS.items()):
            draft = saved(
                row(
                    Draft,
                    key=f"{at}" * 32,
                    kind=kind,
                    person_id=member.id,
                    answers={"barrier": self.barrier.id},
                )
            )
            self.values[f"{blueprint}.key"] = draft.key
        self.values |= {
            "barrier_log.step": "story", "barrier_affected.step": "words", "ask.step": "write", "story_tell.step": "words",
        }  # fmt: skip


def row(model: type, **given: Any) -> Any:  # any row
    """Make a row; moments that are not given are now, dates and ends a month ahead."""
    now, ahead = clock.now(), clock.now() + timedelta(days=30)
    for column in inspect(model).columns:
        if (
            column.key in given
            or column.nullable
            or column.primary_key
            or column.default is not None
            or column.server_default is not None
        ):
            continue
        if column.key in {"until", "expires_at", "ends_at", "look_by_at"}:
            given[column.key] = ahead.date() if column.type.python_type.__name__ == "date" else ahead
        elif column.key.endswith("_at"):
            given[column.key] = now
    return model(**given)


def saved_membership(group_id: int, person_id: int) -> Membership:
    """Return a membership that a factory made."""
    found = select(Membership).where(Membership.group_id == group_id, Membership.person_id == person_id)
    return db.session.scalars(found).one()
