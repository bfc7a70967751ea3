"""A statement of hours: who, what was confirmed, and a code that says whether it is genuine."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import pdf
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.pdf import make_pdf
from coopnet.network.models import Volunteer, VolunteerHours
from coopnet.network.rules.hours import By
from coopnet.network.service import volunteering
from tests.factories.accounts import give_role, make_account, sign_in
from tests.factories.posts import NOW, published
from tests.factories.volunteers import get, own_of, verified
from tests.rig.reader import Reader

CHECKED = re.compile(r"/ca/xarxa/certificats/\S+")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def give(volunteer: Volunteer, *days: tuple[date, int, bool], post: int | None = None) -> None:
    volunteer_id = volunteer.id
    with committing():
        for day, minutes, is_confirmed in days:
            made = VolunteerHours(
                public_id=new_public_id(),
                volunteer_id=volunteer_id,
                post_id=post,
                day=day,
                minutes=minutes,
                logged_at=NOW,
                confirmed_at=NOW if is_confirmed else None,
                confirmed_by=By.ASKER.value if is_confirmed else None,
            )
            db.session.add(made)


def with_hours(**changed: Any) -> Volunteer:
    """Two hours and a quarter confirmed, half an hour not."""
    made = verified(**changed)
    public_id = made.public_id
    post = published()
    give(
        made,
        (date(2026, 10, 2), 90, True),
        (date(2026, 11, 3), 45, True),
        (date(2026, 11, 20), 30, False),
        post=post.id,
    )
    return get(public_id)


def read(content: bytes) -> tuple[PdfReader, str]:
    document = PdfReader(io.BytesIO(content))
    return document, "\n".join(page.extract_text() for page in document.pages)


def test_a_volunteer_takes_a_statement_that_anybody_can_check(client: Reader) -> None:
    volunteer = with_hours(name="Núria Vila")
    page = client.get(f"{own_of(volunteer)}certificat")
    assert "2 h 15 min" in page.text
    answer = client.get(f"{own_of(volunteer)}certificat.pdf")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    document, text = read(answer.data)
    root: Any = document.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "ca"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert "pdfuaid" in document.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert document.metadata is not None
    assert document.metadata.title == "Certificat d'hores de voluntariat"
    for said in ("Núria Vila", "octubre del 2026", "1 h 30 min", "2 h 15 min", "Entitat titular (exemple)"):
        assert said in text
    assert "30 min" in text.split("Sense confirmar")[1]
    found = CHECKED.search(text.replace("\n", ""))
    assert found is not None
    checked = client.get(link_in(document))
    assert checked.status_code == 200
    assert "2 h 15 min" in checked.text
    assert "Núria" not in checked.text
    assert checked.headers["X-Robots-Tag"] == "noindex"


def link_in(document: PdfReader) -> str:
    notes: list[Any] = [note.get_object() for page in document.pages for note in page.get("/Annots", ())]
    found = [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    return "/ca/" + found[0].split("/ca/")[1]


def test_a_code_with_another_total_is_not_genuine(client: Reader) -> None:
    document, _text = read(client.get(f"{own_of(with_hours())}certificat.pdf").data)
    link = link_in(document)
    code = link.rsplit("/", 1)[1]
    for forged in (f"{code[:13]}z{code[14:]}", code[:-1], "x", "a" * 300, f"{'z' * 14}{code[14:]}", "%00"):
        assert client.get(f"/ca/xarxa/certificats/{forged}").status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_speaks_the_language_of_the_page(client: Reader, language: str) -> None:
    address = own_of(with_hours()).replace("/ca/", f"/{language}/")
    document, text = read(client.get(f"{address}certificat.pdf").data)
    root: Any = document.trailer["/Root"]
    assert root["/Lang"].startswith(language)
    assert {"es": "Confirmado en total", "en": "Confirmed in all"}[language] in text


def test_only_some_days_are_asked_for(client: Reader) -> None:
    own = own_of(with_hours())
    _document, text = read(client.get(f"{own}certificat.pdf?des=2026-11-01&fins=2026-11-10").data)
    assert "octubre del 2026" not in text.replace("1 d'octubre", "")
    assert "45 min" in text
    assert "Sense confirmar" not in text


@pytest.mark.parametrize(
    "query", ["des=2026-11-10&fins=2026-11-01", "des=x", "fins=2999-01-01", "des=0001-01-01", "des=%00&fins=²"]
)
def test_days_that_do_not_fit_are_said(client: Reader, query: str) -> None:
    own = own_of(with_hours())
    assert "Aquests dos dies no encaixen" in client.get(f"{own}certificat?{query}").text
    assert client.get(f"{own}certificat.pdf?{query}").status_code == 200


UNKNOWN = "\U000f0000"  # in no font of this world


@pytest.mark.parametrize("name", ["李明", "রহিম উদ্দিন", "ਗੁਰਪ੍ਰੀਤ", "ⵎⵓⵃⴰ", "محمد علی", "Li Ming 李明", "😀", UNKNOWN])
def test_a_name_in_any_script_gives_a_document(client: Reader, name: str) -> None:
    answer = client.get(f"{own_of(with_hours(name=name))}certificat.pdf")
    assert answer.status_code == 200
    _document, text = read(answer.data)
    assert "2 h 15 min" in text


def test_a_name_that_no_font_has_is_left_to_be_written_by_hand(client: Reader) -> None:
    _document, text = read(client.get(f"{own_of(with_hours(name=f'Li Ming {UNKNOWN}'))}certificat.pdf").data)
    assert "Li Ming" in text
    assert "escriu-lo aquí a mà" in " ".join(text.split())


def test_no_word_of_a_person_is_taken_for_a_command(client: Reader) -> None:
    name = '#panic("x") *a* $x$ \\ #read("/etc/passwd")'
    _document, text = read(client.get(f"{own_of(with_hours(name=name))}certificat.pdf").data)
    assert '#panic("x") *a* $x$' in text.replace("”", '"').replace("“", '"')
    assert "root:" not in text


def replace_child(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    child = folder / "child.py"
    child.write_text(code)
    monkeypatch.setattr(pdf, "CHILD", child)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill(os.getpid(), 9)",
        "print('half a document')",
        "import sys; sys.exit(3)",
        "import time; time.sleep(60)",
    ],
)
def test_a_process_that_dies_or_hangs_is_told_and_what_is_known_is_shown(
    client: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    own = own_of(with_hours())
    monkeypatch.setattr(pdf, "TIME_LIMIT_SECONDS", 0.5)
    replace_child(monkeypatch, tmp_path, code)
    answer = client.get(f"{own}certificat.pdf")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "2 h 15 min" in answer.text


def test_nothing_is_rendered_while_others_wait_to_write(app: Flask) -> None:
    with committing(), pytest.raises(RuntimeError):
        make_pdf("network/hours_statement.typ", {})


def test_nothing_of_the_surroundings_goes_along(
    client: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = own_of(with_hours())
    monkeypatch.setenv("COOPNET_SECRET", "a secret of the instance")
    replace_child(monkeypatch, tmp_path, "import os; print('%PDF-', dict(os.environ))")
    answer = client.get(f"{own}certificat.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert b"secret" not in answer.data


def test_too_many_at_once_are_told_to_come_back(client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    own = own_of(with_hours())
    monkeypatch.setattr(pdf, "PATIENCE_SECONDS", 0)
    held = [pdf._places.acquire() for _ in range(pdf.MOST_AT_ONCE)]
    try:
        assert client.get(f"{own}certificat.pdf").status_code == 503
    finally:
        for _ in held:
            pdf._places.release()
    assert client.get(f"{own}certificat.pdf").status_code == 200


def test_who_coordinates_makes_it_for_them(client: Reader) -> None:
    volunteer = with_hours(name="Núria Vila")
    account = make_account()
    give_role(account, Role.NETWORK)
    sign_in(client, account, is_strong=True)
    page = f"/ca/gestio/xarxa/voluntariat/{volunteer.public_id}"
    assert f"{page}/certificat" in client.get(page).text
    assert "2 h 15 min" in client.get(f"{page}/certificat").text
    _document, text = read(client.get(f"{page}/certificat.pdf").data)
    assert "Núria Vila" in text
    assert client.get("/ca/gestio/xarxa/voluntariat/x/certificat.pdf").status_code == 404


def test_a_link_that_gives_no_right_gives_no_statement(client: Reader) -> None:
    own = own_of(with_hours())
    for wrong in (own[:-3] + "xx/", "/ca/xarxa/voluntariat/meu/x/"):
        assert client.get(f"{wrong}certificat").status_code == 404
        assert client.get(f"{wrong}certificat.pdf").status_code == 404


def test_who_was_erased_has_no_statement(client: Reader) -> None:
    volunteer = with_hours()
    own, public_id = own_of(volunteer), volunteer.public_id
    in_transaction(partial(volunteering.remove, public_id, now=NOW))
    assert client.get(f"{own}certificat").status_code == 404
    assert client.get(f"{own}certificat.pdf").status_code == 404
    account = make_account()
    give_role(account, Role.NETWORK)
    sign_in(client, account, is_strong=True)
    page = f"/ca/gestio/xarxa/voluntariat/{public_id}"
    assert client.get(f"{page}/certificat.pdf").status_code == 404
    assert f"{page}/certificat" not in client.get(page).text
