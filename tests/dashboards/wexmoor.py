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
2026-09-17 2026-09-29 2026-10-12 under_review         A safety meeting on a weekday morning
2024-10-23 2024-10-28 2025-01-03 removed              A written method for picking up a crisp pack
2026-02-04 2026-02-13 2026-09-14 kept                 A permit to rattle a tin outside our own tem
2025-09-07 2025-09-15 2026-10-08 change_agreed        A street trading licence to give away soup
2025-08-30 2025-09-08 2026-10-27 change_agreed        An accessible toilet used as a store room
2025-07-11 2025-07-21 2026-10-07 change_agreed        Paid ninety days after the work
2024-12-30 2025-01-10 2025-03-17 redirected           Which office is a hotel?
2025-12-06 2026-01-02 2026-03-19 removed              Every toaster must be tested before we may l
2026-11-09 2026-11-20 2026-11-20 acknowledged         Every single house must sign
2024-11-23 2024-12-06 2024-12-30 redirected           A permit to take a shopping trolley out of t
2026-09-12 2026-09-16 2026-09-16 acknowledged         The grant came after the event
2025-09-22 2025-10-20 2026-05-26 kept                 A gate that keeps out motorbikes, and us
2025-12-19 2025-12-29 2026-03-31 removed_unconfirmed  An automatic thank-you, and then nothing
2026-09-06 2026-09-18 2026-10-08 under_review         Match funding from people who have nothing
2026-08-18 2026-09-17 2026-11-09 under_review         Twelve weeks’ notice for an afternoon
2026-11-12 ---------- 2026-11-12 open                 The words on the poster scared our best cook
2025-09-30 2025-10-03 2025-12-06 removed              Three hundred and twenty pounds to close a d
2026-11-11 ---------- 2026-11-11 open                 Nobody knows what is thrown away at the tip
2026-09-20 2026-10-05 2026-11-18 kept                 Hired signs for a parade of two hundred metr
2024-12-02 2024-12-06 2025-01-13 way_through          The bank would not write our name
2026-08-31 2026-09-07 2026-11-18 removal_claimed      Fourteen weeks without a word about the foot
2024-11-07 2024-11-13 2025-01-23 redirected           Our account was closed while the treasurer w
2026-03-08 2026-03-11 2026-11-10 needs_info           The map on the form cannot find our lane
2026-02-20 2026-02-25 2026-07-09 redirected           One bus an hour decides whether our children
2025-09-30 2025-10-09 2025-11-07 redirected           A player card with the head uncovered
2025-04-30 2025-05-06 2025-08-20 removed              I left care at sixteen and they wanted a CV
2025-11-07 2025-11-14 2026-02-04 way_through          The same questions in four forms
2025-08-15 2025-08-21 2026-10-15 change_agreed        A hundred and twelve pages and not one numbe
2026-11-17 ---------- 2026-11-17 open                 The contact on the page left two years ago
2024-11-11 2024-11-18 2025-02-25 removed              Pay for the floodlights a year ahead
2025-10-12 2025-10-23 2025-12-30 way_through          The same three people do everything
2025-12-28 2026-01-12 2026-02-23 removed              A feedback form that our children with dysle
2025-05-31 2025-06-16 2026-01-06 removed_unconfirmed  The excess is dearer than the drum kit
2026-11-17 ---------- 2026-11-17 open                 The church clock strikes through our meditat
2026-03-04 2026-03-11 2026-10-10 removed              Our own fridges are not “commercial”
2025-06-03 2025-06-09 2025-10-04 removed              Only the contractor may open the grit bin
2026-10-24 2026-11-02 2026-11-21 under_review         No carer can leave the house for a three-hou
2026-10-09 2026-10-19 2026-11-20 removal_claimed      Nine minutes to the war memorial, on the car
2025-10-31 2025-11-04 2025-12-13 removed              One raffle, three parishes, three licences
2026-09-29 2026-10-02 2026-11-20 change_agreed        The hall is always closed on the day of our
2025-03-01 2025-03-04 2025-07-03 removed              No babies beyond the red rope
2026-07-15 2026-08-11 2026-09-30 kept                 Five million pounds of cover for a knitting
2026-05-26 2026-06-04 2026-11-17 removal_claimed      Two people trained in tea urns
2026-06-18 2026-06-30 2026-08-15 removed              Girls get the pitch after the boys, in the d
2026-10-05 2026-10-12 2026-10-12 acknowledged         Drivers for hot meals are all over seventy
2024-10-30 2024-11-04 2025-02-12 removed              A day of induction before an hour of help
2026-10-25 2026-11-09 2026-11-09 acknowledged         No signal and no data to join the meeting
2025-09-06 2025-09-22 2026-04-27 kept                 Planning meetings at milking time
2025-10-10 2025-10-27 2025-11-18 redirected           The post is ours, the lamp is theirs, the ba
2026-09-06 2026-09-22 2026-10-21 under_review         Somebody strims our wildflowers every May
2026-10-14 2026-10-19 2026-10-19 acknowledged         The hoist at the pool has been on order sinc
2026-03-13 2026-04-13 2026-06-02 removed              Two signatures, both in person, on a Monday
2026-09-20 2026-09-25 2026-09-25 acknowledged         Childcare is not an eligible cost
2025-12-18 2025-12-22 2026-01-20 redirected           Wheelchair seats only in the last row
2026-09-07 2026-10-12 2026-11-02 under_review         Our film was cut until nothing was left
2025-12-31 2026-01-09 2026-10-29 change_agreed        The bench may face the road but not the sea
2025-04-07 2025-04-23 2025-05-27 way_through          Every parent checked, for one day at the mus
2025-11-01 2025-11-06 2026-01-09 way_through          A licence for songs older than the town hall
2026-05-07 2026-06-30 2026-08-13 kept                 Cover for the day we return the borrowed lad
2025-06-06 2025-07-11 2025-09-30 removed              The lift stops at six and the meeting starts
2026-06-30 2026-07-06 2026-11-12 needs_info           No crossing between the estate and the playi
2026-09-30 2026-10-07 2026-11-02 change_agreed        Only an approved contractor may cut our hedg
2024-12-11 2025-01-07 2026-07-13 kept                 Photo card needed, and I cannot hold still
2024-10-16 2024-10-21 2024-12-27 way_through          A notice and a fee for a carol concert with
2026-10-30 2026-11-21 2026-11-21 acknowledged         A name of one word does not fit two boxes
2026-11-12 ---------- 2026-11-12 open                 A risk assessment for sitting on grass
2026-05-10 2026-05-21 2026-06-25 kept                 A check before I may drink tea with my neigh
2026-08-06 2026-08-18 2026-11-11 needs_info           A safeguarding policy of forty pages for six
2025-03-11 2025-03-24 2025-05-25 removed              My daughter, who is ten, had to interpret ab
2026-09-12 2026-10-05 2026-10-26 under_review         Ten million instead of five, with no reason
2026-09-30 2026-10-27 2026-11-20 under_review         The caretaker on a Sunday costs more than th
2026-10-21 2026-11-06 2026-11-06 acknowledged         Every feast in the magazine but ours
2025-06-23 2025-06-26 2025-08-11 redirected           Every walker on a list, by name, a week ahea
2026-06-10 2026-06-23 2026-10-28 needs_info           Yes in June, no in July, perhaps in August
2026-10-06 2026-10-12 2026-11-20 under_review         The same twelve people at every consultation
2026-09-28 2026-10-19 2026-10-19 acknowledged         The sign firm wants a deposit for cones
2026-09-09 2026-09-24 2026-10-19 under_review         Thirty pounds of telephone calls to keep peo
2026-09-27 2026-10-13 2026-11-03 under_review         Only a registered tutor may teach our neighb
2025-08-10 2025-08-26 2026-09-21 change_agreed        Open the park gate at seven, every day, for
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
