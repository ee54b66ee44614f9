import datetime as dt
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from civic.models import Activity
from engagement.actions import (
    Board,
    ConversationEntry,
    Reach,
    correct_conversation,
    log_board,
    log_conversation,
    put_back,
    record_reach,
    take_back,
)
from engagement.boards import BoardLine
from engagement.evidence import evidence_for
from engagement.models import Conversation
from surveys import tallying
from surveys.actions import SubmissionMismatch
from surveys.models import Collector, Response, Tally
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.factories import DistrictFactory
from tests.surveys.factories import CollectorFactory, PageFactory, question

pytestmark = pytest.mark.django_db

ANSWERS = {"WHY": ["borrow", "space"], "WISH": "more manga"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def guide():
    return GuideFactory()


def an_entry(**fields) -> ConversationEntry:
    told = {"answers": ANSWERS, "language": "fa", "started_at": timezone.now()}
    return ConversationEntry(**{"submission": uuid4(), **told, **fields})


def a_board(guide, *lines, **fields) -> Board:
    given = {
        "submission": uuid4(),
        "method": "question_board",
        "language": "en",
        "started_at": timezone.now(),
    }
    if "question" not in fields:
        given["question"] = guide.all_questions.get(code="WISH")
    noted = [BoardLine(*line) for line in lines]
    return Board(lines=noted, **{**given, **fields})


def tallied() -> dict[str, int]:
    """People per choice of WHY, as the tallies have them; "" is all who answered."""
    rows = Tally.objects.filter(question__code="WHY", people__gt=0)
    return dict(rows.values_list("choice", "people"))


def test_log_conversation_stores_answers_and_setting(event, guide, librarian):
    branch = event.branches.get()
    entry = an_entry(
        people=3,
        branch=branch,
        quotation="Open earlier.",
        quotation_consent="anonymous",
        reading="Parents",
        wants_follow_up=True,
    )

    conversation, is_new = log_conversation(
        event, guide=guide, entry=entry, actor=librarian
    )

    response = conversation.response
    assert is_new
    assert response.answers == ANSWERS
    assert (response.people, response.language) == (3, "fa")
    assert response.collector.kind == Collector.Kind.CONVERSATION
    assert list(event.collectors.all()) == [response.collector]
    assert conversation.staff == librarian
    assert conversation.branch == branch
    assert conversation.quotation_consent == "anonymous"
    assert conversation.wants_follow_up
    activity = Activity.objects.get()
    assert (activity.verb, activity.actor) == ("logged", librarian)


def test_log_conversation_twice_stores_once(event, guide, librarian):
    entry = an_entry()
    first, _ = log_conversation(event, guide=guide, entry=entry, actor=librarian)

    again, is_new = log_conversation(event, guide=guide, entry=entry, actor=librarian)

    assert (again, is_new) == (first, False)
    assert Response.objects.count() == 1
    assert Activity.objects.count() == 1


def test_log_conversation_keeps_one_collector_per_event_and_guide(
    event, guide, librarian
):
    for _number in range(2):
        log_conversation(event, guide=guide, entry=an_entry(), actor=librarian)
    log_conversation(event, guide=GuideFactory(), entry=an_entry(), actor=librarian)

    assert event.collectors.count() == 2


def test_log_conversation_leaves_a_foreign_collector_of_the_same_name_alone(
    event, guide, librarian
):
    foreign = CollectorFactory(slug=f"{event.slug}-{guide.slug}")

    conversation, _ = log_conversation(
        event, guide=guide, entry=an_entry(), actor=librarian
    )

    assert conversation.response.collector != foreign


def test_log_conversation_with_the_longest_names(guide, librarian):
    event = OutreachEventFactory(slug="e" * 80)
    guide.slug = "g" * 80
    guide.save()

    conversation, _ = log_conversation(
        event, guide=guide, entry=an_entry(), actor=librarian
    )

    assert len(conversation.response.collector.slug) <= 120


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": "canceled"}, "This event is canceled"),
        ({"starts_at": timezone.now() + 2 * DAY}, "This event is still to come"),
    ],
)
def test_log_refuses_an_event_that_was_not_held(guide, librarian, fields, message):
    event = OutreachEventFactory(**fields)
    reach = Reach(
        attendance=5, attendance_is="exact", stopped_by=None, staff_hours=None
    )

    for attempt in (
        lambda: log_conversation(event, guide=guide, entry=an_entry(), actor=librarian),
        lambda: log_board(event, board=a_board(guide, ("a", 1)), actor=librarian),
        lambda: record_reach(event, reach=reach, actor=librarian),
    ):
        with pytest.raises(ValidationError, match=message):
            attempt()
    assert Response.objects.count() == 0


def test_log_refuses_a_closed_guide(event, librarian):
    guide = GuideFactory(status="closed")

    with pytest.raises(ValidationError, match="guide is closed"):
        log_conversation(event, guide=guide, entry=an_entry(), actor=librarian)
    with pytest.raises(ValidationError, match="guide is closed"):
        log_board(event, board=a_board(guide, ("a", 1)), actor=librarian)


def test_log_refuses_anothers_submission(event, guide, librarian, trainer):
    entry = an_entry()
    log_conversation(event, guide=guide, entry=entry, actor=librarian)

    with pytest.raises(SubmissionMismatch):
        log_conversation(event, guide=guide, entry=entry, actor=trainer)
    with pytest.raises(SubmissionMismatch):
        log_conversation(
            OutreachEventFactory(), guide=guide, entry=entry, actor=librarian
        )
    assert Conversation.objects.count() == 1


def test_log_board_stores_a_line_each(event, guide, librarian):
    board = a_board(guide, ("more manga", 3), ("", 1), ("open earlier", 1))

    stored = log_board(event, board=board, actor=librarian)

    lines = Response.objects.order_by("pk").values_list("answers", "people")
    assert stored == 4
    assert list(lines) == [({"WISH": "more manga"}, 3), ({"WISH": "open earlier"}, 1)]
    assert set(Conversation.objects.values_list("method", flat=True)) == {
        "question_board"
    }
    assert Activity.objects.get().details == {
        "question": "WISH",
        "lines": 2,
        "notes": 4,
    }


def test_log_board_twice_stores_only_what_is_missing(event, guide, librarian):
    board = a_board(guide, ("a", 1), ("b", 2))
    log_board(event, board=board, actor=librarian)
    longer = replace(board, lines=[*board.lines, BoardLine("c", 1)])

    assert log_board(event, board=board, actor=librarian) == 0
    assert log_board(event, board=longer, actor=librarian) == 1
    assert Response.objects.count() == 3


def test_log_board_stores_stickers_by_choice(event, guide, librarian):
    why = guide.all_questions.get(code="WHY")
    stickers = [("", 12, "borrow"), ("", 0, "programs"), ("", 5, "space")]
    board = a_board(guide, *stickers, ("to sleep", 2), question=why)

    assert log_board(event, board=board, actor=librarian) == 19
    fewer = replace(board, lines=board.lines[2:])
    assert log_board(event, board=fewer, actor=librarian) == 0

    rows = Response.objects.order_by("pk").values_list("answers", "people")
    assert list(rows) == [
        ({"WHY": ["borrow"]}, 12),
        ({"WHY": ["space"]}, 5),
        ({"WHY": ["other"], "WHY-other": "to sleep"}, 2),
    ]


@pytest.mark.parametrize(
    ("kind", "line", "answers"),
    [
        ("single", ("", 3, "yes"), {"Q": "yes"}),
        ("rating", ("", 3, "4"), {"Q": 4}),
        ("short_text", ("free words", 3), {"Q": "free words"}),
    ],
)
def test_log_board_answers_as_each_kind_is_answered(
    event, librarian, kind, line, answers
):
    asked = question(PageFactory(), "Q", kind, "yes", "no", minimum=1, maximum=5)

    log_board(event, board=a_board(None, line, question=asked), actor=librarian)

    assert Response.objects.get().answers == answers


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("single", ("", 3, "perhaps")),
        ("single", ("no “other” here", 3)),
        ("rating", ("", 3, "6")),
        ("district", ("", 3, "east")),
    ],
)
def test_log_board_refuses_what_is_not_offered(event, librarian, kind, line):
    asked = question(PageFactory(), "Q", kind, "yes", "no", minimum=1, maximum=5)
    board = a_board(None, line, question=asked)

    with pytest.raises(ValidationError, match="not one of the answers offered"):
        log_board(event, board=board, actor=librarian)
    assert not Response.objects.exists()


def test_evidence_counts_the_stickers_of_a_board(event, guide, librarian):
    why = guide.all_questions.get(code="WHY")
    wish = guide.all_questions.get(code="WISH")
    stickers = [("", 12, "borrow"), ("", 7, "space"), ("to sleep", 6)]
    log_board(event, board=a_board(guide, *stickers, question=why), actor=librarian)
    notes = a_board(guide, ("more manga", 20), question=wish)
    log_board(event, board=notes, actor=librarian)

    today = timezone.localdate(event.starts_at)
    evidence = evidence_for(today, today)

    of_why = next(one for one in evidence.questions if one.code == "WHY")
    assert (evidence.people_heard, evidence.notes) == (25, 45)
    assert (evidence.conversations, evidence.answers) == (0, 4)
    assert [(one.code, one.people) for one in of_why.choices] == [
        ("borrow", 12),
        ("space", 7),
        ("other", 6),
        ("programs", 0),
    ]


@pytest.mark.parametrize("is_folded", [True, False])
def test_correct_conversation_corrects_the_tallies(event, guide, librarian, is_folded):
    conversation, _ = log_conversation(
        event, guide=guide, entry=an_entry(people=3), actor=librarian
    )
    if is_folded:
        tallying.fold_responses()
        assert tallied() == {"": 3, "borrow": 3, "space": 3}

    entry = an_entry(answers={"WHY": ["programs"]}, people=2, language="en")
    correct_conversation(conversation, entry=entry, actor=librarian)
    tallying.fold_responses()

    assert tallied() == {"": 2, "programs": 2}
    assert tallying.count_differences() == 0
    assert Response.objects.get().language == "en"
    assert Activity.objects.first().verb == "corrected"


def test_correct_conversation_follows_the_district(event, guide, librarian):
    east, west = DistrictFactory(code="east"), DistrictFactory(code="west")
    question(guide.pages.get(), "HOME", "district")
    conversation, _ = log_conversation(
        event, guide=guide, entry=an_entry(answers={"HOME": "east"}), actor=librarian
    )
    assert conversation.response.district == east

    entry = an_entry(answers={"HOME": "west"})
    correct_conversation(conversation, entry=entry, actor=librarian)

    assert Response.objects.get().district == west


def test_take_back_keeps_the_entry_out_of_the_figures(event, guide, librarian):
    conversation, _ = log_conversation(
        event, guide=guide, entry=an_entry(), actor=librarian
    )
    tallying.fold_responses()

    take_back(conversation, actor=librarian)
    take_back(conversation, actor=librarian)

    response = Response.objects.get()
    assert tallied() == {}
    assert tallying.count_differences() == 0
    assert (response.review_state, response.review_reason) == (
        "excluded",
        "taken_back",
    )
    assert list(Conversation.objects.counted()) == []
    assert Activity.objects.filter(verb="took_back").count() == 1


def test_put_back_counts_the_entry_again(event, guide, librarian):
    conversation, _ = log_conversation(
        event, guide=guide, entry=an_entry(), actor=librarian
    )
    tallying.fold_responses()
    before = tallied()
    take_back(conversation, actor=librarian)

    put_back(conversation, actor=librarian)
    put_back(conversation, actor=librarian)

    assert tallied() == before
    assert tallying.count_differences() == 0
    assert list(Conversation.objects.counted()) == [conversation]
    assert Activity.objects.filter(verb="put_back").count() == 1


def test_put_back_leaves_what_somebody_else_excluded(event, guide, librarian):
    conversation, _ = log_conversation(
        event, guide=guide, entry=an_entry(), actor=librarian
    )
    Response.objects.update(review_state="excluded", review_reason="a program's")

    put_back(conversation, actor=librarian)

    assert list(Conversation.objects.counted()) == []


def test_record_reach_makes_the_event_held(event, librarian):
    reach = Reach(
        attendance=300,
        attendance_is="at_least",
        stopped_by=263,
        staff_hours=Decimal("7.5"),
    )

    record_reach(event, reach=reach, actor=librarian)

    event.refresh_from_db()
    assert event.status == "held"
    assert (event.attendance, event.attendance_is) == (300, "at_least")
    assert (event.stopped_by, event.staff_hours) == (263, Decimal("7.50"))
    activity = Activity.objects.get()
    assert activity.verb == "recorded_reach"
    assert activity.details == {
        "attendance": 300,
        "attendance_is": "at_least",
        "stopped_by": 263,
        "staff_hours": "7.5",
        "methods": [],
    }


def test_record_reach_refuses_more_at_the_table_than_attended(event, librarian):
    reach = Reach(attendance=5, attendance_is="exact", stopped_by=6, staff_hours=None)

    with pytest.raises(ValidationError, match="More people stopped by than attended"):
        record_reach(event, reach=reach, actor=librarian)
    assert Activity.objects.count() == 0
