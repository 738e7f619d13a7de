"""Between a browser's form and the answers that a draft keeps. Pure."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from forum.core.text import clean
from forum.threads.journeys.kind import Answers
from forum.web.forms import Form

LONGEST_KEPT = 100_000  # characters of one answer: more than any field takes


def as_typed(form: Form, typed: MultiDict[str, str]) -> Answers:
    """Return all that was typed into a form, right or wrong, in the shape that is kept."""
    kept: Answers = {}
    for field in form:
        if field.name == "csrf_token":
            continue
        values = [clean(one[:LONGEST_KEPT]) for one in typed.getlist(field.name)]
        many = field.type == "SelectMultipleField"
        kept[field.name] = values if many else (values[0] if values else "")
    return kept


def without_errors(form: Form, kept: Answers) -> Answers:
    """Leave out what is not right, for somebody who skips a step that nobody must answer."""
    wrong = {field.name for field in form if field.errors}
    return {name: ("" if name in wrong else value) for name, value in kept.items()}
