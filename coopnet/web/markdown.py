"""People's Markdown as HTML that can do no harm: no HTML of theirs, no pictures, links that leave no trace."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "br", "hr", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre"} | {
    f"h{level}" for level in range(2, 7)
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
DEEPEST = 6
_BLOCK = re.compile(r"<(p|ul|ol|blockquote|h[2-6])(?=[ >])")

_parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable("image")


@lru_cache(maxsize=512)
def render_markdown(text: str, *, top: int = 3) -> Markup:
    """Its highest heading becomes `<h{top}>`, the next `<h{top + 1}>`: the page's outline has no gaps.

    Each block has `dir="auto"`: the text may be in any language.
    """
    tokens = _parser.parse(text)
    _shift_headings(tokens, top)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener noreferrer"
    )
    return Markup(_BLOCK.sub(r'<\1 dir="auto"', clean))  # noqa: S704 - cleaned in the line before


def _shift_headings(tokens: list[Token], top: int) -> None:
    found = sorted({token.tag for token in tokens if token.type == "heading_open"})
    shifted = {tag: f"h{min(top + depth, DEEPEST)}" for depth, tag in enumerate(found)}
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = shifted[token.tag]
