from datetime import date

import pytest
from flask import Flask

from coopnet.foundation import text_index
from coopnet.foundation.db import committing
from tests.foundation.text_index.documents import ARABIC, CARE, COURSE, ENERGY, PAST, WOOD


@pytest.fixture
def programme(app: Flask) -> Flask:
    with committing():
        for number, title, body, day in (
            (
                WOOD,
                ["Taller de fusteria", "Taller de carpintería"],
                "Porteu guants. A Hostafrancs.",
                date(2026, 11, 30),
            ),
            (ENERGY, ["Comunitats energètiques"], "Com llegir la factura de la llum al col·lectiu", date(2026, 12, 3)),
            (CARE, ["L'economia feminista i les cures"], "Assemblea a Sants amb el **veïnat**", date(2027, 2, 1)),
            (COURSE, ["Curs de comptabilitat"], "Per a cooperatives que comencen; de fusteria, no", date(2026, 12, 20)),
            (PAST, ["Fusteria antiga"], "Va ser a la Bordeta", date(2025, 3, 3)),
            (ARABIC, ["ورشة الحاسوب", "中文电脑课"], "اردو", date(2026, 12, 1)),
        ):
            text_index.put("training", number, title=title, body=[body], tokens=text_index.time_tokens([day]))
        text_index.put("initiative", WOOD, title=["Fusteria de l'altra mena"])
    return app
