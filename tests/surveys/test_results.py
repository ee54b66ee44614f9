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
