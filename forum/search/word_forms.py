"""Brings forms of one word together that the stemmer leaves apart: irregular forms, British and American spelling.

Documents and queries are folded alike, so it does not matter which of two forms stands for both. Forms that are also
another word ("leaves", "lives", "meter", "tire") stay as they are.
"""

from __future__ import annotations

import re
import threading

import snowballstemmer

from forum.search.word_lists import read_lines

_stemmer = snowballstemmer.stemmer("english")
_lock = threading.Lock()  # the stemmer keeps its state in itself

_RULES = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        # Not towards -ize, which the stemmer cuts down to "organ", where "organic" is too.
        (r"^((?:dis|re|un)?organ)iz(e[ds]?|ers?|ing|ations?|ational)$", r"\1is\2"),
        (
            (
                r"^(?!(?:dis|re|un)?organ|advertis|chastis|compris|compromis|circumcis|demis|despis|disguis|enterpris|exercis"
                r"|expertis|franchis|merchandis|paradis|practis|premis|promis|surpris|treatis|anis|\w*(?:ais|ois|uis|vis|wis))"
                r"(\w{3,})is(e[ds]?|ers?|ing|ations?|ational|able)$"
            ),
            r"\1iz\2",
        ),
        (r"^(anal|paral|catal)yz(e[ds]?|ers?|ing)$", r"\1ys\2"),
        (
            (
                r"^((?:dis|un|mis)?(?:arm|behavi|clam|col|endeav|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|rum|sav"
                r"|tum|vap|vig))our"
            ),
            r"\1or",
        ),
        (r"^(amphitheat|calib|cent|centimet|fib|kilomet|lit|millimet|somb|spect|theat)re([sd]?)$", r"\1er\2"),
        (r"^(un)?(licen|defen|offen|preten)c(?=[ei])", r"\1\2s"),
        (r"^(mal)?practis", r"\1practic"),
        (
            (
                r"^(cancel|channel|counsel|equal|fuel|initial|label|level|marvel|model|quarrel|signal|total|travel|tunnel)"
                r"l(ed|ing|ings|ers?|ors?|ous)$"
            ),
            r"\1\2",
        ),
    )
)


def stem(word: str) -> str:
    """Return the term that stands for all forms of a plain word (lower case, without accents)."""
    cut = _cut(word)
    return _FORMS.get(cut, cut)


def _cut(word: str) -> str:
    for pattern, put in _RULES:
        folded, number = pattern.subn(put, word)
        if number:
            word = folded
            break
    with _lock:
        return str(_stemmer.stemWord(word))


def _read_forms() -> dict[str, str]:
    """Return the stem that stands for each other stem of its line."""
    known: dict[str, str] = {}
    for line in read_lines("forms"):
        head, *others = map(_cut, line.split())
        known |= dict.fromkeys(others, head)
    return {form: head for form, head in known.items() if form != head}


_FORMS = _read_forms()
