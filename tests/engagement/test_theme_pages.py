"""The public pages of the themes, and the figures that they read."""

import datetime as dt

import pytest
from django.utils import timezone

from civic.models import PublishedTable
from engagement.actions import publish_summary
from engagement.models import CodedAnswer, Summary, SummaryQuotation
from engagement.theme_figures import ThemeFigures, renew_theme_figures
from tests.engagement.coded_answers import OpenAnswerFactory, ThemeFactory, coded
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.writing import fall_summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return ThemeFactory(
        code="homes", name_en="Homes", name_fa="خانه", definition_en="Where we live."
    )


@pytest.fixture
def rents(homes):
    return ThemeFactory(code="rents", name_en="Rents", parent=homes)


@pytest.fixture
def streets():
    return ThemeFactory(code="streets", name_en="Streets", position=1)


@pytest.fixture
def summary(rents, streets):
    """A published one: of rents spoke 20 people in a park, of streets 10 elsewhere."""
    draft = fall_summary()
    say(20, rents, setting="park")
    say(10, streets, setting="market")
    publish_summary(draft, actor=None)
    renew_theme_figures()
    return Summary.objects.get()


AUGUST = dt.datetime(2025, 8, 1, 20, tzinfo=dt.UTC)


def say(people, *themes, setting="park", language="en", began=AUGUST, **fields):
    """Let one conversation of so many people speak of the themes, in fall 2025."""
    event = OutreachEventFactory(starts_at=began, setting=setting)
    answer = OpenAnswerFactory(
        event=event, people=people, language=language, guide=GuideFactory(), **fields
    )
    coded(answer, *themes)
    return answer


def people(theme):
    return [one.people for one in ThemeFigures.read().seasons(theme)]


# Figures


def test_figures_count_people_by_season_and_theme(summary, homes, rents, streets):
    figures = ThemeFigures.read()

    assert [people(one) for one in (homes, streets)] == [[20], [10]]
    latest = figures.latest(homes)
    assert (latest.summary, latest.out_of) == (summary, 30)
    assert latest.share == pytest.approx(2 / 3)


def test_figures_of_a_theme_that_all_have_below_another_are_hidden(summary, rents):
    # All who spoke of homes spoke of rents, which tells of those who did not: none.
    assert people(rents) == [None]


def test_figures_leave_out_a_season_whose_summary_is_a_draft(rents, streets):
    fall_summary()
    say(20, rents)
    renew_theme_figures()

    assert people(rents) == []
    assert not PublishedTable.objects.filter(key__startswith="theme ").exists()


def test_figures_stay_until_enough_people_came(summary, homes, rents, streets):
    say(4, rents, streets)
    renew_theme_figures()
    assert people(homes) == [20]

    say(2)
    renew_theme_figures()
    assert (people(homes), people(streets)) == ([24], [14])


def test_figures_are_corrected_by_five_people_or_more(summary, homes, rents, streets):
    few = say(3, rents)
    say(6, streets)
    renew_theme_figures()
    assert (people(homes), people(streets)) == ([23], [16])

    few.coded.get().codings.update(theme=streets)
    renew_theme_figures()
    assert (people(homes), people(streets)) == ([23], [16])

    many = CodedAnswer.objects.get(answer__people=6)
    many.codings.update(theme=rents)
    renew_theme_figures()
    assert (people(homes), people(streets)) == ([23], [16])  # 26 and 13: three less

    say(7, rents, streets)
    renew_theme_figures()
    assert (people(homes), people(streets)) == ([33], [20])


def test_figures_are_not_stored_twice(summary):
    before = list(PublishedTable.objects.values_list("key", "published_at"))

    renew_theme_figures()

    assert list(PublishedTable.objects.values_list("key", "published_at")) == before


def test_figures_by_group_say_up_to_which_season(summary, homes):
    for number, setting in ((7, "market"), (5, "park")):
        say(number, *homes.children.all(), setting=setting)
    say(8)
    renew_theme_figures()

    groups = ThemeFigures.read().settings(homes)

    assert [(one.codes, one.people) for one in groups.figures] == [
        (("park",), 25),
        (("market",), 7),
    ]
    assert (groups.total, groups.rest, groups.until) == (32, [], summary)


# Pages


@pytest.mark.parametrize("address", ["/en/themes/", "/en/themes/homes/"])
def test_pages_are_open_to_everyone_without_a_cookie(client, summary, address):
    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies


def test_list_shows_each_theme_with_its_latest_figure(client, summary):
    response = client.get("/en/themes/")

    assert [
        (one.theme.code, one.latest.people) for one in response.context["entries"]
    ] == [("homes", 20), ("streets", 10)]
    assert "<strong>20</strong> people in Fall 2025" in response.text


def test_list_without_themes_says_what_will_be_here(client, db):
    assert "No themes yet" in client.get("/en/themes/").text


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(
    client, db, django_assert_num_queries, number
):
    for theme in ThemeFactory.create_batch(number):
        ThemeFactory(parent=theme)

    with django_assert_num_queries(3):
        response = client.get("/en/themes/")

    assert len(response.context["entries"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_one_and_for_three(
    client, summary, homes, django_assert_num_queries, number
):
    ThemeFactory.create_batch(number - 1, parent=homes)
    client.get("/en/summaries/")  # what every page reads once

    with django_assert_num_queries(5):
        response = client.get("/en/themes/homes/")

    assert len(response.context["below"]) == number


def test_page_is_served_again_without_the_database(
    client, summary, django_assert_num_queries
):
    first = client.get("/en/themes/homes/").content

    with django_assert_num_queries(0):
        assert client.get("/en/themes/homes/").content == first


def test_page_in_persian_has_its_name_digits_and_direction(client, summary):
    response = client.get("/fa/themes/homes/")

    assert '<html lang="fa" dir="rtl">' in response.text
    assert "<h1>خانه</h1>" in response.text
    assert '<span class="figure__number">۲۰</span>' in response.text


def test_page_marks_what_is_not_shown(client, summary):
    say(3, ThemeFactory(code="birds", name_en="Birds"))
    say(9)
    renew_theme_figures()

    page = client.get("/en/themes/birds/")

    assert "No number is shown yet" in page.text
    assert page.context["latest"] is None


@pytest.mark.parametrize("address", ["/en/themes/", "/en/themes/streets/"])
def test_pages_say_that_the_newest_season_is_not_shown(
    client, summary, homes, streets, address
):
    spring = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 5, 31)}
    draft = fall_summary(year=2026, season="spring", **spring)
    march = dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC)
    say(20, homes, began=march), say(2, streets, began=march), say(30, began=march)
    publish_summary(draft, actor=None)
    renew_theme_figures()

    figures = ThemeFigures.read()
    assert figures.later(homes) is None
    assert figures.later(streets) == draft
    text = client.get(address).text
    assert text.count("Spring 2026: the number is not shown.") == 1


def test_page_of_a_theme_below_leads_to_that_above(client, summary):
    assert 'href="/en/themes/homes/"' in client.get("/en/themes/rents/").text


def test_page_of_a_merged_theme_leads_to_that_it_went_into(client, summary, streets):
    ThemeFactory(code="roads", merged_into=streets, retired_at=timezone.now())

    response = client.get("/en/themes/roads/")

    assert (response.status_code, response["Location"]) == (301, "/en/themes/streets/")


def test_page_of_a_retired_theme_says_so_and_shows_no_figure(client, summary, homes):
    homes.retired_at = timezone.now()
    homes.save()

    response = client.get("/en/themes/homes/")

    assert "This theme is no longer in use." in response.text
    assert "figure__number" not in response.text


@pytest.mark.parametrize("code", ["none", "HOMES", "homes%00"])
def test_page_of_an_unknown_theme_is_not_found(client, summary, code):
    assert client.get(f"/en/themes/{code}/").status_code == 404


def quoted(summary, answer, text="Rents rise."):
    conversation = answer.response.conversation
    conversation.quotation, conversation.quotation_consent = text, "anonymous"
    conversation.save()
    return SummaryQuotation.objects.create(
        summary=summary, conversation=conversation, original_language="en", text_en=text
    )


def test_page_quotes_what_summaries_quote_of_its_people(
    client, summary, rents, streets
):
    quoted(summary, say(2, rents))
    quoted(summary, say(2, streets), "Cars are too fast.")

    assert "Rents rise." in client.get("/en/themes/homes/").text
    assert "Cars are too fast." not in client.get("/en/themes/homes/").text


def test_page_quotes_nothing_of_a_season_that_does_not_show_the_theme(
    client, summary, rents
):
    quoted(summary, say(2, rents))

    assert "Rents rise." not in client.get("/en/themes/rents/").text


def test_page_no_longer_quotes_who_changed_their_mind(client, summary, rents):
    quotation = quoted(summary, say(2, rents))
    quotation.conversation.quotation_consent = "none"
    quotation.conversation.save()

    assert "Rents rise." not in client.get("/en/themes/homes/").text
