import pytest

from coopnet.web.markdown import render_markdown
from tests.rig.reader import parse


def test_headings_go_below_those_of_the_page_without_gaps() -> None:
    html = render_markdown("## Què farem\n\n#### Detall\n\n## Més")
    assert html.count("<h3") == 2
    assert html.count("<h4") == 1
    assert "<h2" not in html


def test_headings_never_pass_the_sixth() -> None:
    html = render_markdown("\n\n".join(f"{'#' * depth} {depth}" for depth in range(1, 7)), top=4)
    assert [html.count(f"<h{level}") for level in range(4, 8)] == [1, 1, 4, 0]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "![x](https://tracker.example.org/p.png)",
        "<style>*{display:none}</style>",
        '<p style="x" onclick="y">z</p>',
        "<svg/onload=alert(1)>",
        "[x](https://e.org 'onmouseover=alert(1)')",
        "```html\n<script>alert(1)</script>\n```",
    ],
)
def test_nothing_of_it_runs_or_loads(text: str) -> None:
    root = parse(render_markdown(text))
    assert not {each.tag for each in root.iter()} & {"script", "img", "style", "svg", "iframe", "object"}
    assert not [a for a in root.iter("a") if not (a.get("href") or "").startswith("https://")]
    assert not [each for each in root.iter() for name in each.attrib if name.startswith("on") or name == "style"]


def test_what_looked_like_html_stays_readable() -> None:
    assert "&lt;b&gt;" in render_markdown("<b>negreta</b>")


def test_links_leave_no_trace() -> None:
    html = render_markdown("[mapa](https://example.org/?a=1&b=2) i [correu](mailto:hola@example.org)")
    assert 'href="https://example.org/?a=1&amp;b=2"' in html
    assert html.count('rel="nofollow noopener noreferrer"') == 2


def test_each_block_finds_its_own_direction() -> None:
    html = render_markdown("Hola\n\nمرحبا\n\n- u\n\n3. tres\n\n> cita")
    for block in ("p", "ul", 'ol dir="auto" start="3"', "blockquote"):
        assert f"<{block}" in html
    assert html.count('dir="auto"') >= 5


def test_empty_text_is_empty() -> None:
    assert render_markdown("") == ""
