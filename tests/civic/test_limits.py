import pytest
import time_machine
from django.core.cache import cache

from civic import limits
from civic.limits import Limit

WRONG_CODES = Limit("wrong-codes", most=3, window=60)


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    limits.forget()


def another_process():
    """What a process that has counted nothing yet would see."""
    limits.forget()


def test_limit_counts_each_visitor_alone():
    counted = [WRONG_CODES.count("one"), WRONG_CODES.count("one")]
    assert [*counted, WRONG_CODES.count("two")] == [1, 2, 1]


def test_limit_is_reached_by_as_many_as_it_allows():
    reached = []
    for _ in range(3):
        reached.append(WRONG_CODES.is_reached("one"))
        WRONG_CODES.count("one")
    assert [*reached, WRONG_CODES.is_reached("one")] == [False, False, False, True]


def test_limit_counts_what_other_processes_counted():
    WRONG_CODES.count("one")
    another_process()
    assert WRONG_CODES.count("one") == 2


def test_limit_shares_what_was_counted_between_two_questions():
    with time_machine.travel(1_800_000_000, tick=False):
        for _ in range(5):
            WRONG_CODES.count("one")
        limits._counts[WRONG_CODES._key(("one",))].asked_at -= 2
        WRONG_CODES.count("one")
        another_process()
        assert WRONG_CODES.seen("one") == 6


def test_limit_begins_anew_with_the_next_window():
    with time_machine.travel(1_800_000_000, tick=False):
        WRONG_CODES.count("one")
    with time_machine.travel(1_800_000_060, tick=False):
        assert WRONG_CODES.seen("one") == 0


def test_limit_says_when_to_come_again():
    with time_machine.travel(1_800_000_010, tick=False):
        assert WRONG_CODES.retry_after == 50


def test_limit_holds_in_one_process_while_the_cache_is_away(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }
    counted = [WRONG_CODES.count("one") for _ in range(3)]
    assert counted == [1, 2, 3]


def test_browsers_behind_one_address_are_told_apart(rf):
    phone = rf.get("/", headers={"user-agent": "Phone"})
    tablet = rf.get("/", headers={"user-agent": "Tablet"})
    assert limits.address(phone) == limits.address(tablet)
    assert limits.browser(phone) != limits.browser(tablet)


def test_address_is_the_last_one_that_the_proxy_added(rf, settings):
    forwarded = {"x-forwarded-for": "203.0.113.9, 198.51.100.7"}
    request = rf.get("/", headers=forwarded)
    assert limits.address_of(request) == "127.0.0.1"
    settings.IS_BEHIND_PROXY = True
    assert limits.address_of(request) == "198.51.100.7"


def test_fingerprints_depend_on_the_secret_key(rf, settings):
    before = limits.address(rf.get("/"))
    settings.SECRET_KEY = "another-" * 8
    assert limits.address(rf.get("/")) != before
