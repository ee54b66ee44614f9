import datetime as dt
from itertools import pairwise

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from engagement.models import Conversation, Debrief, OutreachEvent
from engagement.reach import reach_of
from surveys.models import Collector, Response
from tests.engagement.factories import (
    ConversationFactory,
    GuideFactory,
    OutreachEventFactory,
)
from tests.surveys.factories import CollectorFactory, ResponseFactory

pytestmark = pytest.mark.django_db

Status = OutreachEvent.Status
# Half past nine in the evening in the city; in UTC it is the next day already.
EVENING = dt.datetime(2026, 5, 9, 4, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def event(**fields) -> OutreachEvent:
    return OutreachEventFactory(**fields)


def entry(**fields) -> Conversation:
    return ConversationFactory(**fields)


def test_public_leaves_out_planned_events():
    shown = [event(status=s) for s in (Status.CONFIRMED, Status.CANCELED, Status.HELD)]
    event(status=Status.PLANNED)

    assert set(OutreachEvent.objects.public()) == set(shown)


@time_machine.travel(EVENING, tick=False)
def test_upcoming_holds_what_is_not_over_the_next_first():
    later = event(starts_at=EVENING + 2 * HOUR)
    running = event(starts_at=EVENING - HOUR)
    over = event(starts_at=EVENING - 3 * HOUR)

    assert list(OutreachEvent.objects.upcoming()) == [running, later]
    assert list(OutreachEvent.objects.past()) == [over]


@time_machine.travel(EVENING, tick=False)
def test_today_is_the_citys_day():
    morning = event(starts_at=EVENING - 12 * HOUR)
    over_midnight = event(starts_at=EVENING + HOUR, ends_at=EVENING + 5 * HOUR)
    tomorrow = event(starts_at=EVENING + 3 * HOUR)
    yesterday = event(starts_at=EVENING - 26 * HOUR)

    assert list(OutreachEvent.objects.today()) == [morning, over_midnight]
    assert list(OutreachEvent.objects.earlier()) == [yesterday]
    assert morning.has_begun
    assert over_midnight.has_begun
    assert not tomorrow.has_begun


def test_canceled_event_takes_no_entries():
    assert event(status=Status.PLANNED).takes_entries
    assert not event(status=Status.CANCELED).takes_entries
    assert not event(starts_at=timezone.now() + 30 * HOUR).takes_entries


def test_where_staff_speak_finds_one_of_several_languages():
    both = event(languages=["en", "fa"])
    event(languages=["en"])
    event()

    assert list(OutreachEvent.objects.where_staff_speak("fa")) == [both]


def test_with_entries_counts_talks_and_notes_but_no_excluded_entry():
    one, none = event(), event(starts_at=timezone.now() - HOUR)
    entry(event=one)
    entry(event=one, method="panel", response__people=7)
    entry(event=one, method="question_board", response__people=5)
    entry(event=one, response__review_state="excluded")

    counted = {
        found: (found.conversation_entries, found.board_notes)
        for found in OutreachEvent.objects.with_entries()
    }

    assert counted == {one: (2, 5), none: (0, 0)}


def test_planned_event_is_visible_to_those_who_log_or_translate(
    librarian, trainer, translator, moderator, stranger
):
    planned = event(status=Status.PLANNED)

    for person in (librarian, trainer, translator):
        assert list(OutreachEvent.objects.visible_to(person)) == [planned]
    for person in (moderator, stranger, AnonymousUser()):
        assert list(OutreachEvent.objects.visible_to(person)) == []


def test_editable_by_is_ones_own_entry_of_the_last_day(librarian, editor, trainer):
    own = entry(staff=librarian)
    entry(staff=trainer)
    old = entry(staff=librarian)
    Conversation.objects.filter(pk=old.pk).update(logged_at=timezone.now() - 25 * HOUR)

    assert list(Conversation.objects.editable_by(librarian)) == [own]
    assert Conversation.objects.editable_by(editor).count() == 3


def test_editable_by_is_nothing_for_other_roles(translator, stranger):
    entry(staff=translator)

    assert list(Conversation.objects.editable_by(translator)) == []
    assert list(Conversation.objects.editable_by(stranger)) == []


def test_logged_today_is_the_citys_day():
    with time_machine.travel(EVENING, tick=False):
        now = entry()
        before = entry()
        Conversation.objects.filter(pk=before.pk).update(logged_at=EVENING - 22 * HOUR)

        assert list(Conversation.objects.logged_today()) == [now]


def test_boards_and_talks_are_told_apart():
    talk, panel = entry(), entry(method="panel")
    note, virtual = entry(method="question_board"), entry(method="virtual_board")

    assert set(Conversation.objects.in_talks()) == {talk, panel}
    assert set(Conversation.objects.on_boards()) == {note, virtual}


def test_event_must_end_after_it_starts():
    moment = timezone.now()

    with pytest.raises(IntegrityError, match="event_ends_after_it_starts"):
        event(starts_at=moment, ends_at=moment)


def test_more_cannot_stop_by_than_attended_exactly():
    allowed = event(attendance=10, attendance_is="at_least", stopped_by=11)
    wrong = event(attendance=10)
    wrong.stopped_by = 11

    allowed.validate_constraints()
    with pytest.raises(ValidationError) as refusal:
        wrong.validate_constraints()
    assert refusal.value.messages == [
        "More people stopped by than attended: correct one of the two."
    ]
    with pytest.raises(IntegrityError, match="event_stopped_by_within_attendance"):
        wrong.save()


def test_consent_needs_a_quotation():
    with pytest.raises(IntegrityError, match="conversation_consent_needs_quotation"):
        entry(quotation_consent="anonymous")


def test_response_belongs_to_one_entry_only():
    response = ResponseFactory(survey=GuideFactory())
    entry(response=response)

    with pytest.raises(IntegrityError), transaction.atomic():
        entry(response=response)


def test_hidden_reach_tells_nothing_by_its_unit():
    units = set()
    for people in (0, 1, 2, 4):
        with translation.override("pl"):
            units |= {one.unit for one in reach_of(event(attendance=people))}

    assert units == {"osób przyszło na wydarzenie"}


def test_venue_and_host_stand_in_the_readers_language(client):
    fair = event(
        venue_en="King Library",
        venue_fa="کتابخانهٔ کینگ",
        host_en="Oak School",
        host_fa="دبستان بلوط",
    )
    page = client.get(f"/fa/events/{fair.slug}/").content.decode()

    assert page.count("<bdi>کتابخانهٔ کینگ</bdi>") == 1
    assert page.count("<bdi>دبستان بلوط</bdi>") == 1
    assert page.count("King Library") == 0


def test_venue_without_a_translation_says_its_language(client):
    fair = event(venue_en="Oak Hall")
    page = client.get(f"/fa/events/{fair.slug}/").content.decode()

    assert page.count('<bdi><span lang="en" dir="ltr">Oak Hall</span></bdi>') == 1


def in_each_version(*slugs: str) -> list[Collector]:
    """One collector and those that took over from it, version after version."""
    made = [CollectorFactory(slug=slug, kind="event") for slug in slugs]
    for older, newer in pairwise(made):
        older.successor = newer
        older.save()
    return made


@pytest.mark.parametrize("versions", [1, 3])
def test_event_owns_the_collectors_of_newer_versions(
    versions, django_assert_num_queries
):
    market = event()
    own = in_each_version(*(f"market-{n}" for n in range(versions)))
    in_each_version("fair-1", "fair-2")  # of another event
    market.collectors.add(own[0])

    with django_assert_num_queries(1):
        assert list(market.all_collectors()) == own


def test_answers_through_a_newer_versions_code_are_the_events():
    market = event()
    older, newer = in_each_version("market", "market-2")
    market.collectors.add(older)
    by_older, by_newer = (ResponseFactory(collector=one) for one in (older, newer))
    ResponseFactory()

    came = Response.objects.filter(collector__in=market.all_collectors())
    assert set(came) == {by_older, by_newer}


def test_expected_is_what_is_to_come_and_not_called_off():
    later, soon = (
        event(starts_at=timezone.now() + days * 24 * HOUR) for days in (2, 1)
    )
    event(starts_at=timezone.now() + 24 * HOUR, status=Status.CANCELED)
    event(starts_at=timezone.now() - 24 * HOUR)

    assert list(OutreachEvent.objects.expected()) == [soon, later]


def test_without_reach_is_what_was_held_and_not_counted():
    over = timezone.now() - 24 * HOUR
    waiting = event(starts_at=over)
    event(starts_at=over, attendance=0)
    event(starts_at=over, stopped_by=3)
    event(starts_at=over, status=Status.CANCELED)
    event()

    assert list(OutreachEvent.objects.without_reach()) == [waiting]


def test_without_debrief_is_what_was_held_of_late():
    waiting = event(starts_at=timezone.now() - 24 * HOUR)
    told = event(starts_at=timezone.now() - 24 * HOUR)
    Debrief.objects.create(event=told, heard=["Shade"], language="en")
    event(starts_at=timezone.now() - 40 * 24 * HOUR)
    event(starts_at=timezone.now() - 24 * HOUR, status=Status.CANCELED)

    assert list(OutreachEvent.objects.without_debrief()) == [waiting]


@time_machine.travel(EVENING, tick=False)
def test_debriefs_are_found_by_the_citys_day_of_their_events(librarian, translator):
    first, last = EVENING, EVENING + 48 * HOUR  # in the city, 8 and 10 May
    debriefs = [
        Debrief.objects.create(
            event=event(starts_at=moment), heard=["Shade"], language="en"
        )
        for moment in (last, first, first - 24 * HOUR)
    ]

    held = Debrief.objects.held_between(dt.date(2026, 5, 8), dt.date(2026, 5, 10))
    assert list(held) == [debriefs[1], debriefs[0]]
    assert set(Debrief.objects.visible_to(librarian)) == set(debriefs)
    assert not Debrief.objects.visible_to(translator).exists()
