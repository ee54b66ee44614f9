"""What public pages are made of, by topic: each change gives another stamp."""

import threading

import pytest
import time_machine
from django.db import connection, transaction
from django.http import HttpResponse

from civic import editions
from civic.editions import kept_until_changed
from civic.models import Edition
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.writing import commitment_of, fall_summary
from tests.factories import BranchFactory, DistrictFactory
from tests.surveys.factories import SurveyFactory

TOPICS = Edition.Topic.values


def stamps() -> dict[str, str]:
    editions.forget()
    return {topic: editions.stamp_of(topic) for topic in TOPICS}


def a_second_later() -> None:
    for known in editions._known:
        known.asked_at -= editions.FRESH_FOR


def changed_by(change) -> set[str]:
    before = stamps()
    change()
    after = stamps()
    return {topic for topic in TOPICS if before[topic] != after[topic]}


@pytest.mark.django_db
def test_each_change_stamps_its_topic():
    district, branch = DistrictFactory(), BranchFactory()
    event, summary, survey = OutreachEventFactory(), fall_summary(), SurveyFactory()

    # A district is also a choice in surveys
    assert changed_by(district.save) == {"places", "surveys"}
    assert changed_by(lambda: type(branch).objects.update(is_open=False)) == {"places"}
    assert changed_by(event.save) == {"events"}
    assert changed_by(lambda: event.branches.add(branch)) == {"events"}
    assert changed_by(event.delete) == {"events"}
    assert changed_by(summary.save) == {"summaries"}
    assert changed_by(lambda: commitment_of(summary)) == {"summaries"}
    talk = ConversationFactory()
    assert changed_by(talk.save) == {"summaries"}
    assert changed_by(survey.save) == {"surveys"}
    assert changed_by(lambda: None) == set()


@pytest.mark.django_db
def test_edition_of_several_topics_changes_with_each():
    event = OutreachEventFactory(district=DistrictFactory())
    before = editions.stamp_of("places", "events")

    event.save()
    editions.forget()
    between = editions.stamp_of("places", "events")
    event.district.save()
    editions.forget()

    assert len({before, between, editions.stamp_of("places", "events")}) == 3


@pytest.mark.django_db
def test_time_of_the_last_change_is_known():
    assert editions.changed_at("events") is None

    OutreachEventFactory()
    editions.forget()

    latest = Edition.objects.filter(topic="events").latest("changed_at")
    assert editions.changed_at("events", "summaries") == latest.changed_at


@pytest.mark.django_db
def test_stamps_are_asked_for_once_a_second(django_assert_num_queries):
    for _second in range(2):
        with django_assert_num_queries(1):
            editions.stamp_of("events")
            editions.stamp_of("places")
        a_second_later()


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_do_not_wait_for_each_other():
    """Each stamps a row of its own, and each commit gives another edition."""
    first, second = OutreachEventFactory(), OutreachEventFactory()
    before = stamps()["events"]

    seen = []

    def change_the_second():
        second.save()
        seen.append(stamps()["events"])
        connection.close()

    with transaction.atomic():
        first.save()
        other = threading.Thread(target=change_the_second)
        other.start()
        other.join(timeout=5)
        assert not other.is_alive()
    after = stamps()["events"]

    assert len({before, *seen, after}) == 3
    assert Edition.objects.filter(topic="events").count() == 2


# Pages kept until something changes


@pytest.fixture
def view():
    made = []

    @kept_until_changed("events")
    def page(request):
        made.append(request.path)
        return HttpResponse(f"made {len(made)}")

    return page


def is_current(response) -> bool:
    return response.keeping.is_current()


@pytest.mark.django_db
def test_page_is_current_until_its_topic_changes(rf, view):
    response = view(rf.get("/en/events/"))

    assert is_current(response)
    DistrictFactory()
    editions.forget()
    assert is_current(response)
    OutreachEventFactory()
    editions.forget()
    assert not is_current(response)


@pytest.mark.django_db
def test_page_is_current_for_a_minute(rf, view):
    with time_machine.travel(0, tick=False) as clock:
        response = view(rf.get("/en/events/"))
        clock.shift(59)
        assert is_current(response)
        clock.shift(1)
        assert not is_current(response)


@pytest.mark.django_db
def test_page_with_a_query_is_not_kept(rf, view):
    asked = rf.get("/en/events/", {"language": "fa"})

    assert not hasattr(view(asked), "keeping")
    assert view(rf.get("/en/events/")).keeping.renewed(asked) is None


@pytest.mark.django_db
def test_warm_pages_take_no_query(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(editions, "FRESH_FOR", 60)  # on a slow machine too
    event = OutreachEventFactory(district=DistrictFactory())
    pages = ["/en/", "/fa/events/", "/en/events/month/", f"/vi/events/{event.slug}/"]
    made = {page: client.get(page).content for page in pages}

    with django_assert_num_queries(0):
        served = {page: client.get(page).content for page in pages}

    assert served == made


@pytest.mark.django_db
def test_warm_page_shows_a_change_within_a_second(client):
    event = OutreachEventFactory(title_en="Before")
    client.get("/en/events/")

    event.title_en = "After"
    event.save()
    a_second_later()

    assert "After" in client.get("/en/events/").content.decode()
