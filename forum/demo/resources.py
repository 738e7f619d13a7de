"""What the invented groups can lend, and what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from forum.core import clock
from forum.groups.models import Direction, Group, Membership
from forum.groups.resources import add_resource

OFFERED, NEEDED = Direction.OFFERED, Direction.NEEDED
THINGS: tuple[tuple[str, Direction, str, str, str], ...] = (
    (
        "Village Hall Friends",
        OFFERED,
        "venue",
        "The small room, for twelve people, on weekday mornings",
        "free",
    ),
    ("Village Hall Friends", NEEDED, "skills", "Somebody who can read a lease and say what is in it", "free"),
    ("Men’s Shed", OFFERED, "equipment", "A planer, two drills and somebody who shows how", "free"),
    ("Men’s Shed", NEEDED, "vehicle", "A van, one Saturday a month, to fetch timber", "at_cost"),
    ("Lunch Club", OFFERED, "equipment", "Forty plates, forty bowls and two urns", "free"),
    (
        "Lunch Club",
        NEEDED,
        "volunteer_hours",
        "Somebody to drive on Wednesdays from eleven to two",
        "arranged",
    ),
    (
        "Credit Union",
        OFFERED,
        "bank_host",
        "We hold the money of groups that have no account yet",
        "arranged",
    ),
    (
        "Welcome Circle",
        NEEDED,
        "translation",
        "Tigrinya and Pashto interpreters, by telephone, Tuesday afternoons",
        "arranged",
    ),
    ("Polish Saturday School", OFFERED, "translation", "Polish translation for letters and meetings", "free"),
    ("Street Band", OFFERED, "equipment", "A gazebo that stands in wind, and six weights", "free"),
    ("Play Street", OFFERED, "equipment", "Cones, vests and the two signs for a closed road", "free"),
    ("Play Street", OFFERED, "advice", "Help with the road closure form, page by page", "free"),
    ("Food Bank", NEEDED, "venue", "A dry storage room with a door wide enough for a pallet", "at_cost"),
    (
        "Disabled People’s Forum",
        OFFERED,
        "advice",
        "Access check of your room, form or web page",
        "arranged",
    ),
    ("Deaf Club", OFFERED, "skills", "Two hours of first signs for your volunteers", "at_cost"),
    ("River Volunteers", OFFERED, "equipment", "Waders in five sizes, litter pickers, gloves", "free"),
    ("Youth Boxing", OFFERED, "venue", "Hall with showers, before three in the afternoon", "at_cost"),
    (
        "Women’s Football",
        NEEDED,
        "insurance_cover",
        "Insurance cover for girls’ matches on council pitches",
        "at_cost",
    ),
    ("Community Choir", NEEDED, "venue", "The same room every Thursday evening, for thirty", "at_cost"),
    ("Allotment Society", OFFERED, "equipment", "A shredder, if you bring it back clean", "free"),
)


def lend_and_need(groups: Mapping[int, Sequence[tuple[Group, Membership]]]) -> int:
    """List things for the groups of each council in turn; returns how many."""
    listed = 0
    for place, here in enumerate(groups.values()):
        for number, (kind, direction, what, words, terms) in enumerate(THINGS):
            found = next(((one, member) for one, member in here if kind in one.name), None)
            if found is None or (number + place) % 2:
                continue
            group, membership = found
            with clock.travelled_to(clock.now() - timedelta(days=5 + 3 * number)):
                add_resource(
                    group=group,
                    by=membership.person,
                    direction=direction,
                    kind=what,
                    words=words,
                    terms=terms,
                    until=clock.today() + timedelta(days=120 + 20 * number),
                    is_local=what not in {"advice", "translation"},
                )
            listed += 1
    return listed
