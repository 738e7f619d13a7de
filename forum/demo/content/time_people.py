"""Invented barriers: time people."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="time_people",
        rule_source="custom",
        department="community",
        title="Small grants fund requires a committee of seven",
        trying_to="Apply for the small grants fund",
        story="To apply we need a chair, a treasurer, a secretary and four members. That leaves two people to do the work.",
        rule_words="Groups need a committee of seven.",
        reply="We are asking whether three would do.",
        state="acknowledged",
        effect="stopped",
        people=6,
        tags=("committee",),
        others=(
            "We could not find seven people either. My dog is nearly a trustee.",
            "We did not have enough people for a committee. We invented a vice chair.",
        ),
    ),
    Case(
        category="time_people",
        rule_source="custom",
        department="community",
        title="Not enough volunteers to run the Friday supper",
        trying_to="Keep the Friday supper going",
        story="Three of us do all the work and cannot find more volunteers. If one of us is ill there is no supper. We have asked, put up posters and begged.",
        reply="The volunteer centre will find you four people for the autumn; the person to ring is on our page.",
        state="way_through",
        effect="worked_around",
        people=10,
        tags=("volunteers",),
        answers=("gone",),
        comments=("We gave each job a card with what to do and how long it takes. Eleven people took one.",),
    ),
    Case(
        category="time_people",
        rule_source="custom",
        department="community",
        title="Monthly reports required for a £200 grant",
        trying_to="Run a chess evening",
        story="The council wants a report every month for a grant of two hundred pounds. Each report takes two evenings. The evenings were for chess.",
        state="open",
        effect="delayed",
        people=4,
        tags=(
            "volunteers",
            "rota",
        ),
        others=("We spent the grant’s worth in hours.",),
    ),
)
