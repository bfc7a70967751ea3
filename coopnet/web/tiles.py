"""Small patterns in the spirit of Barcelona's hydraulic floor tiles: the same seed gives the same tile for ever.

A tile is a ground, a corner motif and a centre motif, each a quarter that is turned four times, in one of a few
palettes. A page that shows many sends the motifs once (`tile_symbols`) and each `tile` names its own. Tiles decorate:
nothing is said by them alone, so they are hidden from screen readers.
"""

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from flask import Flask, g
from markupsafe import Markup

SIZE = 24  # units a side; quarters turn around the middle
PATCH, PATCH_ROWS = 9, 2  # tiles of a patchwork before it repeats
ARC_STEPS = 16  # straight pieces of a quarter of a curve, where a picture needs polygons

Point = tuple[float, float]
Layer = tuple[str, str]  # the colour's letter, and a path of absolute M, L, Q, A and Z

# Quarters at the upper left corner: side by side, four tiles complete them.
CORNERS: tuple[tuple[Layer, ...], ...] = (
    (("a", "M0 0L9 0A9 9 0 0 1 0 9Z"), ("c", "M0 0L4 0A4 4 0 0 1 0 4Z")),
    (("a", "M0 0L10 0L0 10Z"), ("g", "M0 0L6 0L0 6Z"), ("b", "M0 0L3 0L0 3Z")),
    (("a", "M0 0Q9 0 9 9Q0 9 0 0Z"), ("b", "M9 0L12 0L12 3Z"), ("b", "M0 9L0 12L3 12Z")),
    (("a", "M0 0L9 0L9 3L6 3L6 6L3 6L3 9L0 9Z"), ("c", "M0 0L3 0L3 3L0 3Z")),
    (("a", "M13 0A13 13 0 0 1 0 13L0 11A11 11 0 0 0 11 0Z"), ("b", "M0 0L5 0A5 5 0 0 1 0 5Z")),
    (("b", "M0 0L8 0Q7 7 0 8Z"), ("a", "M0 0L4 1L6 6L1 4Z")),
)
# Quarters around the middle, above it.
CENTRES: tuple[tuple[Layer, ...], ...] = (
    (("b", "M12 12L9 7A3.2 3.2 0 0 1 15 7Z"), ("c", "M12 12L10.5 10.5A2.1 2.1 0 0 1 13.5 10.5Z")),
    (("b", "M12 2L14.5 9.5L12 12L9.5 9.5Z"), ("c", "M6 6L11 8.5L12 12L8.5 11Z")),
    (("b", "M12 12Q6 7 12 2Q18 7 12 12Z"), ("c", "M12 10Q9.8 7 12 5Q14.2 7 12 10Z")),
    (("b", "M12 12L12 3A9 9 0 0 1 18.4 5.6Z"), ("c", "M12 12L12 8A4 4 0 0 1 14.8 9.2Z")),
    (("b", "M12 3L21 12L12 12Z"), ("g", "M12 6L18 12L12 12Z"), ("c", "M12 8.5L15.5 12L12 12Z")),
    (("b", "M12 12L8.5 7.5Q8 3 12 5Q16 3 15.5 7.5Z"), ("c", "M12 12L10.5 9L12 7L13.5 9Z")),
    (
        ("b", "M12 4A8 8 0 0 1 20 12L12 12Z"),
        ("g", "M12 6A6 6 0 0 1 18 12L12 12Z"),
        ("c", "M12 8A4 4 0 0 1 16 12L12 12Z"),
    ),
    (("b", "M10 2L14 2L14 8L12 12L10 8Z"), ("c", "M12 12L10 8L12 6L14 8Z")),
)
# What the style sheet calls the same; in the dark it gives them other values.
INKS = {
    "cream": "#f6e9d2",
    "terra": "#b5472a",
    "ochre": "#dd9d3a",
    "olive": "#66773a",
    "sea": "#2b6b7f",
    "night": "#2f3b5c",
    "rose": "#d98f7c",
    "sky": "#a9c9c8",
}
# Ground, then the inks a, b and c; `.t0` and on in the style sheet.
PALETTES = (
    ("cream", "terra", "sea", "ochre"),
    ("cream", "sea", "terra", "night"),
    ("ochre", "terra", "cream", "night"),
    ("sky", "night", "terra", "cream"),
    ("cream", "olive", "terra", "ochre"),
    ("rose", "night", "cream", "terra"),
    ("cream", "night", "olive", "rose"),
    ("sea", "cream", "ochre", "night"),
)


@dataclass(frozen=True)
class Tile:
    """Indices of `CORNERS`, `CENTRES` and `PALETTES`."""

    corner: int
    centre: int
    palette: int


def init_app(app: Flask) -> None:
    for function in (tile, tile_banner, tile_patchwork, tile_symbols):
        app.jinja_env.globals[function.__name__] = function


@lru_cache(maxsize=4096)
def choose(seed: str) -> Tile:
    """Which motifs and palette the seed means.

    >>> choose("cooperatives") == choose("cooperatives")
    True
    """
    first, second, third = hashlib.blake2b(seed.encode(), digest_size=3).digest()
    return Tile(first % len(CORNERS), second % len(CENTRES), third % len(PALETTES))


def tile_symbols() -> Markup:
    """Every motif, invisible, for the tiles of a page; nothing where the page has them already."""
    if g.get("has_tile_symbols"):
        return Markup()
    g.has_tile_symbols = True
    return _symbols()


@lru_cache(maxsize=4096)
def tile(seed: str, *, size: str = "") -> Markup:
    """One tile, drawn with the motifs of `tile_symbols`. `size` is empty, or a class of its own such as `large`."""
    chosen = choose(seed)
    classes = " ".join(filter(None, ("tile", f"t{chosen.palette}", size)))
    return _markup(
        f'<svg class="{classes}" viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true">'
        f'<use href="#c{chosen.corner}"/><use href="#m{chosen.centre}"/></svg>'
    )


@lru_cache(maxsize=512)
def tile_banner(seed: str) -> Markup:
    """A floor of the seed's tile, as wide as its place; whole in itself. One floor a page."""
    chosen = choose(seed)
    drawn = _quarters("fc", CORNERS[chosen.corner]) + _quarters("fm", CENTRES[chosen.centre])
    return _markup(_floor(drawn, width=SIZE, height=SIZE, classes=f"floor t{chosen.palette}"))


@lru_cache(maxsize=16)
def _patchwork(seed: str) -> Markup:
    pieces = [
        f'<g class="t{piece.palette}" transform="translate({SIZE * (number % PATCH)} {SIZE * (number // PATCH)})">'
        f'<use href="#gr"/><use href="#c{piece.corner}"/><use href="#m{piece.centre}"/></g>'
        for number, piece in enumerate(choose(f"{seed} {number}") for number in range(PATCH * PATCH_ROWS))
    ]
    return _markup(_floor("".join(pieces), width=SIZE * PATCH, height=SIZE * PATCH_ROWS))


def tile_patchwork(seed: str) -> Markup:
    """A floor laid with many different tiles, as wide as its place. One floor a page."""
    return tile_symbols() + _patchwork(seed)


def tile_colours(seed: str) -> tuple[str, ...]:
    """Ground first, as `#rrggbb`."""
    return tuple(INKS[ink] for ink in PALETTES[choose(seed).palette])


@lru_cache(maxsize=512)
def tile_shapes(seed: str) -> list[tuple[str, list[Point]]]:
    """The same tile as polygons of a square of side 1, to be painted in this order."""
    chosen = choose(seed)
    colours = dict(zip("gabc", tile_colours(seed), strict=True))
    shapes: list[tuple[str, list[Point]]] = [(colours["g"], [(0, 0), (1, 0), (1, 1), (0, 1)])]
    for layers in (CORNERS[chosen.corner], CENTRES[chosen.centre]):
        for turns in range(4):
            for letter, path in layers:
                shapes.append((colours[letter], [_turned(point, turns) for point in _flatten(path)]))
    return shapes


def _markup(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - made of this module's constants alone


@cache
def _symbols() -> Markup:
    symbols = [
        f'<symbol id="gr"><path fill="var(--g)" d="M0 0H{SIZE}V{SIZE}H0Z"/></symbol>',
        *(_symbol(f"c{number}", layers) for number, layers in enumerate(CORNERS)),
        *(_symbol(f"m{number}", layers) for number, layers in enumerate(CENTRES)),
    ]
    return _markup(f'<svg class="tile-symbols" aria-hidden="true">{"".join(symbols)}</svg>')


def _floor(pattern: str, *, width: int, height: int, classes: str = "floor") -> str:
    return (
        f'<svg class="{classes}" aria-hidden="true"><pattern id="floor" width="{width}" height="{height}"'
        f' patternUnits="userSpaceOnUse" patternTransform="scale(2)">{pattern}</pattern>'
        '<rect width="100%" height="100%" fill="url(#floor)"/></svg>'
    )


def _symbol(name: str, layers: tuple[Layer, ...]) -> str:
    return f'<symbol id="{name}" overflow="visible">{_quarters(f"q{name}", layers)}</symbol>'


def _quarters(name: str, layers: tuple[Layer, ...]) -> str:
    middle = SIZE // 2
    first = "".join(f'<path fill="var(--{letter})" d="{path}"/>' for letter, path in layers)
    turned = "".join(f'<use href="#{name}" transform="rotate({turn} {middle} {middle})"/>' for turn in (90, 180, 270))
    return f'<g id="{name}">{first}</g>{turned}'


def _turned(point: Point, turns: int) -> Point:
    x, y = point[0] / SIZE, point[1] / SIZE
    for _turn in range(turns):
        x, y = 1 - y, x
    return x, y


def _flatten(path: str) -> list[Point]:
    """The corners of a path's polygon, curves in short straight pieces.

    >>> _flatten("M0 0L9 0L0 9Z")
    [(0.0, 0.0), (9.0, 0.0), (0.0, 9.0)]
    """
    points: list[Point] = []
    for command, numbers in re.findall(r"([MLQA])([^MLQAZ]+)", path):
        values = [float(number) for number in numbers.split()]
        end = (values[-2], values[-1])
        if command == "Q":
            points += _bend(points[-1], (values[0], values[1]), end)
        elif command == "A":
            points += _round(points[-1], end, radius=values[0], is_clockwise=values[4] == 1)
        else:
            points.append(end)
    return points


def _bend(start: Point, control: Point, end: Point) -> Iterator[Point]:
    for step in range(1, ARC_STEPS + 1):
        t = step / ARC_STEPS
        first, second, third = (1 - t) ** 2, 2 * t * (1 - t), t**2
        yield tuple(first * s + second * c + third * e for s, c, e in zip(start, control, end, strict=True))  # type: ignore[misc]


def _round(start: Point, end: Point, *, radius: float, is_clockwise: bool) -> Iterator[Point]:
    """The shorter way round a circle, clockwise as seen with y downward."""
    (x, y), (to_x, to_y) = start, end
    chord = math.dist(start, end)
    height = math.sqrt(max(0.0, radius**2 - chord**2 / 4)) * (1 if is_clockwise else -1)
    middle_x = (x + to_x) / 2 - height * (to_y - y) / chord
    middle_y = (y + to_y) / 2 + height * (to_x - x) / chord
    first = math.atan2(y - middle_y, x - middle_x)
    swept = (math.atan2(to_y - middle_y, to_x - middle_x) - first) % math.tau
    swept = swept if is_clockwise else swept - math.tau
    for step in range(1, ARC_STEPS + 1):
        angle = first + swept * step / ARC_STEPS
        yield middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)
