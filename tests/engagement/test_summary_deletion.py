"""A draft begun by mistake can be deleted; what was ever public cannot."""

import pytest
from django.urls import reverse

from civic.models import Activity
from engagement.actions import publish_summary
from engagement.actions.deletion import delete_summary
from engagement.models import Commitment, Conversation, Finding, Summary
from engagement.summary_refusals import PublishedForGood, ScheduledStill
from tests.engagement.listening import Listening
from tests.engagement.reviewing import finding_of
from tests.engagement.test_publish_due import heard, scheduled
from tests.engagement.writing import commitment_of, fall_summary, section_of


@pytest.fixture
def draft(db):
    summary = fall_summary()
    finding = finding_of(summary)
    commitment_of(summary, finding=finding)
    section_of(summary)
    listening = Listening()
    entry = listening.entry(
        listening.event(),
        {"WISH": "x"},
        people=9,
        quotation="A",
        quotation_consent="anonymous",
    )
    summary.quotations.create(conversation=entry, original_language="en", text_en="A")
    return summary


def page(summary):
    return reverse("engagement:summary-delete", args=[summary.pk])


def test_draft_goes_with_its_parts_and_what_was_logged_stays(draft, as_user, editor):
    desk = as_user(editor)

    asked = desk.get(page(draft)).content.decode()
    response = desk.post(page(draft), follow=True)

    assert "Delete the draft Fall 2025?" in asked
    assert "Its days are free again." in response.content.decode()
    assert not Summary.objects.exists()
    assert not Finding.objects.exists()
    assert not Commitment.objects.exists()
    assert Conversation.objects.count() == 1
    deleted = Activity.objects.get(verb="deleted")
    assert (deleted.actor, deleted.subject_id) == (editor, str(draft.pk))
    assert deleted.details["starts_on"] == "2025-07-01"


def test_published_summary_is_not_deleted(draft, as_user, editor):
    draft.findings.all().delete()
    publish_summary(draft, actor=None)
    desk = as_user(editor)

    for send in (desk.get, desk.post):
        words = send(page(draft), follow=True).content.decode()
        assert "so it cannot be deleted" in words
    with pytest.raises(PublishedForGood):
        delete_summary(draft, actor=editor)
    assert Summary.objects.exists()


def test_scheduled_summary_is_not_deleted(editor):
    heard()

    with pytest.raises(ScheduledStill):
        delete_summary(scheduled(editor), actor=editor)


def test_deletion_is_for_editors(draft, as_user, translator, librarian, client):
    for user in (translator, librarian):
        assert as_user(user).post(page(draft)).status_code == 403
    assert "login" in client.post(page(draft))["Location"]
    assert Summary.objects.exists()
