"""Each reason for which an entry from a device is not stored, and how it is mended."""

import datetime as dt
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from engagement.models import Conversation
from surveys.actions.copying import make_new_version
from surveys.actions.publishing import publish_survey
from surveys.models import Response, Survey
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.queued import queued, queued_board, refusal, send, states
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 9, 19, tzinfo=dt.UTC)  # in the city
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


# Shape


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("id", "no id"),
        ("id", None),
        ("kind", "panel"),
        ("kind", 3),
        ("user", "1"),
        ("event", True),
        ("event", -1),
        ("event", 2**63),
        ("guide", "a/b"),
        ("guide", "a\x00"),
        ("edition", "new"),
        ("edits", -1),
        ("made_at", "yesterday"),
        ("made_at", "2026-05-09T12:00:00"),
        ("made_at", "0001-01-01T00:00:00Z"),
        ("made_at", "9999-12-31T23:59:59Z"),
        ("fields", []),
        ("fields", {"q-WISH": "more manga"}),
        ("fields", {"q-WISH": [3]}),
    ],
)
def test_upload_refuses_an_entry_that_is_damaged(phone, talk, part, value):
    reason, messages = refusal(send(phone, talk() | {part: value}))

    assert reason == "malformed"
    assert messages == [
        (
            "",
            f"This entry was damaged on the device ({part}): open it, look it over "
            "and save it again.",
        )
    ]


@pytest.mark.parametrize("raw", [None, 7, "talk", [], {}])
def test_upload_refuses_what_is_no_entry(phone, raw):
    reason, _messages = refusal(send(phone, raw))

    assert reason == "malformed"


@pytest.mark.parametrize(
    "fields",
    [{"q-WISH": ["a" * 300_000]}, {f"f{number}": ["x"] for number in range(2000)}],
)
def test_upload_refuses_an_entry_that_is_too_large(phone, talk, fields):
    reason, messages = refusal(send(phone, talk(fields=fields)))

    assert reason == "too_large"
    assert messages == [
        ("", "This entry is too long: shorten it, or divide it into two.")
    ]


def test_upload_refuses_a_board_without_its_count_of_lines(phone, board):
    entry = board(("manga", "1"), fields={"lines-TOTAL_FORMS": ["many"]})

    reason, _messages = refusal(send(phone, entry))

    assert reason == "malformed"


@pytest.mark.parametrize(
    "text", ["more\x00 manga", "more\ud800 manga", "\u202emore manga", "\x07more manga"]
)
def test_upload_stores_no_characters_that_cannot_be_stored(phone, talk, text):
    assert states(send(phone, talk(fields={"q-WISH": [text]}))) == ["stored"]

    stored = Response.objects.get().answers["WISH"]
    assert stored.replace(" ", "") == "moremanga"


# Clock


@pytest.mark.parametrize(
    "off", [365 * DAY, -365 * DAY, dt.timedelta(minutes=11), -DAY], ids=str
)
def test_upload_refuses_a_clock_that_is_off_and_lets_it_be_mended(
    phone, guide, librarian, off
):
    event = OutreachEventFactory(starts_at=NOON)
    with time_machine.travel(NOON, tick=False):
        entry = queued(event, guide, librarian, made_at=(NOON + off).isoformat())

        reason, [(field, text)] = refusal(send(phone, entry))
        mended = entry | {"fields": entry["fields"] | {"on_event_day": ["on"]}}

        assert (reason, field) == ("clock", "on_event_day")
        assert "the event was on May 9, 2026 and today is May 9, 2026." in text
        assert states(send(phone, mended)) == ["stored"]
    assert Response.objects.get().submitted_at == NOON


def test_upload_says_what_the_clock_showed_in_the_readers_calendar(
    phone, guide, librarian
):
    event = OutreachEventFactory(starts_at=NOON)
    with time_machine.travel(NOON, tick=False):
        made_at = (NOON - 365 * DAY).isoformat()
        entry = queued(event, guide, librarian, made_at=made_at)
        address = "/fa/desk/conversations/upload/"

        _reason, [(_field, text)] = refusal(send(phone, entry, address=address))

    assert "۱۹ اردیبهشت ۱۴۰۴" in text
    assert "۱۹ اردیبهشت ۱۴۰۵" in text


def test_upload_takes_a_clock_that_is_a_little_ahead(phone, guide, librarian):
    event = OutreachEventFactory(starts_at=NOON)
    with time_machine.travel(NOON, tick=False):
        made_at = (NOON + dt.timedelta(minutes=9)).isoformat()

        response = send(phone, queued(event, guide, librarian, made_at=made_at))

    assert states(response) == ["stored"]
    assert Response.objects.get().submitted_at == NOON


def test_upload_takes_what_was_written_down_weeks_after_the_event(
    phone, guide, librarian
):
    event = OutreachEventFactory(starts_at=timezone.now() - 30 * DAY)

    assert states(send(phone, queued(event, guide, librarian))) == ["stored"]


# Event


def test_upload_refuses_an_event_that_was_canceled(phone, event, talk):
    event.status = "canceled"
    event.save()

    assert refusal(send(phone, talk())) == (
        "event_canceled",
        [("event", "This event is canceled: choose the one you were at.")],
    )


def test_upload_refuses_an_event_still_to_come(phone, guide, librarian):
    event = OutreachEventFactory(starts_at=timezone.now() + 3 * DAY)

    reason, [(field, _text)] = refusal(send(phone, queued(event, guide, librarian)))

    assert (reason, field) == ("event_to_come", "event")


def test_upload_refuses_an_unknown_event_and_takes_the_right_one(phone, event, talk):
    entry = talk()

    reason, [(field, text)] = refusal(send(phone, entry | {"event": 999_999}))

    assert (reason, field) == ("event_unknown", "event")
    assert text == "The portal does not know this event: choose the one you were at."
    assert states(send(phone, entry)) == ["stored"]


# Guide


def test_upload_refuses_a_closed_guide_and_names_it(phone, guide, talk):
    Survey.objects.update(status="closed")

    reason, [(field, text)] = refusal(send(phone, talk()))

    assert (reason, field) == ("guide_closed", "guide")
    assert text == (
        "The questions “Library use” are closed. Answer those that are open now, or "
        "ask an editor to open these again."
    )


def test_upload_leads_from_a_closed_guide_to_its_newer_version(
    phone, editor, guide, talk
):
    for language in ("vi", "pl", "fa", "it"):
        setattr(guide, f"title_{language}", "Library use")
    guide.languages = ["en"]
    guide.save()
    newer = make_new_version(guide, actor=editor)
    publish_survey(newer, actor=editor)
    entry = talk()

    response = send(phone, entry)

    assert refusal(response)[0] == "guide_closed"
    assert response.json()["entries"][0]["guide"] == newer.slug
    assert states(send(phone, entry | {"guide": newer.slug})) == ["stored"]


def test_upload_refuses_an_unknown_guide_and_a_draft(phone, guide, talk):
    entry = talk()
    Survey.objects.update(status="draft")

    for slug in (guide.slug, "never-made"):
        reason, [(field, _text)] = refusal(send(phone, entry | {"guide": slug}))
        assert (reason, field) == ("guide_unknown", "guide")


def test_upload_drops_no_answer_to_a_question_that_is_gone(phone, talk):
    entry = talk(fields={"q-GONE": ["yes"], "q-EMPTY": [""]})

    assert refusal(send(phone, entry)) == (
        "guide_changed",
        [
            (
                "q-GONE",
                "The questions were changed since: nobody is asked “GONE” any more. "
                "Open the entry and look over what is left.",
            )
        ],
    )


def test_upload_tells_a_choice_that_is_gone_from_one_never_offered(phone, guide, talk):
    entry = talk(fields={"q-WHY": ["space"]})
    invented = talk(fields={"q-WHY": ["space"]})
    guide.all_questions.get(code="WHY").choices.get(code="space").delete()
    invented["edition"] = Survey.objects.get().edition

    assert refusal(send(phone, entry))[0] == "guide_changed"
    assert refusal(send(phone, invented))[0] == "invalid"


@pytest.mark.parametrize("fields", [{"question": ["GONE"]}, {"lines-0-choice": ["x"]}])
def test_upload_refuses_a_board_whose_question_or_choice_is_gone(phone, board, fields):
    reason, _messages = refusal(
        send(phone, board(("manga", "1"), fields=fields, edition=1))
    )

    assert reason == "guide_changed"


# Branch


def test_upload_refuses_a_branch_that_the_person_left(phone, event, librarian, talk):
    left = event.branches.get()
    entry = talk(fields={"branch": [str(left.pk)]})
    librarian.branches.add(BranchFactory())

    assert refusal(send(phone, entry)) == (
        "branch",
        [("branch", "Choose a branch of yours that was at the event, or none.")],
    )
    mended = entry | {"fields": entry["fields"] | {"branch": [""]}}
    assert states(send(phone, mended)) == ["stored"]


def test_upload_takes_ones_own_branch(phone, event, librarian, talk):
    librarian.branches.add(event.branches.get())

    send(phone, talk(fields={"branch": [str(event.branches.get().pk)]}))

    assert Conversation.objects.get().branch == event.branches.get()


def test_upload_takes_from_an_editor_any_branch(as_user, event, guide, editor):
    editor.branches.add(BranchFactory())
    branch = {"branch": [str(event.branches.get().pk)]}

    send(as_user(editor), queued(event, guide, editor, fields=branch))

    assert Conversation.objects.get().branch == event.branches.get()


# Privacy


def test_upload_keeps_out_what_looks_like_a_way_to_reach_somebody(phone, talk):
    entry = talk(fields={"q-WISH": ["call 408 555 0100"]})

    reason, [(field, text)] = refusal(send(phone, entry))
    confirmed = entry | {"fields": entry["fields"] | {"confirms_privacy": ["on"]}}

    assert (reason, field) == ("personal", "q-WISH")
    assert "408 555 0100" in text
    assert states(send(phone, confirmed)) == ["stored"]


def test_upload_marks_each_line_of_a_board_that_looks_like_one(phone, board):
    notes = ("call 408 555 0100", "1"), ("quiet", "1"), ("sam@example.org", "1")
    entry = board(*notes)

    reason, messages = refusal(send(phone, entry))
    confirmed = entry | {"fields": entry["fields"] | {"confirms_privacy": ["on"]}}

    assert reason == "personal"
    assert [field for field, _text in messages] == ["lines-0-text", "lines-2-text"]
    assert states(send(phone, confirmed)) == ["stored"]


# The form's own rules


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"people": ["0"]},
            ("people", "At least 1 person took part."),
        ),
        (
            {"language": ["xx"]},
            ("language", "Choose the language that was spoken."),
        ),
        (
            {"q-WHY": [], "q-WISH": [" "]},
            ("", "Nothing is written down yet: choose an answer or write a note."),
        ),
        (
            {"quotation_consent": ["anonymous"]},
            (
                "quotation",
                "Write down the words that may be published, or choose “Do not "
                "publish”.",
            ),
        ),
    ],
)
def test_upload_says_at_which_field_something_is_wrong(phone, talk, fields, message):
    reason, messages = refusal(send(phone, talk(fields=fields)))

    assert (
        reason,
        [(name.replace("__all__", ""), text) for name, text in messages],
    ) == (
        "invalid",
        [message],
    )


def test_upload_says_at_which_line_of_a_board_something_is_wrong(phone, board):
    notes = ("manga", "1"), ("quiet", "many"), ("x" * 501, "1")

    reason, messages = refusal(send(phone, board(*notes)))

    assert reason == "invalid"
    assert messages == [
        (
            "lines-1-people",
            "Enter how many people this note stands for, such as 3.",
        ),
        ("lines-2-text", "A note has at most 500 characters: shorten it."),
    ]


def test_upload_refuses_a_board_on_which_nothing_stands(phone, board):
    assert refusal(send(phone, board(("", "1"), ("manga", "0"))))[0] == "invalid"
    assert refusal(send(phone, board()))[0] == "invalid"


def test_upload_refuses_a_board_of_too_many_lines(phone, board):
    reason, [(_field, text)] = refusal(send(phone, board(*[("manga", "1")] * 301)))

    assert reason == "invalid"
    assert "300" in text


def test_upload_numbers_in_the_readers_digits(phone, talk):
    address = "/fa/desk/conversations/upload/"
    entry = talk(fields={"people": ["9999"]})

    _reason, [(_field, text)] = refusal(send(phone, entry, address=address))

    assert "۵۰۰۰" in text
