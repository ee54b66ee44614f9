"""History of a summary's texts, drafts kept on the way, and two editors at once."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from civic.roles import Role
from engagement.actions.revisions import keep_draft, restore_texts
from engagement.models import TextRevision
from engagement.summary_texts import NoSuchPart, part_named
from engagement.tasks import purge_text_drafts
from engagement.text_differences import Piece, by_word
from tests.engagement.listening import Listening
from tests.engagement.reviewing import finding_of
from tests.engagement.test_summaries import address, text_of
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.factories import BranchFactory, UserFactory

EN, FA = "introduction_en", "introduction_fa"


@pytest.fixture
def summary(db):
    return fall_summary(introduction_fa="شنیدیم.")


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def other(as_user, db):
    return as_user(UserFactory(roles=[Role.EDITOR], name="Sepideh"))


def introduction(summary):
    return address("summary-introduction", summary.pk)


def opened(desk, page) -> dict[str, str]:
    """What a browser would send back of a page's form, as it was opened."""
    form = desk.get(page).context["form"]
    return {
        name: form[name].value() or ([] if name == "authors" else "")
        for name in form.fields
    }


# Words


def test_differences_are_told_word_by_word():
    assert by_word("We open at two.", "We will open at ten.") == [
        Piece("same", "We "),
        Piece("new", "will "),
        Piece("same", "open at "),
        Piece("gone", "two."),
        Piece("new", "ten."),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("", "a  b\nc"), ("a  b\nc", ""), ("می‌خواهیم که", "که")]
)
def test_differences_hold_both_texts_whole(before, after):
    pieces = by_word(before, after)

    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


# History


def test_each_save_is_kept_with_who_made_it(desk, summary, editor):
    sent = opened(desk, introduction(summary)) | {EN: "We listened."}
    desk.post(introduction(summary), sent)

    after, before = TextRevision.objects.filter(part="introduction")
    assert (before.texts[EN], before.written_by) == ("We went out to listen.", None)
    assert (after.texts[EN], after.written_by) == ("We listened.", editor)
    assert after.texts[FA] == "شنیدیم."


def test_saving_without_a_change_keeps_nothing(desk, summary):
    desk.post(introduction(summary), opened(desk, introduction(summary)))

    assert not TextRevision.objects.exists()


def test_line_ends_of_browsers_are_no_change(desk, db):
    summary = fall_summary(introduction_en="A\n\nB", introduction_it="C\nD")
    page = introduction(summary)
    shown = opened(desk, page)
    sent = {name: text.replace("\n", "\r\n") for name, text in shown.items()}

    desk.post(page, sent | {FA: "الف\r\nب"})

    after, before = TextRevision.objects.all()
    changed = {name for name in after.texts if after.texts[name] != before.texts[name]}
    assert (changed, after.texts[FA]) == ({FA}, "الف\nب")
    summary.refresh_from_db()
    assert summary.introduction_it == "C\nD"


def test_every_kind_of_part_has_a_history(desk, summary):
    section, commitment = section_of(summary), commitment_of(summary)
    page = address("section-update", summary.pk, section.pk)
    desk.post(page, opened(desk, page) | {"body_it": "Da noi"})
    page = address("commitment-edit", summary.pk, commitment.pk)
    desk.post(page, opened(desk, page) | {"owner_it": "Noi"})

    assert set(TextRevision.objects.values_list("part", flat=True)) == {
        f"section-{section.pk}",
        f"commitment-{commitment.pk}",
    }


def test_new_part_begins_its_history(desk, summary, editor):
    page = address("section-create", summary.pk)
    keep_draft(summary, "section-new", typed={"body_en": "A"}, actor=editor)

    desk.post(page, {"branch": BranchFactory().pk, "body_en": "At ours"})

    revision = TextRevision.objects.get()
    assert revision.part == f"section-{summary.sections.get().pk}"
    assert (revision.texts["body_en"], revision.is_draft) == ("At ours", False)


def test_history_shows_what_each_save_changed(desk, summary):
    page = introduction(summary)
    desk.post(page, opened(desk, page) | {EN: "We went out to ask."})

    shown = desk.get(address("text-history", summary.pk, "introduction"))

    assert "We went out to <del>listen.</del><ins>ask.</ins>" in shown.content.decode()
    assert "The text before its history began" in text_of(shown)
    assert shown.content.decode().count("Restore this version") == 1


def test_text_that_was_never_saved_has_an_empty_history(desk, summary):
    shown = desk.get(address("text-history", summary.pk, "introduction"))

    assert "Nothing was changed here since" in text_of(shown)


def test_restoring_is_a_save(desk, summary, editor):
    page = introduction(summary)
    desk.post(page, opened(desk, page) | {EN: "Worse"})
    first = TextRevision.objects.last()

    desk.post(address("text-restore", summary.pk, first.pk))

    summary.refresh_from_db()
    assert summary.introduction_en == "We went out to listen."
    assert TextRevision.objects.count() == 3
    assert TextRevision.objects.first().written_by == editor


def test_history_costs_the_same_for_one_and_three_saves(
    desk, summary, django_assert_num_queries
):
    page = introduction(summary)
    history = address("text-history", summary.pk, "introduction")
    desk.post(page, opened(desk, page) | {EN: "1"})
    with django_assert_num_queries(5):
        desk.get(history)
    for text in ("2", "3"):
        desk.post(page, opened(desk, page) | {EN: text})
    with django_assert_num_queries(5):
        desk.get(history)


def test_part_that_is_gone_has_no_history(desk, summary, editor):
    section = section_of(summary)
    name = f"section-{section.pk}"
    revision = summary.revisions.create(part=name, texts={}, written_by=editor)
    desk.post(address("section-delete", summary.pk, section.pk))

    assert not TextRevision.objects.exists()
    assert desk.get(address("text-history", summary.pk, name)).status_code == 404
    with pytest.raises(NoSuchPart):
        restore_texts(revision, actor=editor)


@pytest.mark.parametrize("name", ["poem-1", "section-x", "section-9" + "9" * 30, "x"])
def test_no_such_part(desk, summary, name):
    with pytest.raises(NoSuchPart):
        part_named(summary, name)
    assert desk.get(address("text-history", summary.pk, name)).status_code == 404


def test_part_of_another_summary_is_no_part_of_this_one(summary):
    other = fall_summary(year=2024, starts_on="2024-07-01", ends_on="2024-08-01")

    with pytest.raises(NoSuchPart):
        part_named(summary, f"finding-{finding_of(other).pk}")


def test_translator_reads_the_history_and_restores_nothing(
    as_user, translator, summary, editor
):
    revision = summary.revisions.create(
        part="introduction", texts={EN: "A"}, written_by=editor
    )
    client = as_user(translator)

    assert client.get(address("text-history", summary.pk, "introduction")).status_code
    response = client.post(address("text-restore", summary.pk, revision.pk))
    assert response.status_code == 403


# Drafts


def keep(client, summary, **typed):
    return client.post(address("draft-keep", summary.pk, "introduction"), typed)


def test_what_is_typed_is_kept_and_offered_again(desk, summary):
    response = keep(desk, summary, introduction_en="Half a sen", other="x")

    said = response.json()["said"]
    assert re.fullmatch(r"Kept at [\d:]+\s[AP]M, not saved yet\.", said)
    assert TextRevision.objects.get().texts == {EN: "Half a sen"}
    assert "You typed something here" in text_of(desk.get(introduction(summary)))

    again = desk.get(introduction(summary) + "?draft=1")
    assert ">\nHalf a sen</textarea>" in again.content.decode()


def test_each_keeps_one_draft(desk, other, summary):
    for client in (desk, desk, other):
        keep(client, summary, introduction_en="A")

    assert TextRevision.objects.filter(is_draft=True).count() == 2
    words = text_of(desk.get(introduction(summary)))
    assert "Sepideh was typing here at" in words


def test_saving_forgets_the_draft(desk, summary):
    keep(desk, summary, introduction_en="A")

    desk.post(introduction(summary), opened(desk, introduction(summary)) | {EN: "B"})

    assert not TextRevision.objects.filter(is_draft=True).exists()


def test_draft_is_thrown_away(desk, other, summary):
    keep(desk, summary, introduction_en="A")

    other.post(address("draft-discard", summary.pk, "introduction"))
    assert TextRevision.objects.exists()
    desk.post(address("draft-discard", summary.pk, "introduction"))
    assert not TextRevision.objects.exists()


def test_translator_keeps_one_language_only(as_user, translator, summary):
    translator.language = "it"
    translator.save()

    keep(as_user(translator), summary, introduction_en="Forged", introduction_it="Ciao")

    assert TextRevision.objects.get().texts == {"introduction_it": "Ciao"}


def test_draft_without_end_is_refused_with_words(desk, summary):
    response = keep(desk, summary, introduction_en="a" * 200_001)

    assert response.status_code == 413
    assert "too long" in response.json()["said"]
    assert not TextRevision.objects.exists()


def test_draft_of_no_part_is_not_kept(desk, summary):
    response = desk.post(address("draft-keep", summary.pk, "poem"), {EN: "A"})

    assert response.status_code == 404


def test_draft_begun_before_another_save_is_merged(desk, other, summary):
    page = introduction(summary)
    begun = opened(desk, page)
    keep(desk, summary, introduction_en="Mine", seen_texts=begun["seen_texts"])
    other.post(page, opened(other, page) | {FA: "دیگر"})

    form = desk.get(page + "?draft=1").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    desk.post(page, sent | {FA: begun[FA]})

    summary.refresh_from_db()
    assert (summary.introduction_en, summary.introduction_fa) == ("Mine", "دیگر")


def test_old_drafts_are_purged_and_saves_stay(desk, summary, editor):
    keep(desk, summary, introduction_en="A")
    summary.revisions.create(part="introduction", texts={}, written_by=editor)

    purge_text_drafts()
    assert TextRevision.objects.count() == 2
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        purge_text_drafts()

    assert not TextRevision.objects.get().is_draft


# Two editors at once


def test_changes_in_two_languages_are_both_kept(desk, other, summary):
    page = introduction(summary)
    mine, theirs = opened(desk, page), opened(other, page)

    other.post(page, theirs | {FA: "دیگر"})
    response = desk.post(page, mine | {EN: "Mine"}, follow=True)

    summary.refresh_from_db()
    assert (summary.introduction_en, summary.introduction_fa) == ("Mine", "دیگر")
    assert "both are kept" in text_of(response)


def test_the_same_change_by_both_is_no_conflict(desk, other, summary):
    page = introduction(summary)
    mine, theirs = opened(desk, page), opened(other, page)

    other.post(page, theirs | {EN: "Same"})

    assert desk.post(page, mine | {EN: "Same "}).status_code == 302


def test_the_same_text_comes_back_with_theirs_beside_it(desk, other, summary):
    page = introduction(summary)
    mine, theirs = opened(desk, page), opened(other, page)
    other.post(page, theirs | {EN: "We went out to ask.", FA: "دیگر"})

    response = desk.post(page, mine | {EN: "We went out to hear."})

    assert response.status_code == 422
    shown = response.content.decode()
    assert ">\nWe went out to hear.</textarea>" in shown
    assert ">\nدیگر</textarea>" in shown
    assert "We went out to <del>hear.</del><ins>ask.</ins>" in shown
    summary.refresh_from_db()
    assert summary.introduction_en == "We went out to ask."

    form = response.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    desk.post(page, again | {EN: "We went out to hear and ask."})
    summary.refresh_from_db()
    assert summary.introduction_en == "We went out to hear and ask."
    assert summary.introduction_fa == "دیگر"


def test_branch_and_text_of_a_section_are_both_kept(desk, other, summary):
    section, branch = section_of(summary), BranchFactory()
    page = address("section-update", summary.pk, section.pk)
    mine, theirs = opened(desk, page), opened(other, page)

    other.post(page, theirs | {"branch": branch.pk})
    desk.post(page, mine | {"body_en": "Mine"})

    section.refresh_from_db()
    assert (section.branch, section.body_en) == (branch, "Mine")


@pytest.mark.parametrize("seen", ["", "x", "[]", "{}"])
def test_form_that_does_not_say_what_it_saw_is_refused(desk, other, summary, seen):
    page = introduction(summary)
    mine = opened(desk, page)
    other.post(page, opened(other, page) | {FA: "دیگر"})

    response = desk.post(page, mine | {EN: "Mine", "seen_texts": seen})

    assert response.status_code == 422
    assert "Your text is still here and not saved" in text_of(response)


def test_other_texts_of_the_summary_changed_meanwhile_are_no_conflict(
    desk, other, summary
):
    page, decision = introduction(summary), address("summary-decision", summary.pk)
    mine = opened(desk, page)
    other.post(decision, opened(other, decision) | {"decided_en": "Later"})

    desk.post(page, mine | {EN: "Mine"})

    summary.refresh_from_db()
    assert (summary.introduction_en, summary.decided_en) == ("Mine", "Later")


def test_quotation_has_a_history_and_its_draft_knows_the_conversation(desk, summary):
    listening = Listening()
    entry = listening.entry(
        listening.event(), {}, quotation="Quiet", quotation_consent="anonymous"
    )
    page = address("quotation-create", summary.pk, entry.pk)

    keeps_at = desk.get(page).context["keeps_at"]
    assert keeps_at.endswith(f"/texts/quotation-new-{entry.pk}/keep/")
    desk.post(keeps_at, {"text_it": "Silenzio"})
    desk.post(page, {"text_it": "Calma"})

    assert TextRevision.objects.get().texts["text_it"] == "Calma"
