"""Pages beside a survey's own: of private links, closed versions, branching."""

import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import OperationalError, connection
from django.test import Client

from surveys.models import Collector, Survey
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import OPTIONS
from tests.browser.test_valid_html import messages
from tests.surveys.factories import CollectorFactory, PageFactory, SurveyFactory
from tests.surveys.factories import question as asked
from tests.surveys.forms_in_pages import action, send

NEVER = {
    "match": "all",
    "conditions": [{"question": "visits", "operator": "is", "value": "never"}],
}


@pytest.fixture
def survey(transactional_db) -> Survey:
    """A page with a question that depends on another, and one that depends on it."""
    survey = SurveyFactory(slug="visits")
    CollectorFactory(survey=survey, slug="visits-web", kind=Collector.Kind.LINK)
    first = PageFactory(survey=survey)
    asked(first, "visits", "single", "weekly", "never", is_required=True)
    asked(first, "why", "long_text", shown_if=NEVER)
    asked(PageFactory(survey=survey, shown_if=NEVER), "wish", "ranking", "a", "b")
    newer = SurveyFactory(slug="newer", family=survey.family, version=2)
    asked(PageFactory(survey=newer), "visits", "single", "weekly")
    return survey


def addresses(client: Client, language: str) -> dict[str, str]:
    first = client.get(f"/{language}/surveys/visits/")
    second = client.get(send(client, first, visits="never").url)
    begun = action(second).removesuffix("2/")
    sent = client.get(f"/{language}/surveys/visits/")
    done = client.get(send(client, sent, visits="never").url)
    send(client, done)
    return {
        "first": f"/{language}/surveys/visits/",
        "second": f"{begun}2/",
        "later": f"{begun}later/",
        "sent": action(done),
        "unknown": f"/{language}/surveys/visits/{uuid.uuid4()}/",
    }


def database_is_away(*_arguments):
    raise OperationalError("the database is away")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_survey_pages_are_valid(survey, client, tmp_path, language):
    pages = addresses(client, language)
    for name, address in pages.items():
        (tmp_path / f"{name}.html").write_bytes(client.get(address).content)
    with connection.execute_wrapper(database_is_away):
        unsaved = client.post(pages["second"], {"q-wish-a": "1", "token": "<x>"})
    (tmp_path / "unsaved.html").write_bytes(unsaved.content)
    Survey.objects.filter(slug="visits").update(status="closed")
    closed = Client().get(f"/{language}/surveys/visits/?now")
    (tmp_path / "closed.html").write_bytes(closed.content)

    assert unsaved.status_code == 503
    assert messages(sorted(tmp_path.glob("*.html"))) == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_survey_pages_have_no_violation(survey, client, new_page, language):
    page = new_page(bypass_csp=True, viewport=PHONE)
    found = []
    for address in addresses(client, language).values():
        page.goto(address)
        found += Axe().run(page, options=OPTIONS).response["violations"]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == PHONE["width"]

    assert found == []
