import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from civic import languages, public_pages, receipts
from surveys import definitions
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
    hidden,
    mistakes,
    receipt,
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


def open_page(client, language="en", slug="community", seconds_ago=60):
    """Open the first page some time ago."""
    with time_machine.travel(
        timezone.now() - dt.timedelta(seconds=seconds_ago), tick=False
    ):
        return client.get(f"/{language}/surveys/{slug}/")


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
    assert checked(persian) == ["id_q-trust_1"]
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
    assert list(mistakes(again)) == ["id_q-visits", "id_q-uses"]
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


# Speed


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


def test_collector_that_takes_no_answers_is_closed(client, short):
    CollectorFactory(survey=short, slug="market", is_active=False)
    page = client.get("/en/s/market/")

    assert page.status_code == 200
    assert "This survey is closed" in text_of(page)


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

    assert [one.slug for one in page.context["open_surveys"]] == ["now"]
    assert [one.slug for one in page.context["closed_surveys"]] == ["past"]
    assert 'href="/en/surveys/now/"' in text_of(page)


def test_survey_list_empty_says_so(client, db):
    assert "No survey is open today" in text_of(client.get("/en/surveys/"))


@pytest.mark.parametrize("how_many", [1, 3])
def test_survey_list_takes_one_query(client, db, how_many, django_assert_num_queries):
    SurveyFactory.create_batch(how_many)
    with django_assert_num_queries(1):
        client.get("/en/surveys/")


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
