"""Going on later by a private link, and what becomes of the link."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from surveys import definitions
from surveys.actions import purge_drafts
from surveys.models import Collector, Response, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    community_survey,
    one_page_survey,
    question,
)
from tests.surveys.forms_in_pages import (
    action,
    checked,
    receipt,
    send,
    submission,
    text_of,
)

LINK = re.compile(r'href="(http://testserver[^"]*)"[^>]* data-private-link')


@pytest.fixture
def survey(db):
    DistrictFactory(code="north")
    survey = community_survey(slug="community")
    CollectorFactory(survey=survey, slug="community-web")
    return survey


def link_in(page) -> str:
    (link,) = LINK.findall(text_of(page))
    return link.removeprefix("http://testserver")


def leave(client, page, **answers) -> str:
    """Press “Continue later” and return the link that is shown."""
    return link_in(client.get(send(client, page, _direction="later", **answers).url))


def test_link_leads_back_to_the_first_page_with_its_answers(client, survey):
    page = client.get("/en/surveys/community/")
    link = leave(client, page, uses=["wifi"], uses__other="sun")
    again = Client().get(link, follow=True)

    assert submission(again) == submission(page)
    assert checked(again) == ["id_q-uses_1", "id_q-uses_3"]
    assert 'value="sun"' in text_of(again)


def test_link_leads_to_the_page_where_somebody_was(client, survey):
    first = client.get("/en/surveys/community/")
    second = client.get(send(client, first, visits="weekly").url)
    link = leave(client, second, wish="half a senten")
    elsewhere = Client()
    again = elsewhere.get(link, follow=True)
    done = send(elsewhere, again, wish="half a sentence")

    assert action(again).endswith("/2/")
    assert "half a senten" in text_of(again)
    assert receipt(elsewhere.get(done.url))
    assert Response.objects.get().answers == {
        "visits": "weekly",
        "wish": "half a sentence",
    }


def test_link_copied_early_follows_to_the_newest_page(client, survey):
    first = client.get("/en/surveys/community/")
    link = leave(client, first, visits="weekly")
    send(client, client.get(link, follow=True), visits="weekly")

    assert action(Client().get(link, follow=True)).endswith("/2/")


def test_link_is_good_in_every_language(client, survey):
    first = client.get("/fa/surveys/community/")
    link = leave(client, first, visits="weekly")
    polish = Client().get(link.replace("/fa/", "/pl/"), follow=True)

    assert link.startswith("/fa/surveys/community/")
    assert action(polish).startswith("/pl/surveys/community/")
    assert checked(polish) == ["id_q-visits_0"]


def test_link_is_good_after_wording_was_corrected_and_answers_came(client, survey):
    first = client.get("/en/surveys/community/")
    second = client.get(send(client, first, visits="never").url)
    link = leave(client, second, wish="chairs")
    other = client.get("/en/surveys/community/")
    send(client, client.get(send(client, other, visits="weekly").url))
    asked = survey.all_questions.get(code="wish")
    asked.text_en = "What do you wish for?"
    asked.save()
    definitions.forget()
    again = Client().get(link, follow=True)

    assert "What do you wish for?" in text_of(again)
    assert "chairs" in text_of(again)
    assert action(again).endswith("/2/")


def test_link_page_says_how_long_and_who_can_see(client, survey):
    with time_machine.travel(dt.datetime(2026, 3, 2, 18, 0, tzinfo=dt.UTC), tick=False):
        page = client.get("/en/surveys/community/")
        later = client.get(send(client, page, _direction="later").url)
    text = text_of(later)

    assert "kept until March\u00a016,\u00a02026" in text
    assert "Whoever has this link can see and change your answers." in text
    assert "<svg" in text
    assert 'content="noindex"' in text
    assert later["Cache-Control"] == "private, no-store"
    assert not Response.objects.exists()


def test_link_page_is_none_of_the_kept_ones(client, survey):
    pages = [client.get("/en/surveys/community/") for _ in range(2)]
    links = [leave(client, page, visits="weekly") for page in pages]

    assert [uuid.UUID(link.split("/")[-2]) for link in links] == [
        submission(page) for page in pages
    ]


def test_link_to_answers_that_were_sent_says_so(client, survey):
    first = client.get("/en/surveys/community/")
    link = leave(client, first, visits="weekly")
    second = client.get(send(client, first, visits="weekly").url)
    send(client, second)
    for address in (link, f"{link}later/"):
        page = client.get(address)
        assert page.status_code == 410
        assert ">These answers were sent</h1>" in text_of(page)
        assert "data-receipt" not in text_of(page)


def test_link_that_is_too_old_says_so(client, survey):
    link = leave(client, client.get("/en/surveys/community/"), visits="weekly")
    purge_drafts(now=timezone.now() + dt.timedelta(days=15))
    page = client.get(link)

    assert page.status_code == 404
    assert "kept for 14 days" in text_of(page)
    assert 'href="/en/surveys/community/"' in text_of(page)


def test_link_with_another_survey_in_it_opens_nothing(client, survey):
    one_page_survey(slug="short")
    link = leave(client, client.get("/en/surveys/community/"), visits="weekly")

    assert client.get(link.replace("community", "short")).status_code == 404
    assert client.get(link.replace("community", "unknown")).status_code == 404


def test_link_to_a_closed_survey_says_so(client, survey):
    link = leave(client, client.get("/en/surveys/community/"), visits="weekly")
    Survey.objects.update(status="closed")
    definitions.forget()

    assert "This survey is closed" in text_of(client.get(link))


@pytest.mark.parametrize("path", ["", "1/"])
def test_link_to_a_closed_survey_gives_back_what_was_kept(client, survey, path):
    with time_machine.travel("2025-09-01T12:00Z", tick=False):
        page = client.get("/en/surveys/community/")
        second = client.get(send(client, page, visits="weekly", uses__other="sun").url)
        send(client, second, wish="More chairs", _direction="back")
        Survey.objects.update(status="closed")
        definitions.forget()
        closed = client.get(f"/en/surveys/community/{submission(page)}/{path}")

    assert "do not count. They are kept until" in text_of(closed)
    assert kept(closed) == ["sun", "More chairs"]
    assert kept(client.get("/en/surveys/community/")) == []


def test_page_sent_to_a_closed_survey_comes_back_beside_what_was_kept(client, survey):
    page = client.get("/en/surveys/community/")
    second = client.get(send(client, page, visits="weekly", uses__other="sun").url)
    Survey.objects.update(status="closed")
    definitions.forget()
    closed = send(client, second, wish="More chairs")

    assert closed.status_code == 409
    assert kept(closed) == ["More chairs", "sun"]


def kept(page) -> list[str]:
    """The texts that are given back to be copied, in their order."""
    return re.findall(r"<textarea[^>]* readonly>([^<]*)<", text_of(page))


def test_link_while_the_database_is_away_asks_for_patience(client, survey):
    link = leave(client, client.get("/en/surveys/community/"), visits="weekly")
    with connection.execute_wrapper(database_is_away):
        page = client.get(link)

    assert (page.status_code, page["Retry-After"]) == (503, "30")


def database_is_away(*_arguments):
    raise OperationalError("the database is away")


def test_leaving_keeps_what_is_wrong_without_complaint(client, survey):
    page = client.get("/en/surveys/community/")
    link = leave(client, page, uses=["books", "none"])
    again = client.get(link, follow=True)

    assert checked(again) == ["id_q-uses_0", "id_q-uses_2"]
    assert "data-error-summary" not in text_of(again)


# Newer versions


@pytest.fixture
def newer(survey):
    newer = community_survey(
        slug="community-2", family=survey.family, version=2, status="draft"
    )
    CollectorFactory(survey=newer, slug="market-2")
    old = CollectorFactory(survey=survey, slug="market")
    old.successor = Collector.objects.get(slug="market-2")
    old.save()
    return newer


def publish(newer: Survey) -> None:
    Survey.objects.filter(slug="community").update(status="closed")
    Survey.objects.filter(pk=newer.pk).update(status="open")
    definitions.forget()


def test_closed_survey_leads_to_its_newer_version(client, newer):
    Survey.objects.filter(slug="community").update(status="closed")
    before = client.get("/en/surveys/community/")
    publish(newer)
    after = client.get("/en/surveys/community/")

    assert "newer version" not in text_of(before)
    assert 'href="/en/surveys/community-2/">Answer the newer version' in text_of(after)


def test_old_collector_leads_to_the_one_of_the_newer_version(client, newer):
    before = client.get("/fa/s/market/")
    publish(newer)
    after = client.get("/fa/s/market/")

    assert before.status_code == 200
    assert (after.status_code, after.url) == (302, "/fa/s/market-2/")
    assert client.get("/fa/s/market-2/").status_code == 200


def test_answers_to_the_old_version_are_given_back_with_the_way_on(client, newer):
    page = client.get("/en/s/market/")
    publish(newer)
    refused = send(client, page, visits="weekly", uses__other="my words")

    assert refused.status_code == 409
    assert "my words" in text_of(refused)
    assert "Answer the newer version" in text_of(refused)


def test_first_page_alone_is_stored_like_any_other(client, db):
    page = PageFactory(survey__slug="first")
    question(page, "wish", "long_text")
    question(PageFactory(survey=page.survey), "more", "long_text")
    first = client.get("/en/surveys/first/")
    second = client.get(send(client, first, wish="chairs").url)
    send(client, second)

    assert Response.objects.get().answers == {"wish": "chairs"}
