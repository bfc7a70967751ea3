"""The demo's support points: invented, but for Can Batlló, of which no more is said than is known."""

from dataclasses import replace
from datetime import date, timedelta

from coopnet.places.rules.points import Draft

LIBRARY = "Biblioteca del barri (exemple)"
CLOSED_TODAY = "Espai jove (exemple)"
CLOSED_SOON = "Centre cívic (exemple)"
SOON, A_WEEK = timedelta(days=12), timedelta(days=6)

_POINTS = (
    Draft(
        name="Can Batlló",
        venue="Can Batlló",
        address="Recinte de Can Batlló",
        barri="16",
        latitude=41.3688,
        longitude=2.1361,
    ),
    Draft(
        name=LIBRARY,
        venue=LIBRARY,
        address="carrer de l'Exemple, 12",
        barri="11",
        latitude=41.3737,
        longitude=2.1626,
        access=("sense_graons", "lavabo_adaptat", "bucle_magnetic"),
        has=("computers", "wifi", "printer", "scanner", "charging", "digital_help"),
        helps_in=("ca", "es", "ur", "pa"),
        hours="dl-dv 10-14, 15-20:30; ds 10-14",
        phone="+34931550111",
        words=(
            (
                "ca",
                "Els dijous a la tarda hi ha una persona que parla urdú.",
                "A tres minuts a peu de la parada de mostra. La rampa és al costat de la porta gran.",
            ),
            (
                "es",
                "Los jueves por la tarde hay una persona que habla urdu.",
                "A tres minutos a pie de la parada de muestra. La rampa está al lado de la puerta grande.",
            ),
        ),
    ),
    Draft(
        name=CLOSED_SOON,
        venue=CLOSED_SOON,
        address="plaça de la Mostra, 3",
        barri="18",
        latitude=41.3752,
        longitude=2.1359,
        access=("sense_graons", "lavabo_adaptat", "espai_criatures"),
        has=("computers", "wifi", "printer", "digital_help", "procedures_help", "certificate"),
        helps_in=("ca", "es", "ar", "ary"),
        hours="dl-dj 9-21:30; dv 9-20; ds 10-14",
        phone="+34931550112",
        words=(
            (
                "ca",
                "Demana a l'entrada per la persona del punt de suport.",
                "Davant de la plaça. S'hi entra per la porta de vidre.",
            ),
            (
                "es",
                "Pregunta en la entrada por la persona del punto de apoyo.",
                "Delante de la plaza. Se entra por la puerta de cristal.",
            ),
        ),
    ),
    Draft(
        name="Casal de gent gran (exemple)",
        venue="Casal de gent gran (exemple)",
        address="carrer de Prova, 8",
        barri="15",
        latitude=41.3757,
        longitude=2.1445,
        access=("sense_graons", "lavabo_adaptat"),
        has=("wifi", "charging", "digital_help"),
        helps_in=("ca", "es"),
        hours="dl-dv 9:30-13; dt, dj 16-19",
        phone="+34931550113",
        words=(("ca", "Sense pressa: hi ha cadires i cafè.", "Planta baixa. El timbre és a la dreta de la porta."),),
    ),
    Draft(
        name=CLOSED_TODAY,
        venue=CLOSED_TODAY,
        address="rambla Fictícia, 101",
        barri="17",
        latitude=41.3741,
        longitude=2.1272,
        access=("sense_graons",),
        has=("computers", "wifi", "charging", "digital_help"),
        helps_in=("ca", "es", "en", "tl"),
        hours="dl-ds 16-21; festius 10-14",
    ),
    Draft(
        name="Casal de barri (exemple)",
        venue="Casal de barri (exemple)",
        address="carrer Inventat, 45",
        barri="13",
        latitude=41.3601,
        longitude=2.1402,
        access=("sense_graons", "lavabo_adaptat"),
        has=("computers", "wifi", "printer", "procedures_help"),
        helps_in=("ca", "es", "ro"),
        hours="dl-dv 10-13, 16-20; dg 11-14",
        phone="+34931550114",
    ),
    Draft(
        name="Local social (exemple)",
        venue="Local social (exemple)",
        address="carrer de l'Assaig, 20",
        barri="12",
        has=("wifi", "digital_help"),
        helps_in=("ca", "es"),
        hours="dc 17-19",
    ),
)


def points(today: date) -> tuple[Draft, ...]:
    """One is closed today, another one for a week that is soon."""
    first = today + SOON
    otherwise = {
        CLOSED_TODAY: f"{today:%d/%m/%Y} tancat",
        CLOSED_SOON: f"{first:%d/%m/%Y}-{first + A_WEEK:%d/%m/%Y} tancat",
    }
    return tuple(replace(each, exceptions=otherwise.get(each.name, "")) for each in _POINTS)
