"""The index folder: editions beside each other, the one in use named in CURRENT, and two locks.

    CURRENT            the name of the edition in use
    edition-0003/      a Whoosh index and STAMP, the schema version it was made with
    write.lock         held while an edition is written to or swapped
    rebuild.lock       held for as long as a rebuild runs
    DAMAGED            there while the edition in use cannot be read; the next edition takes it away
    changes            what was applied while a rebuild ran, to be applied to the new edition too

The folder belongs to the application alone: its files are pickles and are trusted.
"""

from __future__ import annotations

import contextlib
import fcntl
import pickle
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from forum.search.backends.whoosh.schema import make_schema
from forum.search.documents import Document
from forum.search.engine import SCHEMA_VERSION, RebuildRunningError

INDEX_NAME = "clearway"
EDITION = re.compile(r"edition-\d{4,9}")
YOUNG_SECONDS = 600
"""An edition built anew is not found damaged for so long: a fault of ours would have it built again and again."""
Change = tuple[Sequence[Document], Sequence[str]]


class IndexFolder:
    """The files of the index, and who may touch them when."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """Return the edition in use, None where there is none yet."""
        named = ""
        while (name := self._named()) != named:  # else it was swapped between one look and the next
            edition = self.root / name
            if EDITION.fullmatch(name) and edition.is_dir():
                return edition
            named = name
        return None

    def _named(self) -> str:
        try:
            return (self.root / "CURRENT").read_text(errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def is_damaged(self) -> bool:
        """Return whether somebody found that the edition in use cannot be read."""
        return (self.root / "DAMAGED").exists()

    def mark_damaged(self, edition: Path | None) -> bool:
        """Note that an edition cannot be read; False for one so young that the fault is more likely in us."""
        if edition is None or edition != self.current():
            return False
        with contextlib.suppress(OSError):
            if time.time() - (edition / "STAMP").stat().st_mtime < YOUNG_SECONDS:
                return False
        with contextlib.suppress(OSError):  # a full disk is no reason to say nothing
            (self.root / "DAMAGED").touch()
        return True

    def is_of_this_version(self, edition: Path) -> bool:
        """Return whether an edition was made by this version's analysis and schema."""
        try:
            return (edition / "STAMP").read_text() == str(SCHEMA_VERSION)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def start_edition(self) -> Path:
        """Make a new, empty edition beside the others; nobody reads it yet."""
        self.root.mkdir(parents=True, exist_ok=True)
        names = (path.name for path in self.root.glob("edition-*"))
        last = max((int(name.rpartition("-")[2]) for name in names if EDITION.fullmatch(name)), default=0)
        edition = self.root / f"edition-{last + 1:04}"
        edition.mkdir()
        FileIndex.create(FileStorage(str(edition)), make_schema(), INDEX_NAME)
        (edition / "STAMP").write_text(str(SCHEMA_VERSION))
        return edition

    def make_current(self, edition: Path) -> None:
        """Put an edition in use at once and for all processes, and delete the others."""
        replacement = self.root / "CURRENT.new"
        replacement.write_text(edition.name)
        replacement.replace(self.root / "CURRENT")
        (self.root / "DAMAGED").unlink(missing_ok=True)
        self._delete_all_but(edition)

    def _delete_all_but(self, edition: Path | None) -> None:
        for other in self.root.glob("edition-*"):
            if other != edition:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write, waiting for it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "write.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the right to rebuild. Raises RebuildRunningError where another process has it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "rebuild.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RebuildRunningError("Another process is rebuilding the search index.") from None
            with self.writing():
                (self.root / "changes").unlink(missing_ok=True)
                (self.root / "changes").touch()
            yield
            (self.root / "changes").unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what a rebuild that was killed left behind, unless one is running: copies of documents, with their words."""
        with contextlib.suppress(RebuildRunningError), self.rebuilding(), self.writing():
            self._delete_all_but(self.current())

    def note(self, upserts: Sequence[Document], deletes: Sequence[str]) -> None:
        """Keep a change for the edition being built, if one is. Call it while writing."""
        if self._a_rebuild_runs():
            with (self.root / "changes").open("ab") as file:
                pickle.dump((tuple(upserts), tuple(deletes)), file)

    def noted(self) -> Iterator[Change]:
        """Give the changes kept since the rebuild began."""
        with (self.root / "changes").open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)  # noqa: S301  # the folder belongs to the application alone
                except EOFError:
                    return

    def _a_rebuild_runs(self) -> bool:
        if not (self.root / "changes").exists():
            return False
        with (self.root / "rebuild.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False


def storage_of(edition: Path) -> FileStorage:
    """Open an edition's files."""
    return FileStorage(str(edition))


def files_of_segments(edition: Path) -> dict[str, frozenset[tuple[str, int, int]]]:
    """Return the files of each segment in use, with size and time: they never change once they are written."""
    segments = TOC.read(storage_of(edition), INDEX_NAME).segments
    files: dict[str, set[tuple[str, int, int]]] = {one.segment_id(): set() for one in segments}
    for path in edition.iterdir():
        if (segment := path.name.partition(".")[0]) in files:
            seen = path.stat()
            files[segment].add((path.name, seen.st_size, seen.st_mtime_ns))
    return {segment: frozenset(found) for segment, found in files.items()}


def toc_generation(edition: Path) -> int:
    """Return the number of the last commit to an edition; -1 when it is gone."""
    try:
        return int(TOC._latest_generation(storage_of(edition), INDEX_NAME))  # noqa: SLF001
    except FileNotFoundError:
        return -1
