"""The list of groups, and a group's page with what it reported and met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.core.text import clean_line
from forum.councils.area_queries import list_all_areas
from forum.councils.identity import Identity, current_identity
from forum.councils.models import Council
from forum.councils.queries import get_council
from forum.discovery.gathered_sections import sections_of
from forum.discovery.queries import count_told_and_lent, list_covers_of_groups
from forum.discovery.search_query import plural
from forum.follows.loaders import follow_button
from forum.follows.models import FollowKind
from forum.groups import permissions
from forum.groups.duplicate_queries import find_moved
from forum.groups.models import Group, Membership
from forum.groups.queries import (
    find_join_request,
    find_open_claim,
    get_known_group,
    get_membership,
    list_groups,
    list_members,
    list_nearby,
)
from forum.groups.resources import list_resources_of
from forum.groups.vocabulary import LEGAL_FORMS, RESOURCE_LABELS, TERM_LABELS, TOPIC_LABELS, TOPICS
from forum.groups.yearly_check import ASK_AFTER, is_old
from forum.threads.attachments import Picture
from forum.threads.kinds import list_kinds
from forum.threads.page_sections import CardList, PageSection
from forum.web.guards import public
from forum.web.list_pages import cursor, links
from forum.web.page_cache import keep_for_visitors
from forum.web.urls import number_asked

blueprint = Blueprint("group_pages", __name__)

LONGEST_QUESTION = 100


@blueprint.get("/groups")
@public
def groups() -> ResponseReturnValue:
    """List groups by name, of one council when asked."""
    keep_for_visitors()
    slug = request.args.get("council", "")
    council = get_council(slug) if slug else None
    chosen = _chosen(council)
    page = list_groups(council=council, cursor=cursor(), **chosen)
    kept = {"q": chosen["text"], "kind": chosen["legal_form"], "topic": chosen["topic"]}
    kept["area"] = str(chosen["area_id"] or "")
    kept["lends"] = "1" if chosen["lends"] else ""
    return render_template(
        "discovery/groups.html",
        groups=page.rows,
        facts=_facts(page.rows),
        covers=defaultdict(lambda: None, list_covers_of_groups(page.rows)),
        pages=links(page, council=council.slug if council else None, **kept),
        areas=list_all_areas(council) if council else [],
        topics=TOPICS,
        legal_forms=LEGAL_FORMS,
        chosen=chosen,
        is_narrowed=any(chosen.values()),
        council=council,
        may_create=permissions.may_create_group(current_identity()),
    )


def _chosen(council: Council | None) -> dict[str, Any]:
    """Read what the list is narrowed by; what no list offers narrows nothing."""
    legal_form, topic = request.args.get("kind", ""), request.args.get("topic", "")
    return {
        "text": clean_line(request.args.get("q", "")[:LONGEST_QUESTION]),
        "legal_form": legal_form if legal_form in {one.code for one in LEGAL_FORMS} else "",
        "topic": topic if topic in TOPIC_LABELS else "",
        "area_id": number_asked("area") if council else None,
        "lends": bool(request.args.get("lends")),
    }


def _facts(groups: Sequence[Group]) -> dict[int, list[str]]:
    """Say of each group in a few words what it is about, what it told and what it lends: one statement for all."""
    told, lent = count_told_and_lent(groups)
    facts = {}
    for group in groups:
        counted = told.get(group.id, {})
        facts[group.id] = [
            *(TOPIC_LABELS[one.topic] for one in group.topics if one.topic in TOPIC_LABELS),
            *(
                _counted(counted[kind.name], kind.label.lower())
                for kind in list_kinds()
                if kind.name in counted
            ),
            *(
                ["lends: " + ", ".join(RESOURCE_LABELS[one].lower() for one in lent[group.id])]
                if group.id in lent
                else []
            ),
        ]
    return facts


def _counted(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else plural(word)}"


@blueprint.get("/groups/<int:number>-<slug>")
@blueprint.get("/groups/<int:number>", defaults={"slug": ""})
@public
def group(number: int, slug: str) -> ResponseReturnValue:
    """Show a group, what it reported and met in public, and who of it shows themselves."""
    keep_for_visitors()
    found = get_known_group(current_identity(), number)
    if found is None:
        moved = find_moved(number)
        if moved is None:
            abort(404, "There is no group at this address.")
        return redirect(url_for("group_pages.group", number=moved.id, slug=moved.slug), 301)
    if slug != found.slug:
        return redirect(url_for("group_pages.group", number=number, slug=found.slug), 301)
    identity, person = current_identity(), current_person()
    membership = get_membership(found, person)
    sections = sections_of(found, identity)
    return render_template(
        "discovery/group.html",
        group=found,
        sections=sections,
        cover=_cover(sections),
        shown=list_members(found, only_shown=True),
        **_resources(found, identity, membership),
        asks_still_right=is_old(found),
        still_right_after=ASK_AFTER,
        topics=[(one.topic, TOPIC_LABELS[one.topic]) for one in found.topics if one.topic in TOPIC_LABELS],
        nearby=list_nearby(found),
        follow=follow_button(identity, FollowKind.GROUP, str(found.id), found.spoken_name),
        **_membership(found, identity, membership),
    )


def _cover(sections: Sequence[PageSection]) -> Picture | None:
    """Return the picture of the first thing the group is known for, where that has one."""
    lists = [one.shows for one in sections if isinstance(one.shows, CardList)]
    return next((one.cards[0].cover for one in lists if one.cards), None)


def _membership(group: Group, identity: Identity, membership: Membership | None) -> dict[str, Any]:
    """Return the reader's own place in a group, and what they may do about it."""
    return {
        "membership": membership,
        "may_change": permissions.may_change_group(identity, membership),
        "may_take_back": permissions.may_take_back_words(group, membership),
        "may_join": permissions.may_join_group(identity, group, membership),
        "may_ask": permissions.may_ask_to_join_group(identity, group, membership),
        "waits": find_join_request(group, identity.person) if membership is None else None,
        "may_claim": permissions.may_claim_group(identity, group),
        "claim": find_open_claim(group, identity.person),
    }


def _resources(group: Group, identity: Identity, membership: Membership | None) -> dict[str, Any]:
    """Return what a group lends and needs, and which of it the reader may change."""
    resources = list_resources_of(group)
    may = permissions.may_change_resource
    return {
        "resources": resources,
        "changeable": {one.id for one in resources if may(identity, membership, one)},
        "may_list": permissions.may_offer_resource(identity, group, membership),
        "kinds": RESOURCE_LABELS,
        "terms": TERM_LABELS,
    }
