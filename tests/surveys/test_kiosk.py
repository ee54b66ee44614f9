"""A kiosk: language first, no way out, and nothing left for the next person."""

import datetime as dt
import re
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.hashers import make_password

from surveys import definitions, kiosk
from surveys.models import Draft, Response
from tests.surveys.factories import (
    CollectorFactory,
    community_survey,
    one_page_survey,
)
from tests.surveys.forms_in_pages import action, hidden, receipt, send, text_of

LINK = re.compile(r'<a [^>]*href="([^"]*)"')
FORM = re.compile(r'<form [^>]*action="([^"]*)"')
START = "/s/tablet/"
NOW = dt.datetime(2025, 9, 23, 19, tzinfo=dt.UTC)


@pytest.fixture
def tablet(db):
    survey = community_survey(slug="community", title_en="Parks")
    return CollectorFactory(
        survey=survey, kind="kiosk", slug="tablet", pin_hash=make_password("2468")
    )


@pytest.fixture
def short(db):
    """A kiosk of a survey with one page."""
    survey = one_page_survey(slug="parks", title_en="Parks")
    return CollectorFactory(survey=survey, kind="kiosk", slug="tablet")


def ways_out(page) -> set[str]:
    """Where links and forms lead, but for the kiosk's own pages and the skip link."""
    text = text_of(page)
    found = {*LINK.findall(text), *FORM.findall(text)}
    own = re.compile(r"^(#|/s/tablet/|/[a-z]{2}/s/tablet/)")
    return {address for address in found if not own.match(address)}


def begin(client, language="en"):
    return client.get(f"/{language}/s/tablet/survey/")


def second_page(client):
    sent = send(client, begin(client), visits="weekly")
    assert sent.status_code == 303
    return client.get(sent["Location"])


# The start


def test_kiosk_start_offers_five_languages_alike(client, tablet):
    text = text_of(client.get("/en/s/tablet/"))

    assert re.findall(r'href="/(\w\w)/s/tablet/survey/"', text) == [
        "en",
        "vi",
        "pl",
        "fa",
        "it",
    ]
    assert text.count("data-survey=") == 0
    assert text.count('lang="fa" dir="rtl" href="/fa/s/tablet/survey/"') == 1


def test_kiosk_start_says_when_no_answers_are_taken(client, tablet):
    tablet.is_active = False
    tablet.save()

    page = client.get("/en/s/tablet/")

    assert page.status_code == 200
    assert text_of(page).count("This survey takes no answers at the moment.") == 1
    assert client.get("/en/s/tablet/survey/")["Location"] == START


def test_kiosk_start_leads_staff_out_only_if_there_is_a_pin(client, tablet):
    with_pin = text_of(client.get("/en/s/tablet/"))
    tablet.pin_hash = ""
    tablet.save()
    definitions.forget()  # as after a second
    without = text_of(client.get("/en/s/tablet/"))

    assert (with_pin.count("/leave/"), without.count("/leave/")) == (1, 0)
    assert client.get("/en/s/tablet/leave/").status_code == 404


@pytest.mark.parametrize("path", ["survey/", "thanks/", "clear/", "leave/"])
def test_other_collectors_have_no_kiosk_pages(client, db, path):
    CollectorFactory(survey=one_page_survey(), slug="poster")

    assert client.get(f"/en/s/poster/{path}").status_code == 404
    assert client.get(f"/en/s/nothing/{path}").status_code == 404


@pytest.mark.parametrize("slug", ["TABLET", "Tablet"])
def test_short_address_is_found_whatever_its_capitals(client, tablet, slug):
    answer = client.get(f"/pl/s/{slug}/")

    assert (answer.status_code, answer["Location"]) == (302, "/pl/s/tablet/")


def test_short_address_that_is_nobodys_is_not_found(client, tablet):
    assert client.get("/en/s/nobody/").status_code == 404


# Taking


def test_kiosk_pages_lead_nowhere_else_and_are_not_kept(client, tablet):
    first, second = begin(client), second_page(client)
    wrong = send(client, begin(client))
    thanks = client.get(send(client, second)["Location"])

    for page in (client.get("/en/s/tablet/"), first, second, wrong, thanks):
        assert ways_out(page) == set()
        assert page["Cache-Control"].count("no-store") == 1
        assert page.cookies == {}
        assert text_of(page).count('<body class="kiosk"') == 1
    assert wrong.status_code == 422


def test_kiosk_survey_tells_the_browser_to_keep_nothing(client, tablet):
    for page in (begin(client), second_page(client)):
        assert text_of(page).count('data-shared-device autocomplete="off"') == 1
        assert text_of(page).count('value="later"') == 0


def test_kiosk_opens_a_new_submission_each_time(client, tablet):
    opened = {hidden(begin(client))["submission"] for _ in range(3)}

    assert len(opened) == 3


def test_kiosk_stores_answers_for_its_own_collector(client, tablet):
    other = CollectorFactory(survey=tablet.survey, kind="kiosk", slug="other")

    sent = send(client, second_page(client), wish="More benches")

    stored = Response.objects.get()
    assert (stored.collector, stored.answers) == (
        tablet,
        {"visits": "weekly", "wish": "More benches"},
    )
    assert sent["Location"].startswith("/en/s/tablet/thanks/?r=")
    assert other.responses.count() == 0


def test_kiosk_pages_have_addresses_of_the_kiosk(client, tablet):
    page = second_page(client)

    assert action(page) == page.request["PATH_INFO"]
    assert re.fullmatch(r"/en/s/tablet/[0-9a-f-]{36}/2/", action(page))


def test_kiosk_keeps_answers_when_the_language_changes(client, tablet):
    changed = send(client, begin(client), visits="weekly", _language="fa")
    page = client.get(changed["Location"])

    assert changed["Location"].startswith("/fa/s/tablet/")
    assert page.context["form"]["q-visits"].value() == "weekly"


def test_kiosk_draft_is_not_shown_at_another_kiosk(client, tablet):
    CollectorFactory(survey=tablet.survey, kind="kiosk", slug="other")
    address = action(second_page(client))

    page = client.get(address.replace("/tablet/", "/other/"))

    assert page["Location"] == "/s/other/"


def test_going_back_after_sending_leads_to_the_start(client, tablet):
    second = second_page(client)
    send(client, second, wish="More benches")

    for number in (1, 2):
        address = action(second).replace("/2/", f"/{number}/")
        assert client.get(address)["Location"] == START


def test_sending_twice_thanks_again_and_stores_once(client, short):
    page = begin(client)
    first, second = (send(client, page, visits="weekly") for _ in range(2))

    codes = {receipt(client.get(one["Location"])) for one in (first, second)}

    assert len(codes) == 1
    assert Response.objects.count() == 1
    assert client.get(second["Location"]).context["reference"].is_repeated is True


def test_answers_sent_to_a_paused_kiosk_come_back_without_a_way_out(client, short):
    page = begin(client)
    short.is_active = False
    short.save()
    definitions.forget()  # as after a second
    answer = send(client, page, visits="weekly", wish="More benches")

    assert answer.status_code == 409
    assert text_of(answer).count("More benches") == 1
    assert ways_out(answer) == set()


# Thanks


def test_kiosk_thanks_shows_code_and_picture_for_a_minute(client, short):
    page = client.get(send(client, begin(client), visits="weekly")["Location"])

    assert text_of(page).count("<svg aria-hidden") == 1
    assert text_of(page).count('data-kiosk-idle="60"') == 1
    assert text_of(page).count("This page closes in 60 seconds.") == 2
    assert text_of(page).count('<dialog class="dialog"') == 0


def test_kiosk_thanks_cannot_be_opened_again_later(client, short):
    with time_machine.travel(NOW, tick=False) as clock:
        address = send(client, begin(client), visits="weekly")["Location"]
        assert client.get(address).status_code == 200
        clock.shift(121)
        assert client.get(address)["Location"] == START


@pytest.mark.parametrize("reference", ["", "forged", "a:b:c"])
def test_kiosk_thanks_without_a_good_reference_leads_to_the_start(
    client, short, reference
):
    assert client.get("/en/s/tablet/thanks/", {"r": reference})["Location"] == START


def test_kiosk_thanks_address_is_no_thank_you_page_elsewhere(client, short):
    address = send(client, begin(client), visits="weekly")["Location"]
    reference = address.partition("=")[2]

    page = client.get("/en/surveys/parks/thanks/", {"r": reference})

    assert page.context["reference"] is None


# Clearing


@pytest.mark.parametrize("method", ["get", "post"])
def test_clearing_deletes_the_draft_and_leads_to_the_start(client, tablet, method):
    page = second_page(client)
    assert Draft.objects.count() == 1

    answer = getattr(client, method)("/en/s/tablet/clear/", hidden(page))

    assert (answer.status_code, answer["Location"]) == (303, START)
    assert Draft.objects.count() == 0
    assert client.get(action(page))["Location"] == START


@pytest.mark.parametrize(
    "change",
    [{"token": "1700000000.forged"}, {"submission": str(uuid4())}, {"submission": "x"}],
)
def test_clearing_needs_the_token_of_the_form(client, tablet, change):
    fields = hidden(second_page(client)) | change

    answer = client.post("/en/s/tablet/clear/", fields)

    assert answer["Location"] == START
    assert Draft.objects.count() == 1


def test_clearing_by_another_kiosk_leaves_the_draft(client, tablet):
    CollectorFactory(survey=tablet.survey, kind="kiosk", slug="other")

    client.post("/en/s/other/clear/", hidden(second_page(client)))

    assert Draft.objects.count() == 1


def test_clearing_answers_a_broken_post_with_the_start(client, tablet):
    answer = client.post(
        "/en/s/tablet/clear/",
        b"token=%ff",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer["Location"] == START


def test_kiosk_without_a_script_clears_itself_after_its_idle_time(client, tablet):
    text = text_of(second_page(client))

    (found,) = re.findall(
        r'<noscript><meta http-equiv="refresh" content="(\d+); url=([^"]*)">', text
    )
    assert found[0] == "90"
    answer = client.get(found[1].replace("&amp;", "&"))
    assert answer["Location"] == START
    assert Draft.objects.count() == 0


def test_kiosk_counts_down_in_whole_sentences(client, tablet):
    text = text_of(begin(client, "en"))

    assert text.count("This page closes in 1 second.") == 1
    assert text.count("This page closes in 20 seconds.") == 1
    assert text.count("<li>This page closes in") == 20
    assert text.count('role="alertdialog"') == 1


# Leaving


@pytest.mark.parametrize("typed", ["2468", "۲۴۶۸", "٢٤٦٨", " 2468 "])
def test_kiosk_is_left_with_the_pin_in_any_digits(client, tablet, typed):
    answer = client.post("/fa/s/tablet/leave/", {"pin": typed})

    assert (answer.status_code, answer["Location"]) == (302, "/fa/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1357", "This is not the PIN of this kiosk."), ("", "Type the PIN.")],
)
def test_kiosk_is_not_left_without_the_pin(client, tablet, typed, said):
    page = client.post("/en/s/tablet/leave/", {"pin": typed})

    assert page.status_code == 422
    assert page.context["form"].errors == {"pin": [said]}
    assert ways_out(page) == set()
    assert text_of(page).count("1357") == 0


def test_pin_cannot_be_tried_without_end(client, tablet):
    wrong = [
        client.post("/en/s/tablet/leave/", {"pin": f"100{number}"}).status_code
        for number in range(5)
    ]

    page = client.post("/en/s/tablet/leave/", {"pin": "2468"})

    assert wrong == [422] * 5
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 300
    assert ways_out(page) == set()


def test_pin_page_takes_no_broken_post(client, tablet):
    page = client.post(
        "/en/s/tablet/leave/",
        b"pin=%ff",
        content_type="application/x-www-form-urlencoded",
    )

    assert page.status_code == 400


def test_kiosk_reference_is_read_back(tablet, db):
    submission = uuid4()
    address = kiosk.thanks_address(tablet, submission, is_repeated=True)

    found = kiosk.referred(address.partition("=")[2])

    assert (found.submission, found.is_repeated) == (submission, True)
