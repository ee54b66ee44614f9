"""Map tiles of an installation's own, and no request without them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from civic import env
from civic.drawing import draw
from civic.tiles import tiles_behind
from tests.civic.outlines import square
from tests.engagement.factories import OutreachEventFactory
from tests.factories import DistrictFactory

PATTERN = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture
def frame():
    return draw({"city": square(-122, 37.2, 0.3)}).frame


def test_without_the_setting_there_are_no_tiles(frame):
    assert tiles_behind(frame) == []


def test_tiles_fill_the_drawing_without_a_gap(frame, settings):
    settings.MAP_TILES = PATTERN

    tiles = tiles_behind(frame)

    side = tiles[0].side
    assert side >= 256
    assert len(tiles) <= 16
    assert min(tile.x for tile in tiles) <= 0
    assert min(tile.y for tile in tiles) <= 0
    assert max(tile.x for tile in tiles) + side >= frame.width
    assert max(tile.y for tile in tiles) + side >= frame.height
    columns = sorted({tile.x for tile in tiles})
    assert columns[1] - columns[0] == pytest.approx(side, abs=0.2)


def test_tile_lies_where_its_corner_is_in_the_world(frame, settings):
    """Tile 331, 794 of zoom 11 begins at 121.816° west, 37.440° north."""
    settings.MAP_TILES = PATTERN

    found = {tile.address: tile for tile in tiles_behind(frame)}

    tile = found["https://tiles.example.org/11/331/794.png"]
    expected = frame.place(331 / 2048 * 360 - 180, 37.43997)
    assert (tile.x, tile.y) == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize(
    "value",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{s}.png",
        "https://tiles.example.org/{z}/{x}/{y}{y}.png",
        "/{z}/{x}/{y}.png",
        "yes",
    ],
)
def test_wrong_address_of_tiles_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("MAP_TILES", value)

    with pytest.raises(ImproperlyConfigured, match="MAP_TILES is"):
        env.map_tiles("MAP_TILES")


def test_policy_allows_the_tiles_and_nothing_else(monkeypatch):
    monkeypatch.setenv("MAP_TILES", PATTERN)

    assert env.origins(env.map_tiles("MAP_TILES")) == ["https://tiles.example.org"]
    assert env.origins("") == []


def test_map_asks_for_tiles_only_where_they_are_set(client, db, settings):
    district = DistrictFactory(outline=square(-122, 37.2, 0.3))
    OutreachEventFactory(district=district)
    without = client.get("/en/events/map/?when=").content.decode()

    settings.MAP_TILES, settings.MAP_TILES_CREDIT = PATTERN, "© Our city"
    page = client.get("/en/events/map/?when=").content.decode()

    assert without.count("<image") == without.count("https://") == 0
    assert page.count('<image href="https://tiles.example.org/11/') > 3
    assert '<bdi class="city__credit">© Our city</bdi>' in page
