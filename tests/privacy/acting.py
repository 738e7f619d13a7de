"""What people do on a site, for tests of leaving: each act plants the words it is given wherever one may type."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from forum.accounts.actions import ask_for_link
from forum.accounts.email_changes import ask_email_change
from forum.accounts.models import Person, SiteRole
from forum.barriers.actions.affected import add_affected
from forum.barriers.actions.casework import assign_barrier
from forum.barriers.actions.notes import keep_note
from forum.barriers.models import (
    Affected,
    Barrier,
    CaseOpening,
    ConfirmationAnswer,
    ConfirmationRequest,
    QuestionAnswer,
    Revision,
    Transition,
)
from forum.barriers.report_input import Experience
from forum.core import clock
from forum.core.bounce_reports import BounceReport
from forum.core.bounces import record_bounce
from forum.core.db import db
from forum.core.interrupted_forms import store_interrupted_form
from forum.core.mail import mail_later
from forum.core.outbox import OutboxRow
from forum.core.pictures import Patience
from forum.councils.actions import record_change
from forum.councils.models import Council, Officer
from forum.discovery.actions import save_search
from forum.follows.actions import follow, follow_subject
from forum.follows.models import FollowKind
from forum.groups.actions import create_group
from forum.moderation.actions.appeals import appeal_against, decide_appeal
from forum.moderation.actions.people import suspend_author
from forum.moderation.actions.posts import hide_post
from forum.moderation.actions.reports import report_post
from forum.moderation.actions.words import change_title, redact
from forum.moderation.reasons import GivenReason
from forum.moderation.vocabulary import AppealOutcome, ReasonCode, ReportKind
from forum.questions.actions.advice import advise, mark_answer
from forum.questions.actions.matches import agree_to_help, ask_for_help
from forum.questions.models import Question
from forum.questions.vocabulary import AdviceKind, Basis
from forum.stories.models import Lesson
from forum.stories.vocabulary import LessonKind
from forum.themes.actions.decisions import dismiss_theme
from forum.themes.models import Theme
from forum.themes.vocabulary import DismissalReason
from forum.threads.actions.attachments import add_picture, describe_picture, prepare_picture, store_file
from forum.threads.actions.comments import edit_comment, post_comment
from forum.threads.actions.drafts import keep_answers, start_draft
from forum.threads.actions.tags import set_tags
from forum.threads.holds.actions import hold_post, refuse
from forum.threads.holds.rules import Reason
from forum.threads.models import Thread
from tests.questions.making import make_offer, make_question
from tests.stories.making import make_outcome, make_story
from tests.support.factories import make_barrier, make_officer, make_person

_numbers = count(1)
ARTIST = 0x013B  # the tag of EXIF in which cameras and programs write a person's name


@dataclass
class Scene:
    """A council and what has been posted there so far."""

    council: Council
    threads: list[Thread] = field(default_factory=list)

    def newest(self, kind: type[Thread]) -> Thread | None:
        return next((one for one in reversed(self.threads) if isinstance(one, kind)), None)


Act = Callable[[Scene, Person, str], None]


def log_barrier(scene: Scene, person: Person, words: str) -> None:
    texts = {"trying_to": words, "rule_words": words, "would_help": words}
    barrier = make_barrier(words, council=scene.council, author=person, body=words, **texts)
    set_tags(thread=barrier, names=["halls"])
    follow(thread=barrier, person=person)
    scene.threads.append(barrier)


def say_us_too(scene: Scene, person: Person, words: str) -> None:
    barrier = scene.newest(Barrier)
    if isinstance(barrier, Barrier) and barrier.author_id != person.id:
        add_affected(barrier=barrier, person=person, group=None, experience=Experience(words=words))


def answer_questions(scene: Scene, person: Person, words: str) -> None:
    """An answer to the council's question, a correction, and an answer to “is it really gone?”."""
    barrier = make_barrier(words, council=scene.council, author=person, body=words, number_of_revisions=1)
    moved = Transition(barrier_id=barrier.id, person_id=person.id, role="reporter", to_state="open")
    moved.public_note, moved.created_at, moved.reason_params = words, clock.now(), {}
    db.session.add(moved)
    db.session.flush()
    affected = db.session.scalars(select(Affected).where(Affected.barrier_id == barrier.id)).one()
    affected.words = words
    request = ConfirmationRequest(barrier_id=barrier.id, claim_id=moved.id, affected_id=affected.id)
    request.words, request.asked_at = words, clock.now()
    db.session.add(request)
    db.session.flush()
    answer = ConfirmationAnswer(request_id=request.id, answer="partly", words=words, created_at=clock.now())
    db.session.add(answer)
    db.session.add_all(
        [
            QuestionAnswer(
                barrier_id=barrier.id,
                transition_id=moved.id,
                person_id=person.id,
                words=words,
                created_at=clock.now(),
            ),
            Revision(
                barrier_id=barrier.id, person_id=person.id, was={"words": words}, created_at=clock.now()
            ),
        ]
    )
    scene.threads.append(barrier)


def tell_story(scene: Scene, person: Person, words: str) -> None:
    story = make_story(words, author=person, council=scene.council, body=words, summary=words, happened=words)
    make_outcome(story, indicator=words)
    db.session.add(Lesson(story_id=story.id, kind=LessonKind.WORKED, words=words))
    scene.threads.append(story)


def ask_question(scene: Scene, person: Person, words: str) -> None:
    scene.threads.append(make_question(words, author=person, body=words, tags=("halls",)))


def give_advice(scene: Scene, person: Person, words: str) -> None:
    question = scene.newest(Question)
    if isinstance(question, Question):
        kind, basis = AdviceKind.SUGGESTION, Basis.DID_IT
        comment = advise(question=question, author=person, body=words, kind=kind, basis=basis)
        mark_answer(question=question, comment=comment)


def comment_and_edit(scene: Scene, person: Person, words: str) -> None:
    if scene.threads:
        comment = post_comment(thread=scene.threads[-1], author=person, body=words)
        edit_comment(comment=comment, body=f"{words} again")


def offer_and_agree(scene: Scene, person: Person, words: str) -> None:
    question = scene.newest(Question)
    offer = make_offer(person, words=words)
    if isinstance(question, Question) and question.author_id != person.id:
        match = ask_for_help(question=question, offer=offer, asker=question.author, words="Can you help?")
        agree_to_help(match=match, words=words)


def join_and_make_groups(scene: Scene, person: Person, words: str) -> None:
    create_group(name=f"Group of {next(_numbers)}", council=scene.council, person=person)


def leave_traces(scene: Scene, person: Person, words: str) -> None:
    """Everything that is kept of a person besides posts: drafts, searches, mails, forms that were cut off."""
    keep_answers(draft=start_draft(person=person, kind="barrier"), answers={"title": words})
    save_search(person=person, name=words[:60], asks=f"q={next(_numbers)}")
    follow_subject(person=person, kind=FollowKind.COUNCIL, key=str(scene.council.id))
    store_interrupted_form(
        key=None, person_id=person.id, action="/", page="/", fields={"a": [words]}, has_files=False
    )
    ask_for_link(email=person.email)
    mail_later(to=person.email, subject=f"Hello {person.name}", text=words, key=f"once:{next(_numbers)}")
    mail_later(to="other@example.org", subject=f"{person.name} answered", text=f"{person.name} wrote.")


def work_for_council(scene: Scene, person: Person, words: str) -> None:
    """An officer is given a case, keeps a note, opens a case, and is named in the council's history."""
    officer = db.session.scalar(select(Officer).where(Officer.person_id == person.id))
    if officer is None:
        officer = make_officer(scene.council)
        officer.person_id = person.id
        officer.job_title = words[:100]
        db.session.flush()
        db.session.refresh(officer)
    barrier = make_barrier(council=scene.council)
    assign_barrier(barrier=barrier, by=person, department=None, officer=officer)
    keep_note(barrier=barrier, person=person, body="A note for colleagues.")
    db.session.add(CaseOpening(barrier_id=barrier.id, person_id=person.id, opened_at=clock.now()))
    part = {"name": person.name, "part": "officer"}
    record_change(council=scene.council, by=person, setting="invitation", became=part)
    scene.council.contact_name, scene.council.contact_email = person.name, person.email


def report_something(scene: Scene, person: Person, words: str) -> None:
    if scene.threads:
        kind = next(iter(ReportKind))
        report_post(post=scene.threads[-1], kind=kind, words="This names a child.", person=person)


def add_files(scene: Scene, person: Person, words: str) -> None:
    """A photo that says in its metadata and its file name whose it is, and a letter as evidence that does too."""
    barrier = make_barrier(council=scene.council, author=person)
    photo = io.BytesIO()
    metadata = Image.Exif()
    metadata[ARTIST] = person.name.encode("ascii", "replace").decode()
    Image.new("RGB", (900, 600), "#4a2c6d").save(photo, "JPEG", exif=metadata)
    name = f"{person.name} by the gate.jpg"
    prepared = prepare_picture(content=photo.getvalue(), name=name, patience=Patience(30))
    describe_picture(picture=add_picture(thread=barrier, person=person, prepared=prepared), alt=words)
    letter = FileStorage(io.BytesIO(photo.getvalue()), filename=f"Letter to {person.name}.jpg")
    store_file(upload=letter, person=person, thread=barrier)
    scene.threads.append(barrier)


def be_moderated(scene: Scene, person: Person, words: str) -> None:
    """A moderator takes words out of what they posted, changes its title, and hides it; they appeal, and another decides."""
    one, other = (make_person(f"Moderator {next(_numbers)}", role=SiteRole.MODERATOR) for _ in range(2))
    question = make_question(f"{words} in a title", author=person, body=f"Before. {words}. After.")
    scene.threads.append(question)
    reason = GivenReason(ReasonCode.ABUSE, "Please keep to the subject.")
    report_post(post=question, kind=next(iter(ReportKind)), words="It names a child.")
    change_title(thread=question, title="About a hall", person=one, reason=reason)
    redact(post=question, words=words, person=one, reason=reason)
    hidden = hide_post(post=question, person=one, reason=reason)
    appeal = appeal_against(act=hidden, person=person, words=words)
    decide_appeal(appeal=appeal, by=other, outcome=AppealOutcome.UPHELD, answer="It stays hidden.")
    suspend_author(author=person, by=one, reason=reason, days=1)


def wait_for_a_moderator(scene: Scene, person: Person, words: str) -> None:
    """A post of theirs waits, and another that waited was refused."""
    moderator = make_person(f"Moderator {next(_numbers)}", role=SiteRole.MODERATOR)
    for refused in (False, True):
        question = make_question(f"{words} for sale", author=person, body=words)
        reasons = [Reason(code="listed", words=[words])]
        hold = hold_post(
            post=question, reasons=reasons, network="203.0.113.0/24", keys=[f"text:{next(_numbers)}"]
        )
        if refused:
            refuse(holds=[hold], moderator=moderator, reason="It sells something.")


def decide_on_a_theme(scene: Scene, person: Person, words: str) -> None:
    del words  # no one writes any there
    now = clock.now()
    theme = Theme(words=["key"], number_of_groups=3, is_offered=True, first_found_at=now, found_at=now)
    reason = DismissalReason.KNOWN
    dismiss_theme(theme=theme, council=scene.council, number=3, reason=reason, by=person)


def move_house(scene: Scene, person: Person, words: str) -> None:
    """A change of address that waits, and a mail that came back."""
    ask_email_change(person=person, email=f"new.{person.email}")
    mail_later(to=person.email, subject="Hello", text=words)
    row = db.session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)).one()
    record_bounce(row, BounceReport("5.1.1", f"<{person.email}>: no such user"))


ACTS: tuple[Act, ...] = (
    log_barrier,
    say_us_too,
    answer_questions,
    tell_story,
    ask_question,
    give_advice,
    comment_and_edit,
    offer_and_agree,
    join_and_make_groups,
    leave_traces,
    work_for_council,
    report_something,
    add_files,
    be_moderated,
    wait_for_a_moderator,
    decide_on_a_theme,
    move_house,
)
