"""Invented questions, the advice they got, and offers of help: who asks and answers is a kind of group."""

from __future__ import annotations

from typing import NamedTuple

from forum.questions.vocabulary import AdviceKind, Basis


class DemoAdvice(NamedTuple):
    """One answer: which kind of group gives it, and how it knows."""

    who: str
    words: str
    kind: AdviceKind = AdviceKind.SUGGESTION
    basis: Basis = Basis.DID_IT
    answered_it: bool = False


class DemoQuestion(NamedTuple):
    """One question: which kind of group asks it, how many days ago, and what came of it."""

    who: str
    days: int
    category: str
    title: str
    body: str
    tags: tuple[str, ...] = ()
    advice: tuple[DemoAdvice, ...] = ()
    used: str = ""


class DemoOffer(NamedTuple):
    """One offer of help: which kind of group makes it, and about what."""

    who: str
    topics: tuple[str, ...]
    words: str
    a_month: int = 2
    is_anywhere: bool = True


K, B = AdviceKind, Basis
QUESTIONS = (
    DemoQuestion(
        "Play Street", 96, "street_event", "Who can steward a play street closure?",
        "We have leave to close our street one Sunday a month. The form says “trained stewards”. Nobody can tell us what training, or whether neighbours will do.",
        ("play street", "stewards"),
        (
            DemoAdvice("Street Band", "Ours were neighbours in yellow vests with a one-page sheet. We wrote the sheet ourselves and the council kept it on file.", answered_it=True),
            DemoAdvice("Tenants’ Association", "Do not let anybody move a car by hand signals. That needs the police. Just stop and talk.", K.WARNING, B.PROFESSIONAL),
            DemoAdvice("Youth Council", "Have you asked the teenagers? Ours wanted to steward, and it kept the little ones in check.", K.CHALLENGE, B.SAW_IT),
        ),
        "We used the one-page sheet. Six neighbours took turns. Nobody asked for a certificate.",
    ),
    DemoQuestion(
        "Lunch Club", 74, "insurance", "Has anyone found cover for volunteers over 80?",
        "Three of our best cooks are over 80. Our insurer says that they are not covered in the kitchen. We do not want to tell them to go home.",
        ("insurance", "older people"),
        (
            DemoAdvice("Men’s Shed", "Ask for a named-person extension. Ours cost 30 pounds a year for four men, the oldest is 88.", answered_it=True),
            DemoAdvice("Food Bank", "Our broker had never been asked. Ask in writing, and ask what the number rests on.", K.CHALLENGE),
        ),
    ),
    DemoQuestion(
        "Community Choir", 61, "venue", "What is a fair weekly rent for a church hall?",
        "We pay 38 pounds an evening. It used to be 15. The new manager says that this is the market. What do others pay?",
        ("hall hire", "rent"),
        (
            DemoAdvice("Knit and Natter", "We pay 12, and lock up ourselves. They saved a caretaker’s hour.", basis=B.DID_IT, answered_it=True),
            DemoAdvice("Village Hall Friends", "I set the prices at ours. Heating is most of it. Offer to come in coats in May and September.", K.SUGGESTION, B.PROFESSIONAL, answered_it=True),
        ),
        "We lock up ourselves now and pay 20. Thank you both.",
    ),
    DemoQuestion(
        "Welcome Circle", 58, "language_literacy", "Where can we get plain translations of forms in Dari?",
        "The council’s translation reads like a law book. Our members ask us what it says, in Dari. Has anybody a plain one?",
        ("translation",),
        (DemoAdvice("Polish Saturday School", "We read ours aloud to two grandmothers first. What they could not say back, we wrote anew.", K.SUGGESTION, B.DID_IT),),
    ),
    DemoQuestion(
        "Community Orchard", 52, "land_planning", "Lease or licence for a strip of council land?",
        "We were offered a licence that can end in 28 days. An apple tree takes six years. Did anybody get more?",
        ("land", "orchard"),
        (
            DemoAdvice("Allotment Society", "We got a seven-year lease after showing them who waters. It took a year and one stubborn treasurer.", answered_it=True),
            DemoAdvice("River Volunteers", "Read who pays if a tree falls. Ours said “the group”, for ever.", K.WARNING, B.SAW_IT),
        ),
    ),
    DemoQuestion("Repair Café", 49, "health_safety", "Do you test every toaster before you give it back?", "Our venue wants each repair tested by an electrician. That would cost more than the toasters. How do others do it?", ("repair", "electric")),
    DemoQuestion("Deaf Club", 47, "access_disability", "How do you book an interpreter at short notice?", "The council sends us an invitation on Monday for Thursday. Interpreters here are booked for weeks. What do you say to them?", ("interpreters",)),
    DemoQuestion("Youth Boxing", 44, "safeguarding", "Do parents who only drive the van need checks?", "Two parents take turns to drive. One body says that they need a check, another says that they cannot even have one.", ("checks", "driving")),
    DemoQuestion(
        "Carers’ Café", 41, "caring_timing", "What time of day suits carers for meetings?",
        "We tried evenings and mornings. Four people came. We know of sixty. When did it work for you, and what did it take?",
        ("carers",),
        (
            DemoAdvice("Disabled People’s Forum", "Half past ten, in a place with a second room, and somebody to sit with those they care for.", basis=B.DID_IT, answered_it=True),
            DemoAdvice("Lunch Club", "Ask what they would come for. Ours did not want to talk about caring at all. They wanted cards.", K.CHALLENGE, B.SAW_IT),
        ),
        "Half past ten and cards. Eleven came.",
    ),
    DemoQuestion("Street Band", 38, "licensing", "Is a brass band on a wheelbarrow a procession?", "The licensing desk sent us to highways, highways to the police, the police to licensing. Has anybody walked that circle and come out?", ("licensing", "music")),
    DemoQuestion("Mosque Kitchen", 34, "health_safety", "Can neighbours cook at home for a shared meal?", "Thirty families would each bring a pot. We were told that each kitchen must be registered. That cannot be right for once a year, can it?", ("food",)),
    DemoQuestion(
        "Food Bank", 31, "data_information", "How long should a food bank keep visitors’ names?",
        "One funder wants five years. Our visitors want us to keep nothing. What do you write down, and when does it go?",
        ("data",),
        (
            DemoAdvice("Credit Union", "I do this for work. Keep numbers for ever and names for as long as you must ring somebody. Write that down and show it to the funder.", K.SUGGESTION, B.PROFESSIONAL, answered_it=True),
            DemoAdvice("Welcome Circle", "There is a one-page template on the regulator’s website for small groups. We filled it in over one tea.", K.RESOURCE, B.DID_IT),
        ),
    ),
    DemoQuestion("Allotment Society", 29, "money", "Which small grants pay for allotment water pipes?", "Everybody pays for seeds and nobody for pipes. We need 2,000 pounds and a spade. Where did you find it?", ("funding", "water")),
    DemoQuestion("Walking Group", 27, "transport", "How do we get a later bus from the reservoir?", "The last bus from the reservoir goes at 3. Has anybody moved a bus by an hour? Who did you talk to?", ("buses",)),
    DemoQuestion(
        "School Friends", 23, "out_of_pocket", "How do you refund fares without a bank account?",
        "We pay fares back by bank only, because the council asks for it. Two of our best helpers have no account.",
        ("expenses",),
        (DemoAdvice("Tenants’ Association", "We buy day tickets beforehand and hand them out. The auditor was happy with the stubs.", answered_it=True),),
    ),
    DemoQuestion("Men’s Shed", 21, "accreditation", "Is a quality mark worth it for small groups?", "A funder says that we should have one. It takes forty pages. Those who have it: what changed?", ("quality mark",)),
    DemoQuestion("Pride Youth", 19, "trust_culture", "What if a sign-up sheet only offers Mr or Mrs?", "The sign-up sheet of our venue asks for Mr or Mrs. Some of our young people turn round at the door.", ("forms", "young people")),
    DemoQuestion(
        "Tenants’ Association", 16, "who_to_ask", "Who owns the grass between the blocks?",
        "The council says the housing company. The company says the council. The grass is as tall as the children.",
        ("land", "ownership"),
        (DemoAdvice("Community Orchard", "The land registry told us for a few pounds. Ask for the title plan, not for an opinion.", K.RESOURCE, B.DID_IT),),
    ),
    DemoQuestion("Knit and Natter", 14, "time_people", "How do you find a new treasurer?", "I have done it for eleven years. Everybody likes me too much to let me go. How did you hand over?", ("treasurer",)),
    DemoQuestion("Women’s Football", 12, "venue", "How did you get an evening on the floodlit pitch?", "All evenings are taken by clubs that had them in 1998. We are offered Sunday at 8 in the morning.", ("pitches", "sport")),
    DemoQuestion("Disabled People’s Forum", 9, "equality_rule", "Has anyone been given an equality assessment on request?", "They closed the side door of the library. We would like to read what they thought about before they did.", ("equality",)),
    DemoQuestion(
        "Polish Saturday School", 7, "venue", "How do we get school keys on Saturdays?",
        "The head says yes, the caretaker’s contract says no. We need a room from 9 to 1.",
        ("schools", "keys"),
        (DemoAdvice("School Friends", "The governors can name one of you as keyholder. It takes a letter and a talk about the alarm.", answered_it=True),),
    ),
    DemoQuestion("River Volunteers", 5, "procurement", "Can small groups bid without a 60-page tender?", "The council wants the bank cleared. We would do it for the cost of the skips. The form asks for three years of accounts.", ("bidding",)),
    DemoQuestion("Credit Union", 3, "digital", "How do we sign up people without a smartphone?", "The council’s new booking site sends a code to a phone. A third of our members share one, or have none.", ("digital",)),
    DemoQuestion("Youth Council", 1, "no_answer", "How long should we wait for a council’s answer?", "We wrote in the spring. Do you ring, write again, or go and stand there? What worked for you?", ("waiting",)),
)  # fmt: skip
OFFERS = (
    DemoOffer("Street Band", ("street_event", "licensing"), "We closed streets for music nine times and will go through the forms with you.", 3),
    DemoOffer("Men’s Shed", ("insurance", "health_safety"), "We got cover for men of all ages, and can say which words to use with a broker.", 2),
    DemoOffer("Allotment Society", ("land_planning",), "We have a seven-year lease from a council. You may read it with us.", 2),
    DemoOffer("Credit Union", ("data_information", "money"), "One of us does data and money for a living and likes to explain it.", 4),
    DemoOffer("Village Hall Friends", ("venue",), "We run a hall. Ask us what a manager thinks about when you ask for a price.", 2, False),
    DemoOffer("Disabled People’s Forum", ("access_disability", "equality_rule"), "We look at a plan or a room with you, and say what we would trip over.", 3),
    DemoOffer("Food Bank", ("health_safety", "out_of_pocket"), "We wrote a one-page kitchen plan that passed inspection twice.", 2),
    DemoOffer("Welcome Circle", ("language_literacy", "trust_culture"), "We read a leaflet aloud with people who learn English, and tell you what they heard.", 4),
    DemoOffer("Youth Boxing", ("safeguarding",), "We sorted out checks for twenty helpers, and can save you the phone calls.", 1, False),
    DemoOffer("Carers’ Café", ("caring_timing", "time_people"), "We know which hours work for carers here, and why.", 2, False),
    DemoOffer("Tenants’ Association", ("who_to_ask", "no_answer"), "We have found out who owns what since 1987.", 2, False),
    DemoOffer("Mosque Kitchen", ("street_event", "health_safety"), "We cook for four hundred in the street once a year. Come and watch.", 1),
    DemoOffer("School Friends", ("venue", "safeguarding"), "We hold the keys of a school at weekends and can tell you how it came about.", 2),
    DemoOffer("River Volunteers", ("procurement",), "We did two small contracts for a council and lived.", 1),
    DemoOffer("Deaf Club", ("access_disability", "digital"), "We show you how to make a meeting work with interpreters, and without a phone.", 2),
)  # fmt: skip
