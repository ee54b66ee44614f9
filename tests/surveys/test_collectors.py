"""The desk's collectors, their short addresses, QR codes and sheets to hang up."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from civic.models import Activity
from surveys import intake, qr, tallying
from surveys.actions import collectors as actions
from surveys.actions import save_draft
from surveys.models import Collector, Draft, Response
from tests.surveys.factories import (
    CollectorFactory,
    ResponseFactory,
    SurveyFactory,
    one_page_survey,
)
from tests.surveys.forms_in_pages import send, text_of

NOON = dt.datetime(2025, 9, 23, 19, tzinfo=dt.UTC)  # in the city


@pytest.fixture
def survey(db):
    return one_page_survey(slug="parks", title_en="Parks", title_fa="پارک‌ها")


@pytest.fixture
def at_desk(librarian, as_user):
    return as_user(librarian)


def desk(survey, path="") -> str:
    return f"/en/desk/surveys/{survey.pk}/collectors/{path}"


# Proposed addresses


def test_proposed_slug_is_short_and_has_no_letters_that_look_or_sound_alike(db):
    proposed = {actions.proposed_slug() for _ in range(50)}

    assert {len(slug) for slug in proposed} == {6}
    assert set("".join(proposed)) <= set("bdfgkmnprstzaeu")
    assert len(proposed) > 40


def test_proposed_slug_becomes_longer_when_all_short_ones_are_taken(
    survey, monkeypatch
):
    monkeypatch.setattr(actions, "SYLLABLES", 1)
    for consonant in actions.CONSONANTS:
        for vowel in actions.VOWELS:
            CollectorFactory(survey=survey, slug=(consonant + vowel).upper())

    assert len(actions.proposed_slug()) == 4


# Actions


def test_create_collector_keeps_the_pin_as_a_hash_only(survey, librarian):
    collector = actions.create_collector(
        survey,
        kind="kiosk",
        slug="Baruta",
        name="Tablet at the door",
        idle_seconds=60,
        pin="2468",
        actor=librarian,
    )

    assert (collector.slug, collector.idle_seconds) == ("baruta", 60)
    assert check_password("2468", collector.pin_hash)
    assert collector.pin_hash.count("2468") == 0
    activity = Activity.objects.get()
    assert (activity.verb, activity.actor) == ("collector_created", librarian)
    assert activity.details == {"kind": "kiosk"}


def test_create_collector_refuses_an_address_that_differs_in_case_only(
    survey, librarian
):
    CollectorFactory(survey=survey, slug="Baruta")

    with pytest.raises(actions.AddressTaken):
        actions.create_collector(
            survey, kind="link", slug="baruta", name="Poster", actor=librarian
        )

    assert Collector.objects.count() == 1
    assert Activity.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "is_set"),
    [({}, True), ({"removes_pin": True}, False), ({"pin": "1357"}, True)],
)
def test_change_collector_keeps_replaces_or_removes_the_pin(
    survey, librarian, change, is_set
):
    collector = actions.create_collector(
        survey, kind="kiosk", slug="baruta", name="Old", pin="2468", actor=librarian
    )

    actions.change_collector(collector, name="New", actor=librarian, **change)

    collector.refresh_from_db()
    assert (collector.name, bool(collector.pin_hash)) == ("New", is_set)
    if is_set:
        assert check_password(change.get("pin", "2468"), collector.pin_hash)


def test_switch_collector_is_recorded_once(survey, librarian):
    collector = CollectorFactory(survey=survey)

    actions.switch_collector(collector, is_active=True, actor=librarian)
    actions.switch_collector(collector, is_active=False, actor=librarian)
    actions.switch_collector(collector, is_active=False, actor=librarian)

    collector.refresh_from_db()
    assert collector.is_active is False
    assert [one.verb for one in Activity.objects.all()] == ["collector_paused"]


def test_discard_draft_deletes_that_of_its_own_collector_only(survey):
    kiosk = CollectorFactory(survey=survey, kind="kiosk")
    response = ResponseFactory.build(survey=survey, collector=kiosk)
    save_draft(
        survey,
        collector=kiosk,
        submission=response.submission,
        sent={"q-wish": ["…"]},
        started_at=NOON,
    )

    by_another = actions.discard_draft(
        CollectorFactory(survey=survey), submission=response.submission
    )
    assert (by_another, Draft.objects.count()) == (False, 1)
    assert actions.discard_draft(kiosk, submission=response.submission) is True
    assert Draft.objects.count() == 0
    assert actions.discard_draft(kiosk, submission=response.submission) is False


@pytest.mark.parametrize("seconds", [29, 901])
def test_idle_time_must_be_sensible(survey, seconds):
    collector = CollectorFactory.build(survey=survey, idle_seconds=seconds, name="x")

    with pytest.raises(ValidationError, match="Give between 30 and 900 seconds"):
        collector.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        collector.save()


# Counting


@time_machine.travel(NOON, tick=False)
def test_answers_are_counted_folded_or_not_and_without_the_excluded(survey):
    collector = CollectorFactory(survey=survey)
    other = CollectorFactory(survey=survey)
    day = dt.timedelta(days=1)
    for age, state in ((0, "accepted"), (0, "excluded"), (1, "flagged")):
        ResponseFactory(
            survey=survey,
            collector=collector,
            review_state=state,
            submitted_at=NOON - age * day,
            people=3,
        )
    before = intake.with_answers(Collector.objects.filter(pk=collector.pk)).get()
    days_before = intake.answers_by_day(collector)
    tallying.fold_responses()
    ResponseFactory(survey=survey, collector=collector, submitted_at=NOON)
    after = intake.with_answers(Collector.objects.filter(pk=collector.pk)).get()

    assert (before.answers, before.answers_today) == (2, 1)
    assert (after.answers, after.answers_today) == (3, 2)
    assert days_before == [(NOON.date(), 1), ((NOON - day).date(), 1)]
    assert intake.answers_by_day(collector) == [
        (NOON.date(), 2),
        ((NOON - day).date(), 1),
    ]
    assert intake.answers_by_day(other) == []


def test_today_is_the_city_s_day(survey):
    collector = CollectorFactory(survey=survey)
    late = dt.datetime(2025, 9, 24, 5, tzinfo=dt.UTC)  # ten in the evening of the 23rd
    ResponseFactory(survey=survey, collector=collector, submitted_at=late)

    with time_machine.travel(dt.datetime(2025, 9, 24, 6, tzinfo=dt.UTC), tick=False):
        counted = intake.with_answers(Collector.objects.all()).get()

    assert counted.answers_today == 1
    assert intake.answers_by_day(collector) == [(dt.date(2025, 9, 23), 1)]


# The list


@pytest.mark.parametrize("rows", [1, 3])
def test_collector_list_costs_the_same_for_one_and_three(
    survey, at_desk, django_assert_num_queries, rows
):
    for _ in range(rows):
        ResponseFactory(survey=survey, collector=CollectorFactory(survey=survey))
    # session, person, roles, survey, collectors, their events
    with django_assert_num_queries(6):
        page = at_desk.get(desk(survey))

    assert len(page.context["collectors"]) == rows


def test_collector_list_shows_kind_address_answers_and_state(survey, at_desk):
    poster = CollectorFactory(survey=survey, slug="baruta", name="Poster")
    CollectorFactory(survey=survey, kind="paper", slug="sheets", is_active=False)
    CollectorFactory(survey=SurveyFactory(), slug="elsewhere")
    ResponseFactory(survey=survey, collector=poster)

    page = at_desk.get(desk(survey))

    shown = [
        (str(one), one.kind, one.answers, one.is_active)
        for one in page.context["collectors"]
    ]
    assert shown == [("Poster", "link", 1, True), ("sheets", "paper", 0, False)]
    assert text_of(page).count("/s/baruta") == 1
    assert text_of(page).count("/s/sheets") == 0


def test_collector_list_of_a_guide_offers_no_new_one(db, at_desk):
    guide = SurveyFactory(purpose="guide")
    CollectorFactory(survey=guide, kind="conversation", slug="talk")

    page = at_desk.get(desk(guide))

    assert text_of(page).count("/collectors/new/") == 0
    assert at_desk.get(desk(guide, "new/link/")).status_code == 404


@pytest.mark.parametrize("kind", ["event", "conversation", "nonsense"])
def test_collectors_of_events_and_talks_are_not_made_here(survey, at_desk, kind):
    assert at_desk.get(desk(survey, f"new/{kind}/")).status_code == 404


def test_translator_sees_collectors_and_may_change_none(survey, translator, as_user):
    collector = CollectorFactory(survey=survey)
    client = as_user(translator)

    page = client.get(desk(survey, f"{collector.pk}/"))

    assert page.status_code == 200
    assert page.context["may_edit"] is False
    assert text_of(client.get(desk(survey))).count("/collectors/new/") == 0
    for path in ("new/link/", f"{collector.pk}/edit/", f"{collector.pk}/switch/"):
        assert client.post(desk(survey, path)).status_code == 403


def test_stranger_and_anonymous_get_nothing(survey, stranger, as_user, client):
    collector = CollectorFactory(survey=survey)
    for path in ("", f"{collector.pk}/", f"{collector.pk}/card/"):
        assert as_user(stranger).get(desk(survey, path)).status_code == 403
        assert client.get(desk(survey, path)).status_code == 302


# Making and changing


def test_new_link_is_proposed_an_address_and_made(survey, at_desk):
    page = at_desk.get(desk(survey, "new/link/"))
    proposed = page.context["form"]["slug"].value()

    made = at_desk.post(
        desk(survey, "new/link/"), {"name": "Poster", "slug": proposed}, follow=True
    )

    collector = Collector.objects.get()
    assert (collector.kind, collector.slug, collector.name) == (
        "link",
        proposed,
        "Poster",
    )
    assert made.redirect_chain == [(desk(survey, f"{collector.pk}/"), 302)]


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("BARUTA", "Another collector has this address. Choose a different one."),
        ("baruta", "Another collector has this address. Choose a different one."),
        ("else-web", "Another collector has this address. Choose a different one."),
        ("a b", "Use Latin letters, digits and hyphens only, such as “baruta”."),
        ("قصه", "Use Latin letters, digits and hyphens only, such as “baruta”."),
        ("", "Give a short address."),
    ],
)
def test_new_link_is_refused_an_address_and_keeps_what_was_typed(
    survey, at_desk, slug, said
):
    CollectorFactory(survey=survey, slug="baruta")

    page = at_desk.post(desk(survey, "new/link/"), {"name": "Poster", "slug": slug})

    assert page.status_code == 422
    assert page.context["form"].errors == {"slug": [said]}
    assert page.context["form"]["name"].value() == "Poster"
    assert Collector.objects.count() == 1


def test_new_kiosk_takes_pin_and_seconds_in_persian_digits(survey, at_desk):
    at_desk.post(
        f"/fa/desk/surveys/{survey.pk}/collectors/new/kiosk/",
        {"name": "تبلت", "slug": "kiosk-1", "idle_seconds": "۱۲۰", "pin": "۲۴۶۸"},
    )

    collector = Collector.objects.get()
    assert (collector.kind, collector.idle_seconds) == ("kiosk", 120)
    assert check_password("2468", collector.pin_hash)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("pin", "123", "A PIN has four to eight digits."),
        ("pin", "123456789", "A PIN has four to eight digits."),
        ("pin", "abcd", "A PIN has four to eight digits."),
        ("idle_seconds", "29", "Give between 30 and 900 seconds."),
        ("idle_seconds", "901", "Give between 30 and 900 seconds."),
        ("idle_seconds", "soon", "Give a whole number of seconds, such as 90."),
        ("name", "", "Give it a name, so that staff can tell it from others."),
    ],
)
def test_new_kiosk_is_refused_with_words(survey, at_desk, field, typed, said):
    good = {"name": "Door", "slug": "door", "idle_seconds": "90", "pin": "2468"}

    page = at_desk.post(desk(survey, "new/kiosk/"), good | {field: typed})

    assert page.status_code == 422
    assert page.context["form"].errors == {field: [said]}
    assert Collector.objects.count() == 0


def test_language_of_the_form_changes_and_keeps_what_was_typed(survey, at_desk):
    page = at_desk.post(
        f"/fa/desk/surveys/{survey.pk}/collectors/new/link/",
        {"name": "Poster", "slug": "a b", "in_language": "fa"},
    )

    assert page.status_code == 200
    assert page.context["form"]["slug"].value() == "a b"
    assert page.context["form"].errors == {}


def test_editor_renames_a_kiosk_and_its_address_stays(survey, editor, as_user):
    kiosk = CollectorFactory(survey=survey, kind="kiosk", slug="door")

    as_user(editor).post(
        desk(survey, f"{kiosk.pk}/edit/"),
        {"name": "Front door", "slug": "other", "idle_seconds": "45"},
    )

    kiosk.refresh_from_db()
    assert (kiosk.name, kiosk.slug, kiosk.idle_seconds) == ("Front door", "door", 45)


def test_collector_of_a_talk_is_read_only(survey, at_desk):
    talk = CollectorFactory(survey=survey, kind="conversation")

    page = at_desk.get(desk(survey, f"{talk.pk}/"))

    assert page.context["may_edit"] is False
    assert at_desk.get(desk(survey, f"{talk.pk}/edit/")).status_code == 404
    switched = at_desk.post(desk(survey, f"{talk.pk}/switch/"), {"is_active": "no"})
    assert switched.status_code == 404


def test_collector_of_another_survey_is_not_found(survey, at_desk):
    other = CollectorFactory()

    for path in ("", "edit/", "card/", "qr.svg"):
        assert at_desk.get(desk(survey, f"{other.pk}/{path}")).status_code == 404


def test_paused_collector_takes_no_answers_and_can_take_them_again(
    survey, at_desk, client
):
    link = CollectorFactory(survey=survey, slug="poster")
    switch = desk(survey, f"{link.pk}/switch/")

    at_desk.post(switch, {"is_active": "no"})
    closed = client.get("/en/s/poster/")
    at_desk.post(switch, {"is_active": "yes"})

    assert text_of(closed).count("data-survey=") == 0
    link.refresh_from_db()
    assert link.is_active is True


def test_switch_ignores_what_is_neither_on_nor_off(survey, at_desk):
    link = CollectorFactory(survey=survey)

    at_desk.post(desk(survey, f"{link.pk}/switch/"), {"is_active": "maybe"})

    link.refresh_from_db()
    assert link.is_active is True


# Pictures and the sheet


def test_qr_codes_lead_to_the_address_of_a_language_or_of_the_reader(survey, at_desk):
    link = CollectorFactory(survey=survey, slug="baruta")
    neutral = at_desk.get(desk(survey, f"{link.pk}/qr.svg"))
    persian = at_desk.get(desk(survey, f"{link.pk}/qr.svg"), {"language": "fa"})

    assert neutral.content == qr.svg("http://testserver/s/baruta/")
    assert persian.content == qr.svg("http://testserver/fa/s/baruta/")
    assert neutral["Content-Type"] == "image/svg+xml"
    assert persian["Content-Disposition"] == 'attachment; filename="baruta-fa.svg"'


def test_qr_code_comes_as_png(survey, at_desk):
    link = CollectorFactory(survey=survey, slug="baruta")

    picture = at_desk.get(desk(survey, f"{link.pk}/qr.png"), {"language": "vi"})

    assert picture["Content-Type"] == "image/png"
    assert picture.content == qr.png("http://testserver/vi/s/baruta/")
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["qr.svg?language=xx", "qr.png?language=../"])
def test_qr_code_of_an_unknown_language_is_not_found(survey, at_desk, path):
    link = CollectorFactory(survey=survey)

    assert at_desk.get(desk(survey, f"{link.pk}/{path}")).status_code == 404


def test_paper_has_neither_address_nor_sheet(survey, at_desk):
    paper = CollectorFactory(survey=survey, kind="paper")

    assert at_desk.get(desk(survey, f"{paper.pk}/")).context["addresses"] == []
    for path in ("card/", "qr.svg", "qr.png"):
        assert at_desk.get(desk(survey, f"{paper.pk}/{path}")).status_code == 404


def test_sheet_invites_in_every_language_and_direction(survey, at_desk):
    link = CollectorFactory(survey=survey, slug="baruta")

    page = at_desk.get(desk(survey, f"{link.pk}/card/"))
    text = text_of(page)

    shown = [one["shown"] for one in page.context["invitations"]]
    assert shown == [
        f"testserver/{code}/s/baruta" for code in ("en", "vi", "pl", "fa", "it")
    ]
    assert text.count('lang="fa" dir="rtl">\n<div class="poster__picture') == 1
    assert text.count("پارک‌ها") == 1
    assert text.count("<svg aria-hidden") == 6


# The short address


@pytest.mark.parametrize(
    ("accepts", "cookie", "to"),
    [
        ("fa,en;q=0.5", "", "fa"),
        ("de", "", "en"),
        ("fa", "pl", "pl"),
    ],
)
def test_short_address_leads_to_the_reader_s_language(client, db, accepts, cookie, to):
    if cookie:
        client.cookies["django_language"] = cookie

    answer = client.get("/s/Baruta/", HTTP_ACCEPT_LANGUAGE=accepts)

    assert (answer.status_code, answer["Location"]) == (302, f"/{to}/s/baruta/")
    assert answer["Vary"] == "Accept-Language, Cookie"


def test_short_address_without_its_slash_works_too(client, db):
    assert client.get("/s/baruta")["Location"] == "/s/baruta/"


def test_answers_by_a_short_address_are_of_its_collector(survey, client):
    link = CollectorFactory(survey=survey, slug="baruta")

    send(client, client.get("/en/s/baruta/"), visits="weekly")

    assert Response.objects.get().collector == link


def test_survey_s_own_address_counts_by_a_collector_of_its_own(survey, client):
    """Not by the first link that staff made."""
    CollectorFactory(survey=survey, slug="baruta")

    send(client, client.get("/en/surveys/parks/"), visits="weekly")

    assert Response.objects.get().collector.slug == "parks-web"


# What is handed out, and what only a device needs


def test_kiosk_offers_no_sheet_and_no_codes_but_says_its_address(survey, at_desk):
    kiosk = CollectorFactory(survey=survey, kind="kiosk", slug="tablet")

    page = at_desk.get(desk(survey, f"{kiosk.pk}/"))

    assert page.context["addresses"] == []
    assert text_of(page).count(f"/collectors/{kiosk.pk}/card/") == 0
    assert text_of(page).count('<bdi dir="ltr">http://testserver/s/tablet/</bdi>') == 1
    for path in ("card/", "qr.svg", "qr.png"):
        assert at_desk.get(desk(survey, f"{kiosk.pk}/{path}")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("link", "Stands on posters and is typed by hand."),
        ("kiosk", "Is typed once on the device, and stands for it in exports."),
        ("paper", "Stands for the sheets of this collector in exports."),
    ],
)
def test_each_kind_says_what_its_address_is_for(survey, at_desk, kind, said):
    page = at_desk.get(desk(survey, f"new/{kind}/"))

    help_text = page.context["form"]["slug"].help_text
    assert help_text == f"{said} It cannot be changed later."
