"""The district on paper: degrees become points of a drawing, and the drawing is cut in quarters again and again.

A zone is the way to a quarter, a digit a cut: `""` is the whole, `"2"` its lower left, `"21"` the upper right of that.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH = 1000  # units of the drawing
DEEPEST = 8  # cuts; a zone of the last is some ten metres wide
USUAL_SIZES = 6  # a part so many times the usual one is not fitted
ROOM = 3  # cuts that one view looks ahead: at most 64 marks
LETTER = 44  # units of the drawing that a letter is high: it is read on a phone
STEP = 16  # between the places that are tried for one
APART = 28  # two of them
EDGE = 20  # from the edge
CLEAR = 80  # from a mark: more room is of no use
MOST_PLACES = 24  # for one letter
ALPHABET = 26

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """What of the world is drawn: degrees of its edges. Degrees of longitude are narrower here than at the equator."""

    west: float
    south: float
    east: float
    north: float

    @property
    def height(self) -> float:
        narrowing = math.cos(math.radians((self.south + self.north) / 2))
        return WIDTH * (self.north - self.south) / ((self.east - self.west) * narrowing)

    def project(self, longitude: float, latitude: float) -> Point:
        """
        >>> Frame(2.0, 41.0, 2.2, 41.2).project(2.1, 41.2)
        (500.0, 0.0)
        """
        x = WIDTH * (longitude - self.west) / (self.east - self.west)
        y = self.height * (self.north - latitude) / (self.north - self.south)
        return x, y

    def is_near(self, longitude: float, latitude: float) -> bool:
        """Whether a point is on the drawing, or beside it by no more than a quarter of its width.

        >>> frame = Frame(2.0, 41.0, 2.2, 41.2)
        >>> frame.is_near(2.24, 41.1), frame.is_near(2.35, 48.85), frame.is_near(41.1, 2.1)
        (True, False, False)
        """
        x, y = self.project(longitude, latitude)
        margin = WIDTH / 4
        return -margin <= x <= WIDTH + margin and -margin <= y <= self.height + margin

    def unproject(self, x: float, y: float) -> Point:
        """Longitude and latitude of a point of the drawing.

        >>> Frame(2.0, 41.0, 3.0, 42.0).unproject(500, 0)
        (2.5, 42.0)
        """
        return (
            self.west + x / WIDTH * (self.east - self.west),
            self.north - y / self.height * (self.north - self.south),
        )

    def depth_for(self, west: float, east: float, ahead: int) -> int:
        """How often to cut so that a view between these two degrees shows parts `ahead` cuts smaller than itself.

        >>> [Frame(0, 0, 8, 8).depth_for(west, east, 4) for west, east in ((0, 8), (3, 5), (1, 1))]
        [4, 6, 8]
        """
        part = (east - west) / (self.east - self.west)
        return DEEPEST if part <= 2**-DEEPEST else max(0, min(DEEPEST, ahead - round(math.log2(part))))

    def zone_of(self, longitude: float, latitude: float, depth: int = DEEPEST) -> str:
        """The way to a point; what lies outside is drawn at the edge.

        >>> Frame(0, 0, 8, 8).zone_of(1, 1, 2), Frame(0, 0, 8, 8).zone_of(9, 9, 2)
        ('22', '11')
        """
        x = min(max((longitude - self.west) / (self.east - self.west), 0.0), 1.0 - 1e-9)
        y = min(max((self.north - latitude) / (self.north - self.south), 0.0), 1.0 - 1e-9)
        digits = []
        for _cut in range(depth):
            x, y = x * 2, y * 2
            digits.append(str(int(x) + 2 * int(y)))
            x, y = x % 1, y % 1
        return "".join(digits)

    def box_of(self, zone: str) -> tuple[float, float, float, float]:
        """Left, top, width and height of a zone in the drawing.

        >>> Frame(0, -1, 2, 1).box_of("3")
        (500.0, 500.0, 500.0, 500.0)
        """
        left = top = 0.0
        width, height = float(WIDTH), self.height
        for digit in zone:
            width, height = width / 2, height / 2
            left += width * (int(digit) % 2)
            top += height * (int(digit) // 2)
        return left, top, width, height


def fit(boxes: Sequence[tuple[float, float, float, float]], margin: float = 0.03) -> Frame:
    """Around (west, south, east, north) of each part, but for those far larger than most: a port, a mountain.

    >>> fit([(0, 0, 1, 1), (1, 0, 2, 1), (0, 0, 9, 9)], margin=0)
    Frame(west=0, south=0, east=2, north=1)
    """
    areas = sorted((east - west) * (north - south) for west, south, east, north in boxes)
    usual = areas[len(areas) // 2]
    kept = [box for box in boxes if (box[2] - box[0]) * (box[3] - box[1]) <= USUAL_SIZES * usual]
    west, south = min(box[0] for box in kept), min(box[1] for box in kept)
    east, north = max(box[2] for box in kept), max(box[3] for box in kept)
    aside, above = (east - west) * margin, (north - south) * margin
    return Frame(west - aside, south - above, east + aside, north + above)


def is_zone(typed: str) -> bool:
    """Whether it is the way to a part of the map.

    >>> is_zone("012"), is_zone("4"), is_zone("0" * 9)
    (True, False, False)
    """
    return len(typed) <= DEEPEST and all(letter in "0123" for letter in typed)


def simplify(ring: Sequence[Point], tolerance: float) -> list[Point]:
    """The ring with fewer corners, none further from it than `tolerance` (Douglas and Peucker).

    >>> simplify([(0, 0), (5, 0.1), (10, 0), (10, 10), (0, 0)], 1)
    [(0, 0), (10, 0), (10, 10), (0, 0)]
    """
    if len(ring) < 3:  # noqa: PLR2004 - a line has nothing to leave out
        return list(ring)
    if ring[0] == ring[-1]:
        # A closed ring is two lines, parted where it is widest.
        far = max(range(len(ring)), key=lambda place: math.dist(ring[0], ring[place]))
        if 0 < far < len(ring) - 1:
            return simplify(ring[: far + 1], tolerance)[:-1] + simplify(ring[far:], tolerance)
    distances = [_distance(point, ring[0], ring[-1]) for point in ring[1:-1]]
    place = max(range(len(distances)), key=distances.__getitem__) + 1
    if distances[place - 1] <= tolerance:
        return [ring[0], ring[-1]]
    return simplify(ring[: place + 1], tolerance)[:-1] + simplify(ring[place:], tolerance)


def path_of(rings: Iterable[Sequence[Point]]) -> str:
    """Whole units, each corner from the one before: short to send.

    >>> path_of([[(0, 0), (10.4, 0), (10, 9.6), (0, 0)]])
    'M0 0l10 0 0 10z'
    """
    parts = []
    for ring in rings:
        whole = [(round(x), round(y)) for x, y in ring[:-1]]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
        steps = [step for step in steps if step != (0, 0)]
        if len(steps) > 1:
            parts.append(f"M{whole[0][0]} {whole[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}z")
    return "".join(parts)


def letter_of(number: int) -> str:
    """Of the neighbourhood of this number, from 0: a figure would be taken for how many are there.

    >>> letter_of(0), letter_of(25), letter_of(27)
    ('A', 'Z', 'BB')
    """
    return chr(ord("A") + number % ALPHABET) * (number // ALPHABET + 1)


def places_inside(ring: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Where a letter can stand in a part of the map: the furthest from its edge first, then each far from those before.

    `box` is left, top, width and height of what is seen of the drawing.

    >>> square = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    >>> places_inside(square, (0, 0, 1000, 1000))[0]
    (48, 48)
    >>> places_inside(square, (200, 200, 10, 10)), places_inside([(0, 0), (9, 0), (9, 9), (0, 0)], (0, 0, 99, 99))
    ([], [])
    """
    left, top = max(box[0], min(x for x, _ in ring)), max(box[1], min(y for _, y in ring))
    right = min(box[0] + box[2], max(x for x, _ in ring))
    bottom = min(box[1] + box[3], max(y for _, y in ring))
    tried = [
        (left + STEP * across, top + STEP * down)
        for across in range(1, int((right - left) / STEP) + 1)
        for down in range(1, int((bottom - top) / STEP) + 1)
    ]
    edges = [*pairwise(ring), ((left, top), (right, top)), ((left, bottom), (right, bottom))]
    room = {
        point: min(_to_edge(point, start, end) for start, end in edges) for point in tried if is_inside(point, ring)
    }
    fitting = sorted((point for point in room if room[point] >= EDGE), key=lambda point: (-room[point], point))
    chosen: list[Point] = []
    for point in fitting:
        if len(chosen) < MOST_PLACES and all(math.dist(point, other) >= APART for other in chosen):
            chosen.append(point)
    return chosen


def furthest(places: Sequence[Point], marks: Iterable[Point]) -> Point | None:
    """The first place that is clear of all marks, else the one with most room around it. None where there is no place.

    >>> furthest([(1, 1), (5, 5), (2, 2)], [(0, 0)]), furthest([(1, 1), (5, 5)], []), furthest([], [(0, 0)])
    ((5, 5), (1, 1), None)
    """
    all_marks, best, most = list(marks), None, -1.0
    for place in places:
        room = min((math.dist(place, mark) for mark in all_marks), default=math.inf)
        if room >= CLEAR:
            return place
        if room > most:
            best, most = place, room
    return best


def is_inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a line from the point to the right crosses the ring an odd number of times.

    >>> triangle = [(0, 0), (10, 0), (0, 10), (0, 0)]
    >>> is_inside((2, 2), triangle), is_inside((8, 8), triangle)
    (True, False)
    """
    x, y = point
    crossed = [
        (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in pairwise(ring)
    ]
    return sum(crossed) % 2 == 1


def _to_edge(point: Point, start: Point, end: Point) -> float:
    """As `_distance`, to the part of the line between the two alone."""
    length = math.dist(start, end) or 1.0
    along = ((point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])) / length**2
    along = min(1.0, max(0.0, along))
    return math.dist(point, (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1])))


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    twice = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return abs(twice) / length
