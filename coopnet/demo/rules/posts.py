"""The invented posts of the demo, in every state."""

from dataclasses import dataclass

from coopnet.network.rules.posts import Audience, Kind
from coopnet.network.rules.states import Act

REQUEST, OFFER = Kind.REQUEST, Kind.OFFER


@dataclass(frozen=True)
class Sample:
    """`acts` is what has happened to it; `is_of_entity`, that it is made for one of the directory."""

    kind: Kind
    category: str
    barri: str | None
    title: str
    details: str
    acts: tuple[Act, ...] = (Act.APPROVE,)
    audience: Audience = Audience.EVERYBODY
    text_language: str = "ca"
    languages: tuple[str, ...] = ("ca", "es")
    terms: tuple[str, ...] = ()
    shown_days: int | None = 60
    quantity: int = 1
    days_ago: int = 5
    is_of_entity: bool = False


SAMPLES = (
    Sample(
        REQUEST, "device", "18", "Un portàtil per a l'institut", "Per fer els treballs a casa; ens va bé de segona mà."
    ),
    Sample(
        REQUEST,
        "digital_support",
        "16",
        "ফোনে কথা বলতে সাহায্য দরকার",
        "আমি নতুন ফোন ব্যবহার করতে শিখতে চাই।",
        text_language="bn",
        languages=("bn", "es"),
    ),
    Sample(
        REQUEST,
        "connectivity",
        "11",
        "گھر میں انٹرنیٹ",
        "بچوں کی پڑھائی کے لیے گھر میں انٹرنیٹ چاہیے۔",
        text_language="ur",
        languages=("ur", "es"),
        days_ago=2,
    ),
    Sample(
        REQUEST,
        "digital_support",
        "15",
        "Ayuda para pedir hora en el médico",
        "Los martes por la tarde me va bien.",
        audience=Audience.VOLUNTEERS,
        text_language="es",
        languages=("es",),
    ),
    Sample(
        REQUEST,
        "device",
        "17",
        "Una tauleta amb lletra gran",
        "Per parlar amb la família.",
        audience=Audience.COORDINATORS,
        acts=(Act.APPROVE, Act.TALK),
    ),
    Sample(
        REQUEST,
        "repair",
        "18",
        "L'ordinador no s'engega",
        "És un sobretaula del 2016.",
        acts=(Act.APPROVE, Act.PROMISE),
    ),
    Sample(
        REQUEST,
        "space",
        "13",
        "Un espai amb wifi per estudiar",
        "Dues tardes per setmana.",
        acts=(Act.APPROVE, Act.FULFIL),
    ),
    Sample(
        REQUEST,
        "device",
        "16",
        "Deu ratolins per a una aula",
        "Ens en calen deu; n'hem trobat sis.",
        acts=(Act.APPROVE, Act.FULFIL_PARTLY),
        quantity=10,
        is_of_entity=True,
    ),
    Sample(REQUEST, "other", "14", "Algú que m'expliqui el certificat digital", "", acts=(), days_ago=1),
    Sample(REQUEST, "device", "12", "Busco impressora, truqueu a la meva germana", "", acts=(Act.REJECT,)),
    Sample(REQUEST, "connectivity", "18", "Una targeta amb dades", "", acts=(Act.APPROVE, Act.WITHDRAW)),
    Sample(REQUEST, "repair", "11", "Canviar la pantalla d'un mòbil", "", acts=(Act.APPROVE, Act.EXPIRE), days_ago=70),
    Sample(OFFER, "device", None, "Mòbils de segona mà a meitat de preu", "Només avui.", days_ago=3),
    Sample(
        OFFER,
        "digital_support",
        None,
        "Una hora per setmana amb el mòbil o l'ordinador",
        "Vaig on convingui, sempre en un lloc públic.",
        terms=("time",),
        shown_days=None,
    ),
    Sample(
        OFFER,
        "device",
        "18",
        "Quatre portàtils revisats",
        "Els cedim amb retorn: quan ja no calguin, tornen al circuit.",
        terms=("use_right", "lend"),
        quantity=4,
        is_of_entity=True,
    ),
    Sample(
        OFFER,
        "repair",
        "16",
        "Reparem junts els dissabtes",
        "Porta l'aparell i l'obrim plegats.",
        terms=("cost_price",),
    ),
    Sample(
        OFFER,
        "space",
        "15",
        "Sala amb sis ordinadors",
        "De dilluns a dijous al matí.",
        terms=("donate",),
        shown_days=None,
    ),
    Sample(
        OFFER,
        "connectivity",
        "13",
        "Comparteixo el wifi de l'entitat",
        "Al vestíbul, de 9 a 20 h.",
        acts=(),
        terms=("donate",),
        days_ago=1,
    ),
)
REPORTED = "Mòbils de segona mà a meitat de preu"
