"""Somebody is to give, lend or pay. A price is none, nor that one has no money."""

import re
from collections.abc import Collection, Sequence

from coopnet.conversations.rules import signs, signs_elsewhere
from coopnet.conversations.rules.folding import has_any

NEAR = 8  # words
LEAST_SUM = 20  # below it a bare number counts things

_PAYS = (
    r"(?:pagar|pagar\w{1,4}|pagues|pagueu|pagui|paguis|pagues|abonar|abonar\w{1,4}|abones|abonis|ingressar|ingresar"
    r"|ingresses"
    r"|transferir|transfereixis|transfieras|pay|payer|paies|payez|regler|pagare|pagarmi|platesti|platiti|zahlen"
    r"|bezahlen"
    r"|uberweisen|zaplacic|magbayad|bayaran)"
)
_YOU_MUST = (
    r"(?:has de|has d|heu de|hauras de|haureu de|hauries de|haurieu de|tens que|tienes que|teneis que|tendras que"
    r"|tendrias que|debes|deberas|deberias|debeis|tiene que|tienen que|cal que|es necesario que|es necessari que"
    r"|you have to|you must|you need to|you should|you ll have to|you ll need to|u have to|u must|tu dois|vous devez"
    r"|il faut|devi|dovresti|tem que|voce deve|trebuie sa|du musst|sie mussen|musisz|kailangan mong|kailangan mo)"
)
_ONE_MUST = r"(?:cal|caldra|caldria|s ha de|hay que|habra que|toca|only|just|nomes cal|solo hay que)"
_WHAT_IS_PAID = (
    r"(?:enviament|envio|transport|transporte|courier|missatger|missatgeria|mensajeria|mensajero|shipping|delivery"
    r"|aduana"
    r"|duana|taxa|tasa|fee|fees|abans|antes|before|first|primer|avancat|adelantado|bestreta|anticipo|diposit|deposito"
    r"|deposit"
    r"|fianca|fianza|senyal|senal)"
)
_IS_FREE = r"(?! res\b| nada\b| nothing\b| rien\b| anything\b| cap\b)"
_DUTY = re.compile(
    rf"(?<!no )(?<!not )(?<!sense )\b{_YOU_MUST}(?: \w+){{0,3}}? {_PAYS}\b{_IS_FREE}"
    rf"|(?<!no )\b{_ONE_MUST}(?: \w+){{0,2}}? {_PAYS}\b(?: \S+){{0,6}}? {_WHAT_IS_PAID}\b"
)
_HOW_MUCH = re.compile(r"\b(?:quant|quants|cuanto|cuantos|how much|combien|quanto|cat)\b")
_PAY_ME = re.compile(
    r"^(?:si us plau |sisplau |por favor |please |hola |hi |primer |primero |first )?(?:paga|pagueu|pagui|pague|pagad"
    r"|pay"
    r"|payez|abona|ingresa|ingressa|transfereix|transfiere|diposita|deposita)\b"
    r"|\b(?:paga m|paguem el|pagame\w*|pague me|pay me|paie moi|payez moi|pagami|bayaran mo|paie le)\b"
)
_AHEAD = re.compile(
    r"\b(?:pag\w*|abon\w*|pay|paid|payment|payer|paie|paiement|pagament|pago)\b(?: \S+){0,4}?"
    r" (?:avancat|avancada|adelantad\w*|antemano|bestreta|upfront|up front|beforehand|in advance|d avance|anticip\w*)\b"
)
_DATA = (
    "dades datos data dati donnees fitxers fitxer archivos archivo ficheros fotos photos foto arxius arxiu contactes"
    " contactos"
    " contacts tecnologia technology coneixement conocimiento knowledge files file fichiers whatsapp numero programes"
)
_TRANSFER = re.compile(
    r"\b(?:transferencia|transferencies|transferencias|transfe|trasferencia|trasnferencia|transfer bancari|virement"
    r"|bonifico|uberweisung|przelew)\b"
    rf"(?!(?: \w+){{0,2}} (?:{'|'.join(_DATA.split())})\b)"
    r"|\b(?:make|do|send) (?:a|the|one)? ?transfer\b|\b(?:fer|fes|fas|facis|fa m|haz|hacer|hagas|hazme|fem)(?: me| m|"
    r" nos)? (?:un|l|el) ?ingres(?:o|sos)?\b"
)
_NEEDS = re.compile(
    r"\b(?:necessito|necesito|necessitem|necesitamos|preciso|em calen|em cal|em fan falta|em fa falta|me hacen falta"
    r"|me hace falta|urgeixen|i need|we need|need|j ai besoin d|j ai besoin de|mi servono|ho bisogno di|am nevoie de"
    r"|ich brauche|kailangan ko ng|potrzebuje)"
    r"(?: (?:\d+|un|una|uns|unos|els|los|el|la|de|d|l|algo|alguns|some|the|mes|mas|more|des|niste|poc|poco|mil|cent"
    r"|cien)){0,4}"
    r" (?:diners|dinero|money|cash|euros|eur|€|efectiu|efectivo|argent|sous|soldi|dinheiro|bani|geld|calers|pasta"
    r"|pera)\b"
)
_LENDS = re.compile(
    r"\b(?:deixar|deixes|deixa|deixaries|prestar|prestas|presta|prestes|prestame\w*|dejar|dejas|dejame\w*|lend|loan"
    r"|borrow|preter"
    r"|prete|avancar|adelantar|adelantas)\b(?: (?:m|me|moi|uns|unos|like|about)){0,2} (\d{2,4})"
    r"(?: (?:fins|hasta|until|till|per|para|por|i|y|and|que|si|pavos|leuros)\b|$)"
)


def asks_for_money(folded: str, sentences: Sequence[Sequence[str]]) -> bool:
    """In any sentence; `folded` for the scripts of which words are not known.

    >>> from coopnet.conversations.rules.folding import sentences_of
    >>> def ask(text):
    ...     return asks_for_money(text, sentences_of(text))
    >>> ask("em pots deixar 50€?"), ask("prestame dinero por favor"), ask("has de pagar el transport abans")
    (True, True, True)
    >>> ask("la formacio costa 10 euros"), ask("no tinc diners per a un portatil"), ask("no has de pagar res")
    (False, False, False)
    >>> ask("ارسل المال"), ask("нет денег на ноутбук"), ask("has de fer una transferencia"), ask("оплатите курьера")
    (True, False, True, True)
    >>> ask("em pots deixar 50 fins dilluns"), ask("em pots deixar 12 per provar"), ask("quant has de pagar?")
    (True, False, False)
    >>> ask("100 euros em pots deixar"), ask("10 euros per a mi")
    (True, False)
    """
    if any(_asks_in(words) for words in sentences):
        return True
    if has_any(folded, signs_elsewhere.PAYS):
        return True
    return has_any(folded, signs_elsewhere.MONEY) and has_any(folded, signs_elsewhere.GIVES)


def _asks_in(words: Sequence[str]) -> bool:
    said = " ".join(words)
    if any(one.search(said) for one in (_PAY_ME, _AHEAD, _TRANSFER, _NEEDS)):
        return True
    if _DUTY.search(said) and not _HOW_MUCH.search(said):
        return True
    if any(int(lent[1]) >= LEAST_SUM for lent in _LENDS.finditer(said)):
        return True
    return any(_is_given(words, place) for place, word in enumerate(words) if word in signs.MONEY)


def _is_given(words: Sequence[str], place: int) -> bool:
    """The money that stands there; before it somebody asks for it, or behind it in so many words."""
    before, after = words[max(0, place - NEAR) : place], words[place + 1 : place + 1 + NEAR // 2]
    if is_for_me(before) and _gives(before):
        return True
    return any(one in signs.CAN for one in after) and is_for_me(after) and _gives(after)


def _gives(words: Collection[str]) -> bool:
    return any(one in signs.GIVES_WHOLE or one.startswith(signs.GIVES) for one in words)


def is_for_me(words: Collection[str]) -> bool:
    """Whether it is for who writes."""
    return any(one in signs.ME or one in signs.WITH_ME_WHOLE or one.startswith(signs.WITH_ME) for one in words)
