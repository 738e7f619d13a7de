"""The chapters of a council's figures: each has its own address, its files, and can be printed; the report has all."""

from __future__ import annotations

from typing import NamedTuple

GLANCE, REPORT = "glance", "report"


class Chapter(NamedTuple):
    """One chapter: its name in addresses, its title, what it answers, and the parts that its template shows."""

    name: str
    title: str
    words: str
    parts: tuple[str, ...]


CHAPTERS = (
    Chapter(
        GLANCE,
        "At a glance",
        "The figures that matter most, compared with before.",
        ("headline", "headline_csv"),
    ),
    Chapter(
        "recurring",
        "What keeps coming back",
        "The same obstacle, met by several groups: what to remove first.",
        ("recurring",),
    ),
    Chapter(
        "places",
        "Where it happens",
        "Kinds of barrier by area, and all barriers by ward.",
        ("by_area", "wards", "map"),
    ),
    Chapter(
        "rules",
        "Whose rule it is",
        "Kinds of barrier by who owns the rule, and what each department made of them.",
        ("by_rule_source", "by_department", "outcomes"),
    ),
    Chapter(
        "over-time",
        "Month by month",
        "What came in, what was closed, and how long it takes.",
        ("trend", "times"),
    ),
    Chapter(
        "people",
        "Who is missing",
        "Who is left out, who we have not heard from, and what people looked for and did not find.",
        ("left_out", "silence", "unmet_needs"),
    ),
)
ALL = Chapter(
    REPORT,
    "The whole report",
    "All chapters on one page, to print or to save as PDF.",
    tuple(part for one in CHAPTERS for part in one.parts),
)
CHAPTER_BY_NAME = {one.name: one for one in (*CHAPTERS, ALL)}
