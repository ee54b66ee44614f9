"""What a translator may do at the desk: write texts in one language, nothing else."""

import pytest

from engagement.actions import publish_summary
from engagement.models import Commitment
from tests.engagement.test_summaries import address, text_of
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.factories import BranchFactory


@pytest.fixture
def summary(listening):
    listening.entry(listening.event(), {"WISH": "x"}, people=984)
    return fall_summary()


@pytest.fixture
def desk(as_user, translator):
    translator.language = "it"
    translator.save()
    return as_user(translator)


def save(desk, page, version, **fields):
    return desk.post(page, {"seen_at": version.updated_at.isoformat(), **fields})


@pytest.mark.parametrize("is_published", [False, True])
def test_translator_writes_an_introduction_in_one_language(desk, summary, is_published):
    if is_published:
        summary = publish_summary(summary, actor=None)
    page = address("summary-introduction", summary.pk)

    save(desk, page, summary, introduction_it="Ciao", introduction_en="Forged")

    summary.refresh_from_db()
    assert (summary.introduction_it, summary.introduction_en) == (
        "Ciao",
        "We went out to listen.",
    )


def test_translator_is_proposed_sentences_in_one_language(desk, summary):
    page = address("summary-introduction", summary.pk)

    shown = desk.get(page).context["proposals"]
    form = desk.post(page, {"propose": "1", "introduction_it": "Ciao"}).context["form"]

    assert [language.code for language, _text in shown] == ["it"]
    assert form["introduction_it"].value().endswith("\n\nCiao")
    assert form["introduction_en"].value() == "We went out to listen."
    disabled = {name for name, field in form.fields.items() if field.disabled}
    assert form.fields.keys() - disabled == {
        "introduction_it",
        "seen_at",
        "seen_texts",
    }


def test_translator_leaves_the_branch_of_a_section(desk, summary):
    section = section_of(summary)
    page = address("section-update", summary.pk, section.pk)

    save(desk, page, section, body_it="Da noi", branch=BranchFactory().pk)

    stored = summary.sections.get()
    assert (stored.body_it, stored.body_en) == ("Da noi", section.body_en)
    assert stored.branch == section.branch


def test_translator_leaves_the_due_season_and_state_of_a_commitment(desk, summary):
    commitment = commitment_of(summary, due_season="spring", due_year=2026)
    page = address("commitment-edit", summary.pk, commitment.pk)
    sent = {"statement_it": "Aprire prima", "status": "done", "due_year": "2030"}

    save(desk, page, commitment, **sent)

    stored = Commitment.objects.get()
    assert (stored.statement_it, stored.status) == ("Aprire prima", "planned")
    assert (stored.due_season, stored.due_year) == ("spring", 2026)
    assert stored.statement_en == commitment.statement_en


def test_translator_cannot_remove_the_only_reason(desk, summary):
    commitment = commitment_of(summary, status="not_possible", reason_it="Niente posto")
    page = address("commitment-edit", summary.pk, commitment.pk)

    response = save(desk, page, commitment, reason_it="")

    assert "Say why it is not possible." in text_of(response)
    assert Commitment.objects.get().reason_it == "Niente posto"


def test_translator_translates_a_quotation(desk, summary, listening):
    entry = listening.entry(
        listening.event(), {}, quotation="I like it", quotation_consent="anonymous"
    )
    quotation = summary.quotations.create(
        conversation=entry, original_language="en", text_en="I like it"
    )
    page = address("quotation-update", summary.pk, quotation.pk)

    save(desk, page, quotation, text_it="Mi piace", text_en="I hate it")

    stored = summary.quotations.get()
    assert (stored.text_it, stored.text_en) == ("Mi piace", "I like it")


@pytest.mark.parametrize(
    "name", ["section-delete", "section-move", "commitment-delete", "commitment-report"]
)
def test_translator_cannot_remove_move_or_report(desk, summary, name):
    parts = {"section": section_of(summary), "commitment": commitment_of(summary)}
    part = parts[name.split("-")[0]]

    response = desk.post(address(name, summary.pk, part.pk), {"direction": "up"})

    assert response.status_code == 403
    assert (summary.sections.count(), summary.commitments.count()) == (1, 1)


def test_translator_is_offered_only_what_translators_do(desk, summary):
    section_of(summary)
    commitment_of(summary)

    detail = text_of(desk.get(address("desk-summary-detail", summary.pk)))
    overview = text_of(desk.get(address("desk-summary-list")))

    assert detail.count("Edit the introduction") == 1
    assert detail.count("Edit") == 3
    for word in ("Remove", "Move", "Report", "Add", "Choose quotations", "publish"):
        assert word not in detail
    assert "New summary" not in overview
