"""A new version of the page, the worker or the database never strands what waits."""

import json

import pytest
from playwright.sync_api import Page, expect

from surveys.models import Response
from tests.browser import on_device
from tests.browser.on_device import open_log, queue, save, waits
from tests.engagement.factories import GuideFactory, OutreachEventFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory(title_en="Spring festival")


@pytest.fixture
def log(event, librarian, browser_as, phone) -> Page:
    return open_log(browser_as(librarian, phone), event)


def wishes() -> list[str]:
    return sorted(Response.objects.values_list("answers__WISH", flat=True))


def sets(page: Page) -> list[str]:
    return page.evaluate("caches.keys()")


def test_new_page_takes_the_place_of_the_old_and_sends_what_waits(log, event):
    """The guide got a choice and the event a name: all of the page is another one."""
    before = sets(log)
    log.context.set_offline(True)
    save(log, "more manga")
    event.title_en = "Street fair"
    event.save()
    log.reload()
    expect(log.locator(".log-head__event")).to_contain_text("Spring festival")

    log.context.set_offline(False)
    waits(log, 0)
    log.reload()
    expect(log.locator(".log-head__event")).to_contain_text("Street fair")

    assert wishes() == ["more manga"]
    assert len(sets(log)) == 1
    assert sets(log) != before


def test_new_page_that_cannot_be_fetched_whole_leaves_the_old_one(log, event):
    before = sets(log)
    event.title_en = "Street fair"
    event.save()
    log.route("**/queue.js", lambda route: route.abort())
    log.evaluate(
        """async () => {
            const { keep } = await import("/static/js/log/kept.js");
            await keep().catch(() => {});
        }"""
    )
    log.context.set_offline(True)

    log.reload()

    expect(log.locator(".log-head__event")).to_contain_text("Spring festival")
    save(log, "more manga")
    waits(log, 1)
    assert before[0] in sets(log)


def test_new_worker_takes_over_while_entries_wait(log, event):
    log.route("**/upload/", lambda route: route.abort())
    save(log, "more manga")

    # Another address is another script to the browser: the old one is replaced.
    log.evaluate(
        """async () => {
            const scope = "/en/desk/conversations/";
            await navigator.serviceWorker.register(`${scope}worker.js?new`, { scope });
        }"""
    )
    on_device.until(
        log,
        """async () => {
            const registered = await navigator.serviceWorker.getRegistration();
            return registered.active?.scriptURL.endsWith("?new");
        }""",
    )
    log.context.set_offline(True)
    log.reload()
    save(log, "quiet")
    waits(log, 2)
    log.unroute_all(behavior="wait")
    log.context.set_offline(False)

    waits(log, 0)
    assert wishes() == ["more manga", "quiet"]


def test_old_page_sends_what_a_newer_one_has_kept(log, event, librarian):
    """The database is of a later version, its entries have keys unknown today."""
    entry = {
        "id": "00000000-0000-4000-8000-000000000001",
        "kind": "conversation",
        "user": librarian.pk,
        "event": event.pk,
        "guide": "guide",
        "edition": 1,
        "made_at": "2026-01-01T00:00:00.000Z",
        "fields": {"q-WISH": ["more manga"]},
        "mood": {"weather": "rain"},
    }
    log.goto("/en/surveys/")
    log.evaluate(
        """(entry) => new Promise((resolve, reject) => {
            const request = indexedDB.open("portal-log", 99);
            request.onupgradeneeded = () => request.result.createObjectStore("more");
            request.onerror = () => reject(request.error);
            request.onsuccess = () => {
                const writing = request.result.transaction("entries", "readwrite");
                writing.objectStore("entries").put(entry);
                writing.oncomplete = () => { request.result.close(); resolve(); };
            };
        })""",
        entry,
    )
    sent = []
    log.route("**/upload/", lambda route: (sent.append(route.request), route.abort()))

    log.goto(on_device.address(event))
    expect(log.locator("[data-log-waiting]")).to_contain_text("1")
    save(log, "quiet")
    waits(log, 2)
    log.unroute_all(behavior="wait")
    log.locator(".log-status__waiting").click()
    log.locator("[data-waiting-send]").click()
    waits(log, 1)

    assert wishes() == ["quiet"]
    assert json.loads(sent[0].post_data)["entries"][0]["guide"] == "guide"
    assert [one["reason"] for one in queue(log)] == ["guide_unknown"]


def test_database_makes_way_for_a_newer_page(log):
    """A tab of the old version is open while a newer one upgrades the database."""
    save(log, "more manga")
    waits(log, 0)
    other = log.context.new_page()
    other.goto("/en/surveys/")

    version = other.evaluate(
        """() => new Promise((resolve, reject) => {
            const request = indexedDB.open("portal-log", 2);
            request.onblocked = () => reject(new Error("blocked"));
            request.onsuccess = () => {
                resolve(request.result.version);
                request.result.close();
            };
        })"""
    )
    save(log, "quiet")

    waits(log, 0)
    assert (version, wishes()) == (2, ["more manga", "quiet"])
