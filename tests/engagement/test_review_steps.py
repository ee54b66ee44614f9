"""From draft to translation: who may take which step, and what refuses it."""

import pytest

from civic.models import Activity
from civic.roles import Role
from engagement.actions import approve, mark_reviewed, send_back, send_to_review
from engagement.models import LanguageReview, Summary, SummaryStep, TextRevision
from engagement.reviewers import last_writers
from engagement.summary_languages import language_states
from engagement.summary_refusals import (
    NotInThisState,
    OtherLanguage,
    OwnText,
    TextsMissing,
    WordsMissing,
)
from tests.engagement.reviewing import finding_of, reviewed_summary, translated_summary
from tests.factories import UserFactory

Status = Summary.Status
WRITTEN = {"introduction_en": "Written", "introduction_it": ""}


@pytest.fixture
def summary(db):
    return translated_summary()


@pytest.fixture
def second(db):
    return UserFactory(roles=[Role.EDITOR], name="Sepideh")


def written_by(summary, user):
    TextRevision.objects.create(
        summary=summary, part="introduction", texts=WRITTEN, written_by=user
    )


def state_of(summary, code):
    states = {one.language.code: one for one in language_states(summary)}
    return states[code]


def test_sending_to_review_is_a_step_that_is_written_down(summary, editor):
    sent = send_to_review(summary, actor=editor)

    step = SummaryStep.objects.get()
    assert sent.status == Status.REVIEW
    assert (step.before, step.after, step.taken_by) == ("draft", "review", editor)
    assert Activity.objects.get().details == {"before": "draft", "after": "review"}


def test_sending_twice_is_refused(summary, editor):
    send_to_review(summary, actor=editor)

    with pytest.raises(NotInThisState, match="somebody else was here before you"):
        send_to_review(summary, actor=editor)


def test_sending_back_needs_words(summary, editor):
    send_to_review(summary, actor=editor)

    with pytest.raises(WordsMissing):
        send_back(summary, words="  ", actor=editor)
    send_back(summary, words="The second number is old.", actor=editor)

    summary.refresh_from_db()
    assert summary.status == Status.DRAFT
    assert summary.steps.first().words == "The second number is old."


def test_draft_cannot_be_sent_back(summary, editor):
    with pytest.raises(NotInThisState):
        send_back(summary, words="No", actor=editor)


def test_whoever_wrote_last_cannot_approve_where_another_editor_can(
    summary, editor, second
):
    written_by(summary, editor)
    send_to_review(summary, actor=editor)

    with pytest.raises(OwnText):
        approve(summary, language="en", actor=editor)
    approved = approve(summary, language="en", actor=second)

    assert approved.status == Status.TRANSLATION
    review = LanguageReview.objects.get()
    assert (review.language, review.is_original, review.reviewed_by) == (
        "en",
        True,
        second,
    )


@pytest.mark.parametrize("language", ["en", "it"])
def test_whoever_sent_it_cannot_approve_though_another_changed_a_word(
    summary, editor, second, language
):
    written_by(summary, editor)
    send_to_review(summary, actor=editor)
    texts = WRITTEN | {"introduction_en": "Written!", "introduction_it": "Scritto!"}
    summary.revisions.create(part="introduction", texts=texts, written_by=second)

    with pytest.raises(OwnText):
        approve(summary, language=language, actor=editor)

    send_back(summary, words="I changed it.", actor=second)
    send_to_review(summary, actor=second)
    approve(summary, language="en", actor=editor)


def test_translation_by_another_does_not_make_a_text_anothers(
    summary, editor, translator, second
):
    written_by(summary, editor)
    texts = WRITTEN | {"introduction_it": "Scritto"}
    summary.revisions.create(part="introduction", texts=texts, written_by=translator)
    send_to_review(summary, actor=editor)

    assert last_writers(summary) == {"en": editor, "it": translator}
    with pytest.raises(OwnText):
        approve(summary, language="en", actor=editor)


def test_original_is_marked_again_by_another_than_who_changed_it(
    summary, editor, second
):
    send_to_review(summary, actor=editor)
    approve(summary, language="en", actor=second)
    written_by(summary, editor)

    with pytest.raises(OwnText):
        mark_reviewed(summary, language="en", actor=editor)
    assert mark_reviewed(summary, language="en", actor=second).is_original


def test_lone_editor_approves_their_own_text(summary, editor):
    written_by(summary, editor)
    send_to_review(summary, actor=editor)

    assert approve(summary, language="en", actor=editor).status == Status.TRANSLATION


def test_approving_needs_all_texts_in_the_original(summary, editor):
    finding_of(summary, title_en="", title_fa="سکوت", wants_en="", wants_fa="میز")
    send_to_review(summary, actor=editor)

    with pytest.raises(TextsMissing, match="English lacks some texts"):
        approve(summary, language="en", actor=editor)
    summary.refresh_from_db()
    assert summary.status == Status.REVIEW


def test_translator_marks_the_language_they_translate(summary, translator):
    translator.language = "it"
    translator.save()

    mark_reviewed(summary, language="it", actor=translator)

    with pytest.raises(OtherLanguage):
        mark_reviewed(summary, language="pl", actor=translator)
    assert state_of(summary, "it").is_reviewed
    assert not state_of(summary, "pl").is_reviewed


def test_marking_again_keeps_one_review(summary, editor, second):
    mark_reviewed(summary, language="it", actor=editor)
    mark_reviewed(summary, language="it", actor=second)

    assert LanguageReview.objects.get().reviewed_by == second


def test_language_with_missing_texts_cannot_be_marked(summary, editor):
    finding_of(summary)

    with pytest.raises(TextsMissing, match="Italiano lacks"):
        mark_reviewed(summary, language="it", actor=editor)


def test_review_is_stale_once_its_text_changes(db, editor):
    summary = reviewed_summary(editor)

    summary.introduction_fa = "دیگر"
    summary.save()

    assert state_of(summary, "fa").is_stale
    assert state_of(summary, "it").is_reviewed


def test_all_reviews_are_stale_once_the_original_changes(db, editor):
    summary = reviewed_summary(editor)

    summary.reasons_en = "For another reason."
    summary.save()

    assert all(one.is_stale for one in language_states(summary))


def test_order_of_parts_makes_no_review_stale(summary, editor):
    texts = {"title_it": "A", "wants_it": "B"}
    first, second = (finding_of(summary, position=n, **texts) for n in (0, 1))
    mark_reviewed(summary, language="it", actor=editor)

    first.position, second.position = 1, 0
    first.save()
    second.save()

    assert state_of(summary, "it").is_reviewed
