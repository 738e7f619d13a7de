"""Files that somebody else made are read as a stream, or refused in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forum.core import importing
from forum.core.importing import ImportRefusedError, read_csv, read_json_items
from forum.core.mojibake import is_garbled

pytestmark = pytest.mark.pure


def csv_rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    return list(read_csv(file, needed=("id", "name"), progress=lambda _: None))


def json_items(file: Path) -> list[tuple[int, dict]]:
    return list(read_json_items(file, key="grants", progress=lambda _: None))


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "file"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    file = written(tmp_path, '\ufeffid,name\n1,"Ada, and others"\n2,Bo\n')
    assert csv_rows(file) == [(2, {"id": "1", "name": "Ada, and others"}), (3, {"id": "2", "name": "Bo"})]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"id\n1\n", "name"),
        (b"id,name\n1,caf\xe9\n", "UTF-8"),
        ("id,name\n1,Bo\n".encode("utf-16"), "UTF-8"),
        (b"id,name\n1,a,b,c\n", "Row 2 has more cells"),
        (b'id,name\n1,"open\n', "after row 1"),
        (b"\x00\x01\x02\x03", "UTF-8"),
    ],
)
def test_a_bad_csv_is_refused_and_the_words_say_where(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ImportRefusedError, match=words):
        csv_rows(written(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="no file"):
        csv_rows(tmp_path / "nothing.csv")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MAXIMUM_BYTES", 10)
    with pytest.raises(ImportRefusedError, match="at most 10"):
        csv_rows(written(tmp_path, "id,name\n1,Bo\n"))


def test_a_long_json_list_is_read_piece_by_piece(tmp_path: Path) -> None:
    items = [{"id": n, "text": "x" * 1000} for n in range(300)]
    file = written(tmp_path, json.dumps({"license": "open", "grants": items, "after": [1]}))
    assert [(n, item["id"]) for n, item in json_items(file)] == [(n + 1, n) for n in range(300)]
    assert json_items(written(tmp_path, json.dumps(items[:2], indent=2)))[1][0] == 2
    assert json_items(written(tmp_path, '{"grants": []}')) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"other": []}', "no list called 'grants'"),
        ('{"grants": [{"id": 1}', "ends in the middle, after item 1"),
        ('{"grants": [{"id": 1} {"id": 2}]}', "After item 1 a comma"),
        ('{"grants": [{"id": 1}, {"id": }]}', "Item 2 is not valid JSON"),
        ('{"grants": [1]}', "Item 1 of the list 'grants' is not an object"),
        ('{"grants": [{"id": "' + "[" * 50, "Item 1 is not valid JSON"),
        ('{"grants": [' + "[" * 100_000, "Item 1"),
    ],
)
def test_a_bad_json_is_refused_and_the_words_say_where(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(ImportRefusedError, match=words):
        json_items(written(tmp_path, content))


def test_a_number_that_is_longer_than_python_reads_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="Item 1 holds a number that is far too long"):
        json_items(written(tmp_path, '{"grants": [{"amount": ' + "9" * 5000 + "}]}"))


def test_words_that_went_through_a_wrong_encoding_are_noticed() -> None:
    assert is_garbled("Café".encode().decode("cp1252"))
    assert is_garbled("St John’s".encode().decode("cp1252"))
    assert is_garbled("Caf\ufffd")
    assert not is_garbled("Café São João, Ynys Môn, Ålesund")
