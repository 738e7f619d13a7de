"""Invented barriers: skills confidence."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="skills_confidence",
        rule_source="custom",
        department="community",
        title="Nobody confident enough to be our treasurer",
        trying_to="Keep our group’s books",
        story="Nobody in our group dared to be treasurer. We are good with children and paint. The word “accruals” emptied the room.",
        reply="There is a free evening course each term, and a person to ring about your first accounts.",
        evidence="The dates for this term. Fourteen treasurers came to the last one.",
        state="removed",
        effect="delayed",
        delay=40,
        people=12,
        tags=(
            "treasurer",
            "training",
        ),
        others=("I did it for nine years because nobody else would.",),
        answers=(
            "gone",
            "gone",
        ),
        comments=("Ours uses one sheet with four columns. It was accepted.",),
    ),
    Case(
        category="skills_confidence",
        rule_source="council_policy",
        department="community",
        title="Full constitution required to start a litter pick",
        trying_to="Start a litter pick",
        story="We were asked for a full constitution to start a litter pick. We pick up crisps. We were asked for aims, powers and a dissolution clause.",
        rule_words="A written constitution is needed.",
        reply="We need one for any grant. A one-page model is on the website now.",
        state="kept",
        effect="delayed",
        delay=30,
        people=8,
        tags=("constitution",),
        others=("We copied one from a bowls club and are now bound to mow a green.",),
    ),
    Case(
        category="skills_confidence",
        rule_source="custom",
        department="community",
        title="Grant forms use language that volunteers cannot understand",
        trying_to="Ask for money for a homework club",
        story="The grant form uses words that we do not understand. Outputs, outcomes, impact, legacy. I teach physics and I did not understand it.",
        state="open",
        effect="stopped",
        people=5,
        excluded=("other_first_language",),
        tags=("bids",),
        others=("We paid somebody to write it, out of the grant we did not get.",),
    ),
)
