"""The pages on which residents ask for mail, say yes, choose and end it."""

import re

import pytest
from django.test import Client

from engagement.forms.subscriptions import SubscribeForm
from engagement.models import Subscriber
from tests.engagement.subscribing import asked, subscriber
from tests.engagement.test_summaries import text_of
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/subscribe/"
SENT = {"address": "ann@example.org", "topics": ["summaries"], "language": "fa"}


@pytest.fixture
def anybody():
    """A browser without a cookie, where Django's CSRF protection is on."""
    return Client(enforce_csrf_checks=True)


def test_page_asks_for_what_it_needs_and_ticks_nothing_by_itself(anybody):
    page = anybody.get(PAGE).content.decode()

    assert len(re.findall(r'<input type="checkbox" name="topics"', page)) == 3
    assert "checked" not in page
    assert '<option value="en" selected>' in page


def test_page_takes_the_topic_of_the_page_that_led_here(anybody):
    DistrictFactory(code="east")
    page = anybody.get(f"{PAGE}?topic=events&topic=x&district=east").content.decode()

    assert page.count("checked") == 1
    assert '<option value="east" selected>' in page


def test_page_is_made_without_a_query_when_warm(anybody, django_assert_num_queries):
    anybody.get(PAGE)
    anybody.get(PAGE)
    with django_assert_num_queries(0):
        assert anybody.get(PAGE).status_code == 200


def test_page_sets_no_cookie(anybody):
    assert not anybody.get(PAGE).cookies
    assert not anybody.post(PAGE, SENT).cookies


def test_asking_leads_to_the_mail(anybody):
    response = anybody.post(PAGE, SENT)

    assert (response.status_code, response["Location"]) == (302, f"{PAGE}asked/")
    assert "Look into your mail" in text_of(anybody.get(response["Location"]))
    one = Subscriber.objects.get()
    assert (one.address, one.language, one.is_active) == (
        "ann@example.org",
        "fa",
        False,
    )


def test_answer_is_the_same_whether_the_address_is_known_or_not(anybody):
    subscriber("known@example.org")
    answers = [
        anybody.post(PAGE, SENT | {"address": address})
        for address in ("known@example.org", "new@example.org")
    ]

    told = {(one.status_code, one["Location"], one.content) for one in answers}
    assert len(told) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"address": ""}, "Enter the address to write to."),
        ({"address": "ann"}, "This is not an e-mail address"),
        ({"address": f"{'a' * 250}@example.org"}, "This is longer than an e-mail"),
        ({"topics": []}, "Choose at least one topic."),
        ({"topics": ["spam"]}, "This is not in the list."),
        ({"district": "nowhere"}, "This is not in the list."),
        ({"language": "de"}, "Choose the language of the mails from the list."),
        ({"address": "a\x00@example.org"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_where_it_stands_and_stays(anybody, changes, words):
    response = anybody.post(PAGE, SENT | changes)

    assert response.status_code == 422
    assert words in text_of(response)
    assert not Subscriber.objects.exists()


def test_what_was_typed_stays_when_the_language_of_the_page_changes(anybody):
    typed = SENT | {"address": "half", "in_language": "fa"}
    page = anybody.post("/fa/subscribe/", typed).content.decode()

    assert 'value="half"' in page
    assert page.count("checked") == 1
    assert "error-summary" not in page


def test_trap_is_answered_alike_and_does_nothing(anybody):
    response = anybody.post(PAGE, SENT | {"contact_url": "https://spam.example"})

    assert response.status_code == 302
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}]
)
def test_form_of_another_site_is_not_taken(anybody, headers):
    response = anybody.post(PAGE, SENT, headers=headers)

    assert response.status_code == 422
    assert "a page that is not ours" in text_of(response)
    assert not Subscriber.objects.exists()


def test_browser_may_not_ask_without_end(anybody):
    for number in range(10):
        sent = SENT | {"address": f"reader{number}@example.org"}
        assert anybody.post(PAGE, sent).status_code == 302
    response = anybody.post(PAGE, SENT)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert 'value="ann@example.org"' in response.content.decode()
    assert Subscriber.objects.count() == 10


def test_nobody_can_have_many_letters_sent_to_somebody_else(anybody):
    for _number in range(3):
        anybody.post(PAGE, SENT)
    Subscriber.objects.update(letter_due_at=None)
    response = anybody.post(PAGE, SENT | {"address": "ANN@example.org"})

    assert response.status_code == 302
    assert Subscriber.objects.get().letter_due_at is None


def test_unreadable_post_is_refused_in_words(anybody):
    response = anybody.post(
        PAGE, b"address=\xff", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 400
    assert "damaged on its way" in text_of(response)


# The link in the letter


def test_opening_the_link_confirms_nothing(anybody):
    one = asked()
    for method in (anybody.get, anybody.head):
        assert method(f"{PAGE}{one.secret}/confirm/").status_code == 200

    assert not Subscriber.objects.get().is_active


def test_pressing_the_button_confirms(anybody):
    one = asked()
    response = anybody.post(f"/pl/subscribe/{one.secret}/confirm/")

    assert response.status_code == 200
    assert f"/pl/subscribe/{one.secret}/" in response.content.decode()
    assert Subscriber.objects.get().is_active
    assert one.consent_events.last().language == "pl"


def test_own_page_of_somebody_unconfirmed_leads_to_the_button(anybody):
    one = asked()

    response = anybody.get(f"{PAGE}{one.secret}/")
    assert response["Location"] == f"{PAGE}{one.secret}/confirm/"


@pytest.mark.parametrize("page", ["", "confirm/", "end/"])
def test_unknown_link_says_so(anybody, page):
    response = anybody.get(f"{PAGE}unknown-secret/{page}")

    assert response.status_code == 404
    assert "This link leads nowhere any more" in text_of(response)


# One's own page


def test_own_page_shows_what_was_chosen(anybody):
    district = DistrictFactory(code="east")
    one = subscriber(topics=("events",), district=district, language="it")
    response = anybody.get(f"{PAGE}{one.secret}/")
    page = response.content.decode()

    assert "ann@example.org" in page
    assert page.count("checked") == 1
    assert '<option value="east" selected>' in page
    assert '<option value="it" selected>' in page
    assert "no-store" in response["Cache-Control"]
    assert 'name="robots" content="noindex"' in page


def test_own_page_takes_other_choices(anybody):
    one = subscriber()
    sent = {"topics": ["commitments"], "language": "vi", "district": ""}
    response = anybody.post(f"{PAGE}{one.secret}/", sent)

    assert "Saved." in text_of(response)
    one.refresh_from_db()
    assert one.language == "vi"
    assert [each.topic for each in one.subscriptions.all()] == ["commitments"]


def test_own_page_refuses_no_topic(anybody):
    one = subscriber()
    response = anybody.post(f"{PAGE}{one.secret}/", {"language": "vi"})

    assert response.status_code == 422
    assert "Choose at least one topic." in text_of(response)


def test_own_page_keeps_choices_when_its_language_changes(anybody):
    one = subscriber()
    sent = {"topics": ["events"], "language": "vi", "in_language": "fa"}
    page = anybody.post(f"/fa/subscribe/{one.secret}/", sent).content.decode()

    assert page.count("checked") == 1
    assert Subscriber.objects.get().language == "en"


# Ending it


def test_opening_the_link_ends_nothing(anybody):
    one = subscriber()
    for method in (anybody.get, anybody.head):
        assert method(f"{PAGE}{one.secret}/end/").status_code == 200

    assert Subscriber.objects.get().is_active


@pytest.mark.parametrize("sent", [{}, {"List-Unsubscribe": "One-Click"}])
def test_one_post_ends_it_whoever_sends_it(anybody, sent):
    one = subscriber()
    address = f"{PAGE}{one.secret}/end/"
    response = anybody.post(address, sent, headers={"origin": "https://mail.example"})

    assert response.status_code == 200
    assert Subscriber.objects.get().address is None
    again = anybody.post(address, sent)
    assert (again.status_code, anybody.get(address).status_code) == (200, 200)
    assert "You are unsubscribed" in text_of(again)


@pytest.mark.parametrize("page", ["", "confirm/", "end/"])
def test_links_of_whoever_unsubscribed_say_so(anybody, page):
    one = subscriber()
    anybody.post(f"{PAGE}{one.secret}/end/")
    response = anybody.get(f"{PAGE}{one.secret}/{page}")

    assert response.status_code == 200
    assert "You are unsubscribed" in text_of(response)


def test_whoever_says_no_is_forgotten(anybody):
    one = asked()
    response = anybody.post(f"{PAGE}{one.secret}/end/")

    assert "You are unsubscribed" in text_of(response)
    assert not Subscriber.objects.exists()


def test_district_counts_for_events_only():
    DistrictFactory(code="east")
    form = SubscribeForm(SENT | {"district": "east"})

    assert form.is_valid()
    assert form.wishes().codes() == ["summaries"]


@pytest.mark.parametrize("path", ["summaries/", "commitments/", "events/"])
def test_pages_lead_to_mail(anybody, path):
    assert "/en/subscribe/?topic=" in anybody.get(f"/en/{path}").content.decode()
