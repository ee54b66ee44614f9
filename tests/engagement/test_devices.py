"""What a device keeps of the log: the page, the worker, the manifest."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from civic.languages import CODES
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db
BASE = "/en/desk/conversations/"
KEPT = f"{BASE}kept/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def parts(page, kind: str) -> list[str]:
    """The opening tags of the parts of one kind."""
    return re.findall(rf'<template data-kept="{kind}"[^>]*>', page.text)


# The page


def test_kept_log_has_a_form_for_each_open_guide_and_board(desk):
    one, other = GuideFactory(), GuideFactory()
    GuideFactory(status="closed")

    page = desk.get(KEPT)

    assert len(parts(page, "talk")) == 2
    assert len(parts(page, "board")) == 4
    for guide in (one, other):
        assert page.text.count(f'data-guide="{guide.slug}" data-edition=') == 3


def test_kept_log_has_the_events_around_today_but_no_canceled_one(desk):
    near = [OutreachEventFactory(starts_at=timezone.now() + n * DAY) for n in (9, -9)]
    OutreachEventFactory(status="canceled")
    OutreachEventFactory(starts_at=timezone.now() + 90 * DAY)
    OutreachEventFactory(starts_at=timezone.now() - 90 * DAY)

    page = desk.get(KEPT)

    ids = [int(one) for one in re.findall(r'data-event="(\d+)"', page.text)]
    assert ids == [event.pk for event in near]


def test_kept_log_offers_the_branches_one_may_log_for(desk, librarian):
    own, others = BranchFactory(name_en="Own"), BranchFactory(name_en="Other")
    third = BranchFactory(name_en="Third")
    librarian.branches.add(own, third)
    OutreachEventFactory(branches=[own, others, third])

    html = desk.get(KEPT).text

    assert f'<option value="{own.pk}" selected>Own</option>' in html
    assert "Third" in html
    assert "Other<" not in html


def test_kept_log_holds_no_entry_no_token_and_no_number_of_a_form(desk, librarian):
    entry = ConversationFactory(staff=librarian, reading="a secret wish")
    page = desk.get(f"{BASE}{entry.event_id}/")
    kept = desk.get(KEPT)

    assert "a secret wish" in page.text
    assert "a secret wish" not in kept.text
    assert "csrfmiddlewaretoken" not in kept.text.split("<main")[1]
    assert re.findall('name="submission" value', kept.text) == []


def test_kept_log_is_asked_for_by_its_mark_and_sent_once(desk):
    GuideFactory()
    event = OutreachEventFactory()
    first = desk.get(KEPT)
    mark = {"if-none-match": first["ETag"]}

    same = desk.get(KEPT, headers=mark)
    event.title_en = "Another name"
    event.save()
    changed = desk.get(KEPT, headers=mark)

    assert first["Cache-Control"] == "private, no-cache"
    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize("rows", [1, 3])
def test_kept_log_takes_the_same_queries(
    desk, librarian, rows, django_assert_num_queries
):
    GuideFactory()
    for _number in range(rows):
        OutreachEventFactory()
        librarian.branches.add(BranchFactory())

    with django_assert_num_queries(12):  # one for the public places
        desk.get(KEPT)


@pytest.mark.parametrize("language", CODES)
def test_kept_log_names_all_it_is_made_of(desk, language):
    GuideFactory()
    page = desk.get(f"/{language}/desk/conversations/kept/")

    assets = re.search(r'data-assets="([^"]*)"', page.text)[1].split()
    names = [re.split("[?#]", one)[0].removeprefix("/static/") for one in assets]
    linked = re.findall(
        r'(?:href|src)="/static/((?:css|js)/[^"]+)"|<use href="/static/([^"#]+)',
        page.text,
    )
    used = {name for match in linked for name in match if name} - {"js/sign_out.js"}
    assert used <= set(names)
    assert [name for name in names if finders.find(name) is None] == []


def test_scripts_of_the_log_import_only_what_is_kept():
    page = Path(finders.find("js/log.js"))
    files = [page, *(page.parent / "log").glob("*.js")]
    imported = {
        (file.parent / name).resolve()
        for file in files
        for name in re.findall(r'(?:from|import) "(\.[^"]+)"', file.read_text())
    }

    assert imported <= {file.resolve() for file in files}


def test_kept_log_without_a_guide_says_so(desk):
    assert "No conversation guide is open" in desk.get(KEPT).text


def test_kept_log_is_closed_to_the_anonymous_and_to_strangers(
    client, as_user, stranger
):
    assert client.get(KEPT).status_code == 302
    assert as_user(stranger).get(KEPT).status_code == 403


# The worker and the manifest


def test_worker_is_the_same_for_everyone_and_never_kept_by_a_cache(client, desk):
    response = client.get(f"{BASE}worker.js")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert response["Service-Worker-Allowed"] == BASE
    assert not response.cookies
    assert desk.get(f"{BASE}worker.js").content == response.content


@pytest.mark.parametrize(("language", "direction"), [("pl", "ltr"), ("fa", "rtl")])
def test_manifest_makes_the_log_installable_in_the_readers_language(
    client, language, direction
):
    base = f"/{language}/desk/conversations/"
    response = client.get(f"{base}manifest.webmanifest")

    manifest = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert not response.cookies
    assert (manifest["lang"], manifest["dir"]) == (language, direction)
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == base
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert sizes == {"any", "192x192", "512x512"}
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_log_pages_link_the_manifest(desk):
    link = f'<link rel="manifest" href="{BASE}manifest.webmanifest">'
    event = OutreachEventFactory()

    for path in ("", f"{event.pk}/", f"{event.pk}/board/", "kept/", "waiting/"):
        assert link in desk.get(BASE + path).text
