import pytest
from django.utils import translation

from civic.models import PublishedTable
from surveys import tallying
from surveys.estimates import Mean, student
from surveys.models import Response, Survey
from surveys.tabulation import survey_results
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    community_survey,
    matrix,
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
    assert results.mean == Mean(3.4)


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


# The other kinds


@pytest.fixture
def page(survey):
    return survey.pages.last()


def test_dropdown_counts_like_a_single_choice(survey, page):
    question(page, "job", "dropdown", "work", "study")
    answer(survey, 6, job="work")
    answer(survey, 6, job="study")

    assert rows(question_results(survey, "job")) == [
        ("work", 6, 0.5),
        ("study", 6, 0.5),
    ]


def test_matrix_counts_each_row_by_itself(survey, page):
    matrix(page, "quality", ["staff", "rooms"], "good", "bad")
    answer(survey, 6, quality={"staff": "good", "rooms": "bad"})
    answer(survey, 6, quality={"staff": "bad", "rooms": "bad"})
    answer(survey, 5, quality={"staff": "good"})

    results = question_results(survey, "quality")

    tables = {
        part.row.code: [row.people for row in part.rows] for part in results.parts
    }
    assert tables == {"staff": [11, 6], "rooms": [None, None]}
    assert [part.answered for part in results.parts] == [17, 12]
    assert (results.rows, results.answered) == ([], 17)


def test_ranking_counts_places_and_their_mean(survey, page):
    question(page, "order", "ranking", "a", "b")
    answer(survey, 6, order=["a", "b"])
    answer(survey, 18, order=["b", "a"])

    results = question_results(survey, "order")

    assert rows(results) == [("a", 6, 0.25), ("b", 18, 0.75)]
    ranks = [(one.cell.code, one.people, one.mean) for one in results.ranks]
    assert ranks == [("a", [6, 18], 1.8), ("b", [18, 6], 1.2)]


def test_ranking_shows_no_places_where_one_is_rare(survey, page):
    question(page, "order", "ranking", "a", "b", "c")
    answer(survey, 6, order=["a", "b", "c"])
    answer(survey, 18, order=["b", "a", "c"])
    answer(survey, 2, order=["c", "a", "b"])

    results = question_results(survey, "order")

    assert [row.people for row in results.rows] == [6, None, None]
    assert results.ranks == []


def test_ranking_shows_places_of_the_same_moment_as_first_places_only(survey, page):
    question(page, "order", "ranking", "a", "b")
    answer(survey, 6, order=["a", "b"])
    answer(survey, 6, order=["b", "a"])
    results_of(survey)
    table = PublishedTable.objects.get(key__endswith=" ranks")
    table.counts["counts"] = [[key, n + 1] for key, n in table.counts["counts"]]
    table.counts["total"] += 2
    table.save()

    assert question_results(survey, "order").ranks == []


def test_consent_counts_those_who_did_not_agree_too(survey, page):
    question(page, "mail", "consent")
    answer(survey, 8, mail="yes")
    answer(survey, 7)

    results = question_results(survey, "mail")

    assert rows(results) == [("yes", 8, 8 / 15), ("no", 7, 7 / 15)]
    assert results.answered == 8


def test_consent_hides_few_who_did_not_agree(survey, page):
    question(page, "mail", "consent")
    answer(survey, 18, mail="yes")
    answer(survey, 2)

    results = question_results(survey, "mail")

    assert [row.people for row in results.rows] == [None, None]


def test_number_has_a_mean_of_ten_or_more(survey, page):
    question(page, "age", "number", decimals=1)
    answer(survey, 9, age=20)

    assert question_results(survey, "age", is_public=False).mean is None
    answer(survey, 1, age=25.5)
    results = question_results(survey, "age", is_public=False)

    assert (results.mean, results.answered, results.rows) == (Mean(20.6), 10, [])


def test_date_tells_only_how_many_gave_one(survey, page):
    question(page, "last", "date")
    answer(survey, 6, last="2025-09-23")

    results = question_results(survey, "last")

    assert (results.answered, results.rows, results.mean) == (6, [], None)
    assert "2025-09-23" not in repr(results)


def test_information_has_no_results(survey, page):
    question(page, "about", "information")

    assert "about" not in {one.question.code for one in results_of(survey).questions}


@pytest.mark.parametrize("of", ["question", "page"])
def test_who_passed_over_is_unknown_where_only_some_were_asked(survey, of):
    shown_if = {
        "match": "all",
        "conditions": [{"question": "visits", "operator": "is", "value": "never"}],
    }
    wish = survey.all_questions.get(code="wish")
    subject = wish if of == "question" else wish.page
    subject.shown_if = shown_if
    subject.save()
    answer(survey, 6, visits="never", wish="More")
    answer(survey, 9, visits="weekly")

    results = question_results(survey, "wish")

    assert (results.answered, results.passed_over) == (6, None)
    assert results.is_conditional is True


def test_mean_has_an_interval_only_of_a_random_sample(survey, page):
    question(page, "age", "number")
    answer(survey, 10, age=20)
    answer(survey, 10, age=30)
    for value, times in enumerate((5, 5, 5, 5, 5), start=1):
        answer(survey, times, trust=value)

    assert question_results(survey, "age").mean == Mean(25.0)
    Survey.objects.update(sample_design=Survey.SampleDesign.RANDOM)

    # 20 values, standard deviation 5.13, t(19) = 2.093; 25 values, 1.443, 2.064
    assert question_results(survey, "age").mean == Mean(25.0, 22.6, 27.4)
    assert question_results(survey, "trust").mean == Mean(3.0, 2.4, 3.6)


@pytest.mark.parametrize(
    ("freedom", "point"), [(9, 2.262), (19, 2.093), (30, 2.042), (1000, 1.962)]
)
def test_student_agrees_with_the_tables(freedom, point):
    assert student(freedom) == pytest.approx(point, abs=0.001)
