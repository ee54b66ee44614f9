"""Writing a survey's texts beside each other, and the history of its wording."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from civic.models import Activity
from surveys import definitions
from surveys.actions.wording import TextChange, change_texts
from surveys.checks import wording_address
from surveys.forms.translating import LanguagesForm
from surveys.models import Question, Survey, WordingChange
from surveys.wording import completeness, place_name, texts_of
from tests.surveys.factories import (
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    every_kind_survey,
    matrix,
    question,
)

DRAFT = Survey.Status.DRAFT


def small_survey(**fields) -> Survey:
    """One page, a single choice and a matrix; written in English and Persian."""
    survey = SurveyFactory(**fields)
    page = PageFactory(survey=survey, position=1, title_en="You")
    question(page, "visits", "single", "often", text_en="Do you come?", text_fa="")
    matrix(page, "grid", ["hours"], "good")
    return survey


def whole(survey: Survey) -> Survey:
    return Survey.objects.with_questions().get(pk=survey.pk)


def change(part, field, code, after, before=None) -> TextChange:
    return TextChange(part, field, code, after, before)


# The texts


def test_texts_of_are_in_the_order_of_reading(db):
    keys = [text.key for text in texts_of(whole(small_survey()))]

    assert keys == [
        "survey.title",
        "survey.introduction",
        "page:1.title",
        "page:1.introduction",
        "question:visits.text",
        "question:visits.help",
        "choice:visits:often.label",
        "question:grid.text",
        "question:grid.help",
        "row:grid:hours.label",
        "choice:grid:good.label",
        "survey.thanks",
    ]


def test_texts_of_a_scale_have_its_ends(db):
    survey = SurveyFactory()
    page = PageFactory(survey=survey, position=1)
    question(page, "trust", "rating", minimum=1, maximum=5)

    fields = [text.field for text in texts_of(whole(survey)) if text.page == 1]

    assert fields[2:] == ["text", "help", "minimum_label", "maximum_label"]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("survey", "The survey itself"),
        ("page:12", "Page 12"),
        ("question:visits", "Question visits"),
        ("choice:visits:often", "Question visits, choice often"),
        ("row:grid:hours", "Question grid, row hours"),
    ],
)
def test_place_name(place, name):
    assert place_name(place) == name


def test_completeness_counts_what_is_needed_or_written(db):
    survey = small_survey(languages=["en", "fa"])

    counts = {one.language.code: one for one in completeness(whole(survey))}

    # title, page title, two questions, two choices, one row
    assert {one.texts for one in counts.values()} == {7}
    assert counts["en"].missing == 0
    assert [counts["fa"].written, counts["fa"].missing] == [5, 2]
    assert [counts["pl"].written, counts["pl"].is_chosen] == [0, False]
    assert counts["fa"].is_chosen


# Writing


def test_change_texts_of_a_draft_keeps_no_history(editor):
    survey = small_survey(status=DRAFT)

    result = change_texts(
        survey, [change(survey, "title", "pl", "Godziny")], actor=editor
    )

    survey.refresh_from_db()
    assert survey.title_pl == "Godziny"
    assert len(result.written) == 1
    assert WordingChange.objects.count() == 0
    activity = Activity.objects.get()
    assert (activity.verb, activity.details) == (
        "changed_texts",
        {"texts": 1, "languages": ["pl"]},
    )


def test_change_texts_of_a_published_survey_keeps_before_and_after(editor):
    survey = small_survey()
    visits = survey.all_questions.get(code="visits")

    change_texts(survey, [change(visits, "text", "en", "Do you visit?")], actor=editor)

    kept = WordingChange.objects.get()
    assert (kept.place, kept.field, kept.language) == ("question:visits", "text", "en")
    assert (kept.before, kept.after) == ("Do you come?", "Do you visit?")
    assert kept.actor == editor


def test_change_texts_leaves_alone_what_is_the_same(editor):
    survey = small_survey()

    result = change_texts(
        survey, [change(survey, "title", "en", survey.title_en)], actor=editor
    )

    assert result.written == []
    assert WordingChange.objects.count() == 0
    assert Activity.objects.count() == 0


def test_change_texts_shows_at_once_where_the_survey_is_warm(editor):
    survey = small_survey()
    assert definitions.current(survey.slug).survey.title_en == survey.title_en
    change_texts(survey, [change(survey, "title", "en", "Your say")], actor=editor)
    definitions._warm[survey.slug].checked_at -= 2  # asked again within a second

    assert definitions.current(survey.slug).survey.title_en == "Your say"


def test_change_texts_does_not_write_over_what_was_written_meanwhile(editor):
    survey = small_survey()
    seen = survey.title_fa
    Survey.objects.filter(pk=survey.pk).update(title_fa="چه کنیم؟")

    result = change_texts(
        survey, [change(survey, "title", "fa", "کتابخانهٔ ما", seen)], actor=editor
    )

    survey.refresh_from_db()
    assert survey.title_fa == "چه کنیم؟"
    assert [one.before for one in result.overtaken] == ["چه کنیم؟"]


# The page


def address(survey: Survey, query: str = "", language: str = "en") -> str:
    with translation.override(language):
        path = reverse("surveys:desk-survey-translation", args=[survey.pk])
    return f"{path}?{query}"


def sent(page, **typed: str) -> dict[str, str]:
    """The fields as the page has them, with ``typed`` by the key of the text."""
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form} | typed


def messages_of(page) -> list[str]:
    return [str(one) for one in page.context["messages"]]


@pytest.mark.parametrize("person", ["editor", "translator"])
def test_translation_saves_only_what_was_changed(request, as_user, person):
    survey = small_survey()
    client = as_user(request.getfixturevalue(person))
    page = client.get(address(survey, "target=pl"))

    typed = sent(page, **{"survey.title": "Co dalej?"})
    page = client.post(address(survey, "target=pl"), typed, follow=True)

    survey.refresh_from_db()
    assert (survey.title_pl, survey.title_en) == (
        "Co dalej?",
        "What should the library do next?",
    )
    assert messages_of(page) == ["1 text saved in Polski."]
    assert WordingChange.objects.get().after == "Co dalej?"


def test_translation_writes_no_other_language_and_no_structure(as_user, translator):
    survey = small_survey()
    client = as_user(translator)
    typed = sent(client.get(address(survey, "target=pl")))
    forged = {"title_en": "Mine", "kind": "multiple", "question:visits.code": "x"}

    client.post(address(survey, "target=pl"), typed | forged)

    survey.refresh_from_db()
    assert survey.title_en == "What should the library do next?"
    assert Question.objects.filter(code="visits", kind="single").exists()


def test_translation_in_persian_into_polish_marks_each_language(as_user, translator):
    survey = small_survey()

    page = as_user(translator).get(
        address(survey, "source=en&target=pl", language="fa")
    )

    content = page.content.decode()
    assert '<html lang="fa" dir="rtl"' in content
    assert '<div lang="en" dir="ltr"><p>Do you come?</p></div>' in content
    field = page.context["form"]["question:visits.text"]
    assert field.field.widget.attrs["lang"] == "pl"
    assert field.field.widget.attrs["dir"] == "ltr"


def test_translation_shows_the_original_in_the_language_that_has_it(
    as_user, translator
):
    survey = small_survey()

    page = as_user(translator).get(address(survey, "source=it&target=pl"))

    row = page.context["form"].rows()[0]
    assert (row.original, row.language.code) == (
        "What should the library do next?",
        "en",
    )
    assert "shown in a language in which it is written" in page.content.decode()


def test_translation_only_missing_shows_nothing_else(as_user, translator):
    survey = small_survey()

    page = as_user(translator).get(address(survey, "target=fa&missing=1"))

    assert [text.key for text in page.context["form"].texts] == [
        "page:1.title",
        "question:visits.text",
    ]
    assert page.context["progress"].missing == 2


def test_translation_with_nothing_missing_says_so(as_user, translator):
    survey = small_survey()

    page = as_user(translator).get(address(survey, "target=en&missing=1"))

    assert "All texts are written in <bdi>English</bdi>." in page.content.decode()


def test_two_people_translating_different_texts_lose_nothing(
    as_user, editor, translator
):
    survey = small_survey()
    one, other = as_user(editor), as_user(translator)
    first, second = (c.get(address(survey, "target=fa")) for c in (one, other))

    one.post(address(survey, "target=fa"), sent(first, **{"page:1.title": "شما"}))
    other.post(
        address(survey, "target=fa"),
        sent(second, **{"question:visits.text": "می‌آیید؟"}),
    )

    survey = whole(survey)
    assert survey.pages.all()[0].title_fa == "شما"
    assert survey.questions[0].text_fa == "می‌آیید؟"


def test_two_people_translating_one_text_both_see_both(as_user, editor, translator):
    survey = small_survey()
    one, other = as_user(editor), as_user(translator)
    first, second = (c.get(address(survey, "target=pl")) for c in (one, other))
    one.post(address(survey, "target=pl"), sent(first, **{"survey.title": "Hers"}))

    typed = sent(second, **{"survey.title": "Mine", "page:1.title": "Ty"})
    page = other.post(address(survey, "target=pl"), typed)

    assert page.status_code == 409
    survey.refresh_from_db()
    assert (survey.title_pl, survey.pages.get().title_pl) == ("Hers", "Ty")
    row = page.context["form"].rows()[0]
    assert (row.field.value(), row.overtaken) == ("Mine", "Hers")
    assert messages_of(page) == ["1 text saved in Polski."]

    third = other.post(
        address(survey, "target=pl"),
        sent(page, **{"survey.title": "Other", "seen-survey.title": "Old"}),
    )
    assert (third.status_code, messages_of(third)) == (409, [])

    again = other.post(address(survey, "target=pl"), sent(page))
    survey.refresh_from_db()
    assert again.status_code == 302
    assert survey.title_pl == "Mine"


def test_translation_too_long_is_refused_and_kept(as_user, translator):
    survey = small_survey()
    client = as_user(translator)
    typed = sent(
        client.get(address(survey, "target=pl")), **{"survey.title": "x" * 201}
    )

    page = client.post(address(survey, "target=pl"), typed)

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "survey.title": ["“Title” has 201 characters, and 200 fit. Please shorten it."]
    }
    assert page.context["form"]["survey.title"].value() == "x" * 201


def test_translation_in_another_language_keeps_what_is_typed(as_user, translator):
    survey = small_survey()
    client = as_user(translator)
    typed = sent(
        client.get(address(survey, "target=pl")),
        **{"survey.title": "Co dalej?", "in_language": "fa"},
    )

    page = client.post(address(survey, "target=pl", language="fa"), typed)

    assert page.status_code == 200
    assert page.context["form"]["survey.title"].value() == "Co dalej?"
    survey.refresh_from_db()
    assert not survey.title_pl


def test_translation_opens_the_page_with_the_text_that_is_asked_for(
    as_user, translator
):
    survey = SurveyFactory()
    page = PageFactory(survey=survey, position=1)
    question(page, "many", "dropdown", *(f"c{n}" for n in range(150)))

    shown = as_user(translator).get(
        address(survey, "target=pl&text=choice:many:c140.label")
    )

    keys = [text.key for text in shown.context["form"].texts]
    assert shown.context["page_obj"].number == 2
    assert "choice:many:c140.label" in keys


def test_translation_into_the_own_language_of_a_translator_first(db, translator):
    survey = whole(small_survey())
    form = LanguagesForm({})

    direction = form.settled(survey, "it")

    assert (direction.source.code, direction.target.code) == ("en", "it")
    assert form.settled(survey, "en").target.code == "vi"


def test_translation_leads_into_no_language_the_survey_is_not_published_in(db):
    survey = whole(small_survey(languages=["en", "fa"]))

    direction = LanguagesForm({}).settled(survey, "it")

    assert (direction.source.code, direction.target.code) == ("en", "fa")


@pytest.mark.parametrize(
    ("page_language", "published", "code"),
    [("fa", ["en", "fa"], "fa"), ("it", ["fa", "en"], "fa")],
)
def test_correcting_the_wording_leads_to_the_question_in_one_language(
    as_user, editor, page_language, published, code
):
    survey = small_survey(languages=published)
    visits = survey.all_questions.get(code="visits")
    with translation.override(page_language):
        found = wording_address(survey, visits)

    page = as_user(editor).get(found)

    assert found.endswith(
        f"?source={code}&target={code}&text=question:visits.text"
        "#id_question:visits.text"
    )
    assert page.context["direction"].is_within_one
    assert 'id="id_question:visits.text"' in page.content.decode()


def test_translation_of_one_language_shows_one_column(as_user, editor):
    content = (
        as_user(editor)
        .get(address(small_survey(), "source=en&target=en"))
        .content.decode()
    )

    assert "Wording in <bdi>English</bdi>" in content
    assert "Translation into" not in content
    assert 'class="translation__source"' not in content


def test_frozen_question_leads_to_its_own_wording(as_user, editor):
    survey = small_survey()
    ResponseFactory(survey=survey)
    visits = survey.all_questions.get(code="visits")

    page = as_user(editor).get(
        reverse("surveys:desk-question-update", args=[survey.pk, visits.pk])
    )

    assert escape(wording_address(survey, visits)) in page.content.decode()


# What readers need stays


def test_translation_refuses_to_empty_what_readers_of_a_survey_need(as_user, editor):
    survey = small_survey(languages=["en", "fa"])
    client = as_user(editor)
    page = client.get(address(survey, "source=fa&target=en"))
    typed = {"question:visits.text": "", "survey.title": "Typed"}

    page = client.post(address(survey, "source=fa&target=en"), sent(page, **typed))

    assert page.status_code == 422
    form = page.context["form"]
    assert form.errors == {
        "question:visits.text": [
            "This survey is published in English, so “Question” cannot be empty. "
            "Write it, or keep what was there."
        ]
    }
    assert form["survey.title"].value() == "Typed"
    assert whole(survey).questions[0].text_en == "Do you come?"


@pytest.mark.parametrize(
    "fields", [{"languages": ["fa"]}, {"languages": ["en"], "status": DRAFT}]
)
def test_translation_empties_what_nobody_needs(as_user, editor, fields):
    survey = small_survey(**fields)
    client = as_user(editor)
    page = client.get(address(survey, "source=fa&target=en"))

    client.post(
        address(survey, "source=fa&target=en"), sent(page, **{"survey.title": ""})
    )

    survey.refresh_from_db()
    assert not survey.title_en


def test_translation_with_an_unknown_language_shows_the_usual_one(as_user, translator):
    page = as_user(translator).get(
        address(small_survey(), "target=xx&source=yy&page=z")
    )

    assert page.status_code == 200
    assert page.context["direction"].source.code == "en"


@pytest.mark.parametrize("person", ["librarian", "moderator", "stranger"])
def test_translation_refuses_others(request, as_user, person):
    survey = small_survey()

    response = as_user(request.getfixturevalue(person)).post(
        address(survey, "target=pl"), {"survey.title": "x", "seen-survey.title": ""}
    )

    assert response.status_code == 403
    survey.refresh_from_db()
    assert not survey.title_pl


@pytest.mark.parametrize("make", [small_survey, every_kind_survey])
def test_translation_asks_the_same_for_few_and_many_texts(
    as_user, translator, django_assert_num_queries, make
):
    survey = make()
    client = as_user(translator)
    client.get(address(survey, "target=pl"))

    with django_assert_num_queries(8):
        client.get(address(survey, "target=pl"))


# History


def history(survey: Survey) -> str:
    return reverse("surveys:desk-survey-history", args=[survey.pk])


def corrected(survey: Survey, editor, *titles: str) -> list[WordingChange]:
    for title in titles:
        change_texts(survey, [change(survey, "title", "en", title)], actor=editor)
    return list(survey.wording_changes.order_by("pk"))


def test_history_shows_who_changed_what(as_user, editor, librarian):
    survey = small_survey()
    corrected(survey, editor, "Your say")

    page = as_user(librarian).get(history(survey))

    entry = page.context["entries"][0]
    assert (entry.place_name, entry.field_name) == ("The survey itself", "Title")
    assert entry.change.actor.name == "Ewa"
    assert "Restore the wording before" not in page.content.decode()


def test_history_restores_an_older_wording_as_a_new_change(as_user, editor):
    survey = small_survey()
    first, _second = corrected(survey, editor, "Your say", "Have your say")
    path = reverse("surveys:desk-survey-wording-restore", args=[survey.pk, first.pk])

    page = as_user(editor).post(path, follow=True)

    survey.refresh_from_db()
    assert survey.title_en == "What should the library do next?"
    assert messages_of(page) == ["The older wording is back in its place."]
    assert survey.wording_changes.count() == 3

    page = as_user(editor).post(path, follow=True)
    assert messages_of(page) == ["The text reads so already."]


def test_history_of_a_text_that_is_gone_cannot_be_restored(as_user, editor):
    survey = small_survey()
    gone = WordingChange.objects.create(
        survey=survey, place="question:gone", field="text", language="en", before="Old?"
    )
    path = reverse("surveys:desk-survey-wording-restore", args=[survey.pk, gone.pk])

    page = as_user(editor).post(path, follow=True)

    assert messages_of(page) == ["This text is no longer part of the survey."]
    assert page.context["entries"][0].can_be_restored is False


def test_history_restores_only_changes_of_the_same_survey(as_user, editor):
    survey, other = small_survey(), small_survey()
    (foreign,) = corrected(other, editor, "Your say")
    path = reverse("surveys:desk-survey-wording-restore", args=[survey.pk, foreign.pk])

    assert as_user(editor).post(path).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_history_asks_the_same_for_one_and_three_changes(
    as_user, editor, django_assert_num_queries, size
):
    survey = small_survey()
    corrected(survey, editor, *(f"Title {n}" for n in range(size)))
    client = as_user(editor)
    client.get(history(survey))

    with django_assert_num_queries(10):
        client.get(history(survey))
