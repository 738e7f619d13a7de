"""The kinds of barriers, in the groups of the picker: plain labels, a sentence of help, and questions of their own.

`lgsl` are numbers of the Local Government Service List, where one fits; `synonyms` mean the same in a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HintKind(StrEnum):
    """What kind of value answers a question; stored beside the value."""

    POUNDS = "pounds"
    NUMBER = "number"
    DAYS = "days"
    YES_NO = "yes_no"
    TEXT = "text"


_KIND_BY_UNIT = {
    "": HintKind.TEXT,
    "pounds": HintKind.POUNDS,
    "days": HintKind.DAYS,
    "weeks": HintKind.DAYS,
    "yes or no": HintKind.YES_NO,
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A question that only one kind of barrier raises; `unit` is that of a number without one. Keys are stored."""

    key: str
    question: str
    unit: str = ""

    @property
    def kind(self) -> HintKind:
        """Return what kind of value answers it; a unit of its own (people, forms, miles) counts as a number."""
        return _KIND_BY_UNIT.get(self.unit, HintKind.NUMBER)


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of barrier."""

    code: str
    label: str
    help: str
    hints: tuple[Hint, ...] = ()
    synonyms: tuple[str, ...] = ()
    lgsl: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """Kinds of barriers under one heading of the picker."""

    code: str
    label: str
    categories: tuple[Category, ...]


RULES = CategoryGroup(
    "rules",
    "Rules and paperwork",
    (
        Category(
            "insurance",
            "Insurance we were asked for",
            "Cover we had to buy, or more of it than we could get.",
            (
                Hint("cover", "How much cover were you asked for?", "pounds"),
                Hint("cost", "What would that insurance cost a year?", "pounds"),
                Hint("for", "What was it for: a hall, a street, a stall?"),
            ),
            (
                "public liability",
                "PLI",
                "public liability insurance",
                "indemnity insurance",
                "hirers liability",
            ),
            (124,),
        ),
        Category(
            "accreditation",
            "Only professionals or approved contractors may do it",
            "We were told that volunteers may not do the job.",
            (
                Hint("who", "Who were you told must do it?"),
                Hint("quote", "What did they ask for it?", "pounds"),
            ),
            ("qualified", "certified", "accredited"),
        ),
        Category(
            "safeguarding",
            "DBS checks and safeguarding rules",
            "Checks on helpers, or policies we had to have first.",
            (
                Hint("checks", "How many people needed a check?", "people"),
                Hint("wait", "How long did it take?", "weeks"),
            ),
            ("DBS", "CRB", "criminal record check", "vetting"),
        ),
        Category(
            "licensing",
            "Licences and permissions",
            "For food, music, drink, a raffle, a collection.",
            (Hint("which", "Which licence was it?"), Hint("fee", "What does it cost?", "pounds")),
            ("temporary event notice", "TEN"),
            (860,),
        ),
        Category(
            "street_event",
            "Closing a street or using the road",
            "Street parties, parades, play streets.",
            (
                Hint("notice", "How long before the day must you apply?", "weeks"),
                Hint("fee", "What does the closure cost?", "pounds"),
                Hint("signs", "Who had to bring signs and stewards?"),
            ),
            ("road closure", "street closure"),
            (1580,),
        ),
        Category(
            "health_safety",
            "Risk assessments and safety paperwork",
            "Forms, plans and meetings before we could start.",
            (
                Hint("forms", "How many forms were there?", "forms"),
                Hint("hours", "How long did they take you?", "hours"),
            ),
            ("safety advisory group", "SAG"),
            (703, 870),
        ),
    ),
)

MONEY = CategoryGroup(
    "money",
    "Money",
    (
        Category(
            "procurement",
            "Bids, contracts or grant conditions",
            "Terms that a small group cannot meet.",
            (
                Hint("condition", "Which condition could you not meet?"),
                Hint("worth", "How much was it for?", "pounds"),
            ),
            ("tender", "bid"),
            (615,),
        ),
        Category(
            "money",
            "Start-up money, late payment, a bank account",
            "The money came late, not at all, or had nowhere to go.",
            (Hint("amount", "How much was it about?", "pounds"), Hint("late", "How late was it?", "weeks")),
            ("late payment", "paid late"),
            (615,),
        ),
        Category(
            "out_of_pocket",
            "Volunteers out of pocket, or worried about benefits",
            "Fares, meals and fears that fall on those who help.",
            (Hint("each", "How much does it cost each helper a month?", "pounds"),),
            ("expenses", "out of pocket"),
        ),
    ),
)

PLACES = CategoryGroup(
    "places",
    "Places and getting there",
    (
        Category(
            "venue",
            "Finding or affording a place",
            "Rooms, halls, deposits, keys, opening hours.",
            (
                Hint("price", "What would a session cost?", "pounds"),
                Hint("when", "Which days and hours do you need?"),
            ),
            ("hall hire", "room hire", "venue hire"),
        ),
        Category(
            "land_planning",
            "Land, trees, parks, planning",
            "Permission to plant, build, grow or stay somewhere.",
            (
                Hint("where", "Which piece of land is it?"),
                Hint("waited", "How long have you waited?", "weeks"),
            ),
            ("tree preservation order", "TPO"),
            (461, 508, 510, 512, 516),
        ),
        Category(
            "access_disability",
            "A place, form or meeting that not everyone can use",
            "Steps, no hearing loop, no easy read, no toilet.",
            (Hint("missing", "What is missing?"),),
            ("wheelchair access", "step free access"),
            (178,),
        ),
        Category(
            "transport",
            "Getting there",
            "No bus, no lift, no minibus driver.",
            (
                Hint("far", "How far do people have to come?", "miles"),
                Hint("last_bus", "When does the last bus leave?"),
            ),
            ("minibus", "community transport"),
            (272,),
        ),
    ),
)

PEOPLE = CategoryGroup(
    "people",
    "People and time",
    (
        Category(
            "time_people",
            "Finding volunteers, or it asks too much of them",
            "Rotas, committees, the same few people.",
            (Hint("short", "How many people are you short of?", "people"),),
            ("volunteer rota", "volunteer recruitment"),
        ),
        Category(
            "skills_confidence",
            "Skills, know-how, confidence",
            "No one had done accounts, a constitution, a bid before.",
            (Hint("skill", "What would someone need to know?"),),
            ("know-how", "expertise"),
        ),
        Category(
            "caring_timing",
            "Childcare, caring and meeting times",
            "Meetings when parents, carers or workers cannot come.",
            (Hint("time", "When was it, and when could people come?"),),
            ("childcare", "creche"),
        ),
    ),
)

ANSWERS = CategoryGroup(
    "answers",
    "Getting an answer",
    (
        Category(
            "who_to_ask",
            "We did not know who to ask, or were passed around",
            "Wrong number, wrong desk, no one’s job.",
            (Hint("desks", "How many people did you ask?", "people"),),
            ("passed around", "passed from pillar to post"),
            (353, 358),
        ),
        Category(
            "no_answer",
            "No answer, a slow one, or one that changed",
            "We wrote, we rang, we waited.",
            (
                Hint("waited", "How long have you waited?", "weeks"),
                Hint("chased", "How often did you ask again?", "times"),
            ),
            ("no reply", "no answer"),
            (353,),
        ),
        Category(
            "data_information",
            "Facts we needed were not published or shared",
            "Maps, numbers, lists, minutes.",
            (Hint("what", "What did you need to know?"),),
            ("freedom of information", "FOI"),
        ),
    ),
)

INCLUSION = CategoryGroup(
    "inclusion",
    "Being left out",
    (
        Category(
            "language_literacy",
            "Language, jargon, reading",
            "No interpreter, no plain words, no British Sign Language.",
            (Hint("language", "Which language or format was needed?"),),
            ("British Sign Language", "BSL"),
        ),
        Category(
            "digital",
            "Only online, no device, no skills",
            "A form or a meeting that needs a computer.",
            (Hint("form", "Which form or service is it?"),),
            ("online only", "internet only"),
            (442,),
        ),
        Category(
            "trust_culture",
            "Not welcome, a bad experience, always the same people",
            "We felt that it was not meant for us.",
            (),
            ("usual suspects", "same old faces"),
            (867,),
        ),
        Category(
            "equality_rule",
            "A rule that is harder on some people",
            "The same rule for all, but not the same effect.",
            (Hint("rule", "What would make the rule fair?"),),
            ("reasonable adjustment", "reasonable adjustments"),
        ),
        Category("other", "Something else", "None of these fits. Say it in your own words."),
    ),
)

CATEGORY_GROUPS = (RULES, MONEY, PLACES, PEOPLE, ANSWERS, INCLUSION)
