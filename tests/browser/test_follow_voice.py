"""A resident follows what they said, in Persian, from the answer to the promise."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from civic import languages, receipts
from engagement.actions import publish_summary
from engagement.models import EvidenceSet, Finding
from surveys.models import Question, Response
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.listening import Listening
from tests.engagement.writing import commitment_of, fall_summary
from tests.surveys.factories import CollectorFactory, one_page_survey

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey():
    survey = one_page_survey(slug="parks", title_en="Parks", title_fa="بوستان‌ها")
    CollectorFactory(survey=survey)
    return survey


def publish_what_counts(survey) -> None:
    """A summary of a fall with a talk and the answer, and a finding on the answer."""
    Response.objects.update(submitted_at=dt.datetime(2025, 10, 9, 19, tzinfo=dt.UTC))
    listening = Listening()
    listening.entry(listening.event(), {"WISH": "x"}, people=9)
    summary = fall_summary(introduction_fa="شنیدیم.")
    finding = Finding.objects.create(summary=summary, title_fa="نیمکت بیشتر")
    question = Question.objects.filter(survey=survey, kind="single").first()
    EvidenceSet.objects.create(finding=finding, question=question)
    commitment_of(
        summary, finding=finding, statement_fa="ده نیمکت می‌گذاریم", owner_fa="شهرداری"
    )
    publish_summary(summary, actor=None)


def test_resident_follows_an_answer_to_what_was_promised(survey, phone):
    phone.goto("/fa/surveys/parks/")
    phone.locator("label:has([value=weekly])").tap()
    phone.locator("main [name=direction][value=next]").locator("visible=true").tap()
    expect(phone.locator("[data-print]")).to_be_visible()
    publish_what_counts(survey)

    phone.locator(".receipt form [type=submit]").tap()
    expect(phone).to_have_url(re.compile(r"/fa/voice/$"))

    path = phone.locator("[data-contribution]")
    expect(path).to_contain_text("نیمکت بیشتر")
    expect(path.locator(".promise")).to_contain_text("ده نیمکت می‌گذاریم")
    phone.get_by_role("link", name="ده نیمکت می‌گذاریم").tap()
    expect(phone.locator("h1")).to_have_text("ده نیمکت می‌گذاریم")
    phone.get_by_role("link", name="نیمکت بیشتر").tap()
    expect(phone).to_have_url(re.compile(r"/fa/summaries/2025/fall/#finding-\d+$"))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_talk_saved_on_a_phone_offers_its_receipt(
    librarian, browser_as, phone, language
):
    GuideFactory()
    event = OutreachEventFactory()
    page = browser_as(librarian, phone)
    page.goto(f"/{language}/desk/conversations/{event.pk}/")
    page.locator("label:has([value=borrow])").tap()
    page.locator(".log-bar__save").tap()

    page.locator(".notice[data-kind=good] a").tap()

    code = receipts.normalized(page.locator("[data-receipt]").inner_text())
    assert Response.objects.with_receipt(code).count() == 1
    assert page.locator(".slip svg").count() == 1


def test_mistyped_slip_is_noticed_on_the_phone(librarian, browser_as, phone):
    GuideFactory()
    event = OutreachEventFactory()
    page = browser_as(librarian, phone)
    page.goto(f"/en/desk/conversations/{event.pk}/")
    page.locator("label:has([value=borrow])").tap()
    for _step in range(page.locator("[data-step]").count() - 1):
        page.locator("[data-log-next]").tap()
    slip = receipts.code_for(uuid4())
    field = page.locator("[data-receipt-slip]")
    field.fill(slip[:-1] + str((int(slip[-1]) + 1) % 10))
    page.locator(".log-bar__save").tap()
    expect(page.locator("[data-device-error]")).to_contain_text("16 digits")
    assert not Response.objects.exists()

    field.fill(languages.BY_CODE["fa"].with_digits(receipts.grouped(slip)))
    page.locator(".log-bar__save").tap()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert Response.objects.with_receipt(slip).count() == 1
