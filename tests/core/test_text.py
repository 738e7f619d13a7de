"""What people write becomes what they meant."""

import pytest
from markupsafe import Markup  # noqa: TID251  # to see that it is made

from forum.core.text import LONGEST_TEXT, PIPELINE_VERSION, TextRefused, excerpt, plain, quote, render, safe

REL = 'rel="nofollow ugc noopener"'


def test_the_pipeline_has_a_version_to_store_beside_the_html():
    assert isinstance(PIPELINE_VERSION, int)
    assert PIPELINE_VERSION >= 1


def test_nothing_written_shows_nothing():
    assert render("") == render(" \n\t\n") == ""


def test_a_new_line_is_shown_as_one():
    assert render("one\ntwo\n\nthree") == "<p>one<br>\ntwo</p>\n<p>three</p>"


def test_bold_italic_and_code_are_shown():
    assert render("**a** *b* _c_ `d && <e>`") == (
        "<p><strong>a</strong> <em>b</em> <em>c</em> <code>d &amp;&amp; &lt;e&gt;</code></p>"
    )


def test_html_is_shown_as_typed():
    assert render("<b>5 < 6</b> & &copy; &#x202e;") == (
        "<p>&lt;b&gt;5 &lt; 6&lt;/b&gt; &amp; &amp;copy; &amp;#x202e;</p>"
    )


def test_a_list_may_begin_right_below_a_sentence():
    assert render("We need:\n- a\n- b").replace("\n", "") == "<p>We need:</p><ul><li>a</li><li>b</li></ul>"


@pytest.mark.parametrize("step", ["  ", "   ", "    ", "\t"])
def test_a_list_goes_deeper_by_two_three_or_four_spaces_or_a_tab(step):
    html = render(f"- a\n{step}- b\n{step}{step}- c\n- d").replace("\n", "")
    assert html == "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"


def test_a_year_at_the_start_of_a_line_is_not_a_list():
    assert "<ol" not in render("We began in\n1999. It went well.")


def test_a_numbered_list_keeps_its_first_number():
    assert '<ol start="3">' in render("3. c\n4. d")


def test_a_table_of_costs_is_a_table():
    html = render("what | pounds\n- | -\nhall | 20")
    assert "<th>pounds</th>" in html
    assert "<td>20</td>" in html


@pytest.mark.parametrize("line", ["#1 problem", "#hashtag", "#"])
def test_a_hash_without_a_space_is_not_a_heading(line):
    assert render(line) == f"<p>{line}</p>"


def test_words_above_dashes_are_not_a_heading():
    assert render("Thanks\n---\nAnn") == "<p>Thanks</p>\n<hr>\n<p>Ann</p>"


def test_words_set_in_from_the_edge_are_words_not_code():
    assert (
        render("    Dear council")
        == render("a\n\n    Dear council")[len("<p>a</p>\n") :]
        == "<p>Dear council</p>"
    )


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# a\n## b\n### c\n# d", [3, 4, 5, 3]),
        ("## a\n## b", [3, 3]),
        ("### a\n# b\n###### c", [3, 3, 4]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", [3, 4, 5, 6, 6, 6]),
        ("- x\n\n    ## a\n\n# b\n\n> ### c", [3, 3, 4]),
    ],
)
def test_headings_begin_below_the_pages_own_and_skip_no_step(written, levels):
    html = render(written)
    assert [int(part[0]) for part in html.split("<h")[1:]] == levels


@pytest.mark.parametrize(
    ("written", "address", "words"),
    [
        ("[the rule](https://a.org/b?c=1&d=2)", "https://a.org/b?c=1&amp;d=2", "the rule"),
        ('[r](<http://a.org> "title")', "http://a.org", "r"),
        ("[r](https://a.org/x_(y))", "https://a.org/x_(y)", "r"),
        ("[r](www.a.org)", "https://www.a.org", "r"),
        ("[write](mailto:ann@a.org.uk)", "mailto:ann@a.org.uk", "write"),
        ("https://a.org/b_c_d", "https://a.org/b_c_d", "https://a.org/b_c_d"),
        ("<https://a.org>", "https://a.org", "https://a.org"),
        ("www.a.org", "https://www.a.org", "www.a.org"),
        ("![a ramp](https://a.org/p.png)", "https://a.org/p.png", "a ramp"),
        ("![](https://a.org/p.png)", "https://a.org/p.png", "picture"),
    ],
)
def test_a_link_leads_where_it_says_and_gives_no_rank(written, address, words):
    assert render(written) == f'<p><a href="{address}" {REL}>{words}</a></p>'


@pytest.mark.parametrize("end", [".", ",", "!", "?", ":", ")", ").", " and"])
def test_the_end_of_a_sentence_is_not_part_of_an_address(end):
    assert f'href="https://a.org/b" {REL}>https://a.org/b</a>' in render(f"(https://a.org/b{end}")


def test_an_address_inside_link_words_makes_no_second_link():
    assert render("[https://a.org](https://a.org)").count("<a ") == 1


def test_hashes_may_close_a_heading():
    assert render("## Costs ##") == "<h3>Costs</h3>"
    assert render("# C#") == "<h3>C#</h3>"


def test_text_that_is_too_long_is_refused_in_plain_words():
    assert render("a" * LONGEST_TEXT)
    with pytest.raises(TextRefused, match=r"^This is too long\. Please use 20,000 characters or fewer\.$"):
        render("a" * (LONGEST_TEXT + 1))


def test_too_much_markup_is_shown_as_plain_paragraphs_with_every_word_kept():
    html = render("**Help**\nus & <them>\n\n" + "[a](b) " * 600)
    assert html.startswith("<p>**Help**<br>us &amp; &lt;them&gt;</p>\n<p>[a](b) [a](b)")
    assert html.count("[a](b)") == 600


def test_an_ordinary_long_post_keeps_its_markup():
    post = (
        "# Steps\n\n" + "We asked the **council** for a hall, and [this](https://a.org) is what we got. " * 40
    )
    post += "\n\n- one\n- two\n" * 30
    assert render(post).count("<strong>") == 40


def test_stored_html_is_marked_safe_and_only_marked():
    assert safe("<p>a</p>") == Markup("<p>a</p>")
    assert isinstance(safe(""), Markup)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (render("**a**b & <c>\nd\n\n- e\n- f"), "ab & <c> d e f"),
        ("**a**b & [c](https://a.org)\n\n# d", "ab & c d"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", ""),
        ("a " * LONGEST_TEXT, ("a " * LONGEST_TEXT).strip()),
    ],
)
def test_plain_gives_the_words_alone(given, words):
    assert plain(given) == words


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("short", 10, "short"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one, two three", 6, "one…"),
        ("onetwothree", 5, "onet…"),
        (" one \n two ", 7, "one two"),
    ],
)
def test_an_excerpt_ends_at_a_word(text, length, cut):
    assert excerpt(text, length) == cut
    assert len(cut) <= length


def test_a_quote_names_its_author_and_leaves_out_older_quotes():
    written = quote("> older\n\nI think\n\nso", "Ann *Smith*")
    assert written == "> **Ann \\*Smith\\*** wrote:\n>\n> I think\n>\n> so\n\n"
    html = render(written + "And I agree")
    assert "<strong>Ann *Smith*</strong> wrote:" in html
    assert html.endswith("</blockquote>\n<p>And I agree</p>")
