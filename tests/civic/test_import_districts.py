import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.civic.outlines import square
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def districts():
    return [DistrictFactory(code=code) for code in ("north", "south")]


def feature(code, geometry, **properties):
    named = {"code": code} if code else {}
    return {
        "type": "Feature",
        "properties": named | properties,
        "geometry": geometry,
    }


def import_file(tmp_path, features, **options) -> str:
    content = {"type": "FeatureCollection", "features": features}
    return import_text(tmp_path, json.dumps(content), **options)


def import_text(tmp_path, text, **options) -> str:
    file = tmp_path / "districts.geojson"
    file.write_text(text)
    out = StringIO()
    call_command("import_districts", file, stdout=out, **options)
    return out.getvalue()


def outlines(districts) -> list:
    for district in districts:
        district.refresh_from_db()
    return [district.outline for district in districts]


def test_import_gives_each_district_its_outline(tmp_path, districts):
    geometries = [square(0, 1), square(0, 0)]
    features = [feature("north", geometries[0]), feature("south", geometries[1])]

    said = import_file(tmp_path, features)

    assert outlines(districts) == geometries
    assert said == "Outlines imported: 2.\n"


def test_import_says_which_districts_have_none(tmp_path, districts):
    said = import_file(tmp_path, [feature("north", square(0, 1))])

    assert said.endswith("Still without one, and not on the map: south.\n")


def test_import_reads_the_code_from_another_property(tmp_path):
    district = DistrictFactory(code="7")

    import_file(tmp_path, [feature(None, square(0, 1), number=7)], property="number")

    assert outlines([district]) == [square(0, 1)]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            feature("west", square(0, 0)),
            "feature 2: there is no district with the code",
        ),
        (feature(None, square(0, 0)), "feature 2: it has no property “code”."),
        (feature("north", square(0, 0)), "feature 2: north stands in the file twice."),
        (feature("south", None), r"feature 2 \(south\): An outline is a GeoJSON"),
        (feature("south", square(200, 0)), r"feature 2 \(south\): A point is outside"),
        ("Feature", "feature 2: it has no property “code”."),
    ],
)
def test_import_names_each_wrong_feature_and_takes_nothing(
    tmp_path, districts, wrong, message
):
    features = [feature("north", square(0, 1)), wrong]

    with pytest.raises(CommandError, match=message) as refusal:
        import_file(tmp_path, features)

    assert str(refusal.value).endswith("\nNothing was imported.")
    assert outlines(districts) == [None, None]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "This is not JSON"),
        ("[]", "not a GeoJSON FeatureCollection"),
        ('{"type": "Feature", "features": []}', "not a GeoJSON FeatureCollection"),
        ("[" * 100_000, "This is not JSON"),
    ],
)
def test_import_refuses_another_kind_of_file(tmp_path, districts, text, message):
    with pytest.raises(CommandError, match=message):
        import_text(tmp_path, text)


def test_import_says_that_a_file_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_districts", tmp_path / "none.geojson")
