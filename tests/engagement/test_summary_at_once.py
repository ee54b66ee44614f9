"""Two editors at the same moment: the second gets words, and keeps what was typed."""

import pytest
from django.db import IntegrityError

from civic.constraints import broken_constraint
from engagement.models import Summary, SummaryQuotation
from tests.at_once import at_once
from tests.engagement.listening import Listening
from tests.engagement.test_summaries import address, text_of
from tests.engagement.writing import fall_summary, section_of
from tests.factories import BranchFactory


@pytest.fixture
def desks(transactional_db, as_user, editor):
    return [as_user(editor), as_user(editor)]


def test_two_summaries_of_one_season_at_once(desks):
    sent = {
        "season": "fall",
        "year": "2025",
        "starts_on": "2025-07-01",
        "ends_on": "2025-10-31",
    }
    page = address("summary-create")

    answers = at_once(*(lambda desk=desk: desk.post(page, sent) for desk in desks))

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "Another summary already covers some of these days." in text_of(
        refused
    ) or "There is already a summary for this season and year." in text_of(refused)
    assert 'value="2025-10-31"' in refused.content.decode()
    assert Summary.objects.count() == 1


def test_two_sections_of_one_branch_at_once(desks):
    summary, branch = fall_summary(), BranchFactory()
    sent = {"branch": branch.pk, "body_en": "My text"}
    page = address("section-create", summary.pk)

    answers = at_once(*(lambda desk=desk: desk.post(page, sent) for desk in desks))

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "This branch already has a section in this summary." in text_of(refused)
    assert ">\nMy text</textarea>" in refused.content.decode()
    assert summary.sections.count() == 1


def test_moving_in_both_directions_at_once(desks):
    summary = fall_summary()
    parts = [section_of(summary) for _number in range(3)]
    page = address("section-move", summary.pk, parts[1].pk)

    answers = at_once(
        *(
            lambda desk=desk, way=way: desk.post(page, {"direction": way})
            for desk, way in zip(desks, ("up", "down"), strict=True)
        )
    )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert list(summary.sections.all()) == parts


def test_conversation_quoted_meanwhile_is_refused_with_words(db, as_user, editor):
    listening, desk, summary = Listening(), as_user(editor), fall_summary()
    entry = listening.entry(
        listening.event(), {}, quotation="Quiet", quotation_consent="anonymous"
    )
    page = address("quotation-create", summary.pk, entry.pk)
    desk.post(page, {"text_it": "Silenzio"})

    response = desk.post(page, {"text_it": "Calma"})

    assert "This summary already quotes it." in text_of(response)
    assert ">\nCalma</textarea>" in response.content.decode()
    assert SummaryQuotation.objects.get().text_it == "Silenzio"


def test_what_no_constraint_explains_is_raised(db):
    with pytest.raises(IntegrityError, match="something else"):
        broken_constraint(IntegrityError("something else"), Summary)
