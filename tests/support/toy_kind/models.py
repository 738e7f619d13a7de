"""The table of tips; in metadata of its own, so that no migration is expected to make it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.events import Event
from forum.threads.models import Thread


class Tip(Thread):
    """A thread of one short hint."""

    __tablename__ = "tip"
    __mapper_args__ = {"polymorphic_identity": "tip"}
    metadata = MetaData()

    id: Mapped[int] = mapped_column(ForeignKey(Thread.__table__.c.id, ondelete="CASCADE"), primary_key=True)
    number_of_tries: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class TipTried(Event):
    """Somebody did as a tip says."""

    tip: Tip
