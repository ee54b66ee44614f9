"""A file from a device, handed in at the desk."""

import io
import json
from functools import partial

import pytest

from engagement.models import Conversation
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.queued import queued, queued_board

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/conversations/import/"


@pytest.fixture
def talk(librarian):
    """A function that makes a talk as the librarian's phone keeps it."""
    return partial(queued, OutreachEventFactory(), GuideFactory(), librarian)


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def hand_in(client, content: bytes, page: str = PAGE):
    return client.post(page, {"file": io.BytesIO(content)})


def file_of(*entries) -> bytes:
    saved = {"format": 1, "saved_at": "2026-05-09T12:00:00Z", "entries": entries}
    return json.dumps(saved).encode()


def test_file_stores_its_entries_once(desk, librarian, talk):
    event, guide, _user = talk.args
    content = file_of(talk(), queued_board(event, guide, librarian, ("manga", "2")))

    first, again = hand_in(desk, content), hand_in(desk, content)

    assert "2 entries were stored." in first.text
    assert "0 entries were stored." in again.text
    assert "2 entries were stored before and count once." in again.text
    assert Conversation.objects.count() == 2


def test_file_tells_of_each_entry_that_is_not_taken(desk, talk):
    wrong = talk(fields={"people": ["0"]})

    page = hand_in(desk, file_of(talk(), wrong, "nonsense"))

    assert "1 entry was stored." in page.text
    assert "Entry 2 of the file" in page.text
    assert "At least 1 person took part." in page.text
    assert "Entry 3 of the file" in page.text


def test_file_of_somebody_else_is_taken_from_an_editor_and_stays_theirs(
    desk, as_user, editor, talk
):
    others = file_of(talk() | {"user": editor.pk})

    refused = hand_in(desk, others)
    hand_in(as_user(editor), file_of(talk()))

    assert "Somebody else wrote this entry" in refused.text
    _event, _guide, librarian = talk.args
    assert [one.staff for one in Conversation.objects.all()] == [librarian]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This is no file that was saved from a device, or it is damaged."),
        (
            b"\xff\xfe",
            "This is no file that was saved from a device, or it is damaged.",
        ),
        (b"[]", "This is no file that was saved from a device, or it is damaged."),
        (
            b'{"entries": [' + b"1," * 500 + b"1]}",
            "This file has more entries than are taken at once: 500.",
        ),
        (b" " * 4_200_000, "This file is too large to be such a file."),
    ],
)
def test_file_that_is_none_is_refused_in_words(desk, content, message):
    response = hand_in(desk, content)

    assert response.status_code == 422
    assert message in response.text


def test_file_that_was_not_chosen_is_asked_for(desk):
    response = desk.post(PAGE)

    assert response.status_code == 422
    assert "Choose the file first." in response.text


def test_file_is_for_those_who_listen(client, as_user, stranger, talk):
    assert hand_in(as_user(stranger), file_of(talk())).status_code == 403
    assert hand_in(client, file_of(talk())).status_code == 302
    assert Conversation.objects.count() == 0
