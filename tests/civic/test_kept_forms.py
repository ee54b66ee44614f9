"""What staff typed survives the end of a session and of a CSRF token."""

import re
from html import unescape

import pytest
from django.test import Client

from engagement.models import Summary
from tests.engagement.writing import fall_summary

HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
WORDS = "Nothing is lost: please send it again"
TYPED = {
    "season": "spring",
    "year": "2026",
    "many": ["one", "two"],
    "text": "a\r\n<b>\"'&amp;",
}

pytestmark = pytest.mark.django_db


def hidden(response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(response.content.decode()):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def is_kept(response) -> bool:
    return response.content.decode().count(f"<h1>{WORDS}</h1>") == 1


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def test_kept_form_after_the_session_has_everything_that_was_posted(client):
    address = "/en/desk/conversations/1/?guide=a&x=1"
    response = client.post(address, TYPED, headers=HERE)
    page = response.content.decode()

    assert response.status_code == 403
    assert is_kept(response)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert page.count('action="/en/desk/conversations/1/?guide=a&amp;x=1"') == 1
    assert page.count('<a href="/en/accounts/login/" target="_blank">') == 1
    token = hidden(response).pop("csrfmiddlewaretoken")
    assert len(token) == 1
    assert hidden(response) == {
        "season": ["spring"],
        "year": ["2026"],
        "many": ["one", "two"],
        "text": ["a\n<b>\"'&amp;"],
        "csrfmiddlewaretoken": token,
    }


def test_kept_form_works_after_signing_in_meanwhile(strict, editor):
    days = {"starts_on": "2026-01-01", "ends_on": "2026-03-31"}
    typed = {"season": "spring", "year": "2026", **days}
    signed_out = strict.post("/en/desk/summaries/new/", typed, headers=HERE)
    stale = hidden(signed_out)
    strict.force_login(editor)
    strict.cookies["csrftoken"] = "a" * 32  # signing in makes another one
    once_more = strict.post("/en/desk/summaries/new/", stale, headers=HERE)
    assert is_kept(once_more)
    assert once_more.content.decode().count('target="_blank"') == 0

    done = strict.post("/en/desk/summaries/new/", hidden(once_more), headers=HERE)

    assert done.status_code == 302
    assert Summary.objects.get().year == 2026


@pytest.mark.parametrize("language", ["en", "fa"])
def test_kept_form_is_in_the_language_of_the_address(client, language):
    response = client.post(f"/{language}/desk/summaries/new/", TYPED, headers=HERE)
    direction = "rtl" if language == "fa" else "ltr"
    page = response.content.decode()
    assert page.count(f'<html lang="{language}" dir="{direction}">') == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"origin": "http://testserver", "sec-fetch-site": "same-site"},
    ],
)
def test_kept_form_is_not_made_of_what_another_site_sent(
    strict, client, editor, headers
):
    strict.force_login(editor)
    refused = strict.post("/en/desk/summaries/new/", TYPED, headers=headers)
    anonymous = client.post("/en/desk/summaries/new/", TYPED, headers=headers)

    assert refused.status_code == 403
    assert hidden(refused) == {}
    assert anonymous.status_code == 302
    assert anonymous.url.startswith("/en/accounts/login/?next=")


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/en/accounts/login/", {"login": "a"}),
        ("/en/accounts/logout/", {"x": "a"}),
        ("/en/desk/summaries/new/", {"new_Password": "a"}),
        ("/en/desk/summaries/new/", {"text": "a" * 1_000_001}),
        ("/en/desk/summaries/new/", {"text": ["a"] * 501}),
    ],
)
def test_kept_form_has_no_secrets_and_is_not_endless(strict, address, sent):
    response = strict.post(address, sent, headers=HERE)
    assert response.status_code == 403
    assert "Send again" not in response.content.decode()
    assert "text" not in hidden(response)


def test_kept_form_does_not_give_a_role(strict, stranger):
    strict.force_login(stranger)
    page = strict.post("/en/desk/summaries/new/", TYPED, headers=HERE)
    refused = strict.post("/en/desk/summaries/new/", hidden(page), headers=HERE)
    assert refused.status_code == 403
    assert not is_kept(refused)
    assert not Summary.objects.exists()


def test_kept_form_survives_control_characters(client):
    sent = {"text\x00": "a\x00\x1b\x85b"}
    response = client.post("/en/desk/summaries/new/", sent, headers=HERE)
    assert hidden(response)["text"] == ["ab"]


def test_page_that_was_only_opened_leads_to_sign_in(client):
    summary = fall_summary()
    address = f"/en/desk/summaries/{summary.pk}/introduction/"
    assert client.get(address, headers=HERE).status_code == 302
