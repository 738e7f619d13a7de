"""Leads and moderators see themes as far as they may read them, accept or dismiss them, and undo it; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.models import Person, SiteRole
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier
from forum.barriers.queries.voices import count_voices, list_voices
from forum.core import clock
from forum.core.audit import list_audit
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.councils.identity import identity_of
from forum.councils.models import Council
from forum.search import current
from forum.search.current import meaning
from forum.themes.actions import finding
from forum.themes.actions.decisions import dismiss_theme, undo_decision
from forum.themes.actions.finding import FIND, RankedTheme, find_and_store, rank, store
from forum.themes.finding import FoundTheme
from forum.themes.handlers import find
from forum.themes.models import Theme, ThemeBarrier, ThemeDecision
from forum.themes.queries.offered import list_offered
from forum.themes.vocabulary import DismissalReason
from forum.threads.index_maintenance import rebuild_index, write_all_vectors
from forum.threads.models import Tag, Visibility
from tests.support.factories import (
    csrf_token,
    make_affected,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.themes.making import read_planted

pytestmark = pytest.mark.sql
KINDS = ("venue", "insurance", "digital", "transport", "food")


class KeySite:
    """A theme of five barriers at two councils, found by hand; no encoder is needed to decide on it."""

    def __init__(self) -> None:
        self.here, self.there = make_council("Herham"), make_council("Thereham")
        self.lead = make_officer(self.here, "Lea", is_lead=True).person
        self.other_lead = make_officer(self.there, "Lou", is_lead=True).person
        self.moderator = make_person("Mo", role=SiteRole.MODERATOR)
        places = (self.here, self.here, self.here, self.there, self.there)
        self.barriers = [
            make_barrier(f"Key {number}", council=council, category=kind, group=make_group(council=council))
            for number, (council, kind) in enumerate(zip(places, KINDS, strict=True))
        ]
        self.theme = self.offer(self.barriers)

    def offer(self, barriers: list[Barrier], private: tuple[Barrier, ...] = ()) -> Theme:
        found = FoundTheme(
            barriers[0].id,
            tuple(one.id for one in barriers),
            tuple(one.id for one in private),
            ("key", "caretaker"),
        )
        store(rank([found]))
        commit()
        return db.session.scalars(select(Theme).where(Theme.is_offered)).one()


@pytest.fixture
def site(app: Flask) -> KeySite:
    return KeySite()


@pytest.fixture(autouse=True)
def is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages ask only whether meanings are known."""
    monkeypatch.setattr("forum.themes.views.meaning", object)


def read(client: FlaskClient, person: Person, path: str = "/themes") -> TestResponse:
    return sign_in(client, person).get(path)


def send(client: FlaskClient, person: Person, path: str, **sent: str) -> TestResponse:
    sign_in(client, person)
    return client.post(path, data={"csrf_token": csrf_token(client, "/account"), **sent})


def offered_to(person: Person, council: Council | None) -> list[int]:
    return [one.theme.id for one in list_offered(identity_of(person), council, None).rows]


def test_leads_and_moderators_see_a_theme_and_nobody_else(site: KeySite, client: FlaskClient) -> None:
    for person in (site.lead, site.moderator):
        page = read(client, person).text
        assert "5 groups in 2 councils: key, caretaker" in page
        whole = read(client, person, f"/themes/{site.theme.id}").text
        assert all(one.title in whole for one in site.barriers)
        assert "Why they are alike" in whole
    officer = make_officer(site.here, "Ola").person
    for person in (officer, make_person("Mina")):
        assert read(client, person).status_code == 403
        assert read(client, person, f"/themes/{site.theme.id}").status_code == 403


def test_a_lead_sees_themes_of_their_own_council_only(site: KeySite, client: FlaskClient) -> None:
    stranger = make_officer(make_council("Farham"), is_lead=True).person
    assert "No themes are waiting" in read(client, stranger).text
    assert read(client, stranger, f"/themes/{site.theme.id}").status_code == 404
    assert read(client, stranger, "/themes?council=herham").status_code == 403
    assert read(client, stranger, "/themes?council=nowhere").status_code == 404


def test_what_a_reader_may_not_read_is_in_no_list_and_no_number(site: KeySite, client: FlaskClient) -> None:
    secret = make_barrier("Secret of Thereham", council=site.there, visibility=Visibility.COUNCIL)
    theme = site.offer(site.barriers, (secret,))
    for person, sees in ((site.lead, False), (site.other_lead, True), (site.moderator, True)):
        whole = read(client, person, f"/themes/{theme.id}").text
        assert ("Secret of Thereham" in whole) is sees
        assert ("6 groups in 2 councils" in whole and "1 of the groups without a name" in whole) is sees
    for number, attribute in ((3, "hidden_at"), (2, "held_at")):
        setattr(site.barriers[number], attribute, clock.now())
    site.barriers[1].state = State.WITHDRAWN
    commit()
    assert offered_to(site.lead, site.here) == []
    assert "Key 3" not in read(client, site.moderator).text


def test_nameless_voices_are_counted_apart_and_named_ones_once(app: Flask) -> None:
    council, choir = make_council(), make_group("Ham Choir")
    named = [make_barrier(council=council, group=choir) for _ in range(2)]
    nameless = make_barrier(council=council, group=choir, visibility=Visibility.NAMELESS)
    make_affected(nameless, is_nameless=True)
    make_affected(named[0], group=make_group(), withdrawn_at=clock.now())
    counted = count_voices(list_voices([one.id for one in (*named, nameless)]))
    assert (counted.groups, counted.nameless, counted.certain) == (3, 2, 3)


def test_too_few_groups_for_certain_make_no_theme(site: KeySite) -> None:
    for one in db.session.scalars(select(Affected)):
        one.is_nameless = True
    commit()
    found = FoundTheme(site.barriers[0].id, tuple(one.id for one in site.barriers), (), ())
    assert rank([found]) == []


def test_a_moderator_makes_a_theme_a_tag_and_undoes_it(site: KeySite, client: FlaskClient) -> None:
    sent = send(client, site.moderator, f"/themes/{site.theme.id}/tag", tag="Keys & caretakers")
    assert sent.status_code == 303
    assert all([tag.name for tag in one.tags] == ["keys-&-caretakers"] for one in site.barriers)
    assert "Made a tag" in client.get("/themes").text
    assert offered_to(site.moderator, None) == offered_to(site.lead, site.here) == []
    decision = db.session.scalars(select(ThemeDecision)).one()
    assert send(client, site.moderator, f"/themes/decisions/{decision.id}/undo").status_code == 303
    assert all(one.tags == [] for one in site.barriers)
    assert offered_to(site.moderator, None) == [site.theme.id]
    assert [entry.verb for entry in list_audit().rows[:2]] == ["undo_theme", "tag_theme"]
    assert send(client, site.moderator, f"/themes/decisions/{decision.id}/undo").status_code == 403


def test_a_lead_tags_the_barriers_of_their_council_alone(site: KeySite, client: FlaskClient) -> None:
    assert send(client, site.lead, f"/themes/{site.theme.id}/tag", tag="keys").status_code == 303
    assert [bool(one.tags) for one in site.barriers] == [True, True, True, False, False]
    assert db.session.scalars(select(Tag.number_of_threads)).one() == 3
    assert offered_to(site.lead, site.here) == []
    assert offered_to(site.other_lead, site.there) == [site.theme.id]
    entry = list_audit().rows[0]
    assert (entry.verb, entry.role, entry.details) == ("tag_theme", "lead", {"number": 3, "tag": "keys"})
    admin = make_person("Ada", role=SiteRole.ADMINISTRATOR)
    assert "Gave 3 barriers of a theme the tag" in read(client, admin, "/moderation/log").text


def test_a_lead_merges_the_barriers_of_their_council_and_undoes_it(
    site: KeySite, client: FlaskClient
) -> None:
    main = site.barriers[1]
    assert send(client, site.lead, f"/themes/{site.theme.id}/merge").status_code == 422
    foreign = str(site.barriers[4].id)
    assert send(client, site.lead, f"/themes/{site.theme.id}/merge", main=foreign).status_code == 422
    assert send(client, site.lead, f"/themes/{site.theme.id}/merge", main=str(main.id)).status_code == 303
    assert [one.same_as_id for one in site.barriers] == [main.id, None, main.id, None, None]
    decision = db.session.scalars(select(ThemeDecision)).one()
    send(client, site.lead, f"/themes/decisions/{decision.id}/undo")
    assert {one.same_as_id for one in site.barriers} == {None}
    assert send(client, site.moderator, f"/themes/{site.theme.id}/merge", main="1").status_code == 403


def test_a_dismissed_theme_stays_dismissed_though_a_barrier_joins(site: KeySite, client: FlaskClient) -> None:
    assert send(client, site.moderator, f"/themes/{site.theme.id}/dismiss").status_code == 422
    sent = send(client, site.moderator, f"/themes/{site.theme.id}/dismiss", reason="too_broad")
    assert sent.status_code == 303
    joined = [*site.barriers, make_barrier("Key 9", council=site.there, category="other")]
    again = FoundTheme(joined[0].id, tuple(one.id for one in joined), (), ("key",))
    assert store([RankedTheme(6, again)]) == 0
    assert db.session.scalars(select(Theme.id)).all() == [site.theme.id]
    fresh = [make_barrier(council=site.here, category=kind) for kind in KINDS]
    new = FoundTheme(fresh[0].id, tuple(one.id for one in (*fresh, *site.barriers[:3])), (), ())
    assert store([RankedTheme(8, new)]) == 1
    assert db.session.scalars(select(Theme.id)).all() != [site.theme.id]


def test_a_lead_dismisses_for_their_council_and_others_decide_for_themselves(site: KeySite) -> None:
    decision = dismiss_theme(
        theme=site.theme, council=site.here, number=5, reason=DismissalReason.KNOWN, by=site.lead
    )
    assert offered_to(site.lead, site.here) == []
    assert offered_to(site.other_lead, site.there) == offered_to(site.moderator, None) == [site.theme.id]
    undo_decision(decision=decision, by=site.lead)
    undo_decision(decision=decision, by=site.lead)
    assert offered_to(site.lead, site.here) == [site.theme.id]
    assert list_audit(verb="undo_theme").rows[1:] == []


def test_after_a_month_a_decision_stays(site: KeySite, client: FlaskClient) -> None:
    decision = dismiss_theme(
        theme=site.theme, council=None, number=5, reason=DismissalReason.UNRELATED, by=site.moderator
    )
    decision.decided_at = clock.now() - timedelta(days=31)
    commit()
    assert "Undo" not in read(client, site.moderator).text
    assert send(client, site.moderator, f"/themes/decisions/{decision.id}/undo").status_code == 403


def test_the_nights_keep_numbers_and_forget_what_is_gone(site: KeySite) -> None:
    number = site.theme.id
    fewer = FoundTheme(site.barriers[1].id, tuple(one.id for one in site.barriers[1:]), (), ("key",))
    assert store([RankedTheme(4, fewer)]) == 1
    assert db.session.scalars(select(Theme.id)).all() == [number]
    assert len(db.session.scalars(select(ThemeBarrier)).all()) == 4
    assert store([]) == 0
    assert db.session.scalars(select(Theme)).all() == []


def test_no_more_are_offered_than_people_can_look_at(site: KeySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_OFFERED", 2)
    many = [
        RankedTheme(9 - place, FoundTheme(one.id, (one.id,), (), ()))
        for place, one in enumerate(site.barriers)
    ]
    assert store(many) == 2


def test_without_the_encoder_the_page_says_so_and_the_night_does_nothing(
    site: KeySite, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.themes.views.meaning", lambda: None)
    page = read(client, site.moderator)
    assert page.status_code == 200
    assert "Themes need search by meaning" in page.text
    assert "caretaker" not in page.text
    assert find_and_store() == 0
    assert db.session.scalars(select(Theme.is_offered)).all() == [True]


def test_the_inbox_of_a_lead_and_the_desk_of_moderators_lead_there(
    site: KeySite, client: FlaskClient
) -> None:
    assert "/themes?council=herham" in read(client, site.lead, "/councils/herham/inbox").text
    assert 'href="/themes"' in read(client, site.moderator, "/moderation").text


@pytest.fixture
def knows_meaning(app: Flask, own_index: None) -> Iterator[None]:
    before = app.extensions["clearway_settings"]
    app.extensions["clearway_settings"] = replace(before, search_meaning=True)
    app.extensions.pop(current.MEANING, None)
    yield
    app.extensions["clearway_settings"] = before
    app.extensions.pop(current.MEANING, None)


@pytest.mark.slow
def test_the_worker_finds_a_theme_among_barriers_and_sees_to_the_next_night(knows_meaning: None) -> None:
    councils = [make_council() for _ in range(3)]
    keys = {
        make_barrier(one.title, body=one.words, category=one.category, council=councils[place % 3]).id
        for place, one in enumerate(read_planted("planted.tsv"))
        if one.theme in {"keys", ""}
    }
    rebuild_index()
    index = meaning()
    assert index is not None
    write_all_vectors(index.encoder)
    find([])
    themes = db.session.scalars(select(Theme)).all()
    assert any("key" in " ".join(theme.words) for theme in themes)
    assert set(db.session.scalars(select(ThemeBarrier.barrier_id))) <= keys
    assert db.session.scalars(select(OutboxRow.kind).where(OutboxRow.kind == FIND)).all() == [FIND]
