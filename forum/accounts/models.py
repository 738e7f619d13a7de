"""The tables of people and of the links and codes by which they sign in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Base

UNNAMED = "A volunteer"  # stands beside the words of somebody who named their group and not themselves
SYSTEM_ADDRESS = "@system.invalid"  # a domain that can never receive a mail (RFC 2606)


class SiteRole(StrEnum):
    """A person's part in the whole site; who answers for a council is in `councils.models.Officer`."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class Person(Base):
    """Somebody who has confirmed an e-mail address, or was invited to."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case, always
    role: Mapped[SiteRole] = mapped_column(String(20), default=SiteRole.MEMBER)
    is_staff: Mapped[bool] = mapped_column(default=False)
    """Officers, leads, moderators and administrators: password and one-time code, never remembered."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    last_totp_step: Mapped[int | None]
    session_version: Mapped[int] = mapped_column(default=1)
    email_confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    wants_mail: Mapped[bool] = mapped_column(default=True)
    mail_refused_at: Mapped[datetime | None]
    """When a mail server said for good that it takes no mail for this address; empty again once a link from a mail is used."""
    mail_refused_reason: Mapped[str | None] = mapped_column(String(300))

    # What Flask-Login asks for.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether this person may sign in."""
        return self.suspended_at is None and not self.is_system

    @property
    def is_system(self) -> bool:
        """Whether this stands for no person at all, but for what the site itself brought in."""
        return bool(self.email) and self.email.endswith(SYSTEM_ADDRESS)

    @hybrid_property
    def gets_news(self) -> bool:
        """Whether news are mailed: they are wanted, the account is in use, and the address takes mails."""
        return self.wants_mail and self.suspended_at is None and self.mail_refused_at is None

    @gets_news.inplace.expression
    @classmethod
    def _gets_news(cls) -> ColumnElement[bool]:
        return and_(cls.wants_mail, cls.suspended_at.is_(None), cls.mail_refused_at.is_(None))

    def get_id(self) -> str:
        """Return the session's key: it changes with the password, which cuts every other session."""
        return f"{self.id}.{self.session_version}"


class LinkPurpose(StrEnum):
    """What a mailed link is for."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class MailedLink(Base):
    """A link that was mailed to one person: only the token's hash is stored; it works once, for a while."""

    __tablename__ = "mailed_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(String(20))
    role: Mapped[SiteRole | None] = mapped_column(String(20))
    """The part in the site that an invitation brings, once it is accepted; empty for a person's own role."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    next_path: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")
