"""Invented barriers: out of pocket."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="out_of_pocket",
        rule_source="custom",
        department="community",
        title="Volunteer bus fares repaid two months late",
        trying_to="Help at the food bank three times a week",
        story="Bus fares for volunteers are paid back after two months. Four pounds a day is nothing to some and dinner to others. I stopped going.",
        rule_words="Expenses are paid quarterly.",
        reply="Ask for petty cash on the day: the form is at the front desk.",
        state="way_through",
        effect="cost_more",
        cost=30,
        people=14,
        excluded=("low_income",),
        tags=("expenses",),
        others=("I did not claim my fares because of the wait. I never dared to ask for mine.",),
        answers=(
            "gone",
            "partly",
        ),
    ),
    Case(
        category="out_of_pocket",
        rule_source="national_guidance",
        department="community",
        title="Unclear whether volunteering affects benefits",
        trying_to="Help in the community kitchen",
        story="Nobody could tell me for certain whether helping affects my benefits. At the job centre one person said that volunteering is fine, and another asked for a letter. I would rather not risk it.",
        reply="This belongs to the job centre. They have agreed to give helpers a letter that says it is allowed.",
        body="the job centre",
        state="redirected",
        effect="stopped",
        excluded=("low_income",),
        tags=(
            "benefits",
            "volunteering",
        ),
        others=("My sister stopped for the same fear.",),
        comments=("The letter exists. Take it with you each time.",),
    ),
    Case(
        category="out_of_pocket",
        rule_source="custom",
        department="community",
        title="No petrol expenses for volunteer hospital drivers",
        trying_to="Drive neighbours to hospital",
        story="I get nothing towards petrol for forty miles a week. I give the time gladly. The petrol has become a second bill.",
        would_help="A mileage rate as staff have it.",
        state="open",
        effect="cost_more",
        cost=25,
        people=5,
        excluded=(
            "rural",
            "low_income",
        ),
        tags=("mileage",),
    ),
)
