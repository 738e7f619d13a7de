"""A lead's settings: what they change, what is refused, and that every change is written down."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from config import ROOT
from forum.barriers.actions.council_settings import MOST_TEMPLATES
from forum.barriers.handlers import HANDLERS
from forum.barriers.models import Barrier, CaseChange
from forum.core.db import commit, db
from forum.core.worker import Worker
from forum.councils.actions import retire_department
from forum.councils.branding import LEAST_CONTRAST, PAPER, WHITE, contrast, darkened_until_read, read_colour
from forum.councils.models import Council, CouncilChange, Officer, ReplyTemplate, Route
from forum.councils.queries import find_contact, list_departments
from forum.councils.setting_changes import show_change
from tests.support.factories import (
    csrf_token,
    make_barrier,
    make_council,
    make_department,
    make_officer,
    make_person,
    saved,
    sign_in,
)

PAGES = ("", "/departments", "/routing", "/routing/insurance", "/templates", "/templates/new", "/times", "/look",
         "/changes", "/contact", "/officers/invite")  # fmt: skip


def post(client: FlaskClient, path: str, **typed):
    typed["csrf_token"] = csrf_token(client, path)
    return client.post(path, data=typed, content_type="multipart/form-data" if "logo" in typed else None)


def changes() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(CouncilChange).order_by(CouncilChange.id))
    shown = [show_change(row) for row in rows]
    return [(one.setting, one.was, one.became) for one in shown]


@pytest.fixture
def ham(app) -> Council:
    return make_council("Ham")


@pytest.fixture
def lead_officer(ham: Council) -> Officer:
    return make_officer(ham, "Lena Lead", is_lead=True)


@pytest.fixture
def lead(client: FlaskClient, lead_officer: Officer) -> FlaskClient:
    return sign_in(client, lead_officer.person)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("member", 403), ("officer", 403), ("lead elsewhere", 403), ("moderator", 403),
     ("lead", 200), ("administrator", 200)],
)  # fmt: skip
def test_only_leads_of_the_council_and_administrators_see_its_settings(
    client, ham, page, who, status
) -> None:
    people = {
        "member": make_person,
        "officer": lambda: make_officer(ham).person,
        "lead elsewhere": lambda: make_officer(make_council(), is_lead=True).person,
        "moderator": lambda: make_person(role="moderator"),
        "lead": lambda: make_officer(ham, is_lead=True).person,
        "administrator": lambda: make_person(role="administrator"),
    }
    if who in people:
        sign_in(client, people[who]())
    assert client.get(f"/councils/ham/settings{page}").status_code == status


def test_times_are_set_written_down_and_counted_by(lead, ham) -> None:
    barrier = make_barrier(council=ham)
    before = barrier.due_on
    answer = post(lead, "/councils/ham/settings/times", holiday_calendar="scotland", response_target_days="5")
    assert answer.status_code == 303
    assert (ham.holiday_calendar, ham.response_target_days, ham.answer_target_days) == ("scotland", 5, None)
    assert changes() == [
        ("Bank holidays", "Default", "Scotland"),
        ("Days for the first reply", "Default", "5"),
    ]
    Worker(HANDLERS).drain()
    assert db.session.get(Barrier, barrier.id).due_on < before


@pytest.mark.parametrize(
    ("field", "typed"),
    [("response_target_days", "0"), ("response_target_days", "-3"), ("response_target_days", "ten"),
     ("response_target_days", "9" * 30), ("answer_target_days", "251"), ("recurrence_groups", "1"),
     ("recurrence_months", "1.5"), ("holiday_calendar", "mars"), ("recurrence_months", "٣")],
)  # fmt: skip
def test_numbers_that_cannot_be_are_refused_and_kept(lead, ham, field, typed) -> None:
    answer = post(lead, "/councils/ham/settings/times", **{field: typed})
    assert answer.status_code == 422
    assert field == "holiday_calendar" or typed in answer.text
    assert getattr(ham, field) in {None, ""}
    assert changes() == []


def test_a_route_sends_new_barriers_on_and_names_whom_to_ask(lead, ham) -> None:
    venues = make_department(ham, name="Venues")
    path = "/councils/ham/settings/routing/insurance"
    typed = {"department": str(venues.id), "contact_name": "Rosa", "contact_email": "rosa@ham.example.org"}
    assert post(lead, path, **typed).status_code == 303
    found = find_contact(ham, "insurance")
    assert (found.name, found.department) == ("Rosa", "Venues")
    assert "Venues, Rosa" in lead.get("/councils/ham/settings/routing").text
    post(lead, path, department="", contact_name="", contact_email="")
    assert [became for _, _, became in changes()] == ["Venues, Rosa, rosa@ham.example.org", ""]


@pytest.mark.parametrize(("typed", "status"), [({"department": "x"}, 422), ({"contact_email": "no"}, 422)])
def test_a_route_that_cannot_be_is_refused(lead, ham, typed, status) -> None:
    assert post(lead, "/councils/ham/settings/routing/insurance", **typed).status_code == status
    assert db.session.scalar(select(func.count(Route.id))) == 0


def test_another_councils_department_and_an_unknown_kind_are_no_route(lead) -> None:
    foreign = make_department(make_council())
    answer = post(lead, "/councils/ham/settings/routing/insurance", department=str(foreign.id))
    assert answer.status_code == 422
    assert lead.get("/councils/ham/settings/routing/nonsense").status_code == 404


def test_words_are_kept_changed_and_taken_away(lead, ham) -> None:
    base = "/councils/ham/settings/templates"
    typed = {"name": "Cover", "response_kind": "explain", "category": "insurance", "body": "Ask <us>."}
    assert post(lead, f"{base}/new", **typed).status_code == 303
    (template,) = db.session.scalars(select(ReplyTemplate)).all()
    assert "Ask &lt;us&gt;." in lead.get(base).text
    post(lead, f"{base}/{template.id}", **(typed | {"body": "Ring us."}))
    token = csrf_token(lead, base)
    assert lead.post(f"{base}/{template.id}/remove", data={"csrf_token": token}).status_code == 303
    assert db.session.scalar(select(func.count(ReplyTemplate.id))) == 0
    assert [row[0] for row in changes()] == 3 * ["Reply template"]
    assert "Ring us." in changes()[2][1]


@pytest.mark.parametrize("typed", [{"name": ""}, {"body": " "}, {"response_kind": "x"}, {"category": "x"},
                                   {"body": "x" * 3001}, {"name": "x" * 81}])  # fmt: skip
def test_words_that_cannot_be_kept_are_refused(lead, ham, typed) -> None:
    whole = {"name": "Cover", "response_kind": "explain", "category": "", "body": "Ask us."}
    assert post(lead, "/councils/ham/settings/templates/new", **(whole | typed)).status_code == 422
    assert changes() == []


def test_there_are_not_more_words_than_anybody_can_find(lead, ham) -> None:
    for number in range(MOST_TEMPLATES):
        db.session.add(
            ReplyTemplate(council_id=ham.id, category="", response_kind="ask", name=str(number), body="x")
        )
    commit()
    typed = {"name": "One more", "response_kind": "ask", "category": "", "body": "x"}
    answer = post(lead, "/councils/ham/settings/templates/new", **typed)
    assert answer.status_code == 422
    assert "Delete one first" in answer.text


def test_another_councils_words_cannot_be_reached(lead) -> None:
    foreign = saved(
        ReplyTemplate(council_id=make_council().id, category="", response_kind="ask", name="F", body="x")
    )
    assert lead.get(f"/councils/ham/settings/templates/{foreign.id}").status_code == 404


def test_a_retired_department_gives_its_work_to_another(lead, ham, lead_officer) -> None:
    parks, green = make_department(ham, "parks", "Parks"), make_department(ham, "green", "Green spaces")
    lead_officer.department_id = parks.id
    route = saved(Route(council_id=ham.id, category="insurance", department_id=parks.id))
    case = make_barrier(council=ham, department_id=parks.id)
    path = f"/councils/ham/settings/departments/{parks.id}/retire"
    assert post(lead, path, to=str(green.id)).status_code == 303
    Worker(HANDLERS).drain()
    db.session.expire_all()
    assert [one.name for one in list_departments(ham)] == ["Green spaces"]
    assert (lead_officer.department_id, route.department_id, case.department_id) == 3 * (green.id,)
    assert changes()[0][:2] == ("Department retired", "Parks")
    assert db.session.scalar(select(CaseChange.became)) == "Green spaces"
    assert "Parks" in lead.get("/councils/ham/settings/departments").text


def test_a_retired_department_can_be_brought_back(lead, ham, lead_officer) -> None:
    parks = make_department(ham, "parks", "Parks")
    retire_department(council=ham, department=parks, by=lead_officer.person, to=None)
    commit()
    page = "/councils/ham/settings/departments"
    path = f"{page}/{parks.id}/bring-back"
    assert path in lead.get(page).text
    for _ in range(2):  # pressing twice writes one change
        assert lead.post(path, data={"csrf_token": csrf_token(lead, page)}).status_code == 303
    assert [one.name for one in list_departments(ham)] == ["Parks"]
    assert path not in lead.get(page).text
    assert changes()[1:] == [("Department brought back", "", "Parks")]


def test_only_a_lead_of_that_council_brings_a_department_back(lead, ham, lead_officer) -> None:
    foreign = make_department(make_council(), "parks", "Parks")
    token = csrf_token(lead, "/councils/ham/settings")
    path = f"/councils/ham/settings/departments/{foreign.id}/bring-back"
    assert lead.post(path, data={"csrf_token": token}).status_code == 404
    own = make_department(ham, "green", "Green spaces")
    retire_department(council=ham, department=own, by=lead_officer.person, to=None)
    lead_officer.is_lead = False
    commit()
    path = f"/councils/ham/settings/departments/{own.id}/bring-back"
    assert lead.post(path, data={"csrf_token": token}).status_code == 403
    assert own.retired_at is not None


def test_a_department_cannot_retire_to_itself_and_retires_once(lead, ham, lead_officer) -> None:
    parks = make_department(ham, "parks", "Parks")
    path = f"/councils/ham/settings/departments/{parks.id}/retire"
    assert post(lead, path, to=str(parks.id)).status_code == 422
    for _ in range(2):
        retire_department(council=ham, department=parks, by=lead_officer.person, to=None)
    assert len(changes()) == 1


def test_a_lead_makes_somebody_a_lead_and_there_is_always_one(lead, ham, lead_officer) -> None:
    own = f"/councils/ham/settings/officers/{lead_officer.id}"
    answer = post(lead, own, job_title="Head")
    assert answer.status_code == 422
    assert "There has to be a lead" in answer.text
    token = csrf_token(lead, f"{own}/end")
    assert lead.post(f"{own}/end", data={"csrf_token": token}).status_code == 409
    other = make_officer(ham, "Omar Officer")
    assert post(lead, f"/councils/ham/settings/officers/{other.id}", is_lead="y").status_code == 303
    assert other.is_lead
    assert changes() == [("Officer", "Omar Officer, officer", "Omar Officer, lead")]
    assert post(lead, own, job_title="Head").status_code == 303
    assert lead.get("/councils/ham/settings").status_code == 403


# Colours and logo


@pytest.mark.pure
def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.pure
@pytest.mark.parametrize("colour", ["#ffff00", "#ff8800", "#00ff00", "#ffffff", "#ff69b4"])
def test_the_shade_that_is_offered_can_be_read(colour: str) -> None:
    shade = darkened_until_read(colour)
    assert contrast(shade, PAPER) >= LEAST_CONTRAST
    assert contrast(shade, WHITE) >= LEAST_CONTRAST


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("#0D4F4C", "#0d4f4c"),
        ("abc", "#aabbcc"),
        ("red", None),
        ("#12345", None),
        ("#0d4f4c;}", None),
        ("", None),
    ],
)
def test_colours_are_read_as_people_write_them(typed: str, read: str | None) -> None:
    assert read_colour(typed) == read


def test_colours_come_as_a_style_sheet_of_our_own(lead, ham) -> None:
    assert post(lead, "/councils/ham/settings/look", colour="#4A2C6D", ink="").status_code == 303
    page = lead.get("/councils/ham").text
    assert f"/councils/ham/brand.css?v={ham.brand_version}" in page
    sheet = lead.get(f"/councils/ham/brand.css?v={ham.brand_version}")
    assert "--brand:#4a2c6d;--brand-ink:#ffffff" in sheet.text
    assert sheet.content_type.startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "immutable" not in lead.get("/councils/ham/brand.css?v=99").headers["Cache-Control"]
    assert changes() == [("Colours", "Ours", "#4a2c6d, #ffffff")]
    post(lead, "/councils/ham/settings/look", colour="", ink="")
    assert "brand.css" not in lead.get("/councils/ham").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"colour": "#ffd500"}, "Try #"), ({"colour": "red"}, "six letters or digits"),
     ({"colour": "#4a2c6d", "ink": "#5a3c7d"}, "On your colour"),
     ({"colour": "#000;}body{display:none"}, "six letters or digits")],
)  # fmt: skip
def test_colours_that_cannot_be_read_are_refused_with_what_to_do(lead, ham, typed, words) -> None:
    answer = post(lead, "/councils/ham/settings/look", **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert (ham.brand_colour, ham.brand_version, changes()) == ("", 0, [])


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "#4a2c6d").save(file, kind)
    file.seek(0)
    return file


def test_a_logo_is_drawn_anew_and_served_as_ours(lead, ham) -> None:
    assert lead.get("/councils/ham/logo.webp").status_code == 404
    sent = post(lead, "/councils/ham/settings/look", logo=(picture(), "logo.png"))
    assert sent.status_code == 303
    answer = lead.get("/councils/ham/logo.webp")
    assert answer.content_type == "image/webp"
    assert (
        answer.headers["Cache-Control"] == "public, max-age=120, must-revalidate"
    )  # it may have to be taken away
    assert (
        lead.get("/councils/ham/logo.webp", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )
    assert Image.open(io.BytesIO(answer.data)).size == (320, 107)
    assert 'alt="Ham"' in lead.get("/councils/ham").text
    post(lead, "/councils/ham/settings/look", removes_logo="y")
    assert lead.get("/councils/ham/logo.webp").status_code == 404
    assert [row[0] for row in changes()] == ["Logo", "Logo"]


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_picture_is_no_logo(lead, ham, content) -> None:
    answer = post(lead, "/councils/ham/settings/look", logo=(io.BytesIO(content), "logo.png"))
    assert answer.status_code == 422
    assert not ham.has_logo


# Everything is written down

WRITERS = (ROOT / "forum/councils/actions.py", ROOT / "forum/barriers/actions/council_settings.py")
NO_SETTING = {
    "add_usual_departments",
    "claim_councils_of",
    "record_change",
}


@pytest.mark.pure
@pytest.mark.parametrize("file", WRITERS, ids=lambda file: file.stem)
def test_every_action_that_changes_a_setting_writes_it_down(file: Path) -> None:
    public = [
        node
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in NO_SETTING
    ]
    silent = [node.name for node in public if "record_change(" not in ast.unparse(node)]
    assert public
    assert silent == []


def test_leads_read_who_changed_what_page_by_page(lead, ham, lead_officer) -> None:
    for number in range(25):
        post(lead, "/councils/ham/settings/contact", contact_name=f"Rosa {number}")
    page = lead.get("/councils/ham/settings/changes")
    assert "Rosa 24" in page.text
    assert "Lena Lead" in page.text
    assert "Rosa 2," not in page.text
    older = page.text.split('href="/councils/ham/settings/changes?page=', 1)[1].split('"', 1)[0]
    assert "Rosa 1" in lead.get(f"/councils/ham/settings/changes?page={older}").text
