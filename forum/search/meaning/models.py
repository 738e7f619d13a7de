"""The table of vectors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.column_types import BytesOf, JsonOf
from forum.core.db import Base
from forum.search.meaning.vectors import DIMENSIONS


class SearchVector(Base):
    """What one document means to one encoder, with what is needed to find it as its readers may.

    A process that holds vectors reads the rows with a greater `serial` than its last.
    """

    __tablename__ = "search_vector"

    document_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(60), primary_key=True)
    serial: Mapped[int] = mapped_column(BigInteger, index=True)
    content: Mapped[int] = mapped_column(BigInteger)
    """The fingerprint of what was read; the same text need not be read again."""
    readers: Mapped[str] = mapped_column(Text)
    dimensions: Mapped[list[list[str]]] = mapped_column(JsonOf(list))
    said_at: Mapped[datetime]
    vector: Mapped[bytes | None] = mapped_column(BytesOf(DIMENSIONS))
    """Empty once the document is gone: that has to be read too, by those who hold it."""
