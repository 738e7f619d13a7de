"""How each kind of thread is walked from a first word to its last step: for tests that hold for all kinds."""

from __future__ import annotations

from dataclasses import dataclass

from flask.testing import FlaskClient

from forum.accounts.models import Person
from forum.core.db import commit, db
from forum.councils.models import Council
from forum.threads.actions.drafts import keep_answers, start_draft
from forum.threads.models import Draft
from tests.support.factories import make_barrier, make_council
from tests.threads.pages import send

WHO = {"name": "Joan Pike", "email": "joan@example.org"}


@dataclass(frozen=True)
class Walk:
    """One kind: where it begins, what is typed into each of its steps, and the field whose words are looked for."""

    kind: str
    root: str
    steps: tuple[tuple[str, dict[str, str]], ...]
    field: str

    @property
    def who(self) -> dict[str, str]:
        """What a visitor types into the first step: who they are, where it is the last one too."""
        return WHO if len(self.steps) == 1 else {}

    def start_as_member(self, client: FlaskClient) -> Draft:
        """Keep the first step of somebody who is signed in, though it may be the only one."""
        if len(self.steps) > 1:
            return self.begin(client)
        with client.session_transaction() as session:
            person = db.session.get(Person, int(session["_user_id"].split(".")[0]))
        draft = start_draft(person=person, kind=self.kind)
        number = int(self.root.split("/")[2])
        keep_answers(draft=draft, answers={**self.steps[0][1], "barrier": number})
        commit()
        return draft

    def begin(self, client: FlaskClient, **typed: str) -> Draft:
        """Take the first step; gives what is kept of it."""
        answer = send(client, f"{self.root}?new=1", **{**self.steps[0][1], **typed})
        assert answer.status_code == 303, answer.text
        return newest_draft()

    def last(self, draft: Draft) -> str:
        """The address of the last step."""
        return self.step(draft, self.steps[-1][0])

    def step(self, draft: Draft, name: str) -> str:
        """The address of a step."""
        return f"{self.root}/{draft.key}/{name}"

    def send(self, client: FlaskClient, draft: Draft, **typed: str):
        """Send the last step."""
        return send(client, self.last(draft), **{**self.steps[-1][1], **typed})


def newest_draft() -> Draft:
    return db.session.query(Draft).order_by(Draft.id.desc()).first()


def walk_of(kind: str, council: Council | None = None) -> Walk:
    """Make what the walk of a kind needs, and give it."""
    council = council or make_council("Wexmoor")
    if kind == "affected":
        root = f"/barriers/{make_barrier('Cover for a hall', council=council).id}/affects-us"
        return Walk(kind, root, (("words", {"words": "It stopped us too."}),), "words")
    place = {"council_name": council.name}
    report = {"title": "Asked for £5m cover", "what_happened": "The hall wanted cover.", **place}
    story = {"title": "A lunch club", "summary": "Soup.", "did": "We cooked.", "happened": "Many came."}
    question = {"title": "How do we close a street?", "body": "We want to play out."}
    walks = {
        "barrier": Walk(
            kind,
            "/barriers/log",
            (("story", report), ("send", {"category": "insurance", "visibility": "public"})),
            "what_happened",
        ),
        "story": Walk(kind, "/stories/tell", (("words", {**story, **place}), ("check", {})), "did"),
        "question": Walk(kind, "/questions/ask", (("write", question), ("similar", {})), "body"),
    }
    return walks[kind]
