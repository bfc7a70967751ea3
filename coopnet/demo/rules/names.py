"""Words that invented initiatives are named with."""

FIRST_WORDS = ("Taller", "Obrador", "Col·lectiu", "Xarxa", "Ateneu", "Hort", "Grup", "Cooperativa", "Espai", "Estudi")
SECOND_WORDS = (
    "de la Figuera",
    "del Gat Negre",
    "de les Tres Fonts",
    "Llum de Gas",
    "Pedra Seca",
    "del Vent",
    "Sol i Serena",
    "de la Cantonada",
    "Quatre Mans",
    "Mar de Núvols",
)
