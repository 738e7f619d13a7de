"""The words by which advice and questions are labelled."""

from __future__ import annotations

from enum import StrEnum

from forum.core.codes import ByCode


class AdviceKind(StrEnum):
    """What a piece of advice is."""

    SUGGESTION = "suggestion"
    CHALLENGE = "challenge"
    WARNING = "warning"
    RESOURCE = "resource"


class Basis(StrEnum):
    """How its writer knows."""

    DID_IT = "did_it"
    SAW_IT = "saw_it"
    PROFESSIONAL = "professional"
    OPINION = "opinion"


class QuestionState(StrEnum):
    """Where a question stands."""

    WAITING = "waiting"  # not "open": that is a state of barriers, called otherwise
    ANSWERED = "answered"
    CLOSED = "closed"


KIND_LABELS: dict[AdviceKind, str] = ByCode(
    {
        AdviceKind.SUGGESTION: "Suggestion",
        AdviceKind.CHALLENGE: "Challenge",
        AdviceKind.WARNING: "Warning",
        AdviceKind.RESOURCE: "Something to use",
    }
)
KIND_HELP: dict[AdviceKind, str] = {
    AdviceKind.SUGGESTION: "Something they could try.",
    AdviceKind.CHALLENGE: "A question back that makes the plan better.",
    AdviceKind.WARNING: "Something that goes wrong if no one looks out for it.",
    AdviceKind.RESOURCE: "A form, a fund, a guide, a person to ring.",
}
BASIS_LABELS: dict[Basis, str] = ByCode(
    {
        Basis.DID_IT: "Did it ourselves",
        Basis.SAW_IT: "Saw it done",
        Basis.PROFESSIONAL: "It is my job",
        Basis.OPINION: "What I think",
    }
)
BASIS_HELP: dict[Basis, str] = {
    Basis.DID_IT: "Our own group has done this.",
    Basis.SAW_IT: "We watched others do it.",
    Basis.PROFESSIONAL: "You know it from paid work.",
    Basis.OPINION: "You have not done it, but have thought about it. That is welcome too.",
}
STATE_LABELS: dict[QuestionState, str] = ByCode(
    {
        QuestionState.WAITING: "Waiting for an answer",
        QuestionState.ANSWERED: "Answered",
        QuestionState.CLOSED: "Withdrawn",
    }
)
