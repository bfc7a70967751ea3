"""Where somebody lives, to the number: for people only the barri is shown. Where people meet in public may be said."""

import re

_STREET = (
    r"(?:carrer|carre|c/|c\.|cr\.|cl\.|cl/|calle|av\.|avda\.?|avgda\.?|avinguda|avenida|passeig|pg\.|paseo|placa|pl\."
    r"|plaza|pza\."
    r"|ronda|rda\.|rambla|rbla\.|passatge|ptge\.|pasaje|psje\.|travessera|travessia|trav\.|travesia|gran via|cami"
    r"|camino"
    r"|carretera|ctra\.|baixada|cuesta|rue|strada|via|ulica|street|road|улиц\w*|ул\.|вулиц\w*|شارع|سڑک|گلی|街|路|সড়ক"
    r"|रोड|ਗਲੀ)"
)
# What may stand between a street's name and a number that is not its own.
_NO_NAME = (
    r"(?:a|les|las|el|els|los|at|dia|dies|linia|linea|bus|autobus|metro|tram|planta|fa|hace|fins|hasta|desde|des|som"
    r"|tinc|tengo"
    r"|i|y|and|o|or|en|amb|con|with|per|por|son|hi|ha|hay|de)"
)
_NUMBER = r"(?:num\.?|numero|nº|n\.|no\.|n)?\s?(?:\d{1,3}|1\d{3})(?:\s?(?:bis|-\s?\d{1,3}))?(?![\d:]|[.,]\d|/\d)"
_COUNTED = (
    r"(?!\s?(?:h|hores|horas|hours|am|pm|min|minuts|minutos|minutes|m|metres|metros|km|euros?|eur|€|anys|anos|years"
    r"|dies|dias"
    r"|days|mesos|meses|persones|personas|people|fills|hijos|vegades|veces|%|del?\s(?:gener|febrer|marc|abril|maig"
    r"|juny|juliol"
    r"|agost|setembre|octubre|novembre|desembre|enero|febrero|marzo|mayo|junio|julio|agosto|septiembre|noviembre"
    r"|diciembre))\b)"
)
_IN_STREET = re.compile(
    rf"(?<![\w]){_STREET}\s*(?:[^\W\d_][\w'-]*[ ,.]{{1,3}}){{0,6}}?(?:(?!{_NO_NAME}\b)[^\W\d_][\w'-]*["
    rf" ,.]{{1,3}}){_NUMBER}{_COUNTED}"
)
_ALONE = re.compile(
    rf"\b(?:gran via|diagonal|meridiana|parallel)\b(?: de les corts(?: catalanes)?)?[ ,]{{1,2}}{_NUMBER}{_COUNTED}"
)
_ENGLISH = re.compile(
    r"(?<![\d/:.,])\d{1,4}[a-d]? (?!people|days|hours|minutes|of|in|on|at|the|metres|meters|from|to|years)[a-z'-]+"
    r" (?:[a-z'-]+ )?"
    r"(?:street|st|avenue|ave|road|lane|square)\b"
)
_FLOOR = (
    r"(?:\d{1,2}\s?(?:r|n|t|e|o|er|rt)|entresol|entlo|entl|principal|pral|ppal|atic|atico|sobreatic|baixos|bajos|bxs)"
)
_DOOR = r"(?:\d{1,2}\s?[ao]|[1-9][ao]?|[a-d])"
_FLAT = re.compile(
    rf"\b{_FLOOR}\.?[ ,-]{{1,2}}(?:porta |puerta |pta\.? )?\d{{1,2}}\s?[ao]\b"
    rf"|\b{_FLOOR}\.?[ ,-]{{1,2}}(?:porta|puerta|pta\.?) {_DOOR}\b"
    r"|\b(?:pis|piso|escala|escalera|flat|apartment|apt)\.? (?:num\.? )?\w{1,3}[ ,-]{1,2}(?:porta|puerta|pta\.?|door"
    r"|\d{1,2}\s?[ao]\b)"
)
_POSTCODE = re.compile(r"[^\W\d_]{3,},? (?:num\.? )?\d{1,3}[ ,](?:[ ,-]*\w{1,9}){0,4}?[ ,-]*\b(?:08\d{3}|43\d{3})\b")
_LIVES = re.compile(
    r"\b(?:visc|vivo|vivim|vivimos|casa meva es|mi casa es|mi casa esta|la meva adreca|mi direccion|my address is|i"
    r" live|j'habite"
    r"|abito|ich wohne|nakatira ako|adreca|direccion|domicili|domicilio)\b(?! (?:ip|mac|web|de correu|de correo"
    r"|electronica))"
    rf"[^.!?\n]{{0,40}}?\b(?!{_NO_NAME}\b)[^\W\d_]{{3,}},? {_NUMBER}{_COUNTED}(?=\s*(?:[,.;!?)\n]|$|\d))"
)
_ON_THE_MAP = re.compile(r"\b4[01]\.\d{3,}\s?[,; ]\s?2\.\d{3,}")
_PUBLIC = re.compile(
    r"\b(?:biblioteca|biblioteques|library|centre civic|centro civico|civic centre|casal|ateneu|ateneo|punt de suport"
    r"|punto de apoyo|support point|estacio|estacion|station|metro|mercat|mercado|market|parada|parc|parque|park"
    r"|escola|escuela"
    r"|institut|instituto|associacio|asociacion|association|cooperativa|coopolis|can batllo|ajuntament|ayuntamiento"
    r"|cafe|bar"
    r"|cafeteria|cap|ambulatori|ambulatorio|hotel d'entitats|poliesportiu|polideportivo|museu|museo|teatre|teatro|seu"
    r"|sede|local"
    r"|oficina d'atencio|entitat|entidad|equipament|botiga|tienda|taller|fundacio|fundacion|farmacia|المكتبة|图书馆"
    r"|библиотек\w*)\b"
)
_HOME = re.compile(
    r"\b(?:visc|vivo|vivim|vivimos|viu|vive|casa|home|live|lives|habite|pis|piso|flat|domicili|domicilio|habitacio"
    r"|portal)\b"
)


def has_address(folded: str) -> bool:
    """A street with its number, a flat's floor and door, a point on the map.

    >>> has_address("visc al carrer de sants, 12, 3r 2a"), has_address("c/ galileu 30, entresol 1a, 08028")
    (True, True)
    >>> has_address("carrer de sants, 12"), has_address("galileu 30, 2n 1a"), has_address("visc a galileu 30")
    (True, True, True)
    >>> has_address("galileu 30, 08028 barcelona"), has_address("41.3751, 2.1400"), has_address("12 sants street")
    (True, True, True)
    >>> has_address("quedem a la placa de sants a les 6"), has_address("placa d'espanya, linia 3, o el bus 54")
    (False, False)
    >>> has_address("a la biblioteca, carrer de sants, 79"), has_address("a casa, prop de la biblioteca, carrer rosa 7")
    (False, True)
    >>> has_address("visc a sants fa 20 anys i tinc 3 fills"), has_address("el codi postal es el 08014")
    (False, False)
    """
    if _FLAT.search(folded) or _ON_THE_MAP.search(folded) or _LIVES.search(folded):
        return True
    parts = re.split(r"[!?;\n]+|(?<=\w{4})\.(?=\s)", folded)
    return any(_is_home(part) for part in parts)


def _is_home(part: str) -> bool:
    if not (_IN_STREET.search(part) or _ALONE.search(part) or _ENGLISH.search(part) or _POSTCODE.search(part)):
        return False
    return _HOME.search(part) is not None or _PUBLIC.search(part) is None
