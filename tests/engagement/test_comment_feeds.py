"""Published comments as Atom feeds: valid, in one language, stable."""

from xml.etree import ElementTree as ET

import pytest

from civic import editions
from tests.engagement.commenting import (
    comment_on,
    published_comment,
    published_summary,
)
from tests.engagement.test_event_feed import ATOM, LANGUAGE, text

ALL, OF_SUMMARY = "comments/feed/", "summaries/2025/fall/comments/feed/"


@pytest.fixture
def summary(db):
    return published_summary()


def feed(client, path: str, language: str = "en") -> ET.Element:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 - it is our own


def contents(root: ET.Element) -> list[str | None]:
    return [text(one, "a:summary") for one in root.findall("a:entry", ATOM)]


@pytest.mark.parametrize("path", [ALL, OF_SUMMARY])
def test_comment_feed_has_published_ones_of_its_language(client, summary, path):
    published_comment(summary, text="First")
    published_comment(summary, text="Second & <b>last</b>")
    published_comment(summary, text="خوب", language="fa")
    comment_on(summary, text="Waits")

    assert contents(feed(client, path)) == [
        "<p>Second &amp; &lt;b&gt;last&lt;/b&gt;</p>",
        "<p>First</p>",
    ]
    assert contents(feed(client, path, "fa")) == ["<p>خوب</p>"]


def test_comment_feed_has_what_the_standard_asks_for(client, summary):
    comment = published_comment(summary, name="رضا", language="fa", answer="ممنون")
    root = feed(client, OF_SUMMARY, "fa")

    assert root.get(LANGUAGE) == "fa"
    assert text(root, "a:id") == f"tag:localhost,2026:fa/comments-{summary.pk}"
    entry = root.find("a:entry", ATOM)
    assert text(entry, "a:id") == f"tag:localhost,2026:fa/comment-{comment.pk}"
    assert text(entry, "a:author/a:name") == "رضا"
    assert "ممنون" in text(entry, "a:summary")
    link = entry.find("a:link", ATOM).get("href")
    page = "http://testserver/fa/summaries/2025/fall/comments/"
    assert link == f"{page}#comment-{comment.pk}"


def test_comment_feed_asked_again_costs_no_query(
    client, summary, django_assert_num_queries
):
    published_comment(summary)
    first = client.get(f"/en/{ALL}")
    with django_assert_num_queries(0):
        again = client.get(f"/en/{ALL}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304

    published_comment(summary)
    editions.forget()
    once_more = client.get(f"/en/{ALL}", headers={"if-none-match": first["ETag"]})
    assert once_more.status_code == 200


def test_comment_feed_of_a_summary_that_is_not_there(client, db):
    assert client.get(f"/en/{OF_SUMMARY}").status_code == 404
