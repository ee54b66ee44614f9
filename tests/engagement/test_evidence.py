"""The counts of a period, from the log to the form that may be published."""

import datetime as dt
import json
from collections import defaultdict
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from engagement.evidence import Evidence, evidence_for
from engagement.models import Conversation, OutreachEvent
from surveys.models import Question, Response

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 10, 31)
Method = Conversation.Method


def fall():
    return evidence_for(FIRST, LAST)


def question(evidence, code):
    return next(one for one in evidence.questions if one.code == code)


def people(rows):
    return {row.code: row.people for row in rows}


def test_evidence_tells_the_four_counts_apart(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"], "WISH": "More books"}, people=3)
    listening.entry(market, {"WHY": ["programs"]}, people=2, method=Method.PANEL)
    listening.note(market, {"WISH": "Drawing classes"}, people=4)

    evidence = fall()

    assert evidence.people_heard == 9
    assert evidence.conversations == 2
    assert evidence.notes == 4
    assert evidence.answers == 4
    assert len(evidence.events) == 1


def test_people_heard_takes_the_fullest_question_of_an_events_boards(listening):
    fair, market = listening.event(), listening.event()
    listening.note(fair, {"WHY": ["borrow"]}, people=10)
    listening.note(fair, {"WISH": "Quiet"}, people=6)
    listening.note(fair, {"WISH": "Light"}, people=7, method=Method.VIRTUAL_BOARD)
    listening.note(market, {"WISH": "Chess"}, people=2)

    evidence = fall()

    assert evidence.people_heard == 15
    assert evidence.notes == 25
    assert question(evidence, "WISH").notes == 15


def test_people_by_language_add_up_to_people_heard(listening):
    fair = listening.event()
    listening.entry(fair, {"WISH": "x"}, people=5, language="vi")
    listening.note(fair, {"WHY": ["borrow"]}, people=3, language="fa")
    listening.note(fair, {"WISH": "x"}, people=8, language="en")
    listening.note(fair, {"WISH": "y"}, people=1, language="vi")

    evidence = fall()

    assert people(evidence.languages) == {"en": 8, "vi": 6}
    assert evidence.people_heard == 14


def test_evidence_leaves_out_excluded_responses(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"]}, people=5)
    spam = listening.entry(market, {"WHY": ["borrow"]}, people=90)
    spam.response.review_state = Response.ReviewState.EXCLUDED
    spam.response.save()

    evidence = fall()

    assert evidence.people_heard == 5
    assert question(evidence, "WHY").choices[0].people == 5


def test_evidence_keeps_to_the_days_of_the_city(listening):
    first_minute = listening.event(starts_at=_city(2025, 7, 1, 0, 0))
    last_minute = listening.event(starts_at=_city(2025, 10, 31, 23, 59))
    before = listening.event(starts_at=_city(2025, 6, 30, 23, 59))
    after = listening.event(starts_at=_city(2025, 11, 1, 0, 0))
    for number, event in enumerate((first_minute, last_minute, before, after)):
        listening.entry(event, {"WISH": "x"}, people=10**number)

    evidence = fall()

    assert evidence.people_heard == 11
    assert [one.slug for one in evidence.events] == [
        first_minute.slug,
        last_minute.slug,
    ]


def test_events_are_those_held_or_listened_at(listening):
    held = listening.event(status=OutreachEvent.Status.HELD)
    forgotten = listening.event(status=OutreachEvent.Status.CONFIRMED)
    listening.event(status=OutreachEvent.Status.CONFIRMED)
    listening.event(status=OutreachEvent.Status.CANCELED)
    listening.entry(forgotten, {"WISH": "x"})

    slugs = [one.slug for one in fall().events]

    assert slugs == [held.slug, forgotten.slug]


def test_choices_come_most_frequent_first_with_the_ungiven_last(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["programs", "borrow"]}, people=6)
    listening.entry(market, {"WHY": ["programs", "other"], "WHY-other": "Cats"})

    why = question(fall(), "WHY")

    assert [(one.code, one.people) for one in why.choices] == [
        ("programs", 7),
        ("borrow", 6),
        ("other", 1),
        ("space", 0),
    ]
    assert why.people == 7
    assert why.is_exclusive is False
    assert why.choices[1].labels == {"en": "To borrow", "fa": "برای امانت"}


def test_rating_counts_every_step_of_its_scale(listening):
    listening.question("TRUST", Question.Kind.RATING, minimum=1, maximum=3)
    listening.entry(listening.event(), {"TRUST": 2}, people=4)

    assert people(question(fall(), "TRUST").choices) == {"2": 4, "1": 0, "3": 0}


def test_free_words_are_counted_and_never_told(listening):
    market = listening.event()
    listening.entry(market, {"WISH": "A garden behind the branch"}, people=2)
    listening.note(market, {"WISH": "Chess"}, people=3)

    wish = question(fall(), "WISH")

    assert (wish.people, wish.conversations, wish.notes) == (5, 1, 3)
    assert wish.choices == ()
    assert "garden" not in json.dumps(fall().as_json())


def test_evidence_groups_events_by_district_branch_and_setting(listening):
    one, other = listening.event(setting="fair"), listening.event(setting="fair")
    third = listening.event(setting="school", district=one.district)
    third.branches.set(one.branches.all())

    evidence = fall()

    assert [(row.code, row.events) for row in evidence.settings] == [
        ("fair", 2),
        ("school", 1),
    ]
    assert [(row.code, row.events) for row in evidence.districts] == [
        (one.district.code, 2),
        (other.district.code, 1),
    ]
    assert [row.events for row in evidence.branches] == [2, 1]


def test_evidence_comes_back_from_json_unchanged(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"], "WISH": "x"}, people=7)
    evidence = fall()

    stored = json.loads(json.dumps(evidence.as_json()))

    assert Evidence.from_json(stored) == evidence


def test_published_evidence_masks_fewer_than_five(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["programs"]}, people=9, language="vi")
    listening.entry(market, {"WHY": ["space"]}, people=3, language="fa")

    published = fall().published()

    assert published.people_heard == 12
    assert published.conversations is None
    assert published.notes is None
    # With one language hidden, the total would give it back: both are masked.
    assert people(published.languages) == {"fa": None, "vi": None}
    assert people(question(published, "WHY").choices)["space"] is None


def test_published_evidence_is_published_once(listening):
    listening.entry(listening.event(), {"WHY": ["space"]}, people=7)
    published = fall().published()

    assert Evidence.from_json(published.as_json()).published() == published


def test_published_evidence_counts_free_words(listening):
    listening.entry(listening.event(), {"WISH": "x"}, people=8)

    assert question(fall().published(), "WISH").people == 8


@pytest.mark.parametrize(
    ("talks", "talked_to", "notes", "shown"),
    [
        ((1, 1, 1), 1, 84, (87, None, None)),  # 87 less 84 would tell of 3 people
        ((43,), 43, 84, (127, None, 84)),
        ((1,) * 10, 1, 3, (13, None, None)),  # 13 less 10 would tell of 3 people
        ((3,) * 10, 3, 3, (33, 10, None)),
        ((1,) * 10, 1, 0, (10, 10, None)),
        ((), 0, 84, (84, None, 84)),
        ((1, 1), 1, 2, (None, None, None)),
    ],
)
def test_headlines_do_not_give_each_other_away(
    listening, talks, talked_to, notes, shown
):
    market = listening.event()
    for people in talks:
        listening.entry(market, {"WISH": "x"}, people=people)
    if notes:
        listening.note(market, {"WISH": "y"}, people=notes)

    published = fall().published()

    assert (published.people_heard, published.conversations, published.notes) == shown
    assert published.people_in_talks is None
    assert question(published, "WISH").notes is None


def headlines(talks, conversations, boards, notes):
    published = Evidence(
        starts_on="2025-07-01",
        ends_on="2025-10-31",
        people_heard=talks + boards,
        people_in_talks=talks,
        conversations=conversations,
        notes=notes,
        answers=0,
    ).published()
    return published.people_heard, published.conversations, published.notes


@pytest.fixture(scope="module", params=[1, 3])
def indistinguishable(request):
    """All periods of up to 24 people by the headlines a reader sees of them.

    The boards ask as many questions as ``request.param``, and the reader knows it:
    nobody leaves more notes than that.
    """
    periods = defaultdict(list)
    for talks, boards in product(range(17), repeat=2):
        for conversations in range(min(talks, 1), talks + 1):
            for notes in range(boards, boards * request.param + 1):
                period = (talks, conversations, boards, notes)
                periods[headlines(*period)].append(period)
    return periods


def test_headlines_leave_every_small_number_open(indistinguishable):
    """People in talks, conversations, people at boards, notes: each four ways open."""
    for shown, periods in indistinguishable.items():
        if max(talks + boards for talks, _c, boards, _n in periods) > 16:
            continue  # others that look the same were not made
        for values in map(set, zip(*periods, strict=True)):
            small = values & {1, 2, 3, 4}
            assert not small or len(values) >= 4, shown


def test_shares_are_of_the_people_who_answered(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["programs", "borrow"]}, people=10)
    listening.entry(market, {"WHY": ["borrow"]}, people=10)

    why = question(fall().published(), "WHY")

    assert why.people == 20
    assert [(one.code, part) for one, part in why.shares] == [("programs", 0.5)]
    assert [one.code for one in why.hidden] == ["borrow", "other", "space"]


def test_published_order_of_masked_choices_is_not_that_of_their_counts(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["programs"]}, people=9)
    listening.entry(market, {"WHY": ["space"]}, people=4)
    listening.entry(market, {"WHY": ["borrow"]}, people=1)

    masked = [
        one.code
        for one in question(fall().published(), "WHY").choices
        if not one.people
    ]

    assert masked == sorted(masked)


def test_evidence_of_an_empty_period(db):
    evidence = fall()

    assert (evidence.people_heard, evidence.events, evidence.questions) == (0, (), ())
    assert evidence.published().people_heard is None


@pytest.mark.parametrize("rows", [1, 3])
def test_evidence_costs_the_same_queries(listening, rows, django_assert_num_queries):
    for _number in range(rows):
        event = listening.event()
        listening.entry(event, {"WHY": ["borrow"], "WISH": "x"})
        listening.note(event, {"WISH": "y"})

    with django_assert_num_queries(12):
        fall()


def _city(*when):
    return dt.datetime(*when, tzinfo=ZoneInfo(settings.TIME_ZONE))
