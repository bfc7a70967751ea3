"""Pictures as people send them, drawn by code."""

from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from coopnet.foundation import clock, pictures
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.pictures import PHOTO, Drawn
from coopnet.initiatives.models import InitiativePicture
from coopnet.initiatives.service import picturing
from tests.factories.initiatives import ACTOR
from tests.rig.reader import Reader, read_form


def paint(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue, a white corner at the upper left."""
    image = Image.new("RGB", size, "#c02020")
    pen = ImageDraw.Draw(image)
    pen.rectangle((size[0] // 2, 0, size[0], size[1]), fill="#2020c0")
    pen.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#fff")
    return image.convert(mode)


def encode(image: Image.Image, form: str = "JPEG", **how: Any) -> bytes:
    written = BytesIO()
    image.save(written, form, **how)
    return written.getvalue()


def photo(size: tuple[int, int] = (640, 480), **how: Any) -> bytes:
    return encode(paint(size), **how)


def add_picture(initiative_id: int, *, alt: str = "Cinc persones planten", is_logo: bool = False) -> Drawn:
    """Through the service, committed, with its files."""
    drawn = pictures.draw(photo(), PHOTO)
    pictures.keep(drawn)
    add = partial(picturing.add, initiative_id, drawn, is_logo=is_logo, alt=alt, actor=ACTOR, now=clock.now())
    for digest in in_transaction(add):
        pictures.remove(digest)
    return drawn


def shown_of(initiative_id: int) -> list[InitiativePicture]:
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(InitiativePicture).where(InitiativePicture.initiative_id == initiative_id))
    return sorted(rows, key=lambda row: (not row.is_logo, row.position))


def send(reader: Reader, path: str, content: bytes | None, **typed: Any) -> TestResponse:
    """As a browser sends a form with a file."""
    fields: dict[str, Any] = {name: values[0] for name, values in read_form(reader.get(path).text).fields.items()}
    fields |= typed
    if content is not None:
        fields["file"] = FileStorage(BytesIO(content), "foto.jpg")
    data = {name: value for name, value in fields.items() if value is not None}
    return post_file(reader, path, data)


def post_file(reader: Reader, path: str, data: dict[str, Any]) -> TestResponse:
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return reader.post(path, data=body, content_type=kind, headers={"Referer": "http://localhost/"})


def files_on_disk(app: Flask) -> list[str]:
    return sorted(path.name for path in (Path(app.config["DATA"]) / "pictures").glob("*/*"))
