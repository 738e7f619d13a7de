"""What the pages that gather several features show of tips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from sqlalchemy import Select, select

from forum.core.db import db
from forum.councils.identity import Identity
from forum.groups.models import Group
from forum.threads.help import FeatureHelp, HelpList, Reasons, cards_with_reasons
from forum.threads.kinds import path_of
from forum.threads.models import Tag, Thread, Visibility
from forum.threads.page_sections import (
    CardList,
    Link,
    ListLine,
    Newest,
    PagePlace,
    PageSection,
    PageSections,
    ShortList,
    newest_first,
)
from forum.threads.visibility import readable
from tests.support.toy_kind.models import Tip
from tests.support.toy_kind.thread_kind import TipKind

FEW = 3


class TipSections(PageSections[Tip]):
    """The newest few tips everywhere."""

    model = Tip

    def newest(self) -> Iterator[Newest]:
        yield Newest(select(Tip.id).where(Thread.kind == "tip"), FEW)

    def on_home(self, identity: Identity) -> Iterator[PageSection]:
        tips = db.session.scalars(select(Tip).where(readable(identity)).order_by(Tip.id.desc()).limit(FEW))
        cards = [TipKind().card(one, identity) for one in tips]
        yield CardList(heading="Tips", cards=cards, more=Link("All tips", url_for("tips.tips"))).on_page()

    def at_place(self, place: PagePlace, newest: Sequence[Tip], _identity: Identity) -> Iterator[PageSection]:
        yield few(f"Tips from {place.name}", newest)

    def with_tag(self, _tag: Tag, newest: Sequence[Tip], _identity: Identity) -> Iterator[PageSection]:
        yield few("Tips", newest)

    def newest_of_group(self, group: Group) -> Iterator[Select[tuple[int]]]:
        own = Thread.group_id == group.id, Thread.visibility == Visibility.PUBLIC
        yield newest_first(select(Tip.id).where(*own), FEW)

    def of_group(self, _group: Group, newest: Sequence[Tip], _identity: Identity) -> Iterator[PageSection]:
        yield few("Its tips", newest)

    def who_can_help(self, reasons: Reasons) -> FeatureHelp:
        tips = reasons.ranked(reasons.like(Tip))
        cards = cards_with_reasons(tips, reasons)
        return FeatureHelp(lists=(HelpList(heading="Tips for it", cards=cards, rank=50, missing="tips"),))


def few(heading: str, tips: Sequence[Tip]) -> PageSection:
    lines = [ListLine(one.title, path_of(one)) for one in tips]
    return ShortList(heading=heading, lines=lines, empty="Nobody gave a tip yet.").beside_page("tips")
