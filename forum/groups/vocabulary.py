"""The controlled lists of groups: codes are shared with other sites, labels are ours."""

from __future__ import annotations

from forum.core.codes import ByCode
from forum.councils.vocabulary import Term

LEGAL_FORMS = (
    Term("informal", "Neighbours and friends, nothing written down"),
    Term("unincorporated", "A club or association with its own rules"),
    Term("cio", "A charitable incorporated organisation (CIO)"),
    Term("charitable_company", "A charity that is also a company"),
    Term("cic", "A community interest company (CIC)"),
    Term("cooperative", "A co-operative or community benefit society"),
    Term("guarantee_company", "A company limited by guarantee"),
    Term("faith_group", "A faith group"),
    Term("school_parents", "A school or its parents"),
    Term("parish_council", "A parish or town council"),
)

TOPICS = (
    Term("food", "Food and cooking"),
    Term("nature", "Growing, nature and water"),
    Term("arts", "Music, arts and making"),
    Term("sport", "Sport, play and walking"),
    Term("children", "Children and young people"),
    Term("older_people", "Older people"),
    Term("carers", "Carers and families"),
    Term("disability", "Disabled people"),
    Term("health", "Health and feeling well"),
    Term("faith", "Faith and belief"),
    Term("culture", "Cultures and languages"),
    Term("newcomers", "People who have just arrived"),
    Term("equality", "Being treated fairly"),
    Term("money", "Money, advice and work"),
    Term("learning", "Learning and reading"),
    Term("repair", "Repairing, lending and reusing"),
    Term("place", "Streets, halls and homes"),
    Term("having_a_say", "Having a say"),
)
"""What groups do: our own list; a group names up to MOST_TOPICS of them."""
MOST_TOPICS = 5

RESOURCE_KINDS = (
    Term("venue", "A place"),
    Term("equipment", "Equipment"),
    Term("insurance_cover", "Insurance cover"),
    Term("vehicle", "A vehicle"),
    Term("skills", "Skills"),
    Term("volunteer_hours", "Volunteers’ time"),
    Term("translation", "Translation"),
    Term("data", "Facts and figures"),
    Term("bank_host", "A bank account or someone to hold money"),
    Term("advice", "Advice"),
)

TERMS = (
    Term("free", "Free"),
    Term("at_cost", "For what it costs"),
    Term("arranged", "As we agree"),
)

RESOURCE_LABELS = ByCode({one.code: one.label for one in RESOURCE_KINDS})
TOPIC_LABELS = ByCode({one.code: one.label for one in TOPICS})
TERM_LABELS = {one.code: one.label for one in TERMS}
