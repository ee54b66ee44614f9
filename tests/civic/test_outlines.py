"""Outlines of districts: which are accepted, and how they are drawn."""

import math
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.borders import is_within, junctions, simplified
from civic.drawing import MARGIN, WIDTH, Frame, draw
from civic.outlines import check_outline
from tests.civic.outlines import polygon, square
from tests.factories import DistrictFactory

WEST = -122.0


@pytest.mark.parametrize(
    "geometry",
    [
        square(0, 0),
        {"type": "MultiPolygon", "coordinates": [square(0, 0)["coordinates"]] * 2},
        polygon((0, 0, 12.5), (1, 0, 12.5), (1, 1, 12.5)),  # with heights
    ],
)
def test_outline_is_accepted(geometry):
    check_outline(geometry)


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (None, "of type Polygon or MultiPolygon"),
        ([], "of type Polygon or MultiPolygon"),
        ({"type": "Point", "coordinates": [0, 0]}, "of type Polygon or MultiPolygon"),
        ({"type": "Polygon"}, "rings of pairs"),
        ({"type": "Polygon", "coordinates": 5}, "rings of pairs"),
        ({"type": "Polygon", "coordinates": [[1, 2, 3, 4]]}, "rings of pairs"),
        ({"type": "Polygon", "coordinates": [[[1], [2], [3], [1]]]}, "rings of pairs"),
        ({"type": "Polygon", "coordinates": [[["x", 0]] * 4]}, "rings of pairs"),
        ({"type": "Polygon", "coordinates": [[[10**400, 0]] * 4]}, "rings of pairs"),
        ({"type": "Polygon", "coordinates": []}, "no ring"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "no ring"),
        (polygon((0, 0), (1, 1)), "at least four points"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
            "its last one is its first",
        ),
        (square(37.3, -121.9), "longitude before latitude"),
        (square(math.nan, 0), "longitude before latitude"),
    ],
)
def test_outline_is_refused_with_what_is_wrong(geometry, message):
    with pytest.raises(ValidationError, match=message):
        check_outline(geometry)


def test_district_refuses_what_cannot_be_drawn(db):
    district = DistrictFactory()
    district.outline = {"type": "Polygon", "coordinates": []}

    with pytest.raises(ValidationError) as refusal:
        district.full_clean()

    assert list(refusal.value.message_dict) == ["outline"]


def test_drawing_of_nothing_is_none():
    assert draw({}) is None


def test_drawing_fills_its_width_and_is_north_up():
    drawing = draw({"west": square(WEST, 37.0), "east": square(WEST + 0.1, 37.0)})
    frame = drawing.frame

    north_west, south_east = frame.place(WEST, 37.1), frame.place(WEST + 0.2, 37.0)

    assert frame.width == WIDTH
    assert north_west == (MARGIN, MARGIN)
    assert south_east[0] == WIDTH - MARGIN
    assert south_east[1] > north_west[1]
    assert frame.holds(north_west)
    assert not frame.holds(frame.place(WEST - 1, 37.0))


def test_drawing_keeps_the_shape_of_things():
    """A degree to the east is as much shorter as it is on the ground."""
    frame = Frame.around([(0, 59.9), (1, 60.1)])
    east = frame.place(1, 60)[0] - frame.place(0, 60)[0]
    north = frame.place(0, 59.95)[1] - frame.place(0, 60.05)[1]

    assert east / (10 * north) == pytest.approx(0.5, rel=0.01)


def test_neighbors_share_one_simplified_border():
    """Between them the border wiggles; both draw the very same points."""
    border = [(0.1 + 0.002 * (n % 2) * (n % 7), n / 100) for n in range(11)]
    west = polygon((0, 0), *border, (0, 0.1))
    east = polygon(*border, (0.2, 0.1), (0.2, 0))

    drawing = draw({"west": west, "east": east})

    points = {
        code: set(shape.path.strip("MZ").split("L"))
        for code, shape in drawing.shapes.items()
    }
    shared = points["west"] & points["east"]
    assert 2 < len(shared) < len(border)
    # Each has two corners of its own, and nothing else
    assert len(points["west"] - shared) == len(points["east"] - shared) == 2


def test_straight_border_needs_its_ends_only():
    edge = [(n / 100, 0.0) for n in range(11)]

    drawing = draw({"one": polygon(*edge, (0.1, 0.1), (0.0, 0.1))})

    assert drawing.shapes["one"].path.count("L") == 3


def test_hole_and_island_are_parts_of_the_path():
    outline = {
        "type": "MultiPolygon",
        "coordinates": [
            [*square(0, 0)["coordinates"], *square(0.02, 0.02, 0.02)["coordinates"]],
            square(0.2, 0)["coordinates"],
        ],
    }

    assert draw({"one": outline}).shapes["one"].path.count("M") == 3


def test_label_stands_within_the_shape_and_away_from_others():
    ell = polygon((0, 0), (0.3, 0), (0.3, 0.05), (0.05, 0.05), (0.05, 0.3), (0, 0.3))
    shape = draw({"ell": ell}).shapes["ell"]
    corners = [tuple(map(float, one.split())) for one in shape.path[1:-1].split("L")]
    edges = list(pairwise([*corners, corners[0]]))

    free = shape.label([])
    moved = shape.label([free])

    assert is_within(free, edges)
    assert is_within(moved, edges)
    assert math.dist(free, moved) > 50


def test_district_of_a_point_does_not_break_the_drawing():
    outline = polygon((1, 1), (1, 1), (1, 1))

    assert len(draw({"one": outline}).shapes["one"].places) == 1


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60)),
        min_size=3,
        max_size=40,
        unique=True,
    ),
    st.integers(0, 39),
)
def test_ring_is_simplified_the_same_wherever_it_starts(points, start):
    start %= len(points)
    turned = points[start:] + points[:start]
    rings = [[*one, one[0]] for one in (points, turned, turned[::-1])]
    parting = junctions(rings)

    kept = [set(simplified(ring, parting, 2.0)) for ring in rings]

    assert kept[0] == kept[1] == kept[2]
