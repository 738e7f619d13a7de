"""answers to the questions of a category, as rows of key and typed value instead of lines of English

Revision: 0029, after 0028. An answer keeps its words wherever the number alone would read in another way; a line that
answers no known question is kept as it is, and printed.
"""

import re
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BATCH = 500
# The questions as they were when this was written, by category: key and unit of each.
QUESTIONS = {
    "insurance": {"How much cover were you asked for?": ("cover", "pounds"), "What would that insurance cost a year?": ("cost", "pounds"), "What was it for: a hall, a street, a stall?": ("for", "")},
    "accreditation": {"Who were you told must do it?": ("who", ""), "What did they ask for it?": ("quote", "pounds")},
    "safeguarding": {"How many people needed a check?": ("checks", "people"), "How long did it take?": ("wait", "weeks")},
    "licensing": {"Which licence was it?": ("which", ""), "What does it cost?": ("fee", "pounds")},
    "street_event": {"How long before the day must you apply?": ("notice", "weeks"), "What does the closure cost?": ("fee", "pounds"), "Who had to bring signs and stewards?": ("signs", "")},
    "health_safety": {"How many forms were there?": ("forms", "forms"), "How long did they take you?": ("hours", "hours")},
    "procurement": {"Which condition could you not meet?": ("condition", ""), "How much was it for?": ("worth", "pounds")},
    "money": {"How much was it about?": ("amount", "pounds"), "How late was it?": ("late", "weeks")},
    "out_of_pocket": {"How much does it cost each helper a month?": ("each", "pounds")},
    "venue": {"What would a session cost?": ("price", "pounds"), "Which days and hours do you need?": ("when", "")},
    "land_planning": {"Which piece of land is it?": ("where", ""), "How long have you waited?": ("waited", "weeks")},
    "access_disability": {"What is missing?": ("missing", "")},
    "transport": {"How far do people have to come?": ("far", "miles"), "When does the last bus leave?": ("last_bus", "")},
    "time_people": {"How many people are you short of?": ("short", "people")},
    "skills_confidence": {"What would somebody need to know?": ("skill", "")},
    "caring_timing": {"When was it, and when could people come?": ("time", "")},
    "who_to_ask": {"How many people did you ask?": ("desks", "people")},
    "no_answer": {"How long have you waited?": ("waited", "weeks"), "How often did you ask again?": ("chased", "times")},
    "data_information": {"What did you need to know?": ("what", "")},
    "language_literacy": {"Which language or format was needed?": ("language", "")},
    "digital": {"Which form or service is it?": ("form", "")},
    "equality_rule": {"What would make the rule fair?": ("rule", "")},
}
KINDS = {"": "text", "pounds": "pounds", "weeks": "days"}
ONE = {"people": "person", "forms": "form", "hours": "hour", "miles": "mile", "times": "time", "weeks": "week", "days": "day"}
TIMES = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,13}(?:\.\d{1,2})?)"
ABOUT = r"(?:(?:about|around|roughly) )?"
POUNDS = re.compile(rf"{ABOUT}£?\s?{NUMBER}\s?(?P<times>k|m|thousand|million)?\s?(?:pounds?|gbp)?", re.IGNORECASE)
DAYS = re.compile(rf"{ABOUT}{NUMBER}\s?(?P<unit>day|week)?s?", re.IGNORECASE)
MOST = Decimal(10) ** 12

barrier = sa.table(
    "barrier", sa.column("id", sa.Integer), sa.column("category", sa.String), sa.column("hint_answers", sa.Text)
)
hint_answer = sa.table(
    "hint_answer",
    sa.column("barrier_id", sa.Integer),
    sa.column("key", sa.String),
    sa.column("kind", sa.String),
    sa.column("number", sa.BigInteger),
    sa.column("words", sa.Text),
)


def upgrade() -> None:
    """Make the table, read the lines into it, and drop them."""
    op.create_table(
        "hint_answer",
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["barrier_id"], ["barrier.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("barrier_id", "key"),
    )
    bind, last = op.get_bind(), 0
    told = sa.select(barrier).where(barrier.c.hint_answers != "").order_by(barrier.c.id).limit(BATCH)
    while rows := bind.execute(told.where(barrier.c.id > last)).all():
        found = [answer for row in rows for answer in _read(row.id, row.category, row.hint_answers)]
        if found:
            bind.execute(sa.insert(hint_answer), found)
        last = rows[-1].id
    op.execute("ALTER TABLE barrier DROP COLUMN hint_answers")


def downgrade() -> None:
    """Write the lines again, as people read them."""
    op.execute("ALTER TABLE barrier ADD COLUMN hint_answers TEXT DEFAULT '' NOT NULL")
    bind, last = op.get_bind(), 0
    some = sa.select(hint_answer.c.barrier_id).distinct().order_by(hint_answer.c.barrier_id).limit(BATCH)
    while numbers := bind.scalars(some.where(hint_answer.c.barrier_id > last)).all():
        given: dict[int, dict[str, sa.Row]] = {}
        of_them = sa.select(hint_answer).where(hint_answer.c.barrier_id.in_(numbers)).order_by(hint_answer.c.key)
        for row in bind.execute(of_them).all():
            given.setdefault(row.barrier_id, {})[row.key] = row
        for row in bind.execute(sa.select(barrier).where(barrier.c.id.in_(numbers))).all():
            lines = "\n".join(_lines(row.category, given[row.id]))
            bind.execute(sa.update(barrier).where(barrier.c.id == row.id).values(hint_answers=lines))
        last = numbers[-1]
    op.drop_table("hint_answer")


def _read(number: int, category: str, text: str) -> list[dict[str, object]]:
    """Read the lines of one barrier; a line that is no answer to a question of its category is kept whole."""
    found: dict[str, dict[str, object]] = {}
    for line in text.splitlines():
        known = next((q for q in QUESTIONS.get(category, {}) if line.startswith(f"{q}: ")), None)
        key, unit = QUESTIONS[category][known] if known else ("", "")
        answer = line.removeprefix(f"{known}: ")
        if known and key not in found and answer:
            value = _number(unit, answer)
            words = "" if value is not None and _written(unit, value) == answer else answer
            hundredths = None if value is None else round(value * 100)
            row = {"key": key, "kind": KINDS.get(unit, "number"), "number": hundredths, "words": words}
        elif line.strip():
            print(f"0029: barrier {number}: a line is kept as it was written: {line}")
            row = {"key": f"unread-{len(found) + 1}", "kind": "text", "number": None, "words": line}
        else:
            continue
        found[str(row["key"])] = row | {"barrier_id": number}
    return list(found.values())


def _lines(category: str, given: dict[str, sa.Row]) -> list[str]:
    questions = QUESTIONS.get(category, {})
    asked = {key: (question, unit) for question, (key, unit) in questions.items() if key in given}
    lines = [
        f"{question}: {given[key].words or _written(unit, Decimal(given[key].number or 0) / 100)}"
        for key, (question, unit) in asked.items()
    ]
    return lines + [row.words for key, row in given.items() if key not in asked]


def _number(unit: str, answer: str) -> Decimal | None:
    """Return the number that an answer is, in pounds or days where it is of those; None where it says more."""
    if unit == "":
        return None
    pattern = {"pounds": POUNDS, "weeks": DAYS}.get(unit)
    read = (pattern or re.compile(rf"{ABOUT}{NUMBER}\s?(?:{unit}|{ONE.get(unit, unit)})?", re.IGNORECASE)).fullmatch(
        answer.strip()
    )
    if read is None:
        return None
    value = Decimal(read["number"].replace(",", ""))
    if unit == "pounds":
        value *= TIMES[(read["times"] or "").lower()]
    elif unit == "weeks":
        value *= 1 if (read["unit"] or "week").lower() == "day" else 7
    return value if value <= MOST else None


def _written(unit: str, value: Decimal) -> str:
    if unit == "pounds":
        return f"£{value:,.2f}".removesuffix(".00")
    if unit == "weeks":
        weeks, days = divmod(value, 7)
        value, unit = (value, "days") if days else (weeks, unit)
    written = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{written} {ONE.get(unit, unit) if value == 1 else unit}"
