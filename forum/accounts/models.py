"""The tables of people and of the links and codes by which they sign in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.devices import Device
from forum.core import clock
from forum.core.column_types import CodeOf
from forum.core.db import Base
from forum.core.encryption import decrypt, encrypt

UNNAMED = "A volunteer"  # stands beside the words of somebody who named their group and not themselves
TOTP_SECRET = "totp_secret"  # noqa: S105  # what the secrets of code apps are encrypted for
FORMER_MEMBER = "A former member"  # stands beside what stays of somebody who deleted their account
SYSTEM_ADDRESS = "@system.invalid"  # a domain that can never receive a mail (RFC 2606)


class SiteRole(StrEnum):
    """A person's part in the whole site; who answers for a council is in `councils.models.Officer`."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class Person(Base):
    """Somebody who has confirmed an e-mail address, or was invited to."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_role", "role", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case, always
    role: Mapped[SiteRole] = mapped_column(CodeOf(SiteRole, 20), default=SiteRole.MEMBER, active_history=True)
    is_staff: Mapped[bool] = mapped_column(default=False)
    """Officers, leads, moderators and administrators: password and one-time code, never remembered."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    sealed_totp_secret: Mapped[str | None] = mapped_column(String(200))
    """The secret of the code app on their phone, encrypted: a copy of the database signs nobody in."""
    last_totp_step: Mapped[int | None]
    session_version: Mapped[int] = mapped_column(default=1)
    """Changes with the password: it ends what waits for a code. Sessions have rows of their own."""
    email_confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    """Since when an administrator keeps this account shut: nobody can sign in with it."""
    posting_suspended_until: Mapped[datetime | None]
    """Until when a moderator keeps this person from writing; reading and downloading go on. It ends by the clock."""
    wants_mail: Mapped[bool] = mapped_column(default=True)
    mail_refused_at: Mapped[datetime | None]
    """When a mail server said for good that it takes no mail for this address; empty again once a link from a mail is used."""
    mail_refused_reason: Mapped[str | None] = mapped_column(String(300))
    erased_at: Mapped[datetime | None]
    """When the account was deleted: from then on the row names nobody, and only holds together what stays."""

    # What Flask-Login asks for.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether this person may sign in."""
        return self.suspended_at is None and not self.is_system

    @property
    def is_suspended_from_posting(self) -> bool:
        """Whether they may read, but not write."""
        until = self.posting_suspended_until
        return until is not None and until > clock.now()

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

    @property
    def totp_secret(self) -> str | None:
        """The secret of the code app. Raises UnreadableSecretError when the site's key was lost."""
        sealed = self.sealed_totp_secret
        return None if sealed is None else decrypt(sealed, purpose=TOTP_SECRET)

    @totp_secret.setter
    def totp_secret(self, secret: str | None) -> None:
        self.sealed_totp_secret = None if secret is None else encrypt(secret, purpose=TOTP_SECRET)

    @property
    def has_password_and_code(self) -> bool:
        """Whether they have set up what staff sign in with."""
        return self.password_hash is not None and self.sealed_totp_secret is not None

    def get_id(self) -> str:
        """Return the number, for Flask-Login; the session's key holds more (`accounts.sessions`)."""
        return str(self.id)


class LinkPurpose(StrEnum):
    """What a mailed link is for."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    OWN_DATA = "own_data"
    """To see, download or erase one's data without signing in: for those whose account is suspended."""
    DEVICE = "device"
    """It lets staff type their password in this browser, whatever others have typed elsewhere; it signs nobody in."""


class MailedLink(Base):
    """A link that was mailed to one person: only the token's hash is stored; it works once, for a while."""

    __tablename__ = "mailed_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(CodeOf(LinkPurpose, 20))
    role: Mapped[SiteRole | None] = mapped_column(CodeOf(SiteRole, 20))
    """The part in the site that an invitation brings, once it is accepted; empty for a person's own role."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    next_path: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class EmailChange(Base):
    """That somebody wants another address, until it is confirmed at both; one a person, and only hashes of the links."""

    __tablename__ = "email_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    old_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    new_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    old_confirmed_at: Mapped[datetime | None]
    new_confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SignInMethod(StrEnum):
    """How somebody signed in."""

    LINK = "link"
    PASSWORD = "password"  # noqa: S105  # the word
    CODE = "code"
    RECOVERY_CODE = "recovery_code"


class SignInSession(Base):
    """One browser in which one person is signed in: without its row, its cookie is worth nothing."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    method: Mapped[SignInMethod] = mapped_column(CodeOf(SignInMethod, 20))
    browser: Mapped[str] = mapped_column(String(20))
    system: Mapped[str] = mapped_column(String(20))
    """Kinds of browser and device (accounts.devices), as the browser told them; nothing else of it is kept."""
    network: Mapped[str] = mapped_column(String(50))
    """The network, never the address, from which they signed in."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    """Written down now and then, not at each use."""
    ends_at: Mapped[datetime] = mapped_column(index=True)
    """By the real time, however the site's clock was moved."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def device(self) -> Device:
        """The browser and the device, for people."""
        return Device(self.browser, self.system)

    @property
    def network_words(self) -> str:
        """What addresses of this network begin with, as in 203.0.113."""
        cut = "::" if ":" in self.network else ".0/"
        return self.network.partition(cut)[0] or "Not known"


class RecoveryCode(Base):
    """One of the codes that sign in once without the phone; only its hash is stored."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BlockKind(StrEnum):
    """What new people are not let in from."""

    NETWORK = "network"
    DOMAIN = "domain"


class AccessBlock(Base):
    """That new people from a network, or with addresses at a domain, are not let in until a day."""

    __tablename__ = "access_block"
    __table_args__ = (UniqueConstraint("kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BlockKind] = mapped_column(CodeOf(BlockKind, 10))
    value: Mapped[str] = mapped_column(String(253))
    """A network of many addresses (/24, /48), never an address; or a domain."""
    reason: Mapped[str] = mapped_column(Text)
    blocked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)

    blocked_by: Mapped[Person | None] = relationship()
