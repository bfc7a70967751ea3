"""What invented people say to each other on the demo's board."""

from dataclasses import dataclass

FROM, TO = "answerer", "maker"


@dataclass(frozen=True)
class Sample:
    """`said` are sides and texts, the first of them the answer; `ends` and `reports` say who does so afterwards."""

    said: tuple[tuple[str, str], ...]
    ends: str = ""
    reports: str = ""


SAMPLES = (
    Sample(
        (
            (FROM, "Hola! En tinc un del 2019 que ja no faig servir. Va bé, només li cal una bateria nova."),
            (TO, "Que bé, moltes gràcies! El puc venir a buscar dijous a la tarda?"),
            (FROM, "Perfecte. Quedem a la biblioteca Vapor Vell, a les 18 h, a l'entrada?"),
            (TO, "Sí, a l'entrada. Fins dijous."),
        )
    ),
    Sample(
        (
            (FROM, "Buenas, puedo ayudar los martes por la mañana. ¿Le va bien en el centro cívico?"),
            (TO, "Sí, el martes a las 10 me va muy bien."),
        )
    ),
    Sample(
        (
            (FROM, "السلام علیکم، میں اردو اور ہسپانوی بولتا ہوں۔ کیا میں مدد کر سکتا ہوں؟"),
            (TO, "جی ہاں، بہت شکریہ۔ کیا آپ ہفتے کو آ سکتے ہیں؟"),
        )
    ),
    Sample(
        (
            (FROM, "Hola, m'interessa. Em pots trucar? El meu telèfon és el 600 000 000."),
            (FROM, "Encara és lliure?"),
        )
    ),
    Sample(
        (
            (FROM, "Bon dia, encara el busqueu? En tenim tres a l'oficina."),
            (TO, "Ja l'hem trobat, gràcies igualment!"),
        ),
        ends=TO,
    ),
    Sample(
        (
            (FROM, "Te lo llevo a casa esta noche, ¿vives solo?"),
            (TO, "No, prefiero quedar en la biblioteca."),
        ),
        reports=TO,
    ),
)
