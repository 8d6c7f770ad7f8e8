"""Plain text out of markup."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.sources.prose import one_line, one_line_of, plain, prose, prose_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two,<br>three.</p>Four.", "One.\n\nTwo,\nthree.\n\nFour."),
        ("<div>One.<div>Two.</div></div>", "One.\n\nTwo."),
        ("<h2>Arrests</h2><p>Nine.</p>", "Arrests\n\nNine."),
        ("<p>The\n   <b>nine</b>  <i>arrested</i>,\tall&nbsp;adults</p>", "The nine arrested, all adults"),
        ("<p>the 10<sup>th</sup> of un<wbr>usual</p>", "the 10th of unusual"),
        ("<ul><li>One</li><li><p>Two</p></li></ul><p>After</p>", "One\nTwo\n\nAfter"),
        ("<p>Of them:</p><ol><li>One<ul><li>Within</li></ul></li><li>Two</li></ol>", "Of them:\n\nOne\nWithin\nTwo"),
        ("<dl><dt>Arrests</dt><dd>Nine</dd></dl>", "Arrests\nNine"),
        ("<blockquote><p>“We will.”</p></blockquote><p>She said <q>yes</q>.</p>", "“We will.”\n\nShe said “yes”."),
        (
            "<table><caption>By year</caption><tr><th>Year<th>Arrests<tr><td>2015<td><p>900</p><td></table>",
            "By year\nYear | Arrests\n2015 | 900",
        ),
        ("<pre>one\n   two</pre>", "one\ntwo"),
        ("<p>One <a href='https://x.example'>link</a></p>", "One link"),
        ("</div></p>One<p>Two", "One\n\nTwo"),
        ("<html><head><title>No</title></head><body><p>Yes</p></body></html>", "Yes"),
        ("No markup at all", "No markup at all"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("speeds <30mph <b>and</b> below", "speeds <30mph and below"),
        ("", ""),
        ("<p></p>", ""),
        ("<frameset><frame></frameset>", ""),
    ],
)
def test_paragraphs_lists_quotes_and_tables_stay_apart(markup: str, text: str) -> None:
    assert prose(markup) == text


@pytest.mark.parametrize(
    "unwanted",
    [
        *(
            "<script>alert(1)</script>",
            "<style>p {}</style>",
            "<template>t</template>",
            "<noscript>n</noscript>",
            "<svg><text>s</text></svg>",
        ),
        *(
            "<!-- c -->",
            "<!--[if IE]>c<![endif]-->",
            "<img src='https://track.example/1.gif' alt='a'>",
            "<iframe>f</iframe>",
            "<object>o</object>",
        ),
        *("<nav>n</nav>", "<div role='navigation'>n</div>", "<form><p>Sign up</p><input value='v'></form>", "<button>Share</button>"),
        *(
            "<p hidden>h</p>",
            "<p style='color: red; DISPLAY : None'>h</p>",
            "<p style='visibility:hidden'>h</p>",
            "<p aria-hidden='true'>h</p>",
        ),
        *("<span class='link sr-only'>opens in a new window</span>", "<span class='Visually-Hidden'>(opens in a new window)</span>"),
        *("<select><option>o</option></select>", "<textarea>t</textarea>", "<audio>a</audio>", "<dialog>d</dialog>", "<title>t</title>"),
    ],
)
def test_what_no_reader_sees_is_left_out(unwanted: str) -> None:
    assert prose(f"<p>Before{unwanted}</p>{unwanted}<p>After{unwanted}</p>") == "Before\n\nAfter"


def test_a_page_that_stands_in_a_form_is_read() -> None:
    assert prose("<form action='/'><h1>Nine arrested</h1><input><p>In Westshire.</p></form>") == "Nine arrested\n\nIn Westshire."


def test_entities_are_decoded_once_and_no_more() -> None:
    assert prose("<p>&lt;!channel&gt; &amp;amp; &amp;lt;b&amp;gt; &pound;5</p>") == "<!channel> &amp; &lt;b&gt; £5"
    assert prose("<!channel> &") == "<!channel> &"


def test_what_cannot_be_seen_is_removed() -> None:
    unseen = (
        "\0\x07\x1b\x7f\x9f\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH NO-BREAK SPACE}\ud800\ue000\U000e0041"
    )
    assert prose(f"<p>ar{unseen}rest</p>") == "arrest"
    assert plain(f"ar{unseen}rest") == "arrest"
    assert prose("<p>ar&#8203;&#x202e;&#xad;rest</p>") == "arrest"


def test_plain_text_keeps_its_paragraphs() -> None:
    assert plain(" One \r\n two\n\n\n\nThree\N{LINE SEPARATOR}four\t five \n") == "One\ntwo\n\nThree\nfour five"
    assert prose("One\n\n\n\ntwo") == "One\n\ntwo"


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Test: <b>bold</b>", "Test: bold"),
        ("Nine arrested<script>alert(1)</script>", "Nine arrested"),
        ("<script>alert(1)</script>", ""),
        (" Crime &amp; disorder\n in Westshire ", "Crime & disorder in Westshire"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("Knives < 3 inches", "Knives < 3 inches"),
    ],
)
def test_a_title_is_one_line_of_text(markup: str, title: str) -> None:
    assert one_line(markup) == title


def test_part_of_a_page_is_read_by_itself() -> None:
    page = LexborHTMLParser("<main><h1>Nine <i>arrested</i></h1><div id=text><p>One</p><p>Two</p></div></main><footer>No</footer>")
    text, title = page.css_first("#text"), page.css_first("h1")
    assert text is not None
    assert title is not None
    assert prose_of(text) == "One\n\nTwo"
    assert one_line_of(title) == "Nine arrested"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_gives_text_that_can_be_shown(text: str) -> None:
    shown = prose(f"<p>{text}</p>")
    assert shown == plain(shown)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in shown if char != "\n")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div",
                ">",
                "<td>",
                "<li>",
                "<pre>",
                "</pre>",
                "<!--",
                "-->",
                "a ",
                "\n",
                "&lt;",
                "\x1e",
                "<table>",
                "</table>",
            ]
        )
    )
)
def test_any_markup_at_all_gives_text_in_lines_and_paragraphs(parts: list[str]) -> None:
    shown = prose("".join(parts))
    assert shown == plain(shown)
