"""Whatever anybody types into the search box: the page answers, and no word of what is hidden stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.accounts.models import SiteRole
from forum.core import clock
from forum.core.db import commit
from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.current import ENGINE, close_engine
from forum.threads.actions.tags import set_tags
from forum.threads.documents import build_documents
from forum.threads.models import Visibility
from tests.discovery.threads import make_story
from tests.search.conftest import postgresql, search_database, whoosh
from tests.support.depth import examples
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_person,
    sign_in,
)

pytestmark = pytest.mark.sql

__all__ = ["postgresql", "search_database", "whoosh"]

SECRETS = (
    "zanzibarquay",
    "marmaladery",
    "ottoline",
    "quagmirely",
    "velocipedium",
    "wombatine",
    "sousaphones",
)
"""Words of hidden titles, bodies, tags and names; each stands in nothing that a visitor may read."""
NEAR = tuple(word[:cut] for word in SECRETS for cut in (2, 4, -2)) + tuple(
    word[:-1] + "x" for word in SECRETS
)
PIECES = st.one_of(
    st.sampled_from(
        ["ramp", "hall", "village", "the", "insurance", "£5m", "AND", "OR", "NOT", "TO", "kettle"]
    ),
    st.sampled_from(NEAR + SECRETS),
    st.sampled_from(
        ['"', "'", "(", ")", "[", "]", "{", "*", "?", "~2", "^9", "\\", "%", "_", ":", "-", "--", "||", "&"]
    ),
    st.sampled_from(
        ["tag:", "council:", "state:", "kind:", "by:", "before:", "after:", "title:", "readers:", "-tag:"]
    ),
    st.sampled_from(
        ["kind:barrier", "state:open", 'by:"ottoline quagmirely"', "after:2026-13-45", "before:9999-12-31"]
    ),
    st.text(max_size=6),
)
SOUP = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\t"])), max_size=12).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@pytest.fixture(params=["whoosh", "postgresql"])
def visitor(request: pytest.FixtureRequest, app: Flask) -> Iterator[FlaskClient]:
    close_engine()
    held: WhooshEngine | PostgresqlEngine = request.getfixturevalue(request.param)
    app.extensions[ENGINE] = held
    held.rebuild(build_documents(post_what_is_shown_and_what_is_hidden())[0])
    yield app.test_client()
    app.extensions.pop(ENGINE)


def post_what_is_shown_and_what_is_hidden() -> list[str]:
    council, nameless = make_council("Testham"), make_person("Ottoline Quagmirely")
    shown = make_barrier("The village hall wants insurance for a ramp", council=council)
    by_nobody = make_barrier("A kettle", council=council, author=nameless, visibility=Visibility.NAMELESS)
    make_affected(shown, person=nameless, is_nameless=True, words="It stops us.")
    said_so = make_comment(by_nobody, "We said so.", author=nameless)
    secret = make_barrier(
        "Zanzibarquay ramp", council=council, body="The marmaladery hall.", visibility=Visibility.COUNCIL
    )
    set_tags(thread=secret, names=["velocipedium"])
    hidden = make_story("Wombatine village", "With sousaphones in the hall.")
    hidden.hidden_at = clock.now()
    under = make_comment(secret, "The velocipedium hall.")
    taken_off = make_comment(shown, "The sousaphones ramp.")
    taken_off.hidden_at = clock.now()
    commit()
    threads = (shown, by_nobody, secret, hidden)
    comments = (said_so, under, taken_off)
    return [*(f"thread:{one.id}" for one in threads), *(f"comment:{one.id}" for one in comments)]


def told(client: FlaskClient, path: str, typed: str) -> str:
    answer = client.get(path, query_string={"q": typed.encode("utf-8", "surrogateescape")})
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True)).casefold()


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=SOUP)
def test_no_soup_of_words_and_signs_is_a_fault_or_tells_of_what_is_hidden(
    visitor: FlaskClient, typed: str
) -> None:
    for path in ("/search", "/search/suggest"):
        page = told(visitor, path, typed)
        assert [word for word in SECRETS if word in page and word not in typed.casefold()] == []


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    asked=st.dictionaries(
        st.sampled_from(["q", "kind", "council", "area", "tag", "state", "year", "sort", "page", "all"]), SOUP
    )
)
def test_no_soup_of_filters_is_a_fault_or_tells_of_what_is_hidden(
    visitor: FlaskClient, asked: dict[str, str]
) -> None:
    typed = " ".join(asked.values()).casefold()
    answer = visitor.get(
        "/search", query_string={name: one.encode("utf-8", "replace") for name, one in asked.items()}
    )
    assert answer.status_code == 200
    page = unescape(answer.get_data(as_text=True)).casefold()
    assert [word for word in SECRETS if word in page and word not in typed] == []


@pytest.mark.parametrize(
    "word", [word for word in SECRETS if not word.startswith(("ottoline", "quagmirely"))]
)
def test_moderators_find_each_hidden_word_so_the_tests_above_could_fail(
    visitor: FlaskClient, word: str
) -> None:
    before = told(visitor, "/search", word).count(word)  # the box holds what was typed
    sign_in(visitor, make_person(role=SiteRole.MODERATOR))
    assert told(visitor, "/search", word).count(word) > before
