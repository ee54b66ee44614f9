import pytest
from django.contrib import admin
from django.urls import reverse

from civic.models import User
from surveys.models import Question
from tests.factories import BranchFactory, UserFactory
from tests.surveys.factories import ResponseFactory, community_survey

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LABELS = [model._meta.label for model in MODELS]


@pytest.fixture
def keeper(as_user, db):
    """A client of someone who may use the whole administration."""
    return as_user(UserFactory(is_staff=True, is_superuser=True))


def test_administration_holds_reference_data_and_what_may_need_repair():
    assert LABELS == [
        "auth.Group",
        "civic.Activity",
        "civic.Branch",
        "civic.District",
        "civic.User",
        "engagement.Commitment",
        "engagement.OutreachEvent",
        "surveys.Collector",
        "surveys.Page",
        "surveys.Question",
        "surveys.Response",
        "surveys.Survey",
    ]


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_lists_and_forms_open(keeper, model):
    community_survey()
    ResponseFactory()
    BranchFactory()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    statuses = [keeper.get(reverse(f"{name}_changelist")).status_code]
    row = model._default_manager.first()
    if row:
        statuses.append(
            keeper.get(reverse(f"{name}_change", args=[row.pk])).status_code
        )

    assert set(statuses) == {200}


@pytest.mark.parametrize("model", ["civic_activity", "surveys_response"])
def test_evidence_cannot_be_added_by_hand(keeper, model):
    assert keeper.get(reverse(f"admin:{model}_add")).status_code == 403


def test_what_people_answered_is_not_shown(keeper):
    response = ResponseFactory(answers={"wish": "A reading room by the river"})

    page = keeper.get(reverse("admin:surveys_response_change", args=[response.pk]))

    assert page.status_code == 200
    assert "river" not in page.text


def test_texts_stand_in_one_group_for_each_language(keeper):
    page = keeper.get(reverse("admin:civic_district_add"))

    groups = [
        (name, options["fields"])
        for name, options in page.context["adminform"].fieldsets
    ]
    assert groups == [
        (None, ["code", "position", "outline"]),
        ("English", ["name_en"]),
        ("Tiếng Việt", ["name_vi"]),
        ("Polski", ["name_pl"]),
        ("فارسی", ["name_fa"]),
        ("Italiano", ["name_it"]),
    ]


def test_administration_loads_nothing_from_elsewhere(keeper):
    survey = community_survey()

    page = keeper.get(reverse("admin:surveys_survey_change", args=[survey.pk])).text

    assert 'src="http' not in page
    assert 'src="//' not in page


def test_a_new_account_has_no_password_and_its_roles(keeper):
    branch = BranchFactory()

    response = keeper.post(
        reverse("admin:civic_user_add"),
        {
            "email": "new@example.org",
            "name": "New",
            "language": "vi",
            "groups": [],
            "branches": [branch.pk],
        },
    )

    account = User.objects.get(email="new@example.org")
    assert response.status_code == 302
    assert not account.has_usable_password()
    assert list(account.branches.all()) == [branch]


def test_an_address_that_is_taken_is_refused(keeper, stranger):
    response = keeper.post(
        reverse("admin:civic_user_add"),
        {"email": stranger.email.upper(), "name": "", "language": "vi"},
    )

    assert response.context["adminform"].form.non_field_errors() == [
        "There is already an account with this e-mail address."
    ]


def test_a_question_added_to_a_page_belongs_to_its_survey(keeper):
    page = community_survey().pages.first()

    response = post_question(keeper, page, "another")

    assert response.status_code == 302
    assert Question.objects.get(code="another").survey == page.survey


def test_a_question_code_that_the_survey_has_is_refused(keeper):
    _first, second = community_survey().pages.all()

    response = post_question(keeper, second, "visits")

    assert response.status_code == 200
    assert response.context["errors"].as_data()[0].messages == [
        "Another question of this survey has this code."
    ]


def post_question(keeper, page, code):
    return keeper.post(
        reverse("admin:surveys_page_change", args=[page.pk]),
        {
            "survey": page.survey.pk,
            "position": page.position,
            "title_en": "Page",
            "questions-TOTAL_FORMS": 1,
            "questions-INITIAL_FORMS": 0,
            "questions-0-page": page.pk,
            "questions-0-position": 90,
            "questions-0-code": code,
            "questions-0-kind": "long_text",
            "questions-0-speaks_of": "none",
            "questions-0-text_en": "What else?",
            "questions-0-decimals": 0,
        },
    )
