"""Outlines of districts: the geometry of a GeoJSON feature, checked and taken apart."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from civic.borders import LEAST_RING, Ring

EASTERNMOST, NORTHERNMOST = 180, 85  # degrees, where Web Mercator ends
# The polygons in the coordinates of each type, each a list of rings
POLYGONS: dict[str, Callable[[Any], Any]] = {
    "Polygon": lambda coordinates: [coordinates],
    "MultiPolygon": lambda coordinates: coordinates,
}


def check_outline(geometry: Any) -> None:
    """Raise ValidationError if this is not the geometry of a district."""
    if not isinstance(geometry, dict) or geometry.get("type") not in POLYGONS:
        raise ValidationError(
            _("An outline is a GeoJSON geometry of type Polygon or MultiPolygon.")
        )
    try:
        rings = list(rings_of(geometry))
    except (TypeError, ValueError, LookupError, OverflowError) as error:
        raise ValidationError(
            _("The coordinates must be rings of pairs: longitude, latitude.")
        ) from error
    if not rings:
        raise ValidationError(_("The outline has no ring."))
    for ring in rings:
        _check_ring(ring)


def _check_ring(ring: Ring) -> None:
    if len(ring) < LEAST_RING or ring[0] != ring[-1]:
        raise ValidationError(
            _("A ring has at least four points, and its last one is its first.")
        )
    for longitude, latitude in ring:
        # Comparisons with what is no number are false
        if not (abs(longitude) <= EASTERNMOST and abs(latitude) <= NORTHERNMOST):
            raise ValidationError(
                _("A point is outside of the world: write longitude before latitude.")
            )


def rings_of(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """Yield all rings of a geometry, holes too: an even-odd filling leaves them out."""
    for polygon in POLYGONS[geometry["type"]](geometry["coordinates"]):
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]
