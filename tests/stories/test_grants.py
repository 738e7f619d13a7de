"""What published grants say is read with care: amounts, dates, and words that went through a wrong encoding."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.importing import ImportRefusedError
from forum.stories.grant_values import DateOrder, RowRefusedError, order_of, read_amount, read_day, read_plan
from forum.stories.grants import Grant, check, read_grants, web_source

pytestmark = pytest.mark.pure
TODAY = date(2026, 11, 23)


def grants_of(folder: Path, *grants: Any) -> list[Grant]:
    file = folder / "grants.json"
    file.write_text(json.dumps({"grants": grants}))
    return [grant for _, grant in read_grants(file, remarks=Counter(), progress=lambda _: None)]


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("2266", "2266"),
        ("3056.37", "3056.37"),
        ("0.005", "0.01"),
        ("0", "0"),
        ("100000000", "100000000"),
        ("1,200", "1200"),
        ("£1200.00", "1200"),
        ("£ 1,234,567.80", "1234567.80"),
        ("1200 GBP", "1200"),
        (" 1200 ", "1200"),
    ],
)
def test_amounts_are_read_to_the_penny(text: str, pounds: str) -> None:
    assert read_amount(text) == Decimal(pounds)


@pytest.mark.parametrize(
    ("starts", "ends", "plan"),
    [
        ("2015-07-01T00:00:00+00:00", "2016-06-30", (date(2015, 7, 1), date(2016, 6, 30))),
        ("2016-07-01", "2015-06-30", (None, None)),
        ("", "2015-06-30", (None, date(2015, 6, 30))),
        ("soon", "2015-02-30", (None, None)),
    ],
)
def test_a_plan_that_makes_no_sense_is_left_out(starts: str, ends: str, plan: tuple[date, date]) -> None:
    assert read_plan(starts, ends) == plan


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no amount"),
        ("1e9", "not a number such as 2500"),
        ("-5", "below zero"),
        ("€500", "not a number"),
        ("1,00", "not a number"),
        ("1.200,00", "not a number"),
        ("£-5", "below zero"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("9" * 16, "not a number"),
        ("1000000000", "above £100,000,000"),
        ("١٢", "not a number"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(text: str, why: str) -> None:
    with pytest.raises(RowRefusedError, match=why):
        read_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "2013-01-18",
        "2013-01-18T00:00:00+00:00",
        "2013-01-18 10:00",
        "18/01/2013",
        "18.1.2013",
        "18-01-2013",
        "18/01/2013 00:00",
        "18 January 2013",
        "18-Jan-2013",
        "18th Jan 2013",
    ],
)
def test_days_are_read_from_dates_and_moments(text: str) -> None:
    assert read_day(text, today=TODAY) == date(2013, 1, 18)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no award date"),
        ("2020-02-30", "'2020-02-30' is not a date"),
        ("01/18/2013", "not a date"),
        ("18/01/13", "not a date"),
        ("31/02/2013", "not a date"),
        ("2013", "not a date"),
        ("2013-01-18x", "not a date"),
        ("1066-10-14", "before 1950"),
        ("2027-01-01", "still to come"),
    ],
)
def test_a_day_that_cannot_be_is_refused(text: str, why: str) -> None:
    with pytest.raises(RowRefusedError, match=why):
        read_day(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-06-30T23:00:00Z", date(2021, 7, 1)),
        ("2021-06-30T23:00:00+00:00", date(2021, 7, 1)),
        ("2021-07-01T00:00:00+01:00", date(2021, 7, 1)),
        ("2021-07-01T00:00:00", date(2021, 7, 1)),
        ("2021-12-31T23:30:00Z", date(2021, 12, 31)),
    ],
)
def test_a_moment_with_a_zone_is_on_the_day_that_it_was_in_london(text: str, day: date) -> None:
    assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2014-07-24", DateOrder.CLEAR),
        ("24/07/2014", DateOrder.DAY_FIRST),
        ("05/06/2014", DateOrder.EITHER),
        ("06/06/2014", DateOrder.CLEAR),
        ("07/24/2014", DateOrder.MONTH_FIRST),
    ],
)
def test_the_order_of_a_written_day_is_known_or_said_to_be_open(text: str, order: DateOrder) -> None:
    assert order_of(text) == order


@given(st.text(max_size=30))
def test_any_text_is_an_amount_and_a_day_or_is_refused(text: str) -> None:
    for read in (read_amount, lambda words: read_day(words, today=TODAY)):
        try:
            assert read(text) is not None
        except RowRefusedError as refused:
            assert str(refused)  # noqa: PT017


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"id": ""}, "no identifier"),
        ({"id": "x" * 121}, "longer than 120"),
        ({"id": ["x"]}, "no identifier"),
        ({"title": None}, "no title"),
        ({"fundingOrganization": []}, "no funder"),
        ({"title": "Caf\ufffd nights"}, "wrong encoding"),
        ({"description": "The children\ufffds choir"}, "description went through a wrong encoding"),
        ({"currency": "EUR"}, "'EUR', not in pounds"),
    ],
)
def test_words_that_cannot_be_taken_are_refused(tmp_path: Path, changed: dict[str, Any], why: str) -> None:
    whole = {
        "id": "360G-x-1",
        "title": "Choir",
        "description": "Singing",
        "currency": "GBP",
        "fundingOrganization": [{"name": "Funder"}],
    }
    good, bad = grants_of(tmp_path, whole, whole | changed)
    check(good)
    with pytest.raises(RowRefusedError, match=why):
        check(bad)


@pytest.mark.parametrize(
    ("value", "text"),
    [(15000, "15000"), (12.5, "12.50"), (1e22, "1" + "0" * 22 + ".00"), (True, ""), (None, ""), ([1], "")],
)
def test_numbers_of_json_are_written_as_digits(tmp_path: Path, value: Any, text: str) -> None:
    assert grants_of(tmp_path, {"amountAwarded": value})[0].amount == text


def test_only_addresses_of_the_web_are_sources() -> None:
    assert web_source("https://www.example.org/data") == "https://www.example.org/data"
    assert web_source("javascript:alert(1)") == web_source("our own files") == web_source("http://[") == ""


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"Save it as \.xlsx or \.csv"):
        list(read_grants(tmp_path / "grants.ods", remarks=Counter(), progress=lambda _: None))


def test_a_table_without_its_columns_is_refused_and_they_are_named(tmp_path: Path) -> None:
    file = tmp_path / "grants.csv"
    file.write_text("Identifier,Title\nx,y\n")
    with pytest.raises(ImportRefusedError, match="Amount Awarded, Award Date"):
        list(read_grants(file, remarks=Counter(), progress=lambda _: None))
