"""What a kind of post gives to the journey: its steps, its forms, its words, and how it is published."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from forum.accounts.models import Person
from forum.groups.models import Group
from forum.threads.models import Draft, Thread
from forum.web.forms import Form

Answers = dict[str, Any]
"""What was typed, right or wrong, by the names of the fields; the shape in which a draft keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of a journey."""

    name: str
    title: str
    template: str
    is_aside: bool = False
    """Off the way: reached by a button of the last step, and back to it; nobody must answer any of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a kind's drafts are called on the pages and in the mails that all kinds share."""

    noun: str
    """As in "your report"."""
    publish: str
    """The heading above the one button, and the mail's subject, as in "Publish your report"."""
    button: str
    """As in "Publish my report"."""
    promise: str
    """What the button does, as in "your report is published"."""
    begin: str
    """As in "Start a new report"."""
    receipt: str
    """The subject of the mail that follows, as in "Your report is published"."""

    @classmethod
    def of(cls, noun: str) -> Wording:
        """Return the wording of what is called by a noun."""
        return cls(
            noun=noun,
            publish=f"Publish your {noun}",
            button=f"Publish my {noun}",
            promise=f"your {noun} is published",
            begin=f"Start a new {noun}",
            receipt=f"Your {noun} is published",
        )


@dataclass(frozen=True, slots=True)
class Who:
    """Who types: nobody that we know, or a person with the groups they may speak for."""

    person: Person | None = None
    groups: Sequence[Group] = ()
    is_signed_out: bool = False
    """Whether it is a member's draft, and the member's session has ended."""

    @property
    def is_visitor(self) -> bool:
        """Whether we must ask who it is."""
        return self.person is None and not self.is_signed_out


@dataclass(frozen=True, slots=True)
class Filling:
    """What a form is made with: what was just typed, or else what is kept."""

    who: Who
    answers: Answers
    typed: MultiDict[str, str] | None = None
    csrf: bool = True

    @property
    def data(self) -> MultiDict[str, str]:
        """Return it in the shape in which a browser sends it."""
        return stored(self.answers) if self.typed is None else self.typed

    @property
    def meta(self) -> dict[str, Any]:
        """Return the form's meta: answers that are only checked need no token."""
        return {} if self.csrf else {"csrf": False}

    @property
    def is_first(self) -> bool:
        """Return whether the form is shown, and nothing was typed into it yet."""
        return self.typed is None and self.csrf


def stored(answers: Answers) -> MultiDict[str, str]:
    """Give kept answers the shape in which a browser sends them."""
    pairs: list[tuple[str, str]] = []
    for name, value in answers.items():
        pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return MultiDict((name, value) for name, value in pairs if value != "")


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a draft: the thread, where to go now, and what to say there."""

    thread: Thread
    path: str
    message: str
    waits_for: str = ""
    """The group in whose name it was meant to be, where an organiser must let the writer in first."""
    waits: bool = False
    """Whether what was said under a thread waits for a moderator."""


@dataclass(frozen=True, slots=True)
class NotReadyError(Exception):
    """Something typed is not right: the step that can mend it, a sentence, and what stands beside which field."""

    step: str
    sentence: str
    errors: Mapping[str, str] = field(default_factory=dict)


class Journey(ABC):
    """One kind's part. The address of each page begins with `root`; its names in url_for begin with `endpoint`."""

    kind: str
    """The kind of its drafts."""
    endpoint: str
    root: str
    wording: Wording
    steps: tuple[Step, ...]
    preview_template: str
    """Shows what is about to be published, under the one button."""

    @property
    def way(self) -> tuple[Step, ...]:
        """The steps that everybody takes."""
        return tuple(step for step in self.steps if not step.is_aside)

    def find_step(self, name: str) -> Step | None:
        """Return the step of this name."""
        return next((step for step in self.steps if step.name == name), None)

    def before(self, **_place: int) -> ResponseReturnValue | None:
        """Refuse somebody who may not begin here, or answer with another page."""
        return None

    def begin(self, **_place: int) -> Answers:
        """Read what the address fills in."""
        return {}

    def place(self, _answers: Answers) -> dict[str, int]:
        """Return the numbers that the addresses of this draft carry."""
        return {}

    def url(self, page: str, place: Mapping[str, int], **values: Any) -> str:  # noqa: ANN401  # handed on to Flask
        """Return the address of a page of this journey: start, step, keep, check_mail or publish."""
        return url_for(f"{self.endpoint}.{page}", **{**place, **values})

    @abstractmethod
    def form(self, step: str, filling: Filling) -> Form:
        """Make the form of a step."""

    def settle(self, _step: str, _form: Form) -> Answers:
        """Return the answers that follow from a form that is right, such as the council that was found."""
        return {}

    def context(self, _step: str, _answers: Answers, _draft: Draft | None) -> dict[str, Any]:
        """Gather what a step shows besides its form."""
        return {}

    @abstractmethod
    def preview(self, draft: Draft) -> dict[str, Any]:
        """Gather what `preview_template` shows."""

    def title_of(self, answers: Answers) -> str:
        """Name the draft in a mail."""
        return str(answers.get("title", ""))

    def may_publish(self) -> bool:
        """Decide whether whoever is signed in may publish one."""
        return True

    @abstractmethod
    def publish(self, answers: Answers, person: Person) -> Published:
        """Publish answers whose every step was found right. Raises NotReadyError where that is not enough."""


_journeys: dict[str, Journey] = {}


def register(journey: Journey) -> None:
    """Make the journey of a kind known, by the kind of its drafts."""
    _journeys[journey.kind] = journey


def journey_of(draft: Draft) -> Journey:
    """Return the journey that a draft is on. Raises KeyError for a kind that no feature has registered."""
    return _journeys[draft.kind]
