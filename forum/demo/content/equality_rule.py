"""Invented barriers: equality rule."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="equality_rule",
        rule_source="council_policy",
        department="libraries_culture",
        title="Only women’s session at the pool is in school hours",
        trying_to="Learn to swim as a women’s group",
        story="The only women’s session at the pool is at a time when we cannot come. It was at two on a Tuesday, with a man at the pool side.",
        reply="There are three women’s sessions, one on Saturday evening, with women as lifeguards.",
        evidence="The timetable of the pool for this season.",
        state="removed",
        effect="excluded_people",
        delay=60,
        people=16,
        excluded=(
            "religion_belief",
            "sex",
        ),
        tags=("swimming",),
        others=("My daughters had never been in water before.",),
        answers=(
            "gone",
            "gone",
        ),
    ),
    Case(
        category="equality_rule",
        rule_source="council_policy",
        department="libraries_culture",
        title="Library photo card excludes some disabled people",
        trying_to="Join the library as a disabled group",
        story="The library asks for a photo card that some of us cannot get. Some of us cannot use a photo booth. Without the card there is no borrowing.",
        rule_words="A photo card for each borrower.",
        reply="The card stays; the photograph may be taken by anybody, anywhere, and a carer’s word is enough.",
        state="kept",
        effect="excluded_people",
        people=4,
        excluded=("disability",),
        tags=("equality",),
    ),
    Case(
        category="equality_rule",
        rule_source="council_policy",
        department="libraries_culture",
        title="Library needs proof of address from homeless people",
        trying_to="Borrow books for our English class",
        story="The library asks for proof of address and some of us have none. Those who need it most live in hotels and on sofas.",
        rule_words="Two proofs of address.",
        state="open",
        effect="excluded_people",
        cost=20,
        people=9,
        excluded=(
            "low_income",
            "asylum",
        ),
        tags=("equality",),
        others=("Our night shelter guests were turned away too.",),
    ),
)
