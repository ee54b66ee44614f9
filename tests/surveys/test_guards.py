"""A flood of answers: flagged, asked for a proof of work, never flatly refused."""

import datetime as dt
import json
import re
from hashlib import sha256
from html import unescape

import altcha
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from surveys import challenge
from surveys.models import Response
from tests.surveys.factories import CollectorFactory, one_page_survey
from tests.surveys.forms_in_pages import hidden, send, text_of

ASKED = re.compile(r'data-challenge="([^"]*)"')


@pytest.fixture(autouse=True)
def noon():
    """The beginning of a minute, so that no test runs into the next by chance."""
    with time_machine.travel(dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def survey(db):
    return one_page_survey(slug="short")


@pytest.fixture
def crowded(settings, survey):
    """A flood: two submissions a minute are taken without a proof."""
    settings.SURVEY_CHALLENGE_AFTER = 2
    return survey


def opened(client, address="/en/surveys/short/", minutes_ago=1):
    moment = timezone.now() - dt.timedelta(minutes=minutes_ago)
    with time_machine.travel(moment, tick=False):
        return client.get(address)


def answer(client, address="/en/surveys/short/", **extra):
    page = opened(client, address)
    return send(client, page, visits="weekly", wish="More chairs", **extra)


def asked_for(page):
    """What a page asks the browser to find."""
    (found,) = ASKED.findall(text_of(page))
    return json.loads(unescape(found))


def solution(page):
    """The number, found by trying, as the browser does."""
    told = asked_for(page)
    for number in range(told["largest"] + 1):
        text = f"{told['salt']}{number}".encode()
        if sha256(text).hexdigest() == told["challenge"]:
            return str(number)
    raise AssertionError("No number solves the challenge.")


def reasons():
    return list(Response.objects.order_by("pk").values_list("review_reason", flat=True))


def test_flood_asks_for_a_proof_and_keeps_what_was_typed(client, crowded):
    taken = [answer(client).status_code for _ in range(2)]
    held = answer(client)
    assert (taken, held.status_code) == ([303, 303], 429)
    assert 1 <= int(held["Retry-After"]) <= 60
    assert "More chairs" in text_of(held)
    assert Response.objects.count() == 2


def test_flood_takes_who_solves_the_sum(client, crowded):
    for _ in range(2):
        answer(client)
    held = answer(client)
    passed = send(
        client, held, visits="weekly", wish="More chairs", _solution=solution(held)
    )
    assert passed.status_code == 303
    assert reasons() == ["", "", ""]


def test_flood_takes_who_has_no_script_after_a_wait_and_flags_it(client, crowded):
    for _ in range(2):
        answer(client)
    held = answer(client)
    with time_machine.travel(timezone.now() + challenge.WAITING * 1.2, tick=False):
        passed = send(client, held, visits="weekly", wish="Chairs", _solution="")
    assert passed.status_code == 303
    assert reasons() == ["", "", "rate"]


@pytest.mark.parametrize("number", ["", "-1", "1.5", "۱۲", "9" * 40, "0"])
def test_flood_takes_no_wrong_solution_at_once(client, crowded, number):
    for _ in range(2):
        answer(client)
    held = answer(client)
    again = send(client, held, visits="weekly", wish="Chairs", _solution=number)
    assert (again.status_code, Response.objects.count()) == (429, 2)


def test_flood_takes_a_solution_once(client, crowded):
    for _ in range(2):
        answer(client)
    held = answer(client)
    fields = {"visits": "weekly", "_challenge": hidden(held)["challenge"]}
    found = solution(held)
    first = send(client, held, **fields, _solution=found)
    other = opened(client)
    second = send(client, other, **fields, _solution=found)
    assert (first.status_code, second.status_code) == (303, 429)


def test_flood_takes_no_forged_challenge(client, crowded):
    for _ in range(2):
        answer(client)
    made = altcha.create_challenge(
        altcha.ChallengeOptions(hmac_key="somebody else's key", max_number=10, number=3)
    )
    forged = json.dumps({"challenge": made.challenge, "salt": made.salt})
    again = answer(client, _challenge=forged, _solution="3")
    assert (again.status_code, Response.objects.count()) == (429, 2)


def test_flood_leads_who_was_stored_to_the_receipt(client, crowded):
    page = opened(client)
    for _ in range(2):
        send(client, page, visits="weekly")
    answer(client)
    assert send(client, page, visits="weekly").status_code == 303


def test_flood_on_one_collector_leaves_the_others_alone(client, crowded):
    CollectorFactory(survey=crowded, kind="event", slug="branch")
    elsewhere = Client(REMOTE_ADDR="198.51.100.9")
    for _ in range(2):
        answer(client)
    assert answer(elsewhere).status_code == 429
    assert answer(elsewhere, "/en/s/branch/").status_code == 303


def test_flood_passes_with_the_minute(client, crowded):
    for _ in range(2):
        answer(client)
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=61), tick=False):
        assert answer(client).status_code == 303


def test_many_from_one_browser_are_flagged_and_count(client, survey, settings):
    settings.SURVEY_FLAG_AFTER = 2
    for _ in range(3):
        answer(client)
    assert reasons() == ["", "", "rate"]


def test_many_from_one_kiosk_are_as_they_should_be(client, survey, settings):
    settings.SURVEY_FLAG_AFTER = 2
    kiosk = CollectorFactory(survey=survey, kind="kiosk", slug="tablet")
    for _ in range(3):
        page = opened(client, f"/en/s/{kiosk.slug}/survey/")
        send(client, page, visits="weekly")
    assert reasons() == ["", "", ""]


def test_posts_that_no_form_sent_are_refused_for_a_while(client, survey, settings):
    settings.SURVEY_REFUSE_AFTER = 2
    sent = {"q-visits": "weekly", "q-wish": "More chairs"}
    answers = [client.post("/en/surveys/short/", sent) for _ in range(3)]
    assert [one.status_code for one in answers] == [403, 403, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert "More chairs" in text_of(answers[2])


def test_somebody_else_is_not_refused_with_them(client, survey, settings):
    settings.SURVEY_REFUSE_AFTER = 1
    for _ in range(2):
        client.post("/en/surveys/short/", {"q-visits": "weekly"})
    page = opened(client)
    assert send(client, page, visits="weekly").status_code == 303


def test_answers_faster_than_anyone_reads_are_flagged(client, survey):
    page = opened(client, minutes_ago=0)
    send(client, page, visits="weekly")
    assert reasons() == ["pace"]


def test_correcting_a_mistake_quickly_is_not_too_fast(client, survey):
    wrong = send(client, opened(client), wish="More chairs")
    assert send(client, wrong, visits="weekly").status_code == 303
    assert reasons() == [""]


def test_flood_is_taken_while_the_cache_is_away(client, survey, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }
    assert answer(client).status_code == 303
