"""The two nights a year on which the city's clocks are set."""

import datetime as dt

import pytest
from django.utils import timezone

from civic.city_time import TimeSkipped, city_moment, comes_twice

SPRING_FORWARD, FALL_BACK = dt.date(2026, 3, 8), dt.date(2026, 11, 1)


def utc(day: int, hour: int, month: int) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, 30, tzinfo=dt.UTC)


def test_time_on_the_citys_clocks_is_a_moment():
    moment = city_moment(dt.date(2026, 5, 9), dt.time(17, 30))

    assert moment == utc(10, 0, 5)
    assert timezone.localtime(moment).time() == dt.time(17, 30)
    assert not comes_twice(moment)


@pytest.mark.parametrize("time", [dt.time(2), dt.time(2, 30), dt.time(2, 59)])
def test_time_that_the_clocks_skip_is_refused(time):
    with pytest.raises(TimeSkipped):
        city_moment(SPRING_FORWARD, time)


@pytest.mark.parametrize("time", [dt.time(1, 59), dt.time(3)])
def test_times_beside_the_skipped_hour_exist(time):
    assert timezone.localtime(city_moment(SPRING_FORWARD, time)).time() == time


def test_time_that_comes_twice_is_the_first():
    moment = city_moment(FALL_BACK, dt.time(1, 30, fold=1))

    assert moment == utc(1, 8, 11)
    assert comes_twice(moment)
    assert comes_twice(moment.astimezone(dt.UTC) + dt.timedelta(hours=1))
    assert not comes_twice(city_moment(FALL_BACK, dt.time(2)))
