"""A slip of the hand is seen and put right; a name, another language and a number are not."""

from __future__ import annotations

import pytest

from bench.mistyped import measure
from forum.search.engine import SearchEngine
from tests.search.conftest import EVERYONE, document

SURVIVED = 57
ASKED = 60
TEXTS = [
    document("bus", "A walking bus to school", "Tariff for the walking bus licence, twice as dear as online"),
    document(
        "hall", "The village hall on the hill", "Helpers pay for the hall and the garden; afford the club"
    ),
    document("group", "A project of our group in the park", "Leads need the market and the reading room"),
    document("secret", "Quarrels", "quarrelsome neighbours", readers=frozenset({"staff"})),
]


def test_57_of_60_titles_survive_a_slip(engine: SearchEngine) -> None:
    found = measure(engine)
    assert found["queries"] == ASKED
    assert int(str(found["survives"])) >= SURVIVED, found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("walkng bus", "walking bus"),
        ("wlaking bus", "walking bus"),
        ("wallking bus", "walking bus"),
        ("walk ing bus", "walking bus"),
        ("walkng", "walking"),
        ("Walkng bus", "Walking bus"),
        ("WALKNG BUS", "WALKING BUS"),
        ("vilage hal", None),
        ("hal villages", "hall villages"),
        ("teh hall", "the hall"),
        ("forthe hall", "for the hall"),
        ('tag:walkng "walkng bus" -walkng bus', None),
        ("walking bus", None),
        ("hall HUL", None),
        ("gardin", "garden"),
        ("quarelsome hall", None),
    ],
)
def test_what_was_meant_is_known_at_once(engine: SearchEngine, typed: str, meant: str | None) -> None:
    engine.apply(TEXTS)
    assert engine.did_you_mean(typed, EVERYONE, at_once=True) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Trafford",
        "Cardiff",
        "St Helens",
        "hull",
        "leeds hall",
        "hall in Parkk",
        "parc",
        "prosiect grwp",
        "garten",
        "jardín",
        "C-1042K",
        "hall.example.org",
        "TTRO",
    ],
)
def test_no_name_no_other_language_and_no_number_is_put_right(engine: SearchEngine, typed: str) -> None:
    engine.apply(TEXTS)
    assert engine.did_you_mean(typed, EVERYONE) is None
    assert engine.did_you_mean(f"{typed} hall", EVERYONE, at_once=True) is None


def test_names_that_the_caller_knows_are_left_as_they_are(engine: SearchEngine) -> None:
    engine.apply(TEXTS)
    assert engine.did_you_mean("hil hall", EVERYONE, at_once=True) == "hill hall"
    assert engine.did_you_mean("hil hall", EVERYONE, names=frozenset({"hil"}), at_once=True) is None
