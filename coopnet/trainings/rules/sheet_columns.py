"""Which column of a coordinator's sheet is which."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

NEAR_ENOUGH = 0.84

# Field to the headers that people give it; the first is the one named in messages.
HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("Codi", "Código", "Code", "Ref", "Referència"),
    "title": ("Títol", "Título", "Title", "Nom de la formació", "Formació"),
    "summary": ("Resum", "Resumen", "Summary"),
    "description": ("Descripció", "Descripción", "Description"),
    "language": ("Idioma del text", "Idioma del texto", "Llengua del text"),
    "languages": ("Idiomes d'impartició", "Idiomas de impartición", "Idiomes", "Idiomas"),
    "topics": ("Temes", "Temas", "Tema"),
    "measures": ("Mesures", "Medidas", "Mesura"),
    "level": ("Nivell", "Nivel"),
    "audiences": ("Adreçat a", "Dirigido a", "Públic", "Públic destinatari"),
    "format": ("Modalitat", "Modalidad", "Format"),
    "partners": ("Entitats coproductores", "Entidades coproductoras", "Entitats"),
    "trainers": ("A càrrec de", "A cargo de", "Formadores", "Docents"),
    "date": ("Data", "Fecha", "Dia", "Data de la sessió"),
    "starts": ("Hora inici", "Hora inicio", "Hora d'inici", "Inici"),
    "ends": ("Hora fi", "Hora fin", "Hora de fi", "Hora final", "Fi"),
    "venue": ("Espai", "Espacio", "Lloc", "Lugar"),
    "address": ("Adreça", "Dirección"),
    "barri": ("Barri", "Barrio"),
    "room": ("Sala", "Aula"),
    "link": ("Enllaç en línia", "Enlace en línea", "Enllaç online", "Enlace online", "Enllaç", "Enlace", "URL"),
    "capacity": ("Places", "Plazas", "Aforament", "Nombre de places"),
    "online_capacity": ("Places en línia", "Plazas en línea", "Places online", "Plazas online"),
    "opens": ("Obertura inscripció", "Apertura inscripción", "Obertura de la inscripció"),
    "closes": ("Tancament inscripció", "Cierre inscripción", "Tancament de la inscripció"),
    "registration": ("Tipus d'inscripció", "Tipo de inscripción", "Inscripció"),
    "companions": ("Màxim acompanyants", "Máximo acompañantes", "Acompanyants"),
    "access": ("Accessibilitat", "Accesibilidad"),
    "questions": ("Preguntes", "Preguntas"),
    "grant": ("Justificació", "Justificación", "Subvenció"),
    "notes": ("Observacions internes", "Observaciones internas", "Observacions"),
}
TRANSLATED = ("title", "summary", "description")
LANGUAGES = ("ca", "es", "en")
REQUIRED = ("code", "title", "date", "starts", "ends")


def fold(text: str) -> str:
    """What two spellings of a header have in common.

    >>> fold("  Tipus d’INSCRIPCIO: ") == fold("Tipus d'inscripció")
    True
    """
    opened = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in opened if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def known_headers() -> dict[str, str]:
    """Folded header to field; a translation's field is `title_es`."""
    found = {fold(header): field for field, headers in HEADERS.items() for header in headers}
    for field in TRANSLATED:
        for header in HEADERS[field]:
            for language in LANGUAGES:
                found[fold(f"{header} ({language})")] = f"{field}_{language}"
    return found


def match_columns(header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Field to the place of its column, and the columns that nobody knows. Exact names go first, then near ones.

    >>> match_columns(["Codi", "TITOL", "Hora  d'inici", "Tancament inscripcio", "Cafè", "Título (es)"])
    ({'code': 0, 'title': 1, 'starts': 2, 'closes': 3, 'title_es': 5}, ['Cafè'])
    >>> match_columns(["Entitats coproductors"])
    ({'partners': 0}, [])
    """
    known = known_headers()
    found: dict[str, int] = {}
    left = []
    for place, name in enumerate(header):
        field = known.get(fold(name))
        if field and field not in found:
            found[field] = place
        elif name:
            left.append(place)
    unknown = []
    for place in left:
        near = difflib.get_close_matches(fold(header[place]), known, n=1, cutoff=NEAR_ENOUGH)
        field = known[near[0]] if near else None
        if field and field not in found:
            found[field] = place
        else:
            unknown.append(header[place])
    return dict(sorted(found.items(), key=lambda item: item[1])), unknown


def name_of(field: str) -> str:
    """The header under which people know a field."""
    base, _, language = field.partition("_")
    if language in LANGUAGES and base in TRANSLATED:
        return f"{HEADERS[base][0]} ({language})"
    return HEADERS[field][0]
