"""Every figure, defined once: what it counts, in the words that pages print beside it."""

from __future__ import annotations

from forum.barriers.lifecycle.confirmation_text import who_reopens
from forum.barriers.lifecycle.labels import OPEN_IN_WORDS
from forum.dashboards.figures.schema import Definition
from forum.dashboards.privacy.suppression import MINIMUM_GROUPS

NAMELESS_APART = "A group that asked not to be named counts by itself in each barrier, so that no number gives away who it was."
"""Follows every definition that counts groups (ADR 0049)."""

REPORTED = Definition(
    "reported", "Reported", "barriers", "Barriers that were reported in these dates, withdrawn ones too."
)
OPEN = Definition(
    "open",
    "Open now",
    "barriers",
    "Barriers that still wait for the council on the last day of these dates: "
    f"{OPEN_IN_WORDS}. Reported at any time.",
)
OPEN_AGE = Definition(
    "open-age",
    "How long the open ones have waited",
    "days, median",
    "Half of the open barriers have waited longer than this since they were reported, half less.",
)
GROUPS = Definition(
    "groups",
    "Groups affected",
    "groups",
    "Different groups that said in these dates that a barrier affects them, each counted once. "
    f"A person who speaks for no group counts as one. Those who withdrew are not counted. {NAMELESS_APART}",
)
NAMELESS = Definition(
    "nameless",
    "Of these, without a name",
    "groups",
    "How many of the groups affected asked not to be named. Each counts by itself in each barrier, so one group that "
    "reported twice without its name is two here.",
)
FIRST_RESPONSE = Definition(
    "first-response",
    "First response",
    "working days, median",
    "Half of the barriers first answered in these dates waited longer than this, half less. Counted in working days "
    "from the report to the council’s first own word, without the days on which the council waited for an answer.",
)
REMOVED = Definition(
    "removed",
    "Removed and confirmed",
    "barriers",
    "Barriers that groups they affected confirmed to be gone in these dates, and that are still gone at their end. "
    "Barriers that only the council says are gone are not counted.",
)
KEPT = Definition(
    "kept",
    "Kept, with a reason",
    "barriers",
    "Barriers where the council said in these dates that the rule stays, with its reason and a review date, "
    "and where that is still so at their end.",
)
REOPENED = Definition(
    "reopened",
    "Reopened",
    "barriers",
    f"Barriers that were opened again in these dates: because {who_reopens()} said that it is "
    "still there, or because the council is reviewing a rule that it had said stays.",
)
RECURRING = Definition(
    "recurring",
    "Recurring obstacles",
    "groups",
    "The same kind of obstacle, from the same source of rule, at the same department, met by at least as many "
    f"different groups in as many months as the rule below says. Most groups first. {NAMELESS_APART} For the rule, "
    "such groups of several barriers count once, as one group may have written in all of them.",
)
BY_AREA = Definition(
    "by-area",
    "Kinds of barrier by area",
    "barriers",
    "Barriers reported in these dates, by kind and by area.",
)
BY_RULE_SOURCE = Definition(
    "by-rule-source",
    "Kinds of barrier by whose rule it is",
    "barriers",
    "Barriers reported in these dates, by kind and by who owns the rule.",
)
BY_DEPARTMENT = Definition(
    "by-department",
    "By department",
    "barriers",
    "Barriers reported in these dates, by department, and what happened to them. What was reported before these dates is"
    " not in it, so “At a glance” can say more.",
)
WARDS = Definition(
    "wards", "By ward or place", "barriers", "Barriers reported in these dates, by ward or other place."
)
TREND = Definition(
    "trend",
    "Month by month",
    "barriers",
    "Barriers open before each month, reported in it, opened again in it, closed in it (answered in any way, withdrawn "
    "too), and open on its last day: open before, reported and reopened, less closed, is open after. A barrier counts once "
    "in each column of a month. Removed and confirmed are those that groups confirmed to be gone in the month; the council "
    "may have closed them earlier.",
)
TIME_TO_REMOVAL = Definition(
    "time-to-removal",
    "How long it takes until a barrier is gone",
    "days",
    "Of the barriers reported in these dates, the share that is not yet removed so many days after the report. One that "
    "is not removed counts for as long as it has lasted (the Kaplan–Meier estimate), so that slow cases are not left out.",
)
LEFT_OUT = Definition(
    "left-out",
    "Who is left out",
    "groups",
    "Whom groups said they had to leave out because of a barrier reported in these dates. One group can name several. "
    f"{NAMELESS_APART}",
)
SILENCE = Definition(
    "silence",
    "Who have we not heard from",
    "groups",
    "Areas, and kinds of group in the directory, from which no one reported a barrier or joined one in these "
    "dates.",
)
SILENT_AREAS = Definition(
    "silent-areas",
    "Areas we have not heard from",
    "groups",
    "Areas of which no one reported a barrier, or joined one, in these dates.",
)
SILENT_KINDS = Definition(
    "silent-kinds",
    "Kinds of group we have not heard from",
    "groups",
    "Kinds of group in this council’s directory of which none reported a barrier, or joined one, under its name in "
    "these dates.",
)
WHO_SPOKE = Definition(
    "who-spoke",
    "Who spoke, compared with the directory",
    "per cent",
    "Of the {heard} groups and people that reported or joined a barrier under their name in these dates, and of "
    "the {listed} groups in this council’s directory. How large a group is, the directory does not say, so small groups are not "
    "counted on their own.",
)
UNMET_NEEDS = Definition(
    "unmet-needs",
    "What people looked for and did not find",
    "times",
    "Searches that found nothing, which people let us write down, without who they were.",
)

HEADLINE = (OPEN, OPEN_AGE, GROUPS, NAMELESS, FIRST_RESPONSE, REMOVED, KEPT, REOPENED)
DEFINITIONS = {
    one.key: one
    for one in (
        REPORTED, *HEADLINE, RECURRING, BY_AREA, BY_RULE_SOURCE, BY_DEPARTMENT, WARDS, TREND, TIME_TO_REMOVAL,
        LEFT_OUT, SILENCE, UNMET_NEEDS,
    )
}  # fmt: skip
GROUPS_OVERLAP = (
    "Groups overlap: a group that is in several rows counts once in each of them and once in “All”, so the groups of the rows "
    f"add up to more. {NAMELESS_APART}"
)
ANSWERS_OVERLAP = "Rows overlap: a group can name several of these, and so can the groups of one barrier, so neither column adds up."
TOO_MANY_FILTERS = (
    "The numbers inside this table are left out: with so many filters at once, small groups could be worked out. "
    "Remove a filter to see them."
)
SUPPRESSED = (
    f"Numbers that rest on fewer than {MINIMUM_GROUPS} groups are not shown, nor are some others from which they "
    "could be worked out."
)
