"""What the steps of asking share: what a question is about, for whom it is, and its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from forum.core.row_ids import read_id
from forum.councils.identity import VISITOR, current_identity
from forum.councils.queries import get_council_by_number, list_areas
from forum.groups.models import Group
from forum.groups.queries import get_known_group
from forum.questions.forms.question import AskForm, PlaceFields
from forum.questions.permissions import may_ask_about
from forum.questions.recipients import QuestionAudience, author_of, whom_to_ask
from forum.threads.journeys.kind import Answers
from forum.threads.kinds import can_read, path_of
from forum.threads.models import Thread
from forum.threads.queries import get_thread


def get_about(answers: Answers) -> Thread | None:
    """Read the thread a draft is about, if everybody can read it."""
    number = read_id(str(answers.get("about", "")))
    thread = get_thread(number) if number is not None else None
    if thread is None or not can_read(VISITOR, thread) or not may_ask_about(current_identity(), thread):
        return None
    return thread


def get_asked(answers: Answers) -> QuestionAudience:
    """Read whom a draft asks first: the group of an address, or those behind the thread it is about."""
    number = read_id(str(answers.get("to_group", "")))
    group = get_known_group(current_identity(), number) if number is not None else None
    if group is not None:
        return QuestionAudience(group=group)
    about = get_about(answers)
    if about is None or answers.get("asks") != "them":
        return QuestionAudience()
    return whom_to_ask(about)


def shown_about(answers: Answers) -> dict[str, Any]:
    """Return on each step what is asked about, and of whom."""
    about, asked = get_about(answers), get_asked(answers)
    name = asked.group.spoken_name if asked.group else ""
    if asked.reporter and about is not None:
        name = author_of(about)
    about_link = (about.title, path_of(about)) if about is not None else None
    return {"about": about_link, "asked": name, "asks_them": asked.group is not None or asked.reporter}


def ask_form(
    answers: Answers, filled: MultiDict[str, str], meta: dict[str, Any], groups: Sequence[Group]
) -> AskForm:
    """Make the form of the first step; one's first group asks where none was chosen."""
    form = AskForm(formdata=filled, meta=meta)
    form.offer_groups(groups)
    if groups and not form.group.data:
        form.group.data = str(groups[0].id)
    offer_areas(form, answers)
    return form


def offer_areas(form: PlaceFields, answers: Answers) -> None:
    """Offer the places of the council that is known by now."""
    council = get_council_by_number(answers.get("council"))
    if council is not None:
        form.offer_areas((str(one.id), one.name) for one in list_areas(council))
