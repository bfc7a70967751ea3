"""An address as far as it says where something is: the kind of street, its name, the number. Folded words only."""

import re

from coopnet.initiatives.rules.names import LITTLE

# As people shorten them, in Catalan and Spanish; a plain street is what is meant where nothing is said.
KINDS = {
    **dict.fromkeys(("carrer", "calle", "cr", "cl", "c"), ""),
    **dict.fromkeys(("avinguda", "avenida", "avda", "avgda", "av"), "avinguda"),
    **dict.fromkeys(("placa", "plaza", "plz", "pca", "pl"), "placa"),
    **dict.fromkeys(("passeig", "paseo", "pso", "pg", "ps"), "passeig"),
    **dict.fromkeys(("passatge", "pasaje", "ptge", "pje"), "passatge"),
    **dict.fromkeys(("rambla", "rbla"), "rambla"),
    **dict.fromkeys(("ronda", "rda"), "ronda"),
    **dict.fromkeys(("carretera", "ctra"), "carretera"),
    **dict.fromkeys(("travessera", "travesera", "trav"), "travessera"),
}
NUMBER_SIGNS = {"num", "numero", "n", "no"}  # `nº` is folded to `no`
BETWEEN = ", "  # name and number
_NUMBER = re.compile(r"\d+")


def place_key(folded: str) -> str:
    """Equal for two ways to write one address, whatever floor, door or town stands behind the number.

    >>> place_key("c olzinelles 63"), place_key("carrer d olzinelles num 63 2n 1a 08014 barcelona")
    ('olzinelles, 63', 'olzinelles, 63')
    >>> place_key("placa 1 maig 7"), place_key("calle constitucion 58b"), place_key("recinte de can batllo")
    ('placa 1 maig, 7', 'constitucio, 58', 'recinte can batllo')
    """
    found = folded.split()
    kind = ""
    if len(found) > 1 and found[0] in KINDS:
        kind = KINDS[found.pop(0)]
    found = [_in_one_language(word) for word in found if word not in LITTLE | NUMBER_SIGNS]
    for place in range(1, len(found)):  # a street may be called by a number
        number = _NUMBER.match(found[place])
        if number is not None:
            name = [kind, *found[:place]] if kind else found[:place]
            return BETWEEN.join((" ".join(name), number[0]))
    return " ".join([kind, *found] if kind else found)


def has_number(key: str) -> bool:
    """Whether it says one place, and not a whole street.

    >>> has_number("olzinelles, 63"), has_number("olzinelles")
    (True, False)
    """
    return BETWEEN in key


def words_of(key: str) -> str:
    """To be sought by.

    >>> words_of("olzinelles, 63")
    'olzinelles 63 '
    """
    return key.replace(BETWEEN, " ") + " "


def _in_one_language(word: str) -> str:
    return word.removesuffix("n") if word.endswith("cion") else word
