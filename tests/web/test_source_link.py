"""Whoever uses a coopnet over the network is offered the source of what runs there (AGPL, section 13)."""

from pathlib import Path

import pytest

from config import Config, ConfigProblem
from coopnet.foundation.db import db
from tests.conftest import make_test_app
from tests.rig.reader import Reader

SOURCE = "https://code.example.org/coopnet"


@pytest.mark.parametrize("source", ["", SOURCE])
@pytest.mark.parametrize("page", ["/ca/privacitat", "/es/accessibilitat", "/en/avis-legal"])
def test_every_footer_leads_to_the_source_where_one_is_set(tmp_path: Path, page: str, source: str) -> None:
    app = make_test_app(tmp_path, f"sqlite:///{tmp_path / 'coopnet.db'}", COOPNET_SOURCE_URL=source)
    with app.app_context():
        shown = app.test_client().get(page).text
        db.engine.dispose()
    assert (f'href="{SOURCE}"' in shown) is bool(source)


@pytest.mark.parametrize("written", ["javascript:alert(1)", "code.example.org", "https://"])
def test_an_address_that_is_none_stops_the_start(written: str) -> None:
    with pytest.raises(ConfigProblem, match="COOPNET_SOURCE_URL"):
        Config.from_env({"COOPNET_SOURCE_URL": written})


@pytest.mark.parametrize("page", ["/ca/", "/es/privacitat"])
def test_readers_of_other_languages_are_led_to_the_first_one(client: Reader, page: str) -> None:
    first = f"/ca/{page[4:]}"
    assert f'hreflang="x-default" href="http://localhost:5000{first}"' in client.get(page).text
