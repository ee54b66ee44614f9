"""Whatever happens on the way to the portal: every entry arrives, and arrives once."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, expect

from surveys.models import Response
from tests.browser import on_device
from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.conftest import PHONE
from tests.browser.on_device import open_log, queue, save, waits
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.real_server import Server, free_port

pytestmark = pytest.mark.django_db(transaction=True)
UPLOAD = "**/upload/"


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory()


@pytest.fixture
def log(event, librarian, browser_as, phone) -> Page:
    """The phone with the log open and kept."""
    return open_log(browser_as(librarian, phone), event)


def wishes() -> list[str]:
    return sorted(Response.objects.values_list("answers__WISH", flat=True))


def send_now(page: Page) -> None:
    page.locator(".log-status__waiting").click()
    page.locator("[data-waiting-send]").click()


def test_log_waits_while_the_portal_answers_with_errors(log):
    log.route(UPLOAD, lambda route: route.fulfill(status=500, body="oh"))
    save(log, "more manga")
    expect(log.locator("[data-log-status]")).to_have_attribute("data-state", "trouble")
    send_now(log)
    expect(log.locator("[data-log-said]")).to_contain_text("does not answer")
    waits(log, 1)

    log.unroute_all(behavior="wait")
    log.locator("[data-waiting-send]").click()

    waits(log, 0)
    assert wishes() == ["more manga"]


def test_log_tries_again_by_itself(log):
    answers = iter([503, 500])

    def answer(route: Route) -> None:
        status = next(answers, None)
        if status:
            route.fulfill(status=status, headers={"Retry-After": "1"}, body="")
        else:
            route.continue_()

    log.route(UPLOAD, answer)
    save(log, "more manga")

    waits(log, 0)
    assert wishes() == ["more manga"]


def test_log_does_not_make_anybody_wait_for_a_portal_that_says_nothing(log):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    log.route(UPLOAD, hold)

    save(log, "more manga")
    expect(log.locator("[data-log-said]")).to_contain_text("Kept on this device")
    save(log, "quiet")
    assert len(queue(log)) == 2

    held[0].continue_()
    log.unroute_all(behavior="wait")
    waits(log, 0)
    assert wishes() == ["more manga", "quiet"]


def test_log_sends_again_what_arrived_without_an_answer(log):
    """The connection is cut after the portal has stored the entry."""
    arrived = []

    def cut(route: Route) -> None:
        arrived.append(route.fetch().status)
        route.abort()

    log.route(UPLOAD, cut)
    save(log, "more manga")
    waits(log, 1)
    assert (arrived[0], wishes()) == (200, ["more manga"])

    log.unroute_all(behavior="wait")
    send_now(log)
    waits(log, 0)
    assert wishes() == ["more manga"]


def test_log_changes_what_arrived_without_an_answer(log):
    def cut(route: Route) -> None:
        route.fetch()
        route.abort()

    log.route(UPLOAD, cut)
    save(log, "more manga")
    waits(log, 1)
    log.locator(".log-status__waiting").click()
    log.locator("[data-item-open]").click()
    expect(log.locator("[name=q-WISH]")).to_have_value("more manga")
    log.locator("[name=q-WISH]").fill("more comics")
    log.unroute_all(behavior="wait")
    log.locator(".log-bar__save").click()
    log.wait_for_url("**/waiting/")

    waits(log, 0)
    assert wishes() == ["more comics"]


def test_log_sends_the_others_when_one_makes_the_portal_fail(log):
    log.context.set_offline(True)
    for wish in ("one", "poison", "two", "three"):
        save(log, wish)

    def answer(route: Route) -> None:
        if "poison" in (route.request.post_data or ""):
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    log.route(UPLOAD, answer)
    log.context.set_offline(False)
    send_now(log)

    on_device.until(
        log,
        f"""async () => {{
            document.querySelector("[data-waiting-send]").click();
            return (await ({on_device.ALL})()).length === 1;
        }}""",
    )
    assert wishes() == ["one", "three", "two"]


def test_log_says_when_the_device_is_full_and_clears_nothing(log):
    browser = log.context.new_cdp_session(log)
    quota = {"origin": log.evaluate("origin"), "quotaSize": 1}
    browser.send("Storage.overrideQuotaForOrigin", quota)

    on_device.write(log, "more manga")
    log.locator(".log-bar__save").tap()

    expect(log.locator("[data-log-said]")).to_contain_text("no room left")
    expect(log.locator("[name=q-WISH]")).to_have_value("more manga")
    assert wishes() == []


# The browser closes, the server dies


@pytest.fixture
def profile(browser, tmp_path):
    """A function that opens the browser anew on one profile, as a person does."""
    opened = []

    def open_browser():
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium_path(),
            args=ARGUMENTS,
            viewport=PHONE,
            has_touch=True,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_browser
    for context in opened:
        context.close()


@pytest.fixture
def server():
    server = Server(free_port(), address="/healthz/live")
    server.start()
    yield server
    server.kill()


def signed_in(context, user, url: str) -> Page:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}
    context.add_cookies([cookie | {"expires": 2_000_000_000}])
    return context.pages[0]


def test_log_survives_closing_the_browser(event, librarian, profile, live_server):
    url = live_server.url
    page = signed_in(profile(), librarian, url)
    open_log(page, event, base=url)
    page.context.set_offline(True)
    save(page, "more manga")
    on_device.write(page, "not saved yet")
    page.context.close()

    page = profile().pages[0]
    page.context.set_offline(True)
    page.goto(url + on_device.address(event))
    waits(page, 1)
    expect(page.locator("[name=q-WISH]")).to_have_value("not saved yet")
    save(page, "quiet")
    page.context.set_offline(False)

    waits(page, 0)
    assert wishes() == ["more manga", "quiet"]


def test_log_loses_and_doubles_nothing_when_the_server_is_killed(
    event, librarian, profile, server
):
    """Killed again and again amid uploads, by signal 9, and started again."""
    url = f"http://127.0.0.1:{server.port}"
    page = signed_in(profile(), librarian, url)
    open_log(page, event, base=url)
    page.context.set_offline(True)
    written = [f"wish {number}" for number in range(12)]
    for wish in written[:4]:
        save(page, wish)
    page.context.set_offline(False)

    for part in (written[4:8], written[8:]):
        for wish in part:
            on_device.write(page, wish)
            page.locator(".log-bar__save").tap()  # and in the middle of this:
            server.kill()
            expect(page.locator("[name=q-WISH]")).to_have_value("")
            server.start()
    send_now(page)
    on_device.until(
        page,
        f"""async () => {{
            document.querySelector("[data-waiting-send]")?.click();
            return (await ({on_device.ALL})()).length === 0;
        }}""",
    )

    assert wishes() == sorted(written)
