"""The preview picture that other sites show beside a link: the training's own tiles, its title and when it is."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from flask import Response, abort
from flask.typing import ResponseReturnValue
from PIL import Image, ImageDraw, ImageFont

from coopnet.foundation import clock, district
from coopnet.foundation.generations import training_scope
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings import queries
from coopnet.trainings.queries import PublicTraining
from coopnet.trainings.views.blueprint import bp
from coopnet.trainings.views.labels import training_when
from coopnet.web import moved, page_cache
from coopnet.web.tiles import tile_shapes

FONT = Path(__file__).resolve().parent.parent / "data" / "DejaVuSans-Bold.subset.ttf"
WIDTH, HEIGHT = 1200, 630
TILE = 210
MARGIN = 56
TEXT_WIDTH = WIDTH - 2 * TILE - 2 * MARGIN
PAPER, INK, QUIET, WARNING = "#fffdf8", "#1d1a16", "#55504a", "#a3201c"
TITLE_SIZES = (84, 72, 62, 54, 46, 40)
LEADING = 1.25
TITLE_HEIGHT = 330


@bp.get("/formacions/<slug>/imatge.png")
def picture(slug: str) -> ResponseReturnValue:
    training = queries.find_public(slug, language=current_language(), now=clock.now())
    if training is None:
        moved.lead_to(queries.find_moved(slug) or abort(404))
    page_cache.keep(training_scope(training.public_id))
    site = district.label(district.current().site_name, current_language())
    note = _("Cancelled") if training.is_cancelled else ""
    drawn = _draw(_seed(training), training.title.text, training_when(training), note, site)
    return Response(drawn, content_type="image/png")


def _seed(training: PublicTraining) -> str:
    return training.public_id


@lru_cache(maxsize=64)
def _draw(seed: str, title: str, when: str, note: str, site: str) -> bytes:
    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    tile = _paint(seed)
    for column in range(2):
        for row in range(HEIGHT // TILE):
            canvas.paste(tile, (WIDTH - (2 - column) * TILE, row * TILE))
    pen = ImageDraw.Draw(canvas)
    y = MARGIN
    if note:
        pen.text((MARGIN, y), note, font=_font(40), fill=WARNING)
        y += 64
    size, lines = _fit(title)
    for line in lines:
        pen.text((MARGIN, y), line, font=_font(size), fill=INK)
        y += round(size * LEADING)
    bottom = HEIGHT - MARGIN - 34
    pen.text((MARGIN, bottom), site, font=_font(28), fill=QUIET)
    lines = _wrap(when, 34)[:2]
    for number, line in enumerate(lines):
        pen.text((MARGIN, bottom - 30 - 46 * (len(lines) - number)), line, font=_font(34), fill=INK)
    file = BytesIO()
    canvas.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _paint(seed: str) -> Image.Image:
    """Painted big and made small, so that its edges are smooth."""
    side = TILE * 4
    tile = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(tile)
    for colour, points in tile_shapes(seed):
        pen.polygon([(x * side, y * side) for x, y in points], fill=colour)
    return tile.resize((TILE, TILE), Image.Resampling.LANCZOS)


def _fit(title: str) -> tuple[int, list[str]]:
    """The biggest letters that leave room for the date; a title too long for the smallest is cut."""
    for size in TITLE_SIZES:
        lines = _wrap(title, size)
        if len(lines) * size * LEADING <= TITLE_HEIGHT and all(_is_narrow(line, size) for line in lines):
            return size, lines
    most = int(TITLE_HEIGHT / (size * LEADING))
    return size, lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _wrap(text: str, size: int) -> list[str]:
    """Lines that fit; a short last word ("h") never stands alone. A word wider than a line sticks out."""
    words = text.split()
    if len(words) > 1 and len(words[-1]) == 1:
        words[-2:] = [f"{words[-2]}\xa0{words[-1]}"]
    lines: list[str] = []
    for word in words:
        if lines and _is_narrow(f"{lines[-1]} {word}", size):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _is_narrow(line: str, size: int) -> bool:
    return _font(size).getlength(line) <= TEXT_WIDTH


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
