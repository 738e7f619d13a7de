"""Nobody else on the machine reads what a site keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Settings
from forum.core.file_permissions import close_instance
from tests.support.browser import serve

NAMES = ("clearway.db", "secret_key", "address", "search", "search/CURRENT")


def open_to_others(folder: Path) -> list[str]:
    """What other users of the machine may read, write or enter, in a folder that they may enter."""
    found = [] if folder.stat().st_mode & 0o077 == 0 else [str(folder)]
    return found + [str(one.relative_to(folder)) for one in folder.rglob("*") if one.stat().st_mode & 0o077]


def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    (folder / "search" / "edition-0001").mkdir(parents=True)
    (folder / "mails").mkdir()
    for name in (
        "clearway.db",
        "clearway.db-wal",
        "clearway.db-shm",
        "mails/1.txt",
        "search/edition-0001/x.seg",
    ):
        (folder / name).write_text("x")
        (folder / name).chmod(0o644)
    outside = tmp_path / "outside"
    outside.write_text("x")
    outside.chmod(0o644)
    (folder / "link").symlink_to(outside)
    close_instance(Settings(instance_folder=folder))
    assert [one for one in open_to_others(folder) if one != "link"] == []
    assert (folder / "clearway.db").stat().st_mode & 0o777 == 0o600
    assert (folder / "mails").stat().st_mode & 0o777 == 0o700
    assert outside.stat().st_mode & 0o777 == 0o644


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.pure
@pytest.mark.timeout(120)
def test_a_running_site_keeps_everything_to_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    with serve(folder, demo=False, WEB_PROCESSES="1") as site:
        assert "Written" in site.flask("backup", str(folder / "backups"))
        site.flask("search", "rebuild")
        (folder / "log").chmod(0o600)  # the test's own
        assert "create-administrator" in (folder / "log").read_text()
        assert [name for name in NAMES if not (folder / name).exists()] == []
        assert list((folder / "backups").glob("*.tar.gz"))
        assert open_to_others(folder) == []
