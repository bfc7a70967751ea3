"""Which column of a coordinator's sheet of initiatives is which."""

from collections.abc import Sequence

from coopnet.vocabulary.rules.sheet_columns import Columns

# Field to the headers that people give it; the first is the one named in messages.
HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("Codi", "Código", "Code", "Ref", "Referència"),
    "name": ("Nom", "Nombre", "Name", "Nom de la iniciativa", "Entitat", "Entidad"),
    "summary": ("Resum", "Resumen", "Summary"),
    "description": ("Descripció", "Descripción", "Description"),
    "language": ("Idioma del text", "Idioma del texto", "Llengua del text"),
    "kind": ("Tipus", "Tipo", "Tipus d'iniciativa"),
    "legal_form": ("Forma jurídica", "Legal form"),
    "tax_id": ("NIF", "CIF"),
    "qualifications": ("Qualificacions", "Calificaciones"),
    "sectors": ("Sectors", "Sectores", "Sector"),
    "services": ("Serveis i productes", "Servicios y productos"),
    "offers": ("Què ofereix", "Qué ofrece", "Ofereix"),
    "needs": ("Què necessita", "Qué necesita", "Necessita"),
    "barri": ("Barri", "Barrio"),
    "address": ("Adreça", "Dirección"),
    "latitude": ("Latitud", "Latitude"),
    "longitude": ("Longitud", "Longitude"),
    "shown": ("Mostra", "Muestra"),
    "hours": ("Horari", "Horario"),
    "access": ("Accessibilitat", "Accesibilidad"),
    "email": ("Correu", "Correo", "Correu electrònic", "E-mail"),
    "email_public": ("Correu públic", "Correo público"),
    "phone": ("Telèfon", "Teléfono"),
    "url": ("Web", "Pàgina web", "Página web"),
    "links": ("Xarxes socials", "Redes sociales"),
    "languages": ("Idiomes", "Idiomas", "Llengües"),
    "year": ("Any", "Año", "Any de fundació"),
    "size": ("Persones", "Personas"),
    "networks": ("Xarxes", "Redes"),
    "contractable": ("Contractable per l'administració", "Contratable por la administración"),
    "clauses": ("Clàusules socials", "Cláusulas sociales"),
    "measures": ("Mesures", "Medidas"),
    "confirmed": ("Confirmada el", "Confirmada", "Confirmado el"),
}
TRANSLATED = ("summary", "description", "services", "offers", "needs")
REQUIRED = ("code", "name")
COLUMNS = Columns(HEADERS, TRANSLATED)


def is_directory(header: Sequence[str]) -> bool:
    """Whether it has all that profiles cannot do without.

    >>> is_directory(["Nom", "Telèfon", "Codi"]), is_directory(["Nom", "Telèfon"])
    (True, False)
    """
    return set(REQUIRED) <= set(COLUMNS.match(header)[0])
