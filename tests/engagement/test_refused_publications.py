"""Staff find what the portal did not publish at its time, until they take a step."""

import pytest
from django.urls import reverse

from engagement.actions import publish_due, send_back
from engagement.models import Conversation, Summary
from engagement.refused_publications import refused_publications, steps_back
from tests.engagement.test_publish_due import heard, later, scheduled

WORDS = "The portal did not publish it on"
REASON = "Somebody quoted here no longer agrees"


@pytest.fixture
def given_back(editor):
    listening, market = heard()
    entry = listening.entry(market, {}, quotation="A", quotation_consent="anonymous")
    summary = scheduled(editor)
    summary.quotations.create(conversation=entry, original_language="en", text_en="A")
    Conversation.objects.filter(pk=entry.pk).update(quotation_consent="none")
    with later():
        publish_due()
    summary.refresh_from_db()
    return summary


def composer(summary):
    return reverse("engagement:desk-summary-detail", args=[summary.pk])


@pytest.mark.parametrize("page", ["composer", "list"])
def test_composer_and_list_say_why_and_lead_on(given_back, as_user, editor, page):
    addresses = {
        "composer": composer(given_back),
        "list": reverse("engagement:desk-summary-list"),
    }
    words = as_user(editor).get(addresses[page]).content.decode()

    assert WORDS in words
    assert REASON in words
    assert reverse("engagement:summary-publish", args=[given_back.pk]) in words


def test_home_of_the_desk_names_it(given_back, as_user, editor, librarian):
    address = reverse("engagement:summary-publish", args=[given_back.pk])

    assert address in as_user(editor).get(reverse("civic:desk")).content.decode()
    assert address not in as_user(librarian).get(reverse("civic:desk")).content.decode()


def test_nothing_is_said_once_somebody_took_a_step(given_back, as_user, editor):
    send_back(given_back, words="Take it out.", actor=editor)

    assert steps_back(Summary.objects.all()) == []
    assert WORDS not in as_user(editor).get(composer(given_back)).content.decode()


def test_what_was_mended_is_no_longer_a_reason(given_back):
    given_back.quotations.all().delete()
    given_back.with_notice = ["en", "vi", "pl", "fa", "it"]
    given_back.save()

    (refused,) = refused_publications(Summary.objects.all())
    assert refused.refusals == []


def test_scheduled_summary_is_not_among_them(editor):
    heard()
    scheduled(editor)

    assert steps_back(Summary.objects.all()) == []
