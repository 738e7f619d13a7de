"""How a barrier is found, and by whom: the hidden name is in no document."""

from __future__ import annotations

from flask import Flask

from forum.barriers.thread_kind import BarrierKind
from forum.core import clock
from forum.threads.models import Visibility
from forum.threads.visibility import readers_of
from tests.support.factories import make_affected, make_barrier, make_council, make_group, make_person


def test_a_public_barrier_is_found_by_its_words_and_its_group(app: Flask) -> None:
    council = make_council("Wexmoor")
    barrier = make_barrier(
        "Insurance", council=council, group=make_group("Loud Lanterns"), rule_words="Cover."
    )
    make_affected(barrier, words="It cost us the room.")
    found = BarrierKind().document(barrier)
    assert (found.id, found.kind, found.author) == (f"thread:{barrier.id}", "barrier", "Loud Lanterns")
    assert found.readers == {"public"}
    assert found.council_id == council.id
    assert found.affected == 2
    assert "It cost us the room." in found.text
    assert "Cover." in found.text


def test_a_hidden_name_is_in_no_document(app: Flask) -> None:
    for visibility in (Visibility.NAMELESS, Visibility.COUNCIL):
        barrier = make_barrier(
            council=make_council(),
            author=make_person("Zebedee Quill"),
            group=make_group("Hidden Hollow Players"),
            visibility=visibility,
        )
        make_affected(barrier, group=make_group("Quiet Quilters"), is_nameless=True, words="Us too.")
        found = BarrierKind().document(barrier)
        assert found.author is None
        whole = f"{found.title} {found.text} {found.tags}"
        for name in ("Zebedee", "Hidden Hollow", "Quiet Quilters"):
            assert name not in whole


def test_a_council_only_barrier_is_found_by_its_council_and_its_author(app: Flask) -> None:
    council = make_council()
    barrier = make_barrier(council=council, visibility=Visibility.COUNCIL)
    assert readers_of(barrier) == {"staff", f"council:{council.id}", f"person:{barrier.author_id}"}


def test_a_hidden_barrier_is_found_by_moderators_and_its_author(app: Flask) -> None:
    barrier = make_barrier(hidden_at=clock.now())
    assert readers_of(barrier) == {"staff", f"person:{barrier.author_id}"}


def test_words_that_were_taken_back_are_not_found(app: Flask) -> None:
    barrier = make_barrier()
    make_affected(barrier, words="It cost us the room.", withdrawn_at=clock.now())
    assert "It cost us the room." not in BarrierKind().document(barrier).text


def test_those_who_asked_for_no_name_are_known_to_comments_even_after_they_left(app: Flask) -> None:
    barrier = make_barrier()
    named, nameless = make_affected(barrier), make_affected(barrier, is_nameless=True)
    left = make_affected(barrier, is_nameless=True, withdrawn_at=clock.now())
    assert BarrierKind().hidden_people(barrier) == {nameless.person_id, left.person_id}
    secret = make_barrier(visibility=Visibility.NAMELESS)
    assert secret.author_id in BarrierKind().hidden_people(secret)
    assert BarrierKind().is_party(barrier, named.person_id)
    assert not BarrierKind().is_party(barrier, left.person_id)
