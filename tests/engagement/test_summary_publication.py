"""The last look before publication: what is missing, and numbers no longer true."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from engagement.actions import publish_summary
from engagement.actions.summaries import renew_sentences
from engagement.models import Summary
from engagement.number_sentences import contradictions, proposed_texts
from engagement.summary_refusals import NumbersContradicted
from engagement.views.summaries import evidence_of
from tests.engagement.test_summaries import address, text_of
from tests.engagement.writing import fall_summary

PUBLISH = ">Publish</button>"


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def proposed(market):
    """A summary that begins with the proposed sentences in every language."""
    summary = fall_summary()
    for code, text in proposed_texts(summary, evidence_of(summary)).items():
        setattr(summary, f"introduction_{code}", f"{text}\n\nOwn words. {code}")
    summary.save()
    return summary


@pytest.fixture
def outdated(proposed, listening, market):
    """The same after forty people more."""
    listening.entry(market, {"WISH": "x"}, people=40)
    return proposed


def test_sentences_just_proposed_contradict_nothing(proposed):
    assert contradictions(proposed, evidence_of(proposed)) == []


@pytest.mark.parametrize("people", [5, 12, 22, 25, 101, 1000, 9999, 10_000, 1_234_567])
def test_a_number_is_found_again_in_every_language(market, listening, people):
    summary = fall_summary()
    listening.entry(market, {"WISH": "x"}, people=people)
    for code, text in proposed_texts(summary, evidence_of(summary)).items():
        setattr(summary, f"introduction_{code}", f"A. {text} B.")
    listening.entry(market, {"WISH": "x"}, people=1)

    found = contradictions(summary, evidence_of(summary))

    assert [one.language.code for one in found] == ["en", "vi", "pl", "fa", "it"]
    assert len({(one.told, one.counted) for one in found}) == 5


def test_page_shows_the_old_and_the_new_number(desk, outdated):
    page = desk.get(address("summary-publish", outdated.pk))

    words = text_of(page)
    assert "The introduction: We heard 87 people." in words
    assert "The log now: We heard 127 people." in words
    assert "۱۲۷" in words
    assert "The introduction is right as it stands." in words


def test_new_sentences_replace_the_old_ones_alone(desk, outdated):
    response = desk.post(
        address("summary-publish", outdated.pk), {"renew": "1"}, follow=True
    )

    outdated.refresh_from_db()
    assert outdated.introduction_en == (
        "We went out to listen from July 1, 2025 to October 31, 2025. We met residents "
        "at 1 event. We heard 127 people.\n\nOwn words. en"
    )
    assert "۱۲۷" in outdated.introduction_fa
    assert outdated.introduction_pl.endswith("Own words. pl")
    assert contradictions(outdated, evidence_of(outdated)) == []
    assert "The new sentences are in the introduction." in text_of(response)
    assert "The introduction gives different numbers from the log" not in text_of(
        response
    )


def test_a_sentence_without_a_number_now_is_taken_out(outdated):
    outdated.introduction_en = (
        "We heard 5 people. Residents left 9 notes on our question boards. Thank you."
    )
    outdated.save()

    renew_sentences(outdated)

    outdated.refresh_from_db()
    assert outdated.introduction_en == "We heard 127 people. Thank you."


def test_rewritten_sentences_are_left_alone(outdated):
    outdated.introduction_en = "About 90 of you spoke to us; we heard 12 people twice."
    Summary.objects.filter(pk=outdated.pk).update(
        introduction_en=outdated.introduction_en
    )

    found = contradictions(outdated, evidence_of(outdated))

    assert "en" not in {one.language.code for one in found}


def test_sentences_are_found_over_a_line_break(proposed):
    proposed.introduction_en = "We heard\r\n86   people."

    [found] = contradictions(proposed, evidence_of(proposed))

    assert found.counted == "We heard 87 people."


def test_other_days_than_those_of_the_summary_are_noticed(proposed):
    Summary.objects.update(starts_on=dt.date(2025, 7, 2))
    proposed.refresh_from_db()

    found = contradictions(proposed, evidence_of(proposed))

    assert len(found) == 5
    assert found[0].counted == (
        "We went out to listen from July 2, 2025 to October 31, 2025."
    )


def test_contradicting_text_is_published_only_when_confirmed(desk, outdated):
    page = address("summary-publish", outdated.pk)

    refused = desk.post(page, follow=True)
    assert "or confirm that the text is right as it stands" in text_of(refused)
    assert not Summary.objects.published().exists()

    desk.post(page, {"confirmed": "1"})
    outdated.refresh_from_db()
    assert outdated.is_published
    assert "87" in outdated.introduction_en


def test_publishing_refuses_other_numbers(outdated, editor):
    with pytest.raises(NumbersContradicted, match="different numbers"):
        publish_summary(outdated, actor=editor)


def test_published_sentences_are_not_renewed(outdated):
    published = publish_summary(outdated, actor=None, is_text_confirmed=True)

    renew_sentences(published)

    published.refresh_from_db()
    assert "We heard 87 people." in published.introduction_en


def test_stranger_renews_nothing(as_user, translator, outdated):
    page = address("summary-publish", outdated.pk)

    assert as_user(translator).post(page, {"renew": "1"}).status_code == 403
    outdated.refresh_from_db()
    assert "We heard 87 people." in outdated.introduction_en


def test_empty_summary_is_told_what_is_missing_and_offers_no_button(desk, db):
    summary = fall_summary(introduction_en="")

    response = desk.get(address("summary-publish", summary.pk))

    words = text_of(response)
    assert "Write the introduction in at least one language" in words
    assert "Nothing is logged for the days of this summary." in words
    assert "No section yet." in words
    assert "No quotation yet." in words
    assert "No commitment yet." in words
    assert "Every text is available" not in words
    assert PUBLISH not in response.content.decode()


def test_summary_of_days_not_over_offers_no_button(desk, market):
    summary = fall_summary()

    with time_machine.travel("2025-10-20T12:00:00Z", tick=False):
        response = desk.get(address("summary-publish", summary.pk))

    assert "The days of this summary are not over yet." in text_of(response)
    assert PUBLISH not in response.content.decode()


def test_summary_that_can_be_published_offers_the_button(desk, proposed):
    response = desk.get(address("summary-publish", proposed.pk))

    assert PUBLISH in response.content.decode()
    assert "Before you can publish" not in text_of(response)
    assert "The introduction is right as it stands." not in text_of(response)


def test_taking_back_tells_of_the_published_summary(desk, proposed, market):
    entry = market.conversations.get()
    published = publish_summary(proposed, actor=None)
    page = address("conversation-take-back", market.pk, entry.pk)

    words = text_of(desk.post(page, follow=True))

    assert f"the published summary {published.name} keeps the figures" in words
    assert "no figure any more" not in words


def test_taking_back_from_a_draft_counts_nowhere(desk, proposed, market):
    page = address("conversation-take-back", market.pk, market.conversations.get().pk)

    assert "no longer counts in any figure" in text_of(desk.post(page, follow=True))


def test_sentences_are_made_in_the_language_asked_for(proposed):
    with translation.override("fa"):
        found = contradictions(proposed, evidence_of(proposed))

    assert found == []
