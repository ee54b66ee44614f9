"""Map tiles behind the drawing of districts, where an installation has its own.

The drawing has the tiles' projection, so that a few pictures in the right places are
all it takes. Without the setting nothing is asked of anybody.
"""

import math
from dataclasses import dataclass

from django.conf import settings

from civic.drawing import MARGIN, Frame

SIDE = 256  # units of the drawing that a tile is at least as wide as


@dataclass(frozen=True)
class Tile:
    """One picture: where it is fetched, and its place and size on the drawing."""

    address: str
    x: float
    y: float
    side: float


def tiles_behind(frame: Frame) -> list[Tile]:
    """Return the tiles that fill the drawing; none if none are configured."""
    if not settings.MAP_TILES:
        return []
    zoom = max(0, math.floor(math.log2(frame.scale / SIDE)))
    across = 2**zoom  # tiles around the world
    side = frame.scale / across
    columns = _span(frame.west, frame.width, frame.scale, across)
    rows = _span(frame.north, frame.height, frame.scale, across)
    return [
        Tile(
            settings.MAP_TILES.format(z=zoom, x=column, y=row),
            round((column / across - frame.west) * frame.scale + MARGIN, 1),
            round((row / across - frame.north) * frame.scale + MARGIN, 1),
            round(side, 1),
        )
        for row in rows
        for column in columns
    ]


def _span(begin: float, length: int, scale: float, across: int) -> range:
    """Return the numbers of the tiles from one edge of the drawing to the other."""
    first = (begin - MARGIN / scale) * across
    last = (begin + (length - MARGIN) / scale) * across
    return range(max(0, math.floor(first)), min(across, math.ceil(last)))
