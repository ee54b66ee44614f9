"""Small cities to draw."""

from typing import Any


def polygon(*points: tuple[float, float]) -> dict[str, Any]:
    return {
        "type": "Polygon",
        "coordinates": [[list(one) for one in (*points, points[0])]],
    }


def square(west: float, south: float, size: float = 0.1) -> dict[str, Any]:
    east, north = west + size, south + size
    return polygon((west, south), (east, south), (east, north), (west, north))
