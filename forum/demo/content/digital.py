"""Invented barriers: digital."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="digital",
        rule_source="custom",
        department="digital_data",
        title="Online grant form times out after twenty minutes",
        trying_to="Apply for the winter fund",
        story="The online grant form loses everything after twenty minutes. I type slowly. I wrote it four times. The fifth time I wrote it on paper and my grandson typed it.",
        reply="The form saves as you type, and there is a paper one at each library.",
        evidence="The form for the winter fund, and a stack of paper ones at each desk.",
        state="removed",
        effect="excluded_people",
        delay=14,
        people=17,
        excluded=(
            "age",
            "low_income",
        ),
        tags=("online-forms",),
        others=(
            "I lost everything that I had typed. I cried, to be honest.",
            "It threw me out at the last question.",
        ),
        answers=(
            "gone",
            "gone",
            "gone",
        ),
    ),
    Case(
        category="digital",
        rule_source="council_policy",
        department="digital_data",
        title="Allotment waiting list can only be joined online",
        trying_to="Put my name on the waiting list",
        story="The allotment waiting list can only be joined online. I am seventy-nine and I grow better leeks than anybody. I have no computer.",
        rule_words="Applications are online only.",
        reply="The list is kept online. Library staff will fill it in with you; ring first.",
        state="kept",
        effect="excluded_people",
        people=21,
        excluded=(
            "age",
            "disability",
        ),
        tags=("online-forms",),
        others=("My mother missed her turn because of an email.",),
    ),
    Case(
        category="digital",
        rule_source="custom",
        department="digital_data",
        title="Tenants without mobile data cannot join video meetings",
        trying_to="Join the tenants’ meeting by video",
        story="We could not follow the video meeting because we had no signal and little data. There were six of us round one phone, until the credit ran out.",
        state="acknowledged",
        effect="excluded_people",
        people=6,
        excluded=("low_income",),
        tags=(
            "internet",
            "data",
        ),
        comments=("Libraries lend tablets with data. Ours did.",),
    ),
)
