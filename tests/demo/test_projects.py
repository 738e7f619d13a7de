"""The invented stories are told by groups of their kind and lead to barriers that are there."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from forum.barriers.lifecycle.states import GOT_PAST_STATES
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.demo import loader
from forum.demo.drawings_of_projects import OF_PROJECTS
from forum.demo.projects_of_people import PROJECTS as OF_PEOPLE
from forum.demo.projects_of_places import PROJECTS as OF_PLACES
from forum.stories.measures import change_in_words
from forum.stories.models import BarrierMet, Outcome, Story
from forum.stories.vocabulary import Checker
from forum.threads.attachments import Picture
from forum.threads.models import Visibility

ALL = OF_PLACES + OF_PEOPLE


def test_each_barrier_that_a_story_names_is_one_of_the_demo() -> None:
    titles = {case.title for case in loader.list_cases()}
    assert {title for project in ALL for title, _how in project.met} <= titles


def test_the_demo_tells_stories_with_results_that_somebody_checked(demo_app: Flask) -> None:
    stories = list(db.session.scalars(select(Story).order_by(Story.id)))
    assert [one.title for one in stories] == [one.title for one in ALL]
    assert all(one.told_at and one.group and one.council for one in stories)
    outcomes = list(db.session.scalars(select(Outcome)))
    assert {Checker(one.checked_as) for one in outcomes} == set(Checker)
    assert all(change_in_words(one) for one in outcomes if one.baseline is not None)
    assert all(one.unit_name for one in outcomes if one.unit == "other")
    assert all(one.baseline_on < one.result_on and one.method for one in outcomes if one.baseline_on)
    private = select(func.count()).select_from(BarrierMet).join(Barrier, BarrierMet.barrier_id == Barrier.id)
    assert db.session.scalar(private.where(Barrier.visibility == Visibility.COUNCIL)) == 0


def test_each_story_met_its_barrier_at_its_own_council_and_got_past_it(demo_app: Flask) -> None:
    met = list(db.session.scalars(select(BarrierMet)))
    assert len(met) == len(ALL)
    assert all(one.how for one in met)
    assert {one.barrier.visibility for one in met} == {Visibility.PUBLIC}
    assert {one.barrier.state for one in met} <= GOT_PAST_STATES
    assert all(one.barrier.council_id == one.story.council_id for one in met)


def test_some_stories_show_pictures_that_are_described(demo_app: Flask) -> None:
    of_stories = select(Picture).join(Story, Story.id == Picture.thread_id)
    pictures = list(db.session.scalars(of_stories))
    assert len(pictures) == len(OF_PROJECTS)
    assert all(one.alt for one in pictures)
