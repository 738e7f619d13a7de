"""Invented barriers: caring timing."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="caring_timing",
        rule_source="custom",
        department="democratic",
        title="Nursery consultation held at school pick-up time",
        trying_to="Say what we think of the new nursery",
        story="The consultation was held at the time when parents collect their children. It was about a nursery, at a quarter past three. Not one parent was there.",
        reply="Each consultation will have one meeting in the evening and one in the morning, with a crèche.",
        state="change_agreed",
        effect="excluded_people",
        people=18,
        excluded=(
            "carers",
            "sex",
        ),
        tags=(
            "meetings",
            "childcare",
        ),
        others=("I heard about it from somebody without children.",),
    ),
    Case(
        category="caring_timing",
        rule_source="custom",
        department="democratic",
        title="Three-hour meetings are too long for carers",
        trying_to="Sit on the partnership board",
        story="The meetings are longer than a carer can be away. I can leave him for an hour. The board meets for three and the item on carers comes last.",
        reply="We will put the item first and ask whether an hour is enough.",
        state="under_review",
        effect="excluded_people",
        people=9,
        excluded=("carers",),
        tags=("meetings",),
        others=("They said that I could send a letter.",),
    ),
    Case(
        category="caring_timing",
        rule_source="council_policy",
        department="finance_grants",
        title="Course fund will not pay for childcare",
        trying_to="Train as a play leader",
        story="The training fund does not cover childcare. The course is free. The four hours of childcare are sixty pounds. The fund pays for biscuits but not for that.",
        rule_words="Childcare is not eligible.",
        state="acknowledged",
        effect="cost_more",
        cost=15,
        people=11,
        excluded=(
            "carers",
            "low_income",
        ),
        tags=("childcare",),
        others=("Three of us dropped out together.",),
    ),
)
