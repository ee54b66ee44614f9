"""Translators are led from one missing or outdated text to the next."""

import pytest
from django.urls import reverse

from engagement.models import Summary
from engagement.texts_to_translate import next_to_translate, parts_to_translate
from tests.engagement.reviewing import finding_of, reviewed_summary
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.factories import UserFactory


@pytest.fixture
def persian(db):
    return UserFactory(roles=["translator"], name="Farah", language="fa")


@pytest.fixture
def summary(db):
    summary = fall_summary(introduction_fa="شنیدیم.")
    finding_of(summary, title_fa="جای آرام")
    section_of(summary, body_fa="در شعبهٔ ما")
    commitment_of(summary)
    return summary


def address(name, *args):
    return reverse(f"engagement:{name}", args=args)


def waiting(summary, code="fa"):
    return {
        one.part.partition("-")[0]: (one.missing, one.outdated)
        for one in parts_to_translate(summary, code)
    }


def test_parts_that_lack_a_text_are_listed(summary):
    assert waiting(summary) == {
        "decided": (2, 0),
        "finding": (1, 0),
        "commitment": (2, 0),
    }


def test_text_is_outdated_once_its_original_changed(editor, as_user):
    summary = reviewed_summary(editor)
    page = address("summary-introduction", summary.pk)
    desk = as_user(editor)

    texts = {f"introduction_{code}": f"introduction {code}" for code in ("vi", "fa")}
    desk.post(page, texts | {"introduction_en": "New.", "seen_at": ""})
    summary = Summary.objects.get()
    if summary.introduction_en != "New.":
        texts["seen_at"] = summary.updated_at.isoformat()
        desk.post(page, texts | {"introduction_en": "New."})

    assert waiting(summary)["introduction"] == (0, 1)
    assert "introduction" not in waiting(summary, "en")


def test_list_leads_to_the_form_in_that_language(summary, as_user, persian):
    desk = as_user(persian)
    shown = desk.get(address("language-texts", summary.pk, "fa")).content.decode()

    finding = summary.findings.get()
    form = address("finding-update", summary.pk, finding.pk)
    assert f"{form}?language=fa" in shown
    assert desk.get(address("language-texts", summary.pk, "it")).status_code == 404
    composer = desk.get(address("desk-summary-detail", summary.pk)).content.decode()
    assert f"{form}?language=fa" in composer
    assert address("language-texts", summary.pk, "fa") in composer


def test_form_shows_source_and_own_language_and_folds_the_others(
    summary, as_user, persian
):
    finding = summary.findings.get()
    page = address("finding-update", summary.pk, finding.pk)
    form = as_user(persian).get(page).context["form"]

    title = next(iter(form.groups()))
    names = [[one.name for one in title[which]] for which in ("shown", "folded")]
    assert names == [
        ["title_en", "title_fa"],
        ["title_vi", "title_pl", "title_it"],
    ]


def test_editor_sees_all_languages_unless_one_is_asked_for(summary, as_user, editor):
    page = address("summary-introduction", summary.pk)
    desk = as_user(editor)

    shown = [
        [one.name for one in next(iter(desk.get(at).context["form"].groups()))["shown"]]
        for at in (page, f"{page}?language=fa", f"{page}?language=xx")
    ]

    assert [len(names) for names in shown] == [5, 2, 5]


def test_saving_leads_on_to_the_next_missing_text(summary, as_user, persian):
    desk = as_user(persian)
    finding, commitment = summary.findings.get(), summary.commitments.get()
    page = address("finding-update", summary.pk, finding.pk)
    data = {"wants_fa": "میز", "title_fa": "جای آرام", "next": "1"}

    response = desk.post(page, data | {"seen_at": finding.updated_at.isoformat()})

    form = address("commitment-edit", summary.pk, commitment.pk)
    assert response["Location"] == f"{form}?language=fa"
    finding.refresh_from_db()
    assert finding.wants_fa == "میز"


def test_after_the_last_one_the_list_says_so(summary, as_user, editor):
    summary.decided_fa = summary.reasons_fa = "زودتر"
    summary.save()
    summary.findings.all().delete()
    summary.commitments.all().delete()
    listed = address("language-texts", summary.pk, "fa")

    assert next_to_translate(summary, "fa", after="decided") == listed
    assert "Nothing is missing" in as_user(editor).get(listed).content.decode()
