"""Invented barriers: access disability."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="access_disability",
        rule_source="custom",
        department="property_venues",
        title="Hearing loop in the hall does not work",
        trying_to="Hold our Deaf and hard of hearing coffee morning",
        story="The hearing loop in the hall does not work. The sign says there is a loop. The box was in a cupboard without a plug.",
        reply="The loop works, is tested each month, and the caretakers were shown how to switch it on.",
        evidence="The sheet with each month’s test hangs beside the door.",
        state="removed",
        effect="excluded_people",
        delay=25,
        people=9,
        excluded=("disability",),
        tags=(
            "access",
            "hearing-loop",
        ),
        others=("We could not use the loop either. Our speakers shouted for a year.",),
        answers=(
            "gone",
            "gone",
        ),
    ),
    Case(
        category="access_disability",
        rule_source="council_policy",
        department="property_venues",
        title="Accessible toilet at the hall used for storage",
        trying_to="Meet where wheelchair users can stay for more than an hour",
        story="The accessible toilet is used as a store room. There are eleven chairs and a Christmas tree in it. We have asked three caretakers.",
        reply="The store moves out, for good.",
        state="change_agreed",
        effect="excluded_people",
        delay=180,
        people=7,
        excluded=("disability",),
        tags=(
            "access",
            "toilets",
        ),
        others=("We moved our meeting because of it.",),
    ),
    Case(
        category="access_disability",
        rule_source="custom",
        department="democratic",
        title="Consultation meeting could only be reached by stairs",
        trying_to="Speak about the new crossing",
        story="The consultation meeting was two floors up. The lift was out of order and the meeting went ahead. They offered to bring me the minutes.",
        reply="We are checking every room before we book it.",
        state="under_review",
        effect="excluded_people",
        people=5,
        excluded=(
            "disability",
            "carers",
        ),
        tags=(
            "access",
            "meetings",
        ),
        others=("I could not get up there either. I listened from the street.",),
        comments=("Ask for it to be held online as well. It is only a laptop.",),
    ),
    Case(
        category="access_disability",
        rule_source="unknown",
        department="digital_data",
        title="Booking form does not work with a screen reader",
        trying_to="Book a pitch for blind football",
        story="The booking form cannot be filled in with a screen reader. Each field is called “edit text”. I booked by asking my neighbour to read it to me.",
        would_help="Labels on the fields.",
        reply="Which page was it, and which screen reader do you use?",
        state="needs_info",
        effect="stopped",
        delay=14,
        people=1,
        excluded=("disability",),
        tags=(
            "forms",
            "access",
        ),
    ),
)
