"""A table as CSV holds what the page holds, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.spreadsheets import MOST_ROWS, file_name, safe_cell, stream_csv

pytestmark = pytest.mark.pure
SIGNS = "=+-@\t\r\n|%"
texts = st.text(max_size=60) | st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", " ", "\t", "\x00", "\u00a0"]), st.sampled_from(SIGNS), st.text(max_size=20)
    ),
)


def read_back(data, *, encoding="utf-8"):
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(texts)
def test_no_text_ever_becomes_a_formula(text):
    written = read_back(b"".join(stream_csv(["x"], [[text, "end"]], with_bom=False)))[1][0]
    assert is_number(written) or not written.lstrip().startswith(tuple(SIGNS))


@given(texts)
def test_no_word_is_lost(text):
    written = str(safe_cell(text))
    kept = "".join(one for one in text if one in "\t\n\r" or not (ord(one) < 32 or ord(one) == 127))
    assert written in {kept, "'" + kept}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1 234", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1dcmd", "=\x00", "-1e9999"]
)
def test_what_owasp_names_gets_an_apostrophe(text):
    assert str(safe_cell(text)).startswith("'")


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_numbers_negative_ones_too(number):
    written = read_back(b"".join(stream_csv(["x"], [[number]], with_bom=False)))[1][0]
    assert float(written) == float(number)


def test_a_negative_number_that_came_as_text_stays_one_too():
    assert safe_cell("-12") == "-12"
    assert safe_cell("-0.5") == "-0.5"


def test_the_names_of_columns_are_made_safe_too():
    assert read_back(b"".join(stream_csv(["=A"], [], with_bom=False))) == [["'=A"]]


def test_the_mark_that_excel_needs_is_there_by_choice_alone():
    with_mark = b"".join(stream_csv(["Café"], [["£5"]], with_bom=True))
    assert with_mark.startswith(b"\xef\xbb\xbf")
    assert read_back(with_mark, encoding="utf-8-sig") == [["Café"], ["£5"]]
    assert not b"".join(stream_csv(["Café"], [], with_bom=False)).startswith(b"\xef\xbb\xbf")


def test_a_long_table_is_written_in_pieces_and_ends():
    endless = ([number] for number in range(10**9))
    pieces = list(stream_csv(["n"], endless, with_bom=False))
    assert len(pieces) > 50
    assert max(map(len, pieces)) < 5_000
    assert len(read_back(b"".join(pieces))) == MOST_ROWS + 1


def test_a_file_is_named_by_council_table_and_day_and_by_nothing_else():
    assert file_name("Wexmoor", "recurring", date(2026, 11, 3)) == "wexmoor-recurring-2026-11-03.csv"
    assert file_name('a"; b\r\nX: y', "t", date(2026, 11, 3)) == "a-b-x-y-t-2026-11-03.csv"
