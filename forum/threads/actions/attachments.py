"""Adding pictures and files to what people wrote, describing them, putting them in order, taking them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Protocol

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import clock, storage
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.pictures import MadePicture, Patience, PictureRefusedError, make_pictures
from forum.threads.attachments import MOST_PICTURES, Picture, StoredFile
from forum.threads.evidence import LONGEST_READ, check_evidence, tidy_name
from forum.threads.models import Thread

WIDTHS = (480, 1280)
FORGET = "forget_file"


class Upload(Protocol):
    """A file as it comes from a form (werkzeug's FileStorage is one)."""

    filename: str | None

    @property
    def stream(self) -> IO[bytes]:
        """Its content."""


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """A picture that is kept already, in two widths; only its rows are missing."""

    name: str
    made: list[MadePicture]
    keys: list[str]


def prepare_picture(*, content: bytes, name: str, patience: Patience) -> PreparedPicture:
    """Make and keep the two widths of a picture: a second of work, so do it while no transaction is open.

    Should the rows never come, the nightly sweep finds the files. Raises PictureRefusedError.
    """
    made = make_pictures(content, widths=WIDTHS, seconds=patience.left())
    return PreparedPicture(tidy_name(name, "webp"), made, [storage.put(one.content) for one in made])


def add_picture(*, thread: Thread, person: Person, prepared: PreparedPicture) -> Picture:
    """Add a picture at the end of a thread's; it is shown once somebody has described it.

    Raises PictureRefusedError when the thread has as many as it may.
    """
    db.session.execute(select(Thread.id).where(Thread.id == thread.id).with_for_update())
    own = select(func.count(), func.max(Picture.position)).where(Picture.thread_id == thread.id)
    number, last = db.session.execute(own).one()
    if number >= MOST_PICTURES:
        raise PictureRefusedError(f"There are {MOST_PICTURES} pictures already. Remove one first.")
    small, large = prepared.made[0], prepared.made[-1]
    files = [
        _stored(key, len(one.content), prepared.name, "image/webp", person, thread)
        for key, one in zip(prepared.keys, prepared.made, strict=True)
    ]
    picture = Picture(
        thread_id=thread.id,
        position=(last or 0) + 1,
        small=files[0],
        large=files[-1],
        small_width=small.width,
        small_height=small.height,
        width=large.width,
        height=large.height,
        created_at=clock.now(),
    )
    db.session.add(picture)
    db.session.flush()
    return picture


def describe_picture(*, picture: Picture, alt: str) -> None:
    """Record what a picture shows, for somebody who cannot see it; from then on readers see it."""
    picture.alt = alt
    _count_pictures(picture.thread)


def move_picture(*, picture: Picture, among: list[Picture], by: int) -> None:
    """Put a picture one place earlier (-1) or later (1) among a thread's pictures."""
    at = among.index(picture)
    if 0 <= at + by < len(among):
        among[at], among[at + by] = among[at + by], among[at]
    for position, one in enumerate(among, start=1):
        one.position = position


def remove_picture(*, picture: Picture) -> None:
    """Take a picture off; its files are deleted a few days later."""
    files, thread = {picture.small, picture.large}, picture.thread
    db.session.delete(picture)
    _count_pictures(thread)
    for file in files:
        forget_file(file=file)


def store_file(*, upload: Upload, person: Person, thread: Thread | None = None) -> StoredFile:
    """Check a file that is given as evidence, and keep it. Raises FileRefusedError with a sentence for people.

    Whoever may read `thread` may fetch it; while there is none, only who gave it and moderators
    (set `thread_id` when the thread is published).
    """
    checked = check_evidence(upload.stream.read(LONGEST_READ), upload.filename or "")
    key = storage.put(checked.content)
    file = _stored(key, len(checked.content), checked.name, checked.content_type, person, thread)
    db.session.add(file)
    db.session.flush()
    return file


def forget_file(*, file: StoredFile) -> None:
    """Let go of a file that nothing refers to any more. It is deleted once no request can still be writing it."""
    payload = {"key": file.key}
    due_at = clock.now() + storage.DELETED_AFTER
    enqueue(FORGET, payload, due_at=due_at, key=f"{FORGET}:{file.id}")
    db.session.delete(file)
    db.session.flush()


def _count_pictures(thread: Thread) -> None:
    db.session.flush()
    shown = select(func.count()).where(Picture.thread_id == thread.id, Picture.alt != "")
    thread.number_of_pictures = db.session.scalar(shown) or 0


def _stored(
    key: str, number_of_bytes: int, name: str, content_type: str, person: Person, thread: Thread | None
) -> StoredFile:
    return StoredFile(
        key=key,
        name=name,
        content_type=content_type,
        number_of_bytes=number_of_bytes,
        person_id=person.id,
        thread_id=thread.id if thread else None,
        created_at=clock.now(),
    )
