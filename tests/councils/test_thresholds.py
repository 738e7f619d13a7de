"""A council's own numbers, and whom to ask there."""

from __future__ import annotations

from forum.councils.models import Route
from forum.councils.queries import find_contact
from forum.councils.thresholds import council_rules
from forum.councils.working_days import HolidayCalendar
from tests.support.factories import make_council, make_department, saved


def test_a_council_that_set_nothing_works_by_the_installations_numbers(app) -> None:
    rules = council_rules(make_council(nation="Scotland"))
    assert (rules.response_target_days, rules.answer_target_days) == (10, 30)
    assert (rules.recurrence_groups, rules.recurrence_months) == (3, 12)
    assert rules.calendar == HolidayCalendar.SCOTLAND


def test_what_a_council_set_itself_counts(app) -> None:
    council = make_council(nation="England", holiday_calendar="northern-ireland", response_target_days=5)
    assert council_rules(council).calendar == HolidayCalendar.NORTHERN_IRELAND
    assert council_rules(council).response_target_days == 5


def test_the_contact_is_the_routes_then_the_departments_then_the_councils(app) -> None:
    council = make_council(contact_email="all@ham.example.org")
    department = make_department(council, name="Halls")
    route = saved(Route(council_id=council.id, category="insurance", department_id=department.id))
    assert find_contact(council, "cost").email == "all@ham.example.org"
    assert find_contact(council, "insurance").email == "all@ham.example.org"
    department.contact_email = "halls@ham.example.org"
    assert find_contact(council, "insurance").email == "halls@ham.example.org"
    route.contact_name, route.contact_email = "Rosa", "rosa@ham.example.org"
    found = find_contact(council, "insurance")
    assert (found.name, found.department) == ("Rosa", "Halls")


def test_a_council_that_said_nothing_has_no_contact(app) -> None:
    assert find_contact(make_council(contact_email=""), "insurance") is None
