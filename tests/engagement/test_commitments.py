"""Commitments: their state and due season, the public page, the desk."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from engagement.actions import publish_summary
from engagement.models import Commitment, CommitmentUpdate
from tests.engagement.listening import Listening
from tests.engagement.test_summaries import text_of
from tests.engagement.writing import commitment_of, fall_summary

Status = Commitment.Status
PAGE = "/en/commitments/"


@pytest.fixture
def published(db):
    listening = Listening()
    listening.entry(listening.event(), {"WISH": "x"}, people=9)
    return publish_summary(fall_summary(), actor=None)


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def address(name, *args):
    return reverse(f"engagement:{name}", args=args)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("commitment_not_possible_needs_reason", {"status": Status.NOT_POSSIBLE}),
        ("commitment_due_whole", {"due_year": 2026}),
        ("commitment_due_whole", {"due_season": "spring"}),
    ],
)
def test_commitment_constraints(db, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        commitment_of(fall_summary(), **fields)


def test_reason_in_any_language_is_a_reason(db):
    commitment = commitment_of(
        fall_summary(), status=Status.NOT_POSSIBLE, reason_fa="جا نبود"
    )

    assert Commitment.objects.get().reason_fa == commitment.reason_fa


@pytest.mark.parametrize(
    ("season", "last_day"),
    [
        ("spring", dt.date(2026, 5, 31)),
        ("summer", dt.date(2026, 8, 31)),
        ("fall", dt.date(2026, 11, 30)),
        ("winter", dt.date(2027, 2, 28)),
    ],
)
def test_commitment_is_due_on_the_last_day_of_its_season(db, season, last_day):
    commitment = commitment_of(fall_summary(), due_year=2026, due_season=season)

    assert commitment.due_on == last_day


@pytest.mark.parametrize(
    ("now", "status", "is_overdue"),
    [
        # Still the last day of May in the city, already June in UTC.
        ("2026-06-01T05:00:00Z", Status.PLANNED, False),
        ("2026-06-01T08:00:00Z", Status.PLANNED, True),
        ("2026-06-01T08:00:00Z", Status.UNDER_WAY, True),
        ("2026-06-01T08:00:00Z", Status.DONE, False),
    ],
)
def test_open_commitment_is_overdue_after_its_season(db, now, status, is_overdue):
    commitment = commitment_of(
        fall_summary(), due_year=2026, due_season="spring", status=status
    )

    with time_machine.travel(now, tick=False):
        assert commitment.is_overdue is is_overdue


def test_commitment_without_a_season_is_never_overdue(db):
    assert commitment_of(fall_summary()).is_overdue is False


@pytest.mark.parametrize(
    ("season", "year", "is_overdue"),
    [
        ("spring", 2026, True),
        ("summer", 2026, False),
        ("summer", 2025, True),
        ("winter", 2025, True),
        ("winter", 2026, False),
    ],
)
def test_overdue_are_those_that_say_so(db, season, year, is_overdue):
    commitment = commitment_of(fall_summary(), due_year=year, due_season=season)
    commitment_of(fall_summary(), due_year=2024, due_season=season, status=Status.DONE)

    with time_machine.travel("2026-06-01T12:00:00Z", tick=False):
        found = list(Commitment.objects.overdue())
        assert found == ([commitment] if is_overdue else [])
        assert commitment.is_overdue is is_overdue


def test_public_are_commitments_of_published_summaries(published):
    mine = commitment_of(published)
    draft = fall_summary(
        year=2024, starts_on=dt.date(2024, 7, 1), ends_on=dt.date(2024, 8, 1)
    )
    commitment_of(draft)

    assert list(Commitment.objects.public()) == [mine]


def test_commitments_are_editable_by_editors(published, editor, translator):
    commitment_of(published)

    assert Commitment.objects.editable_by(editor).count() == 1
    assert Commitment.objects.editable_by(translator).count() == 0


def test_page_shows_commitments_by_state_the_first_due_first(client, published):
    commitment_of(published, statement_en="Later", due_year=2027, due_season="fall")
    commitment_of(published, statement_en="Whenever")
    commitment_of(published, statement_en="Sooner", due_year=2026, due_season="fall")
    commitment_of(published, statement_en="Ready", status=Status.DONE)

    groups = client.get(PAGE).context["groups"]

    assert [(str(s.label), [one.statement for one in rows]) for s, rows in groups] == [
        ("Planned", ["Sooner", "Later", "Whenever"]),
        ("Done", ["Ready"]),
    ]


@pytest.mark.parametrize(
    ("now", "is_told"),
    [("2026-03-30T12:00:00Z", False), ("2026-04-01T12:00:00Z", True)],
)
def test_page_says_overdue_in_words_after_the_days_of_grace(
    client, published, now, is_told
):
    commitment = commitment_of(published, due_year=2025, due_season="winter")
    CommitmentUpdate.objects.create(
        commitment=commitment,
        reported_on=dt.date(2026, 3, 5),
        status=Status.PLANNED,
        text_en="The printer is late.",
    )
    said = "This was due in Winter 2025–26 and is not done yet. The printer is late."

    with time_machine.travel(now, tick=False):
        assert (said in text_of(client.get(PAGE))) is is_told
        assert (said in text_of(client.get(f"{PAGE}{commitment.pk}/"))) is is_told


def test_page_of_a_commitment_shows_reports_and_reasons(client, published):
    commitment = commitment_of(
        published, status=Status.NOT_POSSIBLE, reason_en="There is no room."
    )
    CommitmentUpdate.objects.create(
        commitment=commitment,
        reported_on=dt.date(2026, 1, 5),
        status=Status.NOT_POSSIBLE,
        text_en="We looked for a room.",
    )

    words = text_of(client.get(commitment.get_absolute_url()))

    assert "There is no room." in words
    assert "Not possible January 5, 2026 We looked for a room." in words


def test_page_says_when_it_is_empty(client, db):
    assert "No commitments yet" in text_of(client.get(PAGE))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries(
    client, published, rows, django_assert_num_queries
):
    for _number in range(rows):
        commitment_of(published)

    with django_assert_num_queries(6):
        client.get(PAGE)


# The desk


def test_editor_adds_a_commitment(desk, published):
    desk.post(
        address("commitment-create", published.pk),
        {
            "statement_en": "Teach drawing",
            "owner_en": "Programs",
            "due_season": "spring",
            "due_year": "۲۰۲۶",
            "status": "planned",
        },
    )

    commitment = published.commitments.get()
    assert (commitment.statement_en, commitment.due_year) == ("Teach drawing", 2026)


def test_commitment_that_is_not_possible_needs_a_reason(desk, published):
    response = desk.post(
        address("commitment-create", published.pk),
        {"statement_en": "A", "owner_en": "B", "status": "not_possible"},
    )

    assert response.context["form"].errors == {
        "reason_en": ["Say why it is not possible."]
    }
    assert not Commitment.objects.exists()


def test_commitment_due_in_half_is_refused(desk, published):
    response = desk.post(
        address("commitment-create", published.pk),
        {
            "statement_en": "A",
            "owner_en": "B",
            "status": "planned",
            "due_season": "fall",
        },
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "due_year": ["Give both the season and the year it is due, or neither."]
    }


def test_editor_reports_on_a_commitment(desk, published):
    commitment = commitment_of(published)

    desk.post(
        address("commitment-report", published.pk, commitment.pk),
        {"reported_on": "2026-01-05", "status": "under_way", "text_en": "We began."},
    )

    commitment.refresh_from_db()
    assert commitment.status == Status.UNDER_WAY
    assert commitment.updates.get().text_en == "We began."


def test_report_dated_before_the_summary_is_refused(desk, published):
    commitment = commitment_of(published)

    response = desk.post(
        address("commitment-report", published.pk, commitment.pk),
        {"reported_on": "2020-01-05", "status": "done", "text_en": "We began."},
    )

    assert "correct the year" in text_of(response)
    assert not commitment.updates.exists()


def test_commitment_of_a_draft_can_be_removed(desk, db):
    summary = fall_summary()
    commitment = commitment_of(summary)

    desk.post(address("commitment-delete", summary.pk, commitment.pk))

    assert not Commitment.objects.exists()


def test_published_commitment_cannot_be_removed(desk, published):
    commitment = commitment_of(published)

    page = address("commitment-delete", published.pk, commitment.pk)

    assert desk.post(page).status_code == 404
    assert Commitment.objects.exists()
