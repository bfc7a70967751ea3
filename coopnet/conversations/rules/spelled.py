"""Numbers that are said in words, as figures: whoever wants to hide a phone writes it so."""

import re
from dataclasses import dataclass

from coopnet.conversations.rules.folding import fold

_SAID = (
    (0, 1, "zero cero|un u una uno one|dos dues two deux|tres three trois|quatre cuatro four|cinc cinco five cinq"),
    (
        6,
        1,
        "sis seis six|set siete seven sept|vuit ocho eight huit|nou nueve nine neuf|deu diez ten dix|onze once eleven",
    ),
    (12, 1, "dotze doce twelve douze|tretze trece thirteen treize|catorze catorce fourteen|quinze quince fifteen"),
    (16, 1, "setze dieciseis sixteen seize|disset diecisiete seventeen|divuit dieciocho eighteen|dinou diecinueve"),
    (20, 1, "vint veinte twenty vingt|veintiuno|veintidos|veintitres|veinticuatro|veinticinco|veintiseis|veintisiete"),
    (28, 1, "veintiocho|veintinueve"),
    (30, 10, "trenta treinta thirty trente|quaranta cuarenta forty quarante|cinquanta cincuenta fifty cinquante"),
    (60, 10, "seixanta sesenta sixty soixante|setanta setenta seventy|vuitanta ochenta eighty|noranta noventa ninety"),
    (100, 100, "cent cien ciento|doscents doscientos|trescents trescientos|quatrecents cuatrocientos|quinientos"),
    (600, 100, "siscents seiscientos|setcents setecientos|vuitcents ochocientos|noucents novecientos"),
    (0, 1, "ноль нуль صفر|один одна واحد ایک|два дві اثنان دو|три ثلاثة تین|четыре чотири أربعة چار|пять خمسة پانچ"),
    (6, 1, "шесть шість ستة چھ|семь сім سبعة سات|восемь вісім ثمانية آٹھ|девять تسعة نو"),
    (0, 1, "〇 零|一|二|三|四|五|六|七|八|九"),
)
VALUES = {
    fold(word): start + step * place
    for start, step, said in _SAID
    for place, words in enumerate(said.split("|"))
    for word in words.split()
}
_TIMES = {"doble": 2, "double": 2, "triple": 3}
_AND = frozenset({"i", "y", "and", "et", "e", "و", "и"})
_FILLERS = frozenset(
    {"guio", "guion", "dash", "espai", "espacio", "space", "despres", "despues", "luego", "then", "plus"}
)
HUNDRED, TWENTY, TEN = 100, 20, 10
_HUNDREDS = frozenset({"cents", "cent", "cientos", "hundred"})
_TOKEN = re.compile(r"\d+|[〇零一二三四五六七八九]|[^\W\d_]+|[^\w\s]+|\s+|_+")


@dataclass(frozen=True)
class Group:
    """Figures that stand together; `before` is what stands between them and those before."""

    digits: str
    before: str
    is_said: bool


def runs(folded: str) -> list[list[Group]]:
    """Numbers that follow each other with nothing in between that says anything.

    >>> [[group.digits for group in run] for run in runs("sis u dos, tres-quatre i 56; truca, sis-cents dotze")]
    [['6', '1', '2', '3', '4', '56'], ['612']]
    >>> [[group.digits for group in run] for run in runs("seixanta-u, treinta y cuatro, doble cinc, 六一")]
    [['61', '34', '5', '5', '6', '1']]
    >>> [[group.digits for group in run] for run in runs("612 trescientos cuarenta y cinco, vint i 1, y")]
    [['612', '345', '20', '1']]
    >>> runs("res")
    []
    """
    found: list[list[Group]] = []
    run: list[Group] = []
    between, times = "", 1
    for token in _TOKEN.findall(folded):
        if token in _TIMES:
            times = _TIMES[token]
        elif token.isdecimal() or token in VALUES:
            said = token if token.isdecimal() else str(VALUES[token])
            _add(run, Group(said, between, is_said=not token.isdecimal()), times)
            between, times = "", 1
        elif run and run[-1].is_said and token in _HUNDREDS and len(run[-1].digits) == 1:
            run[-1] = Group(f"{run[-1].digits}00", run[-1].before, is_said=True)
        elif token[0].isalpha() and token not in _AND and token not in _FILLERS:
            found.append(run)
            run, between, times = [], "", 1
        else:
            between += token
    return [run for run in [*found, run] if run]


def _add(run: list[Group], group: Group, times: int) -> None:
    if run and group.is_said and run[-1].is_said and _goes_on(int(run[-1].digits), int(group.digits)):
        run[-1] = Group(str(int(run[-1].digits) + int(group.digits)), run[-1].before, is_said=True)
    else:
        run.extend([group] * times)


def _goes_on(before: int, after: int) -> bool:
    """Whether both are one number: "seixanta" and "dos", "six hundred" and "twelve"."""
    if before >= HUNDRED and before % HUNDRED == 0:
        return 0 < after < HUNDRED
    return before % HUNDRED >= TWENTY and before % TEN == 0 and 0 < after < TEN
