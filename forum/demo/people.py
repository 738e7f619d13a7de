"""The people whose accounts a visitor of the demo site may use, and how they are told about them."""

from __future__ import annotations

from typing import NamedTuple

from forum.accounts.models import SiteRole

PASSWORD = "the kettle is always on"  # noqa: S105  # it is printed at every start of a demo site
TOTP_SECRET = "CLEARWAYDEMOCODECLEARWAYDEMOCODE"  # noqa: S105  # the same: for demo accounts alone


class DemoPerson(NamedTuple):
    """One demo account; `council` is where an officer works."""

    email: str
    name: str
    what: str
    role: SiteRole = SiteRole.MEMBER
    council: str = ""
    is_lead: bool = False


PEOPLE = (
    DemoPerson("member@example.org", "Amina Sherwood", "a group member"),
    DemoPerson("officer@example.org", "Tom Ashdown", "an officer of Wexmoor", council="Wexmoor"),
    DemoPerson("lead@example.org", "Ruth Calloway", "the lead of Wexmoor", council="Wexmoor", is_lead=True),
    DemoPerson("moderator@example.org", "Priya Lowther", "a moderator", SiteRole.MODERATOR),
    DemoPerson("administrator@example.org", "Glyn Marsh", "the administrator", SiteRole.ADMINISTRATOR),
)
FIRST_NAMES = (
    "Yusuf", "Hannah", "Oleksandra", "Derek", "Mei", "Patience", "Callum", "Siobhan", "Rajan", "Elsie",
    "Kwame", "Agnieszka", "Gareth", "Fatima", "Noor", "Beth", "Iwan", "Chidi", "Dot", "Sunita",
)  # fmt: skip
LAST_NAMES = (
    "Okafor", "Brook", "Kowalska", "Tanner", "Hussain", "Rowe", "Penhale", "Singh", "Marlow", "Adeyemi",
    "Wu", "Fielding", "Hart", "Begum", "Costa", "Lyle",
)  # fmt: skip


def describe() -> str:
    """Say who may sign in, for the lines that are printed at each start."""
    rows = "\n".join(f"  {person.email:28} {person.what}" for person in PEOPLE)
    return (
        f"Demo accounts, all with the password “{PASSWORD}”:\n{rows}\n"
        "All but the member are also asked for a one-time code. For the demo, get one with\n"
        "  .venv/bin/flask --app wsgi demo code\n"
        "and move the clock with\n"
        "  .venv/bin/flask --app wsgi clock forward 28d"
    )
