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

_POINT = re.compile(r"\s*(•|\d+[.)]) ")

_parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable("image")


@lru_cache(maxsize=512)
def render_markdown(text: str, *, top: int | None = 3) -> Markup:
    """Its highest heading becomes `<h{top}>`, the next `<h{top + 1}>`: the page's outline has no gaps. Without `top`
    headings are bold lines, for where the text is one of many things that are told.

    Each block has `dir="auto"`: the text may be in any language.
    """
    tokens = _parser.parse(text)
    if top is None:
        _make_headings_bold(tokens)
    else:
        _shift_headings(tokens, top)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener noreferrer"
    )
    return Markup(_BLOCK.sub(r'<\1 dir="auto"', clean))  # noqa: S704 - cleaned in the line before


def plain_markdown(text: str) -> str:
    r"""As it is read, in lines: without its signs, with a dot before each point of a list, a link's address behind it.

    >>> plain_markdown("# Hort\n\nHi ha **aigua**:\n\n- [font](https://example.org)\n- pou")
    'Hort\n\nHi ha aigua:\n\n• font (https://example.org)\n• pou'
    """
    blocks: list[str] = []
    begins, depth = "", 0
    for token in _parser.parse(text):
        if token.type == "list_item_open":
            begins = f"{'  ' * (depth - 1)}{token.info + token.markup if token.info else '•'} "
        elif token.type.endswith("_list_open"):
            depth += 1
        elif token.type.endswith("_list_close"):
            depth -= 1
        elif token.content and token.type in {"inline", "fence", "code_block"}:
            said = _plain_inline(token.children) if token.children else token.content.rstrip()
            # Points of one list stand close, other blocks apart.
            blocks += [] if not blocks else ["\n" if begins and _is_point(blocks[-1]) else "\n\n"]
            blocks.append(begins + said)
            begins = ""
    return "".join(blocks)


def _plain_inline(children: list[Token]) -> str:
    parts: list[str] = []
    ends: list[str] = []
    for token in children:
        if token.type == "link_open":
            ends.append(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            address = ends.pop()
            parts.append("" if "".join(parts).endswith(address) else f" ({address})")
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        else:
            parts.append(token.content)
    return "".join(parts)


def _is_point(block: str) -> bool:
    return _POINT.match(block) is not None


def _make_headings_bold(tokens: list[Token]) -> None:
    for place, token in enumerate(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
        if token.type == "heading_open":
            inline = tokens[place + 1]
            inside = inline.children or []
            inline.children = [Token("strong_open", "strong", 1), *inside, Token("strong_close", "strong", -1)]


def _shift_headings(tokens: list[Token], top: int) -> None:
    found = sorted({token.tag for token in tokens if token.type == "heading_open"})
    shifted = {tag: f"h{min(top + depth, DEEPEST)}" for depth, tag in enumerate(found)}
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = shifted[token.tag]
