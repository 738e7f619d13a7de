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


class DemoKind(NamedTuple):
    """A kind of group that every invented council has one of; `speaks_of` are beginnings of words that give it away."""

    name: str
    legal_form: str
    summary: str
    speaks_of: tuple[str, ...]


KINDS_OF_GROUPS = tuple(DemoKind(name, form, summary, tuple(words.split())) for name, form, summary, words in (
    ("Allotment Society", "unincorporated", "Grows food together on shared plots and passes tools on.",
     "allotment polytunnel seed sow leek plot beds potato mulch chips garden rhubarb"),
    ("Repair Café", "informal", "Mends toasters, trousers and bikes once a month, for a cup of tea.",
     "repair toaster laptop printer bicycle pump lamp mended"),
    ("Deaf Club", "unincorporated", "A place to meet in British Sign Language, every Thursday evening.",
     "deaf interpreter hearing signing"),
    ("Carers’ Café", "informal", "Two hours off for people who look after somebody.",
     "carer husband lift him lonely drive petrol hospital befriend visit dementia"),
    ("Youth Boxing", "cio", "Gloves, a ring and a hot meal for young people after school.",
     "boxers youth coach skate basketball teenager towels"),
    ("Mosque Kitchen", "faith_group", "Cooks for whoever is hungry, on Fridays and in cold weeks.",
     "eid iftar dates fast mosque soup kitchen cook café workers"),
    ("School Friends", "school_parents", "Parents who run the fair, the book swap and the walking bus.",
     "school parents pta play-scheme nursery homework fair cake toddler stories playground museum grandmothers children mums holiday"),
    ("River Volunteers", "unincorporated", "Clears the banks, counts the fish and plants willow.",
     "river brook pond newt toad hedgehog bats foam canoe wildflower litter crisp crayfish frogspawn meadow"),
    ("Men’s Shed", "cio", "Tools, timber and company for people who find it hard to talk.",
     "shed joiner carpenter bench tools ladder drill workshop saw"),
    ("Community Choir", "unincorporated", "Sings without auditions, in three languages so far.",
     "sing singers carol choir shanties songs tunes pantomime"),
    ("Lunch Club", "faith_group", "A hot lunch and a lift home for older neighbours.",
     "lunch cook pension meals dominoes eighties eighty seventy older sandwiches supper"),
    ("Credit Union", "cooperative", "Small loans and savings, run by its members.",
     "bank treasurer books account accruals payslip"),
    ("Polish Saturday School", "unincorporated", "Polish lessons, plays and football on Saturdays.",
     "polish language english nineteen translated orthodox"),
    ("Community Orchard", "informal", "Forty apple trees, one scythe, cider in October.",
     "orchard apple pear hedge scythe trees pruning"),
    ("Women’s Football", "cic", "Teams from under-nines to over-forties, all of them welcome.",
     "girls pitch football goals training swim floodlight players jog badminton"),
    ("Street Band", "unincorporated", "Brass, steel and samba: whoever can carry it may play it.",
     "brass steel tuba samba band bandstand harp drum morris rehearse lantern tambourine"),
    ("Tenants’ Association", "unincorporated", "Speaks for three blocks and looks after the grass between them.",
     "tenan stairwell block flats estate damp mural painted"),
    ("Walking Group", "informal", "Slow walks on Tuesdays, slower ones on Fridays.",
     "walk walkers footpath path leader tandem lake fountains"),
    ("Youth Council", "unincorporated", "Eleven- to nineteen-year-olds who would like to be asked first.",
     "fifteen eighteen board captains film young agenda login poem"),
    ("Welcome Circle", "informal", "Tea, forms and lifts for people who have just arrived.",
     "sudanese hotel coats asylum somali forty-families newcomers toys tour alphabet bengali"),
    ("Faith Neighbours", "faith_group", "Temple, church, gurdwara and synagogue, one pot of tea.",
     "temple vaisakhi eid gurdwara feast bonfire church meditation persians nativity harvest"),
    ("Disabled People’s Forum", "cio", "Looks at doors, forms and meetings before they go wrong.",
     "wheelchair blind screen reader toilet disabled stairs easy-read dyslexia"),
    ("Village Hall Friends", "unincorporated", "Keeps the roof on, the tea urn hot and the diary full.",
     "village cows farm parish valley quilt raffle crossroads chairs duck mill archive photographs"),
    ("Food Bank", "cio", "Three days’ food, no questions that need not be asked.",
     "food fridge yoghurt beans leftovers pie surplus"),
    ("Play Street", "informal", "Closes the road once a month, so that it fills with chalk.",
     "street closure chalk cones party cul-de-sac signatures"),
    ("Knit and Natter", "informal", "Eleven people with needles and a flask.",
     "knitting needles sewing life-drawing yoga craft"),
    ("Pride Youth", "cic", "A warm room on Wednesdays for LGBT young people.",
     "lgbt flag"),
))  # fmt: skip
PARTS_OF_TOWN = ("Old Town", "Riverside", "Northfield", "Millbrook")

TOPICS_OF_GROUPS = {
    "Allotment Society": ("nature", "food"), "Repair Café": ("repair",), "Deaf Club": ("disability", "culture"),
    "Carers’ Café": ("carers", "health"), "Youth Boxing": ("children", "sport"), "Mosque Kitchen": ("faith", "food"),
    "School Friends": ("children", "learning"), "River Volunteers": ("nature",), "Men’s Shed": ("repair", "health"),
    "Community Choir": ("arts",), "Lunch Club": ("food", "older_people"), "Credit Union": ("money",),
    "Polish Saturday School": ("culture", "learning"), "Community Orchard": ("nature", "food"),
    "Women’s Football": ("sport", "equality"), "Street Band": ("arts",), "Tenants’ Association": ("place", "having_a_say"),
    "Walking Group": ("sport", "health"), "Youth Council": ("children", "having_a_say"), "Welcome Circle": ("newcomers",),
    "Faith Neighbours": ("faith", "culture"), "Disabled People’s Forum": ("disability", "having_a_say"),
    "Village Hall Friends": ("place",), "Food Bank": ("food", "money"), "Play Street": ("children", "place"),
    "Knit and Natter": ("arts", "older_people"), "Pride Youth": ("children", "equality"),
}  # fmt: skip
