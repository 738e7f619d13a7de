"""the history of a council's settings holds codes and values instead of labels and lines of English

Revision: 0031, after 0030. Names and addresses that stand in one line, such as "Venues, Rosa, rosa@example.org", stay one
value of words: which is which cannot be told. What no rule reads stays as it was written, and is printed.
"""

import json
import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

Values = dict[str, str | int | None]
LABELS = {
    "contact": "Contact",
    "department_added": "Department added",
    "department": "Department",
    "department_retired": "Department retired",
    "department_brought_back": "Department brought back",
    "invitation": "Invitation",
    "officer": "Officer",
    "part_ended": "Part ended",
    "colours": "Colours",
    "logo": "Logo",
    "reply_template": "Reply template",
    "holiday_calendar": "Bank holidays",
    "response_target_days": "Days for the first reply",
    "answer_target_days": "Days for an answer",
    "recurrence_groups": "Groups that make it recurring",
    "recurrence_months": "Months in which they met it",
}
NUMBERS = tuple(LABELS)[-5:]
CALENDARS = {"england-and-wales": "England and Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland"}
PARTS = {"lead": "a lead", "officer": "an officer"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
EVERY_KIND = "every kind"
CATEGORIES = {
    "": EVERY_KIND,
    "insurance": "Insurance we were asked for",
    "accreditation": "Only professionals or approved contractors may do it",
    "safeguarding": "DBS checks and safeguarding rules",
    "licensing": "Licences and permissions",
    "street_event": "Closing a street or using the road",
    "health_safety": "Risk assessments and safety paperwork",
    "procurement": "Bids, contracts or grant conditions",
    "money": "Start-up money, late payment, a bank account",
    "out_of_pocket": "Volunteers out of pocket, or worried about benefits",
    "venue": "Finding or affording a place",
    "land_planning": "Land, trees, parks, planning",
    "access_disability": "A place, form or meeting that not everyone can use",
    "transport": "Getting there",
    "time_people": "Finding volunteers, or it asks too much of them",
    "skills_confidence": "Skills, know-how, confidence",
    "caring_timing": "Childcare, caring and meeting times",
    "who_to_ask": "We did not know who to ask, or were passed around",
    "no_answer": "No answer, a slow one, or one that changed",
    "data_information": "Facts we needed were not published or shared",
    "language_literacy": "Language, jargon, reading",
    "digital": "Only online, no device, no skills",
    "trust_culture": "Not welcome, a bad experience, always the same people",
    "equality_rule": "A rule that is harder on some people",
    "other": "Something else",
}
KINDS = {
    "acknowledge": "We have seen this",
    "ask": "We have a question",
    "look_into": "We are looking into it",
    "explain": "The rule stays, but here is a way through",
    "commit": "We will change it",
    "decline": "The rule stays",
    "point_to_another_body": "Another body owns this",
    "claim_removal": "It is gone",
    "update": "Progress update",
}
LONGEST_LABEL = 80

change = sa.table(
    "council_change",
    sa.column("id", sa.Integer),
    sa.column("setting", sa.String),
    sa.column("was_words", sa.Text),
    sa.column("became_words", sa.Text),
    sa.column("about", sa.JSON),
    sa.column("was", sa.JSON),
    sa.column("became", sa.JSON),
)


def upgrade() -> None:
    """Read each row into codes and values."""
    for column in ("was", "became"):
        op.execute(f"ALTER TABLE council_change RENAME COLUMN {column} TO {column}_words")
    for column in ("about", "was", "became"):
        op.execute(f"ALTER TABLE council_change ADD COLUMN {column} JSON DEFAULT '{{}}' NOT NULL")
    bind = op.get_bind()
    for row in bind.execute(sa.select(change).order_by(change.c.id)).all():
        code, about = _setting(row.setting)
        if code == "as_written":
            print(f"0031: change {row.id} of a setting is kept as it was written: {row.setting}")
        values = {"was": _value(code, row.was_words), "became": _value(code, row.became_words)}
        update = sa.update(change).where(change.c.id == row.id)
        bind.execute(update.values(setting=code, about=about, **values))
    for column in ("was", "became"):
        op.execute(f"ALTER TABLE council_change DROP COLUMN {column}_words")


def downgrade() -> None:
    """Write the lines again, as people read them."""
    for column in ("was", "became"):
        op.execute(f"ALTER TABLE council_change ADD COLUMN {column}_words TEXT DEFAULT '' NOT NULL")
    bind = op.get_bind()
    for row in bind.execute(sa.select(change).order_by(change.c.id)).all():
        update = sa.update(change).where(change.c.id == row.id)
        lines = {"was_words": _line(row.setting, row.was), "became_words": _line(row.setting, row.became)}
        bind.execute(update.values(setting=_label(row.setting, row.about)[:LONGEST_LABEL], **lines))
    for column in ("about", "was", "became"):
        op.execute(f"ALTER TABLE council_change DROP COLUMN {column}")
    for column in ("was", "became"):
        op.execute(f"ALTER TABLE council_change RENAME COLUMN {column}_words TO {column}")


def _setting(label: str) -> tuple[str, Values]:
    """Return the code of a setting, and of which one it is."""
    known = {words: code for code, words in LABELS.items()}
    if label in known:
        return known[label], {}
    month = re.fullmatch(rf"Words about ({'|'.join(MONTHS)}) (\d{{4}})", label)
    if month:
        return "month_note", {"month": f"{month[2]}-{MONTHS.index(month[1]) + 1:02}"}
    if label.startswith("Route: "):
        return _route(label.removeprefix("Route: "), is_cut=len(label) == LONGEST_LABEL) or _unread(label)
    return _unread(label)


def _unread(label: str) -> tuple[str, Values]:
    return "as_written", {"words": label}


def _route(words: str, *, is_cut: bool) -> tuple[str, Values] | None:
    """Read the kind of a barrier, or a ward before it; a label that was cut at its end is told by its beginning."""
    for code, label in CATEGORIES.items():
        if code and words == label:
            return "route", {"category": code}
        if words.endswith(f", {label}"):
            return "ward_route", {"area": words.removesuffix(f", {label}"), "category": code}
    begins = [code for code, label in CATEGORIES.items() if code and label.startswith(words)]
    return ("route", {"category": begins[0]}) if is_cut and len(begins) == 1 else None


def _value(code: str, line: str) -> Values:
    """Read one of the two values of a setting; words where that says as much."""
    reader: Callable[[str], Values | None] | None = _READERS.get(code)
    found = reader(line) if reader else None
    if found is not None:
        return found
    return {"words": line} if line else {}


def _read_part(line: str) -> Values | None:
    for part, words in PARTS.items():
        if line.endswith(f" as {words}"):
            return {"name": line.removesuffix(f" as {words}"), "part": part}
    return None


def _read_retired(line: str) -> Values | None:
    found = re.fullmatch(r"Its work goes to (.+)", line, re.DOTALL)
    if not found:
        return {"name": line} if line else None
    return {"to": "" if found[1] in {"nobody yet", "no one yet"} else found[1]}


def _read_logo(line: str) -> Values | None:
    found = re.fullmatch(r"A new one, ([\d,]+) bytes", line)
    if found:
        return {"bytes": int(found[1].replace(",", ""))}
    return {"One": {"number": 1}, "None": {"number": 0}}.get(line)


def _read_number(line: str) -> Values | None:
    codes = {label: code for code, label in CALENDARS.items()}
    if line in {"", "Default"}:
        return {"value": None}
    return {"value": int(line) if line.isdecimal() else codes[line]} if line.isdecimal() or line in codes else None


def _read_template(line: str) -> Values | None:
    if line == "Deleted":
        return {"removed": 1}
    kinds, categories = (
        {label: code for code, label in known.items()} for known in (KINDS, CATEGORIES)
    )
    told = rf"(.*?) \(({'|'.join(map(re.escape, kinds))}); ({'|'.join(map(re.escape, categories))})\): (.*)"
    found = re.fullmatch(told, line, re.DOTALL)
    if not found:
        return None
    return {"name": found[1], "kind": kinds[found[2]], "category": categories[found[3]], "body": found[4]}


_READERS: dict[str, Callable[[str], Values | None]] = {
    "invitation": _read_part,
    "part_ended": _read_part,
    "department_retired": _read_retired,
    "department_brought_back": lambda line: {"name": line} if line else None,
    "colours": lambda line: {} if line == "Ours" else None,
    "logo": _read_logo,
    "reply_template": _read_template,
    "ward_route": lambda line: {"removed": 1} if line == "Removed" else {"department": line} if line else None,
    **dict.fromkeys(NUMBERS, _read_number),
}


def _label(code: str, about: Values) -> str:
    about = json.loads(about) if isinstance(about, str) else about
    if code in LABELS:
        return LABELS[code]
    if code == "month_note":
        year, month = str(about["month"]).split("-")
        return f"Words about {MONTHS[int(month) - 1]} {year}"
    if code == "route":
        return f"Route: {CATEGORIES.get(str(about['category']), EVERY_KIND)}"
    if code == "ward_route":
        return f"Route: {about['area']}, {CATEGORIES.get(str(about['category']), EVERY_KIND)}"
    return str(about.get("words", code))


def _line(code: str, values: Values) -> str:
    """Write one of the two values as a line."""
    joined = ", ".join(str(value) for value in values.values() if value not in {"", None})
    if "words" in values:
        return str(values["words"])
    if code in NUMBERS:
        value = str(values.get("value") or "Default")
        return CALENDARS.get(value, value)
    if code == "colours":
        return joined or "Ours"
    if not values:
        return ""
    if code in {"invitation", "part_ended"}:
        return f"{values['name']} as {PARTS[str(values['part'])]}"
    if code == "logo":
        return f"A new one, {values['bytes']:,} bytes" if "bytes" in values else "One" if values["number"] else "None"
    if code == "department_retired" and "to" in values:
        return f"Its work goes to {values['to'] or 'no one yet'}"
    if "removed" in values:
        return "Deleted" if code == "reply_template" else "Removed"
    if code == "reply_template":
        kind, category = KINDS[str(values["kind"])], CATEGORIES.get(str(values["category"]), EVERY_KIND)
        return f"{values['name']} ({kind}; {category}): {values['body']}"
    return joined
