"""The manifest of tips."""

from __future__ import annotations

from forum.core.db import db
from forum.core.events import subscribe
from forum.notifications.actions import notify_followers
from forum.threads.manifest import ThreadFeature
from forum.threads.news import News, Topic
from forum.web.manifest import MenuEntry
from tests.support.toy_kind import models, views
from tests.support.toy_kind.models import Tip, TipTried
from tests.support.toy_kind.page_sections import TipSections
from tests.support.toy_kind.thread_kind import TipKind


def notify_of_a_try(event: TipTried) -> None:
    notify_followers(thread=event.tip, kind="tip-tried", about=event.tip.id)


def tried(number: int) -> News | None:
    tip = db.session.get(Tip, number)
    if tip is None:
        return None
    key = f"tried:{number}:{tip.number_of_tries}"
    return News("tips-tried", key, None, {"times": tip.number_of_tries})


FEATURE = ThreadFeature(
    name="tips",
    models=(models,),
    views=(views.blueprint,),
    subscribers=(lambda: subscribe(TipTried, notify_of_a_try),),
    menu=(MenuEntry(label="Tips", endpoint="tips.tips", rank=45),),
    kind=TipKind(),
    sections=TipSections(),
    news={"tip-tried": Topic(sentence=lambda _: "Somebody tried it.", read=tried)},
)
