"""Borders made of points: simplified where they may be, the same for both neighbors.

A border is simplified between the points where it parts, so that two neighbors keep
one and the same border and no gap opens between them.
"""

import math
from collections.abc import Iterable
from itertools import pairwise

Point = tuple[float, float]
Ring = list[Point]  # closed: its last point is its first

LEAST_RING = 4  # points of a triangle, closed
NEIGHBORS = 2  # of a point on a border that does not part


def junctions(rings: Iterable[Ring]) -> set[Point]:
    """Return the points at which borders part: they have more than two neighbors."""
    neighbors: dict[Point, set[Point]] = {}
    for ring in rings:
        for one, other in pairwise(ring):
            if one != other:
                neighbors.setdefault(one, set()).add(other)
                neighbors.setdefault(other, set()).add(one)
    return {point for point, others in neighbors.items() if len(others) > NEIGHBORS}


def simplified(ring: Ring, parting: set[Point], tolerance: float) -> Ring:
    """Return the ring with fewer points, moved by no more than ``tolerance``.

    The points at which it parts (``junctions``) stay.
    """
    open_ring = ring[:-1]
    # A ring that nothing joins is cut at a point that does not depend on its start
    cuts = [n for n, point in enumerate(open_ring) if point in parting] or [
        open_ring.index(min(open_ring))
    ]
    turned = open_ring[cuts[0] :] + open_ring[: cuts[0]]
    turned.append(turned[0])
    ends = [n - cuts[0] for n in cuts] + [len(turned) - 1]
    found = [turned[0]]
    for start, end in pairwise(ends):
        found += _arc(turned[start : end + 1], tolerance)[1:]
    return found if len(found) >= LEAST_RING else ring


def _arc(points: Ring, tolerance: float) -> Ring:
    """Return the same simplified arc whichever of its ends one begins from."""
    if points[0] > points[-1] or (points[0] == points[-1] and points[1] > points[-2]):
        return _thinned(points[::-1], tolerance)[::-1]
    return _thinned(points, tolerance)


def _thinned(points: Ring, tolerance: float) -> Ring:
    """Leave out what is nearer than the tolerance to the line (Douglas–Peucker)."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        distances = [
            (distance(points[n], points[start], points[end]), n)
            for n in range(start + 1, end)
        ]
        farthest, place = max(distances, default=(0.0, 0))
        if farthest > tolerance:
            kept.add(place)
            spans += [(start, place), (place, end)]
    return [points[n] for n in sorted(kept)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Return how far ``point`` is from the line between ``start`` and ``end``."""
    along = end[0] - start[0], end[1] - start[1]
    to_point = point[0] - start[0], point[1] - start[1]
    length = along[0] ** 2 + along[1] ** 2
    share = (along[0] * to_point[0] + along[1] * to_point[1]) / length if length else 0
    share = max(0.0, min(1.0, share))
    return math.hypot(to_point[0] - share * along[0], to_point[1] - share * along[1])


def area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def is_within(point: Point, edges: list[tuple[Point, Point]]) -> bool:
    """Whether a ray from the point crosses the borders an odd number of times."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in edges:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1
