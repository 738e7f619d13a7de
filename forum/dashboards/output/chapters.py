"""The chapters of a council's figures: each has its own address, its files, and can be printed; the report has all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from forum.dashboards.figures.breakdowns import by_area, by_department, by_rule_source, wards
from forum.dashboards.figures.people import left_out, unmet_needs
from forum.dashboards.output.presenters import (
    GLANCE,
    Part,
    present_headline,
    present_map,
    present_outcomes,
    present_recurring,
    present_silence,
    present_times,
    present_trend,
    table_part,
)

REPORT = "report"


class Chapter(NamedTuple):
    """One chapter: its name in addresses, its title, what it answers, and the parts that its template shows."""

    name: str
    title: str
    words: str
    parts: Mapping[str, Part]


CHAPTERS = (
    Chapter(
        GLANCE,
        "At a glance",
        "The figures that matter most, compared with before.",
        {"headline": present_headline},
    ),
    Chapter(
        "recurring",
        "What keeps coming back",
        "The same obstacle, met by several groups: what to remove first.",
        {"recurring": present_recurring},
    ),
    Chapter(
        "places",
        "Where it happens",
        "Kinds of barrier by area, and all barriers by ward.",
        {
            "by_area": table_part(by_area, is_heat=True),
            "wards": table_part(wards),
            "map": present_map,
        },
    ),
    Chapter(
        "rules",
        "Whose rule it is",
        "Kinds of barrier by who owns the rule, and what each department made of them.",
        {
            "by_rule_source": table_part(by_rule_source, is_heat=True),
            "by_department": table_part(by_department),
            "outcomes": present_outcomes,
        },
    ),
    Chapter(
        "over-time",
        "Month by month",
        "What came in, what was closed, and how long it takes.",
        {"trend": present_trend, "times": present_times},
    ),
    Chapter(
        "people",
        "Who is missing",
        "Who is left out, who we have not heard from, and what people looked for and did not find.",
        {
            "left_out": table_part(left_out),
            "silence": present_silence,
            "unmet_needs": table_part(unmet_needs),
        },
    ),
)
ALL = Chapter(
    REPORT,
    "The whole report",
    "All chapters on one page, to print or to save as PDF.",
    {name: part for one in CHAPTERS for name, part in one.parts.items()},
)
CHAPTER_BY_NAME = {one.name: one for one in (*CHAPTERS, ALL)}
