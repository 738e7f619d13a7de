"""The page of figures: what it counts, what it keeps back, and that page, file and list agree."""

import csv
import io
import re
from html import unescape

import html5lib
import pytest

from forum.dashboards.output.chapters import CHAPTER_BY_NAME, CHAPTERS
from forum.dashboards.output.presenters import GLANCE
from tests.dashboards.town import build_town, work
from tests.support.factories import make_affected, make_area, make_barrier, make_person, sign_in
from tests.support.rows import built_once
from tests.support.statements import count_statements

HERE = "/councils/testham/dashboard"


@pytest.fixture
def town(app):
    return built_once(build_town)


def text_of(client, path=f"{HERE}/report"):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.get_data(as_text=True))


def file_of(client, table, query=""):
    answer = client.get(f"{HERE}/{table}.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def links_in(html):
    """Every link to rows with the number it stands on."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = []
    for link in tree.iter("a"):
        href = link.get("href", "")
        number = re.match(r"[\d,]+", "".join(link.itertext()).strip())
        if "/dashboard/rows?" in href and number:
            found.append((href, int(number[0].replace(",", ""))))
    return found


def test_the_headline_says_what_it_counts_and_leads_to_as_many_cases(client, town):
    html = text_of(client)
    assert "Open now" in html
    assert "Barriers that still wait for the council" in html
    figures = re.findall(r'figure__number">([^<]+)<', html)
    assert figures[0] == "4"
    assert figures[2].strip() == "7"
    rows = text_of(client, f"{HERE}/rows?figure=open")
    assert "4 cases" in rows
    assert rows.count('<article class="card">') == 4


def test_what_keeps_coming_back_stands_with_its_rule_department_groups_cost_and_delay(client, town):
    html = text_of(client)
    table = html.split('class="table obstacles"', 1)[1].split("</table>", 1)[0]
    for words in (
        "Insurance we were asked for",
        "The council’s own rule",
        "Property and venues",
        "£500, given by 5",
    ):
        assert words in table
    assert "Held up 10 days" in table
    assert "2 cases" in table
    assert "obstacles__groups" in table
    assert ">7<" in table
    assert "3 or more different groups within 12 months" in html


def test_every_number_that_is_a_link_leads_to_a_list_of_as_many(client, town):
    links = [(href, number) for href, number in links_in(text_of(client)) if "figure=recurring" not in href]
    assert len(links) > 5
    for href, number in links:
        if "figure=groups" in href or "first-response" in href or "open-age" in href:
            continue
        rows = text_of(client, href)
        assert f"{number} case" in rows, (href, number)
        assert rows.count('<article class="card">') == min(number, 20)


def test_a_small_number_is_kept_back_on_the_page_and_in_the_file_with_the_reason(client, town):
    html = text_of(client)
    assert "All withheld:" in html
    assert "fewer than 5 groups" in html
    for row in file_of(client, "by-area"):
        if row["Kind of barrier"].startswith("Closing"):
            assert set(list(row.values())[1:-4]) <= {"", "0"}
    street = text_of(client, f"{HERE}/rows?figure=reported&category={town.street.category}")
    assert "Closing the lane" not in street


def test_page_and_file_hold_the_same_numbers(client, town):
    html = text_of(client)
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    shown = {}
    for region in tree.iter("div"):
        if region.get("aria-label") == "By department":
            for row in region.iter("tr"):
                cells = ["".join(cell.itertext()).strip() for cell in row]
                shown[cells[0]] = cells[1:]
    written = file_of(client, "by-department")
    assert written
    for row in written:
        name, *cells = list(row.values())[:-3]
        if name in shown:
            plain = [f"{float(cell):g}" if re.fullmatch(r"[\d.]+", cell) else cell or "–" for cell in cells]
            assert plain == shown[name]
    assert "All" in shown


def test_each_table_of_the_page_can_be_taken_away(client, town):
    html = text_of(client)
    files = set(re.findall(r'href="(/councils/testham/dashboard/[a-z-]+\.csv)"', html))
    assert len(files) >= 8
    for path in files:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.mimetype == "text/csv"
        name = answer.headers["Content-Disposition"]
        assert re.fullmatch(r"attachment; filename=testham-[a-z-]+-\d{4}-\d\d-\d\d\.csv", name)
    with_mark = client.get(f"{HERE}/headline.csv?bom=1").data
    assert with_mark.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{HERE}/nothing.csv").status_code == 404


def test_only_the_councils_own_officers_count_what_is_for_the_council_only(client, town, app):
    asked = "?with=council-only"
    outsider = app.test_client()
    for reader in (None, make_person(), make_person(role="moderator"), make_person(role="administrator")):
        other = app.test_client()
        if reader:
            sign_in(other, reader)
        assert text_of(other, HERE + asked).count("council-only") == 0
        assert "What we only tell" not in text_of(other, f"{HERE}/rows{asked}&figure=open")
        assert file_of(other, "headline", asked)[0]["Value"] == "4"
    sign_in(client, town.lead.person)
    assert file_of(client, "headline", asked)[0]["Value"] == "5"
    assert "What we only tell the council" in text_of(client, f"{HERE}/rows{asked}&figure=open")
    assert "Please do not share this page" in text_of(client, HERE + asked)
    assert "What we only tell" not in text_of(client, f"{HERE}/rows?figure=open")
    assert file_of(outsider, "headline")[0]["Value"] == "4"


def test_an_officers_links_and_files_keep_the_audience(client, town):
    sign_in(client, town.lead.person)
    html = text_of(client, f"{HERE}/report?with=council-only")
    rows = re.findall(r'href="(/councils/testham/dashboard/(?:rows|[a-z-]+\.csv)[^"]*)"', html)
    assert rows
    assert all("with=council-only" in one for one in rows)


def test_a_filter_lives_in_the_address_and_can_be_taken_away(client, town):
    area = town.areas[0]
    html = text_of(client, f"{HERE}?area={area.id}&category=insurance")
    assert "Remove the filter Ward or place" in html
    assert f'<option value="{area.id}" selected>Abbey</option>' in html
    without = re.search(
        r'class="chip" href="([^"]+)"><span class="visually-hidden">Remove the filter Ward', html
    )
    assert without
    assert "area=" not in without[1]
    assert "category=insurance" in without[1]


@pytest.mark.parametrize(
    "query",
    [
        "area=999999",
        "category=%00",
        "department=x",
        "page=%ff",
        "area=9" * 40,
    ],
)
def test_a_mangled_address_shows_the_page_and_says_what_was_left_out(client, town, query):
    assert client.get(f"{HERE}?{query}").status_code == 200
    assert client.get(f"{HERE}/rows?{query}&figure=nothing").status_code == 200


def test_a_name_that_was_hidden_is_on_no_page_of_figures(client, town):
    town.groups[3].name = "The Hidden Harmonicas"
    work()
    for path in ("", "/rows?figure=open", "/recurring.csv", "/silence-areas.csv"):
        answer = client.get(HERE + path)
        assert "Harmonicas" not in answer.get_data(as_text=True)


def test_a_page_takes_at_most_ten_statements_however_much_there_is(client, town):
    with count_statements() as few:
        text_of(client)
    for at in range(25):
        barrier = make_barrier(
            f"More {at}",
            council=town.council,
            group=town.groups[at % 8],
            area_id=make_area(town.council).id,
            department_id=town.department.id,
        )
        make_affected(barrier)
    work()
    with count_statements() as many:
        text_of(client)
    assert len(many) <= len(few) <= 10
    sign_in(client, town.lead.person)
    with count_statements() as officer:
        text_of(client, f"{HERE}/report?with=council-only")
    assert len(officer) <= 12  # two of them find out who asks


def test_a_visitors_page_is_kept_and_an_officers_is_not(client, town):
    assert "Set-Cookie" not in client.get(HERE).headers
    sign_in(client, town.lead.person)
    assert client.get(f"{HERE}?with=council-only").headers["Cache-Control"] == "no-store"


def test_every_page_of_figures_is_valid_html_with_one_heading(client, town):
    for path in (HERE, *(f"{HERE}/{one}" for one in CHAPTER_BY_NAME if one != GLANCE), f"{HERE}/rows?figure=open", "/councils/testham/months", "/obstacles",
                 "/obstacles/insurance/council-policy", "/councils/testham/you-said-we-did"):  # fmt: skip
        html = client.get(path).get_data(as_text=True)
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), path
        assert len(tree.findall(".//h1")) == 1, path
        assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", html), path
        known = set(ids)
        for element in tree.iter():
            for name in ("for", "aria-describedby", "aria-labelledby"):
                assert set((element.get(name) or "").split()) <= known, (path, name)


def test_a_file_names_each_column_once_and_says_each_thing_once(client, town):
    for table in ("recurring", "by-department", "by-area", "who-spoke", "trend"):
        rows = file_of(client, table)
        assert rows, table
        for head in rows[0]:
            label, _, unit = head.rpartition(" (")
            assert unit.removesuffix(")") not in label.lower() or not label, head
        notes = file_of(client, f"{table}-notes")
        assert len({row["Note"] for row in notes}) == len(notes) == len({row["Text"] for row in notes}), notes


def test_the_file_of_months_does_not_say_that_it_holds_other_dates(client, town):
    first = file_of(client, "trend")[0]
    assert (first["From"], first["To"]) == ("", "")
    assert "Dates" not in {row["Note"] for row in file_of(client, "trend-notes")}


def test_a_file_has_one_row_of_heads_and_what_is_withheld_in_a_column_of_its_own(client, town):
    answer = client.get(f"{HERE}/by-area.csv").get_data(as_text=True)
    lines = list(csv.reader(io.StringIO(answer, newline="")))
    assert {len(line) for line in lines} == {len(lines[0])}
    rows = file_of(client, "by-area")
    closing = next(row for row in rows if row["Kind of barrier"].startswith("Closing"))
    assert "Brook" in closing["Withheld"].split("; ")
    assert closing["Brook"] == ""
    for row in rows:
        for name in filter(None, row["Withheld"].split("; ")):
            assert row[name] == ""
        numbers = [
            value for name, value in row.items() if name not in {"Kind of barrier", "From", "To", "Withheld"}
        ]
        assert all(re.fullmatch(r"\d*", number) for number in numbers)


def test_the_notes_stand_in_a_second_file_or_below_a_blank_line_by_choice(client, town):
    notes = {row["Note"]: row["Text"] for row in file_of(client, "wards-notes")}
    assert "Groups overlap" in notes
    assert "fewer than 5 groups" in notes["Withheld"]
    assert notes["Dates"] == "1 December 2025 to 23 November 2026."
    plain = client.get(f"{HERE}/wards.csv").get_data(as_text=True)
    both = client.get(f"{HERE}/wards.csv?notes=below").get_data(as_text=True)
    assert both.startswith(plain + "\r\n")
    assert "Groups overlap" in both
    assert "Groups overlap" not in plain
    assert client.get(f"{HERE}/nothing-notes.csv").status_code == 404
    assert "/dashboard/wards-notes.csv" in text_of(client)


def test_a_table_says_where_its_groups_do_not_add_up(client, town):
    html = text_of(client)
    assert html.count("Groups overlap:") == 3


def test_each_chapter_has_an_address_its_files_and_the_filters_of_the_others(client, town):
    query = "?since=2026-10-01&until=2026-10-31&category=insurance"
    for one in CHAPTERS:
        path = HERE if one.name == GLANCE else f"{HERE}/{one.name}"
        html = text_of(client, path + query)
        assert f'aria-current="page">{one.title}</a>' in html
        assert "1 October 2026 to 31 October 2026" in html
        assert re.search(
            r"/dashboard/[a-z-]+\.csv\?since=2026-10-01&until=2026-10-31&category=insurance", html
        ), one
        for other in CHAPTERS:
            where = HERE if other.name == GLANCE else f"{HERE}/{other.name}"
            assert f'href="{where}{query}"' in html
    assert client.get(f"{HERE}/no-such-chapter").status_code == 404


def test_the_report_holds_every_chapter_and_each_begins_on_a_page(client, town):
    html = text_of(client)
    assert html.count('<div class="chapter"') == len(CHAPTERS)
    alone = {
        one.name: text_of(client, HERE if one.name == GLANCE else f"{HERE}/{one.name}") for one in CHAPTERS
    }
    for one in CHAPTERS:
        assert len(alone[one.name]) < len(html)
        assert set(re.findall(r'<h2 id="([a-z-]+)"', alone[one.name])) - {"chapters"} <= set(
            re.findall(r'id="([a-z-]+)"', html)
        )
