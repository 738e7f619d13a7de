"""No text that anybody writes can run, load, hide or break anything."""

from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.text import TextRefused, render
from tests.support.depth import examples

TAGS = {"p", "br", "hr", "a", "em", "strong", "code", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
REL = "nofollow ugc noopener"

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=https://a.org onclick=alert(1)>x</a>",
    "<p style='position:fixed'>x</p>",
    "<form action=https://evil.org><input name=password></form>",
    "<base href=https://evil.org>",
    "<meta http-equiv=refresh content='0;url=https://evil.org'>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "</p></div></main><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61vascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.org)",
    "[x](\\\\evil.org)",
    "[x](https:\\\\evil.org)",
    "[x](https://council.gov.uk@evil.org)",
    "[x](https://evil.org\u202egro.live)",
    "[x](mailto:a@b.org?bcc=c@d.org)",
    '[x](https://a.org" onmouseover="alert(1))',
    "[x](https://a.org'onmouseover='alert(1))",
    "[x](<https://a.org onmouseover=alert(1)>)",
    "[x](https://[)",
    "[x](https://a.org:99999999)",
    "![x](javascript:alert(1))",
    "![x](https://evil.org/track.gif)",
    '![x"onerror="alert(1)](https://a.org/x.png)',
    "![](data:image/svg+xml,<svg onload=alert(1)>)",
    "<javascript:alert(1)>",
    "<https://a.org/<script>alert(1)</script>>",
    "https://a.org/<script>alert(1)</script>",
    'https://a.org/"onmouseover="alert(1)',
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "| <script>alert(1)</script> | b |\n| - | - |\n| <img src=x onerror=alert(1)> | d |",
    "# <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "[<script>alert(1)</script>](https://a.org)",
    "[a](https://a.org){onclick=alert(1)}",
    "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03 \x02amp\x03 \x0234\x03",
    "klzzwxh:0000 wzxhzdk:0",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{ config }} {% raw %} ${7*7} #{7*7}",
]


class Tokens(HTMLParser):
    """The standard library's parser, which mends nothing: what it reads as a tag, some mail reader may too."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        assert {name for name, _ in attrs} <= {"href", "rel", "start"}
        assert all(
            value.lower().startswith(("https://", "http://", "mailto:"))
            for name, value in attrs
            if name == "href"
        )
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        pytest.fail(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def check_tokens(html):
    """Read the same words with another parser: every tag is ours, and is closed in its order."""
    tokens = Tokens()
    tokens.feed(html)
    tokens.close()
    assert tokens.open == []


def check(html):
    """Parse as a browser does: only our tags, only our attributes, only safe addresses."""
    check_tokens(html)
    assert not any(hidden in html for hidden in "\x00\x02\x03\u202d\u202e\u2066\u2067\u2068")
    tree = html5lib.parseFragment(f"<div>{html}</div>", namespaceHTMLElements=False)
    [wrapper] = list(tree)  # nothing escapes from where it is put
    for element in wrapper.iter():
        if element is wrapper:
            continue
        assert element.tag in TAGS
        attributes = dict(element.attrib)
        if element.tag == "a":
            assert attributes.pop("href").lower().startswith(("https://", "http://", "mailto:"))
            assert attributes.pop("rel") == REL
        if element.tag == "ol":
            assert attributes.pop("start", "1").isdigit()
        assert attributes == {}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_becomes_harmless_words(attack):
    for written in (
        attack,
        f"words {attack} words",
        f"- {attack}\n\n> {attack}",
        f"**{attack}**",
        f"[{attack}](https://b.org)",
    ):
        check(render(written))


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_post_shown_as_plain_paragraphs_is_harmless_too(attack):
    html = render(attack + "\n\n" + "*" * 600)
    check(html)
    assert "<a" not in html


@pytest.mark.parametrize(
    "address", ["https://council.gov.uk@evil.org", "//evil.org", "javascript:alert(1)", "/barriers/1"]
)
def test_a_link_that_may_not_be_followed_keeps_its_words(address):
    assert render(f"[the words]({address})") == "<p>the words</p>"


PIECES = [
    *"[]()<>!*_`#|-+=>&;\\\"'/: \n\t1.a",
    "\n\n",
    "    ",
    "](",
    "![",
    "**",
    "https://a.org",
    "www.",
    "javascript:",
]
PIECES += [
    "<script>",
    "</p>",
    "<!--",
    "-->",
    "&#60;",
    "&lt;",
    "\x02",
    "\x03",
    "\u202e",
    "klzzwxh:0001",
    "é",
    "👩‍👧",
    "- ",
    "> ",
    "1. ",
]
PIECES += [
    " onclick=x",
    "mailto:a@b.org",
    "|-|-|\n",
    "| a | b |\n",
    "## ",
    "---\n",
    "[a](https://b.org)",
    "`a`",
]


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_mix_of_pieces_gets_past_the_gates(written):
    check(render(written))


names = st.sampled_from(
    [
        "script",
        "img",
        "svg",
        "math",
        "style",
        "a",
        "p",
        "table",
        "td",
        "noscript",
        "template",
        "textarea",
        "title",
        "x:y",
    ]
)
values = st.sampled_from(
    [
        "javascript:alert(1)",
        "https://a.org",
        "x onerror=y",
        "--><img src=x onerror=y>",
        "&#106;avascript:1",
        "'\"",
        "",
    ]
)
attributes = st.tuples(
    st.sampled_from(["href", "src", "onerror", "style", "id", "xlink:href", "srcdoc"]),
    st.sampled_from("'\" "),
    values,
)


def element(inner):
    """Write an element as HTML has it or nearly: quoted or not, closed or not, in another one or beside it."""
    written = st.lists(attributes, max_size=2).map(
        lambda some: "".join(f" {name}={quote}{value}{quote}" for name, quote, value in some)
    )
    ends = st.sampled_from(["</{0}>", "", "</{0} x>", "<!--", "-->", "]]>", "</p>"])
    return st.tuples(names, written, inner, ends).map(
        lambda parts: f"<{parts[0]}{parts[1]}>{parts[2]}{parts[3].format(parts[0])}"
    )


leaves = st.sampled_from(PIECES)
grammar = st.recursive(
    leaves, lambda inner: element(inner) | st.lists(inner, max_size=4).map("".join), max_leaves=14
)


@settings(max_examples=examples(300), deadline=None)
@given(
    grammar,
    st.sampled_from(
        [
            "{0}",
            "[{0}](https://b.org)",
            "| a | {0} |\n|-|-|\n| {0} | b |",
            "> - {0}",
            "`{0}",
            "<https://a.org/{0}>",
        ]
    ),
)
def test_no_markup_built_by_a_grammar_gets_past_the_gates(written, around):
    check(render(around.format(written)))


@settings(max_examples=examples(150), deadline=None)
@given(st.text(max_size=300))
def test_no_text_at_all_gets_past_the_gates(written):
    try:
        check(render(written))
    except TextRefused as refused:
        assert str(refused).endswith(".")  # noqa: PT017
