"""The same entries sent at the same time: by two tabs, or again by a bad network."""

from functools import partial

import pytest

from civic.roles import Role
from engagement.models import Conversation
from engagement.uploads import Upload
from surveys.models import Response
from tests.at_once import at_once
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.queued import queued, queued_board
from tests.factories import UserFactory

AT_ONCE = 4


@pytest.mark.django_db(transaction=True)
def test_upload_by_many_hands_at_once_stores_each_entry_once():
    person = UserFactory(roles=[Role.LIBRARIAN])
    event, guide = OutreachEventFactory(), GuideFactory()
    entries = [queued(event, guide, person) for _number in range(20)]
    entries += [
        queued_board(event, guide, person, ("manga", "1"), ("quiet", "2"))
        for _number in range(5)
    ]

    def upload(hand: int) -> list[str]:
        sent = entries[hand:] + entries[:hand]  # each in an order of its own
        return [one.state for one in Upload(actor=person).store(sent)]

    answers = at_once(*(partial(upload, hand) for hand in range(AT_ONCE)))
    told = [state for states in answers for state in states]

    assert told.count("stored") == len(entries)
    assert told.count("already_there") == len(entries) * (AT_ONCE - 1)
    assert Response.objects.count() == Conversation.objects.count() == 20 + 5 * 2
