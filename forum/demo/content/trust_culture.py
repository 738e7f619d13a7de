"""Invented barriers: trust culture."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="trust_culture",
        rule_source="custom",
        department="community",
        title="Consultations only hear from the same twelve people",
        trying_to="Be asked about our own street",
        story="The same twelve people are asked each time. They know each other’s first names. Nobody looked up when we came in.",
        reply="We have asked three groups to help us run the next one in places where people are.",
        state="under_review",
        effect="excluded_people",
        people=25,
        excluded=("race",),
        tags=("welcome",),
        others=(
            "Nobody spoke to us at the consultation. We stood by the coats.",
            "They thanked us for coming and moved on.",
        ),
    ),
    Case(
        category="trust_culture",
        rule_source="custom",
        department="community",
        title="LGBT youth group asked to hide Pride flag",
        trying_to="Book a stall for our LGBT youth group",
        story="We were asked not to show our flag at the stall. We were welcome, they said, if we were not too visible.",
        state="open",
        effect="excluded_people",
        people=11,
        excluded=(
            "sexual_orientation",
            "gender_reassignment",
        ),
        tags=(
            "welcome",
            "young-people",
        ),
        comments=("Our stall was next to the door last year. Come and stand with us.",),
    ),
    Case(
        category="trust_culture",
        rule_source="custom",
        department="democratic",
        title="Young people only asked for a photograph, not their views",
        trying_to="Have a say on the skate park",
        story="We were invited only for the photograph. We had drawn plans. There was time for a picture.",
        reply="Two places on the skate park group are for people under eighteen, with a vote.",
        state="change_agreed",
        effect="excluded_people",
        people=30,
        excluded=("age",),
        tags=("young-people",),
        others=("They wanted us only for the photograph. They asked us to smile with spades.",),
    ),
)
