"""What a council has to do, the most pressing first, and giving it to somebody."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions.casework import assign_barriers
from forum.barriers.case_rows import FILE_HEAD, SECTION_LABELS, case_row, file_row
from forum.barriers.forms.inbox import (
    AS_IT_IS,
    NAMES,
    TO_NOBODY,
    AssignManyForm,
    InboxFilterForm,
)
from forum.barriers.models import Barrier
from forum.barriers.permissions import may_see_inbox
from forum.barriers.queries.inbox import (
    EACH,
    MOST_COUNTED,
    InboxSection,
    count_sections,
    find_officer,
    list_beginnings,
    list_cases,
    list_for_file,
    list_section,
)
from forum.barriers.queries.inbox_filters import InboxFilters
from forum.core import clock
from forum.core.spreadsheets import file_name, stream_csv
from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.councils.queries import (
    get_council,
    get_department,
    get_officer,
    list_areas,
    list_departments,
    list_officers,
)
from forum.councils.succession import list_direct_successors
from forum.councils.thresholds import council_rules
from forum.web.audit_notes import note_seen
from forum.web.forms import OLD_PAGE
from forum.web.list_pages import PageLinks
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barrier_inbox", __name__)

LONGEST_BACK = 2_000  # characters of the filters that a button brings back


@blueprint.get("/councils/<slug>/inbox")
@signed_in
def inbox(slug: str) -> ResponseReturnValue:
    """Show what this council has to do: each section's first few, or one section page by page."""
    return _page(_council(slug))


@blueprint.get("/councils/<slug>/inbox.csv")
@signed_in
@limit(per_hour(60), name="inbox as a file")
def inbox_as_csv(slug: str) -> ResponseReturnValue:
    """Return the inbox as a file, narrowed and ordered as the page is."""
    council, identity = _council(slug), current_identity()
    calendar, today = council_rules(council).calendar, clock.today()
    rows = list_for_file(council, _filters(council, _kept(request.args.to_dict()))[1])
    shown = (case_row(one, identity, today=today, calendar=calendar) for one in rows)
    note_seen("export", role="council", person_id=identity.person_id, thing=f"council:{council.id}")
    body = b"".join(stream_csv(FILE_HEAD, (file_row(one) for one in shown), with_bom=True))
    name = file_name(council.name, "inbox", today)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return body, 200, {"Content-Type": "text/csv; charset=utf-8", **headers}


@blueprint.post("/councils/<slug>/inbox/assign")
@signed_in
@limit(per_hour(240), name="assign_barrier")
def assign_many(slug: str) -> ResponseReturnValue:
    """Assign the barriers that are ticked to a department, to an officer, or to both."""
    council = _council(slug)
    form = AssignManyForm()
    form.offer(list_departments(council), list_officers(council))
    numbers = form.numbers()
    error = "" if form.validate_on_submit() else OLD_PAGE
    error = error or form.problem(numbers)
    if error:
        return _page(council, error=error, ticked=numbers), 422
    barriers = list_cases(council, numbers)
    _assign(council, barriers, form)
    words = "1 barrier is" if len(barriers) == 1 else f"{len(barriers)} barriers are"
    flash(f"{words} assigned.", "success")
    return redirect(_address(council, _kept(dict(parse_qsl(form.back.data or "")))), 303)


def _assign(council: Council, barriers: Any, form: AssignManyForm) -> None:  # noqa: ANN401  # a sequence of rows
    department, officer = form.department.data or AS_IT_IS, form.officer.data or AS_IT_IS
    assign_barriers(
        barriers=barriers,
        by=signed_in_person(),
        department=get_department(council, int(department)) if department.isdigit() else None,
        officer=get_officer(council, int(officer)) if officer.isdigit() else None,
        keeps_department=department == AS_IT_IS,
        keeps_officer=officer == AS_IT_IS,
    )


def _page(council: Council, *, error: str = "", ticked: list[int] | None = None) -> str:
    args = _kept(request.args.to_dict() if request.method == "GET" else _back())
    form, filters = _filters(council, args)
    assigning = AssignManyForm()
    assigning.offer(list_departments(council), list_officers(council))
    assigning.back.data = urlencode(args)
    return render_template(
        "barriers/inbox.html",
        council=council,
        form=form,
        assigning=assigning,
        error=error,
        ticked=ticked or [],
        active=[
            (label, words, _address(council, _without(args, name))) for name, label, words in form.active()
        ],
        all_url=_address(council, {}),
        has_filters=any(name not in {"q", "sort", "person"} for name, _, _ in form.active()),
        quick=_quick(council, args),
        file_url=_address(council, _without(args, "section"), "barrier_inbox.inbox_as_csv"),
        **_sections(council, filters, args),
    )


def _filters(council: Council, args: dict[str, str]) -> tuple[InboxFilterForm, InboxFilters]:
    form = InboxFilterForm(formdata=MultiDict(args))
    form.offer(list_departments(council), list_officers(council), list_areas(council))
    return form, form.filters(find_officer(council, current_identity().person_id))


def _sections(council: Council, filters: InboxFilters, args: dict[str, str]) -> dict[str, Any]:
    """Gather each section's rows with its number, or the one that was asked for."""
    chosen = next((one for one in InboxSection if one == args.get("section")), None)
    pages = PageLinks()
    if chosen is None:
        found = list_beginnings(council, filters)
        rows = {one: list(found[one].rows) for one in InboxSection}
        counts = {one: found[one].number for one in InboxSection}
    else:
        counts = count_sections(council, filters)
        page = list_section(council, chosen, filters, cursor=request.args.get("page"))
        rows = {chosen: list(page.rows)}
        around = (page.previous, page.next)
        pages = PageLinks(*(one and _address(council, {**args, "page": one}) for one in around))
    return {
        "sections": [
            _section(council, one, rows[one], counts[one], args) for one in rows if rows[one] or chosen
        ],
        "counts": [
            (SECTION_LABELS[one], _number(counts[one]), _address(council, {**args, "section": one}), one)
            for one in InboxSection
        ],
        "chosen": chosen,
        "pages": pages,
        "is_empty": not any(counts.values()),
    }


def _section(
    council: Council, section: InboxSection, rows: list[Barrier], number: int, args: dict[str, str]
) -> dict[str, Any]:
    identity, calendar, today = current_identity(), council_rules(council).calendar, clock.today()
    return {
        "code": str(section),
        "label": SECTION_LABELS[section],
        "number": _number(number),
        "rows": [case_row(one, identity, today=today, calendar=calendar) for one in rows],
        "more_url": _address(council, {**args, "section": str(section)}) if number > EACH[section] else None,
    }


def _quick(council: Council, args: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return the three views that officers use all day."""
    person = args.get("person", "")
    return [
        ("Everything", _address(council, _without(args, "person")), not person),
        ("Mine", _address(council, {**args, "person": "mine"}), person == "mine"),
        ("Unassigned", _address(council, {**args, "person": TO_NOBODY}), person == TO_NOBODY),
    ]


def _number(number: int) -> str:
    return f"{MOST_COUNTED:,}+" if number >= MOST_COUNTED else f"{number:,}"


def _council(slug: str) -> Council:
    council = get_council(slug) or abort(404)
    if not may_see_inbox(current_identity(), council):
        _send_on(council)
        abort(403, "Only officers of this council see its inbox.")
    return council


def _send_on(council: Council) -> None:
    """Lead officers from the address of a council that closed to the inbox of the one that took its place."""
    for one in list_direct_successors(council) if council.has_closed else ():
        if may_see_inbox(current_identity(), one):
            abort(redirect(_address(one, {}), 302))


def _kept(given: dict[str, str]) -> dict[str, str]:
    """Keep what an inbox understands."""
    return {name: value for name in (*NAMES, "section") if (value := given.get(name))}


def _back() -> dict[str, str]:
    return dict(parse_qsl(request.form.get("back", "")[:LONGEST_BACK]))


def _without(args: dict[str, str], name: str) -> dict[str, str]:
    return {one: value for one, value in args.items() if one != name}


def _address(council: Council, given: dict[str, str], endpoint: str = "barrier_inbox.inbox") -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return url_for(endpoint, slug=council.slug) + (f"?{query}" if query else "")
