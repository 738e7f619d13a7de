"""The settings of one installation: typed, read from the environment, checked at start."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
MINIMUM_SECRET_LENGTH = 32
MINIMUM_TOKEN_LENGTH = 16
BASE_URL = re.compile(r"https?://[^\s/?#@\\]+(/[\w.~-]+)*/?", re.ASCII)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class SettingsError(ValueError):
    """A setting that is missing or cannot be right; its message names the variable and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything that may differ between installations. Durations are written as 90s, 15m, 1h, 28d or 8w."""

    instance_folder: Path = ROOT / "instance"
    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    old_secret_keys: str = field(default="", repr=False)
    """Keys that SECRET_KEY has replaced, with spaces between them: what they signed and encrypted is still read."""
    base_url: str = "http://127.0.0.1:8000"
    """Where people reach the site. A path, as in https://example.org/forum, is put before every address of ours."""
    site_name: str = "Clearway"
    debug: bool = False
    demo: bool = False
    """Whether a first start fills an empty database with demo content; on any other database it means nothing."""
    behind_proxies: int = 0
    secure_cookies: bool = False

    search_backend: str = "whoosh"
    search_folder: Path | None = None
    search_meaning: bool = True
    """Whether search and "is it one of these?" also find what says the same in other words: 120 MB of memory, shared."""

    storage_url: str = ""
    """Where pictures and files are kept: empty for the instance folder, or s3://bucket/folder."""
    storage_endpoint: str = ""
    storage_region: str = ""
    storage_access_key: str = ""
    storage_secret_key: str = field(default="", repr=False)

    mail_from: str = "Clearway <no-reply@localhost>"
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_username: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_encryption: str = "none"
    smtp_timeout: timedelta = timedelta(seconds=20)
    """How long the mail server may be silent; it has two and a half minutes to take a whole message."""
    bounce_address: str = ""
    """Where mails that cannot be delivered come back, as in bounce@example.org; each has +TOKEN before the @ of its own."""
    dkim_key_file: Path | None = None
    """The private key that mails are signed with; without one they are not signed here."""
    dkim_domain: str = ""
    """The domain that signs; that of MAIL_FROM where it is empty."""
    dkim_selector: str = "clearway"
    mails_an_hour: int = 3000
    """How many mails the site sends in one hour; what is over it waits, digests first. 0 for no cap, here and below."""
    mails_a_day_to_one_address: int = 50
    mails_a_day_by_one_person: int = 5000
    """How many mails go out in one day because of what one person did."""
    administrator_email: str = ""

    log_format: str = "text"
    """text, or json: one line an event, with the request's id and without what belongs to people."""
    log_level: str = "info"
    """From which level JSON lines are written; every request is a line of level info."""
    metrics_token: str = field(default="", repr=False)
    """Who sends it as a bearer token may read /metrics and the numbers of /health; without one nobody may."""

    clock_file: Path | None = None
    sign_in_link_lasts: timedelta = timedelta(hours=1)
    invitation_lasts: timedelta = timedelta(days=7)
    member_session_lasts: timedelta = timedelta(days=30)
    staff_session_lasts: timedelta = timedelta(hours=8)
    draft_lasts: timedelta = timedelta(days=30)
    unused_accounts_kept: timedelta = timedelta(days=30)
    """After how long an account goes whose address was typed here and never confirmed."""
    sent_mails_kept: timedelta = timedelta(days=7)
    """How long the outbox says to whom and about what a mail went; its words go when it is sent."""
    failed_mails_kept: timedelta = timedelta(days=90)
    """How long a mail that could not be sent waits for the administrator."""
    counters_kept: timedelta = timedelta(days=1)
    """How long counters of uses by network and person are kept after their time has ended."""
    unmet_needs_kept: timedelta = timedelta(days=1095)
    search_counts_kept: timedelta = timedelta(days=90)
    """How long it is kept how often something was searched for and pressed; it names nobody."""
    search_words_kept: timedelta = timedelta(days=7)
    """How long the files of the search index may hold words that were deleted or changed; no search finds them."""
    invitations_kept: timedelta = timedelta(days=90)
    """After how long somebody goes who was invited as staff and never accepted."""
    logs_kept: timedelta = timedelta(days=400)
    """How long what is only of use for looking back is kept: who opened which case, ended sessions, read notices."""
    backups_kept: timedelta = timedelta(days=30)
    """How long the operator keeps backups: said to people who leave; nothing here deletes them."""
    operator_name: str = ""
    """Who answers for the site by law: named in the privacy notice, the accessibility statement and the safety pages."""
    operator_address: str = ""
    """The operator's postal address."""
    data_protection_contact: str = ""
    """The e-mail address for questions about personal data; the administrator's where there is none."""
    accessibility_checked_on: str = ""
    """The day on which accessibility was last checked, as in 2026-11-29."""
    accessibility_enforcer: str = "ehrc"
    """Who enforces the law on accessibility: ehrc (England, Scotland, Wales) or ecni (Northern Ireland)."""
    records_kept: timedelta = timedelta(days=1095)
    """How long the records of what was done with people's data, and of what the nights removed, are kept."""
    confirmation_after: timedelta = timedelta(weeks=4)
    confirmation_again_after: timedelta = timedelta(days=183)
    confirmation_silence_after: timedelta = timedelta(weeks=8)
    ward_minimum_groups: int = 5
    """From how many groups in a ward the council may know the ward of a report without a name."""
    recurrence_groups: int = 3
    recurrence_months: int = 12
    response_target_days: int = 10
    answer_target_days: int = 30
    new_person_posts: int = 3
    """A person is new here until so many of their posts have stood, or a moderator let one through."""
    new_person_posts_stood: timedelta = timedelta(days=1)
    """For how long each of these posts must have stood."""
    new_person_links: int = 0
    """From how many links on a new person's post waits for a moderator: one more than this."""
    new_person_addresses: int = 1
    most_links: int = 15
    """From how many links on anybody's post waits: one more than this."""
    most_addresses: int = 10
    links_always_fine: str = "gov.uk nhs.uk police.uk parliament.uk ac.uk"
    """Sites that may be linked to by everybody; names below them too."""
    minimum_time_to_write: timedelta = timedelta(seconds=3)
    wave_posts: int = 3
    """From how many posts of the same text, or new people of one network or with a link to one site, they are a wave."""
    wave_window: timedelta = timedelta(days=1)
    network_window: timedelta = timedelta(hours=1)
    new_people_posts_an_hour: int = 30
    """The brake of the whole site: what new people post beyond it waits."""
    busy_sign_ups: int = 5
    """From how many sign-ups in ten minutes on the emails about new people's posts wait for ten minutes."""
    held_promise: timedelta = timedelta(days=1)
    """Within what a moderator usually looks, said as long as there is nothing to count it by."""
    networks_kept: timedelta = timedelta(days=7)
    """How long the network is kept from which a new person posted."""
    maximum_request_bytes: int = 300_000
    rate_limits: bool = True
    visitor_share: timedelta = timedelta(seconds=6)
    """How much of the machine's time searches, dashboards and previews may take for one address of visitors in a minute."""
    person_share: timedelta = timedelta(seconds=20)
    """The same for somebody who is signed in."""
    keep_pages: timedelta = timedelta(seconds=5)
    """For how long a visitor's page is served again without asking the database; 0s for not at all."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read every setting from its upper-case variable. Raises SettingsError, naming the variable."""
        environment = os.environ if environment is None else environment
        given: dict[str, object] = {}
        for one in fields(cls):
            text = environment.get(one.name.upper())
            if text is None or (text == "" and one.type != "str"):
                continue
            given[one.name] = _read(one.name.upper(), str(one.type), text)
        read = cls(**given)  # type: ignore[arg-type]
        return read.as_started(given).checked()

    def as_started(self, given: Mapping[str, object]) -> Self:
        """Know what `make run` left behind, so that every command writes the same address."""
        address = self.base_url
        if "base_url" not in given and self.address_mark.exists():
            address = self.address_mark.read_text().strip()
        return replace(self, base_url=address)

    @property
    def address_mark(self) -> Path:
        """The file that says at which address `make run` last served this instance."""
        return self.instance_folder / "address"

    @property
    def old_demo_mark(self) -> Path:
        """The file that said, before version 0014 of the database, that this instance is a demo site."""
        return self.instance_folder / "demo"

    def checked(self) -> Self:
        """Return the settings when they can be right together. Raises SettingsError."""
        if self.search_backend not in {"whoosh", "postgresql"}:
            raise SettingsError("SEARCH_BACKEND must be whoosh or postgresql.")
        if self.search_backend == "postgresql" and not self.is_postgresql:
            raise SettingsError("SEARCH_BACKEND=postgresql needs DATABASE_URL to name a PostgreSQL database.")
        if self.smtp_encryption not in {"none", "starttls", "tls"}:
            raise SettingsError("SMTP_ENCRYPTION must be none, starttls or tls.")
        if self.bounce_address and not re.fullmatch(r"[\w.=-]{1,30}@[\w.-]+", self.bounce_address, re.ASCII):
            raise SettingsError(
                "BOUNCE_ADDRESS must be like bounce@example.org, without a + and at most 30 letters before the @."
            )
        if self.secret_key and len(self.secret_key) < MINIMUM_SECRET_LENGTH:
            raise SettingsError(f"SECRET_KEY must have at least {MINIMUM_SECRET_LENGTH} characters.")
        if any(len(one) < MINIMUM_SECRET_LENGTH for one in self.old_secret_keys.split()):
            raise SettingsError(
                f"Each of OLD_SECRET_KEYS must have at least {MINIMUM_SECRET_LENGTH} characters."
            )
        if not BASE_URL.fullmatch(self.base_url):
            raise SettingsError("BASE_URL must be like https://example.org or https://example.org/forum.")
        self._check_watching()
        if self.accessibility_enforcer not in {"ehrc", "ecni"}:
            raise SettingsError("ACCESSIBILITY_ENFORCER must be ehrc or ecni.")
        try:
            date.fromisoformat(self.accessibility_checked_on or "2026-01-01")
        except ValueError as error:
            raise SettingsError("ACCESSIBILITY_CHECKED_ON must be a day such as 2026-11-29.") from error
        return self._storage_checked()

    def _check_watching(self) -> None:
        if self.log_format not in {"text", "json"}:
            raise SettingsError("LOG_FORMAT must be text or json.")
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise SettingsError("LOG_LEVEL must be debug, info, warning or error.")
        if self.metrics_token and len(self.metrics_token) < MINIMUM_TOKEN_LENGTH:
            raise SettingsError(f"METRICS_TOKEN must have at least {MINIMUM_TOKEN_LENGTH} characters.")

    def _storage_checked(self) -> Self:
        if self.storage_url and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+(/[\w./-]*)?", self.storage_url):
            raise SettingsError("STORAGE_URL must be empty (the instance folder) or like s3://bucket/folder.")
        if self.storage_endpoint and not self.storage_endpoint.startswith(("http://", "https://")):
            raise SettingsError("STORAGE_ENDPOINT must start with http:// or https://.")
        if bool(self.storage_access_key) != bool(self.storage_secret_key):
            raise SettingsError("STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY go together.")
        return self

    @property
    def is_https(self) -> bool:
        """Whether people reach the site by HTTPS alone: then browsers are told to send our cookies by nothing else."""
        return self.secure_cookies or self.base_url.startswith("https://")

    def cookie_name(self, name: str) -> str:
        """Return a cookie's name; by HTTPS with the prefix that keeps other hosts from setting one of that name."""
        if not self.is_https:
            return name
        return f"__Secure-{name}" if self.prefix else f"__Host-{name}"  # __Host- allows no path of its own

    @property
    def unnamed(self) -> list[str]:
        """The variables without which the privacy notice does not say who answers for the site, and to whom one writes."""
        contact = self.data_protection_contact or self.administrator_email
        given = {"OPERATOR_NAME": self.operator_name, "DATA_PROTECTION_CONTACT": contact}
        return [name for name, value in given.items() if not value]

    @property
    def origin(self) -> str:
        """Scheme and host of the site, as in https://example.org."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def prefix(self) -> str:
        """The path below which the site lies, as in /forum; empty where it has the host to itself."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def is_postgresql(self) -> bool:
        """Whether the rows live in PostgreSQL rather than in the embedded SQLite file."""
        return self.sqlalchemy_url.startswith("postgresql")

    @property
    def sqlalchemy_url(self) -> str:
        """The database URL, with the driver that we install named in it."""
        url = self.database_url or f"sqlite:///{self.instance_folder / 'clearway.db'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url

    @property
    def index_folder(self) -> Path:
        """Where the embedded search index lives; it may be deleted and rebuilt at any time."""
        return self.search_folder or self.instance_folder / "search"

    @property
    def mail_folder(self) -> Path:
        """Where mails are written when no SMTP server is set."""
        return self.instance_folder / "mails"

    def signing_keys(self) -> list[str]:
        """Return every key that may have signed or encrypted something, the one in use last."""
        return [*self.old_secret_keys.split(), self.secret()]

    def secret(self) -> str:
        """The signing key: SECRET_KEY, or one made once and kept, readable by its owner alone, in the instance."""
        if self.secret_key:
            return self.secret_key
        file = self.instance_folder / "secret_key"
        self.instance_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return file.read_text().strip()
        key = secrets.token_urlsafe(48)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(key)
        return key


def _read(name: str, kind: str, text: str) -> object:
    try:
        if kind.startswith("Path"):
            return Path(text).expanduser().resolve()
        if kind == "bool":
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                text.lower()
            ]
        if kind == "int":
            return int(text)
        if kind == "timedelta":
            return parse_duration(text)
    except (KeyError, ValueError) as error:
        raise SettingsError(f"{name}={text!r} is not a valid {kind}.") from error
    return text


def parse_duration(text: str) -> timedelta:
    """Read 90s, 15m, 1h, 28d or 8w. Raises ValueError for anything else."""
    number, unit = text.strip()[:-1], text.strip()[-1:]
    if unit not in UNITS or not number.isdecimal():
        raise ValueError(f"{text!r} is not a duration such as 28d")
    return timedelta(**{UNITS[unit]: int(number)})
