"""Whatever stops a page on its way, it comes back as it was sent: every kind."""

import datetime as dt

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from civic import languages
from surveys.models import QuestionRow, Response
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    question,
)
from tests.surveys.forms_in_pages import checked, send, text_of

SENT = {
    "often": "weekly",
    "services__hours": "bad",
    "order__quiet": "1",
    "order__late": "2",
    "km": "12",
    "since": "2025-09-23",
    "agree": "yes",
}
STORED = {
    "often": "weekly",
    "services": {"hours": "bad"},
    "order": ["quiet", "late"],
    "km": 12,
    "since": "2025-09-23",
    "agree": "yes",
}


@pytest.fixture
def survey(db):
    survey = SurveyFactory(slug="kinds")
    CollectorFactory(survey=survey)
    page = PageFactory(survey=survey)
    question(page, "often", "dropdown", "weekly", "never")
    matrix = question(page, "services", "matrix", "good", "bad")
    QuestionRow.objects.create(question=matrix, position=1, code="hours")
    question(page, "order", "ranking", "late", "quiet")
    question(page, "km", "number")
    question(page, "since", "date")
    question(page, "agree", "consent")
    return survey


def open_page(client, language="en", hours_ago=0.1):
    earlier = timezone.now() - dt.timedelta(hours=hours_ago)
    with time_machine.travel(earlier, tick=False):
        return client.get(f"/{language}/surveys/kinds/")


def persian(text: str) -> str:
    return languages.BY_CODE["fa"].with_digits(text)


def shows_all(page, language="en") -> bool:
    """Whether everything of ``SENT`` stands in the page; digits stay as typed."""
    text = text_of(page)
    day = persian("1404/07/01") if language == "fa" else "2025-09-23"
    ranks = all(
        f'name="q-order-{code}" value="{rank}"' in text
        or f'name="q-order-{code}" value="{persian(rank)}"' in text
        for code, rank in (("quiet", "1"), ("late", "2"))
    )
    return (
        '<option value="weekly" selected>' in text
        and {"id_q-services-hours_1", "id_q-agree"} <= set(checked(page))
        and ranks
        and (f'value="{day}"' in text or 'value="2025-09-23"' in text)
    )


def test_kinds_come_back_from_a_page_that_was_open_too_long(client, survey):
    again = send(client, open_page(client, hours_ago=30), **SENT)

    assert again.status_code == 422
    assert shows_all(again)
    send(client, again, **SENT)
    assert Response.objects.get().answers == STORED


def test_kinds_come_back_while_the_database_is_away(client, survey):
    page = open_page(client)
    with connection.execute_wrapper(database_is_away):
        again = send(client, page, **SENT)

    assert again.status_code == 503
    assert shows_all(again)
    send(client, again, **SENT)
    assert Response.objects.get().answers == STORED


def database_is_away(*_arguments):
    raise OperationalError("the database is away")


@pytest.mark.parametrize("language", ["fa", "pl"])
def test_kinds_survive_a_change_of_the_language(client, survey, language):
    changed = send(client, open_page(client), **SENT, _language=language)
    page = client.get(changed.url)

    assert shows_all(page, language)


def test_kinds_typed_in_persian_mean_the_same_in_english(client, survey):
    typed = SENT | {
        "order__quiet": persian("1"),
        "order__late": persian("2"),
        "km": persian("12"),
        "since": persian("1404/07/01"),
    }
    changed = send(client, open_page(client, "fa"), **typed, _language="en")
    page = client.get(changed.url)
    send(client, page, **SENT)

    assert shows_all(page)
    assert Response.objects.get().answers == STORED
