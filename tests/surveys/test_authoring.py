"""Beginning a survey, its settings, its pages, and the outline of all of it."""

import pytest

from civic.models import Activity
from surveys.models import Survey, WordingChange
from tests.surveys.authoring import listed
from tests.surveys.factories import (
    PageFactory,
    QuestionFactory,
    ResponseFactory,
    SurveyFactory,
    community_survey,
)

DESK = "/en/desk/surveys/"
SETTINGS = {
    "purpose": "survey",
    "languages": ["en", "fa"],
    "results_policy": "staff",
    "sample_design": "none",
}


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def survey(db):
    return SurveyFactory(status="draft", slug="draft")


def problems(page) -> list[str]:
    return [words for _anchor, words in page.context["form"].problems()]


# A new survey


def test_new_survey_has_its_first_page_and_an_address_of_its_title(desk, editor):
    response = desk.post(f"{DESK}new/", {**SETTINGS, "title_en": "Evening hours?"})

    survey = Survey.objects.get()
    assert response["Location"] == f"{DESK}{survey.pk}/"
    assert (survey.slug, survey.title_en, survey.languages) == (
        "evening-hours",
        "Evening hours?",
        ["en", "fa"],
    )
    assert survey.status == "draft"
    assert survey.pages.count() == 1
    assert Activity.objects.get(verb="created").actor == editor


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("vi", "Thư viện Đường sách", "thu-vien-duong-sach"),
        ("fa", "ساعت‌های شب", "survey"),
    ],
)
def test_new_survey_gets_an_address_in_ascii_from_any_language(
    desk, language, title, slug
):
    form = {**SETTINGS, f"title_{language}": title}
    desk.post(f"/{language}/desk/surveys/new/", form)
    desk.post(f"/{language}/desk/surveys/new/", form)

    slugs = list(Survey.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == [slug, f"{slug}-2"]


def test_new_survey_is_for_all_languages_unless_some_are_taken_away(desk):
    page = desk.get(f"{DESK}new/")

    chosen = page.context["form"]["languages"].value()
    assert chosen == ["en", "vi", "pl", "fa", "it"]


def test_new_guide_is_a_guide(desk):
    page = desk.get(f"{DESK}new/?purpose=guide")
    desk.post(f"{DESK}new/", {**SETTINGS, "title_en": "Ask", "purpose": "guide"})

    assert page.context["form"]["purpose"].value() == "guide"
    assert Survey.objects.get().purpose == "guide"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"title_en": " "},
            "“Title” is empty. Write it here, or change the page’s language and "
            "write it in that one.",
        ),
        (
            {"slug": "đường"},
            "Address: Use Latin letters without marks, digits and hyphens only.",
        ),
        (
            {"slug": "taken"},
            "Another survey has the address “taken”. Choose another one.",
        ),
        ({"languages": []}, "Languages: Choose at least one language."),
    ],
)
def test_new_survey_is_refused_with_what_was_typed(desk, wrong, message):
    SurveyFactory(slug="taken")

    form = {**SETTINGS, "title_en": "Hours", "thanks_en": "Many thanks", **wrong}
    response = desk.post(f"{DESK}new/", form)

    assert response.status_code == 422
    assert problems(response) == [message]
    assert "Many thanks" in response.text
    assert Survey.objects.count() == 1


def test_what_is_typed_stays_when_the_language_changes(desk):
    form = {**SETTINGS, "title_en": "Hours", "in_language": "fa"}
    response = desk.post("/fa/desk/surveys/new/", form)
    kept = {**SETTINGS, "title_en": "Hours", "title_fa": "ساعت‌ها"}
    desk.post("/fa/desk/surveys/new/", kept)

    assert response.status_code == 200
    assert response.context["form"]["title_en"].value() == "Hours"
    survey = Survey.objects.get()
    assert (survey.title_en, survey.title_fa) == ("Hours", "ساعت‌ها")


# Settings


def settings_form(page, **changes) -> dict[str, object]:
    form = page.context["form"]
    return {
        **SETTINGS,
        "seen": form["seen"].value(),
        "title_en": "Hours",
        "slug": form["slug"].value(),
        **changes,
    }


def test_settings_are_changed(desk, survey):
    address = f"{DESK}{survey.pk}/settings/"
    form = settings_form(desk.get(address), slug="hours", sample_design="random")
    response = desk.post(address, form)

    survey.refresh_from_db()
    assert response.status_code == 302
    assert (survey.slug, survey.sample_design) == ("hours", "random")


def test_title_of_a_published_survey_stays_in_its_languages(desk):
    survey = SurveyFactory(languages=["en"], title_en="Hours", title_fa="ساعت‌ها")
    address = f"{DESK}{survey.pk}/settings/"

    refused = desk.post(address, settings_form(desk.get(address), title_en=""))

    assert refused.status_code == 422
    assert problems(refused) == [
        "This survey is published in English, so “Title” cannot be empty. Write it, "
        "or keep what was there."
    ]
    survey.refresh_from_db()
    assert survey.title_en == "Hours"


def test_title_of_a_draft_may_be_in_another_language_alone(desk):
    survey = SurveyFactory(status="draft", title_en="Hours", title_fa="ساعت‌ها")
    address = f"{DESK}{survey.pk}/settings/"

    desk.post(address, settings_form(desk.get(address), title_en=""))

    survey.refresh_from_db()
    assert (survey.title_en or "", survey.title_fa) == ("", "ساعت‌ها")


def test_settings_of_two_at_once_are_refused_to_the_second(desk, survey):
    address = f"{DESK}{survey.pk}/settings/"
    first = settings_form(desk.get(address), title_en="First")
    second = settings_form(desk.get(address), title_en="Second")

    desk.post(address, first)
    refused = desk.post(address, second)
    again = settings_form(refused, title_en="Second")
    desk.post(address, again)

    survey.refresh_from_db()
    assert refused.status_code == 422
    assert problems(refused)[0].startswith("Somebody else changed this")
    assert survey.title_en == "Second"


def test_address_of_a_published_survey_stays(desk):
    survey = SurveyFactory(slug="open")
    address = f"{DESK}{survey.pk}/settings/"

    desk.post(address, settings_form(desk.get(address), slug="other"))

    survey.refresh_from_db()
    assert (survey.slug, survey.title_en) == ("open", "Hours")


def test_correction_of_a_published_title_is_kept_in_the_history(desk, editor):
    survey = SurveyFactory(title_en="Houers")
    address = f"{DESK}{survey.pk}/settings/"

    desk.post(address, settings_form(desk.get(address)))

    change = WordingChange.objects.get()
    assert (change.before, change.after, change.actor) == ("Houers", "Hours", editor)


# Pages


def page_form(**fields) -> dict[str, object]:
    return {"title_en": "About you", **listed("shown"), **fields}


def test_new_page_stands_at_the_end(desk, survey):
    PageFactory(survey=survey, position=4)

    response = desk.post(f"{DESK}{survey.pk}/pages/new/", page_form())

    assert response["Location"] == f"{DESK}{survey.pk}/#page-5"
    assert survey.pages.last().title_en == "About you"


def test_page_is_changed_in_the_page_s_language_only(desk, survey):
    page = PageFactory(survey=survey, title_en="About you")
    address = f"/fa/desk/surveys/{survey.pk}/pages/{page.pk}/"
    opened = desk.get(address)

    sent = {**listed("shown"), "seen": opened.context["form"]["seen"].value()}
    desk.post(address, {**sent, "title_fa": "دربارهٔ شما"})

    page.refresh_from_db()
    assert (page.title_en, page.title_fa) == ("About you", "دربارهٔ شما")
    assert "title_en" not in opened.context["form"].fields


@pytest.mark.parametrize("part", ["pages/{}/", "pages/{}/remove/"])
def test_page_of_another_survey_is_not_found(desk, survey, part):
    other = PageFactory()

    path = f"{DESK}{survey.pk}/{part.format(other.pk)}"
    assert desk.get(path).status_code == 404


# The outline


@pytest.mark.parametrize("questions", [1, 3])
def test_outline_takes_the_same_queries_for_any_number(
    desk, survey, django_assert_num_queries, questions
):
    for _page in range(questions):
        page = PageFactory(survey=survey)
        for _question in range(questions):
            QuestionFactory(page=page)
    desk.get(f"{DESK}{survey.pk}/")

    with django_assert_num_queries(9):
        desk.get(f"{DESK}{survey.pk}/")


def test_outline_says_when_a_question_is_shown(desk):
    survey = community_survey(status="draft")
    wish = survey.all_questions.get(code="wish")
    condition = {"question": "visits", "operator": "is", "value": "never"}
    wish.shown_if = {"match": "all", "conditions": [condition]}
    wish.save()

    page = desk.get(f"{DESK}{survey.pk}/")

    assert page.text.count('class="condition"') == 1


@pytest.mark.parametrize("person", ["librarian", "translator", "moderator"])
def test_outline_is_read_only_for_others_of_the_staff(as_user, request, person):
    survey = community_survey(status="draft")

    page = as_user(request.getfixturevalue(person)).get(f"{DESK}{survey.pk}/")

    assert page.context["is_open_to_change"] is False
    assert "Move up" not in page.text
    assert "Add a question" not in page.text


def test_outline_of_an_answered_survey_says_why_nothing_can_change(desk):
    survey = community_survey()
    ResponseFactory(survey=survey)

    page = desk.get(f"{DESK}{survey.pk}/")

    assert "so its questions are frozen" in page.text
    assert "Add a question" not in page.text
