"""Checks before publication, the states of a survey, its versions and copies."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from civic import languages
from civic.models import Activity
from surveys import checks
from surveys.actions.copying import duplicate_survey, make_new_version
from surveys.actions.publishing import (
    Refused,
    change_dates,
    close_survey,
    publish_survey,
    reopen_survey,
    withdraw_survey,
)
from surveys.models import Choice, Page, Question, Survey
from surveys.wording import texts_of
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    QuestionFactory,
    ResponseFactory,
    SurveyFactory,
    every_kind_survey,
    matrix,
    question,
)

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DRAFT, OPEN, CLOSED = Survey.Status.DRAFT, Survey.Status.OPEN, Survey.Status.CLOSED


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def draft_survey(**fields) -> Survey:
    """A draft of one page with one question, ready to be published in English."""
    fields = {"status": DRAFT, "languages": ["en"]} | fields
    survey = SurveyFactory(**fields)
    question(PageFactory(survey=survey, position=1), "visits", "single", "often", "no")
    return survey


def found(survey: Survey) -> list[tuple[str, str, bool]]:
    whole = Survey.objects.with_questions().get(pk=survey.pk)
    return [(one.place, one.message, one.is_blocking) for one in checks.findings(whole)]


def condition(code: str, operator: str = "is", value: object = "often", **more):
    one = {"question": code, "operator": operator, "value": value, **more}
    return {"match": "all", "conditions": [one]}


# Checks


def test_findings_ready_survey_has_none(db):
    assert found(draft_survey()) == []


def test_findings_survey_without_pages(db):
    survey = SurveyFactory(status=DRAFT, languages=["en"])

    assert found(survey) == [
        ("survey", "The survey has no page yet: add one.", True),
    ]


def test_findings_page_without_questions_names_the_page(db):
    survey = draft_survey()
    PageFactory(survey=survey, position=2)

    assert found(survey) == [
        ("page:2", "This page has no question: add one, or remove the page.", True)
    ]


def test_findings_survey_that_asks_nothing(db):
    survey = SurveyFactory(status=DRAFT, languages=["en"])
    question(PageFactory(survey=survey, position=1), "hello", "information")

    assert found(survey) == [
        ("survey", "Nothing is asked yet: add a question that can be answered.", True)
    ]


@pytest.mark.parametrize("kind", ["single", "multiple", "dropdown", "ranking"])
def test_findings_choices_without_choices(db, kind):
    survey = draft_survey()
    question(survey.pages.get(), "empty", kind)

    assert found(survey) == [
        ("question:empty", "No choices are offered: add at least two.", True)
    ]


def test_findings_matrix_without_rows(db):
    survey = draft_survey()
    question(survey.pages.get(), "grid", "matrix", "good", "bad")

    assert found(survey) == [
        (
            "question:grid",
            "The matrix has no rows: add what is to be judged.",
            True,
        )
    ]


def test_findings_scale_without_ends_and_with_one_step(db):
    survey = draft_survey()
    page = survey.pages.get()
    question(page, "flat", "rating", minimum=1, maximum=1)

    assert found(survey) == [
        (
            "question:flat",
            "The scale has fewer than two steps: move its ends apart.",
            True,
        ),
        (
            "question:flat",
            "The ends of the scale have no labels: say what they stand for.",
            False,
        ),
    ]


def test_findings_bounds_that_cannot_be_met(db):
    survey = draft_survey()
    question(survey.pages.get(), "uses", "multiple", "a", "b", "!none", minimum=3)

    assert found(survey) == [
        (
            "question:uses",
            "At least 3 choices are asked for, but only 2 can be chosen together: "
            "lower the minimum or add choices.",
            True,
        )
    ]


def test_findings_no_choice_is_allowed(db):
    survey = draft_survey()
    question(survey.pages.get(), "uses", "multiple", "a", "b", maximum=0)

    assert found(survey) == [
        ("question:uses", "At most zero choices are allowed: raise the maximum.", True)
    ]


def test_findings_a_single_choice_is_a_hint(db):
    survey = draft_survey()
    question(survey.pages.get(), "uses", "single", "a")

    assert found(survey) == [
        ("question:uses", "Only one choice is offered.", False),
    ]


def test_findings_lead_to_the_form_of_a_question_and_the_place_of_a_page(db):
    survey = draft_survey()
    empty = question(survey.pages.get(), "uses", "single")
    PageFactory(survey=survey, position=2)
    whole = Survey.objects.with_questions().get(pk=survey.pk)

    addresses = [one.address for one in checks.findings(whole)]

    desk = f"/en/desk/surveys/{survey.pk}/"
    assert addresses == [f"{desk}#page-2", f"{desk}questions/{empty.pk}/"]


def test_findings_district_question_needs_districts(db):
    survey = draft_survey()
    question(survey.pages.get(), "home", "district")

    assert found(survey) == [
        (
            "question:home",
            "There are no districts to choose from: enter them first.",
            True,
        )
    ]


def test_findings_required_consent_is_a_hint(db):
    survey = draft_survey()
    question(survey.pages.get(), "agrees", "consent", is_required=True)

    assert found(survey) == [
        (
            "question:agrees",
            "Consent is required: nobody can send answers without giving it.",
            False,
        )
    ]


def test_findings_texts_missing_in_chosen_languages(db):
    survey = draft_survey(languages=["en", "fa", "it"], title_it="Che fare?")
    Question.objects.update(text_it="Viene?", help_en="One answer.")
    Choice.objects.filter(code="often").update(label_it="Spesso")

    assert found(survey) == [
        ("choice:visits:no", "“Label” is not written in Italiano.", True),
        ("question:visits", "“Help” is not written in فارسی, Italiano.", False),
    ]


def test_findings_lead_to_the_field_of_a_missing_text(db):
    survey = draft_survey(languages=["en", "pl"])
    whole = Survey.objects.with_questions().get(pk=survey.pk)

    title = checks.findings(whole)[0]

    address = f"/en/desk/surveys/{survey.pk}/translation/"
    assert title.address == f"{address}?target=pl&text=survey.title#id_survey.title"


@pytest.mark.parametrize(
    ("shown_if", "message"),
    [
        (
            condition("nowhere"),
            "The condition looks at the question nowhere, which is not there.",
        ),
        (
            condition("later"),
            "The condition looks at the question later, which comes later: move that "
            "question up, or choose another.",
        ),
        (
            condition("visits", "at_least", 3),
            "The condition asks of visits what a question of its kind cannot answer: "
            "choose another comparison.",
        ),
        (
            condition("visits", "is", "daily"),
            "The condition waits for “daily”, which visits cannot answer.",
        ),
        (
            condition("grid", "is", "good", row="roof"),
            "The condition looks at a row that grid does not have: roof.",
        ),
    ],
)
def test_findings_conditions_that_cannot_hold(db, shown_if, message):
    survey = draft_survey()
    page = survey.pages.get()
    matrix(page, "grid", ["hours"], "good", "bad")
    question(page, "why", "short_text", shown_if=shown_if)
    question(page, "later", "single", "often", "no")

    problems = [one for one in found(survey) if "Nobody can reach" not in one[1]]

    assert problems == [("question:why", message, True)]


@pytest.mark.parametrize(
    ("conditions", "reached"),
    [
        ([("visits", "is", "often"), ("visits", "is", "no")], False),
        ([("visits", "is", "often"), ("visits", "is_not", "no")], True),
        ([("trust", "at_least", 4), ("trust", "at_most", 2)], False),
        ([("trust", "at_least", 2), ("trust", "at_most", 4)], True),
        ([("uses", "includes", "a"), ("uses", "excludes", "a")], False),
        ([("uses", "includes", "a"), ("uses", "includes", "b")], True),
        ([("age", "at_least", 121)], False),
        ([("age", "at_least", 120)], True),
        ([("since", "at_most", "1949-12-31")], False),
        ([("since", "at_most", "1950-01-01")], True),
        ([("wish", "answered", None), ("wish", "not_answered", None)], False),
        ([("certain", "not_answered", None)], False),
    ],
)
def test_findings_unreachable_page(db, conditions, reached):
    survey = draft_survey()
    page = survey.pages.get()
    question(page, "trust", "rating", minimum=1, maximum=5)
    question(page, "uses", "multiple", "a", "b")
    question(page, "age", "number", maximum=120)
    question(page, "since", "date", earliest_on=dt.date(1950, 1, 1))
    question(page, "wish", "long_text")
    question(page, "certain", "single", "yes", "no", is_required=True)
    all_of_them = [
        {"question": code, "operator": operator, "value": value}
        for code, operator, value in conditions
    ]
    second = PageFactory(
        survey=survey,
        position=2,
        shown_if={"match": "all", "conditions": all_of_them},
    )
    question(second, "more", "short_text")

    unreachable = [one for one in found(survey) if one[0] == "page:2"]

    message = "Nobody can reach this page: its conditions never hold."
    assert unreachable == ([] if reached else [("page:2", message, True)])


def test_findings_what_depends_on_an_unreachable_page_is_unreachable_too(db):
    survey = draft_survey()
    never = {
        "match": "all",
        "conditions": [
            {"question": "visits", "operator": "is", "value": value}
            for value in ("often", "no")
        ],
    }
    second = PageFactory(survey=survey, position=2, shown_if=never)
    question(second, "why", "single", "often", "no")
    third = PageFactory(survey=survey, position=3)
    question(third, "then", "short_text", shown_if=condition("why"))

    places = [one[0] for one in found(survey)]

    assert places == ["page:2", "question:then"]


@pytest.mark.parametrize("size", [1, 3])
def test_findings_ask_the_database_no_more_for_more(
    db, django_assert_num_queries, size
):
    survey = draft_survey()
    for position in range(2, size + 2):
        page = PageFactory(survey=survey, position=position)
        question(page, f"q{position}", "single", "often", "no")
    whole = Survey.objects.with_questions().get(pk=survey.pk)

    with django_assert_num_queries(0):
        assert checks.findings(whole) == []


# Publishing


def test_publish_survey_opens_it_and_records_it(editor):
    survey = publish_survey(draft_survey(), actor=editor)

    survey.refresh_from_db()
    assert survey.is_open
    activity = Activity.objects.get()
    assert (activity.verb, activity.actor) == ("published_survey", editor)


def test_publish_survey_twice_changes_nothing(editor):
    survey = draft_survey()
    publish_survey(survey, actor=editor)

    again = publish_survey(survey, actor=editor, closes_at=NOW + HOUR)

    assert again.closes_at is None
    assert Activity.objects.count() == 1


def test_publish_survey_with_findings_is_refused_with_them(editor):
    survey = draft_survey(languages=["en", "pl"])

    with pytest.raises(Refused) as refused:
        publish_survey(survey, actor=editor)

    assert str(refused.value) == "The survey is not ready to be published."
    assert [one.place for one in refused.value.findings] == [
        "survey",
        "question:visits",
        "choice:visits:often",
        "choice:visits:no",
    ]
    survey.refresh_from_db()
    assert survey.status == DRAFT


def test_publish_survey_with_hints_only_succeeds(editor):
    survey = draft_survey()
    question(survey.pages.get(), "agrees", "consent", is_required=True)

    assert publish_survey(survey, actor=editor).is_open


def test_publish_survey_later_opens_by_itself(editor):
    survey = publish_survey(
        draft_survey(), actor=editor, opens_at=NOW + HOUR, closes_at=NOW + 3 * HOUR
    )

    assert (survey.is_open, survey.opens_later) == (False, True)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        assert survey.is_open
    with time_machine.travel(NOW + 4 * HOUR, tick=False):
        assert not survey.is_open


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "message"),
    [
        (None, NOW, "The closing time is in the past: choose a later one."),
        (NOW + HOUR, NOW + HOUR, "The survey must close after it opens."),
    ],
)
def test_publish_survey_refuses_dates(editor, opens_at, closes_at, message):
    survey = draft_survey()

    with pytest.raises(Refused, match=message):
        publish_survey(survey, actor=editor, opens_at=opens_at, closes_at=closes_at)


def test_publish_survey_refuses_a_closed_one(editor):
    with pytest.raises(Refused, match="This survey is closed: reopen it instead"):
        publish_survey(draft_survey(status=CLOSED), actor=editor)


def test_close_survey_takes_no_more_answers_and_may_be_pressed_twice(editor):
    survey = draft_survey(status=OPEN)

    close_survey(survey, actor=editor)
    closed = close_survey(survey, actor=editor)

    assert (closed.status, closed.closes_at) == (CLOSED, NOW)
    assert list(Activity.objects.values_list("verb", flat=True)) == ["closed_survey"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": DRAFT}, "This survey is a draft: it takes no answers yet."),
        (
            {"status": OPEN, "opens_at": NOW + HOUR},
            "This survey has not opened yet: take it back to draft.",
        ),
    ],
)
def test_close_survey_refusals(editor, fields, message):
    with pytest.raises(Refused, match=message):
        close_survey(draft_survey(**fields), actor=editor)


def test_reopen_survey_until_a_new_date(editor):
    survey = draft_survey(status=CLOSED, closes_at=NOW - HOUR)

    reopened = reopen_survey(survey, actor=editor, closes_at=NOW + HOUR)

    assert reopened.is_open
    assert reopened.closes_at == NOW + HOUR
    reopen_survey(survey, actor=editor)
    assert Activity.objects.count() == 1


def test_reopen_survey_that_ended_by_itself(editor):
    survey = draft_survey(status=OPEN, closes_at=NOW - HOUR)

    assert reopen_survey(survey, actor=editor).is_open


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": DRAFT}, "This survey is a draft: publish it instead."),
        (
            {"status": OPEN, "opens_at": NOW + HOUR},
            "This survey opens later: change its dates instead.",
        ),
    ],
)
def test_reopen_survey_refusals(editor, fields, message):
    with pytest.raises(Refused, match=message):
        reopen_survey(draft_survey(**fields), actor=editor)


def test_reopen_survey_refuses_a_closing_time_in_the_past(editor):
    survey = draft_survey(status=CLOSED)

    with pytest.raises(Refused, match="The closing time is in the past"):
        reopen_survey(survey, actor=editor, closes_at=NOW)


def test_reopen_survey_refuses_beside_a_newer_version(editor):
    older = draft_survey(status=CLOSED)
    draft_survey(status=OPEN, family=older.family, version=2)

    with pytest.raises(Refused, match="Version 2 of this survey is published already"):
        reopen_survey(older, actor=editor)


def test_change_dates_of_an_open_survey_keeps_its_beginning(editor):
    survey = draft_survey(status=OPEN, opens_at=NOW - HOUR)

    changed = change_dates(
        survey, actor=editor, opens_at=NOW + HOUR, closes_at=NOW + 2 * HOUR
    )

    assert (changed.opens_at, changed.closes_at) == (NOW - HOUR, NOW + 2 * HOUR)


def test_change_dates_of_one_that_opens_later(editor):
    survey = draft_survey(status=OPEN, opens_at=NOW + HOUR)

    changed = change_dates(
        survey, actor=editor, opens_at=NOW + 2 * HOUR, closes_at=None
    )

    assert changed.opens_at == NOW + 2 * HOUR


def test_change_dates_to_the_same_records_nothing(editor):
    survey = draft_survey(status=OPEN)

    change_dates(survey, actor=editor, opens_at=None, closes_at=None)

    assert Activity.objects.count() == 0


def test_change_dates_refuses_a_draft(editor):
    with pytest.raises(Refused, match="This survey is not published"):
        change_dates(draft_survey(), actor=editor, opens_at=None, closes_at=None)


def test_withdraw_survey_makes_it_a_draft_again(editor):
    survey = draft_survey(status=OPEN, closes_at=NOW + HOUR)

    withdrawn = withdraw_survey(survey, actor=editor)

    assert (withdrawn.status, withdrawn.closes_at) == (DRAFT, None)
    withdraw_survey(survey, actor=editor)
    assert Activity.objects.count() == 1


def test_withdraw_survey_with_answers_is_refused(editor):
    survey = draft_survey(status=OPEN)
    ResponseFactory(survey=survey)

    with pytest.raises(Refused, match="This survey has answers"):
        withdraw_survey(survey, actor=editor)


# Versions


def test_make_new_version_copies_everything_into_a_draft(editor):
    survey = every_kind_survey(slug="hours", closes_at=NOW + HOUR)
    page = survey.pages.last()
    Page.objects.filter(pk=page.pk).update(shown_if=condition("visits", value="weekly"))
    ResponseFactory(survey=survey)

    version = make_new_version(survey, actor=editor)

    assert (version.slug, version.version) == ("hours-2", 2)
    assert (version.family, version.status) == (survey.family, DRAFT)
    assert version.closes_at is None
    assert shape(version) == shape(survey)
    assert not version.has_answers


def shape(survey: Survey) -> dict[str, object]:
    """All that copies share: each text in five languages, settings, order."""
    whole = Survey.objects.with_questions().get(pk=survey.pk)
    texts = {
        text.key: [text.wording(code) for code in languages.CODES]
        for text in texts_of(whole)
    }
    settings = (
        "code", "kind", "position", "is_required", "has_other", "minimum", "maximum",
        "decimals", "earliest_on", "shown_if", "speaks_of",
    )  # fmt: skip
    return texts | {
        "questions": [[getattr(q, name) for name in settings] for q in whole.questions],
        "pages": [[p.position, p.shown_if] for p in whole.pages.all()],
        "exclusive": [
            choice.code
            for question in whole.questions
            for choice in question.choices.all()
            if choice.is_exclusive
        ],
        "languages": whole.languages,
    }


def test_make_new_version_only_one_draft_at_a_time(editor):
    survey = draft_survey(status=OPEN)
    make_new_version(survey, actor=editor)

    with pytest.raises(Refused, match="One version of this survey is a draft already"):
        make_new_version(survey, actor=editor)

    assert Survey.objects.filter(family=survey.family).count() == 2


def test_make_new_version_of_a_second_version_counts_on(editor):
    survey = draft_survey(status=CLOSED, slug="hours")
    draft_survey(status=OPEN, slug="hours-2", family=survey.family, version=2)
    SurveyFactory(slug="hours-3")

    third = make_new_version(survey, actor=editor)

    assert (third.version, third.slug) == (3, "hours-3-2")


def test_publish_newer_version_closes_the_older_and_leads_its_collectors_on(editor):
    older = draft_survey(status=OPEN, slug="hours")
    web = CollectorFactory(survey=older, slug="hours-web")
    stand = CollectorFactory(
        survey=older, slug="market", kind="kiosk", name="Market", idle_seconds=60
    )
    newer = make_new_version(older, actor=editor)

    publish_survey(newer, actor=editor)

    older.refresh_from_db()
    assert (older.status, older.closes_at) == (CLOSED, NOW)
    for collector in (web, stand):
        collector.refresh_from_db()
    assert (web.successor.slug, web.successor.survey) == ("hours-2-web", newer)
    twin = stand.successor
    assert (twin.slug, twin.kind, twin.name, twin.idle_seconds) == (
        "market-2", "kiosk", "Market", 60,
    )  # fmt: skip


def test_publish_newer_guide_leaves_the_collectors_of_talks_where_they_are(editor):
    older = draft_survey(status=OPEN, purpose="guide")
    talk = CollectorFactory(survey=older, slug="market-talk", kind="conversation")

    newer = publish_survey(make_new_version(older, actor=editor), actor=editor)

    talk.refresh_from_db()
    assert talk.successor is None
    assert newer.collectors.count() == 0


def test_publish_third_version_continues_the_chain_of_collectors(editor):
    first = draft_survey(status=OPEN, slug="hours")
    stand = CollectorFactory(survey=first, slug="market", kind="event")
    second = publish_survey(make_new_version(first, actor=editor), actor=editor)

    third = publish_survey(make_new_version(second, actor=editor), actor=editor)

    stand.refresh_from_db()
    last = stand.successor.successor
    assert (last.slug, last.survey, last.successor) == ("market-3", third, None)


def test_publish_newer_version_later_lets_the_older_run_until_then(editor):
    older = draft_survey(status=OPEN)
    newer = make_new_version(older, actor=editor)

    publish_survey(newer, actor=editor, opens_at=NOW + HOUR)

    older.refresh_from_db()
    assert older.is_open
    assert older.closes_at == NOW + HOUR


def test_publish_newer_version_ends_an_older_that_never_opened(editor):
    older = draft_survey(status=OPEN, opens_at=NOW + HOUR)
    newer = make_new_version(older, actor=editor)

    publish_survey(newer, actor=editor)

    older.refresh_from_db()
    assert (older.status, older.opens_at, older.closes_at) == (CLOSED, None, NOW)


def test_publish_older_version_beside_a_newer_is_refused(editor):
    older = draft_survey()
    draft_survey(status=OPEN, family=older.family, version=2)

    with pytest.raises(Refused, match="Version 2 of this survey is published already"):
        publish_survey(older, actor=editor)


def test_duplicate_survey_is_a_family_of_its_own_without_collectors(editor):
    survey = every_kind_survey(slug="hours")
    CollectorFactory(survey=survey)

    copy = duplicate_survey(survey, actor=editor)

    assert (copy.slug, copy.version, copy.status) == ("hours-copy", 1, DRAFT)
    assert copy.family != survey.family
    assert copy.collectors.count() == 0
    assert shape(copy) == shape(survey)


def test_duplicate_survey_twice_with_one_family_makes_one(editor):
    survey = draft_survey()
    copy = duplicate_survey(survey, actor=editor)

    again = duplicate_survey(survey, actor=editor, family=copy.family)

    assert again == copy


# The page


def publication(survey: Survey, language: str = "en") -> str:
    with translation.override(language):
        return reverse("surveys:desk-survey-publication", args=[survey.pk])


def test_publication_page_lists_what_to_mend(as_user, editor):
    survey = draft_survey(languages=["en", "pl"])

    page = as_user(editor).get(publication(survey))

    assert [one.place for one in page.context["findings"]] == [
        "survey",
        "question:visits",
        "choice:visits:often",
        "choice:visits:no",
    ]
    assert "“Question” is not written in Polski." in page.content.decode()


def test_publication_page_publishes(as_user, editor):
    survey = draft_survey()

    page = as_user(editor).post(publication(survey), {"do": "publish"}, follow=True)

    survey.refresh_from_db()
    assert survey.is_open
    assert [str(one) for one in page.context["messages"]] == [
        "The survey is published."
    ]


def test_publication_page_refuses_and_keeps_what_was_typed(as_user, editor):
    survey = draft_survey(languages=["en", "pl"])
    typed = {"do": "publish", "closes_on": "2026-04-01", "closes_at": "20:30"}

    page = as_user(editor).post(publication(survey), typed)

    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == [
        "The survey is not ready to be published."
    ]
    assert page.context["form"]["closes_on"].value() == "2026-04-01"


def test_publication_page_takes_solar_hijri_dates_in_city_time(as_user, editor):
    survey = draft_survey()
    typed = {
        "do": "publish",
        "opens_on": "۱۴۰۵/۰۱/۱۰",
        "opens_at": "۱۷:۳۰",
        "closes_on": "۱۴۰۵/۰۱/۲۰",
    }

    as_user(editor).post(publication(survey, "fa"), typed)

    survey.refresh_from_db()
    city = timezone.get_current_timezone()
    assert survey.opens_at == dt.datetime(2026, 3, 30, 17, 30, tzinfo=city)
    assert survey.closes_at == dt.datetime(2026, 4, 10, tzinfo=city)


def test_publication_page_shows_the_end_of_a_day_as_that_day(as_user, editor):
    survey = draft_survey(status=OPEN)
    client = as_user(editor)
    client.post(publication(survey), {"do": "change", "closes_on": "2026-04-01"})

    form = client.get(publication(survey)).context["form"]

    assert form["closes_on"].value() == dt.date(2026, 4, 1)
    assert form["closes_at"].value() is None


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        (
            {"closes_on": "2026-03-01"},
            "closes_on",
            "The closing time is in the past: choose a later one.",
        ),
        (
            {"closes_at": "12:00"},
            "closes_on",
            "Give the day as well as the time.",
        ),
        (
            {"opens_on": "2026-04-02", "closes_on": "2026-04-01"},
            "closes_on",
            "The survey must close after it opens.",
        ),
        (
            {"opens_on": "2026-04-02", "opens_at": "25:00"},
            "opens_at",
            "This is not a time. Write hours and minutes, such as 17:30.",
        ),
    ],
)
def test_publication_page_names_wrong_dates(as_user, editor, typed, field, message):
    survey = draft_survey()

    page = as_user(editor).post(publication(survey), {"do": "publish", **typed})

    assert page.status_code == 422
    assert page.context["form"].errors[field] == [message]


def test_publication_page_in_another_language_keeps_what_is_typed(as_user, editor):
    survey = draft_survey()
    typed = {"do": "publish", "closes_on": "soon", "in_language": "fa"}

    page = as_user(editor).post(publication(survey, "fa"), typed)

    assert page.status_code == 200
    assert page.context["form"]["closes_on"].value() == "soon"
    survey.refresh_from_db()
    assert survey.status == DRAFT


def test_publication_page_reopens(as_user, editor):
    survey = draft_survey(status=CLOSED)
    typed = {"do": "reopen", "closes_on": "2026-04-01"}

    page = as_user(editor).post(publication(survey), typed, follow=True)

    survey.refresh_from_db()
    assert survey.is_open
    assert [str(one) for one in page.context["messages"]] == [
        "The survey is open again."
    ]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("close", OPEN, CLOSED), ("withdraw", OPEN, DRAFT), ("withdraw", CLOSED, DRAFT)],
)
def test_buttons_change_the_state(as_user, editor, name, before, after):
    survey = draft_survey(status=before)

    address = reverse(f"surveys:desk-survey-{name}", args=[survey.pk])
    response = as_user(editor).post(address)

    survey.refresh_from_db()
    assert survey.status == after
    assert response["Location"] == publication(survey)


def test_button_says_why_it_is_refused(as_user, editor):
    survey = draft_survey()

    address = reverse("surveys:desk-survey-close", args=[survey.pk])
    page = as_user(editor).post(address, follow=True)

    assert [str(one) for one in page.context["messages"]] == [
        "This survey is a draft: it takes no answers yet."
    ]


def test_new_version_button_leads_to_the_draft_that_is_there(as_user, editor):
    survey = draft_survey(status=OPEN)
    address = reverse("surveys:desk-survey-new-version", args=[survey.pk])
    client = as_user(editor)

    first, second = client.post(address), client.post(address)

    draft = Survey.objects.get(family=survey.family, version=2)
    assert first["Location"] == second["Location"] == f"/en/desk/surveys/{draft.pk}/"


def test_duplicate_button_pressed_twice_makes_one_copy(as_user, editor):
    survey = draft_survey(status=OPEN)
    client = as_user(editor)
    family = client.get(publication(survey)).context["new_family"]
    address = reverse("surveys:desk-survey-duplicate", args=[survey.pk])

    places = {client.post(address, {"family": family})["Location"] for _press in "ab"}

    copy = Survey.objects.get(slug=f"{survey.slug}-copy")
    assert places == {f"/en/desk/surveys/{copy.pk}/"}


def test_publication_page_asks_the_same_for_one_and_three_versions(
    as_user, editor, django_assert_num_queries
):
    survey = draft_survey(status=OPEN)
    client = as_user(editor)
    client.get(publication(survey))
    with django_assert_num_queries(11):
        client.get(publication(survey))
    for version in (2, 3):
        draft_survey(status=CLOSED, family=survey.family, version=version)
    QuestionFactory(page=survey.pages.get(), kind="short_text")
    with django_assert_num_queries(11):
        client.get(publication(survey))


def test_page_of_a_draft_shows_what_to_mend_and_to_translate(as_user, editor):
    survey = draft_survey(languages=["en", "pl"])

    content = as_user(editor).get(f"/en/desk/surveys/{survey.pk}/").content.decode()

    assert content.count("“Question” is not written in Polski.") == 1
    address = f"/en/desk/surveys/{survey.pk}/translation/?target=pl&amp;missing=1"
    assert f'<a href="{address}">Write 4 texts in Polski</a>' in content


def test_page_of_a_survey_shows_librarians_only_what_is_missing(as_user, librarian):
    survey = draft_survey(languages=["en", "pl"])

    content = as_user(librarian).get(f"/en/desk/surveys/{survey.pk}/").content.decode()

    assert "Before publication" not in content
    assert "4 texts are missing" in content
    assert "Write 4 texts" not in content
