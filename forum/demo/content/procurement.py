"""Invented barriers: procurement."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="procurement",
        rule_source="council_policy",
        department="procurement",
        title="Three years of accounts required for £500 grant",
        trying_to="Bid for the neighbourhood fund",
        story="We were asked for three years of accounts for a grant of five hundred pounds. We began last spring. We cannot have three years of anything.",
        rule_words="Applicants must show three years of accounts.",
        would_help="Bank statements instead.",
        reply="For grants above £1,000 we need the accounts. We will review the limit before the next round.",
        state="kept",
        effect="stopped",
        delay=45,
        people=10,
        tags=(
            "tender",
            "small-groups",
        ),
        others=(
            "Our group is older than its bank account.",
            "We asked a bigger charity to apply for us and lost a tenth of it.",
        ),
    ),
    Case(
        category="procurement",
        rule_source="council_policy",
        department="procurement",
        title="Insurance costs more than the grass cutting contract",
        trying_to="Cut the grass on the estate",
        story="The contract is worth nine hundred pounds. The cover it asks for costs eleven hundred.",
        state="open",
        effect="stopped",
        delay=60,
        people=15,
        tags=("tender",),
    ),
    Case(
        category="procurement",
        rule_source="contract",
        department="procurement",
        title="Council paid our lunch club three months late",
        trying_to="Deliver a lunch club for the council",
        story="The council paid us ninety days after the work. We bought the food in May and were paid in August, from our treasurer’s savings.",
        rule_words="Payment at ninety days.",
        would_help="Half before.",
        reply="Grants and small contracts will be paid within fifteen days.",
        state="change_agreed",
        effect="delayed",
        delay=90,
        people=6,
        tags=("payment",),
        others=("I paid the hall from my own pocket.",),
    ),
)
