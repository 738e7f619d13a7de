"""What every page made from our layouts and components must be, read as HTML."""

import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from tests.support.gallery import ERRORS, create_gallery

SAMPLES = ("/look/home", "/look/barrier", "/look/form?errors")
PAGES = ("/", "/?errors", "/?person", *SAMPLES, *(f"/errors/{code}" for code in ERRORS))


@pytest.fixture(scope="module")
def client():
    return create_gallery().test_client()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_valid_html_with_one_heading_and_ids_of_its_own(client, address):
    html = client.get(address).get_data(as_text=True)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert len(tree.findall(".//h1")) == 1
    assert tree.find(".//title").text.strip()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_obeys_the_policy_that_forbids_inline_styles_and_scripts(client, address):
    html = client.get(address).get_data(as_text=True)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", html)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|(?:src|href)=\"(?:data:|https?:|//)", html)


@pytest.mark.parametrize("address", PAGES)
def test_every_reference_between_elements_finds_its_element(client, address):
    tree = html5lib.parse(client.get(address).get_data(as_text=True), namespaceHTMLElements=False)
    ids = {element.get("id") for element in tree.iter()}
    for element in tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            assert set((element.get(attribute) or "").split()) <= ids, (attribute, element.get(attribute))


def test_each_error_of_a_form_links_to_its_field_and_stands_beside_it(client):
    tree = html5lib.parse(client.get("/?errors").get_data(as_text=True), namespaceHTMLElements=False)
    summary = tree.find(".//div[@class='error-summary']")
    links = [link.get("href") for link in summary.iter("a")]
    assert links == ["#title", "#story", "#council", "#who_sees", "#kind", "#agree"]
    by_id = {element.get("id"): element for element in tree.iter() if element.get("id")}
    for link in links:
        assert by_id[link[1:]].tag in {"input", "select", "textarea"}
        assert f"{link[1:]}-error" in by_id
    assert tree.find(".//title").text.startswith("Error: ")


def test_a_password_is_never_sent_back(client):
    html = client.post("/?errors", data={"password": "long and secret"}).get_data(as_text=True)
    assert "long and secret" not in html


def test_a_visitor_page_holds_no_token_outside_its_forms_so_that_it_can_be_kept(client):
    assert "csrf" not in client.get("/errors/404").get_data(as_text=True)


def test_the_stylesheet_and_each_script_stay_small():
    folder = Path(create_gallery().static_folder)
    for script in folder.glob("*.js"):
        assert len(script.read_text().splitlines()) <= 100, script.name


def test_every_empty_list_leads_on():
    templates = Path(__file__).resolve().parents[2] / "templates"
    calls = [
        (file.name, call)
        for file in templates.rglob("*.html")
        if "developers" not in file.parts and file.name != "empty_state.html"
        for call in re.findall(r"empty_state\((.*)", file.read_text())
    ]
    assert calls
    # A list of cards calls it only where its section gives actions; without them it is a plain sentence.
    assert [one for one in calls if not re.search(r"\[\(|\[$|ways_on|, actions\) }}{% else %}", one[1])] == []
