"""Outlines of districts as the shapes of one drawing.

The projection is Web Mercator, as that of map tiles, scaled to the drawing's units.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from civic.borders import Point, Ring, area, distance, is_within, junctions, simplified
from civic.outlines import NORTHERNMOST, rings_of

WIDTH, MOST_HEIGHT, MARGIN = 720, 760, 8  # units of the drawing
TOLERANCE = 0.8  # units that a border may be moved by
GRID = 10  # places tried for a label, in each direction


@dataclass(frozen=True)
class Frame:
    """Where on the drawing a place is."""

    west: float
    north: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, points: Iterable[Point]) -> "Frame":
        projected = [_mercator(*point) for point in points]
        west, east = (edge(x for x, _y in projected) for edge in (min, max))
        north, south = (edge(y for _x, y in projected) for edge in (min, max))
        room = WIDTH - 2 * MARGIN, MOST_HEIGHT - 2 * MARGIN
        sizes = max(east - west, 1e-9), max(south - north, 1e-9)
        scale = min(room[0] / sizes[0], room[1] / sizes[1])
        width, height = (math.ceil(size * scale) + 2 * MARGIN for size in sizes)
        return cls(west, north, scale, width, height)

    def place(self, longitude: float, latitude: float) -> Point:
        x, y = _mercator(longitude, latitude)
        return (
            round((x - self.west) * self.scale + MARGIN, 1),
            round((y - self.north) * self.scale + MARGIN, 1),
        )

    def holds(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


def _mercator(longitude: float, latitude: float) -> Point:
    """Return the place as shares of the world's square, from its north-west corner."""
    latitude = max(-NORTHERNMOST, min(NORTHERNMOST, latitude))
    y = math.asinh(math.tan(math.radians(latitude)))
    return longitude / 360 + 0.5, 0.5 - y / (2 * math.pi)


@dataclass(frozen=True)
class Shape:
    """One district as the ``d`` of an SVG path.

    ``places`` are those within it where a label may stand, with their distance from
    its borders.
    """

    path: str
    places: list[tuple[Point, float]]

    def label(self, others: Iterable[Point]) -> Point:
        """Return the place that is farthest from the borders and from the others."""
        others = list(others)

        def room(candidate: tuple[Point, float]) -> float:
            place, to_border = candidate
            return min([to_border, *(math.dist(place, other) for other in others)])

        return max(self.places, key=room)[0]


@dataclass(frozen=True)
class Drawing:
    """All shapes by the code of their district, in one frame."""

    frame: Frame
    shapes: dict[str, Shape]


def draw(outlines: Mapping[str, Mapping[str, Any]]) -> Drawing | None:
    """Draw the outlines; None without any. They must have passed ``check_outline``."""
    degrees = {code: list(rings_of(outline)) for code, outline in outlines.items()}
    points = [point for rings in degrees.values() for ring in rings for point in ring]
    if not points:
        return None
    frame = Frame.around(points)
    placed = {
        code: [[frame.place(*point) for point in ring] for ring in rings]
        for code, rings in degrees.items()
    }
    parting = junctions(ring for rings in placed.values() for ring in rings)
    shapes = {}
    for code, rings in placed.items():
        simple = [simplified(ring, parting, TOLERANCE) for ring in rings]
        shapes[code] = Shape("".join(map(_path, simple)), _places(simple))
    return Drawing(frame, shapes)


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring[:-1]) + "Z"


def _places(rings: list[Ring]) -> list[tuple[Point, float]]:
    """Return places within the shape, and how far its borders are from each."""
    largest = max(rings, key=lambda ring: abs(area(ring)))
    edges = [edge for ring in rings for edge in pairwise(ring)]
    return [
        (point, min(distance(point, *edge) for edge in edges))
        for point in _grid(largest)
        if is_within(point, edges)
    ] or [(largest[0], 0.0)]


def _grid(ring: Ring) -> Iterator[Point]:
    west, east = min(x for x, _y in ring), max(x for x, _y in ring)
    north, south = min(y for _x, y in ring), max(y for _x, y in ring)
    for row in range(1, GRID):
        for column in range(1, GRID):
            yield (
                round(west + (east - west) * column / GRID, 1),
                round(north + (south - north) * row / GRID, 1),
            )
