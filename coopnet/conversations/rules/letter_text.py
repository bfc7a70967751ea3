"""The text of a letter as its writer saw it: soft breaks of `format=flowed` joined, HTML read as lines.

HTML is read here by hand, because it must be read in a time that grows as its length does, whatever it is: on 400 kB
made for it, the standard library's parser took minutes, and nh3 half a minute. What is made of it is plain text.
"""

import html
import re

LARGEST_HTML = 400_000  # characters; of more, the beginning is read
DEEPEST_QUOTE = 20
SHORTEST_SIGN = 4  # a picture's other words this short are a smile

_BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS = frozenset(["p", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"])
_UNREAD = frozenset(["script", "style", "title", "noscript", "textarea", "template"])
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})(?P<rest>[^>]*+)(?:>|\Z)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]++)\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s\"']++)")
_STARTS = {"li": "- ", "td": " ", "th": " "}
_ALONE = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_SIGNATURE = re.compile(
    r"gmail_signature|moz-signature|ms-outlook-mobile-signature|protonmail_signature|ymail_android_signature|bloop_sign"
    r"|(?<!\w)(?:x_|mail-?|mobile-?|email-?|apple-?mail-?)*signature(?!\w)",
    re.IGNORECASE,
)
# What programs put around, or above, the letter that is answered, where they mark it in no other way.
_OLD = re.compile(
    r"divRplyFwdMsg|appendonsend|OutlookMessageHeader|yahoo_quoted|zmail_extra|reference-message|ymail_quoted",
    re.IGNORECASE,
)
OLD_LINE = "----- Original Message -----"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)


def unflow(text: str, *, delete_space: bool = False) -> str:
    r"""RFC 3676: a line that ends with a space goes on in the next one of the same depth. `delete_space`: DelSp=yes.

    >>> unflow("Dijous em va \nbé.\n-- \nMaria")
    'Dijous em va bé.\n-- \nMaria'
    >>> unflow("> un \n> dos \ntres\n From \nlluny"), unflow("bon \ndia", delete_space=True)
    ('> un dos \ntres\nFrom lluny', 'bondia')
    """
    made: list[str] = []
    depth_before, is_open = 0, False
    for line in text.split("\n"):
        rest = line.lstrip(">")
        depth = len(line) - len(rest)
        rest = rest.removeprefix(" ")
        if is_open and depth == depth_before and rest != "-- ":
            made[-1] = (made[-1][:-1] if delete_space else made[-1]) + rest
        else:
            made.append(f"{'>' * depth} {rest}" if depth else rest)
        is_open, depth_before = rest.endswith(" ") and rest != "-- ", depth
    return "\n".join(made)


def text_of_html(markup: str) -> str:
    r"""Lines as they were seen. Quoted ones begin with >, an address behind other words stands after them.

    >>> print(text_of_html("<p>Hola,<br>em va <b>bé</b>.</p><blockquote type=cite>Et va <i>bé</i>?</blockquote>"))
    Hola,
    em va bé.
    <BLANKLINE>
    > Et va bé?
    >>> text_of_html("<style>p {}</style><a href='https://x.example/a'>mira</a> <img alt='🙂'><img alt='logotip gran'>")
    'mira (https://x.example/a) 🙂'
    >>> text_of_html("Sí<div style='display:none'>amagat</div><div class=gmail_signature>Maria</div>")
    'Sí\n\n-- \nMaria'
    >>> text_of_html("Sí<div class='ydp1 yahoo_quoted'>Et va bé?</div>")
    'Sí\n\n----- Original Message -----\nEt va bé?'
    >>> text_of_html("<!-- a --><div style='display:none'>a<div>b</div><p>c</p></div><a href='http://x.org'>x.org</a></b>")
    'x.org (http://x.org)'
    >>> text_of_html("<a href='http://x.org'>http://x.org</a> <a href='mailto:a@b.org'>escriu</a></a><script>a")
    'http://x.org escriu'
    >>> text_of_html("<ul><li>un<li>dos</ul><table><tr><td>a<td>b</table>&lt;3")
    '- un\n- dos\n\na b\n\n<3'
    """
    return _Reader().read(markup[:LARGEST_HTML])


class _Reader:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.hidden = ""  # the element that nobody sees, while inside one
        self.hidden_depth = 0
        self.link: tuple[str, int] | None = None  # its address, and where in the line its words begin

    def read(self, markup: str) -> str:
        at = 0
        while found := _TAG.search(markup, at):
            self._say(markup[at : found.start()])
            at = found.end()
            if not found["name"]:
                continue  # a comment, or what begins a document
            name = found["name"].lower()
            if name in _UNREAD and not found["end"]:
                closing = re.compile(rf"</{name}", re.IGNORECASE).search(markup, at)
                at = closing.start() if closing else len(markup)
            elif found["end"]:
                self._end(name)
            else:
                self._start(name, {each[1].lower(): _value(each[2]) for each in _ATTRIBUTE.finditer(found["rest"])})
        self._say(markup[at:])
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def _say(self, markup: str) -> None:
        if markup and not self.hidden:
            self.line.append(re.sub(r"[ \t\r\n\f]+", " ", _plain(markup)))

    def _start(self, name: str, named: dict[str, str]) -> None:
        if self.hidden:
            self.hidden_depth += name == self.hidden
        elif name not in _ALONE and _HIDDEN.search(named.get("style", "")):
            self.hidden, self.hidden_depth = name, 1
        else:
            if name in _BREAKS:
                self._end_line(is_paragraph=name in _PARAGRAPHS)
            self._open(name, named)

    def _end(self, name: str) -> None:
        if self.hidden:
            self.hidden_depth -= name == self.hidden
            self.hidden = self.hidden if self.hidden_depth else ""
            return
        if name == "blockquote":
            self._end_line()
            self.depth = max(0, self.depth - 1)
        if name in _BREAKS and name not in _ALONE:
            self._end_line(is_paragraph=name in _PARAGRAPHS)
        elif name == "a" and self.link:
            address, start = self.link
            if address not in "".join(self.line[start:]):
                self.line.append(f" ({address})")
            self.link = None

    def _open(self, name: str, named: dict[str, str]) -> None:
        if name == "blockquote":
            self.depth = min(self.depth + 1, DEEPEST_QUOTE)
        elif _OLD.search(named.get("id", "") + " " + named.get("class", "")):
            self._end_line(is_paragraph=True)
            self.lines.append(OLD_LINE)
        elif _SIGNATURE.search(f"{named.get('id', '')} {named.get('class', '')}"):
            self._end_line(is_paragraph=True)
            self.lines.append("-- ")
        elif name == "a" and named.get("href", "").lower().startswith(("http:", "https:")):
            self.link = (named["href"], len(self.line))
        elif name in _STARTS:
            self.line.append(_STARTS[name])
        elif name == "img" and len(named.get("alt", "")) <= SHORTEST_SIGN:
            self.line.append(named.get("alt", ""))

    def _end_line(self, *, is_paragraph: bool = False) -> None:
        said = "".join(self.line).strip()
        quote = "> " * self.depth
        if said:
            self.lines.append(quote + said)
        if is_paragraph and self.lines and self.lines[-1].strip():
            self.lines.append(quote.rstrip())
        self.line = []
        self.link = None


def _value(written: str) -> str:
    return _plain(written.strip("\"'")).strip()


def _plain(markup: str) -> str:
    """A sign that is written as a number has at most seven of its digits."""
    return html.unescape(re.sub(r"&#\w{9,}+", "", markup))
