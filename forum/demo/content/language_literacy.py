"""Invented barriers: language literacy."""

from __future__ import annotations

from forum.demo.cases import Case

CASES = (
    Case(
        category="language_literacy",
        rule_source="custom",
        department="communications",
        title="Housing letter only sent in English",
        trying_to="Tell neighbours about the works",
        story="The letter about works to our flats was only sent in English. There are nineteen languages in our block. We translated it at a kitchen table.",
        reply="Letters to your block will come in the six languages you named, and in easy read.",
        state="change_agreed",
        effect="excluded_people",
        people=40,
        excluded=(
            "other_first_language",
            "race",
        ),
        tags=("translation",),
        others=(
            "My daughter of ten translates for the whole floor.",
            "We thought that it was a fine.",
        ),
    ),
    Case(
        category="language_literacy",
        rule_source="custom",
        department="communications",
        title="Ward meetings announced too late to book an interpreter",
        trying_to="Come to the ward meeting as Deaf people",
        story="We cannot book a sign language interpreter in time. The meeting is announced two weeks before. An interpreter needs four.",
        reply="We have asked the interpreters’ service for a standing booking.",
        state="under_review",
        effect="excluded_people",
        people=8,
        excluded=("disability",),
        tags=("bsl",),
        others=("There was nobody to tell us what was said. We sat and watched mouths move.",),
        comments=("There is a video service that needs an hour’s notice.",),
    ),
    Case(
        category="language_literacy",
        rule_source="custom",
        department="communications",
        title="Consultation poster for children full of jargon",
        trying_to="Design a playground with children",
        story="The consultation poster for children uses the word “stakeholder”. The children asked whether it has to do with vampires.",
        state="open",
        effect="excluded_people",
        people=15,
        excluded=("other_first_language",),
        tags=("plain-english",),
        others=("Nobody under twelve understood the poster. Ours asked who holds the steak.",),
    ),
)
