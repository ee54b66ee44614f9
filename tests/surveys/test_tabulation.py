import pytest
from django.utils import translation

from surveys import tallying
from surveys.models import Response, Survey
from surveys.tabulation import survey_results
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    community_survey,
    question,
)


@pytest.fixture
def survey(db):
    return community_survey(results_policy=Survey.ResultsPolicy.LIVE)


def answer(survey, times=1, **answers):
    collector = survey.collectors.first() or CollectorFactory(survey=survey)
    ResponseFactory.create_batch(
        times, survey=survey, collector=collector, answers=answers
    )


def results_of(survey, *, is_public=True):
    survey = Survey.objects.with_questions().get(pk=survey.pk)
    return survey_results(survey, is_public=is_public)


def question_results(survey, code, **how):
    results = results_of(survey, **how)
    return next(one for one in results.questions if one.question.code == code)


def rows(results):
    return [(row.cell.code, row.people, row.share) for row in results.rows]


def test_single_choice_counts_people_and_shares(survey):
    answer(survey, 12, visits="weekly")
    answer(survey, 6, visits="monthly")
    answer(survey, 6, visits="never")

    results = question_results(survey, "visits")

    assert rows(results) == [
        ("weekly", 12, 0.5),
        ("monthly", 6, 0.25),
        ("never", 6, 0.25),
    ]
    assert (results.answered, results.passed_over) == (24, None)
    assert results.mean is None


def test_single_choice_hides_a_small_cell_and_its_neighbor(survey):
    answer(survey, 12, visits="weekly")
    answer(survey, 2, visits="monthly")
    answer(survey, 9, visits="never")

    results = question_results(survey, "visits")

    assert [row.people for row in results.rows] == [12, None, None]
    assert [row.share for row in results.rows] == [12 / 23, None, None]
    assert results.has_hidden_rows is True


def test_multiple_choice_counts_other_without_its_words(survey):
    answer(survey, 8, uses=["books", "other"], **{"uses-other": "My secret"})
    answer(survey, 8, uses=["wifi"])
    answer(survey, 8, uses=["none"])

    results = question_results(survey, "uses")

    assert rows(results) == [
        ("books", 8, 8 / 24),
        ("wifi", 8, 8 / 24),
        ("none", 8, 8 / 24),
        ("other", 8, 8 / 24),
    ]
    assert "My secret" not in repr(results)


def test_rating_has_a_mean_of_one_decimal(survey):
    for value, times in enumerate((5, 5, 5, 5, 12), start=1):
        answer(survey, times, trust=value)

    results = question_results(survey, "trust")

    assert [row.people for row in results.rows] == [5, 5, 5, 5, 12]
    assert results.mean == 3.4


def test_rating_has_no_mean_where_a_cell_is_hidden(survey):
    answer(survey, 20, trust=4)
    answer(survey, 20, trust=2)

    results = question_results(survey, "trust")

    assert [row.people for row in results.rows].count(None) == 4
    assert results.mean is None


def test_rating_shows_the_words_at_its_ends_in_the_page_language(survey):
    survey.all_questions.filter(code="trust").update(
        minimum_label_en="Not at all", minimum_label_fa="هیچ", maximum_label_en="Fully"
    )
    answer(survey, 5, trust=1)

    with translation.override("fa"):
        results = question_results(survey, "trust")

        labels = [row.cell.label for row in results.rows]
        assert labels == ["۱ – هیچ", "۲", "۳", "۴", "۵ – Fully"]


def test_districts_are_all_there(survey):
    DistrictFactory(code="north", name_en="North", position=1)
    DistrictFactory(code="south", name_en="South", position=2)
    answer(survey, 6, home="north")
    answer(survey, 7, home="south")

    results = question_results(survey, "home")

    labels = [(row.cell.label, row.people) for row in results.rows]
    assert labels == [("North", 6), ("South", 7)]


def test_free_text_tells_only_how_many_wrote(survey):
    answer(survey, 6, wish="A garden")
    answer(survey, 5, visits="weekly")

    results = question_results(survey, "wish")

    assert results.rows == []
    assert (results.answered, results.passed_over) == (6, 5)


def test_people_of_a_response_are_all_counted(survey):
    ResponseFactory(survey=survey, people=7, answers={"visits": "weekly"})

    assert results_of(survey).people == 7


def test_fewer_people_than_the_threshold_are_not_shown(survey):
    answer(survey, 4, visits="weekly")

    results = results_of(survey)

    assert results.people is None
    assert {one.answered for one in results.questions} == {None}


def test_excluded_responses_are_not_counted(survey):
    answer(survey, 6, visits="weekly")
    excluded = Response.objects.first()
    excluded.review_state = Response.ReviewState.EXCLUDED
    excluded.save()

    assert results_of(survey).people == 5


def test_choice_that_is_gone_still_counts(survey):
    answer(survey, 6, visits="weekly")
    answer(survey, 6, visits="gone")

    results = question_results(survey, "visits")

    assert rows(results)[-1][0] == "gone"
    assert results.answered == 12


def test_results_are_the_same_before_and_after_folding(survey):
    answer(survey, 12, visits="weekly", uses=["books", "wifi"], trust=3)
    before = results_of(survey, is_public=False)
    tallying.fold_responses(limit=5)
    between = results_of(survey, is_public=False)
    tallying.fold_responses()
    after = results_of(survey, is_public=False)

    assert before == between == after


def test_public_results_change_when_enough_people_have_come(survey):
    answer(survey, 10, visits="weekly")
    answer(survey, 10, visits="never")
    assert results_of(survey).people == 20

    answer(survey, 3, visits="weekly")
    assert results_of(survey).people == 20
    assert question_results(survey, "visits").answered == 20
    assert question_results(survey, "visits", is_public=False).answered == 23

    answer(survey, 2, visits="never")
    assert results_of(survey).people == 25


@pytest.mark.parametrize("responses", [1, 3, 1000])
def test_results_cost_the_same_for_any_number_of_responses(
    survey, responses, django_assert_num_queries
):
    collector = CollectorFactory(survey=survey)
    Response.objects.bulk_create(
        ResponseFactory.build(
            survey=survey, collector=collector, answers={"visits": "weekly"}
        )
        for _ in range(responses)
    )
    results_of(survey)

    # Survey, pages, questions, choices, rows; jit and sum in a transaction of two more;
    # districts and what is public.
    with django_assert_num_queries(11):
        results_of(survey)


@pytest.mark.parametrize("questions", [1, 3])
def test_results_cost_the_same_for_any_number_of_questions(
    db, questions, django_assert_num_queries
):
    survey = SurveyFactory()
    page = PageFactory(survey=survey)
    for number in range(questions):
        question(page, f"q{number}", "single", "yes", "no")
    results_of(survey)

    with django_assert_num_queries(10):
        results_of(survey)
