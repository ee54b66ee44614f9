"""Entries from a device: stored once, whatever happens on the way."""

import datetime as dt
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.models import Activity
from civic.roles import Role
from engagement.models import Conversation, OutreachEvent
from surveys.models import Response, Survey
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.queued import (
    SESSION,
    UPLOAD,
    answers,
    queued,
    queued_board,
    refusal,
    send,
    states,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def guide():
    return GuideFactory()


@pytest.fixture
def phone(as_user, librarian):
    return as_user(librarian)


@pytest.fixture
def talk(event, guide, librarian):
    """A function that makes a talk as the phone keeps it."""
    return partial(queued, event, guide, librarian)


@pytest.fixture
def board(event, guide, librarian):
    """A function that makes a board of the notes it is given."""
    return partial(queued_board, event, guide, librarian)


@pytest.fixture
def captured():
    return lambda: CaptureQueriesContext(connection)


def test_upload_stores_each_entry_with_the_time_it_was_made(phone, librarian, guide):
    began = timezone.now() - 2 * DAY
    event = OutreachEventFactory(starts_at=began)
    made = began + dt.timedelta(hours=1)
    opened = {"opened": [str(int(made.timestamp()) - 30)]}
    entry = queued(event, guide, librarian, made_at=made.isoformat(), fields=opened)

    response = send(phone, entry, queued(event, guide, librarian))

    assert answers(response)[0]["id"] == entry["id"]
    assert states(response) == ["stored", "stored"]
    entries = Conversation.objects.values_list("staff", "event")
    assert set(entries) == {(librarian.pk, event.pk)}
    first = Response.objects.get(submitted_at=made)
    assert first.answers == {"WHY": ["borrow", "space"], "WISH": "more manga"}
    assert 30 <= (made - first.started_at).total_seconds() < 31
    assert first.language == "fa"


def test_upload_sent_again_stores_nothing_and_says_so(phone, talk, board):
    one, other = talk(), board(("manga", "3"), ("quiet", "1"))
    send(phone, one, other)

    again = send(phone, other, one)

    assert states(again) == ["already_there", "already_there"]
    assert [answer["id"] for answer in answers(again)] == [other["id"], one["id"]]
    assert Response.objects.count() == 3


def test_upload_says_what_is_there_whatever_became_of_event_and_guide(
    phone, talk, board
):
    entries = talk(), board(("manga", "3"))
    send(phone, *entries)
    OutreachEvent.objects.update(status="canceled")
    Survey.objects.update(status="closed")

    assert states(send(phone, *entries)) == ["already_there", "already_there"]


def test_upload_of_one_entry_twice_stores_it_once(phone, talk, board):
    entries = talk(), board(("manga", "3"))

    response = send(phone, *entries, *entries)

    assert sorted(states(response)) == ["already_there"] * 2 + ["stored"] * 2
    assert Response.objects.count() == 2


def test_upload_answers_each_entry_for_itself(phone, talk):
    wrong = talk(fields={"people": ["many"]})

    response = send(phone, talk(), "nonsense", wrong, talk())

    assert states(response) == ["stored", "refused", "refused", "stored"]
    assert Response.objects.count() == 2
    assert Activity.objects.filter(verb="logged").count() == 2


def test_upload_stores_a_board_line_by_line(phone, board):
    send(phone, board(("more manga", "۳"), ("", "1"), ("open at nine", "2")))

    rows = Response.objects.order_by("pk").values_list("answers__WISH", "people")
    assert list(rows) == [("more manga", 3), ("open at nine", 2)]


def test_upload_of_more_lines_than_fit_leaves_the_rest_for_later(phone, talk, board):
    boards = [board(*[("note", "1")] * 300) for _number in range(7)]
    last = talk()

    response = send(phone, *boards, last)

    assert states(response) == ["stored"] * 6 + ["later"] * 2
    assert states(send(phone, boards[6], last)) == ["stored", "stored"]
    assert Response.objects.count() == 7 * 300 + 1


# Changed on the device after an answer was lost


def test_upload_of_a_changed_entry_corrects_what_is_stored(phone, talk):
    entry = talk()
    send(phone, entry)
    fields = entry["fields"] | {"q-WISH": ["more comics"], "people": ["4"]}
    changed = entry | {"fields": fields, "edits": 1}

    assert states(send(phone, changed)) == ["stored"]
    assert states(send(phone, changed, entry)) == ["already_there"] * 2

    stored = Response.objects.get()
    assert (stored.answers["WISH"], stored.people) == ("more comics", 4)


def correct_at_the_desk(phone, sent: dict, wish: str) -> None:
    entry = Conversation.objects.get()
    page = f"/en/desk/conversations/{entry.event_id}/{entry.pk}/"
    told = sent["fields"] | {"q-WISH": [wish], "submission": [sent["id"]]}
    assert phone.post(page, told).status_code == 303


def test_upload_of_an_old_version_leaves_what_was_corrected_at_the_desk(phone, talk):
    changed = talk(edits=1)
    send(phone, changed)
    correct_at_the_desk(phone, changed, "corrected")

    assert states(send(phone, changed, changed | {"edits": 0})) == ["already_there"] * 2
    assert refusal(send(phone, changed | {"edits": 2}))[0] == "stored_before"
    assert Response.objects.get().answers["WISH"] == "corrected"


def test_upload_of_a_changed_board_again_says_that_it_is_there(phone, board):
    entry = board(("manga", "1"), edits=1)
    send(phone, entry)

    assert states(send(phone, entry)) == ["already_there"]


@pytest.mark.parametrize("change", ["board", "event", "too late"])
def test_upload_refuses_a_change_that_cannot_reach_what_is_stored(
    phone, talk, board, change
):
    entry = board(("manga", "1")) if change == "board" else talk()
    send(phone, entry)
    if change == "event":
        entry["event"] = OutreachEventFactory().pk
    if change == "too late":
        Conversation.objects.update(logged_at=timezone.now() - 2 * DAY)

    reason, messages = refusal(send(phone, entry | {"edits": 1}))

    assert reason == "stored_before"
    assert messages == [
        (
            "",
            "An earlier version of this entry is stored and cannot be replaced from "
            "here. Correct it in the list of your entries, then delete this one.",
        )
    ]


# Who sends


def test_upload_refuses_what_somebody_else_wrote(phone, as_user, editor, talk):
    entry = talk()

    for person in (editor, UserFactory(roles=[Role.LIBRARIAN])):
        reason, messages = refusal(send(as_user(person), entry))
        assert reason == "other_person"
        assert messages == [
            ("", "Somebody else wrote this entry: it is sent when they sign in.")
        ]
    assert states(send(phone, entry)) == ["stored"]


def test_upload_refuses_an_id_that_somebody_else_used(phone, as_user, editor, talk):
    entry = talk()
    send(as_user(editor), entry | {"user": editor.pk})

    reason, _messages = refusal(send(phone, entry))

    assert reason == "id_taken"
    assert Conversation.objects.get().staff == editor


def test_upload_refuses_an_id_of_an_answer_that_is_no_entry(phone, talk):
    entry = talk()
    send(phone, entry)
    Conversation.objects.all().delete()

    reason, _messages = refusal(send(phone, entry))

    assert reason == "id_taken"


def test_upload_by_somebody_without_the_role_is_refused_as_a_whole(
    as_user, stranger, translator, talk
):
    for person in (stranger, translator):
        response = send(as_user(person), talk() | {"user": person.pk})
        assert response.status_code == 403
        assert response.json()["reason"] == "role_missing"
    assert Response.objects.count() == 0


def test_upload_by_the_anonymous_is_told_to_sign_in(client, talk):
    response = send(client, talk())

    assert response.status_code == 401
    assert response.json()["reason"] == "signed_out"


def test_upload_needs_a_token_which_the_session_gives(librarian, talk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(librarian)
    post = partial(
        client.post, UPLOAD, {"entries": [talk()]}, content_type="application/json"
    )

    refused = post()
    taken = post(headers={"x-csrftoken": client.get(SESSION).json()["csrf_token"]})

    assert (refused.status_code, refused.json()["reason"]) == (403, "token_expired")
    assert states(taken) == ["stored"]


def test_session_tells_who_is_signed_in_and_until_when(phone, librarian):
    told = phone.get(SESSION).json()

    assert (told["user"], told["name"]) == (librarian.pk, "Lan")
    until = dt.datetime.fromisoformat(told["signed_in_until"])
    assert 13 * DAY < until - timezone.now() < 15 * DAY


def test_session_tells_the_anonymous_and_the_stranger(client, as_user, stranger):
    headers = {"accept": "application/json"}

    assert client.get(SESSION, headers=headers).status_code == 401
    assert as_user(stranger).get(SESSION, headers=headers).status_code == 403


# What cannot be read


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "malformed"),
        (b"{", 400, "malformed"),
        (b"[]", 400, "malformed"),
        (b"{}", 400, "malformed"),
        (b'{"entries": {}}', 400, "malformed"),
        (b'{"entries": "\xff"}', 400, "malformed"),
        (b"[" * 100_000, 400, "malformed"),
        (b'{"entries": [' + b"1" * 5000 + b"]}", 400, "malformed"),
        (b'{"entries": ["' + b"x" * 5_000_000 + b'"]}', 413, "too_large"),
        (b'{"entries": [' + b"1," * 500 + b"1]}", 413, "too_many"),
    ],
)
def test_upload_that_cannot_be_read_is_refused_in_json(phone, body, status, reason):
    response = phone.post(UPLOAD, body, content_type="application/json")

    assert response.status_code == status
    assert response.json()["reason"] == reason
    assert response.json()["message"]


def test_upload_of_nothing_is_answered_with_nothing(phone):
    assert answers(send(phone)) == []


# Cost


def test_upload_takes_the_same_statements_for_one_entry_and_for_three(
    phone, talk, board, captured
):
    def statements(*entries) -> int:
        with captured() as queries:
            assert set(states(send(phone, *entries))) == {"stored"}
        return len(queries)

    def notes() -> dict:
        return board(("manga", "1"), ("quiet", "2"))

    statements(talk())  # makes the collector of the event
    counts = {
        statements(talk(), notes()),
        statements(*[talk() for _ in range(3)], notes(), notes(), notes()),
    }

    assert counts == {23}


def test_upload_of_many_addresses_asks_for_the_public_places_once(
    phone, talk, board, captured
):
    def statements(*entries) -> int:
        with captured() as queries:
            assert set(states(send(phone, *entries))) == {"refused"}
        return len(queries)

    dark = "100 Oak Lane is dark"
    told = [talk(fields={"q-WISH": [dark]}), board((dark, "1"))]

    assert statements(*told) == statements(*told, *told, *told)


def test_upload_that_the_database_refuses_is_stored_but_for_that_entry(phone, talk):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE engagement_conversation"
            " ADD CONSTRAINT no_poison CHECK (reading <> 'poison')"
        )
    poisoned = talk(fields={"reading": ["poison"]})

    response = send(phone, talk(), poisoned, talk())

    assert states(response) == ["stored", "refused", "stored"]
    assert answers(response)[1]["reason"] == "malformed"
    assert Conversation.objects.count() == 2
    assert Activity.objects.filter(verb="logged").count() == 2


def test_upload_of_an_unknown_id_is_answered_by_it(phone):
    (answer,) = answers(send(phone, {"id": "not an id"}))

    assert (answer["id"], answer["reason"]) == ("not an id", "malformed")


def test_upload_passes_over_keys_it_does_not_know(phone, talk):
    assert states(send(phone, talk(format=7, mood="calm"))) == ["stored"]
