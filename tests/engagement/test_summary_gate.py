"""What stands against publication, each named at its place."""

import pytest
from django.utils import timezone

from civic.roles import Role
from engagement.actions import publish_summary
from engagement.evidence import evidence_for
from engagement.models import Conversation, Summary
from engagement.summary_gate import refusals_to_publish
from engagement.summary_refusals import NotApproved, PublicationRefused
from tests.engagement.coded_answers import ThemeFactory
from tests.engagement.reviewing import (
    finding_of,
    reviewed_summary,
    translated_summary,
    without_notice,
)
from tests.engagement.writing import fall_summary
from tests.factories import UserFactory


def refusals(summary) -> list[PublicationRefused]:
    counted = evidence_for(summary.starts_on, summary.ends_on)
    return refusals_to_publish(summary, counted)


def codes(summary) -> list[str]:
    return [one.code for one in refusals(summary)]


def test_all_three_are_needed(market):
    summary = fall_summary(introduction_en="", decided_en="", reasons_en="")

    assert codes(summary) == [
        "IntroductionMissing",
        "DecisionMissing",
        "ReasonsMissing",
    ]


def test_reviewed_summary_passes(market, editor):
    assert codes(reviewed_summary(editor)) == []


def test_language_that_lacks_texts_is_named_with_its_place(market):
    summary = fall_summary(with_notice=["vi", "pl", "fa"], introduction_en="We heard.")

    found = refusals(summary)

    assert [one.code for one in found] == ["NotReviewed", "NotTranslated"]
    assert "Italiano lacks some texts" in str(found[1])
    assert found[1].address == f"/en/desk/summaries/{summary.pk}/publish/#languages"


def test_translated_text_nobody_reviewed_is_refused(market):
    assert codes(translated_summary()) == ["NotReviewed"] * 5


def test_text_changed_after_review_is_refused(market, editor):
    summary = reviewed_summary(editor)
    summary.introduction_vi = "Khác"
    summary.save()

    assert codes(summary) == ["ReviewOutdated"]


def test_notice_is_only_for_the_languages_chosen(market):
    assert codes(fall_summary()) == []
    assert len(codes(without_notice(fall_summary()))) == 5


def test_finding_without_evidence_is_named(market):
    summary = fall_summary()
    finding = finding_of(summary)

    [refusal] = refusals(summary)

    assert refusal.code == "FindingWithoutEvidence"
    assert "“Quiet places” rests on nothing" in str(refusal)
    assert refusal.address.endswith(f"/{summary.pk}/#finding-{finding.pk}")


def test_theme_merged_meanwhile_is_named(market):
    summary, finding = fall_summary(), finding_of(fall_summary())
    into = ThemeFactory(name_en="Places")
    theme = ThemeFactory(name_en="Rooms", merged_into=into, retired_at=timezone.now())
    finding.evidence.create(theme=theme)
    finding.evidence.create(event=market)

    [refusal] = refusals(summary)

    assert refusal.code == "ThemeMergedAway"
    assert "the theme “Rooms”, which was merged into “Places” meanwhile" in str(refusal)


def test_finding_on_a_merged_theme_alone_is_named_once(market):
    summary, finding = fall_summary(), finding_of(fall_summary())
    into = ThemeFactory(name_en="Places")
    theme = ThemeFactory(name_en="Rooms", merged_into=into, retired_at=timezone.now())
    finding.evidence.create(theme=theme)

    assert [one.code for one in refusals(summary)] == ["ThemeMergedAway"]


@pytest.mark.parametrize("consent", ["none", "paraphrase"])
def test_quotation_without_consent_is_refused(market, listening, consent):
    summary = fall_summary()
    entry = listening.entry(
        market, {}, quotation="Quiet", quotation_consent="anonymous"
    )
    quotation = summary.quotations.create(
        conversation=entry, original_language="en", text_en="Quiet"
    )
    assert codes(summary) == []

    Conversation.objects.filter(pk=entry.pk).update(quotation_consent=consent)

    [refusal] = refusals(summary)
    assert refusal.code == "QuotationNotCleared"
    assert refusal.address.endswith(f"#quotation-{quotation.pk}")


def test_second_editor_makes_review_necessary(market, editor):
    summary = fall_summary()
    assert codes(summary) == []
    UserFactory(roles=[Role.EDITOR])

    with pytest.raises(NotApproved, match="Another editor has to read"):
        publish_summary(summary, actor=editor)
    assert not Summary.objects.published().exists()


def test_editor_who_left_makes_no_review_necessary(market, editor):
    UserFactory(roles=[Role.EDITOR], is_active=False)

    assert codes(fall_summary()) == []


def test_refusal_without_a_summary_has_no_address():
    assert PublicationRefused().address == ""
