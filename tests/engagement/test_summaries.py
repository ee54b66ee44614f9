"""Summaries: who may see and change them, the composer, the public pages."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from engagement.actions import publish_summary
from engagement.forms.summaries import PeriodForm
from engagement.models import Conversation, Summary
from engagement.number_sentences import number_sentences
from engagement.untranslated import missing_by_language
from engagement.views.summaries import evidence_of
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.factories import BranchFactory

Consent = Conversation.Consent
READING = "/en/summaries/2025/fall/"


@pytest.fixture
def heard(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"], "WISH": "x"}, people=984)
    return market


@pytest.fixture
def summary(heard):
    return fall_summary()


@pytest.fixture
def published(summary):
    return publish_summary(summary, actor=None)


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def text_of(response):
    """The visible words of a page, white space folded."""
    page = re.sub(r"<(head|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def address(name, *args):
    return reverse(f"engagement:{name}", args=args)


# Models


def test_published_leaves_out_drafts(published):
    fall_summary(year=2024, starts_on=dt.date(2024, 7, 1), ends_on=dt.date(2024, 8, 1))

    assert list(Summary.objects.published()) == [published]


@pytest.mark.parametrize(
    ("person", "sees_draft"),
    [("editor", True), ("translator", True), ("librarian", False), ("stranger", False)],
)
def test_drafts_are_visible_to_editors_and_translators(
    summary, request, person, sees_draft
):
    user = request.getfixturevalue(person)

    assert Summary.objects.visible_to(user).exists() is sees_draft


@pytest.mark.parametrize(
    ("person", "may_edit", "may_translate"),
    [
        ("editor", True, True),
        ("translator", False, True),
        ("librarian", False, False),
    ],
)
def test_summaries_are_editable_by_editors_and_translatable_by_translators(
    summary, request, person, may_edit, may_translate
):
    user = request.getfixturevalue(person)

    assert Summary.objects.editable_by(user).exists() is may_edit
    assert Summary.objects.translatable_by(user).exists() is may_translate


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("summary_season_unique", {"year": 2025, "season": "fall"}),
        ("summary_periods_apart", {"starts_on": dt.date(2025, 10, 31)}),
        (
            "summary_period_in_order",
            {"starts_on": dt.date(2026, 3, 2), "ends_on": dt.date(2026, 3, 1)},
        ),
        ("summary_published_with_evidence", {"status": "published"}),
    ],
)
def test_summary_constraints(summary, constraint, fields):
    values = {
        "year": 2026,
        "season": "spring",
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2026, 3, 1),
    } | fields

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Summary.objects.create(**values)


def test_section_once_per_branch(summary):
    section = section_of(summary)

    with pytest.raises(IntegrityError, match="section_branch"), transaction.atomic():
        section_of(summary, branch=section.branch)


def test_summary_name_follows_the_calendar(summary):

    with translation.override("fa"):
        assert summary.name.endswith("۱۴۰۴")
    assert summary.name == "Fall 2025"


# Public pages


def test_archive_lists_published_summaries_by_year(client, published):
    fall_summary(year=2024, starts_on=dt.date(2024, 7, 1), ends_on=dt.date(2024, 8, 1))

    words = text_of(client.get(address("summary-list")))

    assert "Fall 2025 July 1, 2025 to October 31, 2025 984" in words
    assert "2024" not in words


def test_archive_says_when_it_is_empty(client, db):
    assert "No summary is published yet" in text_of(client.get(address("summary-list")))


def test_summary_page_shows_figures_and_evidence(client, published, heard):
    words = text_of(client.get(READING))

    assert "984 people heard" in words
    assert "Not shown conversations" in words
    assert heard.title in words
    assert "984 people answered." in words
    assert "To borrow" in words
    assert "We went out to listen." in words


def test_summary_page_in_persian_has_persian_digits_and_dates(client, published):
    words = text_of(client.get("/fa/summaries/2025/fall/"))

    assert "۹۸۴" in words
    assert "۱۰ تیر ۱۴۰۴" in words
    assert "984" not in words


def test_summary_page_says_what_is_not_translated(client, published):
    response = client.get("/pl/summaries/2025/fall/")

    assert "We went out to listen." in text_of(response)
    assert response.context["reading"].is_translated is False
    assert '<div lang="en" dir="ltr"><p>We went out' in response.content.decode()


def test_summary_page_shows_sections_voices_and_commitments(
    client, summary, heard, listening
):
    section_of(summary, body_en="Evergreen told us.", byline_en="Evergreen staff")
    commitment_of(summary)
    entry = listening.entry(
        heard, {}, language="vi", quotation="Tôi thích", quotation_consent="anonymous"
    )
    summary.quotations.create(
        conversation=entry,
        original_language="vi",
        text_vi="Tôi thích",
        text_en="I like",
    )
    publish_summary(summary, actor=None)

    response = client.get(READING)

    words = text_of(response)
    assert "Evergreen told us." in words
    assert "Evergreen staff" in words
    assert "Open earlier on Mondays" in words
    assert "Tôi thích" in words
    assert "I like" in words
    assert '<blockquote lang="vi" dir="ltr">' in response.content.decode()


def test_summary_page_drops_a_quotation_whose_consent_was_withdrawn(
    client, summary, heard, listening
):
    entry = listening.entry(
        heard, {}, quotation="Do not tell", quotation_consent="anonymous"
    )
    summary.quotations.create(
        conversation=entry, original_language="en", text_en="Do not tell"
    )
    publish_summary(summary, actor=None)
    entry.quotation_consent = Consent.NONE
    entry.save()

    assert "Do not tell" not in text_of(client.get(READING))


def test_draft_is_not_found_by_the_public(client, summary):
    assert client.get(READING).status_code == 404


def test_draft_is_not_found_by_a_stranger(as_user, stranger, summary):
    assert as_user(stranger).get(READING).status_code == 404


def test_draft_is_previewed_with_a_notice(as_user, translator, summary):
    words = text_of(as_user(translator).get(READING))

    assert "This is a draft." in words
    assert "984 people heard" in words


@pytest.mark.parametrize("path", ["2025/autumn/", "2031/fall/"])
def test_unknown_summary_is_not_found(client, db, path):
    assert client.get(f"/en/summaries/{path}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_summary_page_costs_the_same_queries(
    client, summary, listening, rows, django_assert_num_queries
):
    heard = listening.event()
    for number in range(rows):
        section_of(summary)
        commitment_of(summary)
        entry = listening.entry(
            heard, {}, quotation=f"Q{number}", quotation_consent="anonymous"
        )
        summary.quotations.create(
            conversation=entry, original_language="en", text_en=f"Q{number}"
        )
    publish_summary(summary, actor=None)

    with django_assert_num_queries(8):
        client.get(READING)


@pytest.mark.parametrize("rows", [1, 3])
def test_archive_costs_the_same_queries(
    client, published, listening, rows, django_assert_num_queries
):
    for number in range(1, rows):
        year = 2025 - number
        event = listening.event(starts_at=_noon(year))
        listening.entry(event, {"WISH": "x"}, people=9)
        earlier = fall_summary(
            year=year, starts_on=dt.date(year, 7, 1), ends_on=dt.date(year, 8, 1)
        )
        publish_summary(earlier, actor=None)

    with django_assert_num_queries(2):
        client.get(address("summary-list"))


def _noon(year):
    return dt.datetime(year, 7, 10, 20, tzinfo=dt.UTC)


# The desk


@pytest.mark.parametrize(
    ("name", "for_translator"),
    [
        ("desk-summary-list", 200),
        ("summary-create", 403),
        ("desk-summary-detail", 200),
        ("summary-period", 403),
        ("summary-introduction", 200),
        ("summary-publish", 200),
        ("section-create", 403),
        ("quotable-list", 403),
        ("commitment-create", 403),
    ],
)
def test_desk_pages_open_for_editors_texts_for_translators_too(
    as_user, summary, request, name, for_translator
):
    takes_none = name in {"desk-summary-list", "summary-create"}
    page = address(name) if takes_none else address(name, summary.pk)
    people = ("editor", "translator", "librarian")

    answers = [as_user(request.getfixturevalue(one)).get(page) for one in people]

    assert [one.status_code for one in answers] == [200, for_translator, 403]
    assert Client().get(page)["Location"].startswith("/en/accounts/login/")


def test_editor_begins_a_summary(desk, db):
    response = desk.post(
        address("summary-create"),
        {
            "season": "fall",
            "year": "2025",
            "starts_on": "2025-07-01",
            "ends_on": "2025-10-31",
        },
    )

    summary = Summary.objects.get()
    assert response["Location"] == address("desk-summary-detail", summary.pk)
    assert (summary.starts_on, summary.year) == (dt.date(2025, 7, 1), 2025)


def test_editor_begins_a_summary_in_persian(desk, db):
    desk.post(
        "/fa/desk/summaries/new/",
        {
            "season": "fall",
            "year": "۲۰۲۵",
            "starts_on": "۱۴۰۴/۰۴/۱۰",
            "ends_on": "۱۴۰۴/۰۸/۰۹",
        },
    )

    summary = Summary.objects.get()
    assert (summary.starts_on, summary.ends_on) == (
        dt.date(2025, 7, 1),
        dt.date(2025, 10, 31),
    )


def test_overlapping_days_are_refused_and_nothing_typed_is_lost(desk, summary):
    response = desk.post(
        address("summary-create"),
        {
            "season": "winter",
            "year": "2025",
            "starts_on": "2025-10-31",
            "ends_on": "2025-12-31",
        },
    )

    assert Summary.objects.count() == 1
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "starts_on": [
            "Another summary already covers some of these days: Fall 2025, from July "
            "1, 2025 to October 31, 2025."
        ]
    }
    assert 'value="2025-12-31"' in response.content.decode()


def test_days_of_a_published_summary_stay(desk, published):
    assert desk.get(address("summary-period", published.pk)).status_code == 404


def save_introduction(desk, summary, **fields):
    page = address("summary-introduction", summary.pk)
    data = {"seen_at": summary.updated_at.isoformat(), "save": "1"} | fields
    return desk.post(page, data)


def test_editor_writes_the_introduction(desk, summary):
    save_introduction(desk, summary, introduction_en="Hello", introduction_fa="سلام")

    summary.refresh_from_db()
    assert (summary.introduction_en, summary.introduction_fa) == ("Hello", "سلام")


def test_two_editors_do_not_write_over_each_other(desk, summary):
    save_introduction(desk, summary, introduction_en="First")

    response = save_introduction(desk, summary, introduction_en="Second")

    stored = Summary.objects.get()
    assert stored.introduction_en == "First"
    assert "Somebody else changed this" in text_of(response)
    assert ">\nSecond</textarea>" in response.content.decode()
    assert stored.updated_at.isoformat() in response.content.decode()


def test_sentences_are_put_in_before_what_is_typed(desk, summary):
    response = desk.post(
        address("summary-introduction", summary.pk),
        {"propose": "1", "introduction_en": "My words"},
    )

    form = response.context["form"]
    assert form["introduction_en"].value() == (
        "We went out to listen from July 1, 2025 to October 31, 2025. We met residents "
        "at 1 event. We heard 984 people.\n\nMy words"
    )
    assert "۹۸۴" in form["introduction_fa"].value()
    assert Summary.objects.get().introduction_en == "We went out to listen."


def test_sentences_leave_out_what_is_hidden(summary):
    assert "conversation" not in number_sentences(evidence_of(summary))


def test_editor_adds_a_section(desk, summary):
    branch = BranchFactory()

    response = desk.post(
        address("section-create", summary.pk),
        {"branch": branch.pk, "body_pl": "U nas", "byline_pl": "Zespół"},
    )

    section = summary.sections.get()
    page = address("desk-summary-detail", summary.pk)
    assert response["Location"] == f"{page}#sections"
    assert (section.branch, section.body_pl) == (branch, "U nas")


def test_section_needs_a_text(desk, summary):
    response = desk.post(
        address("section-create", summary.pk), {"branch": BranchFactory().pk}
    )

    assert not summary.sections.exists()
    assert response.context["form"].errors == {
        "body_en": ["“Text” is needed in at least one language."]
    }


def test_second_section_of_a_branch_is_refused(desk, summary):
    section = section_of(summary)

    response = desk.post(
        address("section-create", summary.pk),
        {"branch": section.branch.pk, "body_en": "Again"},
    )

    assert response.context["form"].errors == {
        "branch": ["This branch already has a section in this summary."]
    }


def test_editor_moves_and_removes_sections(desk, summary):
    first, second = section_of(summary), section_of(summary)

    desk.post(address("section-move", summary.pk, second.pk), {"direction": "up"})
    assert list(summary.sections.all()) == [second, first]

    desk.post(address("section-delete", summary.pk, second.pk))
    assert list(summary.sections.all()) == [first]


def test_part_of_another_summary_is_not_found(desk, summary):
    other = fall_summary(
        year=2024, starts_on=dt.date(2024, 7, 1), ends_on=dt.date(2024, 8, 1)
    )
    section = section_of(other)

    page = address("section-update", summary.pk, section.pk)
    assert desk.get(page).status_code == 404
    move = address("section-move", summary.pk, section.pk)
    assert desk.post(move, {"direction": "up"}).status_code == 404


def test_moving_needs_post(desk, summary):
    section = section_of(summary)

    assert desk.get(address("section-move", summary.pk, section.pk)).status_code == 405


def test_quotation_keeps_the_original_word_for_word(desk, summary, heard, listening):
    entry = listening.entry(
        heard, {}, language="vi", quotation="Nguyên văn", quotation_consent="anonymous"
    )

    desk.post(
        address("quotation-create", summary.pk, entry.pk),
        {"text_vi": "Đã sửa", "text_en": "Translated"},
    )

    quotation = summary.quotations.get()
    assert (quotation.text_vi, quotation.text_en) == ("Nguyên văn", "Translated")
    assert quotation.original_language == "vi"


def test_paraphrase_must_not_repeat_the_words(desk, summary, heard, listening):
    entry = listening.entry(
        heard, {}, quotation="My own words", quotation_consent="paraphrase"
    )
    page = address("quotation-create", summary.pk, entry.pk)

    refused = desk.post(page, {"text_en": "my own  words"})
    assert "word for word" in text_of(refused)
    assert not summary.quotations.exists()

    desk.post(page, {"text_en": "Somebody said something."})
    assert summary.quotations.get().is_paraphrase is True


def test_quotation_without_consent_is_not_found(desk, summary, heard, listening):
    entry = listening.entry(heard, {}, quotation="Secret", quotation_consent="none")

    page = address("quotation-create", summary.pk, entry.pk)

    assert desk.get(page).status_code == 404
    assert desk.post(page, {"text_en": "Secret"}).status_code == 404
    assert "Secret" not in text_of(desk.get(address("quotable-list", summary.pk)))


def test_publication_page_lists_what_is_not_translated(desk, summary):
    words = text_of(desk.get(address("summary-publish", summary.pk)))

    assert "فارسی 3 texts are missing" in words
    assert [one.language.code for one in missing_by_language(summary)] == [
        "vi",
        "pl",
        "fa",
        "it",
    ]


def test_editor_publishes(desk, editor, summary):
    response = desk.post(address("summary-publish", summary.pk), follow=True)

    summary.refresh_from_db()
    assert summary.is_published
    assert summary.published_by == editor
    assert "The summary is published." in text_of(response)


def test_refused_publication_says_why(desk, summary):
    Summary.objects.update(introduction_en="", introduction="")

    response = desk.post(address("summary-publish", summary.pk), follow=True)

    assert "Write the introduction in at least one language" in text_of(response)
    assert not Summary.objects.published().exists()


def test_translator_cannot_publish(as_user, translator, summary):
    response = as_user(translator).post(address("summary-publish", summary.pk))

    assert response.status_code == 403
    assert not Summary.objects.published().exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_list_costs_the_same_queries(
    desk, summary, rows, django_assert_num_queries
):
    for number in range(1, rows):
        year = 2025 - number
        fall_summary(
            year=year, starts_on=dt.date(year, 7, 1), ends_on=dt.date(year, 8, 1)
        )

    with django_assert_num_queries(5):
        desk.get(address("desk-summary-list"))


@pytest.mark.parametrize("typed", ["2025", "۲۰۲۵", "۱۴۰۴", "1404"])
def test_year_is_read_in_either_calendar(db, typed):
    form = PeriodForm({"year": typed})
    form.is_valid()

    assert form.cleaned_data["year"] == 2025


def test_year_is_shown_in_the_readers_calendar(summary):
    with translation.override("fa"):
        assert 'value="۱۴۰۴"' in str(PeriodForm(instance=summary)["year"])
    assert 'value="2025"' in str(PeriodForm(instance=summary)["year"])


def test_period_form_shows_dates_in_the_readers_calendar(summary):

    with translation.override("fa"):
        html = str(PeriodForm(instance=summary)["starts_on"])

    assert 'value="۱۴۰۴/۰۴/۱۰"' in html
    assert 'value="2025-07-01"' in str(PeriodForm(instance=summary)["starts_on"])
