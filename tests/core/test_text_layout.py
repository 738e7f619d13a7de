"""Blocks that people type right below each other are read as they meant them."""

import json
from html import unescape
from html.entities import html5
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import ROOT
from forum.core.text import clean, plain, render
from tests.support.depth import examples

CASES = ROOT.parent / "shared" / "cases" / "markdown.json"


def tags(markdown: str) -> str:
    """What is rendered, on one line."""
    return render(markdown).replace("\n", "")


TABLE = "| item | pounds |\n|---|---|\n| hall | 40 |"
AS_TABLE = (
    "<table><thead><tr><th>item</th><th>pounds</th></tr></thead>"
    "<tbody><tr><td>hall</td><td>40</td></tr></tbody></table>"
)


def test_a_table_may_begin_right_below_a_sentence():
    assert tags(f"What we paid:\n{TABLE}") == f"<p>What we paid:</p>{AS_TABLE}"


def test_a_line_right_below_a_table_is_no_row_of_it():
    assert tags(f"{TABLE}\nThat is all we have.") == f"{AS_TABLE}<p>That is all we have.</p>"


def test_an_answer_right_below_a_quotation_is_the_writers_own():
    assert tags("> You cannot use the kitchen\nBut the choir does") == (
        "<blockquote><p>You cannot use the kitchen</p></blockquote><p>But the choir does</p>"
    )


def test_what_is_quoted_keeps_its_own_lists_tables_and_quotations():
    html = tags("> They wrote:\n> 1) pay\n> 2) wait\n> > before that\n> we asked\nand we did")
    assert html == (
        "<blockquote><p>They wrote:</p><ol><li>pay</li><li>wait</li></ol><blockquote><p>before that</p></blockquote>"
        "<p>we asked</p></blockquote><p>and we did</p>"
    )


@pytest.mark.parametrize("step", ["  ", "   ", "    ", "\t"])
@pytest.mark.parametrize(
    ("first", "second", "tag"), [("1.", "2.", "ol"), ("-", "-", "ul"), ("1)", "2)", "ol")]
)
def test_a_paragraph_inside_an_item_leaves_the_list_whole(step, first, second, tag):
    html = tags(f"{first} a\n\n{step}more of a\n\n{second} b")
    assert html == f"<{tag}><li><p>a</p><p>more of a</p></li><li><p>b</p></li></{tag}>"


def test_a_paragraph_at_the_edge_ends_the_list():
    assert tags("1. one\n\nWe waited.\n\n2. two") == (
        '<ol><li>one</li></ol><p>We waited.</p><ol start="2"><li>two</li></ol>'
    )


def test_a_list_of_another_kind_right_below_begins_a_new_list():
    assert tags("1. a\n2. b\n- c\n- d") == "<ol><li>a</li><li>b</li></ol><ul><li>c</li><li>d</li></ul>"
    assert tags("- a\n- b\n1. c\n2. d") == "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>"


def test_a_list_of_another_kind_further_in_stands_inside_the_item():
    assert tags("1. a\n   - b\n   - c\n2. d") == "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"


@pytest.mark.parametrize("bullet", "•‣◦▪●")
def test_signs_that_word_processors_put_before_items_make_a_list(bullet):
    assert tags(f"or\n{bullet}\tasked\n{bullet} waited") == "<p>or</p><ul><li>asked</li><li>waited</li></ul>"


def test_numbers_with_a_bracket_make_a_list():
    assert tags("We did:\n1) rang\n2) wrote") == "<p>We did:</p><ol><li>rang</li><li>wrote</li></ol>"


@pytest.mark.parametrize("text", ["We have waited since\n1. January 2020", "It was the\n1) of many\nwe met"])
def test_a_number_below_words_with_no_second_one_is_no_list(text):
    assert "<ol" not in render(text)


@pytest.mark.parametrize("text", ["Call\n+44 161 496 0000", "Thanks\n- - -\nAnn", "a -\nb", "5 * 3\n* "])
def test_signs_that_begin_no_item_make_no_list(text):
    assert "<li" not in render(text)


def test_a_sentence_that_runs_on_below_its_item_stays_in_it():
    assert tags("- one line\nand more\n- two") == "<ul><li>one line<br>and more</li><li>two</li></ul>"
    assert tags("1. one line\n   and more\n2. two") == "<ol><li>one line<br>and more</li><li>two</li></ol>"


@pytest.mark.parametrize("pair", [("- a\n* b", "<ul><li>a</li><li>b</li></ul>")])
def test_two_signs_in_one_list_are_one_list(pair):
    assert tags(pair[0]) == pair[1]


@pytest.mark.skipif(not CASES.exists(), reason="shared/cases is not beside this checkout")
def test_the_shared_cases_are_lists_tables_and_lines_as_they_should_be():
    found = {case["id"]: tags(case["in"]) for case in json.loads(Path(CASES).read_text())}
    assert "<table>" in found["m01"]
    assert found["m03"].endswith("</blockquote><p>But the choir uses it each week</p>")
    assert found["m04"].endswith("</table><p>That is all we have.</p>")
    assert found["m05"] == "<p>We wait since<br>1. January 2020</p>"
    assert "<ol>" in found["m06"]
    assert "<ul>" in found["m06"]
    assert "<ul>" in found["h01"]
    assert '<ol start="2">' in found["h03"]
    assert "<br>" in found["h05"]
    assert "<li>" not in found["h06"]


@pytest.mark.parametrize("write", ["{}", "[the rule]({})", "<{}>", "see {}, please"])
def test_every_name_in_a_query_survives_byte_for_byte(write):
    names = [name for name in sorted(html5) if name.isascii()] + ["#60", "#x3c;", "amp;lt"]
    for start in range(0, len(names), 20):
        address = "https://example.org/?a=1&" + "&".join(f"{name}=2" for name in names[start : start + 20])
        html = render(write.format(address))
        assert _decoded_once(html.split('href="')[1].split('"')[0]) == address
        if "[" not in write:
            assert _decoded_once(html.split('noopener">')[1].split("<")[0]) == address


def _decoded_once(attribute: str) -> str:
    """What a browser makes of an attribute in which every ampersand is written out."""
    assert attribute.count("&") == attribute.count("&amp;")
    return attribute.replace("&amp;", "&")


def test_the_decoder_of_this_file_agrees_with_python_where_all_is_written_out():
    assert unescape("a&amp;region=1") == _decoded_once("a&amp;region=1") == "a&region=1"


PIECES = ["a", "b c", "- ", "1. ", "2) ", "• ", "> ", "|", "|---|", "# ", "\n", "\n", "\n\n", "  ", "    "]


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_letter_is_lost_or_moved(text):
    letters = [letter for letter in clean(text) if letter.isalpha()]
    assert [letter for letter in plain(render(text)) if letter.isalpha()] == letters
