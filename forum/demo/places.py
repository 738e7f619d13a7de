"""The invented councils of the demo site, twelve wards each, and their groups."""

from __future__ import annotations

from typing import NamedTuple


class DemoCouncil(NamedTuple):
    """One invented council. Only claimed ones have officers."""

    code: str
    name: str
    official_name: str
    kind: str
    region: str
    population: int
    is_claimed: bool
    wards: tuple[str, ...]


COUNCILS = (
    DemoCouncil(
        "DEMO1", "Wexmoor", "Wexmoor Borough Council", "Borough", "North West", 184_000, True,
        ("Abbot’s Mill", "Brindle Heath", "Canal Side", "Dunmere", "Eastgate", "Fallow Park", "Gorse Hill",
         "Harbour", "Ingle Green", "Kiln Lane", "Longshaw", "Market"),
    ),
    DemoCouncil(
        "DEMO2", "Harrowdale", "Harrowdale District Council", "District", "Yorkshire and The Humber", 96_000, True,
        ("Ashby Fold", "Beckside", "Castle Row", "Dalehead", "Elmthwaite", "Fell Foot", "Garth", "High Moor",
         "Kirk Lane", "Littlebeck", "Mosswood", "Netherdale"),
    ),
    DemoCouncil(
        "DEMO3", "Saltmarsh", "Saltmarsh City Council", "City", "East of England", 231_000, True,
        ("Anchor", "Barley Road", "Cathedral", "Docklands", "Estuary", "Fairground", "Guildhall", "Hythe",
         "Kingsway", "Lightship", "Marsh End", "North Quay"),
    ),
    DemoCouncil(
        "DEMO4", "Penrowan", "Penrowan County Council", "County", "South West", 402_000, False,
        ("Alderford", "Boscarn", "Chapel Cross", "Drift", "Engine House", "Fowlsea", "Godolphin Moor", "Helmouth",
         "Kestle", "Lanner Vale", "Menwith", "Nancarrow"),
    ),
)  # fmt: skip

KINDS_OF_GROUPS = (
    ("Allotment Society", "unincorporated", "Grows food together on shared plots and passes tools on."),
    ("Repair Café", "informal", "Mends toasters, trousers and bikes once a month, for a cup of tea."),
    ("Deaf Club", "unincorporated", "A place to meet in British Sign Language, every Thursday evening."),
    ("Carers’ Café", "informal", "Two hours off for people who look after somebody."),
    ("Youth Boxing", "cio", "Gloves, a ring and a hot meal for young people after school."),
    ("Mosque Kitchen", "faith_group", "Cooks for whoever is hungry, on Fridays and in cold weeks."),
    ("School Friends", "school_parents", "Parents who run the fair, the book swap and the walking bus."),
    ("River Volunteers", "unincorporated", "Clears the banks, counts the fish and plants willow."),
    ("Men’s Shed", "cio", "Tools, timber and company for people who find it hard to talk."),
    ("Community Choir", "unincorporated", "Sings without auditions, in three languages so far."),
    ("Lunch Club", "faith_group", "A hot lunch and a lift home for older neighbours."),
    ("Credit Union", "cooperative", "Small loans and savings, run by its members."),
    ("Polish Saturday School", "unincorporated", "Polish lessons, plays and football on Saturdays."),
    ("Community Orchard", "informal", "Forty apple trees, one scythe, cider in October."),
    ("Women’s Football", "cic", "Teams from under-nines to over-forties, all of them welcome."),
)
PARTS_OF_TOWN = ("Old Town", "Riverside", "Northfield", "Millbrook")
