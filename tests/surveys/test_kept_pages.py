"""Pages served from memory: fast, each visitor's own, and never out of date."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from civic import public_pages
from surveys import definitions
from surveys.models import Response, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    community_survey,
    one_page_survey,
)
from tests.surveys.forms_in_pages import (
    action,
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


def test_taking_warm_page_asks_the_database_nothing(
    client, short, django_assert_num_queries
):
    open_page(client, slug="short")
    with django_assert_num_queries(0):
        first = open_page(client, slug="short")
        second = open_page(client, slug="short")

    assert submission(first) != submission(second)
    assert send(client, second, visits="weekly").status_code == 303


def test_taking_one_page_is_one_statement(client, short, django_assert_num_queries):
    CollectorFactory(survey=short, slug="short-web")
    page = open_page(client, slug="short")
    with django_assert_num_queries(1):
        send(client, page, visits="weekly", wish="chairs")
    assert Response.objects.count() == 1


def test_taking_two_pages_is_four_statements(client, survey, django_assert_num_queries):
    CollectorFactory(survey=survey, slug="community-web")
    page = open_page(client)
    with django_assert_num_queries(4):
        to_second = send(client, page, visits="weekly")
        send(client, client.get(to_second.url), wish="chairs")
    assert Response.objects.count() == 1


def test_taking_kept_page_has_the_headers_of_the_first(client, short):
    first, kept = open_page(client, slug="short"), open_page(client, slug="short")

    assert dict(kept.items()) == dict(first.items())
    assert kept["Content-Language"] == "en"
    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert kept["Cache-Control"] == "private, no-cache"
    assert int(kept["Content-Length"]) == len(kept.content)


def test_taking_kept_page_follows_a_changed_wording(client, short):
    open_page(client, slug="short")
    question = short.all_questions.first()
    question.text_en = "How often do you come?"
    question.save()
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=2)):
        definitions_age()
        page = client.get("/en/surveys/short/")

    assert "How often do you come?" in text_of(page)


def definitions_age():
    """Let the time pass after which a warm survey is looked up again."""
    for kept in definitions._warm.values():
        kept.checked_at -= definitions.FRESH_FOR


def test_taking_kept_page_closes_with_its_survey(client, short):
    open_page(client, slug="short")
    Survey.objects.update(status=Survey.Status.CLOSED)
    definitions_age()

    assert "This survey is closed" in text_of(client.get("/en/surveys/short/"))


def test_taking_kept_page_closes_at_its_time(client, db):
    one_page_survey(slug="short", closes_at=NOW + dt.timedelta(hours=1))
    with time_machine.travel(NOW, tick=False):
        assert "data-survey" in text_of(client.get("/en/surveys/short/"))
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        assert "data-survey" not in text_of(client.get("/en/surveys/short/"))


def test_taking_kept_page_comes_while_the_database_is_away(client, short):
    open_page(client, slug="short")
    definitions_age()
    with connection.execute_wrapper(database_is_away):
        page = client.get("/en/surveys/short/")

    assert "data-survey" in text_of(page)


def database_is_away(*_arguments):
    raise OperationalError("the database is away")


def test_taking_keeps_what_was_typed_while_the_database_is_away(client, short):
    CollectorFactory(survey=short)
    page = open_page(client, slug="short")
    with connection.execute_wrapper(database_is_away):
        again = send(client, page, visits="weekly", wish="my words")

    assert again.status_code == 503
    assert again["Retry-After"] == "30"
    assert "my words" in text_of(again)
    assert submission(again) == submission(page)
    assert send(client, again, visits="weekly").status_code == 303


def test_taking_kept_page_with_a_query_is_made_anew(client, short):
    open_page(client, slug="short")
    page = client.get("/en/surveys/short/?utm=1")

    assert page.status_code == 200
    assert len(public_pages._pages) == 1


def test_taking_signed_in_person_gets_no_kept_page(client, short, stranger, as_user):
    as_user(stranger).get("/en/surveys/short/")

    assert not public_pages._pages


def test_taking_page_answers_head(client, short):
    assert client.head("/en/surveys/short/").status_code == 200


def test_taking_begun_page_is_kept_for_all_who_left_it_blank(client, survey):
    CollectorFactory(survey=survey)
    pages = []
    for _ in range(3):
        to_second = send(client, open_page(client), visits="weekly")
        pages.append(client.get(to_second.url))

    assert len({submission(page) for page in pages}) == 3
    assert len(public_pages._pages) == 2
    for page in pages:
        assert str(submission(page)) in action(page)
        assert send(client, page, wish="chairs").status_code == 303
    assert Response.objects.count() == 3


def test_taking_kept_begun_page_never_hides_answers(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    second = client.get(to_second.url)
    to_first = send(client, second, wish="my words", _direction="back")
    send(client, client.get(to_first.url), visits="weekly")

    assert "my words" in text_of(client.get(to_second.url))


def test_taking_kept_begun_page_is_not_there_for_strangers(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    client.get(to_second.url)

    gone = client.get(f"/en/surveys/community/{uuid.uuid4()}/2/")
    assert "<h1>This link is no longer good</h1>" in text_of(gone)


def test_taking_post_to_a_kept_page_has_all_headers(client, short):
    page = open_page(client, slug="short")
    done, wrong = send(client, page, visits="weekly"), client.post(action(page))

    for response in (done, wrong):
        assert response["Content-Security-Policy"] == page["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
        assert response["Content-Language"] == "en"
        assert int(response["Content-Length"]) == len(response.content)
    assert wrong.status_code == 403


def test_taking_page_says_so_while_the_database_is_away(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    client.get(to_second.url)
    with connection.execute_wrapper(database_is_away):
        page = client.get(to_second.url)
        cold = client.get("/en/surveys/other/")

    for answer in (page, cold):
        assert answer.status_code == 503
        assert answer["Retry-After"] == "30"
        assert "<h1>" in text_of(answer)
