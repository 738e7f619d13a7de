"""Invented barriers: data information."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="data_information",
        rule_source="council_policy",
        department="digital_data",
        title="Council map cannot be downloaded or reused",
        trying_to="Draw a map of drinking fountains",
        story="The council’s map cannot be downloaded or reused. The map is on the website as a picture. We typed in two hundred points by hand.",
        reply="The list is published as a file under an open licence. If you need another one, this page has a form.",
        state="way_through",
        effect="delayed",
        delay=50,
        people=4,
        tags=(
            "open-data",
            "maps",
        ),
        others=("We did the benches by hand before that.",),
        answers=(
            "gone",
            "gone",
        ),
    ),
    Case(
        category="data_information",
        rule_source="council_policy",
        department="digital_data",
        title="Freedom of information request needed for library opening hours",
        trying_to="Make a leaflet of warm rooms",
        story="We were told to make a freedom of information request to learn when libraries open. Which libraries are open on Saturdays? We were asked to put it in writing, under the Act.",
        state="acknowledged",
        effect="delayed",
        delay=40,
        people=5,
        tags=("foi",),
    ),
    Case(
        category="data_information",
        rule_source="national_guidance",
        department="public_health",
        title="Council will not share which streets have lonely residents",
        trying_to="Knock on doors where people are alone",
        story="The council knows which streets have the most people living alone but will not say. We do not want names. A street would do.",
        rule_words="Small numbers must not be published.",
        reply="With so few people in a street, a number would tell who they are. We can tell you the ward.",
        state="kept",
        effect="stopped",
        people=12,
        tags=(
            "health",
            "data",
        ),
        others=("We were given the county, which was no help at all.",),
    ),
    Case(
        category="data_information",
        rule_source="council_policy",
        department="digital_data",
        title="Council minutes published three months late",
        trying_to="Follow what is decided about our park",
        story="Minutes of meetings are published after the decision has been carried out. The minutes of May were online in August. The trees had gone in June.",
        state="open",
        effect="delayed",
        people=7,
        tags=("open-data",),
    ),
)
