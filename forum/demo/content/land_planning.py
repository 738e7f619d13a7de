"""Invented barriers: land planning."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="land_planning",
        rule_source="council_policy",
        department="parks",
        title="Four months’ wait for permission to plant trees",
        trying_to="Plant six apple trees by the playground",
        story="We have waited four months for permission to plant trees. Everybody likes the idea. It has been to two departments, a committee and a tree officer who left.",
        rule_words="Planting needs consent of three teams.",
        would_help="One person who decides.",
        reply="Up to ten trees will need one email. We will walk the site with you.",
        state="change_agreed",
        effect="delayed",
        delay=120,
        people=25,
        tags=(
            "trees",
            "parks",
        ),
        others=(
            "Our hedge has waited longer than it takes to grow.",
            "We planted in pots meanwhile.",
        ),
    ),
    Case(
        category="land_planning",
        rule_source="council_policy",
        department="parks",
        title="No shed or bench allowed on our allotment",
        trying_to="Make an allotment that older people can use",
        story="We may not put a shed, bench or water butt on the allotment. People need to sit down. A bench counts as a structure.",
        rule_words="No permanent structures on plots.",
        reply="The rule keeps plots alike for those who come next. Folding seats and boxes on wheels are fine.",
        state="kept",
        effect="stopped",
        delay=60,
        people=18,
        tags=(
            "allotments",
            "sheds",
        ),
        comments=("A box on wheels with a lid is a bench that is not a bench.",),
    ),
    Case(
        category="land_planning",
        rule_source="law",
        department="planning",
        title="Planning permission needed for a nine-day fair banner",
        trying_to="Hang a banner on our own railings",
        story="We need planning permission to hang a banner for nine days. It hangs for nine days. The fee is more than the banner.",
        reply="This belongs to the national advertising rules. Banners for charity events may hang for 28 days without consent: no fee is due.",
        body="the government, in its rules on advertisements",
        state="redirected",
        effect="cost_more",
        cost=234,
        delay=70,
        people=40,
        tags=(
            "planning",
            "banner",
        ),
        others=("We took ours down for nothing, then.",),
    ),
    Case(
        category="land_planning",
        rule_source="council_policy",
        department="parks",
        title="Nobody knows who owns the green with the pond",
        trying_to="Clear a pond for newts",
        story="Nobody at the council knows who owns the land with the pond. Housing says parks, parks says highways, highways sent us a map that ends at the pond.",
        state="open",
        effect="stopped",
        delay=90,
        people=15,
        tags=(
            "parks",
            "ponds",
        ),
        others=("We mow it, so perhaps we own it.",),
    ),
)
