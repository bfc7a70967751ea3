"""What staff type answers in one language, that of their district; help and wrong use are English."""

from dataclasses import replace

import pytest
from flask import Flask

ACTOR = ("--actor", "ona@example.org")
RUNS = (
    ("trainings publish no-hi-es", "No hi ha cap formació amb aquesta adreça.", "No hay ninguna formación con"),
    ("trainings cancel no-hi-es", "No hi ha cap formació amb aquesta adreça.", "No hay ninguna formación con"),
    ("registrations list", "0 inscripcions", "0 inscripciones"),
    ("registrations list --training no-hi-es", "No hi ha cap formació", "No hay ninguna formación"),
    ("letters list", "0 mostrats", "0 mostrados"),
    ("letters retry", "0 tornen a la cua", "0 vuelven a la cola"),
    ("letters retry no-hi-es", "No hi ha cap missatge amb aquest número.", "No hay ningún mensaje con este número."),
    ("accounts grant rosa@example.org plan", "rosa@example.org: plan", "rosa@example.org: plan"),
    ("accounts revoke rosa@example.org plan", "No hi ha cap compte", "No hay ninguna cuenta"),
    ("accounts block rosa", "rosa: Això no és una adreça de correu.", "rosa: Esto no es una dirección de correo."),
    ("accounts grant rosa@example.org editor --for x", "x: Res no té aquesta adreça.", "x: Nada tiene esta dirección."),
    ("accounts grant rosa@example.org plan --for x", "x: El rol plan és de tot el web.", "x: El rol plan es de todo"),
)
WITHOUT_ACTOR = (
    ("accounts list", "0 rols", "0 roles"),
    ("registrations check", "Tots els comptes quadren.", "Todas las cuentas cuadran."),
)


@pytest.mark.parametrize("languages", [("ca", "es"), ("es", "ca")])
@pytest.mark.parametrize(
    ("command", "ca", "es", "actor"),
    [*((*each, ACTOR) for each in RUNS), *((*each, ()) for each in WITHOUT_ACTOR)],
)
def test_staff_are_answered_in_the_language_of_their_district(
    app: Flask, languages: tuple[str, ...], command: str, ca: str, es: str, actor: tuple[str, ...]
) -> None:
    app.config["DISTRICT"] = replace(app.config["DISTRICT"], languages=languages)
    done = app.test_cli_runner().invoke(args=[*command.split(), *actor])
    assert {"ca": ca, "es": es}[languages[0]] in done.output


@pytest.mark.parametrize("command", ["trainings publish", "letters retry one --all", "accounts grant", "nonsense"])
def test_wrong_use_is_told_in_english_alone(app: Flask, command: str) -> None:
    done = app.test_cli_runner().invoke(args=[*command.split(), *ACTOR])
    assert done.exit_code == 2
    assert "Usage:" in done.output
    assert "Error:" in done.output
