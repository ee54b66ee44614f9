import csv
import re

import pytest
from django.urls import reverse
from django.utils import translation

from surveys.models import Survey
from tests.surveys.factories import (
    CollectorFactory,
    ResponseFactory,
    community_survey,
    matrix,
    question,
)


@pytest.fixture
def survey(db):
    survey = community_survey(
        slug="community",
        title_en="Our library",
        results_policy=Survey.ResultsPolicy.LIVE,
    )
    collector = CollectorFactory(survey=survey)
    for choice, times in (("weekly", 12), ("monthly", 2), ("never", 11)):
        ResponseFactory.create_batch(
            times, survey=survey, collector=collector, answers={"visits": choice}
        )
    return survey


def address(name="survey-results", language="en", slug="community"):
    with translation.override(language):
        return reverse(f"surveys:{name}", args=[slug])


def lines(response):
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


def page_cells(html):
    """Share and count of each row as the page shows them; masks as one word."""
    rows = re.findall(r'<th scope="row">.*?</tr>', html, re.DOTALL)
    return [re.findall(r"data-figure>([^<]+)<|(data-suppressed)", row) for row in rows]


@pytest.mark.parametrize("name", ["survey-results", "survey-results-csv"])
@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (("live", "open"), 200),
        (("closed", "closed"), 200),
        (("closed", "open"), 404),
        (("staff", "closed"), 404),
        (("live", "draft"), 404),
    ],
)
def test_results_are_public_when_the_survey_says_so(
    client, survey, name, setting, expected
):
    policy, status = setting
    Survey.objects.update(results_policy=policy, status=status)

    assert client.get(address(name)).status_code == expected


@pytest.fixture
def readers(client, as_user, stranger, trainer, librarian):
    return [client, *map(as_user, (stranger, trainer, librarian))]


@pytest.mark.parametrize("name", ["survey-results", "survey-results-csv"])
def test_results_before_publication_are_for_staff_only(survey, name, readers):
    Survey.objects.update(results_policy=Survey.ResultsPolicy.STAFF)

    statuses = [reader.get(address(name)).status_code for reader in readers]

    assert statuses == [404, 404, 404, 200]


def test_results_before_publication_say_that_only_staff_see_them(
    survey, as_user, editor
):
    note = "Only staff see this page now."
    before = as_user(editor).get(address()).content.decode()
    Survey.objects.update(results_policy=Survey.ResultsPolicy.STAFF)

    after = as_user(editor).get(address()).content.decode()

    assert (before.count(note), after.count(note)) == (0, 1)


def test_results_seen_by_staff_are_not_remembered_as_public(
    client, survey, as_user, editor
):
    Survey.objects.update(results_policy=Survey.ResultsPolicy.STAFF)
    as_user(editor).get(address())
    ResponseFactory(survey=survey, answers={"visits": "weekly"})
    Survey.objects.update(results_policy=Survey.ResultsPolicy.LIVE)

    assert client.get(address()).context["results"].people == 26


def test_results_of_an_unknown_survey_are_not_found(client, db):
    assert client.get(address(slug="gone")).status_code == 404


def test_results_page_shows_shares_and_counts_and_masks(client, survey):
    html = client.get(address()).content.decode()

    assert page_cells(html)[:3] == [
        [("48%", ""), ("12", "")],
        [("", "data-suppressed")],
        [("", "data-suppressed")],
    ]


def test_results_page_says_whom_the_figures_are_of(client, survey):
    html = client.get(address()).content.decode()

    assert html.count("They are not a sample of the city") == 1
    assert html.count("25 people answered.") == 1


def test_results_page_in_persian_has_persian_digits(client, survey):
    html = client.get(address(language="fa")).content.decode()

    assert page_cells(html)[0] == [("۴۸٪", ""), ("۱۲", "")]


def test_results_page_does_not_differ_by_cookie(client, survey):
    response = client.get(address())

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_results_page_of_few_people_says_why_it_is_empty(client, survey):
    survey.responses.all().delete()

    html = client.get(address()).content.decode()

    assert html.count("No results yet") == 1
    assert html.count("<table") == 0


def test_results_file_has_the_figures_and_masks_of_the_page(client, survey):
    response = client.get(address("survey-results-csv"))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="community-en.csv"'
    )
    name = ["visits", survey.all_questions.get(code="visits").text_en, "", ""]
    assert lines(response)[:5] == [
        [
            "question code",
            "question",
            "row code",
            "row",
            "answer code",
            "answer",
            "people",
            "share of those who answered",
            "note",
        ],
        [*name, "", "all who answered this question", "25", "", ""],
        [*name, "weekly", "Weekly", "12", "0.48", ""],
        [*name, "monthly", "Monthly", "", "", "not shown"],
        [*name, "never", "Never", "", "", "not shown"],
    ]


def test_results_file_masks_the_same_cells_as_the_page(client, survey):
    html = client.get(address()).content.decode()
    file = lines(client.get(address("survey-results-csv")))

    shown = [line[6] or "data-suppressed" for line in file if line[0] == "visits"][1:]

    assert (
        shown
        == [cells[-1][0] or cells[-1][1] for cells in page_cells(html) if cells][:3]
    )


def test_results_file_starts_with_a_byte_order_mark(client, survey):
    content = client.get(address("survey-results-csv")).content

    assert content[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_results_file_holds_no_formula(client, survey, sign):
    survey.all_questions.filter(code="visits").update(text_en=f"{sign}1+1")

    file = lines(client.get(address("survey-results-csv")))

    assert file[1][1] == f"'{sign}1+1"


@pytest.mark.parametrize("name", ["survey-results", "survey-results-csv"])
def test_public_results_are_kept_for_a_while(
    client, survey, name, django_assert_num_queries
):
    first = client.get(address(name))

    with django_assert_num_queries(0):
        again = client.get(address(name))

    assert again.content == first.content


def test_results_that_staff_see_before_publication_are_not_kept(
    client, survey, as_user, editor
):
    Survey.objects.update(results_policy=Survey.ResultsPolicy.STAFF)
    as_user(editor).get(address())

    assert client.get(address()).status_code == 404


# Looked at by language, channel, district or month


@pytest.fixture
def answered_twice(survey):
    """Answers from the web and from an event, enough of each."""
    survey.responses.all().delete()
    for kind in ("link", "event"):
        collector = CollectorFactory(survey=survey, kind=kind)
        for choice, times in (("weekly", 12), ("monthly", 2), ("never", 11)):
            ResponseFactory.create_batch(
                times, survey=survey, collector=collector, answers={"visits": choice}
            )
    return survey


def test_results_by_channel_stand_side_by_side(client, answered_twice):
    response = client.get(address(), {"by": "channel"})

    html = response.content.decode()
    labels = [column.label for column in response.context["view"].columns]
    assert labels == ["On the web", "At an event"]
    assert html.count(">Who took part<") == 1
    assert html.count("Some of its answers are too rare in some groups") == 5


def test_results_by_channel_of_one_group_alone(client, answered_twice):
    response = client.get(address(), {"by": "channel", "group": "event"})

    view = response.context["view"]
    assert [figure.people for figure in view.took_part] == [25]
    assert response.content.decode().count('<option value="event" selected>') == 1


@pytest.mark.parametrize(
    "query",
    [{"by": "nothing"}, {"by": "channel\0"}, {"by": "district"}, {"by": "language"}],
)
def test_results_by_what_cannot_be_shown_are_those_of_everybody(
    client, answered_twice, query
):
    response = client.get(address(), query)

    assert response.context["view"] is None
    assert response.content.decode().count("Too few people have answered to show") == 1


def test_results_by_offers_only_what_can_be_shown(client, answered_twice):
    form = client.get(address()).context["form"]

    assert [value for value, _label in form.fields["by"].widget.choices] == [
        "",
        "channel",
    ]


def test_results_by_month_have_a_line_that_is_not_read_out(client, answered_twice):
    earlier = answered_twice.responses.first().submitted_at.replace(year=2025)
    for response in answered_twice.responses.all()[:25]:
        response.submitted_at = earlier
        response.save()

    html = client.get(address(), {"by": "month"}).content.decode()

    assert html.count('<svg class="trend"') == html.count("<polyline") > 0
    assert html.count('class="trend" viewBox="0 0 240 40" aria-hidden="true"') > 0


def test_results_by_something_are_not_kept_for_others(client, answered_twice):
    by_channel = client.get(address(), {"by": "channel"}).content

    assert client.get(address()).content != by_channel
    assert client.get(address(), {"by": "channel"}).content == by_channel


@pytest.mark.parametrize("name", ["survey-results", "survey-results-csv"])
def test_results_by_something_are_public_by_the_same_policy(
    client, answered_twice, as_user, editor, name
):
    Survey.objects.update(results_policy=Survey.ResultsPolicy.CLOSED)

    assert client.get(address(name), {"by": "channel"}).status_code == 404
    seen = as_user(editor).get(address(name), {"by": "channel"})
    assert seen.status_code == 200


def test_results_file_has_a_line_for_each_group(client, answered_twice):
    response = client.get(address("survey-results-csv"), {"by": "channel"})

    assert response["Content-Disposition"] == (
        'attachment; filename="community-channel-en.csv"'
    )
    file = [line[4:] for line in lines(response)]
    assert file == [
        [
            "answer code",
            "answer",
            "group",
            "people",
            "share of those who answered",
            "note",
        ],
        ["", "all who took part", "On the web", "25", "", ""],
        ["", "all who took part", "At an event", "25", "", ""],
        ["", "all who answered this question", "On the web", "25", "", ""],
        ["", "all who answered this question", "At an event", "25", "", ""],
        ["weekly", "Weekly", "On the web", "12", "0.48", ""],
        ["weekly", "Weekly", "At an event", "12", "0.48", ""],
        ["monthly never", "Monthly / Never", "On the web", "13", "0.52", ""],
        ["monthly never", "Monthly / Never", "At an event", "13", "0.52", ""],
    ]


def test_results_file_names_the_rows_of_a_matrix_and_places(client, answered_twice):
    survey = answered_twice
    survey.responses.all().delete()
    page = survey.pages.last()
    matrix(page, "quality", ["staff"], "good", "bad", text_en="How good?")
    question(page, "order", "ranking", "a", "b", text_en="Which first?")
    collector = survey.collectors.first()
    for choice, ranks in (("good", ["a", "b"]), ("bad", ["b", "a"])):
        ResponseFactory.create_batch(
            6,
            survey=survey,
            collector=collector,
            answers={"quality": {"staff": choice}, "order": ranks},
        )

    file = lines(client.get(address("survey-results-csv")))

    assert [line[2:] for line in file if line[0] == "quality"] == [
        ["staff", "Staff", "", "all who answered this question", "12", "", ""],
        ["staff", "Staff", "good", "Good", "6", "0.5", ""],
        ["staff", "Staff", "bad", "Bad", "6", "0.5", ""],
    ]
    assert [line[4:] for line in file if line[0] == "order"][:2] == [
        ["", "all who answered this question", "12", "", ""],
        ["a", "A", "6", "0.5", "put first"],
    ]
    assert file[-1][4:] == ["b", "B", "6", "0.5", "place 2"]


def test_results_page_shows_a_matrix_as_one_table(client, answered_twice):
    page = answered_twice.pages.last()
    answered_twice.responses.all().delete()
    matrix(page, "quality", ["staff", "rooms"], "good", "bad", text_en="How good?")
    ResponseFactory.create_batch(
        6,
        survey=answered_twice,
        collector=answered_twice.collectors.first(),
        answers={"quality": {"staff": "good"}},
    )

    html = client.get(address()).content.decode()

    table = re.search(
        r'<table class="table result-matrix">.*?</table>', html, re.DOTALL
    )
    assert re.findall(r'<th scope="row">(\w+)', table[0]) == ["Staff", "Rooms"]
    assert table[0].count("data-suppressed") == 3


def test_results_say_who_was_drawn_at_random(client, answered_twice):
    Survey.objects.update(sample_design=Survey.SampleDesign.RANDOM)

    html = client.get(address()).content.decode()

    assert html.count("drawn at random") == 1
    assert html.count("They are not a sample of the city") == 0
