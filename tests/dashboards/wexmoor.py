"""Wexmoor in the demo, case by case, as its pages tell them: what the figures of the dashboard are worked out from by hand.

Written down from the pages of the cases on 23 November 2026, the day of tests/support/demo.py. A line is: reported,
the council's first word, in its present state since, that state, and how the title begins.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

BANK_HOLIDAYS = [
    "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25",
    "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31",
]  # fmt: skip
"""Of England and Wales, typed from the list on gov.uk."""

CASES = """
2026-09-17 2026-09-29 2026-10-12 under_review         Event safety meeting held while volunteers a
2024-10-23 2024-10-28 2025-01-03 removed              Method statement required for litter picking
2026-02-04 2026-02-13 2026-09-14 kept                 Collection permit needed outside our own tem
2025-09-07 2025-09-15 2026-10-08 change_agreed        Street trading licence required for free sou
2025-08-30 2025-09-08 2026-10-27 change_agreed        Accessible toilet at the hall used for stora
2025-07-11 2025-07-21 2026-10-07 change_agreed        Council paid our lunch club three months lat
2024-12-30 2025-01-10 2025-03-17 redirected           No contact for donating toys to an asylum ho
2025-12-06 2026-01-02 2026-03-19 removed              Electrical testing rule stops our repair caf
2026-11-09 2026-11-20 2026-11-20 acknowledged         Street party needs a signature from every ho
2024-11-23 2024-12-06 2024-12-30 redirected           Permit required to clear shopping trolleys f
2026-09-12 2026-09-16 2026-09-16 acknowledged         Grant paid after our Windrush event was over
2025-09-22 2025-10-20 2026-05-26 kept                 Motorbike barrier blocks tandems and mobilit
2025-12-19 2025-12-29 2026-03-31 removed_unconfirmed  Only automatic replies about water at the al
2026-09-06 2026-09-18 2026-10-08 under_review         Match funding rule shuts out poorer estates
2026-08-18 2026-09-17 2026-11-09 under_review         Twelve weeks’ notice required for a play str
2026-11-12 ---------- 2026-11-12 open                 Formal role title put off our volunteer cook
2025-09-30 2025-10-03 2025-12-06 removed              Road closure fee for a cul-de-sac street par
2026-11-11 ---------- 2026-11-11 open                 No data on items thrown away at the tip
2026-09-20 2026-10-05 2026-11-18 kept                 Twelve hired signs required for a short para
2024-12-02 2024-12-06 2025-01-13 way_through          Bank refused our account because of our name
2026-08-31 2026-09-07 2026-11-18 removal_claimed      No reply for fourteen weeks about football g
2024-11-07 2024-11-13 2025-01-23 redirected           Bank closed our account while treasurer was
2026-03-08 2026-03-11 2026-11-10 needs_info           Online map for reporting footpaths cannot fi
2026-02-20 2026-02-25 2026-07-09 redirected           Bus route stops our road closing for childre
2025-09-30 2025-10-09 2025-11-07 redirected           League photo rule excludes girls who wear he
2025-04-30 2025-05-06 2025-08-20 removed              Youth panel asks care leavers for CV and ref
2025-11-07 2025-11-14 2026-02-04 way_through          Same questions on four different council for
2025-08-15 2025-08-21 2026-10-15 change_agreed        No neighbourhood figures in council health r
2026-11-17 ---------- 2026-11-17 open                 Council’s emergency volunteering contact is
2024-11-11 2024-11-18 2025-02-25 removed              Floodlight fees must be paid a season ahead
2025-10-12 2025-10-23 2025-12-30 way_through          Not enough volunteers to run the Friday supp
2025-12-28 2026-01-12 2026-02-23 removed              Feedback form too hard for children with dys
2025-05-31 2025-06-16 2026-01-06 removed_unconfirmed  Insurance excess too high to borrow youth ba
2026-11-17 ---------- 2026-11-17 open                 Church clock is too loud for our meditation
2026-03-04 2026-03-11 2026-10-10 removed              Community fridge refused because it is not c
2025-06-03 2025-06-09 2025-10-04 removed              Residents not allowed to use locked grit bin
2026-10-24 2026-11-02 2026-11-21 under_review         Three-hour meetings are too long for carers
2026-10-09 2026-10-19 2026-11-20 removal_claimed      Carnival form required for nine-minute remem
2025-10-31 2025-11-04 2025-12-13 removed              Three licences needed for one raffle in thre
2026-09-29 2026-10-02 2026-11-20 change_agreed        Hall closed for cleaning every Orthodox Chri
2025-03-01 2025-03-04 2025-07-03 removed              Babies not allowed in the council chamber
2026-07-15 2026-08-11 2026-09-30 kept                 £5 million insurance required for a knitting
2026-05-26 2026-06-04 2026-11-17 removal_claimed      Two people must be trained to use a tea urn
2026-06-18 2026-06-30 2026-08-15 removed              Girls’ team only offered late, unlit pitch s
2026-10-05 2026-10-12 2026-10-12 acknowledged         No new drivers for delivering hot meals
2024-10-30 2024-11-04 2025-02-12 removed              Full-day induction for one-hour library volu
2026-10-25 2026-11-09 2026-11-09 acknowledged         Tenants without mobile data cannot join vide
2025-09-06 2025-09-22 2026-04-27 kept                 Planning meetings clash with milking time fo
2025-10-10 2025-10-27 2025-11-18 redirected           Nobody can approve flower baskets on lamp po
2026-09-06 2026-09-22 2026-10-21 under_review         Contractor mows our wildflower verge every M
2026-10-14 2026-10-19 2026-10-19 acknowledged         Pool hoist broken and on order since Easter
2026-03-13 2026-04-13 2026-06-02 removed              Bank needs both signatories in branch togeth
2026-09-20 2026-09-25 2026-09-25 acknowledged         Course fund will not pay for childcare
2025-12-18 2025-12-22 2026-01-20 redirected           Theatre wheelchair spaces only in the last r
2026-09-07 2026-10-12 2026-11-02 under_review         Council cut most of our young people’s film
2025-12-31 2026-01-09 2026-10-29 change_agreed        Memorial bench not allowed to face the sea
2025-04-07 2025-04-23 2025-05-27 way_through          Parent helpers need checks for one museum tr
2025-11-01 2025-11-06 2026-01-09 way_through          Music licence asked for traditional sea shan
2026-05-07 2026-06-30 2026-08-13 kept                 £5 million insurance required for a tool lib
2025-06-06 2025-07-11 2025-09-30 removed              Lift switched off before evening meetings
2026-06-30 2026-07-06 2026-11-12 needs_info           No road crossing between estate and playing
2026-09-30 2026-10-07 2026-11-02 change_agreed        Orchard hedge can only be cut by approved co
2024-12-11 2025-01-07 2026-07-13 kept                 Library photo card excludes some disabled pe
2024-10-16 2024-10-21 2024-12-27 way_through          Event notice and fee for a street carol conc
2026-10-30 2026-11-21 2026-11-21 acknowledged         Award form does not accept a one-word name
2026-11-12 ---------- 2026-11-12 open                 Risk assessment required for story time on g
2026-05-10 2026-05-21 2026-06-25 kept                 Full check required to visit my own neighbou
2026-08-06 2026-08-18 2026-11-11 needs_info           Model safeguarding policy too long for small
2025-03-11 2025-03-24 2025-05-25 removed              No interpreter for housing inspection, child
2026-09-12 2026-10-05 2026-10-26 under_review         Town hall insurance requirement doubled to £
2026-09-30 2026-10-27 2026-11-20 under_review         Sunday caretaker charge too high for free co
2026-10-21 2026-11-06 2026-11-06 acknowledged         Council magazine leaves out Vaisakhi every y
2025-06-23 2025-06-26 2025-08-11 redirected           Insurer wants names of walkers a week ahead
2026-06-10 2026-06-23 2026-10-28 needs_info           Council keeps changing its answer on old lib
2026-10-06 2026-10-12 2026-11-20 under_review         Consultations only hear from the same twelve
2026-09-28 2026-10-19 2026-10-19 acknowledged         Sign hire firm wants £500 deposit for cones
2026-09-09 2026-09-24 2026-10-19 under_review         Volunteers not refunded for weekly telephone calls
2026-09-27 2026-10-13 2026-11-03 under_review         Registered tutor required to teach neighbour
2025-08-10 2025-08-26 2026-09-21 change_agreed        Volunteers must open park gate daily at seve
"""


class Case(NamedTuple):
    """One line of the table."""

    reported: date
    first_word: date | None
    since: date
    state: str
    title: str


def cases() -> list[Case]:
    """Read the table."""
    found = []
    for line in CASES.strip().splitlines():
        reported, word, since, state, title = line.split(maxsplit=4)
        first = None if word.startswith("-") else date.fromisoformat(word)
        found.append(Case(date.fromisoformat(reported), first, date.fromisoformat(since), state, title))
    return found


def working_days(start: date, end: date) -> int:
    """Count day by day, as one does with a finger on a calendar: the day of the report does not count."""
    off = {date.fromisoformat(one) for one in BANK_HOLIDAYS}
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.isoweekday() <= 5 and day not in off for day in days)  # Friday
