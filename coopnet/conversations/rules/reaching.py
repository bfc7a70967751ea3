"""Ways to reach somebody: an e-mail address, a phone, a name on another network. For these there are buttons."""

import itertools
import re

from coopnet.conversations.rules.spelled import Group, runs

_AT = (
    r"(?:\s?@\s?|\s?[\[({<]\s?(?:at|a|arroba|arrova|@)\s?[\])}>]\s?|\s(?:arroba|arrova|aroba|arrba|arova|chiocciola)\s)"
)
_DOT = r"\s?(?:\.|[\[({<]\s?(?:dot|punt|punto|\.)\s?[\])}>]|\bpunt\b|\bpunto\b|\bdot\b|\bponto\b|\bpoint\b)\s?"
_PROVIDERS = r"(?:gmail|hotmail|outlook|yahoo|icloud|protonmail|proton|live|msn|telefonica|gmx|mail\.ru|yandex|qq|163)"
_EMAIL = re.compile(
    rf"[\w.+-]{{1,64}}{_AT}[\w-]+{_DOT}[a-z]{{2}}|[\w.+-]{{1,64}}{_AT}{_PROVIDERS}\b"
    rf"|[\w.+-]{{1,64}} at [\w-]+(?:\.| dot )[a-z]{{2,4}}\b|[a-z]+[._\d][\w.]* {_PROVIDERS}{_DOT}(?:com|es|cat|fr)\b"
)
_APPS = (
    r"(?:telegram|whatsapp|wasap|wassap|whats|wechat|weixin|微信|instagram|insta|ig|facebook|fb|messenger|snapchat|snap"
    r"|tiktok|discord|skype|signal|viber|imo|line|twitter|телеграм|ватсап|вотсап|واتساب|تلغرام|واٹس ایپ|ٹیلیگرام)"
)
_NAME_THERE = r"@?(?=[\w.]*[_.\d])[a-z][\w.]{3,}\w"
_HANDLE = re.compile(
    rf"(?<![\w.@])@[a-z][\w.]{{2,}}|\b{_APPS}\s?(?:es|is|soc|soy|[:=])?\s*{_NAME_THERE}"
    rf"|\b(?:busca m|buscam|busca'm|buscame|afegeix'm|afegeix-me|agregame|anademe|add me|find me|segueix-me|sigueme)\b"
    rf"[^.!?\n]{{0,20}}\b{_APPS}\b|\b{_APPS}\s?[:=]\s*\w{{3}}"
)
_NOT_TO_CALL = re.compile(
    r"(?<![\d.:])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?!\d)(?![.:]\d)"
    r"|(?<!\d)(?:[0-3]?\d([/.-])[01]?\d\1(?:19|20)?\d\d|(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2}|[0-3]?\d/[01]?\d)(?!\d)"
    r"|\d[\d.,]*\s?(?:€|euros?\b|eur\b|gb\b|mb\b|tb\b|mhz\b|km\b|cm\b)"
)
_NUMBERED = re.compile(
    r"\b(?:imei|serie|serial|s/n|sn|model|isbn|ref|referencia|expedient|expediente|nif|codi de barres)\b"
)
_TO_CALL = re.compile(
    r"\b(?:telefon\w*|mobil\w*|movil\w*|phone|whatsapp|wasap|truca\w*|truqui\w*|truque\w*|llama\w*|call|numero|tel"
    r"|fono|cell"
    r"|telf|tlf|tlfn)\b|رقم|هاتف|فون|نمبر|电话|手机|号码|телефон|номер|ফোন|নম্বর|फ़ोन|फोन|नंबर|ਫੋਨ|ਨੰਬਰ"
)
_ABROAD = re.compile(r"(?:\+|\b00)\s?\d(?:[ ().\-_/]{0,2}\d){7,14}")
_RISE = 4
DAYS = 31


def has_contact(folded: str) -> bool:
    """Dates, hours, prices, postcodes and the numbers of devices are none.

    >>> has_contact("rosa@example.org"), has_contact("rosa arroba gmail punt com"), has_contact("+34 612-345-678")
    (True, True, True)
    >>> has_contact("93 424 10 10"), has_contact("612345678"), has_contact("0034612345678"), has_contact("34 612345678")
    (True, True, True, True)
    >>> has_contact("el 30/11/2026 de 18 a 20 h, 08014 Barcelona, 12,50 euros"), has_contact("truca al 112 o al 010")
    (False, False)
    >>> has_contact("sis u dos, tres quatre, cinc sis, set vuit"), has_contact("612-34 cinc 6 78"), has_contact("@rosa")
    (True, True, True)
    >>> has_contact("tinc whatsapp"), has_contact("imei 356938035643809"), has_contact("els dies 9, 14, 21, 28, 30")
    (False, False, False)
    """
    if _EMAIL.search(folded) or _HANDLE.search(folded):
        return True
    return has_phone(folded)


def has_phone(folded: str) -> bool:
    r"""Nine figures as they begin here, however they are parted or said, or a number from abroad.

    >>> has_phone("6*1*2*3*4*5*6*7*8"), has_phone("612\n345\n678"), has_phone("pis 3, 612 345 678")
    (True, True, True)
    >>> has_phone("nou, deu, onze, dotze i tretze"), has_phone("num. de serie 612345678"), has_phone("6 7 8 9 10 11")
    (False, False, False)
    >>> has_phone("el meu mobil fa 612, despres 345 i 678"), has_phone("612 cadires, 345 taules i 678")
    (True, False)
    """
    if _ABROAD.search(folded):
        return True
    said = _NOT_TO_CALL.sub(" x ", folded)
    found = runs(said)
    if any(_holds_phone(run) for run in found) and not _is_numbered(said):
        return True
    figures = "".join(group.digits for run in found for group in run)
    return _TO_CALL.search(said) is not None and _is_phone(figures) and not _is_numbered(said)


def _holds_phone(run: list[Group]) -> bool:
    for start in range(len(run)):
        digits = ""
        for end in range(start, len(run)):
            digits += run[end].digits
            if _is_phone(digits) and not _is_list(run[start : end + 1]):
                return True
            if len(digits) > len("0034612345678"):
                break
    return False


def _is_phone(digits: str) -> bool:
    own = digits.removeprefix("00")
    own = own.removeprefix("34") if len(own) == len("34612345678") else own
    return len(own) == len("612345678") and own[0] in "6789"


def _is_list(groups: list[Group]) -> bool:
    """Days, or numbers that count on."""
    values = [int(group.digits) for group in groups]
    if len(values) >= _RISE and all(after - before == 1 for before, after in itertools.pairwise(values)):
        return True
    is_parted = all("," in group.before or group.before.strip() in {"i", "y", "and"} for group in groups[1:])
    return len(values) > 1 and is_parted and max(values) <= DAYS and not any(group.is_said for group in groups)


def _is_numbered(said: str) -> bool:
    """The number of a thing stands there, and nobody is to be called."""
    return _NUMBERED.search(said) is not None and _TO_CALL.search(said) is None
