"""Style, script and pictures of our own: compressed once, served by WhiteNoise at addresses that never change meaning.

At start the files of `static/` and what is made for this district are put into `$DATA/static-<hash>/`, beside their
compressed copies; two processes may do it at once. An address carries the hash, so browsers keep it for ever.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise

from coopnet.foundation.colours import ENOUGH, contrast, is_colour
from coopnet.foundation.district import District
from coopnet.web import headers
from coopnet.web.compression import BEST, compress

SOURCE = Path(__file__).resolve().parents[2] / "static"
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest"}
# What links stand on (--paper, --sheet, --sunk of the main style), light and dark, and what may stand on the accent.
LIGHT = ("#fbf6ec", "#fffdf8", "#f2e9da")
DARK = ("#181512", "#221e1a", "#2c2721")
INKS = ("#ffffff", "#211009")
ICON = "img/mark.svg"
MAIN_STYLE = "css/site.css"
KEPT_VERSIONS = 3

_KEY = "coopnet.assets"

bp = Blueprint("assets", __name__)


class Files(WhiteNoise):  # type: ignore[misc]
    """Every answer has our headers, a 304 and a 405 too."""

    always: list[tuple[str, str]]

    def serve(self, static_file: Any, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        found = static_file.get_response(environ["REQUEST_METHOD"], environ)
        given = [*found.headers, *self.always]
        if "Cache-Control" not in dict(given):
            given.append(("Cache-Control", headers.NEVER_KEEP))
        start_response(f"{found.status} {found.status.phrase}", given)
        if found.file is None:
            return []
        # They are small; read at once, none stays open when the reader goes away.
        with found.file as file:
            return [file.read()]


def init_app(app: Flask) -> None:
    """In front of the page cache: a file asks nobody."""
    contents = _read_folder(SOURCE)
    _dress(contents, app.config["DISTRICT"])
    version = _hash(contents)
    folder = Path(app.config["DATA"]) / f"static-{version}"
    if not folder.is_dir():
        _write_folder(folder, contents)
    app.extensions[_KEY] = (version, frozenset(contents))
    files = Files(
        app.wsgi_app,
        root=str(folder),
        prefix=f"static/{version}",
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
    )
    files.always = headers.for_app(app)
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["static_url"] = static_url
    app.register_blueprint(bp)


def static_url(name: str) -> str:
    """The address of a file of `static/` ("css/site.css") or of the district's ("district/logo.svg")."""
    version, names = _current()
    if name not in names:
        raise LookupError(f"there is no static file {name}")
    return f"/static/{version}/{name}"


def has_file(name: str) -> bool:
    return name in _current()[1]


@bp.get("/static/<version>/<path:name>")
def show_current(version: str, name: str) -> Response:  # noqa: ARG001 - whatever version it was
    """A page of before the last change still finds its files."""
    return redirect(static_url(name)) if has_file(name) else abort(404)


@bp.get("/favicon.ico")
def show_icon() -> Response:
    return redirect(static_url(ICON)) if has_file(ICON) else abort(404)


def _current() -> tuple[str, frozenset[str]]:
    found: tuple[str, frozenset[str]] = current_app.extensions[_KEY]
    return found


def _read_folder(folder: Path) -> dict[str, bytes]:
    """Hidden files are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _dress(contents: dict[str, bytes], here: District) -> None:
    """The district's colours go to the end of the main style, so that they cost no request and win; its logo beside."""
    light, dark = _accent(here, here.accent, LIGHT), _accent(here, here.accent_dark, DARK)
    colours = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    contents[MAIN_STYLE] = contents.get(MAIN_STYLE, b"") + colours.encode()
    if here.logo:
        contents["district/logo.svg"] = (here.folder / here.logo).read_bytes()


def _accent(here: District, accent: str, papers: tuple[str, ...]) -> str:
    """Whichever of the two inks reads better stands on it; on the papers it must be readable itself: it is a link's."""
    where = here.folder / "district.json"
    if not is_colour(accent):
        raise ValueError(f"{where}: {accent!r} is not a colour such as #a3341c")
    weakest = min(contrast(accent, paper) for paper in papers)
    if weakest < ENOUGH:
        raise ValueError(f"{where}: {accent} has a contrast of {weakest:.1f} on the page, and links need {ENOUGH}")
    return f"--accent:{accent};--on-accent:{max(INKS, key=lambda ink: contrast(accent, ink))}"


def _hash(contents: dict[str, bytes]) -> str:
    hashed = hashlib.sha256()
    for name, content in sorted(contents.items()):
        hashed.update(f"{name}\0{len(content)}\0".encode())
        hashed.update(content)
    return hashed.hexdigest()[:10]


def _write_folder(folder: Path, contents: dict[str, bytes]) -> None:
    fresh = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    for name, content in contents.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix in COMPRESSED:
            for suffix, encoding in (("br", "br"), ("gz", "gzip")):
                path.with_name(f"{path.name}.{suffix}").write_bytes(compress(content, encoding, BEST))
    try:
        fresh.rename(folder)
    except OSError:
        # Another process was first, with the same files.
        shutil.rmtree(fresh, ignore_errors=True)
        if not folder.is_dir():
            raise
    _forget_old(folder.parent)


def _forget_old(data: Path) -> None:
    versions = sorted(data.glob("static-*"), key=os.path.getmtime, reverse=True)
    for old in versions[KEPT_VERSIONS:]:
        shutil.rmtree(old, ignore_errors=True)
