"""The desk's events: finding one, planning it, changing it, in the reader's words."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from civic.models import Activity
from engagement.actions.repeats import repeat_event
from engagement.models import Debrief, OutreachEvent
from tests.engagement.planning import SATURDAY, Status, clock, market
from tests.factories import BranchFactory, DistrictFactory
from tests.surveys.factories import CollectorFactory, SurveyFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 18, tzinfo=dt.UTC)
YESTERDAY = dt.date(2026, 11, 27)
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def address(name: str, *args, language="en") -> str:
    with translation.override(language):
        return reverse(f"engagement:{name}", args=args)


def slugs(response) -> list[str]:
    return [event.slug for event in response.context["events"]]


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 422
    found = response.context["form"].errors
    return {name: [str(one) for one in several] for name, several in found.items()}


# The list


def test_list_shows_what_is_coming_the_next_one_first(desk):
    market(SATURDAY + WEEK, slug="later", status=Status.PLANNED)
    market(slug="soon")
    market(slug="off", status=Status.CANCELED)
    market(YESTERDAY, slug="over")

    assert slugs(desk.get(address("desk-event-list"))) == ["soon", "later"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("planned", ["later"]),
        ("waiting", ["over"]),
        ("past", ["over", "told"]),
        ("canceled", ["off"]),
        ("patterns", ["soon"]),
        ("nonsense", ["soon", "later"]),
    ],
)
def test_list_shows_the_events_that_are_asked_for(desk, view, expected):
    market(SATURDAY + WEEK, slug="later", status=Status.PLANNED)
    market(slug="soon", is_pattern=True)
    market(slug="off", status=Status.CANCELED)
    market(YESTERDAY, slug="over")
    told = market(YESTERDAY - WEEK, slug="told", stopped_by=4)
    Debrief.objects.create(event=told, heard=["Shade"], language="en")

    assert slugs(desk.get(address("desk-event-list"), {"view": view})) == expected


def test_list_is_narrowed_by_district_branch_and_words(desk):
    district, branch = DistrictFactory(), BranchFactory()
    both = market(slug="both", district=district, branches=[branch, BranchFactory()])
    market(slug="there", district=district, title_en="Fair")
    market(slug="theirs", branches=[branch])
    page = address("desk-event-list")

    assert slugs(desk.get(page, {"district": district.code})) == ["both", "there"]
    assert slugs(desk.get(page, {"branch": branch.code})) == ["both", "theirs"]
    asked = {"district": district.code, "branch": branch.code}
    assert slugs(desk.get(page, asked)) == [both.slug]
    assert slugs(desk.get(page, {"words": "بازار", **asked})) == [both.slug]
    assert slugs(desk.get(page, {"words": "fair"})) == ["there"]


@pytest.mark.parametrize(
    "query", [{"district": "nowhere"}, {"branch": "\x00"}, {"words": "x" * 999}]
)
def test_list_asked_for_nonsense_shows_what_is_coming(desk, query):
    market(slug="soon")

    assert slugs(desk.get(address("desk-event-list"), query)) == ["soon"]


def test_list_counts_what_waits(desk):
    market(YESTERDAY)
    market(YESTERDAY, stopped_by=4)
    market(YESTERDAY - 10 * WEEK)

    page = desk.get(address("desk-event-list")).content.decode()

    assert "2 events without reach" in page
    assert "2 events of the last month without debrief" in page


def test_list_takes_as_many_queries_for_three_as_for_one(
    desk, django_assert_num_queries
):
    market(YESTERDAY, district=DistrictFactory())
    page = address("desk-event-list") + "?view=past"
    with django_assert_num_queries(10):
        desk.get(page)

    for number in (1, 2):
        branches = [BranchFactory(), BranchFactory()]
        market(YESTERDAY - number * WEEK, district=DistrictFactory(), branches=branches)
    with django_assert_num_queries(10):
        assert len(slugs(desk.get(page))) == 3


def test_list_offers_a_new_event_to_those_who_plan(as_user, librarian, trainer):
    new = f'href="{address("desk-event-create")}"'

    page = address("desk-event-list")
    assert new in as_user(librarian).get(page).content.decode()
    assert new not in as_user(trainer).get(page).content.decode()


# One event


def test_event_shows_what_can_be_done_with_it_now(desk):
    def offered(event) -> set[str]:
        page = desk.get(address("desk-event-detail", event.pk)).content.decode()
        names = ("confirm", "withdraw", "cancel", "reinstate", "discard", "repeat")
        return {
            name
            for name in names
            if f'"{address(f"desk-event-{name}", event.pk)}"' in page
        }

    assert offered(market(status=Status.PLANNED)) == {"confirm", "discard", "repeat"}
    assert offered(market()) == {"withdraw", "cancel", "repeat"}
    assert offered(market(status=Status.CANCELED)) == {"reinstate", "repeat"}
    assert offered(market(YESTERDAY, status=Status.HELD)) == {"repeat"}


def test_event_of_another_branch_can_be_read_but_not_changed(as_user, librarian):
    librarian.branches.add(BranchFactory())
    event = market()
    client = as_user(librarian)

    page = client.get(address("desk-event-detail", event.pk))

    assert page.status_code == 200
    assert address("desk-event-update", event.pk) not in page.content.decode()
    for name in ("update", "repeat", "cancel", "discard"):
        assert client.get(address(f"desk-event-{name}", event.pk)).status_code == 404
    for name in ("confirm", "withdraw", "reinstate", "link"):
        assert client.post(address(f"desk-event-{name}", event.pk)).status_code == 404
    pattern = client.post(
        address("desk-event-pattern", event.pk), {"is_pattern": "yes"}
    )
    assert pattern.status_code == 404
    assert Activity.objects.count() == 0


def test_event_tells_which_languages_lack_texts(desk):
    event = market(description_en="Come by.", venue_fa="میدان")

    page = desk.get(address("desk-event-detail", event.pk)).content.decode()

    assert '<bdi lang="pl">Polski</bdi> (3 texts)' in page
    assert '<bdi lang="fa">فارسی</bdi> (1 text)' in page


def test_event_takes_as_many_queries_for_a_series_of_one_as_of_three(
    desk, editor, django_assert_num_queries
):
    event = market()
    page = address("desk-event-detail", event.pk)
    repeat_event(event, days=[SATURDAY + WEEK], actor=editor)
    event.collectors.add(CollectorFactory())
    with django_assert_num_queries(15):
        desk.get(page)

    repeat_event(event, days=[SATURDAY + 2 * WEEK, SATURDAY + 3 * WEEK], actor=editor)
    for _number in range(2):
        event.collectors.add(CollectorFactory())
        event.branches.add(BranchFactory())
    with django_assert_num_queries(15):
        desk.get(page)


# Planning


def sent(branch=None, **fields) -> dict:
    common = {
        "title_en": "Market stall",
        "setting": "market",
        "starts_on": "2026-12-12",
        "starts_time": "09:00",
        "ends_time": "12:30",
        "languages": ["en", "vi"],
        "branches": [(branch or BranchFactory()).pk],
    }
    return common | fields


def test_event_is_planned_with_all_that_is_told_of_it(desk):
    branch, district = BranchFactory(), DistrictFactory()

    response = desk.post(
        address("desk-event-create"),
        sent(
            branch,
            title_fa="غرفهٔ بازار",
            venue_pl="Plac Roosevelta",
            district=district.pk,
            address="1 Main St.",
            point="37.3355, -121.8850",
            online_address="meet.example.org/x",
            access=["shade", "seating"],
            access_notes_it="Sedie per tutti.",
        ),
        follow=True,
    )

    event = OutreachEvent.objects.get()
    assert response.redirect_chain[-1] == (address("desk-event-detail", event.pk), 303)
    assert "Only staff see it until you announce it." in response.content.decode()
    assert (event.slug, event.status, event.setting) == (
        "market-stall",
        "planned",
        "market",
    )
    assert (clock(event.starts_at), clock(event.ends_at)) == (
        "2026-12-12 09:00",
        "2026-12-12 12:30",
    )
    assert (event.title_fa, event.venue_pl, event.access_notes_it) == (
        "غرفهٔ بازار",
        "Plac Roosevelta",
        "Sedie per tutti.",
    )
    assert (event.district, event.address) == (district, "1 Main St.")
    assert (event.latitude, event.longitude) == (37.3355, -121.885)
    assert event.online_address == "https://meet.example.org/x"
    assert (event.languages, event.access) == (["en", "vi"], ["shade", "seating"])
    assert list(event.branches.all()) == [branch]


def test_event_is_planned_in_persian_digits_and_calendar(desk):
    response = desk.post(
        address("desk-event-create", language="fa"),
        sent(starts_on="۱۴۰۵/۰۹/۲۱", starts_time="۹:۳۰", ends_time="۱.۰۰ ب.ظ"),
    )

    assert response.status_code == 303
    event = OutreachEvent.objects.get()
    assert (clock(event.starts_at), clock(event.ends_at)) == (
        "2026-12-12 09:30",
        "2026-12-12 13:00",
    )


def test_event_sent_twice_is_planned_once(desk):
    data = sent()
    for _time in range(2):
        response = desk.post(address("desk-event-create"), data, follow=True)

    assert OutreachEvent.objects.count() == 1
    assert "saved before: here it is" in response.content.decode()


def test_event_that_is_there_already_is_refused_and_kept(desk):
    data = sent()
    desk.post(address("desk-event-create"), data)

    response = desk.post(address("desk-event-create"), data | {"venue_en": "Elsewhere"})

    assert errors(response) == {
        "__all__": ["This event is in the calendar already: change that one instead."]
    }
    assert 'value="Elsewhere"' in response.content.decode()


def test_form_asks_for_a_missing_title_above_all_languages(desk):
    response = desk.post(address("desk-event-create"), sent(title_en=""))

    page, message = response.content.decode(), "“Title” is needed in at least one"
    assert f'<li><a href="#id_title_en">{message}' in page
    title = re.search(r'<legend>Title</legend>.*?<div class="trans', page, re.DOTALL)
    assert message in title[0]
    assert 'id="id_title_en_error"' in title[0]
    assert page.count(message) == 2


def test_form_names_each_group_of_its_own(desk):
    page = desk.get(address("desk-event-create")).content.decode()

    names = re.findall(r"<legend>(.*?)(?: <span|</legend>)", page)
    assert len(names) == len(set(names))
    assert {"Accessibility", "Notes on accessibility"} <= set(names)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"title_en": ""}, "title_en", "“Title” is needed in at least one language."),
        ({"starts_on": ""}, "starts_on", "Give the day of the event."),
        ({"starts_on": "1812-01-01"}, "starts_on", "This day is too far from today"),
        ({"starts_time": ""}, "starts_time", "Give the time of the day"),
        ({"starts_time": "soon"}, "starts_time", "This is not a time."),
        ({"ends_time": "08:00"}, "ends_time", "The event must end after it starts."),
        ({"ends_on": "2026-12-11"}, "ends_on", "The event must end after it starts."),
        ({"languages": []}, "languages", "Choose at least one language."),
        ({"languages": ["de"]}, "languages", "Choose at least one language."),
        ({"branches": []}, "branches", "Choose at least one branch that attends."),
        ({"branches": ["x"]}, "branches", "Choose the branches that attend"),
        ({"branches": ["999999"]}, "branches", "Choose the branches that attend"),
        ({"setting": "moon"}, "setting", "Choose where people meet"),
        ({"district": "999999"}, "district", "Choose the district from the list."),
        ({"access": ["wings"]}, "access", "Choose what is there, from the list."),
        ({"point": "here"}, "point", "This is not a point."),
        ({"point": "-121.8850, 37.3355"}, "point", "check the order of the two"),
        ({"online_address": "not an address"}, "online_address", "Write the whole"),
        ({"address": "x" * 201}, "address", "201 characters, and 200 fit"),
        ({"title_en": "x" * 201}, "title_en", "201 characters, and 200 fit"),
        ({"starts_on": "2027-03-14", "starts_time": "02:30"}, "starts_time", "forward"),
    ],
)
def test_form_says_what_is_wrong_and_how_to_mend_it(desk, fields, field, message):
    response = desk.post(address("desk-event-create"), sent(**fields))

    found = errors(response)
    assert list(found) == [field]
    assert message in found[field][0]
    assert not OutreachEvent.objects.exists()


def test_event_may_end_on_another_day(desk):
    desk.post(
        address("desk-event-create"),
        sent(starts_time="22:00", ends_time="01:00", ends_on="2026-12-13"),
    )

    assert clock(OutreachEvent.objects.get().ends_at) == "2026-12-13 01:00"


def test_time_that_comes_twice_is_explained(desk):
    response = desk.post(
        address("desk-event-create"),
        sent(starts_on="2027-11-07", starts_time="01:30"),
        follow=True,
    )

    assert "1:30\u202fAM comes twice: the first of the two" in response.content.decode()
    event = OutreachEvent.objects.get()
    assert event.starts_at == dt.datetime(2027, 11, 7, 8, 30, tzinfo=dt.UTC)


def test_branch_gives_venue_address_district_and_point_where_they_are_empty(desk):
    branch = BranchFactory(
        address="150 E. San Fernando St.", latitude=37.3355, longitude=-121.885
    )

    desk.post(address("desk-event-create"), sent(branch, at_branch=branch.pk))

    event = OutreachEvent.objects.get()
    assert (event.venue_en, event.venue_fa) == (branch.name_en, branch.name_fa)
    assert (event.address, event.district) == (branch.address, branch.district)
    assert (event.latitude, event.longitude) == (37.3355, -121.885)


def test_branch_leaves_alone_what_was_typed(desk):
    branch = BranchFactory(address="150 E. San Fernando St.", latitude=1, longitude=2)

    desk.post(
        address("desk-event-create"),
        sent(
            branch,
            at_branch=branch.pk,
            venue_vi="Sân sau",
            address="The yard",
            point="3, 4",
        ),
    )

    event = OutreachEvent.objects.get()
    assert (event.venue_vi, event.venue_en) == ("Sân sau", None)
    assert (event.address, event.latitude) == ("The yard", 3)


def test_librarian_keeps_a_branch_of_their_own(as_user, librarian):
    own = BranchFactory()
    librarian.branches.add(own)
    client, page = as_user(librarian), address("desk-event-create")

    assert list(errors(client.post(page, sent()))) == ["branches"]
    assert client.post(page, sent(own)).status_code == 303


def test_new_event_begins_with_what_the_address_says(as_user, librarian):
    own, district = BranchFactory(), DistrictFactory()
    librarian.branches.add(own)
    query = {"district": district.code, "language": "pl"}

    form = as_user(librarian).get(address("desk-event-create"), query).context["form"]

    assert form["branches"].value() == [own.pk]
    assert form["languages"].value() == ["en", "pl"]
    assert form["district"].value() == district.pk


def test_new_event_takes_over_all_but_the_day_of_another(desk):
    event = market(YESTERDAY, description_fa="بیایید", latitude=1, longitude=2)

    page = desk.get(address("desk-event-create"), {"after": event.pk})
    form = page.context["form"]

    assert form["title_en"].value() == "Market stall"
    assert form["description_fa"].value() == "بیایید"
    assert form["point"].value() == "1.0, 2.0"
    assert form["branches"].value() == [event.branches.get().pk]
    assert form["starts_on"].value() is None
    assert "taken over from this event" in page.content.decode()


def test_new_event_after_another_is_one_of_its_own(desk):
    event = market(slug="market-stall", attendance=4)
    data = sent(event.branches.get(), starts_on="2026-12-19")

    desk.post(address("desk-event-create") + f"?after={event.pk}", data)

    made = OutreachEvent.objects.exclude(pk=event.pk).get()
    assert (made.slug, made.attendance, made.series) == ("market-stall-2", None, None)


def test_patterns_are_offered_where_a_new_event_begins(desk):
    pattern = market(is_pattern=True)
    market(title_en="Once only")

    page = desk.get(address("desk-event-create")).content.decode()

    assert f'href="?after={pattern.pk}"' in page
    assert "Once only" not in page


def test_changing_the_language_keeps_what_is_typed(desk):
    response = desk.post(
        address("desk-event-create", language="fa"),
        sent(title_en="Market", starts_time="soon", in_language="fa"),
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="Market"' in page
    assert 'value="soon"' in page
    assert not OutreachEvent.objects.exists()


# Changing


def as_shown(event, **fields) -> dict:
    """What the form of a stored event sends back, with ``fields`` changed."""
    common = {
        "seen_at": event.updated_at.isoformat(),
        "title_en": event.title_en,
        "title_fa": event.title_fa,
        "venue_en": event.venue_en,
        "setting": event.setting,
        "starts_on": clock(event.starts_at)[:10],
        "starts_time": clock(event.starts_at)[11:],
        "ends_time": clock(event.ends_at)[11:],
        "languages": event.languages,
        "branches": [one.pk for one in event.branches.all()],
    }
    return common | fields


def test_saving_what_was_shown_changes_nothing(desk):
    seconds = dt.timedelta(seconds=17)
    event = market()
    event.starts_at += seconds
    event.save()

    response = desk.post(address("desk-event-update", event.pk), as_shown(event))

    assert response.status_code == 303
    stored = OutreachEvent.objects.get()
    assert (stored.revision, stored.starts_at) == (0, event.starts_at)


def test_change_is_stored_and_said(desk):
    event = market()

    response = desk.post(
        address("desk-event-update", event.pk),
        as_shown(event, venue_en="Library", status_note_en="We moved inside."),
        follow=True,
    )

    stored = OutreachEvent.objects.get()
    assert (stored.venue_en, stored.revision) == ("Library", 1)
    assert stored.status_note_en == "We moved inside."
    assert "Saved." in response.content.decode()


def test_change_of_the_following_is_offered_and_done(desk, editor):
    event = market()
    repeat_event(event, days=[SATURDAY + WEEK], actor=editor)
    event.refresh_from_db()

    response = desk.post(
        address("desk-event-update", event.pk),
        as_shown(event, venue_en="Library", with_following="yes"),
        follow=True,
    )

    venues = OutreachEvent.objects.values_list("venue_en", flat=True)
    assert list(venues) == ["Library", "Library"]
    assert "Saved, for 2 events." in response.content.decode()


def test_change_of_a_single_event_offers_no_following(desk):
    page = desk.get(address("desk-event-update", market().pk)).content.decode()

    assert "with_following" not in page


def test_change_made_meanwhile_is_not_written_over(desk):
    event = market()
    data = as_shown(event, venue_en="Library")
    OutreachEvent.objects.get().save()
    with time_machine.travel(NOW + dt.timedelta(seconds=1)):
        OutreachEvent.objects.get().save()

    response = desk.post(address("desk-event-update", event.pk), data)

    assert "Somebody else changed this" in errors(response)["__all__"][0]
    assert OutreachEvent.objects.get().venue_en == "Roosevelt Plaza"


def test_planned_event_has_no_note_of_what_changed(desk):
    event = market(status=Status.PLANNED)

    assert (
        "status_note_en"
        not in desk.get(address("desk-event-update", event.pk)).context["form"].fields
    )


def test_translator_changes_the_texts_of_one_language_only(as_user, translator):
    translator.language = "it"
    translator.save()
    event = market(status=Status.PLANNED)

    response = as_user(translator).post(
        address("desk-event-update", event.pk),
        as_shown(event, title_it="Banco al mercato", title_en="x", setting="park"),
    )

    stored = OutreachEvent.objects.get()
    assert response.status_code == 303
    assert (stored.title_it, stored.title_en) == ("Banco al mercato", "Market stall")
    assert stored.setting == "library"
    assert clock(stored.starts_at) == "2026-12-12 09:00"


def test_translator_may_translate_a_whole_series(as_user, translator, editor):
    translator.language = "it"
    translator.save()
    event = market()
    repeat_event(event, days=[SATURDAY + WEEK], actor=editor)
    event.refresh_from_db()

    as_user(translator).post(
        address("desk-event-update", event.pk),
        as_shown(event, title_it="Banco", with_following="yes"),
    )

    titles = OutreachEvent.objects.values_list("title_it", flat=True)
    assert list(titles) == ["Banco", "Banco"]


# Buttons


def press(client, name: str, event, **data) -> str:
    """Press a button of the event's page and return the page that follows."""
    page = address(f"desk-event-{name}", event.pk)
    response = client.post(page, data, follow=True)
    assert response.redirect_chain[-1] == (address("desk-event-detail", event.pk), 303)
    return response.content.decode()


def state(event) -> str:
    return OutreachEvent.objects.get(pk=event.pk).status


def test_buttons_announce_and_take_back(desk):
    event = market(status=Status.PLANNED)

    assert "residents find it in the calendar now" in press(desk, "confirm", event)
    assert state(event) == "confirmed"
    assert "only staff see it now" in press(desk, "withdraw", event)
    assert state(event) == "planned"


def test_button_announces_the_following_as_well(desk, editor):
    event = market(status=Status.PLANNED)
    repeat_event(event, days=[SATURDAY + WEEK], actor=editor)

    page = press(desk, "confirm", event, with_following="yes")

    assert "2 events are announced" in page
    assert set(OutreachEvent.objects.values_list("status", flat=True)) == {"confirmed"}


def test_refusal_of_a_button_is_said(desk):
    event = market(status=Status.PLANNED, venue_en="")

    assert "Write where it is before you announce it" in press(desk, "confirm", event)
    assert state(event) == "planned"


def test_cancellation_asks_for_a_reason_and_is_undone(desk):
    event = market()
    page = address("desk-event-cancel", event.pk)

    assert list(errors(desk.post(page, {}))) == ["status_note_en"]
    response = desk.post(page, {"status_note_fa": "باران"}, follow=True)
    assert "Its page and the calendars say so" in response.content.decode()
    assert (state(event), OutreachEvent.objects.get().status_note_fa) == (
        "canceled",
        "باران",
    )
    assert "It takes place after all." in press(desk, "reinstate", event)
    assert state(event) == "confirmed"


def test_cancellation_of_what_took_place_is_refused_in_the_form(desk):
    event = market(YESTERDAY, stopped_by=4)

    response = desk.post(
        address("desk-event-cancel", event.pk), {"status_note_en": "Rain"}
    )

    assert "took place and stays" in errors(response)["__all__"][0]


def test_planned_event_is_discarded_after_a_question(desk):
    event = market(status=Status.PLANNED)
    page = address("desk-event-discard", event.pk)

    assert "cannot be brought back" in desk.get(page).content.decode()
    response = desk.post(page, follow=True)

    assert response.redirect_chain[-1][0] == address("desk-event-list")
    assert not OutreachEvent.objects.exists()


def test_announced_event_is_not_discarded(desk):
    event = market()

    assert "cancel it, so that they learn of it" in press(desk, "discard", event)
    assert state(event) == "confirmed"


def test_event_becomes_a_pattern_and_no_longer(desk):
    event = market()

    assert "It is a pattern now" in press(desk, "pattern", event, is_pattern="yes")
    assert OutreachEvent.objects.get().is_pattern
    assert "no longer a pattern" in press(desk, "pattern", event, is_pattern="no")
    assert desk.post(address("desk-event-pattern", event.pk)).status_code == 302


def test_event_gets_a_way_to_a_survey(desk):
    event, survey = market(), SurveyFactory()
    data = {"survey": survey.pk, "kind": "event"}

    assert "is made: print the poster" in press(desk, "link", event, **data)
    collector = event.collectors.get()
    assert f"/s/{collector.slug}/" in press(desk, "link", event, **data)
    assert event.collectors.count() == 1


@pytest.mark.parametrize(
    "data", [{}, {"survey": "0", "kind": "event"}, {"survey": "1", "kind": "paper"}]
)
def test_way_to_no_survey_is_refused(desk, data):
    event = market()

    page = press(desk, "link", event, **data)

    assert "Choose a" in page
    assert not event.collectors.exists()


# Posters


def test_page_warns_of_a_poster_that_leads_to_what_only_staff_see(desk):
    event = market(status=Status.PLANNED)
    there = address("desk-event-detail", event.pk)
    warning = "Announce the event before you hang up its poster"
    assert warning in desk.get(there).content.decode()

    event.collectors.add(CollectorFactory(kind="event"))
    assert warning not in desk.get(there).content.decode()

    event.collectors.clear()
    OutreachEvent.objects.update(status=Status.CONFIRMED)
    assert warning not in desk.get(there).content.decode()


# One's own branches


def offered(page: str) -> list[str]:
    found = re.search(r'id="id_branches".*?</fieldset>', page, re.DOTALL)[0]
    return re.findall(r"<span>(.*?)</span></label>", found)


def test_own_branches_stand_first_and_are_marked(as_user, librarian):
    BranchFactory(name_en="Acorn", code="a")
    librarian.branches.add(
        BranchFactory(name_en="Oak", code="o"), BranchFactory(name_en="Pine", code="p")
    )

    page = as_user(librarian).get(address("desk-event-create")).content.decode()

    assert offered(page) == ["Oak (yours)", "Pine (yours)", "Acorn"]
    assert not re.search(r'name="branches"[^>]* checked', page)


def test_the_only_branch_of_ones_own_is_chosen_also_after_a_pattern(as_user, librarian):
    own = BranchFactory()
    librarian.branches.add(own)
    pattern = market(is_pattern=True)

    page = as_user(librarian).get(f"{address('desk-event-create')}?after={pattern.pk}")

    chosen = re.findall(
        r'name="branches" value="(\d+)"[^>]* checked', page.content.decode()
    )
    assert {*map(int, chosen)} == {own.pk, pattern.branches.get().pk}
