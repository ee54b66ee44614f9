"""The desk's page of a summary's way to publication, and the private links."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from civic.roles import Role
from engagement.actions import publish_summary, schedule_summary, send_to_review
from engagement.actions.previews import make_preview
from engagement.models import Summary, SummaryPreview
from engagement.summary_previews import preview_of
from tests.engagement.reviewing import (
    finding_of,
    reviewed_summary,
    translated_summary,
    without_notice,
)
from tests.engagement.test_summaries import address, text_of
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.factories import UserFactory

Status = Summary.Status
HOUR = dt.timedelta(hours=1)
QUERIES = 56


@pytest.fixture
def market(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"]}, people=87)
    listening.entry(market, {"WHY": ["space"]}, people=3, language="fa")
    return market


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def page_of(summary):
    return address("summary-publish", summary.pk)


def status_of(summary):
    summary.refresh_from_db()
    return summary.status


def test_each_refusal_stands_with_the_way_to_mend_it(desk, market):
    summary = fall_summary(decided_en="")
    finding = finding_of(summary)

    page = desk.get(page_of(summary)).content.decode()

    assert f'href="/en/desk/summaries/{summary.pk}/decision/"' in page
    assert f'href="/en/desk/summaries/{summary.pk}/#finding-{finding.pk}"' in page
    assert ">Publish</button>" not in page


def test_hidden_figures_stand_beside_the_exact_ones(desk, market):
    words = text_of(desk.get(page_of(fall_summary())))

    assert "What readers will not see" in words
    assert "Persian 3 hidden: fewer than 5" in words
    assert "English 87 hidden: with the total it would give another one away" in words
    assert "People heard 90 90" in words


def test_words_of_a_quotation_that_may_lead_to_somebody_are_shown(
    desk, listening, market
):
    summary = fall_summary()
    said = {"quotation": "Call me.", "quotation_consent": "anonymous"}
    quotation = summary.quotations.create(
        conversation=listening.entry(market, {}, **said),
        original_language="en",
        text_en="Call me.",
        text_it="Mi chiami al 408 555 0134.",
    )

    page = desk.get(page_of(summary))

    assert "408 555 0134 Italiano Open the quotation" in text_of(page)
    assert f"/quotations/{quotation.pk}/" in page.content.decode()
    assert "Call me." not in text_of(page)


def test_whole_way_with_two_editors(as_user, editor, market):
    first, second = as_user(editor), as_user(UserFactory(roles=[Role.EDITOR]))
    summary = translated_summary()
    sent = {"seen_at": summary.updated_at.isoformat()}
    texts = {f"introduction_{code}": "We heard." for code in ("en", "vi", "fa")}
    first.post(address("summary-introduction", summary.pk), sent | texts)
    first.post(address("summary-send", summary.pk))
    assert status_of(summary) == Status.REVIEW

    assert "Approve for translation" not in text_of(first.get(page_of(summary)))
    assert "Approve for translation" in text_of(second.get(page_of(summary)))
    refused = first.post(
        address("summary-approve", summary.pk), {"language": "it"}, follow=True
    )
    assert status_of(summary) == Status.REVIEW
    assert "You sent it or wrote the last text yourself" in text_of(refused)

    second.post(address("summary-send-back", summary.pk), {"words": "Shorter."})
    assert status_of(summary) == Status.DRAFT
    assert "Shorter." in text_of(first.get(page_of(summary)))

    first.post(address("summary-send", summary.pk))
    second.post(address("summary-approve", summary.pk), {"language": "en"})
    assert status_of(summary) == Status.TRANSLATION


def test_language_is_marked_and_a_notice_chosen(desk, market):
    summary = translated_summary()

    desk.post(address("language-review", summary.pk, "fa"))
    desk.post(address("summary-notices", summary.pk), {"with_notice": ["vi", "en"]})

    summary.refresh_from_db()
    assert summary.with_notice == ["en", "vi"]
    assert summary.reviews.get().language == "fa"


def test_translator_marks_one_language_and_does_nothing_else(
    as_user, translator, market
):
    translator.language = "it"
    translator.save()
    client, summary = as_user(translator), translated_summary()

    page = client.get(page_of(summary)).content.decode()
    assert len(re.findall(r'formaction="[^"]*/reviewed/it/"', page)) == 1
    assert page.count("formaction=") == 1
    assert 'type="checkbox"' not in page

    client.post(address("language-review", summary.pk, "it"))
    refused = client.post(address("language-review", summary.pk, "pl"), follow=True)
    assert "only the language that you translate" in text_of(refused)
    assert [one.language for one in summary.reviews.all()] == ["it"]
    for name in ("send", "approve", "notices", "unschedule", "add-translations"):
        response = client.post(address(f"summary-{name}", summary.pk))
        assert (name, response.status_code) == (name, 403)


def schedule(desk, summary, *, language="en", **sent):
    page = f"/{language}/desk/summaries/{summary.pk}/schedule/"
    return desk.post(page, sent)


@time_machine.travel("2026-01-10T20:00:00Z", tick=False)
def test_time_is_set_in_the_readers_calendar_and_the_citys_zone(desk, editor, market):
    summary = reviewed_summary(editor)

    response = schedule(desk, summary, language="fa", day="۱۴۰۴/۱۰/۲۵", time="۹:۳۰")

    assert response.status_code == 302
    summary.refresh_from_db()
    assert summary.scheduled_at == dt.datetime(2026, 1, 15, 17, 30, tzinfo=dt.UTC)
    page = f"/en/desk/summaries/{summary.pk}/publish/"
    assert "Thursday, January 15, 2026 at 9:30" in text_of(desk.get(page))


@time_machine.travel("2026-01-10T20:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("day", "field"),
    [("2026-01-09", "day"), ("2026-01-10", "time")],
)
def test_time_in_the_past_is_refused_where_it_stands(desk, editor, market, day, field):
    response = schedule(desk, reviewed_summary(editor), day=day, time="09:30")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "This time is in the past." in text_of(response)
    assert f'value="{day}"' in response.content.decode()


@time_machine.travel("2026-01-10T20:00:00Z", tick=False)
def test_time_that_does_not_come_is_refused(desk, editor, market):
    response = schedule(desk, reviewed_summary(editor), day="2026-03-08", time="02:30")

    assert list(response.context["form"].errors) == ["time"]


@time_machine.travel("2026-01-10T20:00:00Z", tick=False)
def test_refused_schedule_keeps_what_was_typed(desk, market):
    response = schedule(desk, translated_summary(), day="2026-02-01", time="09:30")

    assert response.status_code == 422
    assert "Nobody has reviewed the texts in English yet." in text_of(response)
    assert 'value="2026-02-01"' in response.content.decode()


def test_scheduled_summary_is_taken_back(desk, editor, market):
    summary = reviewed_summary(editor)
    schedule_summary(summary, at=timezone.now() + HOUR, actor=editor)

    desk.post(address("summary-unschedule", summary.pk))

    assert status_of(summary) == Status.TRANSLATION


def test_correction_is_published_with_its_note(desk, market):
    summary = publish_summary(fall_summary(), actor=None)
    page = address("summary-correct", summary.pk)

    refused = desk.post(page, {"note_en": "Typing error"})
    assert "Nothing differs from the published version." in text_of(refused)
    assert ">\nTyping error</textarea>" in refused.content.decode()
    assert desk.post(page, {"note_en": ""}).status_code == 422

    Summary.objects.filter(pk=summary.pk).update(reasons_en="By law.")
    shown = desk.get(page_of(summary))
    assert "differs from the published version" in text_of(shown)
    assert "<del>Many asked for it.</del><ins>By law.</ins>" in shown.content.decode()
    desk.post(page, {"note_en": "Typing error"})

    assert status_of(summary) == Status.CORRECTED
    words = text_of(desk.get(page_of(summary)))
    assert "Version 2" in words
    assert "Typing error" in words


def test_translations_are_added_by_a_button(desk, market):
    summary = publish_summary(fall_summary(), actor=None)
    Summary.objects.filter(pk=summary.pk).update(reasons_it="Per legge.")
    assert "1 translation was written since." in text_of(desk.get(page_of(summary)))

    response = desk.post(address("summary-add-translations", summary.pk), follow=True)

    assert "The new translations are on the published page." in text_of(response)


def test_decision_is_written_by_an_editor_and_a_translator(
    desk, as_user, translator, market
):
    summary = fall_summary(decided_en="", reasons_en="")
    page = address("summary-decision", summary.pk)
    sent = {"seen_at": summary.updated_at.isoformat()}

    assert desk.post(page, sent | {"decided_en": "A"}).status_code == 422
    desk.post(page, sent | {"decided_en": "A", "reasons_en": "B"})
    summary.refresh_from_db()
    assert (summary.decided_en, summary.reasons_en) == ("A", "B")

    translator.language = "fa"
    translator.save()
    sent = {"seen_at": summary.updated_at.isoformat()}
    forged = {"decided_fa": "الف", "decided_en": "X"}
    as_user(translator).post(page, sent | forged)
    summary.refresh_from_db()
    assert (summary.decided_en, summary.decided_fa) == ("A", "الف")


# Private links


def link_of(summary, language="fa"):
    return make_preview(summary, language=language, actor=None)[1]


def test_link_is_shown_once_and_only_its_hash_is_stored(desk, client, market):
    summary = fall_summary()

    made = desk.post(address("preview-create", summary.pk), {"language": "fa"})

    found = re.search(r'value="(http://testserver(/fa/[^"]+))"', made.content.decode())
    token = found[2].split("/")[-2]
    assert token not in SummaryPreview.objects.get().token_hash
    assert token not in desk.get(page_of(summary)).content.decode()
    assert client.get(found[2]).status_code == 200


def test_draft_is_read_by_its_link_without_a_cookie(client, market):
    response = client.get(f"/fa/summaries/preview/{link_of(fall_summary())}/")

    assert "We went out to listen." in response.content.decode()
    assert 'content="noindex"' in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_link_is_for_one_language(client, market):
    token = link_of(fall_summary())

    assert client.get(f"/en/summaries/preview/{token}/").status_code == 404
    assert client.get("/fa/summaries/preview/something/").status_code == 404


def test_link_ends(desk, client, market):
    summary = fall_summary()
    token = link_of(summary)
    preview = summary.previews.get()

    desk.post(address("preview-end", summary.pk, preview.pk))
    first = SummaryPreview.objects.get().ended_at
    desk.post(address("preview-end", summary.pk, preview.pk))

    assert SummaryPreview.objects.get().ended_at == first
    assert client.get(f"/fa/summaries/preview/{token}/").status_code == 404


def test_link_is_open_for_two_weeks(market):
    token = link_of(fall_summary())

    with time_machine.travel(timezone.now() + dt.timedelta(days=13)):
        assert preview_of(token)
    with time_machine.travel(timezone.now() + dt.timedelta(days=15)):
        assert preview_of(token) is None


def test_link_leads_to_the_page_once_it_is_published(client, market):
    summary = fall_summary()
    token = link_of(summary)
    publish_summary(summary, actor=None)

    response = client.get(f"/fa/summaries/preview/{token}/")

    assert (response.status_code, response["Location"]) == (
        302,
        "/fa/summaries/2025/fall/",
    )


def test_link_in_no_language_is_refused(desk, market):
    response = desk.post(
        address("preview-create", fall_summary().pk), {"language": "xx"}, follow=True
    )

    assert "Choose the language of the link" in text_of(response)
    assert not SummaryPreview.objects.exists()


def test_translator_makes_no_links(as_user, translator, market):
    summary = fall_summary()

    response = as_user(translator).post(address("preview-create", summary.pk))

    assert response.status_code == 403


def test_page_costs_the_same_for_one_and_three_of_everything(
    desk, editor, market, django_assert_num_queries
):
    summary = send_to_review(fall_summary(), actor=editor)

    def add():
        finding_of(summary).evidence.create(event=market)
        section_of(summary)
        commitment_of(summary)
        make_preview(summary, language="fa", actor=editor)
        summary.steps.create(before="draft", after="review", taken_by=editor)

    add()
    with django_assert_num_queries(QUERIES):
        desk.get(page_of(summary))
    for _time in range(2):
        add()
    with django_assert_num_queries(QUERIES):
        desk.get(page_of(summary))


def test_nobody_is_no_hidden_figure_and_other_answers_have_a_name(
    desk, listening, market
):
    answers = {"WHY": ["borrow"], "WHY_other": "Chess"}
    listening.entry(market, {"WHY": ["other"]} | answers, people=6)
    tables = desk.get(page_of(fall_summary())).context["tables"]

    rows = [row for table in tables for row in table.rows]
    assert all(row.exact for row in rows)
    assert "other" not in {row.name for row in rows if isinstance(row.name, str)}


def test_page_does_not_lead_to_itself(as_user, desk, market):
    UserFactory(roles=[Role.EDITOR])
    page = desk.get(page_of(fall_summary())).content.decode()

    assert "Another editor has to read and approve" in page
    assert "Open the publication page" not in page


def test_correction_is_offered_only_where_it_can_be_published(desk, editor, market):
    summary = publish_summary(fall_summary(), actor=editor)
    correct = address("summary-correct", summary.pk)
    assert correct in desk.get(page_of(summary)).content.decode()

    without_notice(summary)

    assert correct not in desk.get(page_of(summary)).content.decode()


def test_saving_on_a_published_summary_says_what_readers_see(desk, editor, market):
    summary = publish_summary(fall_summary(), actor=editor)
    page = address("summary-introduction", summary.pk)
    sent = {"seen_at": summary.updated_at.isoformat(), "introduction_en": "Better."}

    response = desk.post(page, sent, follow=True)

    assert "Readers still see the published text" in text_of(response)


def test_time_is_asked_for_on_the_citys_clocks(desk, market, settings):
    summary = fall_summary()

    with time_machine.travel(dt.datetime(2025, 11, 20, 18, 5, tzinfo=dt.UTC)):
        shown = text_of(desk.get(address("summary-schedule", summary.pk)))

    assert settings.TIME_ZONE in shown
    assert "10:05" in shown
