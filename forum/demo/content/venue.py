"""Invented barriers: venue."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="venue",
        rule_source="council_policy",
        department="property_venues",
        title="Hall deposit larger than our bank balance",
        trying_to="Hire the hall for a women’s sewing circle",
        story="We cannot pay the deposit for the hall. The room costs twelve pounds and the deposit two hundred. We have ninety-one.",
        rule_words="A deposit of £200 for all hirers.",
        reply="Regular groups pay no deposit any more.",
        evidence="The hire terms of this year, clause 4.",
        state="removed",
        effect="stopped",
        cost=45,
        delay=30,
        people=20,
        excluded=("low_income",),
        tags=("hall-hire",),
        others=(
            "We passed a hat round for the deposit and felt ashamed.",
            "The deposit came back after eleven weeks.",
        ),
        answers=(
            "gone",
            "gone",
        ),
    ),
    Case(
        category="venue",
        rule_source="council_policy",
        department="property_venues",
        title="Hall cannot be booked from half past",
        trying_to="Rehearse a play in the evenings",
        story="The hall can only be booked in whole hours, from the hour. We need half past six to nine. We pay from six to nine and sit on the stairs.",
        reply="We are changing the calendar and will tell you when it is done.",
        state="under_review",
        effect="delayed",
        people=24,
        tags=(
            "hall-hire",
            "booking",
        ),
        others=("Our yoga class pays for half an hour of nothing.",),
    ),
    Case(
        category="venue",
        rule_source="council_policy",
        department="property_venues",
        title="Community centre closes too early for evening classes",
        trying_to="Run English conversation after work",
        story="The centre closes too early for people who work. People finish at six, eat and come at half past seven. At eight the caretaker rings a bell.",
        state="open",
        effect="stopped",
        cost=60,
        delay=50,
        people=30,
        tags=(
            "hall-hire",
            "evenings",
        ),
        others=("The centre closes too early for our homework club too.",),
        comments=("We were given a key after a year. Keep asking.",),
    ),
    Case(
        category="venue",
        rule_source="custom",
        department="property_venues",
        title="No free hall slots for new groups",
        trying_to="Find a weekly slot for a Somali mothers’ group",
        story="There are no free evenings for new groups. Every evening is taken by a group that nobody has seen. The list is in a drawer.",
        state="withdrawn",
        effect="worked_around",
        people=12,
        tags=("hall-hire",),
    ),
)
