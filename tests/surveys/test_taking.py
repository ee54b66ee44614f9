"""A survey is taken: page by page, once only, in any language; then the thanks."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from civic import languages, receipts
from surveys.models import Collector, Draft, Response, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    SurveyFactory,
    community_survey,
    one_page_survey,
)
from tests.surveys.forms_in_pages import (
    action,
    checked,
    mistakes,
    open_page,
    receipt,
    send,
    submission,
    text_of,
)


@pytest.fixture
def survey(db):
    DistrictFactory(code="north", name_en="North")
    return community_survey(slug="community")


@pytest.fixture
def short(db):
    return one_page_survey(slug="short")


# A whole survey


def test_taking_two_pages_stores_one_response(client, survey):
    first = open_page(client, "fa")
    to_second = send(client, first, visits="weekly", uses=["books", "wifi"], trust="4")
    second = client.get(to_second.url)
    done = send(client, second, wish="صندلی بیشتر", home="north")
    thanks = client.get(done.url)
    response = Response.objects.get()

    assert (to_second.status_code, done.status_code) == (303, 303)
    assert thanks.status_code == 200
    assert response.answers == {
        "visits": "weekly",
        "uses": ["books", "wifi"],
        "trust": 4,
        "wish": "صندلی بیشتر",
        "home": "north",
    }
    assert submission(first) == submission(second)
    assert response.submission == receipts.stored_id(submission(first))
    assert response.language == "fa"
    assert response.district.code == "north"
    assert response.collector.slug == "community-web"
    assert (response.people, response.review_state) == (1, "accepted")
    assert response.submitted_at - response.started_at >= dt.timedelta(seconds=60)
    assert not Draft.objects.exists()


def test_taking_shows_the_receipt_in_the_digits_of_the_page(client, short):
    done = send(client, open_page(client, "fa", "short"), visits="weekly")
    shown = receipt(client.get(done.url))
    code = receipts.normalized(shown)

    assert shown == languages.BY_CODE["fa"].with_digits(receipts.grouped(code))
    assert Response.objects.get().receipt_hash == receipts.hash_code(code)


def test_taking_leaves_no_cookie_and_varies_by_none(client, short):
    first = open_page(client, slug="short")
    done = send(client, first, visits="weekly")
    thanks = client.get(done.url)

    assert not client.cookies
    for response in (first, done, thanks):
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("language", languages.CODES)
def test_taking_page_is_in_the_language_of_the_address(client, survey, language):
    page = open_page(client, language)
    direction = languages.BY_CODE[language].direction

    assert page.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in text_of(page)
    assert action(page) == f"/{language}/surveys/community/"


# Once only


def test_taking_double_click_stores_once_with_the_same_receipt(client, short):
    page = open_page(client, slug="short")
    first, again = (send(client, page, visits="weekly") for _ in range(2))

    assert receipt(client.get(first.url)) == receipt(client.get(again.url))
    assert "We already had your answers" in text_of(client.get(again.url))
    assert "We already had your answers" not in text_of(client.get(first.url))
    assert Response.objects.count() == 1


def test_taking_changed_and_sent_again_keeps_the_first(client, short):
    page = open_page(client, slug="short")
    send(client, page, visits="weekly")
    send(client, page, visits="never")

    assert Response.objects.get().answers == {"visits": "weekly"}


def test_taking_sent_again_with_an_error_leads_to_the_same_receipt(client, short):
    page = open_page(client, slug="short")
    send(client, page, visits="weekly")
    again = send(client, page)

    assert again.status_code == 303
    assert Response.objects.count() == 1


def test_taking_last_page_in_two_tabs_stores_once(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    one, other = client.get(to_second.url), client.get(to_second.url)
    first = send(client, one, wish="chairs")
    second = send(client, other, wish="tables")

    assert receipt(client.get(first.url)) == receipt(client.get(second.url))
    assert Response.objects.get().answers == {"visits": "weekly", "wish": "chairs"}
    assert not Draft.objects.exists()


def test_taking_first_page_again_after_the_end_leads_to_the_receipt(client, survey):
    first = open_page(client)
    to_second = send(client, first, visits="weekly")
    send(client, client.get(to_second.url))
    again = send(client, first, visits="never")

    assert again.status_code == 303
    assert "/thanks/?r=" in again.url
    assert not Draft.objects.exists()


def test_taking_begun_page_after_the_end_says_so_and_shows_no_receipt(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    send(client, client.get(to_second.url))
    again = client.get(to_second.url)

    assert again.status_code == 410
    assert ">These answers were sent</h1>" in text_of(again)
    assert "data-receipt" not in text_of(again)


@pytest.mark.django_db(transaction=True)
def test_taking_sent_at_the_same_time_stores_once():
    one_page_survey(slug="short")
    page = open_page(Client(), slug="short")

    def once(_number):
        try:
            return send(Client(), page, visits="weekly").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(once, range(6))) == [303] * 6
    assert Response.objects.count() == 1


# Back and forth, and in other languages


def test_taking_back_shows_what_was_sent(client, survey):
    to_second = send(client, open_page(client), visits="monthly", uses=["wifi"])
    second = client.get(to_second.url)
    to_first = send(client, second, wish="half a senten", _direction="back")
    first = client.get(to_first.url)
    again = send(client, first, visits="monthly", uses=[])

    assert checked(first) == ["id_q-visits_1", "id_q-uses_1"]
    assert "half a senten" in text_of(client.get(again.url))
    assert Draft.objects.get().answers["q-uses"] == []


def test_taking_back_does_not_ask_for_correct_answers(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    second = client.get(to_second.url)
    back = send(client, second, street="x" * 300, _direction="back")

    assert back.status_code == 303
    assert "x" * 300 in text_of(client.get(to_second.url))
    assert not mistakes(client.get(to_second.url))


def test_taking_back_refuses_what_is_too_large_to_keep(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    second = client.get(to_second.url)
    back = send(client, second, wish="x" * 30_000, _direction="back")

    assert back.status_code == 422
    assert list(mistakes(back)) == ["id_q-wish"]
    assert "x" * 30_000 in text_of(back)


def test_taking_language_button_keeps_what_is_typed(client, survey):
    page = open_page(client)
    to_persian = send(client, page, trust="2", uses__other="گل", _language="fa")
    persian = client.get(to_persian.url)

    assert to_persian.url == f"/fa/surveys/community/{submission(page)}/1/"
    assert checked(persian) == ["id_q-uses_3", "id_q-trust_1"]
    assert 'value="گل"' in text_of(persian)
    assert submission(persian) == submission(page)
    assert not mistakes(persian)


def test_taking_stores_the_language_of_the_last_page(client, survey):
    to_second = send(client, open_page(client), visits="weekly")
    to_polish = send(client, client.get(to_second.url), wish="a", _language="pl")
    send(client, client.get(to_polish.url), wish="a")

    assert Response.objects.get().language == "pl"


def test_taking_unknown_language_button_goes_on(client, survey):
    to_second = send(client, open_page(client), visits="weekly", _language="xx")

    assert to_second.url.endswith("/2/")


def test_taking_last_page_leads_back_to_the_first_mistake(client, survey):
    page = open_page(client)
    to_second = send(client, page, visits="weekly")
    second = client.get(to_second.url)
    send(client, client.get(to_second.url.replace("/2/", "/1/")), _direction="back")
    done = send(client, second, wish="chairs")

    assert done.status_code == 422
    assert list(mistakes(done)) == ["id_q-visits"]
    assert action(done) == f"/en/surveys/community/{submission(page)}/1/"
    assert not Response.objects.exists()
    again = send(client, done, visits="never")
    assert "chairs" in text_of(client.get(again.url))


def test_taking_a_draft_that_is_gone_says_so(client, survey):
    gone = client.get(f"/en/surveys/community/{uuid.uuid4()}/2/")

    assert gone.status_code == 404
    assert "<h1>This link is no longer good</h1>" in text_of(gone)
    assert 'href="/en/surveys/community/"' in text_of(gone)


@pytest.mark.parametrize("number", [0, 3, 99])
def test_taking_a_page_that_is_not_there(client, survey, number):
    page = client.get(f"/en/surveys/community/{uuid.uuid4()}/{number}/")

    assert page.status_code == 404


# Mistakes


def test_taking_mistakes_come_with_everything_that_was_sent(client, survey):
    page = open_page(client)
    again = send(
        client, page, uses=["books", "none"], uses__other="<b>sun</b>", trust="3"
    )

    assert again.status_code == 422
    assert list(mistakes(again)) == ["id_q-visits", "id_q-uses", "id_q-uses-other"]
    assert checked(again) == ["id_q-uses_0", "id_q-uses_2", "id_q-trust_2"]
    assert 'value="&lt;b&gt;sun&lt;/b&gt;"' in text_of(again)
    assert submission(again) == submission(page)
    assert not Response.objects.exists()
    assert not Draft.objects.exists()


def test_taking_errors_are_tied_to_their_fields(client, short):
    again = send(client, open_page(client, slug="short"), wish="x" * 6000)
    text = text_of(again)

    assert 'id="id_q-visits_error"' in text
    assert 'aria-describedby="id_q-visits_error"' in text
    assert 'aria-describedby="id_q-wish_error"' in text
    assert "x" * 6000 in text


# Thank-you page


def claims_nothing(page) -> bool:
    """Whether the page neither thanks nor shows a code, and leads to the survey."""
    text = text_of(page)
    return (
        "data-receipt" not in text
        and "<h1>After the survey</h1>" in text
        and "received" not in text
        and 'class="button" href="/en/surveys/' in text
    )


def test_thanks_without_reference_shows_no_code(client, short):
    page = client.get("/en/surveys/short/thanks/")

    assert page.status_code == 200
    assert claims_nothing(page)


@pytest.mark.parametrize("change", ["x", "forged", "older"])
def test_thanks_with_a_wrong_reference_shows_no_code(client, short, change):
    done = send(client, open_page(client, slug="short"), visits="weekly")
    address = {"x": done.url + "x", "forged": "/en/surveys/short/thanks/?r=a.b.c.d"}
    with time_machine.travel(
        timezone.now() + dt.timedelta(minutes=16 if change == "older" else 1)
    ):
        page = client.get(address.get(change, done.url))

    assert page.status_code == 200
    assert claims_nothing(page)


def test_thanks_page_is_stored_nowhere_and_says_to_write_the_code_down(client, short):
    done = send(client, open_page(client, slug="short"), visits="weekly")
    for _first_and_kept in range(2):
        page = client.get(done.url)
        assert page.headers["Cache-Control"] == "private, no-store"
        assert text_of(page).count("Please write it down") == 1
        assert text_of(page).count("for 15 minutes only") == 1


def test_thanks_of_one_survey_does_not_open_another(client, short, survey):
    done = send(client, open_page(client, slug="short"), visits="weekly")

    assert "data-receipt" not in text_of(
        client.get(done.url.replace("/short/", "/community/"))
    )


def test_thanks_of_an_unknown_survey(client, db):
    assert client.get("/en/surveys/unknown/thanks/").status_code == 404


def test_thanks_kept_page_shows_each_visitor_their_own_code(client, short):
    shown = []
    for _ in range(3):
        done = send(client, open_page(client, slug="short"), visits="weekly")
        page = client.get(done.url)
        shown.append(receipts.normalized(receipt(page)))
        assert done.url.partition("?r=")[2] in text_of(page)

    hashes = set(Response.objects.values_list("receipt_hash", flat=True))
    assert {receipts.hash_code(code) for code in shown} == hashes
    assert len(hashes) == 3


# Collectors


def test_collector_address_counts_under_it(client, short):
    collector = CollectorFactory(survey=short, slug="market", kind="event")
    page = client.get("/en/s/market/")
    done = send(client, page, visits="weekly")

    assert action(page) == "/en/s/market/"
    assert done.url.startswith("/en/surveys/short/thanks/?r=")
    assert Response.objects.get().collector == collector


def test_collector_is_kept_through_all_pages(client, survey):
    collector = CollectorFactory(survey=survey, slug="market")
    to_second = send(client, client.get("/vi/s/market/"), visits="weekly")
    to_polish = send(client, client.get(to_second.url), _language="pl")
    send(client, client.get(to_polish.url))

    assert Response.objects.get().collector == collector


def test_collector_is_where_the_next_person_answers(client, short):
    CollectorFactory(survey=short, slug="market")
    for entrance in ["/fa/s/market/", "/fa/surveys/short/", "/fa/s/market/"]:
        thanks = client.get(send(client, client.get(entrance), visits="weekly").url)
        assert f'href="{entrance}">' in text_of(thanks)


def test_collector_that_takes_no_answers_is_closed(client, short):
    CollectorFactory(survey=short, slug="market", is_active=False)
    page = client.get("/en/s/market/")

    assert page.status_code == 200
    assert "This address takes no answers at the moment." in text_of(page)
    assert 'href="/en/surveys/short/">Open the survey</a>' in text_of(page)


def test_collector_of_a_closed_survey_is_closed(client, short):
    CollectorFactory(survey=short, slug="market", is_active=False)
    Survey.objects.update(status="closed")

    assert "This survey is closed" in text_of(client.get("/en/s/market/"))


@pytest.mark.parametrize("kind", [Collector.Kind.PAPER, Collector.Kind.CONVERSATION])
def test_collector_of_staff_is_not_public(client, short, kind):
    CollectorFactory(survey=short, slug="desk", kind=kind)

    assert client.get("/en/s/desk/").status_code == 404


def test_collector_unknown_is_not_there(client, db):
    assert client.get("/en/s/unknown/").status_code == 404


# The list


def test_survey_list_shows_open_and_closed(client, db):
    one_page_survey(slug="now", title_en="Now")
    one_page_survey(slug="past", title_en="Past", status="closed")
    one_page_survey(slug="draft", title_en="Hidden", status="draft")
    one_page_survey(slug="guide", title_en="Guide", purpose="guide")
    page = client.get("/en/surveys/")

    assert [one.survey.slug for one in page.context["open_surveys"]] == ["now"]
    assert [one.survey.slug for one in page.context["closed_surveys"]] == ["past"]
    assert 'href="/en/surveys/now/"' in text_of(page)


def test_survey_list_leads_from_the_newest_version_to_the_older_ones(client, db):
    closed = {"status": "closed", "family": uuid.uuid4()}
    one_page_survey(slug="v1", results_policy="closed", **closed)
    one_page_survey(slug="v2", results_policy="staff", version=2, **closed)
    newest = one_page_survey(slug="v3", family=closed["family"], version=3)
    now = client.get("/en/surveys/")
    Survey.objects.filter(pk=newest.pk).update(status="closed")
    later = client.get("/en/surveys/")

    for page, key in [(now, "open_surveys"), (later, "closed_surveys")]:
        (listed,) = page.context["open_surveys"] + page.context["closed_surveys"]
        assert page.context[key] == [listed]
        assert listed.survey.slug == "v3"
        assert [one.slug for one in listed.older] == ["v1"]
        assert 'href="/en/surveys/v1/results/">Results of version 1' in text_of(page)


def test_survey_list_empty_says_so(client, db):
    assert "No survey is open today" in text_of(client.get("/en/surveys/"))


@pytest.mark.parametrize("how_many", [1, 3])
def test_survey_list_takes_one_query(client, db, how_many, django_assert_num_queries):
    SurveyFactory.create_batch(how_many)
    with django_assert_num_queries(1):
        client.get("/en/surveys/")
