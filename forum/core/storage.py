"""Where files live: a folder of the instance, or an S3-compatible service. Four functions, and keys that never clash.

A key is the day it was made and the fingerprint of the content: `20260503-` and 40 hexadecimal digits. The same
content on the same day is one file. Because nothing is ever written under the key of an earlier day, what no row
refers to after GRACE can be deleted without asking who may be writing it just now (ADR 0017).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from flask import current_app
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from config import Settings
from forum.core import clock
from forum.core.settings import settings

KEY = re.compile(r"[0-9]{8}-[0-9a-f]{40}")
GRACE = timedelta(days=2)
DELETED_AFTER = GRACE * 2
"""When the file of what somebody removed is deleted: no request can still be writing it then."""
ANSWER_WITHIN = timedelta(seconds=10)
Store = LocalStore | S3Store


class StorageDownError(RuntimeError):
    """The disk or the service that keeps files does not do its work."""


def put(content: bytes) -> str:
    """Store a file durably; returns its key. Written aside and renamed, so that nobody ever reads half of it."""
    key = f"{clock.today():%Y%m%d}-{hashlib.sha256(content).hexdigest()[:40]}"
    with _told():
        _store().put(_path(key), content, use_multipart=False)
    folder = local_folder(settings())
    if folder is not None:
        _make_lasting(folder / _path(key))
    return key


def get(key: str) -> bytes | None:
    """Read a file; None for one that is not there, or a key that nobody could have got from us."""
    if not KEY.fullmatch(key):
        return None
    try:
        with _told():
            return bytes(_store().get(_path(key)).bytes())
    except FileNotFoundError:
        return None


def delete(key: str) -> None:
    """Throw a file away. One that is gone already is no fault; one that may be being written is kept (ValueError)."""
    if not is_settled(key):
        raise ValueError(f"{key} is too new to be deleted")
    with contextlib.suppress(FileNotFoundError), _told():
        _store().delete(_path(key))


def list_keys(*, after: str = "", most: int) -> list[str]:
    """List keys in order, from the first after `after`: whole days, until there are at least `most`."""
    found: list[str] = []
    for day in sorted(_store().list_with_delimiter()["common_prefixes"]):
        if len(found) >= most:
            break
        if day >= after[:8]:
            keys = (one["path"].replace("/", "-") for batch in _store().list(day) for one in batch)
            found += sorted(key for key in keys if KEY.fullmatch(key) and key > after)
    return found[:most]


def is_settled(key: str) -> bool:
    """Return whether a key is so old that no request can still be about to refer to it."""
    return date.fromisoformat(key[:8]) + GRACE < clock.today()


def local_folder(site: Settings) -> Path | None:
    """Return the folder of the files; None where a service keeps them."""
    return None if site.storage_url else site.instance_folder / "files"


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BaseError as error:
        raise StorageDownError(str(error)) from error


def _path(key: str) -> str:
    return key.replace("-", "/")


def _store() -> Store:
    """Return this process's store, made when it is first asked for: its threads do not outlive a fork."""
    made = current_app.extensions.get("clearway_storage")
    if made is None or made[0] != os.getpid():
        made = current_app.extensions["clearway_storage"] = (os.getpid(), _make(settings()))
    return cast("Store", made[1])


def _make(site: Settings) -> Store:
    folder = local_folder(site)
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder)
    bucket, _, prefix = site.storage_url.removeprefix("s3://").partition("/")
    given = {
        "endpoint": site.storage_endpoint,
        "region": site.storage_region,
        "access_key_id": site.storage_access_key,
        "secret_access_key": site.storage_secret_key,
    }
    return S3Store(
        bucket,
        prefix=prefix or None,
        client_options={"allow_http": site.storage_endpoint.startswith("http://"), "timeout": ANSWER_WITHIN},
        retry_config={"max_retries": 2, "retry_timeout": ANSWER_WITHIN},
        **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]  # its own names
    )


def _make_lasting(file: Path) -> None:
    """Have the disk write it down before the row that refers to it is committed: obstore renames but does not sync."""
    for one in (file, file.parent, file.parent.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
