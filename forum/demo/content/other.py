"""Invented barriers: other."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="other",
        rule_source="unknown",
        department="another_body",
        title="Church clock is too loud for our meditation",
        trying_to="Sit still for twenty minutes",
        story="The church clock interrupts our meditation every quarter of an hour. It is a lovely clock. It strikes the quarters.",
        state="open",
        effect="delayed",
        people=13,
        tags=("bells",),
        others=("We moved our choir to avoid it. It was in another key.",),
    ),
    Case(
        category="other",
        rule_source="custom",
        department="community",
        title="No storage space for our folding chairs",
        trying_to="Hold a monthly film evening",
        story="We have nowhere to keep our forty folding chairs. The chairs live in three garages and one bedroom.",
        would_help="A cupboard.",
        reply="We are looking for a cupboard.",
        state="acknowledged",
        effect="worked_around",
        people=20,
        tags=("storage",),
        comments=("Our shed has room for a dozen.",),
    ),
)
