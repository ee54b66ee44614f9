"""A resident asks for mail, says yes by the link in it, changes it and ends it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from engagement.actions.sending import send_letters
from engagement.models import Subscriber
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["en", "fa"])
def language(request):
    return request.param


def link_in_the_mail(page: str) -> str:
    (letter,) = mail.outbox
    return re.search(rf"https://[^/]+(/\S+{page}/)", letter.body)[1]


def test_resident_subscribes_without_a_script(without_script, language):
    DistrictFactory(code="east")
    page = without_script
    page.goto(f"/{language}/subscribe/?topic=events")
    page.locator("[name=address]").fill("ann@example.org")
    page.locator("[name=topics]").first.check()
    page.locator("[name=district]").select_option("east")
    page.locator("#subscribe-form button[type=submit]").last.click()
    page.wait_for_url("**/subscribe/asked/")
    send_letters()

    page.goto(link_in_the_mail("confirm"))
    assert not Subscriber.objects.get().is_active
    page.locator("main button").click()
    expect(page.locator("main li")).to_have_count(2)
    one = Subscriber.objects.get()
    assert (one.is_active, one.language) == (True, language)

    page.locator("main a.arrow-link").click()
    page.locator("[name=topics]").first.uncheck()
    page.locator("#subscription-form button[type=submit]").last.click()
    expect(page.locator("[role=status]")).to_be_visible()
    assert [each.topic for each in one.subscriptions.all()] == ["events"]

    page.goto(f"/{language}/subscribe/{one.secret}/end/")
    page.locator("main button").click()
    expect(page.locator("main button")).to_have_count(0)
    assert Subscriber.objects.get().address is None


def test_typed_address_survives_a_change_of_language(desktop):
    desktop.goto("/en/subscribe/")
    desktop.locator("[name=address]").fill("ann@exam")
    desktop.locator(".languages--wide button[lang=fa]").click()

    expect(desktop.locator("html")).to_have_attribute("dir", "rtl")
    expect(desktop.locator("[name=address]")).to_have_value("ann@exam")
