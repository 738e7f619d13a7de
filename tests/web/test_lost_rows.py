"""What is lost outside its row (a row it refers to, a file, a stored text, a vector) is a missing fact, and fails no page."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, Table, select, text

from forum.accounts.models import SiteRole
from forum.core import damage_reports, storage
from forum.core.db import Base, commit, db
from forum.core.text import plain, safe
from forum.privacy.exports import gather, write_archive
from forum.search.documents import PUBLIC
from forum.search.engine import SimilarQuery
from forum.search.meaning.index import MeaningIndex
from forum.search.meaning.models import SearchVector
from forum.search.meaning.store import count_vectors, list_stamps, write_vectors
from forum.threads.attachments import StoredFile
from forum.threads.documents import build_documents
from tests.routes.site import RoleSite
from tests.routes.walk import Walk, taken_back
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_person,
    saved,
    sign_in,
)
from tests.web.test_damaged_rows import BARRIERS, ROLES, UNTOUCHED, damaged, fault_of, pages_by_table

NOBODY = 99_999_999
READ = "/", "/barriers", "/councils/testham", "/barriers?sort=affected"


def only_where_the_database_takes_it() -> None:
    """Skip where the database itself refuses such damage."""
    if db.session.connection().dialect.name == "postgresql":
        pytest.skip("PostgreSQL takes no reference to a lost row, and no text that is none")


@contextmanager
def pointing_nowhere(
    app: Flask, table: str, columns: dict[str, object], row: int | None = None
) -> Iterator[None]:
    """Have references of one row, or of all, lead to rows that are not there, as a tool does that checks none."""
    only_where_the_database_takes_it()
    db.session.connection().execute(text("PRAGMA defer_foreign_keys = ON"))
    with damaged(app, table, columns, row):  # type: ignore[arg-type]  # numbers as well as words
        yield


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("thread", "author_id"),
        ("thread", "council_id"),
        ("thread", "group_id"),
        ("comment", "author_id"),
        ("affected", "person_id"),
        ("barrier", "department_id"),
        ("transition", "person_id"),
    ],
)
def test_a_list_keeps_the_neighbours_of_a_row_that_refers_to_a_lost_one(
    app: Flask, client: FlaskClient, table: str, column: str
) -> None:
    council = make_council("Testham")
    made = [make_barrier(title, council=council) for title in BARRIERS]
    numbers = [one.id for one in made]
    rows = {
        "thread": numbers[1],
        "barrier": numbers[1],
        "comment": make_comment(made[1]).id,
        "affected": make_affected(made[1]).id,
    }
    sign_in(client, make_person())
    commit()
    with taken_back(app), pointing_nowhere(app, table, {column: NOBODY}, rows.get(table)):
        for path in READ:
            answer = client.get(path, follow_redirects=True)
            assert answer.status_code == 200, path
            assert BARRIERS[0] in answer.text, path
        assert client.get(f"/barriers/{numbers[1]}", follow_redirects=True).status_code in {200, 404}


@pytest.mark.thorough
@pytest.mark.timeout(1800)
def test_every_page_bears_references_to_rows_that_are_not_there(app: Flask) -> None:
    site = RoleSite()
    walks = {role: Walk(app, site, role) for role in ROLES}
    pages = pages_by_table(app, walks)
    wrong = []
    for name, table in Base.metadata.tables.items():
        for column in () if name in UNTOUCHED else references_of(table):
            for role, page in pages[name]:
                with taken_back(app), pointing_nowhere(app, name, {column.name: NOBODY}):
                    if fault := fault_of(walks[role].client(), page):
                        wrong.append(f"{name}.{column.name}: {role} on {page}: {fault}")
    assert wrong == []


def references_of(table: Table) -> list[Column[object]]:
    """Return the columns that refer to other rows, where several rows may hold the same value."""
    single = {one.name for index in table.indexes if index.unique for one in index.columns}
    single |= {one.name for one in table.columns if one.unique or one.primary_key}
    for constraint in table.constraints:
        columns = list(getattr(constraint, "columns", ()))
        single |= {one.name for one in columns} if type(constraint).__name__ == "UniqueConstraint" else set()
    return [one for one in table.columns if one.foreign_keys and one.name not in single]


def test_a_stored_text_that_is_none_is_said_to_be_missing(app: Flask, client: FlaskClient) -> None:
    only_where_the_database_takes_it()
    barrier, whole = make_barrier(BARRIERS[0]), make_barrier(BARRIERS[1])
    numbers = barrier.id, whole.id
    sign_in(client, make_person())
    commit()
    assert "cannot be read" in safe(None)  # type: ignore[arg-type]
    assert plain(None) == ""  # type: ignore[arg-type]
    with taken_back(app), damaged(app, "thread", {"body_html": b"\xff"}, numbers[0]):  # type: ignore[dict-item]
        assert (
            "These words cannot be read" in client.get(f"/barriers/{numbers[0]}", follow_redirects=True).text
        )
        for path in ("/", "/barriers"):
            page = client.get(path).text
            assert BARRIERS[0] in page
            assert BARRIERS[1] in page


def test_a_file_that_is_gone_is_said_to_be_missing_and_the_download_says_so_too(
    app: Flask, client: FlaskClient, settings: object
) -> None:
    person = make_person(role=SiteRole.MODERATOR)
    barrier = make_barrier(author=person)
    file = saved(
        StoredFile(
            key=storage.put(b"a letter"),
            name="letter.pdf",
            content_type="application/pdf",
            number_of_bytes=8,
            person_id=person.id,
            thread_id=barrier.id,
            created_at=barrier.created_at,
        )
    )
    sign_in(client, person)
    commit()
    folder = storage.local_folder(app.extensions["clearway_settings"])
    assert folder is not None
    (Path(folder) / file.key.replace("-", "/")).unlink()
    answer = client.get(f"/files/{file.key}/letter.pdf")
    assert answer.status_code == 404
    assert "This file is missing here" in answer.text
    with write_archive(gather(person)) as archive, zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    assert f"files/{file.id}-letter.pdf.missing.txt" in names


class Flat:
    """An encoder to which all texts mean the same."""

    name = "flat"

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 512), np.float32)


@pytest.mark.sql
def test_a_vector_of_another_length_is_left_out_and_made_anew(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    encoder = Flat()
    barriers = [make_barrier(title) for title in BARRIERS[:2]]
    commit()
    ids = [f"thread:{one.id}" for one in barriers]
    write_vectors(encoder, build_documents(ids)[0])  # type: ignore[arg-type]
    row = db.session.get_one(SearchVector, (ids[1], "flat"))
    damage_reports._known.clear()
    db.session.execute(
        text("UPDATE search_vector SET vector = :short WHERE document_id = :id"),
        {"short": b"\x01\x02", "id": ids[1]},
    )
    commit()
    db.session.expire(row)
    query = SimilarQuery(title="Keys", text="Keys", readers=frozenset({PUBLIC}), limit=5)
    found = MeaningIndex(encoder).nearest(query)  # type: ignore[arg-type]
    assert [one.id for one in found] == ids[:1]
    assert "search_vector.vector" in caplog.text
    assert (count_vectors(encoder), [one.id for one in list_stamps(encoder)]) == (1, ids[:1])  # type: ignore[arg-type]
    assert write_vectors(encoder, build_documents(ids)[0]) == 1  # type: ignore[arg-type]
    assert count_vectors(encoder) == 2  # type: ignore[arg-type]
    assert db.session.scalars(select(SearchVector.document_id)).all()
