"""Example pictures, drawn by code: nobody's place, nobody's face, nobody's logo. The same ones each time."""

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

Pen = ImageDraw.ImageDraw
WIDTH, HEIGHT = 1600, 1067
LOGO = 640  # pixels a side
SEED = 8
INKS = {
    "cream": "#f6e9d2",
    "terra": "#b5472a",
    "ochre": "#dd9d3a",
    "olive": "#66773a",
    "sea": "#2b6b7f",
    "night": "#2f3b5c",
    "rose": "#d98f7c",
}


def draw_beds() -> bytes:
    """Raised beds with tomato plants in front of a wall of bricks."""
    image, pen = _sheet("#cfe3e6")
    pen.ellipse((1220, 90, 1400, 270), fill=INKS["ochre"])
    pen.rectangle((0, 400, WIDTH, 800), fill="#c9795a")
    for row in range(10):
        for column in range(-1, 14):
            x, y = column * 128 + (row % 2) * 64, 400 + row * 40
            pen.rectangle((x + 4, y + 4, x + 124, y + 36), fill=("#b5472a", "#bd5636", "#ad4026")[(row + column) % 3])
    pen.rectangle((0, 800, WIDTH, HEIGHT), fill="#d8c294")
    for bed in range(3):
        left = 60 + bed * 510
        for plant in range(4):
            _tomato(pen, left + 70 + plant * 110, 800, 300 + (plant * 37 + bed * 61) % 90)
        pen.rectangle((left, 800, left + 460, 960), fill="#8a5a34")
        for board in range(3):
            pen.line((left, 853 + board * 53, left + 460, 853 + board * 53), fill="#6d4527", width=5)
        pen.rectangle((left, 790, left + 460, 815), fill="#4a3222")
    return _jpeg(image)


def draw_table() -> bytes:
    """A long table under a vine, with plates and bread."""
    image, pen = _sheet("#e9dcbb")
    pen.rectangle((0, 0, WIDTH, 130), fill="#7d5a3a")
    draw = _dice()
    for _leaf in range(170):
        x, y, size = draw.randrange(WIDTH), draw.randrange(60, 330), draw.randrange(28, 62)
        ink = draw.choice((INKS["olive"], "#7d9048", "#53632e"))
        pen.ellipse((x, y, x + size, y + int(size * 0.8)), fill=ink)
    for bunch in range(5):
        for row in range(4):
            for grape in range(4 - row):
                x, y = 160 + bunch * 310 + grape * 30 + row * 15, 300 + row * 26
                pen.ellipse((x, y, x + 32, y + 32), fill=INKS["night"])
    pen.polygon(((120, 660), (1480, 660), (1600, 860), (0, 860)), fill=INKS["terra"])
    pen.polygon(((420, 660), (560, 660), (500, 860), (340, 860)), fill=INKS["cream"])
    pen.polygon(((1040, 660), (1180, 660), (1260, 860), (1100, 860)), fill=INKS["cream"])
    for plate in range(5):
        x = 170 + plate * 270
        pen.ellipse((x, 715, x + 180, 795), fill="#fffdf8")
        pen.ellipse((x + 28, 727, x + 152, 783), fill=(INKS["ochre"], INKS["olive"], INKS["rose"])[plate % 3])
    for leg in (120, 1420):
        pen.rectangle((leg, 860, leg + 60, HEIGHT), fill="#6d4527")
    return _jpeg(image)


def draw_workshop() -> bytes:
    """A carpenter's bench with planks, a saw on the wall and shavings."""
    image, pen = _sheet("#e7d9bd")
    pen.rectangle((0, 820, WIDTH, HEIGHT), fill="#a98a63")
    for plank in range(6):
        x = 90 + plank * 72
        pen.polygon(
            ((x, 830), (x + 52, 830), (x + 110, 150 + plank * 33), (x + 58, 150 + plank * 33)),
            fill=("#c9955c", "#b57f49", "#d8ab74")[plank % 3],
        )
    for tool in range(4):
        x = 760 + tool * 190
        pen.rectangle((x, 210, x + 26, 400), fill="#8a5a34")
        pen.polygon(((x - 30, 150), (x + 56, 150), (x + 40, 222), (x - 14, 222)), fill=INKS["night"])
    pen.ellipse((1290, 430, 1490, 630), fill=INKS["sea"])
    for tooth in range(24):
        turn = math.tau * tooth / 24
        across, down = 1390 + 108 * math.cos(turn), 530 + 108 * math.sin(turn)
        pen.polygon(((across - 12, down - 12), (across + 12, down - 4), (across - 2, down + 14)), fill=INKS["sea"])
    pen.ellipse((1365, 505, 1415, 555), fill="#e7d9bd")
    pen.rectangle((560, 690, 1520, 760), fill="#8a5a34")
    for leg in (600, 1400):
        pen.rectangle((leg, 760, leg + 80, 1000), fill="#6d4527")
    pen.rectangle((720, 610, 1240, 690), fill="#d8ab74")
    pen.polygon(((860, 610), (980, 540), (1080, 540), (1080, 610)), fill=INKS["terra"])
    draw = _dice()
    for _shaving in range(60):
        x, y, size = draw.randrange(500, 1560), draw.randrange(850, 1020), draw.randrange(24, 60)
        pen.arc((x, y, x + size, y + size), draw.randrange(360), draw.randrange(360, 640), fill="#f2d9a8", width=9)
    return _jpeg(image)


def draw_leaf_logo() -> bytes:
    return _emblem(INKS["olive"], _leaf)


def draw_ring_logo() -> bytes:
    return _emblem(INKS["terra"], _rings)


def _leaf(pen: Pen) -> None:
    for turn in range(3):
        angle = math.tau * (turn / 3 - 0.25)
        x, y = 320 + 105 * math.cos(angle), 320 + 105 * math.sin(angle)
        pen.ellipse((x - 92, y - 92, x + 92, y + 92), fill=INKS["cream"])
    pen.ellipse((270, 270, 370, 370), fill=INKS["ochre"])


def _rings(pen: Pen) -> None:
    for ring in range(5):
        edge = 120 + ring * 42
        ink = (INKS["cream"], INKS["ochre"])[ring % 2]
        pen.ellipse((edge, edge - ring * 6, LOGO - edge, LOGO - edge - ring * 6), outline=ink, width=22)


def _emblem(ground: str, motif: Callable[[Pen], None]) -> bytes:
    """On nothing: what is around it shines through."""
    image = Image.new("RGBA", (LOGO, LOGO), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((20, 20, LOGO - 20, LOGO - 20), fill=ground)
    motif(pen)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _tomato(pen: Pen, x: int, ground: int, height: int) -> None:
    pen.line((x, ground, x, ground - height), fill="#6d4527", width=9)
    for step in range(6):
        y, side = ground - 50 - step * height // 7, 1 if step % 2 else -1
        first, last = sorted((x, x + side * 62))
        pen.ellipse((first, y - 20, last, y + 18), fill=("#66773a", "#7d9048")[step % 2])
        if step % 2 == 0:
            pen.ellipse((x + side * 20 - 16, y + 14, x + side * 20 + 18, y + 48), fill="#c23a22")


def _sheet(ground: str) -> tuple[Image.Image, Pen]:
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    return image, ImageDraw.Draw(image)


def _jpeg(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=92)
    return written.getvalue()


def _dice() -> random.Random:
    return random.Random(SEED)  # noqa: S311 - the same drawing each time
