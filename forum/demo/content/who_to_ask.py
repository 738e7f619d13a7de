"""Invented barriers: who to ask."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="who_to_ask",
        rule_source="custom",
        department="customer_service",
        title="Nobody knows who can unlock the park gate",
        trying_to="Ask who can unlock the park gate",
        story="I asked seven people who could unlock the park gate. Reception, parks, security, estates, reception again. Everybody was kind and nobody had the key.",
        reply="There is one address for community groups now, and a named person behind it.",
        evidence="The address, with a name and a telephone number.",
        state="removed",
        effect="delayed",
        delay=35,
        people=3,
        tags=("contact",),
        others=(
            "We found the key under a flower pot in the end.",
            "My notes of the calls fill two pages.",
        ),
        answers=(
            "gone",
            "partly",
        ),
    ),
    Case(
        category="who_to_ask",
        rule_source="custom",
        department="customer_service",
        title="No single contact for a lantern parade",
        trying_to="Find out whom to ask about a parade with lanterns",
        story="Nobody could say which department deals with a lantern parade. It is fire, road, park and children. Each asked what the others had said.",
        reply="We are naming one person for each event, who asks the others.",
        state="under_review",
        effect="delayed",
        delay=21,
        people=10,
        tags=(
            "contact",
            "events",
        ),
        others=("Our bike bus is transport, school and sport.",),
    ),
    Case(
        category="who_to_ask",
        rule_source="unknown",
        department="customer_service",
        title="Council’s emergency volunteering contact is out of date",
        trying_to="Offer our gurdwara’s kitchen in an emergency",
        story="The person named on the council’s page left two years ago. We wanted to give, not to ask. The mail came back and the number rang in an empty room.",
        state="open",
        effect="stopped",
        people=6,
        excluded=("other_first_language",),
        tags=("contact",),
        comments=("Try the emergency planning team. They wrote to us the same day.",),
    ),
    Case(
        category="who_to_ask",
        rule_source="custom",
        department="customer_service",
        title="Cannot find the right form for a bench",
        trying_to="Find the right form for a bench",
        story="I could not find out which form I need for a bench. I asked which form. The answer was a link to the page where I had asked.",
        state="withdrawn",
        effect="worked_around",
        people=2,
        tags=("contact",),
    ),
)
