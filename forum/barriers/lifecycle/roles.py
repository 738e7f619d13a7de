"""As whom somebody acts on a barrier."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """As whom somebody acts on one barrier; a person with several roles acts in one at a time."""

    VISITOR = "visitor"
    MEMBER = "member"
    REPORTER = "reporter"
    AFFECTED = "affected"
    OFFICER = "officer"
    LEAD = "lead"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


COUNCIL_ROLES = frozenset({Role.OFFICER, Role.LEAD})
# Those who report it, before and after it is there.
REPORTING_ROLES = frozenset({Role.MEMBER, Role.REPORTER})
# Those who answer a council's question.
ANSWERING_ROLES = frozenset({Role.REPORTER, Role.AFFECTED})
