"""The composer: what the portal proposes, one tap to take it over, leaving out."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from engagement.actions import publish_summary
from engagement.actions.composing import (
    leave_out,
    put_back,
    take_quotation,
    take_sentence,
)
from engagement.actions.findings import SummaryPublished
from engagement.evidence import evidence_for
from engagement.models import Summary
from engagement.number_sentences import contradictions
from engagement.proposals import proposals_for
from engagement.summary_content import SummaryContent, content_of
from engagement.summary_refusals import SectionEmpty
from engagement.views.summaries import evidence_of
from tests.engagement.test_evidence_sources import code, theme
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.factories import BranchFactory

INTRODUCTIONS = {
    "introduction_en": "We listened.",
    "introduction_vi": "Chúng tôi đã lắng nghe.",
    "introduction_fa": "شنیدیم.",
}


@pytest.fixture
def heard(listening):
    market = listening.event()
    quiet = theme("quiet", name_fa="سکوت")
    code(listening.entry(market, {"WISH": "x", "WHY": ["borrow"]}, people=40), quiet)
    code(
        listening.note(market, {"WISH": "y"}, people=8, language="vi"),
        quiet,
        is_in_tension=True,
    )
    return market


@pytest.fixture
def summary(heard):
    return fall_summary(**INTRODUCTIONS)


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def address(name, *args):
    return reverse(f"engagement:{name}", args=args)


def proposed(summary):
    return proposals_for(summary, evidence_for(summary.starts_on, summary.ends_on))


def agreed(listening, event, **fields):
    values = {"quotation": "I like it here", "quotation_consent": "anonymous"}
    return listening.entry(event, {}, **values | fields)


# Sentences


def test_sentence_goes_into_every_language_with_its_digits(summary):
    take_sentence(summary, "people_heard", actor=None)

    summary.refresh_from_db()
    assert summary.introduction_en == "We heard 48 people.\n\nWe listened."
    assert "۴۸" in summary.introduction_fa
    assert "48" in summary.introduction_vi
    assert "48" in summary.introduction_pl


def test_sentences_stand_together_and_once(summary):
    for name in ("people_heard", "languages", "people_heard"):
        take_sentence(summary, name, actor=None)

    summary.refresh_from_db()
    assert summary.introduction_en == (
        "We heard 48 people. People spoke with us in 2 languages.\n\nWe listened."
    )


def test_taken_sentence_stays_linked_when_reworded_around(summary, listening, heard):
    take_sentence(summary, "people_heard", actor=None)
    summary.refresh_from_db()
    words = summary.introduction_en.replace("We listened.", "And we listened well.")
    summary.introduction_en = f"What a fall! {words}"
    summary.save()
    listening.entry(heard, {"WISH": "z"}, people=5)

    evidence = evidence_for(summary.starts_on, summary.ends_on).published()
    found = {one.language.code: one for one in contradictions(summary, evidence)}

    assert (found["en"].told, found["en"].counted) == (
        "We heard 48 people.",
        "We heard 53 people.",
    )
    assert set(found) == {"en", "vi", "pl", "fa", "it"}


def test_proposals_say_which_sentences_are_taken(summary):
    assert not any(one.is_taken for one in proposed(summary).sentences)

    take_sentence(summary, "people_heard", actor=None)

    summary.refresh_from_db()
    taken = [one.name for one in proposed(summary).sentences if one.is_taken]
    assert taken == ["people_heard"]


# What is proposed


def test_proposals_rank_themes_and_top_answers(summary):
    found = proposed(summary)

    [quiet] = found.themes
    assert (quiet.theme.people, quiet.theme.in_tension, quiet.is_taken) == (
        48,
        8,
        False,
    )
    assert [one.answer.code for one in found.questions[0].answers] == ["borrow"]


def test_quoted_words_are_no_longer_proposed(summary, listening, heard):
    first, second = agreed(listening, heard), agreed(listening, heard)
    agreed(listening, heard, quotation_consent="none")
    take_quotation(summary, first, actor=None)

    assert [one.conversation for one in proposed(summary).quotations] == [second]
    quotation = take_quotation(summary, first, actor=None)
    assert summary.quotations.get() == quotation
    assert (quotation.original_language, quotation.text_en) == ("en", "I like it here")


def test_last_quarters_commitments_come_with_their_state(summary):
    earlier = fall_summary(
        year=2024, starts_on=dt.date(2024, 7, 1), ends_on=dt.date(2024, 10, 31)
    )
    promised = commitment_of(earlier, status="under_way")
    assert proposed(summary).earlier_commitments == []

    empty = replace(evidence_for(earlier.starts_on, earlier.ends_on)).published()
    Summary.objects.filter(pk=earlier.pk).update(
        status="published",
        evidence=empty.as_json(),
        published_at=dt.datetime(2024, 11, 9, tzinfo=dt.UTC),
    )

    assert proposed(summary).earlier_commitments == [promised]


def test_left_out_is_no_longer_proposed_until_it_is_put_back(summary, listening, heard):
    agreed(listening, heard)
    [quotation] = proposed(summary).quotations
    for key in (quotation.key, "sentence:notes", "theme:quiet"):
        leave_out(summary, key, actor=None)
        leave_out(summary, key, actor=None)

    summary.refresh_from_db()
    found = proposed(summary)
    assert (found.quotations, found.quotations_left_out) == ([], [quotation])
    assert [one.name for one in found.sentences if one.is_left_out] == ["notes"]
    assert found.themes[0].is_left_out

    put_back(summary, "theme:quiet", actor=None)
    summary.refresh_from_db()
    assert not proposed(summary).themes[0].is_left_out


def test_question_left_out_is_not_published(summary):
    leave_out(summary, "question:library-use:WHY", actor=None)
    published = publish_summary(summary, actor=None)

    told = [content_of(published).evidence, evidence_of(published)]
    assert [[one.code for one in each.questions] for each in told] == [["WISH"]] * 2


def test_content_published_before_there_were_trends_still_reads(summary):
    stored = SummaryContent.of(summary).as_json()
    assert SummaryContent.from_json(stored).as_json() == stored
    del stored["trends"]

    assert SummaryContent.from_json(stored).trends == ()


def test_published_summary_takes_nothing_over(summary, listening, heard):
    entry = agreed(listening, heard)
    publish_summary(summary, actor=None)

    for act in (
        lambda: take_sentence(summary, "notes", actor=None),
        lambda: take_quotation(summary, entry, actor=None),
        lambda: leave_out(summary, "theme:quiet", actor=None),
        lambda: put_back(summary, "theme:quiet", actor=None),
    ):
        with pytest.raises(SummaryPublished):
            act()


# The page


def test_one_tap_takes_over_a_sentence_and_a_quotation(desk, summary, listening, heard):
    entry = agreed(listening, heard)

    desk.post(address("sentence-take", summary.pk), {"sentence": "people_heard"})
    desk.post(address("quotation-take", summary.pk), {"conversation": entry.pk})

    summary.refresh_from_db()
    assert summary.introduction_en.startswith("We heard 49 people.")
    assert summary.quotations.get().conversation == entry


def test_words_to_be_paraphrased_are_written_first(desk, summary, listening, heard):
    entry = agreed(listening, heard, quotation_consent="paraphrase")

    response = desk.post(
        address("quotation-take", summary.pk), {"conversation": entry.pk}
    )

    page = address("quotation-create", summary.pk, entry.pk)
    assert response["Location"] == page
    assert not summary.quotations.exists()


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("sentence-take", {"sentence": "weather"}, 302),
        ("quotation-take", {"conversation": "x"}, 404),
        ("quotation-take", {}, 404),
        ("proposal-leave-out", {"key": "summary:1"}, 302),
    ],
)
def test_what_is_not_proposed_changes_nothing(desk, summary, name, data, status):
    assert desk.post(address(name, summary.pk), data).status_code == status

    summary.refresh_from_db()
    assert (summary.introduction_en, summary.left_out) == ("We listened.", [])


def test_page_leaves_out_and_puts_back(desk, summary):
    page = address("proposal-leave-out", summary.pk)

    response = desk.post(page, {"key": "theme:quiet"})
    assert response["Location"].endswith("#proposed-themes")
    desk.post(page, {"key": "theme:quiet", "undo": "1"})

    summary.refresh_from_db()
    assert summary.left_out == []


def test_page_of_a_published_summary_says_that_nothing_was_taken(desk, summary):
    publish_summary(summary, actor=None)

    page = desk.post(
        address("sentence-take", summary.pk), {"sentence": "notes"}, follow=True
    )

    assert "nothing was taken over" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_composer_costs_the_same_queries(
    desk, summary, listening, rows, django_assert_num_queries
):
    market = listening.event()
    for number in range(rows):
        section_of(summary)
        commitment_of(summary)
        agreed(listening, market, quotation=f"Q{number}")
        finding = summary.findings.create(title_en=f"F{number}")
        finding.evidence.create(event=market)
        top = theme(f"top-{number}")
        code(listening.entry(market, {"WISH": "x"}, people=9), top)

    with django_assert_num_queries(38):
        desk.get(address("desk-summary-detail", summary.pk))


@pytest.mark.parametrize("name", ["sentence-take", "quotation-take", "finding-begin"])
def test_proposals_are_taken_over_by_editors(as_user, summary, request, name):
    people = ("translator", "librarian", "stranger")
    page = address(name, summary.pk)

    codes = [
        as_user(request.getfixturevalue(one)).post(page).status_code for one in people
    ]

    assert codes == [403, 403, 403]


def test_new_summary_begins_where_the_latest_ends(desk, summary):
    page = desk.get(address("summary-create")).content.decode()

    assert 'value="2025-11-01"' in page


# Authors of sections


def test_author_writes_the_section_and_nothing_else(as_user, librarian, summary):
    own, other = section_of(summary, byline_en="Tully"), section_of(summary)
    own.authors.add(librarian)
    desk = as_user(librarian)
    page = address("section-update", summary.pk, own.pk)

    assert "Fall 2025" in desk.get(address("own-section-list")).content.decode()
    response = desk.post(
        page,
        {
            "seen_at": own.updated_at.isoformat(),
            "branch": other.branch_id,
            "authors": [],
            "body_en": "At Tully we heard much.",
            "body_vi": "Ở Tully",
        },
    )

    assert response["Location"] == address("own-section-list")
    own.refresh_from_db()
    assert (own.body_en, own.body_vi) == ("At Tully we heard much.", "Ở Tully")
    assert own.branch != other.branch
    assert list(own.authors.all()) == [librarian]
    strange = address("section-update", summary.pk, other.pk)
    assert desk.get(strange).status_code == 404


def test_section_is_given_to_its_authors_without_text(desk, summary, librarian):
    page = address("section-create", summary.pk)
    data = {"branch": BranchFactory().pk}

    refused = desk.post(page, data)
    assert refused.status_code == 422
    assert "“Text” is needed in at least one language." in refused.content.decode()
    desk.post(page, data | {"authors": [librarian.pk]})

    section = summary.sections.get()
    assert (section.body_en, list(section.authors.all())) == ("", [librarian])
    shown = desk.get(address("desk-summary-detail", summary.pk)).content.decode()
    assert "Not written yet." in shown


def test_section_without_text_is_not_published(summary):
    section = section_of(summary, body_en="")

    with pytest.raises(SectionEmpty, match="has no text yet") as refused:
        publish_summary(summary, actor=None)

    assert refused.value.address.endswith(f"#section-{section.pk}")


def test_authors_form_offers_neither_branch_nor_authors(as_user, librarian, summary):
    section = section_of(summary, body_en="")
    section.authors.add(librarian)

    page = address("section-update", summary.pk, section.pk)
    shown = as_user(librarian).get(page).content.decode()

    assert str(section.branch) in shown
    assert 'name="branch"' not in shown
    assert 'name="authors"' not in shown


def test_what_an_author_types_is_kept_and_has_a_history(as_user, librarian, summary):
    own, other = section_of(summary), section_of(summary)
    own.authors.add(librarian)
    desk = as_user(librarian)
    page = address("section-update", summary.pk, own.pk)
    part = (summary.pk, f"section-{own.pk}")

    kept = desk.post(address("draft-keep", *part), {"body_vi": "Ở Tully"})
    assert kept.json()["said"].startswith("Kept at")
    assert "Ở Tully" in desk.get(f"{page}?draft=1").content.decode()
    desk.post(page, {"body_en": "At Tully.", "seen_at": own.updated_at.isoformat()})

    history = desk.get(address("text-history", *part)).content.decode()
    assert "Tully." in history
    assert address("own-section-list") in history
    discarded = desk.post(address("draft-discard", *part))
    assert discarded["Location"] == address("own-section-list")
    for name in ("draft-keep", "draft-discard"):
        for strange in (f"section-{other.pk}", "introduction", "section-new"):
            assert desk.post(address(name, summary.pk, strange)).status_code == 404


def test_section_is_no_longer_its_authors_once_published(as_user, librarian, summary):
    section = section_of(summary)
    section.authors.add(librarian)
    publish_summary(summary, actor=None)
    desk = as_user(librarian)

    page = address("section-update", summary.pk, section.pk)
    assert desk.get(page).status_code == 404
    assert "Nothing to write" in desk.get(address("own-section-list")).content.decode()


def test_own_sections_are_for_librarians(as_user, stranger, db):
    assert as_user(stranger).get(address("own-section-list")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_own_sections_cost_the_same_queries(
    as_user, librarian, summary, rows, django_assert_num_queries
):
    for _number in range(rows):
        section_of(summary).authors.add(librarian)
    desk = as_user(librarian)

    with django_assert_num_queries(4):
        desk.get(address("own-section-list"))


def test_editor_names_the_authors(desk, summary, librarian, stranger):
    section = section_of(summary)
    page = address("section-update", summary.pk, section.pk)
    data = {
        "seen_at": section.updated_at.isoformat(),
        "branch": section.branch_id,
        "body_en": "x",
    }

    assert desk.post(page, data | {"authors": [stranger.pk]}).status_code == 422
    desk.post(page, data | {"authors": [librarian.pk]})

    assert list(section.authors.all()) == [librarian]


# Quotations and commitments


def test_word_for_word_is_proposed_before_our_own_words(summary, listening, heard):
    told, quoted = (
        agreed(listening, heard, quotation_consent=consent)
        for consent in ("paraphrase", "anonymous")
    )

    found = [one.conversation for one in proposed(summary).quotations]

    assert found == [quoted, told]


def test_composer_shows_original_event_and_consent_of_a_quotation(
    desk, summary, listening, heard
):
    said = {"quotation": "Tôi thích ở đây", "language": "vi"}
    quotation = take_quotation(summary, agreed(listening, heard, **said), actor=None)
    page = address("desk-summary-detail", summary.pk)

    untranslated = desk.get(page).content.decode()
    quotation.text_en = "I like it in this place"
    quotation.save()
    translated = desk.get(page).content.decode()

    for words in ("Tôi thích ở đây", heard.title, "Word for word, no name"):
        assert words in untranslated.partition('id="quotation-')[2]
    assert untranslated.count("Tôi thích ở đây</p></blockquote>") == 1
    assert "I like it in this place" in translated


def test_form_of_a_commitment_asks_for_a_whole_sentence(desk, summary):
    shown = desk.get(address("commitment-create", summary.pk)).content.decode()

    assert "<legend>Commitment</legend>" in shown
    assert "A whole sentence that stands on its own" in shown
