"""Requests that cannot be read or are of an unknown kind get a page in words."""

import io

import pytest
from django.test import Client

from tests.surveys.factories import one_page_survey

pytestmark = pytest.mark.django_db

DESK = "/fa/desk/summaries/new/"
SURVEY = "/fa/surveys/short/"
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(params=[False, True], ids=["deployed", "debug"])
def anybody(request, settings):
    settings.DEBUG = request.param
    one_page_survey(slug="short")
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def files(number: int) -> dict[str, io.BytesIO]:
    return {f"f{each}": io.BytesIO(b"x") for each in range(number)}


def is_ours(response, status: int) -> bool:
    page = response.content.decode()
    return (
        response.status_code == status
        and page.count('<html lang="fa" dir="rtl">') == 1
        and page.count("<h1>") == 1
        and "default-src 'none'" in response.headers["Content-Security-Policy"]
    )


def many_fields() -> bytes:
    return "&".join(f"a{each}=1" for each in range(5000)).encode()


@pytest.mark.parametrize("address", [DESK, SURVEY, "/fa/accounts/login/"])
def test_post_of_many_files_is_a_bad_request(anybody, address):
    assert is_ours(anybody.post(address, files(500)), 400)


@pytest.mark.parametrize("is_warm", [False, True])
def test_survey_refuses_its_first_file(anybody, is_warm):
    if is_warm:
        anybody.get(SURVEY)
    assert is_ours(anybody.post(SURVEY, files(1)), 400)


@pytest.mark.parametrize("address", [DESK, SURVEY, "/fa/accounts/login/"])
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (many_fields(), URLENCODED, 400),
        (b"a=" + b"x" * 5_000_000, URLENCODED, 413),
        (b"--x", "multipart/form-data; boundary=x\xff", 400),
        (b"--x", "multipart/form-data", 400),
        (b"a=1", f"{URLENCODED}; charset=latin-1", 400),
    ],
)
def test_post_that_cannot_be_read_is_refused_in_words(
    anybody, address, body, kind, status
):
    assert is_ours(anybody.post(address, body, content_type=kind), status)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["", "events/", "surveys/short/", "desk/summaries/"])
def test_unknown_method_is_refused_in_words(anybody, path, method):
    response = anybody.generic(method, f"/fa/{path}")
    assert is_ours(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_method_that_one_page_does_not_take_is_refused_in_words(as_user, editor):
    desk = as_user(editor)
    list_only = desk.post("/fa/desk/summaries/")
    button_only = desk.get("/fa/desk/summaries/1/sections/1/move/")

    assert is_ours(list_only, 405)
    assert list_only.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert is_ours(button_only, 405)
    assert button_only.headers["Allow"] == "POST"


def test_health_check_answers_machines_without_a_page(client):
    response = client.put("/healthz/live")
    assert response.status_code in {200, 405}
    assert b"<html" not in response.content
