"""No text that anybody writes can run, load, hide or break anything."""

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


def check(html):
    """Parse as a browser does: only our tags, only our attributes, only safe addresses."""
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


@settings(max_examples=examples(150), deadline=None)
@given(st.text(max_size=300))
def test_no_text_at_all_gets_past_the_gates(written):
    try:
        check(render(written))
    except TextRefused as refused:
        assert str(refused).endswith(".")  # noqa: PT017
