"""Names by which somebody makes others believe that they are the team, a bank or the police."""

import re

from coopnet.conversations.rules.folding import has_any, readings

# Wherever they stand in a name: nobody is called so.
_INSIDE = tuple(
    re.findall(
        r"\S+",
        """
        coopnet coopolis suport soporte support servei servicio atencio atencion admin moderador seguretat seguridad
        oficial official verificacio verificacion caixabank lacaixa bbva sabadell bankinter unicaja ibercaja bizum
        paypal revolut whatsapp policia mossos ajuntament ayuntamiento hisenda hacienda correos correus
        银行 客服 警察 بنك بینک شرطة پولیس ਬੈਂਕ ব্যাংক बैंक банк полиция
        """,
    )
)
# Only as a word of their own: they are parts of names too.
_WORDS = {
    "equip",
    "equipo",
    "team",
    "banc",
    "banco",
    "banca",
    "bank",
    "caixa",
    "staff",
    "tecnic",
    "tecnico",
    "codi",
    "sepe",
}


def poses(name: str) -> bool:
    """Of what others are shown of a name.

    >>> poses("Coopnet"), poses("Banc-Sabadell-Codi"), poses("Equip"), poses("C00pnet"), poses("Сoopnet"), poses("银行")
    (True, True, True, True, True, True)
    >>> poses("Núria"), poses("Bancells"), poses("Teamela"), poses("Banke-Li"), poses("محمد"), poses("")
    (False, False, False, False, False, False)
    """
    return any(
        has_any(reading, _INSIDE) or not _WORDS.isdisjoint(re.findall(r"[^\W_]+", reading))
        for reading in readings(name)
    )
