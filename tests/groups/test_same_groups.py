"""Two groups that are one are joined by a moderator: nothing that was said is lost, and nobody is put into a group unasked."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import SiteRole
from forum.barriers.models import Affected
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.groups.models import DuplicateReason, Group, GroupKnownAs, GroupMoved, Resource, SameGroup
from forum.stories.models import Story, StoryRecipient
from tests.accounts.mailing import send
from tests.stories.making import make_story
from tests.support.factories import make_barrier, make_council, make_group, make_person, saved, sign_in


def make_pair(first: Group, second: Group) -> SameGroup:
    return saved(
        SameGroup(
            group_id=first.id, other_id=second.id, likeness=DuplicateReason.IDENTIFIER, created_at=clock.now()
        )
    )


def sign_in_moderator(client: FlaskClient) -> None:
    sign_in(client, make_person(role=SiteRole.MODERATOR))


def test_only_moderators_see_the_pairs_and_why_they_may_be_one(client: FlaskClient) -> None:
    make_pair(make_group("Fir, North", org_id="GB-CHC-7"), make_group("Fir, South"))
    sign_in(client, make_person())
    assert client.get("/groups/same").status_code == 403
    sign_in_moderator(client)
    page = client.get("/groups/same").text
    assert "Fir, North and Fir, South" in page
    assert "They have the same identifier and other names" in page
    assert "Merge them as Fir, South" in page


def test_joining_keeps_all_that_was_posted_and_the_old_address_leads_on(client: FlaskClient) -> None:
    kept, gone = make_group("Fir"), make_group("Fir Ltd", org_id="GB-CHC-7", summary="We plant.")
    gone_id = gone.id
    pair = make_pair(kept, gone)
    saved(GroupKnownAs(group_id=gone.id, org_id="gb-chc-7", normalised_name="fir"))
    told, shared = make_story("Trees", group=gone), make_story("Shared", told_at=None)
    for one in (kept, gone):
        saved(StoryRecipient(story_id=shared.id, group_id=one.id))
    barrier = make_barrier()
    saved(
        Affected(barrier_id=barrier.id, person_id=make_person().id, group_id=gone.id, created_at=clock.now())
    )
    sign_in_moderator(client)
    assert send(client, f"/groups/same/{pair.id}/join/{kept.id}", "/groups/same").status_code == 303
    db.session.expire_all()
    assert [one.name for one in db.session.scalars(select(Group))] == ["Fir"]
    ours = db.session.scalars(select(Group)).one()
    assert (ours.org_id, ours.summary) == ("GB-CHC-7", "We plant.")
    assert db.session.get(Story, told.id).group_id == ours.id  # type: ignore[union-attr]
    assert db.session.scalars(select(StoryRecipient.group_id)).all() == [ours.id]
    assert db.session.scalars(select(Affected.group_id).where(Affected.group_id.is_not(None))).all() == [
        ours.id
    ]
    assert db.session.scalars(select(GroupKnownAs.group_id)).all() == [ours.id]
    indexed = {
        row["document"]
        for row in db.session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "index"))
    }
    assert {f"group:{gone_id}", f"group:{ours.id}", f"thread:{told.id}"} <= indexed
    moved = client.get(f"/groups/{gone_id}-fir-ltd")
    assert (moved.status_code, moved.location.endswith(f"/groups/{ours.id}-fir")) == (301, True)
    assert "Fir Ltd" in client.get("/groups/same").text
    assert db.session.scalar(select(func.count()).select_from(GroupMoved)) == 1


def test_a_group_with_people_is_never_put_into_another(client: FlaskClient) -> None:
    kept, gone = make_group("Fir"), make_group("Fir Ltd", members=(make_person(),))
    pair = make_pair(kept, gone)
    sign_in_moderator(client)
    page = client.get("/groups/same").text
    assert "Merge them as Fir Ltd" in page
    assert "Merge them as Fir<" not in page
    refused = send(client, f"/groups/same/{pair.id}/join/{kept.id}", "/groups/same")
    assert refused.status_code == 409
    assert "People are in Fir Ltd" in refused.text
    assert db.session.scalar(select(func.count(Group.id))) == 2


def test_two_accounts_of_one_barrier_are_never_merged_away(client: FlaskClient) -> None:
    kept, gone = make_group("Fir"), make_group("Fir Ltd")
    pair, barrier = make_pair(kept, gone), make_barrier()
    for one in (kept, gone):
        saved(
            Affected(
                barrier_id=barrier.id, person_id=make_person().id, group_id=one.id, created_at=clock.now()
            )
        )
    sign_in_moderator(client)
    refused = send(client, f"/groups/same/{pair.id}/join/{kept.id}", "/groups/same")
    assert refused.status_code == 409
    assert "neither account may be merged away" in refused.text
    assert db.session.scalar(select(func.count(Group.id))) == 2


def test_two_groups_that_are_two_are_not_offered_again(client: FlaskClient) -> None:
    pair = make_pair(make_group("Fir"), make_group("Larch"))
    sign_in_moderator(client)
    send(client, f"/groups/same/{pair.id}/apart", "/groups/same")
    assert "No groups look the same" in client.get("/groups/same").text
    assert send(client, f"/groups/same/{pair.id}/apart", "/groups/same").status_code == 404


def test_a_second_reading_after_joining_makes_no_second_group(app: Flask, client: FlaskClient) -> None:
    make_council("Ham")
    kept, gone = make_group("Fir"), make_group("Fir, South")
    saved(GroupKnownAs(group_id=kept.id, org_id="gb-chc-7", normalised_name="fir"))
    saved(GroupKnownAs(group_id=gone.id, org_id="gb-chc-7", normalised_name="fir south"))
    pair = make_pair(kept, gone)
    sign_in_moderator(client)
    send(client, f"/groups/same/{pair.id}/join/{kept.id}", "/groups/same")
    commit()
    rows = db.session.execute(select(GroupKnownAs.normalised_name, GroupKnownAs.group_id)).tuples()
    assert dict(rows.all()) == {"fir": kept.id, "fir south": kept.id}
    assert db.session.scalar(select(func.count(Resource.id))) == 0
