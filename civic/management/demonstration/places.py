"""San José's ten council districts and the 23 branches that the sources name."""

import json
from typing import Any

from civic.management.demonstration.texts import CONTENT, columns
from civic.models import Branch, District

BRANCHES_BY_DISTRICT = {
    1: ("calabazas", "west-valley"),
    2: ("edenvale", "santa-teresa"),
    3: (
        "biblioteca-latinoamericana",
        "east-san-jose-carnegie",
        "joyce-ellington",
        "king",
    ),
    4: ("alviso", "berryessa", "educational-park"),
    5: ("alum-rock", "hillview"),
    6: ("bascom", "rose-garden", "willow-glen"),
    7: ("seven-trees", "tully"),
    8: ("evergreen", "village-square"),
    9: ("pearl-avenue",),
    10: ("almaden", "vineland"),
}
BRANCHES = sorted(code for codes in BRANCHES_BY_DISTRICT.values() for code in codes)

# Address, latitude, longitude. Addresses where they are known for sure, else blank;
# points only so far that they lie in the right district of the schematic map.
KING = ("150 E. San Fernando St.", 37.3355, -121.8850)
POINTS: dict[str, tuple[str, float, float]] = {
    "almaden": ("", 37.222, -121.862),
    "alum-rock": ("", 37.366, -121.812),
    "alviso": ("", 37.428, -121.973),
    "bascom": ("", 37.309, -121.928),
    "berryessa": ("", 37.39, -121.867),
    "biblioteca-latinoamericana": ("", 37.3215, -121.881),
    "calabazas": ("", 37.305, -122.016),
    "east-san-jose-carnegie": ("", 37.343, -121.866),
    "edenvale": ("", 37.255, -121.815),
    "educational-park": ("", 37.384, -121.838),
    "evergreen": ("", 37.306, -121.775),
    "hillview": ("", 37.345, -121.806),
    "joyce-ellington": ("", 37.355, -121.875),
    "king": KING,
    "pearl-avenue": ("", 37.262, -121.905),
    "rose-garden": ("", 37.338, -121.925),
    "santa-teresa": ("", 37.231, -121.785),
    "seven-trees": ("", 37.287, -121.84),
    "tully": ("", 37.312, -121.838),
    "vineland": ("", 37.247, -121.853),
    "village-square": ("", 37.287, -121.763),
    "west-valley": ("", 37.318, -121.997),
    "willow-glen": ("", 37.305, -121.902),
}
# Of events; by their key in events.toml
VENUES: dict[str, tuple[str, float, float]] = {
    "king": KING,
    "prusch": ("647 S. King Rd.", 37.3425, -121.8465),
    "happy-hollow": ("748 Story Rd.", 37.319, -121.858),
    "willow-market": ("", 37.301, -121.911),
    "tully-school": ("", 37.3085, -121.85),
    "west-cafe": ("", 37.315, -122.008),
    "west-valley": POINTS["west-valley"],
    "evergreen-room": POINTS["evergreen"],
    "berryessa-grounds": ("", 37.402, -121.885),
    "pearl-branch": POINTS["pearl-avenue"],
    "alum-hall": ("", 37.358, -121.825),
    "seven-market": ("", 37.283, -121.852),
    "almaden-room": POINTS["almaden"],
    "creek-trail": ("", 37.262, -121.8),
}
OUTLINES = CONTENT / "districts.geojson"


def load_places() -> None:
    drawn = outlines()
    for number, branches in BRANCHES_BY_DISTRICT.items():
        code = f"district-{number}"
        district, _ = District.objects.update_or_create(
            code=code,
            defaults={
                "position": number,
                "outline": drawn[code],
                **columns("name", "places", "districts", code),
            },
        )
        for branch in branches:
            Branch.objects.update_or_create(
                code=branch,
                defaults={
                    "district": district,
                    **columns("name", "places", "branches", branch),
                    **point_of(branch),
                },
            )


def outlines() -> dict[str, Any]:
    """Return the schematic outline of each district by its code."""
    features = json.loads(OUTLINES.read_text(encoding="utf-8"))["features"]
    return {one["properties"]["code"]: one["geometry"] for one in features}


def point_of(branch: str) -> dict[str, Any]:
    address, latitude, longitude = POINTS[branch]
    return {"address": address, "latitude": latitude, "longitude": longitude}
