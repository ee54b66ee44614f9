import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from civic.languages import CODES
from civic.views import errors

PAGES = {
    400: lambda request: errors.bad_request(request, SuspiciousOperation()),
    403: lambda request: errors.permission_denied(request, PermissionDenied()),
    404: lambda request: errors.page_not_found(request, Exception()),
    500: errors.server_error,
    503: errors.database_away,
}


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("status", PAGES)
def test_error_page_needs_no_database_and_speaks_the_address_language(
    rf, status, language
):
    response = PAGES[status](rf.get(f"/{language}/anything/"))
    page = response.content.decode()
    direction = "rtl" if language == "fa" else "ltr"
    assert response.status_code == status
    assert page.count(f'<html lang="{language}" dir="{direction}">') == 1
    assert page.count("<h1>") == 1
    assert page.count(f'<a class="button" href="/{language}/">') == 1


def test_unknown_address_is_answered_in_its_language(client, db):
    response = client.get("/fa/nowhere/")
    assert response.status_code == 404
    assert response.headers["Content-Language"] == "fa"
    assert not response.cookies


def test_unknown_language_is_answered_in_the_readers(client, db):
    response = client.get("/xx/events/", headers={"accept-language": "pl,en;q=0.5"})
    assert response.status_code == 404
    assert response.content.decode().count('<html lang="pl" dir="ltr">') == 1


def test_switcher_on_an_error_page_keeps_the_address(client, db):
    page = client.get("/en/nowhere/?a=1").content.decode()
    assert page.count('href="/fa/nowhere/?a=1"') == 2


def test_wrong_host_gets_the_page_for_bad_requests(client, db):
    response = client.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert response.content.decode().count("<h1>") == 1


def test_form_without_token_is_refused_on_our_page(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    response = client.post("/en/accounts/logout/")
    assert response.status_code == 403
    assert response.content.decode().count('<html lang="en" dir="ltr">') == 1


def test_error_pages_are_not_indexed(rf):
    page = errors.page_not_found(rf.get("/en/x/"), Exception()).content.decode()
    assert page.count('<meta name="robots" content="noindex">') == 1
    assert page.count('rel="canonical"') == 0


def away_with(error):
    def refuse(*_arguments):
        raise error

    return connection.execute_wrapper(refuse)


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("away")])
@pytest.mark.parametrize(
    "path", ["", "surveys/", "events/", "summaries/", "summaries/2025/fall/", "desk/"]
)
def test_page_says_so_while_the_database_is_away(as_user, editor, path, error):
    client = as_user(editor)
    with away_with(error):
        response = client.get(f"/fa/{path}")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.templates[0].name == "civic/503.html"
    assert response.content.decode().count('<html lang="fa" dir="rtl">') == 1


def test_form_says_so_while_the_database_is_away(as_user, editor):
    client = as_user(editor)
    with away_with(OperationalError("away")):
        response = client.post("/en/desk/summaries/new/", {"year": "2025"})

    assert response.status_code == 503


def test_administration_says_so_while_the_database_is_away(as_user, admin):
    client = as_user(admin)
    with away_with(OperationalError("away")):
        response = client.get("/admin/", headers={"accept-language": "pl"})

    assert response.status_code == 503
    assert response.content.decode().count('<html lang="pl" dir="ltr">') == 1


def test_other_faults_are_not_called_an_absent_database(client, db):
    client.raise_request_exception = False
    with away_with(ValueError("a mistake")):
        assert client.get("/en/events/").status_code == 500


# Programs


@pytest.mark.parametrize("status", PAGES)
def test_error_is_told_a_program_in_json_and_in_the_language_of_the_address(rf, status):
    asked = rf.get("/pl/anything/", headers={"accept": "application/json"})

    response = PAGES[status](asked)

    told = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (
        status,
        "application/json",
    )
    assert sorted(told) == ["message", "reason"]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {}])
def test_program_that_is_signed_out_is_told_so_and_led_nowhere(client, db, headers):
    kind = "application/json"
    response = client.post("/en/desk/", "{}", content_type=kind, headers=headers)

    assert response.status_code == 401
    assert response.json()["reason"] == "signed_out"


def test_program_without_a_token_is_told_so(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    response = client.post("/en/desk/", "{}", content_type="application/json")

    assert response.status_code == 403
    assert response.json()["reason"] == "token_expired"
