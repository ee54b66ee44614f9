"""What the composer's forms refuse: where it stands, in which words, nothing lost."""

import datetime as dt

import pytest

from engagement.models import Summary
from tests.engagement.test_summaries import address, text_of
from tests.engagement.writing import fall_summary
from tests.factories import BranchFactory

PERIOD = {
    "season": "spring",
    "year": "2026",
    "starts_on": "2026-02-01",
    "ends_on": "2026-04-30",
}
PERSIAN = "/fa/desk/summaries/new/"


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def errors_of(response):
    assert response.status_code == 422
    return {
        name: list(found) for name, found in response.context["form"].errors.items()
    }


@pytest.mark.parametrize("name", ["summary-create", "summary-period"])
def test_days_out_of_order_are_refused_with_words(desk, db, name):
    page = address(name, *([] if name == "summary-create" else [fall_summary().pk]))
    before = list(Summary.objects.values())

    response = desk.post(page, PERIOD | {"ends_on": "2026-01-30"})

    assert "ends_on" in errors_of(response)
    assert 'value="2026-01-30"' in response.content.decode()
    assert '<a href="#id_ends_on">Last day</a>: The last day must not be before' in (
        response.content.decode()
    )
    assert list(Summary.objects.values()) == before


@pytest.mark.parametrize("year", ["0", "1", "99999", "1999", "2101", "9" * 5000, "x"])
def test_year_beyond_all_seasons_is_refused(desk, db, year):
    response = desk.post(address("summary-create"), PERIOD | {"year": year})

    assert list(errors_of(response)) == ["year"]
    assert f'value="{year}"' in response.content.decode()


def test_year_is_refused_in_the_readers_calendar_and_digits(desk, db):
    words = text_of(desk.post(PERSIAN, PERIOD | {"year": "۹۹"}))

    assert "۱۳۷۹" in words
    assert "۱۴۷۹" in words


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"]
)
def test_day_beyond_all_seasons_is_refused(desk, db, day):
    response = desk.post(address("summary-create"), PERIOD | {"starts_on": day})

    assert list(errors_of(response)) == ["starts_on"]


def test_season_taken_is_refused_at_the_season(desk, db):
    fall_summary()

    response = desk.post(
        address("summary-create"), PERIOD | {"season": "fall", "year": "2025"}
    )

    assert errors_of(response) == {
        "season": ["There is already a summary for this season and year."]
    }


def test_days_taken_later_are_refused_at_the_last_day(desk, db):
    fall_summary(starts_on=dt.date(2026, 4, 1), ends_on=dt.date(2026, 6, 1))

    assert list(errors_of(desk.post(address("summary-create"), PERIOD))) == ["ends_on"]


def test_summary_keeps_its_own_season_and_days(desk, db):
    summary = fall_summary()
    sent = {
        "season": "fall",
        "year": "2025",
        "starts_on": "2025-07-02",
        "ends_on": "2025-10-31",
        "seen_at": summary.updated_at.isoformat(),
    }

    assert desk.post(address("summary-period", summary.pk), sent).status_code == 302


def test_what_is_left_out_is_named(desk, db):
    assert errors_of(desk.post(address("summary-create"), {})) == {
        "season": ["Choose the season that names the summary."],
        "year": ["Write the year in which the season begins."],
        "starts_on": ["Give the first day of the summary."],
        "ends_on": ["Give the last day of the summary."],
    }


def test_title_says_first_that_the_form_needs_a_correction(desk, db):
    empty = desk.get(address("summary-create")).content.decode()
    refused = desk.post(address("summary-create"), {}).content.decode()

    assert empty.count("<title>Please correct: ") == 0
    assert refused.count("<title>Please correct: ") == 1


def test_section_without_branch_and_commitment_without_state_are_named(desk, db):
    summary = fall_summary()
    commitment = {"statement_en": "A", "owner_en": "B"}

    section = desk.post(address("section-create", summary.pk), {"body_en": "A"})
    promised = desk.post(address("commitment-create", summary.pk), commitment)

    assert errors_of(section) == {
        "branch": ["Choose the branch that this section tells of."]
    }
    assert errors_of(promised) == {"status": ["Choose the status of the commitment."]}


def test_due_year_without_season_is_refused_at_the_season(desk, db):
    sent = {
        "statement_en": "A",
        "owner_en": "B",
        "status": "planned",
        "due_year": "2026",
    }

    response = desk.post(address("commitment-create", fall_summary().pk), sent)

    assert list(errors_of(response)) == ["due_season"]


def test_text_that_is_too_long_is_refused_with_both_numbers(desk, db):
    page = address("section-create", fall_summary().pk)
    sent = {
        "branch": BranchFactory().pk,
        "body_en": "a" * 20_001,
        "byline_en": "b" * 151,
    }

    response = desk.post(page, sent)

    assert errors_of(response) == {
        "body_en": ["“Text” has 20,001 characters, and 20,000 fit. Please shorten it."],
        "byline_en": ["“Told by” has 151 characters, and 150 fit. Please shorten it."],
    }
    assert "a" * 20_001 in response.content.decode()
    assert "b" * 151 in response.content.decode()
    assert "maxlength" not in response.content.decode()


def test_text_of_the_greatest_length_is_kept(desk, db):
    summary = fall_summary()
    text = "a\r\n" * 10_000
    sent = {"seen_at": summary.updated_at.isoformat(), "introduction_en": text}

    desk.post(address("summary-introduction", summary.pk), sent)

    summary.refresh_from_db()
    assert len(summary.introduction_en) >= 19_999


def test_text_too_long_is_counted_in_the_readers_digits(desk, db):
    page = f"/fa/desk/summaries/{fall_summary().pk}/introduction/"

    response = desk.post(page, {"introduction_fa": "ا" * 20_001})

    assert "۲۰٬۰۰۱" in text_of(response)
    assert "20,001" not in text_of(response)
