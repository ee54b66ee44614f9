import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from surveys.models import Collector, Draft, Response, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    ChoiceFactory,
    CollectorFactory,
    PageFactory,
    QuestionFactory,
    ResponseFactory,
    SurveyFactory,
    community_survey,
    question,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = dt.timedelta(hours=1)


def refuses(name, make):
    with pytest.raises(IntegrityError, match=name):
        make()


# QuerySets


def test_survey_open_only_within_its_time():
    now = SurveyFactory(opens_at=NOW - HOUR, closes_at=NOW + HOUR)
    SurveyFactory(opens_at=NOW + HOUR)
    SurveyFactory(closes_at=NOW - HOUR)
    SurveyFactory(status="closed")
    SurveyFactory(status="draft")

    assert list(Survey.objects.open()) == [now]
    assert [one for one in Survey.objects.all() if one.is_open] == [now]


def test_survey_public_leaves_out_drafts_and_guides():
    shown = SurveyFactory(status="closed")
    SurveyFactory(status="draft")
    guide = SurveyFactory(purpose="guide")

    assert list(Survey.objects.public()) == [shown]
    assert list(Survey.objects.guides()) == [guide]


def test_survey_with_questions_reads_all_in_five_queries(django_assert_num_queries):
    community_survey()
    with django_assert_num_queries(5):
        survey = Survey.objects.with_questions().get()
        codes = [one.code for one in survey.questions]
        choices = [len(one.choices.all()) for one in survey.questions]
        rows = [len(one.rows.all()) for one in survey.questions]

    assert codes == ["visits", "uses", "trust", "wish", "street", "home"]
    assert choices == [3, 3, 0, 0, 0, 0]
    assert rows == [0] * 6
    assert survey.asks_district


@pytest.mark.parametrize(
    ("policy", "status", "purpose", "is_public"),
    [
        ("live", "open", "survey", True),
        ("live", "draft", "survey", False),
        ("live", "open", "guide", False),
        ("closed", "open", "survey", False),
        ("closed", "closed", "survey", True),
        ("staff", "closed", "survey", False),
    ],
)
def test_survey_has_public_results(policy, status, purpose, is_public):
    survey = SurveyFactory(results_policy=policy, status=status, purpose=purpose)

    assert survey.has_public_results is is_public


def test_survey_opens_later():
    assert SurveyFactory(opens_at=NOW + HOUR).opens_later
    assert not SurveyFactory(opens_at=NOW - HOUR).opens_later
    assert not SurveyFactory(opens_at=NOW + HOUR, status="draft").opens_later


def test_collector_public_leaves_out_staff_and_drafts():
    survey = SurveyFactory()
    public = [
        CollectorFactory(survey=survey, kind=kind)
        for kind in ("link", "event", "kiosk")
    ]
    CollectorFactory(survey=survey, kind="paper")
    CollectorFactory(survey=survey, kind="conversation")
    CollectorFactory(survey=SurveyFactory(status="draft"))

    assert list(Collector.objects.public()) == public
    assert [one.is_public for one in Collector.objects.all()] == [
        *[True] * 3,
        *[False] * 2,
        True,
    ]


def test_response_counted_leaves_out_the_excluded():
    kept = ResponseFactory(review_state="flagged")
    ResponseFactory(review_state="excluded")

    assert list(Response.objects.counted()) == [kept]


# Constraints


def test_survey_closes_after_it_opens():
    refuses(
        "survey_closes_after_it_opens",
        lambda: SurveyFactory(opens_at=NOW, closes_at=NOW - HOUR),
    )


def test_page_position_is_unique():
    page = PageFactory()
    refuses(
        "page_position_unique",
        lambda: PageFactory(survey=page.survey, position=page.position),
    )


def test_question_code_is_unique_in_the_survey():
    page = PageFactory()
    question(page, "visits", "single")
    refuses(
        "question_code_unique",
        lambda: question(PageFactory(survey=page.survey), "visits", "single"),
    )


def test_question_position_is_unique_on_the_page():
    first = QuestionFactory()
    refuses(
        "question_position_unique",
        lambda: QuestionFactory(page=first.page, position=first.position),
    )


def test_question_minimum_is_not_above_its_maximum():
    refuses(
        "question_minimum_below_maximum",
        lambda: QuestionFactory(kind="multiple", minimum=3, maximum=2),
    )


def test_rating_of_one_step_is_refused():
    same = {"minimum": 3, "maximum": 3}
    refuses("rating_has_bounds", lambda: QuestionFactory(kind="rating", **same))


def test_rating_needs_both_ends():
    refuses("rating_has_bounds", lambda: QuestionFactory(kind="rating", minimum=1))


def test_choice_code_is_unique_in_the_question():
    choice = ChoiceFactory()
    refuses(
        "choice_code_unique",
        lambda: ChoiceFactory(question=choice.question, code=choice.code),
    )


def test_choice_position_is_unique_in_the_question():
    choice = ChoiceFactory()
    refuses(
        "choice_position_unique",
        lambda: ChoiceFactory(question=choice.question, position=choice.position),
    )


def test_choice_code_other_is_taken():
    refuses("choice_code_not_other", lambda: ChoiceFactory(code="other"))


def test_collector_address_is_unique():
    collector = CollectorFactory()
    refuses("slug", lambda: CollectorFactory(slug=collector.slug))


def test_response_submission_is_unique():
    response = ResponseFactory()
    refuses("submission", lambda: ResponseFactory(submission=response.submission))


def test_response_stands_for_somebody():
    refuses("response_people_positive", lambda: ResponseFactory(people=0))


# The edition, raised by the database


def edition(survey):
    return Survey.objects.values_list("edition", flat=True).get(pk=survey.pk)


def changes(survey):
    page = survey.pages.first()
    choice = survey.all_questions.get(code="visits").choices.first()
    yield lambda: Survey.objects.filter(pk=survey.pk).update(title_fa="دیگر")
    yield survey.save
    yield lambda: type(page).objects.filter(pk=page.pk).update(title_en="Changed")
    yield lambda: question(page, "more", "long_text")
    yield lambda: survey.all_questions.filter(code="more").delete()
    yield lambda: type(choice).objects.filter(pk=choice.pk).update(label_en="Changed")
    yield choice.delete
    yield lambda: CollectorFactory(survey=survey, slug="more")
    yield lambda: survey.collectors.filter(slug="more").update(is_active=False)
    yield DistrictFactory


def test_survey_edition_rises_with_every_change():
    survey, other = community_survey(), SurveyFactory()
    before_other = edition(other)
    for change in changes(survey):
        before = edition(survey)
        change()
        assert edition(survey) > before
    assert edition(other) == before_other


def test_survey_edition_stays_with_answers_and_unchanged_saves():
    survey = community_survey()
    survey.refresh_from_db()
    before = edition(survey)
    survey.save()
    ResponseFactory(survey=survey, collector__survey=survey)
    after_collector = edition(survey)
    ResponseFactory(survey=survey, collector=survey.collectors.get())
    Draft.objects.create(
        submission="6f0f6a0e-3a40-4a52-9d5c-2f6f3f6f2d11",
        survey=survey,
        collector=survey.collectors.get(),
        started_at=NOW,
    )

    assert after_collector == before + 1
    assert edition(survey) == after_collector
