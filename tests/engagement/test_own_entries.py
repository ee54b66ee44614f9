import datetime as dt
import re

import pytest
from django.utils import timezone

from engagement.models import Conversation
from surveys.models import Response
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def guide():
    return GuideFactory()


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


@pytest.fixture
def note(event, guide, librarian):
    def make(answers=None, people=1, **fields):
        values = {"event": event, "staff": librarian, "method": "question_board"}
        return ConversationFactory(
            **(values | fields),
            response__survey=guide,
            response__answers=answers or {"WISH": "more manga"},
            response__people=people,
        )

    return make


def address(event) -> str:
    return f"/en/desk/conversations/{event.pk}/entries/"


def note_address(note) -> str:
    return f"/en/desk/conversations/{note.event_id}/notes/{note.pk}/"


def answers_of(note) -> tuple:
    response = Response.objects.get(pk=note.response_id)
    return response.answers, response.people


def test_own_entries_are_all_listed_and_linked_from_the_board(desk, event, note):
    for number in range(51):
        note({"WISH": f"wish {number}"})

    board = desk.get(f"/en/desk/conversations/{event.pk}/board/").content.decode()
    pages = [desk.get(f"{address(event)}?page={number}") for number in (1, 2)]

    assert board.count(f'href="{address(event)}"') == 1
    assert [len(page.context["own_entries"]) for page in pages] == [50, 1]


def test_own_entries_leave_out_those_of_others(desk, event, note, trainer):
    note()
    note(staff=trainer)
    note(event=OutreachEventFactory())

    assert len(desk.get(address(event)).context["own_entries"]) == 1


@pytest.mark.parametrize("entries", [1, 3])
def test_own_entries_take_the_same_queries(
    desk, event, note, entries, django_assert_num_queries
):
    for _number in range(entries):
        note()
    desk.get(address(event))

    with django_assert_num_queries(QUERIES):
        desk.get(address(event))


QUERIES = 12


def test_several_entries_are_taken_back_at_once(desk, event, note, trainer):
    first, second, kept = note(), note(), note()
    others = note(staff=trainer)
    chosen = [str(one.pk) for one in (first, second, others)]

    response = desk.post(
        address(event), {"entry": [*chosen, "x", "9" * 30]}, follow=True
    )

    assert response.redirect_chain == [(address(event), 303)]
    assert response.content.decode().count("Taken back: 2 entries.") == 1
    assert set(Conversation.objects.counted()) == {kept, others}


def test_nothing_chosen_takes_nothing_back(desk, event, note):
    note()
    page = desk.post(address(event), follow=True).content.decode()

    assert page.count("Choose at least one entry to take back.") == 1
    assert Conversation.objects.counted().count() == 1


def test_old_entries_are_shown_but_not_taken_back(desk, event, note):
    old = note()
    logged_at = timezone.now() - dt.timedelta(hours=25)
    Conversation.objects.filter(pk=old.pk).update(logged_at=logged_at)

    page = desk.get(address(event)).content.decode()
    desk.post(address(event), {"entry": str(old.pk)})

    assert page.count("more manga") == 1
    assert page.count('name="entry"') == 0
    assert Conversation.objects.counted().count() == 1
    assert desk.get(note_address(old)).status_code == 404


def test_note_is_corrected_in_words_and_count(desk, note):
    one = note(people=3)
    shown = desk.get(note_address(one)).content.decode()
    response = desk.post(note_address(one), {"text": "more comics", "people": "۴"})

    assert re.search(r"<textarea[^>]*>\s*more manga</textarea>", shown)
    assert response.status_code == 303
    assert answers_of(one) == ({"WISH": "more comics"}, 4)


def test_stickers_are_corrected_in_their_count_only(desk, note):
    one = note({"WHY": ["borrow"]}, people=12)
    other = note({"WHY": ["other"], "WHY-other": "to sleep"})

    desk.post(note_address(one), {"people": "13", "text": "x", "choice": "space"})
    desk.post(note_address(other), {"people": "2", "text": "to rest"})

    assert answers_of(one) == ({"WHY": ["borrow"]}, 13)
    assert answers_of(other) == ({"WHY": ["other"], "WHY-other": "to rest"}, 2)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": "", "people": "1"}, "text"),
        ({"text": "a" * 501, "people": "1"}, "text"),
        ({"text": "a", "people": "0"}, "people"),
        ({"text": "call 408 555 0100 1234", "people": "1"}, "text"),
    ],
)
def test_note_refuses_a_wrong_correction(desk, note, sent, field):
    one = note()
    response = desk.post(note_address(one), sent)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert answers_of(one) == ({"WISH": "more manga"}, 1)


def test_note_of_another_is_not_found(desk, note, trainer):
    assert desk.get(note_address(note(staff=trainer))).status_code == 404


def test_own_entries_need_a_role(client, as_user, stranger, event):
    assert client.get(address(event)).status_code == 302
    assert as_user(stranger).get(address(event)).status_code == 403
