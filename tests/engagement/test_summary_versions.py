"""Frozen evidence, corrections as new versions, languages added afterwards."""

import pytest
from django.db import DatabaseError, transaction

from engagement.actions import (
    add_translations,
    choose_notices,
    correct_summary,
    publish_summary,
)
from engagement.actions.summary_versions import corrected_content
from engagement.models import Conversation, CountedResponse, Summary
from engagement.summary_content import SummaryContent, content_of, still_agreed
from engagement.summary_refusals import (
    DecisionMissing,
    NoteMissing,
    NothingCorrected,
    NothingToAdd,
    NotInThisState,
)
from engagement.version_differences import differences
from tests.engagement.coded_answers import ThemeFactory
from tests.engagement.reviewing import finding_of, reviewed_summary
from tests.engagement.writing import commitment_of, fall_summary, section_of

NOTE = {"en": "The reason was wrong."}


@pytest.fixture
def published(market):
    summary = fall_summary()
    section_of(summary)
    commitment_of(summary)
    finding_of(summary).evidence.create(event=market)
    return publish_summary(summary, actor=None)


def write(summary, **texts):
    Summary.objects.filter(pk=summary.pk).update(**texts)
    summary.refresh_from_db()


def figures_of_first(summary):
    return figures(SummaryContent.from_json(summary.versions.get().content))


def figures(content):
    return content.evidence.people_heard, content.findings[0].evidence.people


def test_first_version_holds_every_figure(published):
    content = content_of(published)

    assert figures(content) == (87, 87)
    assert content.decided == {"en": "We open earlier."}
    assert published.versions.get().is_first


def test_later_changes_to_the_log_change_nothing_published(
    published, market, listening
):
    before = content_of(published)

    listening.entry(market, {"WISH": "x"}, people=500)
    write(published, introduction_en="Other words")
    published.findings.all().delete()

    assert content_of(published) == before


def test_correction_is_a_new_version_and_the_old_one_stays(
    published, market, listening, editor
):
    listening.entry(market, {"WISH": "x"}, people=40)
    write(published, reasons_en="Because of the law.")

    version = correct_summary(published, note=NOTE, actor=editor)

    published.refresh_from_db()
    assert published.status == Summary.Status.CORRECTED
    assert (version.number, version.note_en) == (2, NOTE["en"])
    assert content_of(published).reasons == {"en": "Because of the law."}
    assert figures(content_of(published)) == (87, 87)
    first = SummaryContent.from_json(published.versions.get(number=1).content)
    assert first.reasons == {"en": "Many asked for it."}


def test_figures_are_counted_anew_only_when_asked(published, market, listening):
    listening.entry(market, {"WISH": "x"}, people=40)

    correct_summary(published, note=NOTE, actor=None, recounts=True)

    published.refresh_from_db()
    assert figures(content_of(published)) == (127, 127)
    assert published.evidence["people_heard"] == 127
    assert CountedResponse.objects.filter(finding=None).count() == 2


def test_new_finding_of_a_correction_is_counted(published, market):
    finding = finding_of(published, title_en="Light")
    finding.evidence.create(event=market)

    correct_summary(published, note=NOTE, actor=None)

    assert [one.evidence.people for one in content_of(published).findings] == [87, 87]
    assert CountedResponse.objects.filter(finding=finding).count() == 1


@pytest.mark.parametrize("note", [{}, {"en": " "}])
def test_correction_needs_a_note(published, note):
    write(published, reasons_en="Because of the law.")

    with pytest.raises(NoteMissing):
        correct_summary(published, note=note, actor=None)


def test_note_in_persian_alone_is_enough(published):
    write(published, reasons_en="Because of the law.")

    version = correct_summary(published, note={"fa": "دلیل اشتباه بود."}, actor=None)

    version.refresh_from_db()
    assert version.note_fa == "دلیل اشتباه بود."
    assert not version.note_en


def test_correction_without_a_change_is_refused(published):
    with pytest.raises(NothingCorrected):
        correct_summary(published, note=NOTE, actor=None)


def test_draft_cannot_be_corrected(market):
    with pytest.raises(NotInThisState):
        correct_summary(fall_summary(), note=NOTE, actor=None)


def test_correction_passes_the_gate_too(published):
    write(published, decided_en="")

    with pytest.raises(DecisionMissing):
        correct_summary(published, note=NOTE, actor=None)
    assert published.versions.count() == 1


def test_translations_are_added_without_a_new_version(published):
    write(published, reasons_it="Molti lo chiedevano.", decided_it="Apriamo prima.")
    published.sections.update(body_it="Da noi.")
    published.commitments.update(statement_it="Aprire prima")

    added = add_translations(published, actor=None)

    content = content_of(published)
    assert (added, published.versions.count()) == (4, 1)
    assert content.reasons == {"en": "Many asked for it.", "it": "Molti lo chiedevano."}
    assert content.sections[0].body["it"] == "Da noi."
    assert content.commitments[0].statement["it"] == "Aprire prima"


def test_translation_of_a_text_that_changed_waits_for_a_correction(published):
    write(published, reasons_en="Because of the law.", reasons_it="Per legge.")

    with pytest.raises(NothingToAdd):
        add_translations(published, actor=None)
    assert content_of(published).reasons == {"en": "Many asked for it."}


def test_changed_translation_is_not_taken_without_a_correction(market, editor):
    summary = publish_summary(reviewed_summary(editor), actor=editor)
    write(summary, reasons_it="Altro")

    with pytest.raises(NothingToAdd):
        add_translations(summary, actor=editor)


def test_consent_taken_back_takes_the_voice_out_of_every_version(market, listening):
    summary = fall_summary()
    entry = listening.entry(market, {}, quotation="A", quotation_consent="anonymous")
    summary.quotations.create(conversation=entry, original_language="en", text_en="A")
    published = publish_summary(summary, actor=None)
    [told] = content_of(published).quotations

    assert still_agreed((told,)) == [told]
    Conversation.objects.filter(pk=entry.pk).update(quotation_consent="none")
    assert still_agreed((told,)) == []


def test_finding_keeps_its_figures_though_its_evidence_is_chosen_anew(published):
    finding = published.findings.get()
    finding.evidence.create(theme=ThemeFactory())
    finding.title_en = "Quieter places"
    finding.save()

    correct_summary(published, note=NOTE, actor=None)

    assert content_of(published).findings[0].title == {"en": "Quieter places"}
    assert figures(content_of(published)) == (87, 87)


def test_differences_of_two_versions_are_told_in_reading_order(published):
    before = content_of(published)
    write(published, reasons_en="Many wished it.", reasons_fa="بسیاری خواستند.")
    published.findings.all().delete()

    found = differences(before, corrected_content(published))

    assert [(one.title, one.language.code) for one in found] == [
        ("Why", "en"),
        ("Why", "fa"),
        ("Finding: Title", "en"),
        ("Finding: People want", "en"),
    ]
    assert [one.kind for one in found[0].pieces] == ["same", "gone", "new", "same"]


def test_version_does_not_differ_from_itself(published):
    assert differences(content_of(published), content_of(published)) == []


@pytest.mark.parametrize("place", [("evidence",), ("findings", 0, "evidence")])
def test_database_refuses_to_change_a_published_figure(published, place):
    version = published.versions.get()
    figures = version.content
    for key in place:
        figures = figures[key]
    figures["people_heard" if len(place) == 1 else "people"] = 500

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        version.save()

    assert figures_of_first(published) == (87, 87)


@pytest.mark.parametrize("field", ["number", "summary"])
def test_database_refuses_to_move_a_version(published, field):
    version = published.versions.get()
    days = {"starts_on": "2024-07-01", "ends_on": "2024-08-01"}
    other = fall_summary(year=2024, **days) if field == "summary" else 7
    setattr(version, field, other)

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        version.save()


def test_notices_are_kept_in_the_portals_order(published):
    chosen = choose_notices(published, codes=["it", "vi", "xx"], actor=None)

    assert chosen.with_notice == ["vi", "it"]
