"""Invented barriers: transport."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="transport",
        rule_source="custom",
        department="another_body",
        title="Last bus leaves before the village forum begins",
        trying_to="Come to the village forum",
        story="I cannot get to the meeting by bus. It begins at seven. The last bus goes at ten past six.",
        reply="Buses belong to the county. We asked them, and meanwhile the forum will meet at three every other month.",
        body="the county’s bus team",
        state="redirected",
        effect="excluded_people",
        cost=90,
        people=16,
        excluded=(
            "rural",
            "age",
        ),
        tags=(
            "bus",
            "rural",
        ),
        others=("Two of us share a taxi that costs more than our pension for the day.",),
    ),
    Case(
        category="transport",
        rule_source="council_policy",
        department="community",
        title="Community minibus limited to two named drivers",
        trying_to="Take our lunch club to the sea",
        story="The bus stands idle five days a week. Only two named drivers are allowed and one has moved away.",
        rule_words="Named drivers only.",
        reply="Any driver with a clean licence who takes the two-hour course may now drive it.",
        evidence="The dates of the course, and the page of the minibus handbook.",
        state="removal_claimed",
        effect="delayed",
        cost=40,
        delay=20,
        people=22,
        excluded=("age",),
        tags=("minibus",),
        others=(
            "We had nobody who was allowed to take the minibus. We paid for a coach.",
            "Nobody could take us in the minibus. Our sports day was cut in half.",
        ),
        answers=("partly",),
        comments=("The course is on the first Monday. Bring your licence.",),
    ),
    Case(
        category="transport",
        rule_source="council_policy",
        department="highways",
        title="Parking fines for unloading at the food bank",
        trying_to="Unload a van of food",
        story="We are given parking fines while we unload food. Ten minutes on the kerb cost seventy pounds, for beans.",
        state="open",
        effect="cost_more",
        cost=70,
        people=30,
        tags=("parking",),
        others=("We were fined as well. We carry it from two streets away now.",),
    ),
)
