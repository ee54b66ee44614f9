"""Commitments: choosing among them, each by itself, said beside done, feed, desk."""

import datetime as dt

import pytest
import time_machine

from civic.models import District
from engagement.actions import publish_summary
from engagement.forms.summaries import CommitmentForm
from engagement.models import Commitment, CommitmentUpdate, EvidenceSet, Finding
from tests.engagement.coded_answers import ThemeFactory
from tests.engagement.listening import Listening
from tests.engagement.test_summaries import text_of
from tests.engagement.writing import commitment_of, fall_summary
from tests.factories import DistrictFactory

Status = Commitment.Status
PAGE = "/en/commitments/"
ANSWERS = "/en/summaries/2025/fall/you-said-we-did/"
DESK = "/en/desk/commitments/"


@pytest.fixture
def heard(db):
    listening = Listening()
    event = listening.event()
    listening.entry(event, {"WISH": "x"}, people=9)
    return event


@pytest.fixture
def summary(heard):
    return fall_summary()


@pytest.fixture
def finding(summary, heard):
    return finding_of(summary, heard)


def finding_of(summary, event, **fields):
    values = {"title_en": "More light", "wants_en": "People want light."} | fields
    finding = Finding.objects.create(summary=summary, **values)
    EvidenceSet.objects.create(finding=finding, event=event)
    return finding


def report_on(commitment, day="2026-01-05", **fields):
    values = {"status": Status.UNDER_WAY, "text_en": "We began."} | fields
    return CommitmentUpdate.objects.create(
        commitment=commitment, reported_on=dt.date.fromisoformat(day), **values
    )


def shown(response):
    return [one.statement for _, rows in response.context["groups"] for one in rows]


# The list


@pytest.fixture
def several(summary):
    """Of two districts and a theme with one below it."""
    broad = ThemeFactory(code="space")
    narrow = ThemeFactory(code="light", parent=broad)
    east, west = DistrictFactory(code="east"), DistrictFactory(code="west")
    commitment_of(summary, statement_en="A", district=east, theme=broad)
    commitment_of(summary, statement_en="B", district=west, theme=narrow)
    commitment_of(summary, statement_en="C", district=east, status=Status.DONE)
    publish_summary(summary, actor=None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A", "B", "C"]),
        ("?status=done", ["C"]),
        ("?district=east", ["A", "C"]),
        ("?theme=space", ["A", "B"]),
        ("?theme=light", ["B"]),
        ("?district=east&status=planned", ["A"]),
        ("?district=west&status=done", []),
    ],
)
def test_list_shows_what_was_chosen(client, several, query, found):
    assert shown(client.get(PAGE + query)) == found


def test_filter_offers_themes_with_commitments_and_names_a_place_once(client, several):
    ThemeFactory(code="silent", name_en="Silence")
    District.objects.filter(code="east").update(name_en="District 3")

    page = client.get(f"{PAGE}?district=east")

    themes = dict(page.context["form"].shown.fields["theme"].choices)
    assert list(themes) == ["", "space"]
    assert "<bdi>District 3</bdi>" in page.content.decode()
    assert "District: <bdi>" not in page.content.decode()


@pytest.mark.parametrize("name", ["status", "district", "theme"])
def test_list_names_what_it_does_not_know_and_shows_the_rest(client, several, name):
    response = client.get(f"{PAGE}?{name}=nowhere")

    assert "This is not in the list. Choose from the list." in text_of(response)
    assert shown(response) == ["A", "B", "C"]


def test_list_tells_how_many_each_choice_would_give(client, several):
    response = client.get(f"{PAGE}?district=east")

    states = [(one.status, one.number) for one in response.context["form"].states]
    assert states == [
        ("under_way", 0),
        ("planned", 1),
        ("done", 1),
        ("not_possible", 0),
    ]
    words = text_of(response)
    assert "(1)" in words
    assert response.context["form"].states[1].query == "?district=east&status=planned"


def test_list_says_that_nothing_matches(client, several):
    words = text_of(client.get(f"{PAGE}?district=west&status=done"))

    assert "No commitment matches all of your choices" in words


def test_list_is_kept_without_a_query(client, several, django_assert_num_queries):
    client.get(PAGE)

    with django_assert_num_queries(0):
        client.get(PAGE)


# Each by itself


def test_commitment_tells_its_finding_as_it_was_published(client, summary, finding):
    commitment = commitment_of(summary, finding=finding)
    publish_summary(summary, actor=None)
    Finding.objects.update(title_en="Otherwise")

    response = client.get(commitment.get_absolute_url())

    assert "You said More light What people want People want light." in text_of(
        response
    )
    address = f"/en/summaries/2025/fall/#finding-{finding.pk}"
    assert response.content.decode().count(f'href="{address}"') == 1


def test_reports_stand_in_order_of_time(client, summary):
    commitment = commitment_of(summary, due_year=2030, due_season="fall")
    publish_summary(summary, actor=None)
    report_on(commitment, "2026-03-01", text_en="Second.")
    report_on(commitment, "2026-02-01", text_en="First.")

    words = text_of(client.get(commitment.get_absolute_url()))

    assert words.index("First.") < words.index("Second.") < words.index("To be done by")


def test_commitment_of_a_draft_has_no_page(client, summary):
    assert client.get(commitment_of(summary).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("reports", [1, 3])
def test_commitment_costs_the_same_queries(
    client, summary, finding, reports, django_assert_num_queries
):
    commitment = commitment_of(summary, finding=finding)
    publish_summary(summary, actor=None)
    for number in range(reports):
        report_on(commitment, f"2026-01-0{number + 1}")

    with django_assert_num_queries(6):
        client.get(commitment.get_absolute_url())


# You said, we did


def test_said_stands_beside_done(client, summary, finding, heard):
    finding_of(summary, heard, title_en="More shade", wants_en="")
    commitment = commitment_of(summary, finding=finding)
    commitment_of(summary, statement_en="Sing together")
    publish_summary(summary, actor=None)
    report_on(commitment, status=Status.DONE, text_en="The lamps hang.")

    words = text_of(client.get(ANSWERS))

    said = "You said More light What people want People want light."
    assert f"{said} We do Planned Open earlier" in words
    assert "The lamps hang." in words
    assert "More shade We do No commitment answers this yet." in words
    assert words.index("What we do besides") < words.index("Sing together")


def test_said_and_done_of_a_draft_is_nowhere(client, summary):
    assert client.get(ANSWERS).status_code == 404


# The feed


def test_feed_tells_reports_the_latest_first(client, summary):
    commitment = commitment_of(summary)
    publish_summary(summary, actor=None)
    report_on(commitment, "2026-01-05")
    report = report_on(commitment, "2026-02-05", status=Status.DONE, text_en="Ready.")

    feed = client.get(f"{PAGE}feed/").content.decode()

    assert feed.count("<entry>") == 2
    assert feed.index("Done: Open earlier on Mondays") < feed.index("Under way: Open")
    assert f"/en/commitments/{commitment.pk}/#report-{report.pk}" in feed
    assert "2026-02-05T12:00:00" in feed


def test_feed_tells_nothing_of_a_draft(client, summary):
    report_on(commitment_of(summary))

    assert "<entry>" not in client.get(f"{PAGE}feed/").content.decode()


# The desk


def test_desk_shows_overdue_first_and_at_once(as_user, editor, summary):
    late = commitment_of(summary, due_year=2026, due_season="spring")
    coming = commitment_of(summary, due_year=2030, due_season="spring")
    done = commitment_of(summary, status=Status.DONE)

    with time_machine.travel("2026-06-02T12:00:00Z", tick=False):
        desk = as_user(editor)
        context = desk.get(DESK).context
        home = text_of(desk.get("/en/desk/"))

    assert [context[name] for name in ("overdue", "still_open", "settled")] == [
        [late],
        [coming],
        [done],
    ]
    assert "1 commitment overdue" in home


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_costs_the_same_queries(
    as_user, editor, summary, rows, django_assert_num_queries
):
    for _number in range(rows):
        report_on(commitment_of(summary))
    desk = as_user(editor)
    desk.get(DESK)

    with django_assert_num_queries(5):
        desk.get(DESK)


def test_report_begun_in_the_list_leads_back_there(as_user, editor, summary):
    commitment = commitment_of(summary)
    address = f"/en/desk/summaries/{summary.pk}/commitments/{commitment.pk}/report/"

    response = as_user(editor).post(
        f"{address}?from=list",
        {"reported_on": "2026-01-05", "status": "done", "text_en": "Ready."},
    )

    assert response["Location"] == DESK


def test_form_offers_findings_of_its_summary_and_the_tree_of_themes(summary, finding):
    days = {"starts_on": dt.date(2024, 7, 1), "ends_on": dt.date(2024, 8, 1)}
    Finding.objects.create(summary=fall_summary(year=2024, **days), title_en="Other")
    broad = ThemeFactory(code="space", name_en="Space")
    ThemeFactory(code="light", parent=broad, name_en="Light")

    form = CommitmentForm(instance=Commitment(summary=summary))

    assert list(form.fields["finding"].queryset) == [finding]
    names = [name for _pk, name in form.fields["theme"].choices]
    assert names == ["No theme", "Space", "– Light"]


def test_finding_of_another_summary_is_refused(as_user, editor, summary):
    days = {"starts_on": dt.date(2024, 7, 1), "ends_on": dt.date(2024, 8, 1)}
    other = Finding.objects.create(
        summary=fall_summary(year=2024, **days), title_en="Other"
    )

    response = as_user(editor).post(
        f"/en/desk/summaries/{summary.pk}/commitments/new/",
        {
            "statement_en": "A",
            "owner_en": "B",
            "status": "planned",
            "finding": other.pk,
        },
    )

    assert response.context["form"].errors == {
        "finding": ["Choose a finding of this summary."]
    }
