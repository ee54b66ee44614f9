"""Number sentences that editors reworded stay tied to their figures."""

import pytest
from django.utils import translation

from engagement.actions.composing import leave_out, take_sentence
from engagement.actions.summaries import renew_sentences
from engagement.models import Summary
from engagement.number_sentences import contradictions, key_of
from engagement.proposals import proposals_for
from engagement.views.summaries import evidence_of
from surveys.models import Response
from tests.engagement.test_summaries import address, text_of
from tests.engagement.writing import fall_summary

REWORDED = {
    "en": "All in all, 87 residents told us what they need.",
    "vi": "Tổng cộng 87 người đã kể cho chúng tôi.",
    "fa": "در مجموع سخن ۸۷ شهروند را شنیدیم.",
}


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def summary(market, desk):
    """Its sentence about the people heard was taken over, then reworded in three."""
    summary = fall_summary(introduction_en="", with_notice=["en", "vi", "fa"])
    take_sentence(summary, "people_heard", actor=None)
    write(desk, summary, **REWORDED)
    return Summary.objects.get()


def write(desk, summary: Summary, **texts: str) -> None:
    summary.refresh_from_db()
    sent = {f"introduction_{code}": text for code, text in texts.items()}
    stored = {
        name: getattr(summary, name)
        for name in ("introduction_pl", "introduction_it")
        if name not in sent
    }
    stamp = {"seen_at": summary.updated_at.isoformat()}
    response = desk.post(
        address("summary-introduction", summary.pk), stored | stamp | sent
    )
    assert response.status_code == 302


def told(summary: Summary) -> list[tuple[str, str]]:
    summary = Summary.objects.get(pk=summary.pk)
    found = contradictions(summary, evidence_of(summary))
    return [(one.language.code, one.told) for one in found]


def test_reworded_sentence_is_no_contradiction_and_counts_as_taken(summary):
    assert summary.told_figures == {"people_heard": 87}
    assert told(summary) == []
    proposals = proposals_for(summary, evidence_of(summary))
    taken = {one.name: one.is_taken for one in proposals.sentences}
    assert taken["people_heard"] is True
    assert taken["events"] is False


def test_taking_a_reworded_sentence_again_does_not_double_it(summary):
    take_sentence(summary, "people_heard", actor=None)

    summary.refresh_from_db()
    assert summary.introduction_en == REWORDED["en"]


def test_reworded_number_is_missed_when_the_log_has_another(summary, listening, market):
    listening.entry(market, {"WISH": "x"}, people=1)

    assert told(summary) == [
        ("en", "87"),
        ("vi", "87"),
        ("pl", "Wysłuchaliśmy 87 osób."),
        ("fa", "۸۷"),
        ("it", "Abbiamo ascoltato 87 persone."),
    ]


def test_new_number_takes_the_place_of_the_old_one_in_reworded_sentences(
    summary, listening, market
):
    listening.entry(market, {"WISH": "x"}, people=1)

    renew_sentences(summary)

    summary.refresh_from_db()
    assert summary.introduction_en == REWORDED["en"].replace("87", "88")
    assert summary.introduction_fa == REWORDED["fa"].replace("۸۷", "۸۸")
    assert summary.told_figures == {"people_heard": 88}
    assert told(summary) == []


def test_number_that_stands_twice_is_left_to_the_editor(
    summary, desk, listening, market
):
    twice = "87 residents came, and 87 is many. Not 187, nor 87.5."
    write(desk, summary, **REWORDED | {"en": twice})
    listening.entry(market, {"WISH": "x"}, people=1)

    renew_sentences(summary)

    summary.refresh_from_db()
    assert summary.introduction_en == twice
    assert told(summary) == [("en", "87")]
    assert "88" in summary.introduction_pl


def test_mistyped_number_is_named_with_the_one_that_is_counted(summary, desk):
    write(desk, summary, **REWORDED | {"en": "All in all, 908 residents told us."})

    assert told(summary) == [("en", "")]
    page = text_of(desk.get(address("summary-publish", summary.pk)))
    assert "The introduction told this number, and does not any more." in page
    assert "The log now: We heard 87 people." in page
    assert "Leave this number out of the introduction" in page


def test_number_that_is_left_out_is_not_missed(summary, desk):
    write(desk, summary, **REWORDED | {"en": "Residents told us what they need."})

    leave_out(summary, key_of("people_heard"), actor=None)

    assert told(summary) == []


def test_button_puts_in_what_is_missing_and_not_left_out(summary, desk):
    leave_out(summary, key_of("events"), actor=None)

    page = desk.post(
        address("summary-introduction", summary.pk),
        {"propose": "1", "introduction_en": REWORDED["en"]},
    )

    put_in = page.context["form"]["introduction_en"].value()
    assert put_in == (
        "We went out to listen from July 1, 2025 to October 31, 2025.\n\n"
        + REWORDED["en"]
    )
    with translation.override("en"):
        assert "We met residents" not in text_of(page)


def test_number_corrected_by_hand_counts_as_taken(summary, desk, listening, market):
    listening.entry(market, {"WISH": "x"}, people=1)
    now = {code: text.replace("87", "88") for code, text in REWORDED.items()}
    now["fa"] = now["fa"].replace("۸۷", "۸۸")
    write(desk, summary, **now)

    take_sentence(summary, "people_heard", actor=None)

    summary.refresh_from_db()
    assert summary.introduction_en == now["en"]
    assert summary.introduction_fa == now["fa"]


def test_number_that_may_no_longer_be_shown_stays_named(summary):
    Response.objects.update(people=3)

    renew_sentences(summary)

    summary.refresh_from_db()
    assert summary.introduction_en == REWORDED["en"]
    assert ("en", "87") in told(summary)
