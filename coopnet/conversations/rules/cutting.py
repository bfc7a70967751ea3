"""What somebody wrote, out of a letter that answers another: no quotations, no signature, no visiting card.

In doubt it stays: a line too many does no harm, a lost one does. Whatever stays goes through `scrubbing`.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence

from coopnet.conversations.rules import mail_words as words
from coopnet.conversations.rules.folding import fold
from coopnet.conversations.rules.spots import has_address

LINES_OF_QUOTE_START = 4
LONGEST_START = 400
FIELDS_LOOKED_AT = 7
SIGNATURE_LINES = 15  # below two dashes without their space; a longer one was no signature
CARD_LINES = 6
CARD_WIDTH = 70
NAME_WORDS = 5

_CONTACT = re.compile(r"@|www\.|https?:|\d{3}", re.IGNORECASE)
_UNSEEN = frozenset("\u200b\u2060\ufeff\u00ad")
_DIRECTIONS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def cut(text: str, marks: Collection[str] = (), heads: Collection[str] = ()) -> str:
    r"""`marks` are sentences that stand in our own letters alone, in each language: what follows one is an old letter.
    So is what follows two of `heads` in a row, which stand above each of ours; `…` in one is whatever stands there.

    >>> cut('''Sí, dijous em va bé.
    ...
    ... El dl., 30 de nov. 2026 a les 18:00, Xarxa digital (<xarxa@example.org>) va escriure:
    ...
    ... > Hola, Maria: et va bé dijous?''')
    'Sí, dijous em va bé.'
    >>> cut("Perfecte\n\nRespon per sobre d’aquesta línia.\nHola", marks=["Respon per sobre d'aquesta línia"])
    'Perfecte'
    >>> cut("Perfecte\n\n---- Ahir ----\n*Hola, Pau Puig:*\n\nSobre: un portàtil\nA", heads=["Hola, …:", "Sobre: …"])
    'Perfecte'
    >>> cut("Hola, Pau:\nsobre el portàtil: sí", heads=["Hola, …:", "Sobre: …"])
    'Hola, Pau:\nsobre el portàtil: sí'
    >>> print(cut("On Mon, 30 Nov 2026 at 18:00, X wrote:\n> Quin dia?\nDijous.\n> Quina hora?\nLes 6."))
    Dijous.
    <BLANKLINE>
    Les 6.
    """
    lines = [_tidy(line) for line in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)]
    above = _above_ours(lines, heads)
    kept = _without_card(_without_tail(_written(above, {_letters(mark) for mark in marks})))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _above_ours(lines: Sequence[str], heads: Collection[str]) -> list[str]:
    """What stands above one of our letters that no program has marked, without what the program wrote above it.

    >>> _above_ours(["Sí", "", "De: X", "------", "Hola, Pau:", "", "Sobre: això"], ["Hola, …:", "Sobre: …"])
    ['Sí', '']
    """
    forms = [_form(head) for head in heads]
    said = [n for n, line in enumerate(lines) if line.strip()]
    is_head = [any(form.fullmatch(lines[n].strip(" \t*_")) for form in forms) for n in said]
    first = next((n for n in range(1, len(said)) if is_head[n - 1] and is_head[n]), None)
    if first is None:
        return list(lines)
    above = list(lines[: said[first - 1]])
    while above and (not above[-1].strip() or _is_lead(above[-1].strip())):
        above.pop()
    return [*above, ""]


def _form(head: str) -> re.Pattern[str]:
    """As programs may have changed it: its blanks and its apostrophes."""
    said = re.sub(r"(?:\\ )+", r"\\s+", re.escape(head)).replace("'", "['’]")
    return re.compile(said.replace("…", ".{1,200}"), re.IGNORECASE)


def _is_lead(line: str) -> bool:
    """What a program writes above an old letter: a rule, who wrote it and when, a field of its head."""
    is_dated = words.DAY.search(line) is not None and words.HOUR.search(line) is not None and line.endswith((":", "-"))
    is_field = words.SENDER_FIELD.match(line) is not None or words.OTHER_FIELD.match(line) is not None
    return is_field or is_dated or re.fullmatch(r"[-_=*~–—\s]{2,}(?:.*[-_=*~–—\s]{2,}:?)?", line) is not None


def _written(lines: Sequence[str], marks: Collection[str]) -> list[str]:
    """Without quotations and marked signatures. What stands between quoted lines is an answer, and stays."""
    kept: list[str] = []
    is_signing, at = False, 0
    while at < len(lines):
        if _is_quoted(lines[at]):
            is_signing = False
            kept.append("")
            at += 1
        elif length := _quote_start(lines, at):
            if not _is_quoted(_next_line(lines, at + length)):
                break  # a program that marks no line of what it quotes: all that follows is old
            at += length
        elif _begins_old_letter(lines, at, marks):
            break
        else:
            is_signing = is_signing or _is_signature(lines, at)
            if not is_signing:
                kept.append(lines[at])
            at += 1
    return kept


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "＞"))


def _quote_start(lines: Sequence[str], at: int) -> int:
    """How many lines the sentence takes that begins a quotation here; 0 where none does.

    >>> _quote_start(["On Mon, 30 Nov 2026 at 18:00, Xarxa digital", "<xarxa@example.org> wrote:"], 0)
    2
    >>> _quote_start(["El 2025 anava bé", "El dl., 30 nov. 2026, X va escriure:"], 0)
    0
    >>> _quote_start(["пн, 30 нояб. 2026 г. в 18:00, X <x@example.org>:", "> Так"], 0)
    1
    >>> _quote_start(["Ens veiem a les 18:30:", "a la porta"], 0), _quote_start(["Va escriure:"], 0)
    (0, 0)
    """
    for length in range(1, LINES_OF_QUOTE_START + 1):
        part = lines[at : at + length]
        if len(part) < length or not all(line.strip() for line in part):
            return 0
        if _is_quote_start(part, _next_line(lines, at + length)):
            inner = (_is_quote_start(part[n:], "") for n in range(1, length))
            return 0 if any(inner) else length
    return 0


def _is_quote_start(part: Sequence[str], after: str) -> bool:
    sentence = " ".join(line.strip() for line in part)
    is_begun_before = sentence.startswith("<") or sentence.count(">") > sentence.count("<")
    is_ruled = re.fullmatch(r"-{2,}.+-{2,}:?", sentence) is not None
    if len(sentence) > LONGEST_START or is_begun_before or not (is_ruled or sentence.endswith((":", "："))):
        return False
    is_led = len(part) == 1 or is_ruled or words.LEAD.match(part[0].strip()) is not None
    if is_led and words.WROTE.search(sentence) and words.DAY.search(sentence):
        return True
    # Any other language: a date or an address, an hour, and quoted lines that follow.
    is_dated = words.DAY.search(sentence) is not None and words.HOUR.search(sentence) is not None
    is_whole = len(part) == 1 or part[-1].lstrip().startswith("<")
    return is_dated and is_whole and _is_quoted(after)


def _begins_old_letter(lines: Sequence[str], at: int, marks: Collection[str]) -> bool:
    """By what programs write above one that they do not mark.

    >>> _begins_old_letter(["-----Missatge original-----"], 0, ()), _begins_old_letter(["- original -"], 0, ())
    (True, False)
    >>> _begins_old_letter(["De: Xarxa", "Enviat: dilluns", "Per a: Maria", "Assumpte: Hola"], 0, ())
    True
    >>> _begins_old_letter(["De: mi", "Para: ti"], 0, ()), _begins_old_letter(["____________", "", "hola"], 0, ())
    (False, False)
    """
    line = lines[at].strip()
    if words.SEPARATOR.fullmatch(line) or (marks and _letters(line) in marks):
        return True
    if words.RULE.fullmatch(line):
        below = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), at)
        return below > at and _is_header_block(lines, below)
    return _is_header_block(lines, at)


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    if not words.SENDER_FIELD.match(lines[at]):
        return False
    below = lines[at + 1 : at + FIELDS_LOOKED_AT]
    return len({found[1].lower() for line in below if (found := words.OTHER_FIELD.match(line))}) > 1


def _is_signature(lines: Sequence[str], at: int) -> bool:
    if lines[at] == "-- ":
        return True
    if lines[at].strip() not in {"--", "—"}:
        return False
    below = [line for line in lines[at + 1 :] if line.strip()]
    quoted = next((n for n, line in enumerate(below) if _is_quoted(line)), len(below))
    return quoted <= SIGNATURE_LINES


def _without_tail(lines: Sequence[str]) -> list[str]:
    """Without what phones, programs and offices write below a letter.

    >>> _without_tail(["Hola", "", "Enviat des del meu iPhone", ""]), _without_tail(["Enviat des de l'oficina ahir"])
    (['Hola'], ["Enviat des de l'oficina ahir"])
    """
    kept = list(lines)
    while kept and (not kept[-1].strip() or _is_tail(kept[-1].strip())):
        kept.pop()
    return kept


def _is_tail(line: str) -> bool:
    return bool(words.DEVICE.fullmatch(line) or words.SMALL_PRINT.fullmatch(line))


def _without_card(lines: Sequence[str]) -> list[str]:
    """Without the lines of name, post and address below a closing; a first name alone is no card.

    >>> _without_card(["Fins dijous", "Salutacions,", "Maria Puig i Roca", "Coòpolis", "Tel. 934 23 45 67"])
    ['Fins dijous', 'Salutacions,']
    >>> _without_card(["Una abraçada,", "Maria"]), _without_card(["Salutacions", "Porto el portàtil"])
    (['Una abraçada,', 'Maria'], ['Salutacions', 'Porto el portàtil'])
    >>> _without_card(["Salutacions", "Maria Puig", "Porto el portàtil"])
    ['Salutacions', 'Maria Puig', 'Porto el portàtil']
    """
    said = [n for n, line in enumerate(lines) if line.strip()]
    for place in reversed(range(max(0, len(said) - CARD_LINES - 1), len(said))):
        if words.CLOSING.fullmatch(lines[said[place]].strip()):
            card = [lines[n].strip() for n in said[place + 1 :]]
            return list(lines[: said[place] + 1]) if _is_card(card) else list(lines)
    return list(lines)


def _is_card(lines: Sequence[str]) -> bool:
    if not lines or not _is_whole_name(lines[0]):
        return False
    if len(lines) == 1:
        return len(lines[0].split()) > 1
    is_short = all(len(line) <= CARD_WIDTH and not line.endswith(("?", "!", "…")) for line in lines)
    return is_short and any(_CONTACT.search(line) or has_address(fold(line)) for line in lines[1:])


def _is_whole_name(line: str) -> bool:
    each = line.strip(",.*_ ").split()
    return 0 < len(each) <= NAME_WORDS and all(
        word.lower() in words.NAME_PARTICLES or (word[0].isupper() and not any(c.isdigit() for c in word))
        for word in each
    )


def _next_line(lines: Sequence[str], at: int) -> str:
    return next((line for line in lines[at : at + 3] if line.strip()), "")


def _letters(line: str) -> str:
    """What is left of a sentence when programs have changed its apostrophes, spaces and dashes."""
    return "".join(c for c in unicodedata.normalize("NFKC", line).casefold() if c.isalpha())


def _tidy(line: str) -> str:
    """Nothing that nobody sees, and no blanks that are none; the marks of direction stay inside a line."""
    seen = "".join(
        " " if c in "\u00a0\u202f\u2007\t" else c
        for c in _OVERRIDES.sub("", line)
        if c not in _UNSEEN and (c >= " " or c == "\t") and c != "\x7f" and not "\ud800" <= c <= "\udfff"
    )
    start = _DIRECTIONS.match(seen)
    return seen[start.end() :] if start and seen[start.end() :].lstrip().startswith((">", "＞")) else seen
