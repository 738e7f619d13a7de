"""Invented barriers: money."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="money",
        rule_source="custom",
        department="finance_grants",
        title="Bank needs both signatories in branch together",
        trying_to="Open a bank account for our group",
        story="The bank wants both signatories to come to the branch together. The branch needs both signatories together. One drives a night bus and one has just had a baby.",
        would_help="A host with an account.",
        reply="Small groups may now hold their grant in the council’s community account.",
        evidence="The one-page agreement for a place in the community account.",
        state="removed",
        effect="delayed",
        cost=0,
        delay=75,
        people=20,
        tags=(
            "bank",
            "treasurer",
        ),
        others=("We opened and closed the same form three times.",),
        answers=(
            "gone",
            "gone",
        ),
        comments=("The credit union opened ours in an evening.",),
    ),
    Case(
        category="money",
        rule_source="council_policy",
        department="finance_grants",
        title="Grant paid after our Windrush event was over",
        trying_to="Pay for a Windrush day",
        story="The grant was paid after the event that it was for. We were told yes in April. The money came in July. The day was in June.",
        state="acknowledged",
        effect="cost_more",
        cost=350,
        delay=60,
        people=12,
        tags=("grant",),
        others=("Same here, for the lantern parade.",),
    ),
    Case(
        category="money",
        rule_source="council_policy",
        department="finance_grants",
        title="Match funding rule shuts out poorer estates",
        trying_to="Apply for play equipment",
        story="The fund only pays half and we cannot find the rest. For each pound we must find another. Our estate is the poorest in the ward, so the swings go to the richest.",
        would_help="Count our hours as money.",
        reply="We are looking at counting volunteers’ hours as a match.",
        state="under_review",
        effect="stopped",
        cost=1000,
        delay=40,
        people=30,
        tags=("match-funding",),
        others=("We have the hands and the time but no pounds.",),
    ),
)
