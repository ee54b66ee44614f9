"""A real browser against the real portal: phone, desktop, and without JavaScript.

``live_server`` (pytest-django) serves the pages; ``phone``, ``desktop`` and
``without_script`` are fresh pages, and ``browser_as(user, page)`` signs one in.
"""

import os
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from civic.roles import Role
from tests.browser.chromium import ARGUMENTS, chromium_path

# Playwright's sync API runs an event loop in this thread; Django's ORM objects to one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}

expect.set_options(timeout=15_000)  # milliseconds: the machine may be busy


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, live_server):
    """A function that opens a page of its own context; relative addresses work.

    Keywords are those of Playwright's ``browser.new_context``.
    """
    contexts: list[BrowserContext] = []

    def open_page(**options) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def phone(new_page) -> Page:
    return new_page(viewport=PHONE, has_touch=True)


@pytest.fixture
def desktop(new_page) -> Page:
    return new_page(viewport=DESKTOP)


@pytest.fixture
def without_script(new_page) -> Page:
    """A phone with JavaScript switched off."""
    return new_page(viewport=PHONE, java_script_enabled=False)


@pytest.fixture
def browser_as(live_server):
    """A function that signs a person in on a page and returns the page."""

    def sign_in(user, page: Page) -> Page:
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        return page

    return sign_in


@pytest.fixture
def demonstration(transactional_db, settings):
    """The demonstration data with its accounts, for the one test that asks for it."""
    for role in Role:  # emptied by the live server's test before
        Group.objects.get_or_create(name=role)
    settings.DEBUG = True
    call_command("demo", verbosity=0, stdout=StringIO())
    settings.DEBUG = False
