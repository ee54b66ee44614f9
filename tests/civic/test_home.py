import datetime as dt

import pytest
from django.utils import timezone

from civic import public_pages
from civic.roles import Role
from engagement.actions import publish_summary
from engagement.models import OutreachEvent, SummaryQuotation
from tests.engagement.factories import OutreachEventFactory
from tests.engagement.listening import Listening
from tests.engagement.writing import commitment_of, fall_summary
from tests.factories import DistrictFactory, UserFactory
from tests.surveys.factories import SurveyFactory

QUERIES = 4  # editions, survey, events, summary


def upcoming(days=3, **fields):
    return OutreachEventFactory(
        starts_at=timezone.now() + dt.timedelta(days=days), **fields
    )


def published(*, people=7, **quoted):
    """A published summary with one voice and one promise."""
    listening = Listening()
    entry = listening.entry(
        listening.event(),
        {"WISH": "Light"},
        people=people,
        language="vi",
        quotation="Nhiều đèn hơn",
        quotation_consent="anonymous",
    )
    summary = fall_summary()
    SummaryQuotation.objects.create(
        summary=summary,
        conversation=entry,
        original_language="vi",
        text_vi="Nhiều đèn hơn",
        text_en="More light",
        **quoted,
    )
    commitment_of(summary)
    return publish_summary(summary, actor=None)


@pytest.mark.parametrize("language", ["en", "vi", "pl", "fa", "it"])
def test_home_without_content_says_what_will_be_here(client, db, language):
    response = client.get(f"/{language}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('<div class="empty">') == 2
    assert page.count("<h1>") == 1


def test_home_leads_to_the_open_survey(client, db):
    SurveyFactory(status="closed", slug="old")
    SurveyFactory(status="draft", slug="draft")
    SurveyFactory(purpose="guide", slug="guide")
    survey = SurveyFactory(slug="community", title_fa="نظرسنجی")
    response = client.get("/fa/")
    assert response.context["survey"] == survey
    assert response.content.decode().count('href="/fa/surveys/community/"') == 1


def test_home_shows_the_next_three_events(client, db):
    later = [upcoming(days) for days in (5, 4, 3, 6)]
    upcoming(1, status=OutreachEvent.Status.CANCELED)
    upcoming(1, status=OutreachEvent.Status.PLANNED)
    OutreachEventFactory(starts_at=timezone.now() - dt.timedelta(days=9))
    response = client.get("/en/")
    assert list(response.context["events"]) == [later[2], later[1], later[0]]


def test_home_shows_figure_voice_and_promise_of_the_latest_summary(client, db):
    published(people=984)
    page = client.get("/fa/").content.decode()
    assert page.count('<span class="figure__number">۹۸۴</span>') == 1
    assert page.count('<blockquote lang="vi" dir="ltr"><p>Nhiều đèn hơn</p>') == 1
    assert page.count('<article class="promise" data-state="planned">') == 1
    assert page.count('href="/fa/summaries/2025/fall/"') == 1


def test_home_hides_a_figure_below_five(client, db):
    published(people=4)
    page = client.get("/en/").content.decode()
    assert page.count('<div class="figure" data-figure data-suppressed>') == 1
    assert page.count("Fewer than 5") == 1


def test_home_figure_is_frozen_with_the_summary(client, db):
    summary = published(people=20)
    response = summary.quotations.get().conversation.response
    response.people = 90
    response.save()
    page = client.get("/en/").content.decode()
    assert page.count('<span class="figure__number">20</span>') == 1


def test_home_leaves_out_a_voice_whose_speaker_withdrew(client, db):
    summary = published()
    conversation = summary.quotations.get().conversation
    conversation.quotation_consent = "none"
    conversation.save()
    assert client.get("/en/").context["quotation"] is None


def test_home_does_not_show_a_paraphrase_as_a_voice(client, db):
    published(is_paraphrase=True)
    assert client.get("/en/").context["quotation"] is None


@pytest.mark.parametrize("number", [1, 3])
def test_home_takes_the_same_queries(client, django_assert_num_queries, db, number):
    SurveyFactory()
    for day in range(number):
        upcoming(day + 1, district=DistrictFactory())
    with django_assert_num_queries(QUERIES):
        client.get("/en/")


def test_home_with_a_summary_takes_four_more(client, django_assert_num_queries, db):
    published()
    with django_assert_num_queries(QUERIES + 4):
        client.get("/en/")


def test_home_is_the_same_for_everyone_and_leaves_no_cookie(client, as_user, editor):
    anonymous = client.get("/en/")
    assert not anonymous.cookies
    assert as_user(editor).get("/en/").content == anonymous.content


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_pages_about_the_portal_are_public(client, db, name):
    response = client.get(f"/fa/about/{name}/")
    assert response.status_code == 200
    assert not response.cookies


# The desk


def test_desk_asks_the_anonymous_to_sign_in(client, db):
    response = client.get("/en/desk/")
    assert response.status_code == 302
    assert response.url == "/en/accounts/login/?next=/en/desk/"


def places(response):
    return {
        entry.address_name: waiting for entry, waiting in response.context["places"]
    }


def test_desk_refuses_someone_without_a_role(as_user, stranger):
    response = as_user(stranger).get("/en/desk/")
    assert response.status_code == 403
    assert response.content.decode().count("This page is not open to you") == 2


@pytest.mark.parametrize("role", Role.values)
def test_desk_has_a_place_for_every_role(as_user, role):
    response = as_user(UserFactory(roles=[role])).get("/en/desk/")
    assert len(places(response)) >= 1
    assert response.content.decode().count('class="places__name"') == len(
        places(response)
    )


def test_desk_of_a_moderator_has_surveys_and_comments_only(as_user):
    moderator = UserFactory(roles=[Role.MODERATOR])
    response = as_user(moderator).get("/en/desk/")
    assert places(response) == {
        "surveys:desk-survey-list": 0,
        "engagement:comment-queue": 0,
    }


def test_desk_counts_what_waits_for_an_editor(as_user, editor):
    fall_summary()
    past = {"starts_at": timezone.now() - dt.timedelta(days=2)}
    OutreachEventFactory(**past)
    OutreachEventFactory(**past, attendance=40)
    OutreachEventFactory(**past, status=OutreachEvent.Status.CANCELED)
    upcoming()
    assert places(as_user(editor).get("/en/desk/")) == {
        "engagement:conversation-event-list": 0,
        "engagement:desk-event-list": 1,
        "surveys:desk-survey-list": 0,
        "engagement:theme-bench": 0,
        "engagement:desk-summary-list": 1,
        "engagement:comment-queue": 0,
        "engagement:mailing-list": 0,
        "engagement:desk-commitment-list": 0,
    }


def test_desk_of_a_librarian_has_all_but_summaries(as_user, librarian):
    fall_summary()
    response = as_user(librarian).get("/fa/desk/")
    assert places(response) == {
        "engagement:conversation-event-list": 0,
        "engagement:desk-event-list": 0,
        "surveys:desk-survey-list": 0,
        "engagement:theme-bench": 0,
        "engagement:own-section-list": 0,
    }


# The frame of every page


def test_footer_names_the_contact_where_there_is_one(client, db, settings):
    assert client.get("/en/").content.decode().count("mailto:") == 0
    settings.CONTACT_EMAIL = "listening@example.org"
    public_pages.forget()
    page = client.get("/en/").content.decode()
    assert page.count('href="mailto:listening@example.org"') == 1


def test_page_names_its_five_languages(client, db):
    page = client.get("/pl/about/privacy/").content.decode()
    assert page.count('<link rel="alternate" hreflang=') == 6
    canonical = '<link rel="canonical" href="http://testserver/pl/about/privacy/">'
    assert page.count(canonical) == 1
    assert page.count('hreflang="vi" lang="vi" dir="ltr">Tiếng Việt</a>') == 2


def test_navigation_marks_the_section_one_is_in(client, db):
    page = client.get("/en/events/").content.decode()
    assert page.count('<a href="/en/events/" aria-current="true">Events</a>') == 1
    assert page.count('<a href="/en/surveys/">Surveys</a>') == 1


def test_desk_leads_to_a_change_of_ones_password(as_user, editor):
    page = as_user(editor).get("/en/desk/").content.decode()

    assert page.count('<a href="/en/accounts/password/change/">') == 1


@pytest.mark.parametrize(("language", "slug"), [("en", "newest"), ("vi", "whole")])
def test_home_prefers_a_survey_in_the_readers_language(client, db, language, slug):
    SurveyFactory(slug="whole")
    SurveyFactory(slug="newest", languages=["en", "fa"])
    page = client.get(f"/{language}/")
    assert page.context["survey"].slug == slug
