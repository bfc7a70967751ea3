"""Which column of a coordinator's sheet of trainings is which."""

from collections.abc import Sequence

from coopnet.vocabulary.rules.sheet_columns import Columns

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
REQUIRED = ("code", "title", "date", "starts", "ends")
COLUMNS = Columns(HEADERS, TRANSLATED)

known_headers = COLUMNS.known
match_columns = COLUMNS.match
name_of = COLUMNS.name_of


def is_programme(header: Sequence[str]) -> bool:
    """Whether it has all that trainings cannot do without."""
    return set(REQUIRED) <= set(match_columns(header)[0])
