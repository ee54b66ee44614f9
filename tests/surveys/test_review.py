"""Flagged responses are looked at, excluded and taken back in; figures follow."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from civic.models import Activity
from surveys import flags, tallying
from surveys.actions.review import review_responses
from surveys.models import Response, ResponseReview, Tally
from tests.surveys.factories import ResponseFactory, one_page_survey

ACCEPTED, FLAGGED, EXCLUDED = "accepted", "flagged", "excluded"


@pytest.fixture
def survey(db):
    return one_page_survey()


def answered(survey, state=FLAGGED, **fields) -> Response:
    return ResponseFactory(
        survey=survey,
        answers={"visits": "weekly", "wish": "More chairs"},
        review_state=state,
        **fields,
    )


def people(survey) -> int:
    whole = Tally.objects.filter(survey=survey, question=None)
    return sum(whole.values_list("people", flat=True))


def page_of(survey, query=""):
    return reverse("surveys:response-list", args=[survey.pk]) + query


def test_review_excludes_and_the_figures_follow_at_once(survey, editor):
    kept, wrong = answered(survey), answered(survey)
    tallying.fold_responses()
    changed = review_responses(
        survey, responses=[wrong.pk], state=EXCLUDED, actor=editor, note="A program"
    )
    assert (changed, people(survey)) == (1, 1)
    assert tallying.count_differences() == 0
    wrong.refresh_from_db()
    kept.refresh_from_db()
    assert (wrong.review_state, kept.review_state) == (EXCLUDED, FLAGGED)


def test_review_excludes_what_is_not_folded_yet(survey, editor):
    wrong = answered(survey)
    review_responses(survey, responses=[wrong.pk], state=EXCLUDED, actor=editor)
    tallying.fold_responses()
    assert people(survey) == 0
    assert tallying.count_differences() == 0


def test_review_takes_excluded_responses_back_in(survey, editor):
    wrong = answered(survey)
    tallying.fold_responses()
    review_responses(survey, responses=[wrong.pk], state=EXCLUDED, actor=editor)
    review_responses(survey, responses=[wrong.pk], state=ACCEPTED, actor=editor)
    assert people(survey) == 1
    assert tallying.count_differences() == 0


def test_review_accepts_a_flagged_response_without_counting_it_twice(survey, editor):
    doubted = answered(survey)
    tallying.fold_responses()
    review_responses(survey, responses=[doubted.pk], state=ACCEPTED, actor=editor)
    assert people(survey) == 1
    assert tallying.count_differences() == 0


def test_review_again_changes_nothing(survey, editor):
    wrong = answered(survey)
    for _ in range(2):
        review_responses(survey, responses=[wrong.pk], state=EXCLUDED, actor=editor)
    assert ResponseReview.objects.count() == 1


def test_review_leaves_responses_of_other_surveys_alone(survey, editor):
    other = answered(one_page_survey())
    changed = review_responses(
        survey, responses=[other.pk], state=EXCLUDED, actor=editor
    )
    other.refresh_from_db()
    assert (changed, other.review_state) == (0, FLAGGED)


def test_review_is_remembered_with_who_and_why(survey, editor):
    wrong = answered(survey)
    review_responses(
        survey, responses=[wrong.pk], state=EXCLUDED, actor=editor, note="A program"
    )
    review = ResponseReview.objects.get()
    assert (review.state_before, review.state_after) == (FLAGGED, EXCLUDED)
    assert (review.reviewer, review.note) == (editor, "A program")
    activity = Activity.objects.get(verb="reviewed_responses")
    assert activity.details == {"state": EXCLUDED, "responses": [wrong.pk]}


def test_response_list_shows_what_was_flagged_and_why(survey, as_user, moderator):
    answered(survey, review_reason="trap, pace")
    answered(survey, state=ACCEPTED)
    response = as_user(moderator).get(page_of(survey))
    (read,) = response.context["read"]
    assert read.reasons == [
        "A field that people do not see was filled in; only programs do that.",
        "It was sent faster than anyone reads the questions.",
    ]
    assert [answer.texts for answer in read.answers] == [["Weekly"], ["More chairs"]]


def test_every_reason_that_the_portal_stores_has_its_sentence(survey):
    assert set(flags.REASONS) == {
        *(flags.TRAP, flags.PACE, flags.REPEATED, flags.RATE),
        flags.TAKEN_BACK,
    }
    answered(survey, state=EXCLUDED, review_reason="Taken back by staff")
    name = "surveys.migrations.0018_store_as_a_code_that_staff_took_back"

    importlib.import_module(name).store_the_code(apps, None)

    stored = Response.objects.get().review_reason
    assert flags.reasons(stored) == ["Staff took it back in the log."]


@pytest.mark.parametrize(("waiting", "said"), [(0, 0), (1, 1)])
def test_response_list_speaks_of_what_waits_only_where_something_does(
    survey, as_user, moderator, waiting, said
):
    answered(survey, state=ACCEPTED)
    for _ in range(waiting):
        answered(survey)

    page = as_user(moderator).get(page_of(survey, "?state=accepted"))

    assert page.content.decode().count("to be looked at.") == said


@pytest.mark.parametrize(
    ("query", "shown"), [("?state=flagged", 1), ("?state=excluded", 2), ("?state=", 6)]
)
def test_response_list_shows_one_state_or_all(survey, as_user, moderator, query, shown):
    for state, number in ((FLAGGED, 1), (EXCLUDED, 2), (ACCEPTED, 3)):
        for _ in range(number):
            answered(survey, state=state)
    response = as_user(moderator).get(page_of(survey, query))
    assert len(response.context["read"]) == shown


def test_response_list_goes_on_to_older_ones(survey, as_user, moderator):
    made = [answered(survey) for _ in range(52)]
    client = as_user(moderator)
    first = client.get(page_of(survey))
    older = first.context["older"]
    second = client.get(page_of(survey, f"?state=flagged&before={older}"))
    shown = [
        one.response.pk for page in (first, second) for one in page.context["read"]
    ]
    assert shown == [one.pk for one in reversed(made)]
    assert second.context["older"] is None


@pytest.mark.parametrize("number", [1, 3])
def test_response_list_takes_the_same_queries(
    survey, as_user, moderator, number, django_assert_num_queries
):
    for _ in range(number):
        answered(survey)
    client = as_user(moderator)
    with django_assert_num_queries(12):
        client.get(page_of(survey))


@pytest.mark.parametrize("query", ["?state=none", "?before=x", f"?before={10**40}"])
def test_response_list_shows_all_for_a_query_it_does_not_know(
    survey, as_user, moderator, query
):
    answered(survey)
    assert as_user(moderator).get(page_of(survey, query)).status_code == 200


def test_response_list_excludes_the_chosen(survey, as_user, moderator):
    wrong = answered(survey)
    response = as_user(moderator).post(
        page_of(survey), {"responses": [wrong.pk], "state": EXCLUDED, "note": "Bot"}
    )
    wrong.refresh_from_db()
    assert (response.status_code, wrong.review_state) == (303, EXCLUDED)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"state": EXCLUDED}, "Choose at least one of the answers."),
        (
            {"state": EXCLUDED, "responses": ["x"]},
            "One of the answers you chose is not among those of this survey. "
            "Please choose again.",
        ),
        (
            {"state": EXCLUDED, "responses": [10**30]},
            "One of the answers you chose is not among those of this survey. "
            "Please choose again.",
        ),
    ],
)
def test_response_list_refuses_a_bad_choice(survey, as_user, moderator, sent, error):
    answered(survey)
    response = as_user(moderator).post(page_of(survey), {"note": "Kept", **sent})
    assert response.status_code == 422
    assert response.context["form"].errors["responses"] == [error]
    assert response.context["form"]["note"].value() == "Kept"


def test_response_list_refuses_a_state_it_does_not_know(survey, as_user, moderator):
    doubted = answered(survey)
    response = as_user(moderator).post(
        page_of(survey), {"responses": [doubted.pk], "state": FLAGGED}
    )
    assert response.status_code == 422
    assert response.context["chosen"] == {str(doubted.pk)}


def test_response_list_takes_no_response_of_another_survey(survey, as_user, moderator):
    other = answered(one_page_survey())
    response = as_user(moderator).post(
        page_of(survey), {"responses": [other.pk], "state": EXCLUDED}
    )
    other.refresh_from_db()
    assert (response.status_code, other.review_state) == (422, FLAGGED)
