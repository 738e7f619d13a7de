"""Files are kept whole or not at all, in a folder or in an S3-compatible service, and deleted when nobody can need them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT, Settings
from forum.core import clock, storage
from tests.support.s3 import S3Server


@pytest.fixture(params=["folder", "s3"])
def kept(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A place for files, asked through the four functions; gives the folder in which they lie in the end."""
    app = Flask("storage")
    site = replace(settings, instance_folder=tmp_path, clock_file=tmp_path / "clock")
    if request.param == "folder":
        app.extensions["clearway_settings"] = site
        with app.app_context():
            yield tmp_path / "files"
        return
    with S3Server(tmp_path / "bucket") as server:
        app.extensions["clearway_settings"] = replace(
            site,
            storage_url="s3://our-files/live",
            storage_endpoint=server.address,
            storage_region="eu-west-2",
            storage_access_key="key",
            storage_secret_key="secret",
        )
        with app.app_context():
            yield tmp_path / "bucket" / "our-files" / "live"
    assert server.unsigned == []


def files(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_what_was_put_is_read_and_deleted(kept: Path) -> None:
    key = storage.put(b"our picture")
    assert storage.KEY.fullmatch(key)
    assert files(kept) == [key.replace("-", "/")]
    assert storage.get(key) == b"our picture"
    clock.forward(timedelta(days=4))
    storage.delete(key)
    storage.delete(key)
    assert storage.get(key) is None
    assert files(kept) == []


def test_the_same_content_on_one_day_is_one_file(kept: Path) -> None:
    first = storage.put(b"same")
    assert storage.put(b"same") == first
    clock.forward(timedelta(days=1))
    assert storage.put(b"same") != first
    assert len(files(kept)) == 2


def test_a_new_file_cannot_be_deleted_under_a_request_that_is_about_to_refer_to_it(kept: Path) -> None:
    key = storage.put(b"new")
    clock.forward(timedelta(days=2))
    with pytest.raises(ValueError, match="too new"):
        storage.delete(key)
    clock.forward(timedelta(days=1))
    storage.delete(key)
    assert storage.get(key) is None


def test_keys_are_listed_in_order_a_part_at_a_time(kept: Path) -> None:
    keys = []
    for day in range(3):
        keys += sorted(storage.put(f"{day} {number}".encode()) for number in range(3))
        clock.forward(timedelta(days=1))
    assert storage.list_keys(most=100) == keys
    found: list[str] = []
    while part := storage.list_keys(after=found[-1] if found else "", most=2):
        assert len(part) <= 2
        found += part
    assert found == keys


@pytest.mark.parametrize("key", ["", "x", "../secret_key", "20260101-../secret_key", "20260101/" + "0" * 40])
def test_a_key_that_is_not_ours_finds_nothing(kept: Path, key: str) -> None:
    assert storage.get(key) is None


def test_a_write_that_was_cut_off_is_never_read(settings: Settings, tmp_path: Path) -> None:
    """obstore writes beside the file and renames: what a crash leaves behind has another name."""
    app = Flask("storage")
    app.extensions["clearway_settings"] = replace(settings, instance_folder=tmp_path)
    with app.app_context():
        key = storage.put(b"whole")
        half = tmp_path / "files" / (key.replace("-", "/") + "#1")
        half.write_bytes(b"wh")
        assert storage.list_keys(most=10) == [key]
        assert storage.put(b"whole") == key
        assert storage.get(key) == b"whole"


def test_the_folder_is_for_its_owner_alone_and_what_is_put_reaches_the_disk(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda number: (synced.append(str(Path(f"/proc/self/fd/{number}").readlink())), sync(number)),
    )
    app = Flask("storage")
    app.extensions["clearway_settings"] = replace(settings, instance_folder=tmp_path)
    with app.app_context():
        key = storage.put(b"whole")
    folder = tmp_path / "files"
    assert folder.stat().st_mode & 0o077 == 0
    assert synced == [str(folder / key.replace("-", "/")), str(folder / key[:8]), str(folder)]


WRITING = """
import os, sys
from pathlib import Path
from flask import Flask
from config import ROOT, Settings
from forum.core import storage
app = Flask("storage")
app.extensions["clearway_settings"] = Settings(instance_folder=Path(sys.argv[1]))
with app.app_context():
    print("ready", flush=True)
    while True:
        print(storage.put(os.urandom(3_000_000)), flush=True)
"""


def test_killing_whoever_writes_leaves_whole_files_only(settings: Settings, tmp_path: Path) -> None:
    """Each key holds the fingerprint of its content, so a half file would show."""
    said: list[str] = []
    for pause in (0.05, 0.11, 0.17, 0.23):
        command = [sys.executable, "-c", WRITING, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(pause)
            process.kill()
            said += process.stdout.read().split()
    app = Flask("storage")
    app.extensions["clearway_settings"] = replace(settings, instance_folder=tmp_path)
    with app.app_context():
        keys = storage.list_keys(most=1000)
        assert {key for key in said if storage.KEY.fullmatch(key)} <= set(keys)
        for key in keys:
            content = storage.get(key)
            assert content is not None
            assert hashlib.sha256(content).hexdigest()[:40] == key[9:]
