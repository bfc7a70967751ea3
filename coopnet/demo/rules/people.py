"""Invented people, the same for the same seed."""

import random
from dataclasses import dataclass

FIRST = [
    "Aina",
    "Àlex",
    "Amina",
    "Arnau",
    "Berta",
    "Biel",
    "Carme",
    "Cinta",
    "Dolors",
    "Edelmira",
    "Empar",
    "Farida",
    "Fatou",
    "Ferran",
    "Guiu",
    "Hasan",
    "Imma",
    "Iqbal",
    "Jana",
    "Jordina",
    "Khadija",
    "Laia",
    "Lin",
    "Llibert",
    "Maguette",
    "Martí",
    "Mercè",
    "Mireia",
    "Montse",
    "Nerina",
    "Nil",
    "Noor",
    "Oleguera",
    "Oriol",
    "Paquita",
    "Pau",
    "Pere",
    "Quim",
    "Rahma",
    "Remei",
    "Roser",
    "Samira",
    "Sira",
    "Tariq",
    "Teresa",
    "Txell",
    "Vladimir",
    "Wei",
    "Xènia",
    "Yolanda",
    "Zineb",
]
LAST = [
    "Casatorta",
    "Puigcorbera",
    "Castellterç",
    "Fontdellops",
    "Montgarbí",
    "Verdumeda",
    "Serrapics",
    "Puntaserra",
    "Rocavalls",
    "Palouzet",
    "Rieravella",
    "Camprubió",
    "Bonaterrals",
    "Tresfonts",
    "Feixallarga",
    "Solervell",
    "Vallcorriu",
    "Benzekrani",
    "Quispaya",
    "Arrondal",
    "Mehrdani",
    "Shahmiri",
    "Torrelloba",
    "Masdevent",
    "Olivellar",
    "Garrofal",
    "Estanyers",
    "Clotaberta",
    "Vinyamitja",
    "Pedralloma",
    "Sotdelbosc",
    "Ribafosca",
]


@dataclass(frozen=True)
class Person:
    """One of `email` and `phone` is set: at a domain that nobody has, or of the block that examples use."""

    name: str
    email: str | None
    phone: str | None
    language: str


def invent(number: int) -> Person:
    """The same person for the same number.

    >>> invent(7) == invent(7), invent(7) == invent(8)
    (True, False)
    """
    draw = random.Random(number)  # noqa: S311 - invented people need no secrets
    first, last, other = draw.choice(FIRST), draw.choice(LAST), draw.choice(LAST)
    language = draw.choices(("ca", "es", "en"), weights=(6, 3, 1))[0]
    if draw.random() < 0.3:  # noqa: PLR2004 - about a third has no e-mail
        return Person(f"{first} {last} {other}", None, f"+34600000{number % 1000:03}", language)
    return Person(f"{first} {last} {other}", f"persona{number}@example.org", None, language)
