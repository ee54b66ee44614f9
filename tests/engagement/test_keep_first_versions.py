"""Summaries published before there were versions get their first one."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from engagement.actions import publish_summary
from engagement.models import CountedResponse, SummaryVersion
from engagement.summary_content import content_of
from tests.engagement.listening import Listening
from tests.engagement.writing import commitment_of, fall_summary, section_of

MIGRATION = import_module("engagement.migrations.0012_keep_first_versions")


@pytest.fixture
def published(db):
    listening = Listening()
    market = listening.event()
    said = {"quotation": "Quiet", "quotation_consent": "anonymous"}
    entry = listening.entry(market, {"WISH": "x"}, people=87, **said)
    summary = fall_summary()
    section_of(summary, byline_fa="ما")
    commitment_of(summary)
    summary.quotations.create(
        conversation=entry, original_language="en", text_en="Quiet", text_fa="آرام"
    )
    return publish_summary(summary, actor=None)


def test_version_made_afterwards_is_the_one_made_at_publication(published):
    before = content_of(published)
    SummaryVersion.objects.all().delete()

    for _time in range(2):
        MIGRATION.keep_first_versions(apps, None)

    assert content_of(published) == before
    version = SummaryVersion.objects.get()
    assert (version.number, version.published_at) == (1, published.published_at)


def test_voice_without_consent_is_not_in_it(published):
    SummaryVersion.objects.all().delete()
    quoted = published.quotations.get().conversation
    quoted.quotation_consent = "none"
    quoted.save()

    MIGRATION.keep_first_versions(apps, None)

    assert content_of(published).quotations == ()


def test_draft_gets_no_version(db):
    fall_summary()

    MIGRATION.keep_first_versions(apps, None)

    assert not SummaryVersion.objects.exists()


def test_whoever_counted_is_written_down(published):
    before = set(CountedResponse.objects.values_list("response", "finding"))
    CountedResponse.objects.all().delete()

    with connection.schema_editor() as editor:
        MIGRATION.remember_counted(apps, editor)

    assert set(CountedResponse.objects.values_list("response", "finding")) == before
