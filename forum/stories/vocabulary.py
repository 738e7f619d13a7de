"""The controlled lists of stories: codes are shared with other sites, labels are ours."""

from __future__ import annotations

from enum import StrEnum

from forum.core.codes import ByCode
from forum.councils.vocabulary import Term


class Stage(StrEnum):
    """How far a project has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    STOPPED = "stopped"


class Method(StrEnum):
    """How a result was found out."""

    COUNT = "count"
    SURVEY = "survey"
    RECORDS = "records"
    ESTIMATE = "estimate"


class Checker(StrEnum):
    """Who has looked at a result and its evidence."""

    NOBODY = "nobody"
    PEER = "peer"
    INDEPENDENT = "independent"  # an officer of a council


class LessonKind(StrEnum):
    """What a lesson is about."""

    WORKED = "worked"
    FAILED = "failed"
    NEXT_TIME = "next_time"


STAGES = (
    Term(Stage.PLANNED, "Being planned"),
    Term(Stage.UNDER_WAY, "Under way"),
    Term(Stage.FINISHED, "Finished"),
    Term(Stage.STOPPED, "Stopped early"),
)
METHODS = (
    Term(Method.COUNT, "We counted"),
    Term(Method.SURVEY, "We asked people (a survey)"),
    Term(Method.RECORDS, "From records, such as a register or bills"),
    Term(Method.ESTIMATE, "Our best guess"),
)
LESSON_KINDS = (
    Term(LessonKind.WORKED, "What worked"),
    Term(LessonKind.FAILED, "What did not work"),
    Term(LessonKind.NEXT_TIME, "What we would do next time"),
)
UNITS = (
    Term("people", "people"),
    Term("percent", "per cent"),
    Term("pounds", "pounds (£)"),
    Term("hours", "hours"),
    Term("days", "days"),
    Term("events", "events or sessions"),
    Term("groups", "groups"),
    Term("kilograms", "kilograms"),
    Term("points", "points on a scale"),
    Term("other", "something else"),
)
COUNTED_WHOLE = frozenset({"people", "events", "groups"})
"""Units that come in whole numbers and are never negative."""

STAGE_LABELS = ByCode({Stage(one.code): one.label for one in STAGES})
METHOD_LABELS = ByCode({Method(one.code): one.label for one in METHODS})
LESSON_LABELS = ByCode({LessonKind(one.code): one.label for one in LESSON_KINDS})
UNIT_LABELS = ByCode({one.code: one.label for one in UNITS})
CHECKER_LABELS = ByCode(
    {
        Checker.NOBODY: "Not checked by anyone else yet",
        Checker.PEER: "Checked by a peer",
        Checker.INDEPENDENT: "Checked by an independent person",
    }
)
