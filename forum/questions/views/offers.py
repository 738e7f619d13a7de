"""Offers of help: the list, making one, changing, pausing and stopping it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.councils.identity import current_identity
from forum.councils.queries import get_council, list_areas
from forum.groups.queries import get_membership, list_groups_of
from forum.questions.actions import offers as actions
from forum.questions.forms.offers import OfferForm
from forum.questions.models import Offer
from forum.questions.permissions import may_change_offer, may_offer_help
from forum.questions.presenters import offer_card
from forum.questions.queries.matches import list_matches_with
from forum.questions.queries.offers import count_left, get_offer, list_offers, list_offers_of_person
from forum.web.forms import check_button, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.list_pages import links
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("offers", __name__)


@blueprint.get("/offers")
@public
def offers() -> ResponseReturnValue:
    """List who offers help, by topic and council."""
    person = current_person()
    topic = request.args.get("topic", "")
    topic = topic if topic in CATEGORY_BY_CODE else ""
    slug = request.args.get("council", "")[:80]
    council = get_council(slug) if slug else None
    page = list_offers(
        topic=topic, council_id=council.id if council else None, cursor=request.args.get("page")
    )
    own = list_offers_of_person(person.id) if person else []
    left = count_left([*page.rows, *own])
    kept = {name: value for name, value in (("topic", topic), ("council", slug)) if value}
    return render_template(
        "questions/offers.html",
        cards=[offer_card(one, left[one.id]) for one in page.rows],
        own=[(one, offer_card(one, left[one.id])) for one in own],
        requests=list_matches_with(person.id) if person else [],
        topic=CATEGORY_BY_CODE[topic].label if topic else "",
        topic_code=topic,
        topics=[(one.code, one.label) for one in CATEGORY_BY_CODE.values()],
        council=council,
        pages=links(page, **kept),
    )


@blueprint.route("/offers/new", methods=["GET", "POST"])
@signed_in
@limit(per_hour(10), name="offer_help")
def offer_help() -> ResponseReturnValue:
    """Offer help."""
    person = signed_in_person()
    if not may_offer_help(current_identity()):
        abort(403)
    groups = list_groups_of(person)
    form = OfferForm()
    form.offer_groups(groups)
    if form.validate_on_submit():
        group = next((one for one in groups if str(one.id) == form.group.data), None)
        actions.offer_help(person=person, group=group, **_offered(form))
        flash("Thank you. Your offer is listed, and we will ask you before anyone gets in touch.", "success")
        return redirect(url_for("offers.offers"), 303)
    return form_page("questions/offer.html", form, offer=None)


@blueprint.route("/offers/<int:number>/edit", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="change_offer")
def edit(number: int) -> ResponseReturnValue:
    """Change an offer."""
    offer = _own(number)
    name = offer.council.official_name if offer.council else ""
    kept: dict[str, Any] = {
        "words": offer.words,
        "topics": [one.category for one in offer.topics],
        "a_month": str(offer.a_month),
        "council_name": name,
        "council": str(offer.council_id or ""),
        "council_for": name,
        "area": str(offer.area_id or ""),
    }
    form = OfferForm(data=kept)
    if offer.council is not None:
        form.offer_areas((str(one.id), one.name) for one in list_areas(offer.council))
    if form.validate_on_submit():
        actions.change_offer(offer=offer, **_offered(form))
        flash("Your offer has been updated.", "success")
        return redirect(url_for("offers.offers"), 303)
    return form_page("questions/offer.html", form, offer=offer)


@blueprint.post("/offers/<int:number>/pause")
@open_to_suspended
@signed_in
@limit(per_hour(30), name="change_offer")
def pause(number: int) -> ResponseReturnValue:
    """Take an offer out of the lists for a while."""
    return _press(
        number, lambda one: actions.pause_offer(offer=one), "Your offer is paused until you resume it."
    )


@blueprint.post("/offers/<int:number>/resume")
@signed_in
@limit(per_hour(30), name="change_offer")
def resume(number: int) -> ResponseReturnValue:
    """Resume it."""
    return _press(number, lambda one: actions.resume_offer(offer=one), "Your offer is active again.")


@blueprint.post("/offers/<int:number>/stop")
@open_to_suspended
@signed_in
@limit(per_hour(30), name="change_offer")
def stop(number: int) -> ResponseReturnValue:
    """End an offer."""
    return _press(
        number, lambda one: actions.stop_offer(offer=one), "Your offer has ended. Thank you for helping."
    )


def _press(number: int, act: Callable[[Offer], None], said: str) -> ResponseReturnValue:
    offer = _own(number)
    check_button()
    act(offer)
    flash(said, "success")
    return redirect(url_for("offers.offers"), 303)


def _own(number: int) -> Offer:
    offer, identity = get_offer(number), current_identity()
    if offer is None:
        abort(404)
    membership = get_membership(offer.group, identity.person) if offer.group else None
    if not may_change_offer(identity, offer, membership):
        abort(403)
    return offer


def _offered(form: OfferForm) -> dict[str, Any]:
    council, area = form.place()
    return {
        "words": form.words.data or "",
        "topics": form.topics.data or [],
        "a_month": form.number(),
        "council": council,
        "area": area,
    }
