"""Points on the map as people copy them."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from engagement.forms.fields import PointField

KING = (37.3355, -121.885)


@pytest.mark.parametrize(
    "typed",
    [
        "37.3355, -121.8850",
        " 37.3355 -121.885 ",
        "37.3355;−121.885",
        "37,3355; -121,885",
        "37.3355° N, 121.885° W",
        "37.3355n,121.885w",
        "۳۷٫۳۳۵۵، −۱۲۱٫۸۸۵",
    ],
)
def test_point_is_read_as_it_is_copied(typed):
    assert PointField().clean(typed) == KING


@pytest.mark.parametrize("typed", ["37.3355", "here", "1,2,3", "1e3, 2", "37,3355, 1"])
def test_what_is_no_point_is_refused(typed):
    with pytest.raises(ValidationError, match="This is not a point"):
        PointField().clean(typed)


@pytest.mark.parametrize("typed", ["91, 0", "0, 181", "-121.885, 37.3355"])
def test_point_outside_of_the_world_is_refused(typed):
    with pytest.raises(ValidationError, match="check the order"):
        PointField().clean(typed)


def test_point_may_be_left_out_and_keeps_its_decimals():
    class PlaceForm(forms.Form):
        point = PointField(required=False)

    assert PointField(required=False).clean(" ") is None
    shown = PlaceForm(initial={"point": (37.33551234, -121.5)})["point"].value()
    assert PointField().clean(shown) == (37.33551234, -121.5)
