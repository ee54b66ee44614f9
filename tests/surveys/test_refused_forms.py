"""Forms that are forged, too old or too late: nothing typed is lost, nothing taken."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from surveys import definitions
from surveys.models import Response, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    SurveyFactory,
    community_survey,
    one_page_survey,
)
from tests.surveys.forms_in_pages import (
    action,
    checked,
    hidden,
    open_page,
    send,
    submission,
    text_of,
)

NOW = dt.datetime(2026, 3, 2, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def survey(db):
    DistrictFactory(code="north", name_en="North")
    return community_survey(slug="community")


@pytest.fixture
def short(db):
    return one_page_survey(slug="short")


# Forms that are not ours, or too old


def forge(client, page, **fields):
    return client.post(action(page), hidden(page) | {"q-visits": "weekly"} | fields)


@pytest.mark.parametrize(
    "forged",
    [
        {"submission": "6f0f6a0e-3a40-4a52-9d5c-2f6f3f6f2d11"},
        {"submission": "no uuid"},
        {"submission": ""},
        {"token": "1234567890." + "0" * 64},
        {"token": "x"},
        {"token": "۱۲۳۴۵۶۷۸۹۰." + "0" * 64},
    ],
)
def test_taking_forged_form_comes_back_with_what_was_typed(client, short, forged):
    page = open_page(client, slug="short")
    again = forge(client, page, **forged, **{"q-wish": "my words"})

    assert again.status_code == 403
    assert "my words" in text_of(again)
    assert checked(again) == ["id_q-visits_0"]
    assert "could not be matched" in text_of(again)
    assert submission(again) not in (submission(page), forged.get("submission"))
    assert not Response.objects.exists()
    assert send(client, again, visits="weekly").status_code == 303


def test_taking_token_of_another_survey_is_refused(client, short, survey):
    page, other = open_page(client, slug="short"), open_page(client)
    again = client.post(action(page), hidden(other) | {"q-visits": "weekly"})

    assert again.status_code == 403
    assert not Response.objects.exists()


def test_taking_forged_submission_never_shows_its_receipt(client, short):
    page = open_page(client, slug="short")
    send(client, page, visits="weekly")
    again = forge(client, page, token=hidden(open_page(client, slug="short"))["token"])

    assert again.status_code == 403
    assert "data-receipt" not in text_of(again)


def test_taking_forged_page_of_a_draft_keeps_the_draft(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    second = client.get(to_second.url)
    again = client.post(action(second), {"q-wish": "words"})

    assert again.status_code == 403
    assert submission(again) == submission(second)
    done = send(client, again, wish="words")
    assert "/thanks/?r=" in done.url
    assert Response.objects.get().answers == {"visits": "weekly", "wish": "words"}


def test_taking_expired_form_is_sent_once_more(client, short):
    page = open_page(client, slug="short", seconds_ago=25 * 3600)
    again = send(client, page, visits="weekly", wish="words")

    assert again.status_code == 422
    assert "open for more than a day" in text_of(again)
    assert "words" in text_of(again)
    assert submission(again) == submission(page)
    assert not Response.objects.exists()
    assert send(client, again, visits="weekly").status_code == 303


def test_taking_expired_form_that_was_stored_leads_to_its_receipt(client, short):
    with time_machine.travel(NOW, tick=False):
        page = open_page(client, slug="short")
        send(client, page, visits="weekly")
    with time_machine.travel(NOW + dt.timedelta(days=3), tick=False):
        definitions.forget()
        again = send(client, page, visits="weekly")

    assert again.status_code == 303
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_taking_refuses_what_another_site_sends(client, short, headers):
    page = open_page(client, slug="short")
    again = send(client, page, visits="weekly", wish="words", headers=headers)

    assert again.status_code == 403
    assert "sent from another website" in text_of(again)
    assert "words" in text_of(again)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
    ],
)
def test_taking_accepts_its_own_pages(client, short, headers):
    page = open_page(client, slug="short")

    assert send(client, page, visits="weekly", headers=headers).status_code == 303


def test_taking_filled_trap_is_flagged_not_dropped(client, short):
    done = send(
        client, open_page(client, slug="short"), visits="weekly", _contact_url="spam"
    )
    response = Response.objects.get()

    assert done.status_code == 303
    assert (response.review_state, response.review_reason) == ("flagged", "trap")


def test_taking_trap_on_the_first_page_is_remembered(client, survey):
    to_second = send(client, open_page(client), visits="weekly", _contact_url="spam")
    send(client, client.get(to_second.url))

    assert Response.objects.get().review_reason == "trap"


def test_taking_too_fast_is_flagged_not_refused(client, short):
    done = send(client, open_page(client, slug="short", seconds_ago=1), visits="weekly")
    response = Response.objects.get()

    assert done.status_code == 303
    assert (response.review_state, response.review_reason) == ("flagged", "pace")


# Surveys that take no answers


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Survey.Status.DRAFT},
        {"purpose": Survey.Purpose.GUIDE},
    ],
)
def test_taking_drafts_and_guides_are_not_there(client, db, fields):
    one_page_survey(slug="short", **fields)

    assert client.get("/en/surveys/short/").status_code == 404
    assert client.post("/en/surveys/short/", {}).status_code == 404


def test_taking_unknown_survey_is_not_there(client, db):
    assert client.get("/en/surveys/unknown/").status_code == 404
    assert client.get("/xx/surveys/unknown/").status_code == 404


def test_taking_survey_without_pages_is_not_there(client, db):
    SurveyFactory(slug="empty")

    assert client.get("/en/surveys/empty/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "closed"}, "This survey is closed"),
        ({"closes_at": timezone.now() - dt.timedelta(days=1)}, "This survey is closed"),
        ({"opens_at": timezone.now() + dt.timedelta(days=1)}, "This survey opens on"),
    ],
)
def test_taking_closed_survey_says_so(client, db, fields, words):
    one_page_survey(slug="short", **fields)
    page = client.get("/en/surveys/short/")

    assert page.status_code == 200
    assert words in text_of(page)
    assert "data-survey" not in text_of(page)


def test_taking_survey_closed_meanwhile_gives_back_what_was_typed(client, short):
    page = open_page(client, slug="short")
    Survey.objects.update(status=Survey.Status.CLOSED)
    definitions.forget()
    refused = send(client, page, visits="weekly", wish="my words")

    assert refused.status_code == 409
    assert "my words</textarea>" in text_of(refused)
    assert "It was not saved" in text_of(refused)
    assert not Response.objects.exists()
