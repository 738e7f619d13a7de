"""The manifest of questions: questions, advice and offers of help."""

from __future__ import annotations

from forum.questions import emails, handlers, models, subscribers
from forum.questions.group_statements import STATEMENTS
from forum.questions.page_sections import QuestionSections
from forum.questions.personal_data import PERSONAL_DATA
from forum.questions.thread_kind import QuestionKind
from forum.questions.views import advice, ask, change, lists, matches, offers, show
from forum.threads.manifest import ThreadFeature
from forum.web.manifest import MenuEntry

FEATURE = ThreadFeature(
    name="questions",
    models=(models,),
    views=(
        advice.blueprint,
        ask.blueprint,
        change.blueprint,
        lists.blueprint,
        matches.blueprint,
        offers.blueprint,
        show.blueprint,
    ),
    subscribers=(subscribers.register, emails.register),
    handlers={**handlers.HANDLERS, **emails.HANDLERS},
    menu=(MenuEntry(label="Questions", endpoint="questions.questions", rank=40),),
    kind=QuestionKind(),
    sections=QuestionSections(),
    statements=STATEMENTS,
    personal_data=PERSONAL_DATA,
)
