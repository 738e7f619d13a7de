"""Reads what a council answered in public, newest first."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.models import Barrier, Response
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.councils.identity import VISITOR
from forum.councils.models import Council
from forum.threads.models import Thread
from forum.threads.visibility import readable

RESPONSES_A_PAGE = 8  # each is as tall as two cards


def list_said(council: Council, cursor: str | None = None, size: int = RESPONSES_A_PAGE) -> Page[Response]:
    """List a council's official words on barriers that everybody may read; the same for every reader."""
    query = (
        select(Response)
        .join(Thread, Thread.id == Response.barrier_id)
        .where(
            Response.council_id == council.id,
            Response.taken_back_at.is_(None),
            readable(VISITOR),
        )
        .options(lazyload(Response.person))
    )
    return page_of(query, by=(Response.created_at, Response.id), cursor=cursor, size=size)


def get_barriers_of(responses: Page[Response]) -> Mapping[int, Barrier]:
    """Read what these words were said on, by number, with the places."""
    numbers = {one.barrier_id for one in responses.rows}
    query = select(Barrier).where(Barrier.id.in_(numbers)).order_by(Barrier.id)
    query = query.options(joinedload(Barrier.area), lazyload(Barrier.tags))
    return {barrier.id: barrier for barrier in db.session.scalars(query)}
