"""Invented stories: gardens, halls, streets and tools."""

from __future__ import annotations

from forum.demo.projects import Project, Result
from forum.stories.vocabulary import Checker, LessonKind, Method, Stage

W, F, N = LessonKind.WORKED, LessonKind.FAILED, LessonKind.NEXT_TIME

PROJECTS = (
    Project(
        group="Community Orchard", title="Community orchard planted on an unused strip of land",
        summary="We turned a strip behind a health centre into an orchard that feeds four streets.",
        set_out="A place to sit and something to pick, within ten minutes’ walk of people who have no garden.",
        did="We cleared brambles on six Sundays, planted forty trees and gave each tree to a household to water.",
        happened="Thirty-seven trees live. People who never spoke now argue about pruning, which we count as a good thing.",
        differently="Ask about the water first. We carried cans for a whole summer.",
        cash=2400, hours=610, people=58,
        results=(
            Result(indicator="Households that look after a tree", unit="other", unit_name="households", before="0", after="40", checked=Checker.INDEPENDENT),
            Result(indicator="Fruit picked and shared in a year", unit="kilograms", before="0", after="310", method=Method.RECORDS),
        ),
        lessons=((W, "One name on each tree. Nobody lets their own tree die."), (N, "Get the tap in before the trees.")),
        met=(("No list of empty council plots for gardens", "We kept asking for the list. When it came, our strip was on it."),),
        tags=("trees", "growing"),
    ),
    Project(
        group="Repair Café", title="Monthly repair café mends six hundred things a year",
        summary="A monthly morning where people mend what others would throw away, and learn how.",
        did="Eight menders, four tables, one Saturday a month in the library. Whoever brings a thing sits beside the mender.",
        happened="Two things in three go home working. The rest we take apart for parts, with their owner’s leave.",
        cash=900, hours=780, people=34, stage=Stage.UNDER_WAY,
        results=(
            Result(indicator="Things mended in a year", unit="other", unit_name="things", before="140", after="612", method=Method.RECORDS, checked=Checker.PEER),
            Result(indicator="Visitors who mended something themselves afterwards", unit="percent", after="41", method=Method.SURVEY),
        ),
        lessons=((W, "A queue with tea and cake is not a queue."), (F, "We promised to ring people when parts came. We did not manage it.")),
        met=(("Electrical testing rule stops our repair café", "We agreed that a thing is tested when it leaves, not when it comes in."),),
        tags=("repair",),
    ),
    Project(
        group="Play Street", title="Monthly play street run by neighbours",
        summary="Three hours without cars on the second Sunday, so that children meet those next door.",
        did="Two neighbours at each end in bright vests walk cars in at the pace of a pram. Everything else is chalk.",
        happened="We feared complaints. There was one, and he now holds the north end.",
        cash=180, hours=210, people=26, stage=Stage.UNDER_WAY,
        results=(Result(indicator="Neighbours whom a household knows by name", unit="people", before="3", after="9", method=Method.SURVEY),),
        lessons=((W, "Knock at every door before you ask the council."), (N, "Train twice as many stewards as you need.")),
        met=(("Road closure fee for a cul-de-sac street party", "We drew the street, showed that no car passes through, and asked what the money was for."),),
        tags=("streets", "children"),
    ),
    Project(
        group="Village Hall Friends", title="Cutting the village hall’s gas bill by nearly half",
        summary="We sealed, lagged and timed our way to a hall that is open on winter mornings again.",
        did="A retired heating engineer walked round with us. We did the cheap things first, in the order of his list.",
        happened="The bill fell by nearly half, and the toddler group came back from the garden centre café.",
        cash=3100, hours=160, people=12,
        results=(Result(indicator="Gas for a winter", unit="pounds", before="4200", after="2350", method=Method.RECORDS, checked=Checker.INDEPENDENT),),
        lessons=((W, "Timers before boilers."), (F, "Sticky draught strip lasted six weeks. Buy the kind with screws.")),
        met=(("Grant must be spent before boiler can be fitted", "We asked for the invoice to be dated when we ordered, and the funder agreed."),),
        tags=("halls", "energy"),
    ),
    Project(
        group="Allotment Society", title="Raised allotment beds for wheelchair users",
        summary="Six plots rebuilt with those who were on the list but could not kneel, dig or pass the gate.",
        did="Four disabled growers drew the beds on the ground with string. A shed of volunteers built what they drew.",
        happened="All six plots are taken, and two growers now teach others.",
        differently="We built the path last. It should have been first.",
        cash=1850, hours=340, people=21,
        results=(Result(indicator="Plot holders who use a wheelchair or a frame", unit="people", before="0", after="7", checked=Checker.PEER),),
        lessons=((W, "String on the grass before any plan on paper."),),
        met=(("Same questions on four different council forms", "We answered all the questions once, on one page, and sent it with each form."),),
        tags=("growing", "access"),
    ),
    Project(
        group="River Volunteers", title="Planting 300 metres of river bank with trees",
        summary="Willow and alder where the bank was falling in, and a count of what swims beside it.",
        did="We planted in two winters and counted fish each June with a borrowed net and a biologist from the college.",
        happened="The bank held through two floods. One stretch washed away, because we planted it too late.",
        cash=640, hours=520, people=45,
        results=(Result(indicator="Kinds of fish found in June", unit="other", unit_name="kinds", before="4", after="7", checked=Checker.INDEPENDENT),),
        lessons=((F, "Planting in March. By then the roots have no time."), (N, "Count before you plant, in the same week each year.")),
        met=(("Event safety plan returned with no useful comments", "We asked which plan was meant, and were sent one that we could follow."),),
        tags=("rivers", "trees"),
    ),
    Project(
        group="Men’s Shed", title="Benches for every bus stop on our route",
        summary="Men who had stopped going out built nineteen benches, and walked the route to place them.",
        did="Old scaffold boards, one pattern, four men to a bench. Each bench has the name of its stop and no one else’s.",
        happened="Nineteen stand. Seven men of the eleven now come twice a week.",
        cash=1120, hours=900, people=11,
        results=(
            Result(indicator="Bus stops with somewhere to sit", unit="other", unit_name="stops", before="5", after="24"),
            Result(indicator="Men who say they have someone to talk to", unit="percent", before="36", after="82", method=Method.SURVEY),
        ),
        lessons=((W, "Talk happens side by side, over wood."),),
        met=(("No reply for eleven months about a notice board", "We asked for all the benches in one letter, and rang on the first of each month."),),
        tags=("loneliness", "streets"),
    ),
    Project(
        group="Tenants’ Association", title="Turning shared grass between flats into a meadow",
        summary="We found out who owned each strip and turned two of them into a meadow and a washing green.",
        did="We drew a map, coloured it by who answered the telephone, and took it to all three offices on one day.",
        happened="Two offices said yes. The third strip is still mown in May, by somebody.",
        cash=75, hours=130, people=17, stage=Stage.STOPPED,
        lessons=((W, "A coloured map brings three offices into one room."), (F, "We waited for a letter from each. Nobody writes first.")),
        met=(("Three council departments own one patch of grass", "One officer agreed to speak for all three."),),
        tags=("housing", "growing"),
    ),
)  # fmt: skip
