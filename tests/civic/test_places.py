import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import translation

from civic.models import Branch, District
from tests.factories import BranchFactory, DistrictFactory


def test_district_is_called_by_its_name_in_the_readers_language(db):
    district = DistrictFactory(name_en="River Side", name_fa="کنار رود")

    with translation.override("fa"):
        assert str(district) == "کنار رود"
    with translation.override("it"):
        assert str(district) == "River Side"


def test_districts_come_in_their_positions(db):
    last = DistrictFactory(position=2)
    first = DistrictFactory(position=1)

    assert list(District.objects.all()) == [first, last]


@pytest.mark.parametrize("factory", [DistrictFactory, BranchFactory])
def test_codes_are_unique(db, factory):
    factory(code="river-side")

    with pytest.raises(IntegrityError):
        factory(code="river-side")


@pytest.mark.parametrize("code", ["River", "-river", "rzeka_ł", "river side", ""])
def test_codes_are_small_latin_letters_digits_and_hyphens(db, code):
    with pytest.raises(ValidationError) as refusal:
        District(code=code, name_en="River Side").full_clean()

    assert list(refusal.value.message_dict) == ["code"]


def test_a_district_with_branches_cannot_be_deleted(db):
    branch = BranchFactory()

    with pytest.raises(ProtectedError):
        branch.district.delete()

    assert Branch.objects.get() == branch


@pytest.mark.parametrize(
    "point",
    [
        {"latitude": 45.5, "longitude": None},
        {"latitude": None, "longitude": -122.6},
        {"latitude": 91, "longitude": 0},
        {"latitude": 0, "longitude": -181},
    ],
)
def test_a_branch_has_a_whole_point_on_the_globe_or_none(db, point):
    with pytest.raises(IntegrityError, match="branch_point_whole"):
        BranchFactory(**point)


def test_a_branch_may_stand_anywhere_or_nowhere(db):
    BranchFactory(latitude=None, longitude=None)
    BranchFactory(latitude=90, longitude=-180)

    assert Branch.objects.count() == 2


def test_the_form_says_what_is_missing_of_a_point(db):
    branch = BranchFactory.build(district=DistrictFactory(), latitude=45.5)

    with pytest.raises(ValidationError) as refusal:
        branch.full_clean()

    assert refusal.value.messages == ["Give both latitude and longitude, or neither."]


def test_branches_are_ordered_by_code(db):
    later, earlier = BranchFactory(code="b"), BranchFactory(code="a")

    assert list(Branch.objects.all()) == [earlier, later]
