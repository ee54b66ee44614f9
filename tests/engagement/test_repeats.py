"""Planning an event again: which days, what is taken over, never twice."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from engagement.actions.event_surveys import link_survey
from engagement.actions.repeats import repeat_event
from engagement.models import OutreachEvent
from surveys.models import Collector
from tests.engagement.factories import GuideFactory
from tests.engagement.planning import SATURDAY, Status, clock, market, starts
from tests.factories import BranchFactory, DistrictFactory, UserFactory
from tests.surveys.factories import SurveyFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 9, 1, 18, tzinfo=dt.UTC)
WEEKS = [SATURDAY + dt.timedelta(days=7 * number) for number in (1, 2)]
Kind = Collector.Kind


@pytest.fixture(autouse=True)
def in_september():
    with time_machine.travel(NOW, tick=False):
        yield


def stored(event) -> OutreachEvent:
    return OutreachEvent.objects.get(pk=event.pk)


def test_repeated_events_take_over_what_it_is_but_not_what_became_of_it(librarian):
    event = market(
        slug="market-stall",
        district=DistrictFactory(),
        latitude=37.3,
        longitude=-121.9,
        access=["shade"],
        status_note_en="Moved",
        attendance=40,
        status=Status.HELD,
        is_pattern=True,
        revision=3,
    )

    first, second = repeat_event(event, days=WEEKS, actor=librarian)

    assert starts([first, second]) == ["2026-12-19 09:00", "2026-12-26 09:00"]
    assert first.slug == "market-stall-2026-12-19"
    assert (first.title_fa, first.venue_en, first.languages, first.access) == (
        event.title_fa,
        event.venue_en,
        ["en", "fa"],
        ["shade"],
    )
    assert (first.district, first.latitude) == (event.district, 37.3)
    assert list(first.branches.all()) == list(event.branches.all())
    assert (first.status, first.attendance, first.revision) == ("planned", None, 0)
    assert (first.is_pattern, first.status_note_en) == (False, None)
    assert first.series == second.series == stored(event).series


def test_repeating_twice_plans_nothing_twice(librarian):
    event = market()

    assert len(repeat_event(event, days=WEEKS, actor=librarian)) == 2
    assert repeat_event(event, days=WEEKS, actor=librarian) == []
    assert len(repeat_event(event, days=[SATURDAY, *WEEKS], actor=librarian)) == 0

    assert OutreachEvent.objects.count() == 3


def test_later_event_of_a_series_goes_on_with_the_series(librarian):
    event = market()
    *_, last = repeat_event(event, days=WEEKS, actor=librarian)

    (added,) = repeat_event(
        last, days=[*WEEKS, SATURDAY + dt.timedelta(days=28)], actor=librarian
    )

    assert added.series == stored(event).series


def test_no_day_is_refused(librarian):
    with pytest.raises(ValidationError, match="Choose at least one day"):
        repeat_event(market(), days=[], actor=librarian)


def test_times_stay_the_same_when_the_clocks_are_set(librarian):
    event = market(dt.date(2026, 10, 25))  # a week before they are set back

    (made,) = repeat_event(event, days=[dt.date(2026, 11, 1)], actor=librarian)

    assert (clock(made.starts_at), clock(made.ends_at)) == (
        "2026-11-01 09:00",
        "2026-11-01 12:00",
    )


def test_event_over_the_hour_that_is_skipped_is_refused_as_a_whole(librarian):
    event = market(dt.date(2027, 2, 28), at="02:30")

    with pytest.raises(ValidationError, match="March 14, 2027 the clocks"):
        repeat_event(
            event,
            days=[dt.date(2027, 3, 7), dt.date(2027, 3, 14)],
            actor=librarian,
        )
    assert OutreachEvent.objects.count() == 1


def test_event_that_ends_after_midnight_ends_on_the_next_day(librarian):
    event = market(at="22:00", hours=4)

    made, *_ = repeat_event(event, days=WEEKS, actor=librarian)

    assert clock(made.ends_at) == "2026-12-20 02:00"


@pytest.mark.django_db(transaction=True)
def test_two_repetitions_at_once_plan_each_day_once():
    event, person = market(), UserFactory()
    gate, made = threading.Barrier(2), []

    def repeat():
        gate.wait()
        made.append(len(repeat_event(event, days=WEEKS, actor=person)))
        connection.close()

    threads = [threading.Thread(target=repeat) for _number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(made) == [0, 2]


# Links to surveys


def test_event_gets_a_collector_of_its_own(librarian):
    event, survey = market(), SurveyFactory()

    made, is_new = link_survey(event, survey=survey, kind=Kind.EVENT, actor=librarian)

    assert is_new
    assert (made.survey, made.kind, made.name) == (survey, "event", "Market stall")
    assert made.slug.isalpha()
    assert list(event.collectors.all()) == [made]


def test_collector_is_called_as_its_event_in_the_language_of_who_reads(
    librarian, as_user
):
    survey = SurveyFactory()
    made, _is_new = link_survey(
        market(), survey=survey, kind=Kind.EVENT, actor=librarian
    )
    client, pages = as_user(librarian), f"/fa/desk/surveys/{survey.pk}/collectors/"

    for page in (pages, f"{pages}{made.pk}/", f"{pages}{made.pk}/edit/"):
        shown = client.get(page).content.decode()
        assert ("غرفهٔ بازار" in shown, "Market stall" in shown) == (True, False)


def test_collector_keeps_the_name_that_staff_gave_it(librarian):
    made, _is_new = link_survey(
        market(), survey=SurveyFactory(), kind=Kind.KIOSK, actor=librarian
    )

    made.name = "Tablet at the door"

    with translation.override("fa"):
        assert made.shown_name == "Tablet at the door"


def test_asking_for_the_collector_again_gives_the_same(librarian):
    event, survey = market(), SurveyFactory()
    made, _is_new = link_survey(event, survey=survey, kind=Kind.EVENT, actor=librarian)

    again, is_new = link_survey(event, survey=survey, kind=Kind.EVENT, actor=librarian)
    kiosk, _is_new = link_survey(event, survey=survey, kind=Kind.KIOSK, actor=librarian)

    assert (again, is_new) == (made, False)
    assert set(event.collectors.all()) == {made, kiosk}


def test_survey_that_takes_no_answers_is_refused(librarian):
    event = market()

    for survey in (SurveyFactory(status="closed"), GuideFactory()):
        with pytest.raises(ValidationError, match="takes no answers"):
            link_survey(event, survey=survey, kind=Kind.EVENT, actor=librarian)
    assert not event.collectors.exists()


def test_canceled_event_gets_no_survey(librarian):
    event = market(status=Status.CANCELED)

    with pytest.raises(ValidationError, match="needs no survey"):
        link_survey(event, survey=SurveyFactory(), kind=Kind.EVENT, actor=librarian)


def test_repeated_events_get_links_of_their_own_where_asked(librarian):
    event, survey, closed = market(), SurveyFactory(), SurveyFactory()
    for one in (survey, closed):
        link_survey(event, survey=one, kind=Kind.EVENT, actor=librarian)
    link_survey(event, survey=survey, kind=Kind.KIOSK, actor=librarian)
    closed.status = "closed"
    closed.save()

    made = repeat_event(event, days=WEEKS, actor=librarian, with_links=True)

    links = [one.collectors.get() for one in made]
    assert [(one.survey, one.kind) for one in links] == [(survey, "event")] * 2
    assert len({one.slug for one in links}) == 2


# Who may


def test_events_are_edited_by_librarians_of_a_branch_that_attends(librarian, editor):
    own, other = BranchFactory(), BranchFactory()
    attended = market(branches=[other, own])
    foreign = market(branches=[other])

    assert set(OutreachEvent.objects.editable_by(librarian)) == {attended, foreign}
    librarian.branches.set([own, BranchFactory()])
    assert list(OutreachEvent.objects.editable_by(librarian)) == [attended]
    assert set(OutreachEvent.objects.editable_by(editor)) == {attended, foreign}


def test_events_are_edited_by_nobody_else(translator, trainer, moderator, stranger):
    event = market()

    for person in (translator, trainer, moderator, stranger):
        assert not OutreachEvent.objects.editable_by(person).exists()
    assert list(OutreachEvent.objects.translatable_by(translator)) == [event]
    for person in (trainer, moderator, stranger):
        assert not OutreachEvent.objects.translatable_by(person).exists()
