from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from coopnet.foundation import commands
from coopnet.foundation.i18n import (
    current_language,
    gettext,
    in_language,
    label,
    list_uncompiled,
    ngettext,
    npgettext,
    pgettext,
)


@pytest.fixture(autouse=True)
def app(_sqlite_app: Flask) -> Iterator[Flask]:
    """Words ask no database: one engine is enough."""
    with _sqlite_app.app_context():
        yield _sqlite_app


def test_the_districts_first_language_is_spoken_where_none_was_chosen() -> None:
    assert current_language() == "ca"
    assert gettext("Your rights") == "Els teus drets"


def test_languages_nest() -> None:
    with in_language("en"):
        with in_language("es"):
            assert gettext("Your rights") == "Tus derechos"
        assert gettext("Your rights") == "Your rights"


def test_plurals_follow_the_number() -> None:
    one, many = "%(num)d registration is ahead of you.", "%(num)d registrations are ahead of you."
    said = [ngettext(one, many, number) for number in (0, 1, 2)]
    assert said == [
        "Tens 0 inscripcions al davant.",
        "Tens 1 inscripció al davant.",
        "Tens 2 inscripcions al davant.",
    ]


def test_a_text_nobody_translated_is_its_own() -> None:
    assert gettext("%(text)s, 100 %%", text="Aina") == "Aina, 100 %"
    assert gettext("100 %") == "100 %"
    assert pgettext("nowhere", "Nothing") == "Nothing"
    assert npgettext("nowhere", "%(num)d thing", "%(num)d things", 2) == "2 things"


def test_templates_speak_the_same(app: Flask) -> None:
    source = """{{ _("Your rights") }} {% trans name="<b>" %}
        Hello, {{ name }}:
    {% endtrans %}"""
    with in_language("es"):
        assert app.jinja_env.from_string(source).render() == "Tus derechos Hola, &lt;b&gt;:"


def test_a_label_falls_back_to_what_there_is() -> None:
    with in_language("en"):
        assert label({"ca": "dijous", "en": "Thursday"}) == "Thursday"
        assert label({"ca": "dijous", "es": "jueves"}) == "dijous"
        assert label({"es": "jueves"}) == "jueves"


def test_a_catalogue_that_nobody_compiled_is_named(tmp_path: Path) -> None:
    for language, names in {"ca": ("messages.po", "messages.mo"), "es": ("messages.po",)}.items():
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).touch()
    assert list_uncompiled(tmp_path) == ["es"]
    assert list_uncompiled() == []


def test_nothing_is_served_in_the_wrong_language(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "list_uncompiled", lambda: ["ca", "es"])
    answer = app.test_cli_runner().invoke(args=["serve", "--port", "5999"])
    assert answer.exit_code == 1
    assert "make compiled" in answer.output
