"""The controlled lists of barriers: codes are shared with other sites, labels and help are ours."""

from __future__ import annotations

from forum.barriers.vocabulary_categories import CATEGORY_GROUPS, Category, CategoryGroup, Hint, HintKind
from forum.core.codes import UNKNOWN_CODE, UNKNOWN_LABEL, ByCode
from forum.councils.vocabulary import Term

__all__ = ["CATEGORY_GROUPS", "Category", "CategoryGroup", "Hint", "HintKind"]


RULE_SOURCES = (
    Term("law", "The law", "An Act or regulation says so."),
    Term("national_guidance", "National guidance", "Advice from government or a national body."),
    Term("council_policy", "The council’s own rule", "The council decided it and can change it."),
    Term("contract", "A contract or lease", "It is in something that was signed."),
    Term(
        "insurer_or_third_party",
        "An insurer or someone else",
        "Neither law nor council: a company asks for it.",
    ),
    Term("custom", "It’s always been done that way", "No one could show us where it is written down."),
    Term("unknown", "We were not told", "That is worth knowing too."),
)

EFFECTS = (
    Term("stopped", "It stopped us"),
    Term("delayed", "It held us up"),
    Term("cost_more", "It cost us more"),
    Term("excluded_people", "Some people could not take part"),
    Term("worked_around", "We found a way around it"),
)

EXCLUDED = (
    Term("age", "Older or younger people"),
    Term("disability", "Disabled people"),
    Term("gender_reassignment", "Trans people"),
    Term("marriage_civil_partnership", "People because they are, or are not, married"),
    Term("pregnancy_maternity", "People who are pregnant or have a baby"),
    Term("race", "People because of their race or where they come from"),
    Term("religion_belief", "People because of their religion or belief"),
    Term("sex", "Women, or men"),
    Term("sexual_orientation", "Lesbian, gay or bisexual people"),
    Term("carers", "Carers"),
    Term("low_income", "People with little money"),
    Term("rural", "People in the countryside"),
    Term("care_experienced", "People who grew up in care"),
    Term("veterans", "People who served in the forces"),
    Term("asylum", "People seeking asylum"),
    Term("other_first_language", "People whose first language is not English"),
)

CASE_FIELDS = (
    Term("department", "Department"),
    Term("officer", "Officer"),
    Term("council", "Council"),
    Term("dealt_with_at", "Dealt with at"),
)

CATEGORIES = tuple(category for group in CATEGORY_GROUPS for category in group.categories)
CATEGORY_LABELS_BY_GROUP = tuple(
    (group.label, tuple((one.code, one.label) for one in group.categories)) for group in CATEGORY_GROUPS
)
CASE_FIELD_BY_CODE = ByCode(
    {term.code: term for term in CASE_FIELDS}, unknown=Term(UNKNOWN_CODE, UNKNOWN_LABEL)
)
CATEGORY_BY_CODE = ByCode(
    {category.code: category for category in CATEGORIES}, unknown=Category(UNKNOWN_CODE, UNKNOWN_LABEL, "")
)
EFFECT_BY_CODE = ByCode({term.code: term for term in EFFECTS}, unknown=Term(UNKNOWN_CODE, UNKNOWN_LABEL))
EXCLUDED_BY_CODE = ByCode({term.code: term for term in EXCLUDED}, unknown=Term(UNKNOWN_CODE, UNKNOWN_LABEL))
RULE_SOURCE_BY_CODE = ByCode(
    {term.code: term for term in RULE_SOURCES}, unknown=Term(UNKNOWN_CODE, UNKNOWN_LABEL)
)
SYNONYMS = tuple(category.synonyms for category in CATEGORIES if len(category.synonyms) > 1)
