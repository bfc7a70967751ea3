"""A training with one place in a running instance, brought in as a coordinator does: by a spreadsheet."""

import csv
import json
import secrets
from datetime import UTC, datetime, timedelta

from tests.rig.instance import Instance


def bring_in(instance: Instance) -> str:
    """Its address after `/<language>/`."""
    code = f"U-{secrets.token_hex(4)}"
    day = datetime.now(UTC) + timedelta(days=60)
    row = {
        "Codi": code,
        "Títol": f"Una sola plaça {code[2:]}",
        "Resum": "Per a una persona.",
        "Idioma del text": "ca",
        "Modalitat": "presencial",
        "Data": f"{day:%d/%m/%Y}",
        "Hora inici": "18:00",
        "Hora fi": "20:00",
        "Espai": "Can Batlló",
        "Places": "1",
        "Tipus d'inscripció": "oberta",
    }
    path = instance.data / f"{code}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=";")
        writer.writeheader()
        writer.writerow(row)
    instance.flask("trainings", "import", str(path), "--apply", "--publish", "--actor", "equip@example.org")
    known = json.loads(instance.flask("trainings", "list", "--format", "json"))
    slug = next(one["slug"] for one in known if one["code"] == code)
    return f"formacions/{slug}/"
