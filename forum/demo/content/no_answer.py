"""Invented barriers: no answer."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="no_answer",
        rule_source="custom",
        department="parks",
        title="No reply for fourteen weeks about football goals",
        trying_to="Put two goals on the field",
        story="We have had no answer about football goals for fourteen weeks. We asked in spring, chased in summer, and the children played between two coats.",
        reply="The goals stand since Friday. We answer within ten working days now, and you can see where your question is.",
        evidence="The page where anybody can follow a question by its number.",
        state="removal_claimed",
        effect="delayed",
        delay=98,
        people=14,
        tags=(
            "parks",
            "waiting",
        ),
        others=(
            "We wrote about the netball hoop at the same time.",
            "We have had no answer either. Still waiting for our line paint.",
        ),
        answers=(
            "gone",
            "not_tried",
        ),
    ),
    Case(
        category="no_answer",
        rule_source="custom",
        department="parks",
        title="Only automatic replies about water at the allotment",
        trying_to="Ask for water at the allotment",
        story="We asked for water at the allotment and had only automatic replies. We have four mails that say that our message is important.",
        reply="The tap was repaired and the old mailbox is closed.",
        evidence="A photograph of the tap, running.",
        state="removed_unconfirmed",
        effect="stopped",
        delay=60,
        people=9,
        tags=("waiting",),
    ),
    Case(
        category="no_answer",
        rule_source="custom",
        department="property_venues",
        title="Council keeps changing its answer on old library",
        trying_to="Use the old library for a repair café",
        story="The council said yes, then no, then perhaps. We had told people, printed posters and borrowed a sewing machine.",
        would_help="One answer that lasts.",
        reply="Who wrote to you in June? We cannot find the letter.",
        state="needs_info",
        effect="delayed",
        delay=45,
        people=20,
        tags=(
            "waiting",
            "hall-hire",
        ),
        others=("We were told the same three things in another order.",),
    ),
    Case(
        category="no_answer",
        rule_source="custom",
        department="parks",
        title="Bandstand booking answered after the summer",
        trying_to="Borrow the bandstand in July",
        story="The council answered our request for the bandstand too late. The answer was yes. It came on the fourth of September.",
        state="open",
        effect="stopped",
        delay=120,
        people=30,
        tags=(
            "parks",
            "waiting",
        ),
        others=("Our answer was too late as well. Ours came with the leaves.",),
    ),
)
