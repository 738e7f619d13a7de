"""Links of mails with a token that is right: each role is answered as the table below says, which says who the link speaks for.

routes.csv asks the same routes with a token that nobody was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from flask import Flask
from sqlalchemy import select

from forum.barriers.confirmation_links import token_of as confirmation_token
from forum.barriers.models import ConfirmationRequest
from forum.core.db import commit, db
from forum.groups.invitations import invite_to_group
from forum.groups.join_links import token_of as join_token
from forum.groups.models import JoinRequest
from forum.moderation.links import decision_path, report_path
from forum.moderation.models import ModerationAct, Report, ReportedPost
from forum.moderation.vocabulary import ReportKind
from forum.notifications.stop_links import DIGEST, follow_stop_url
from tests.routes.site import RoleSite, row
from tests.routes.table import ROLES
from tests.routes.walk import Walk, cell_of, taken_back
from tests.support.factories import saved

EVERYONE: Mapping[tuple[str, str], str] = {
    ("GET", "confirm"): "200",
    ("POST", "confirm"): "422",
    ("GET", "confirm gone"): "200",
    ("POST", "confirm gone"): "go",
    ("GET", "invitation"): "200",
    ("POST", "invitation"): "go",
    ("GET", "let in"): "200",
    ("POST", "let in"): "go",
    ("GET", "decision"): "200",
    ("POST", "decision"): "200",  # it was appealed against already
    ("GET", "report"): "200",
    ("POST", "report"): "405",
    ("GET", "stop following"): "200",
    ("POST", "stop following"): "200",
}
"""Whoever holds a link is whom it speaks for, signed in or not."""
BUT: Mapping[tuple[str, str, str], str] = {
    ("POST", "invitation", "visitor"): "in",  # who joins a group must be somebody
    **{
        (method, name, "suspended"): "403"
        for method in ("GET", "POST")
        for name in ("confirm", "confirm gone")
    },
    **{("POST", name, "suspended"): "403" for name in ("invitation", "let in")},
}


def addresses(site: RoleSite) -> dict[str, str]:
    """Return the addresses of the links that mails to the member and the affected hold."""
    member = site.person("member")
    request = db.session.scalars(select(ConfirmationRequest).order_by(ConfirmationRequest.id)).first()
    asks = db.session.scalars(select(JoinRequest).where(JoinRequest.group_id == site.group.id)).first()
    act = db.session.scalars(select(ModerationAct).where(ModerationAct.author_id == member.id)).first()
    case = db.session.scalars(select(ReportedPost)).first()
    assert case is not None
    report = saved(row(Report, case_id=case.id, person_id=member.id, kind=ReportKind.OTHER, words="Look."))
    assert request is not None
    assert asks is not None
    assert act is not None
    confirm = f"/confirm/{confirmation_token(request)}"
    _, token = invite_to_group(group=site.group, by=member)
    commit()
    stop = [follow_stop_url(person_id=member.id, kind=kind) for kind in (DIGEST,)]
    return {
        "confirm": confirm,
        "confirm gone": f"{confirm}/gone",
        "invitation": f"/groups/invitation/{token}",
        "let in": f"/groups/let-in/{join_token(request_id=asks.id, organiser_id=member.id)}",
        "decision": decision_path(act.id),
        "report": report_path(report.id),
        "stop following": "/stop" + stop[0].partition("/stop")[2],
    }


def test_a_right_token_is_answered_as_the_table_says(app: Flask) -> None:
    site = RoleSite()
    with app.test_request_context():
        links = addresses(site)
    differs = {}
    for role in ROLES:  # the member is suspended for the last of them
        walk = Walk(app, site, role)
        for name, address in links.items():
            for method in ("GET", "POST"):
                ask = walk.client().get if method == "GET" else walk.post
                with taken_back(app), closing(ask(address)) as answer:
                    given = cell_of(answer.status_code, answer.headers.get("Location", ""))
                if given != (BUT.get((method, name, role)) or EVERYONE[method, name]):
                    differs[method, name, role] = given
    assert differs == {}
