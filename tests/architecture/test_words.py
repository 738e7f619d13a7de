"""Wordings that left the pages do not come back: docs/words.md says what to write in their place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

pytestmark = pytest.mark.pure

BANNED = """
    e-mail
    a mail
    this mail
    these mails
    by mail
    more mails
    mail program
    sign in by a link
    by the same link
    whom to ask
    lately
    take it off
    take one off
    take back
    take it back
    take this back
    taken it back
    taken this back
    took this back
    is taken back
    was taken back
    take away
    taken away
    take it away
    take out
    take them out
    keep what was said
    keeps what it said
    what it said before
    earlier words
    it went to
    what it was told
    groups told it
    told us first
    first told
    told us it cost
    that was told to us
    told by what
    be told by
    council people
    spoken up
    go on
    rest a while
    what came of it
    what became of
    what it took
    what it did to
    what it does to
    it did to them
    counted in what
    one like it
    nothing like it
    something like it
    look at this again
    look at it again
    looked at again
    look again
    open it again
    where it stands
    how it stands
    wherever it stands
    stands there now
    stands like this
    it stands beside
    sees it beside
    see it beside
    show these
    shown are only
    counted are only
    narrow the
    narrowed by
    fits what you chose
    with commas between them
    leave it empty
    empty means
    as usual
    need do nothing
    you need not)
    not said yet
    part in the site
    a new part at
    end the pause
    pause this account
    let them in again
    account is paused
    tell the moderators
    deal with it there
    dealt with here too
    the same as another one
    what stands first
    in vain
    picked out
    clock stands still
    order of the alphabet
    hears of
    cannot just now
    council by that name
    carries this tag
    counted anew
    drawn anew
    first word
    had been open for a long time
    a good guess
    slip in the address
    what shall we call you
    by voice
    the machine.
    look after this site
    whoever runs this site
    need not sign in
    no time just now
    stands by itself
    for whom do you speak
    then all is well
    do not fit together
    on which terms
    settled it
    no league table
    for each extra
    that wait for an answer
    pass this page on
"""
WORDINGS = {
    one: re.compile(rf"(?<!\w){re.escape(one)}(?!\w)") for one in map(str.strip, BANNED.strip().splitlines())
}
LIST_LABELS = ("Back", "More", "Newer", "Older", "Longer", "Shorter")
COMMENTS = re.compile(r"\{#.*?#\}", re.DOTALL)
MARKUP = re.compile(r"</?(?:a|strong|em|span|b|code)\b[^<>]*>")


def texts_of(file: Path) -> Iterator[str]:
    """Yield what people may read: text and names of a template or script, the strings of code without its docstrings."""
    source = file.read_text()
    if file.suffix != ".py":
        yield " ".join(MARKUP.sub("", COMMENTS.sub("", source)).split())
        return
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def readable_files() -> Iterator[Path]:
    for folder, pattern in (
        ("templates", "*.html"),
        ("templates", "*.txt"),
        ("static", "*.js"),
        ("forum", "*.py"),
    ):
        yield from sorted((ROOT / folder).rglob(pattern))


def banned_in(text: str) -> list[str]:
    """Return the banned wordings in a text of small letters; the quick look first."""
    return [one for one, whole in WORDINGS.items() if one in text and whole.search(text)]


def test_a_wording_that_left_the_pages_does_not_come_back() -> None:
    back = {
        f"{file.relative_to(ROOT)}: {wording}"
        for file in readable_files()
        if "demo" not in file.parts and file.stem != "stopwords"
        for wording in banned_in("\n".join(texts_of(file)).lower())
    }
    assert back == set(), f"docs/words.md says what to write in place of: {sorted(back)}"


def test_every_banned_wording_is_explained_on_the_page_of_words() -> None:
    page = (ROOT / "docs" / "words.md").read_text()
    assert [one for one in ("take back", "whom to ask", "go on", "lately", "e-mail") if one not in page] == []


def test_the_pages_of_a_list_are_called_previous_and_next() -> None:
    calls = re.compile(r"pagination\([^)]*\)")
    odd = {
        f"{file.relative_to(ROOT)}: {call}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for call in calls.findall(file.read_text())
        if any(f'"{label}"' in call for label in LIST_LABELS)
    }
    assert sorted(odd) == []


PEOPLE_IN_GENERAL = re.compile(r"(?<!\w)(?:every|some|any|no)body(?!\w)", re.IGNORECASE)
CODE = re.compile(r"[a-z_-]+")


def test_people_in_general_are_everyone_someone_anyone_and_no_one() -> None:
    told = {
        f"{file.relative_to(ROOT)}: {text[max(0, found.start() - 30) : found.end() + 20]}"
        for file in readable_files()
        if "demo" not in file.parts and file.stem != "stopwords"
        for text in texts_of(file)
        if not CODE.fullmatch(text)
        for found in PEOPLE_IN_GENERAL.finditer(text)
    }
    assert told == set(), f"docs/words.md: {sorted(told)}"
