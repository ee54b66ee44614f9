"""Entries as a device keeps them, and what is said to a device that sends them."""

import datetime as dt
from uuid import uuid4

from django.utils import timezone

UPLOAD = "/en/desk/conversations/upload/"
SESSION = "/en/desk/conversations/session/"
TALK = {
    "q-WHY": ["borrow", "space"],
    "q-WISH": ["more manga"],
    "people": ["1"],
    "language": ["fa"],
    "method": ["conversation"],
    "quotation_consent": ["none"],
}
BOARD = {"question": ["WISH"], "method": ["question_board"], "language": ["en"]}


def queued(event, guide, user, *, fields=None, **parts) -> dict:
    """A common talk at ``event``; ``fields`` of its form and ``parts`` of the entry."""
    return {
        "id": str(uuid4()),
        "kind": "conversation",
        "user": user.pk,
        "event": event.pk,
        "guide": guide.slug,
        "edition": type(guide).objects.get(pk=guide.pk).edition,
        "made_at": timezone.now().isoformat(),
        "fields": TALK | (fields or {}),
    } | parts


def queued_board(event, guide, user, *notes, fields=None, **parts) -> dict:
    """A board of ``notes``, each with its people."""
    lines = {"lines-TOTAL_FORMS": [str(len(notes))], "lines-INITIAL_FORMS": ["0"]}
    for number, (text, people) in enumerate(notes):
        lines[f"lines-{number}-text"] = [text]
        lines[f"lines-{number}-people"] = [people]
    entry = queued(event, guide, user, kind="board", **parts)
    return entry | {"fields": BOARD | lines | (fields or {})}


def a_year_ahead() -> str:
    return (timezone.now() + dt.timedelta(days=365)).isoformat()


def send(client, *entries, address=UPLOAD):
    """Upload ``entries`` as the log's own script does."""
    return client.post(
        address,
        {"entries": list(entries)},
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def answers(response) -> list[dict]:
    assert response.status_code == 200, response.content
    return response.json()["entries"]


def states(response) -> list[str]:
    return [one["state"] for one in answers(response)]


def refusal(response) -> tuple[str, list[tuple[str, str]]]:
    """The reason and the messages of the only entry that was sent."""
    (answer,) = answers(response)
    assert answer["state"] == "refused"
    messages = [(one["field"], one["text"]) for one in answer["messages"]]
    return answer["reason"], messages
