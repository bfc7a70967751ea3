"""What two names have in common once what is often left out of one is left out of both. Folded names only."""

import re

# Legal forms and what people put before a name; `foundation.text_index.folding.match_key` has folded them.
FORMS = {
    "associacio",
    "asociacion",
    "assoc",
    "ass",
    "aavv",
    "avv",
    "entitat",
    "entidad",
    "fundacio",
    "fundacion",
    "fund",
}
FORMS |= {"coop", "cooperativa", "cooperativas", "cooperatives", "scc", "sccl", "scoop", "societat", "sociedad"}
FORMS |= {"scp", "sl", "sll", "slu", "slne"}
LITTLE = {"a", "al", "and", "con", "d", "de", "del", "dels", "el", "els", "en", "i", "l", "la", "las", "les", "los"}
LITTLE |= {"amb", "of", "per", "por", "the", "y"}
LEAST_LETTERS = 5  # of what one name has in common with a longer one
LEAST_PART = 0.5  # of the longer name's letters
_TWIN = "\x01"  # in no folded name
_LETTERED = re.compile(r"\b(?:\w )+\w\b")  # S.C.C.L. is folded to `s c c l`


def twin_key(key: str, public_id: str) -> str:
    """The key of a profile whose name another one has already: names may be the same, their keys may not.

    >>> plain_key(twin_key("hort nou", "abc")), plain_key("hort nou")
    ('hort nou', 'hort nou')
    """
    return f"{key}{_TWIN}{public_id}"


def plain_key(name_key: str) -> str:
    """The folded name alone."""
    return name_key.partition(_TWIN)[0]


def core(key: str) -> tuple[str, ...]:
    """The words that tell it from others, in order; all of them where nothing else is left.

    >>> core("coop clau s c c l"), core("associacio veines del poble sec"), core("coop")
    (('clau',), ('veines', 'poble', 'sec'), ('coop',))
    """
    found = _LETTERED.sub(lambda match: match[0].replace(" ", ""), key).split()
    return tuple(word for word in found if word not in FORMS | LITTLE) or tuple(found)


def is_part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the words of one are all in the other, and are much of it.

    >>> is_part(("ciutat", "invisible"), ("llibreria", "ciutat", "invisible")), is_part(("sants",), ("veines", "sants"))
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    letters = len("".join(short))
    return set(short) <= set(long) and letters >= max(LEAST_LETTERS, LEAST_PART * len("".join(long)))


def have_same_numbers(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Two that differ in a number are two: `escola 1`, `escola 2`."""
    return {word for word in one if word.isdigit()} == {word for word in other if word.isdigit()}
