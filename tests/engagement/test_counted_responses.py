"""Which responses a published summary and its findings count."""

from engagement.actions import publish_summary
from engagement.counted_responses import remember_counted
from engagement.models import CountedResponse, Finding
from surveys.models import Survey
from tests.engagement.test_evidence_sources import answer, code, theme
from tests.engagement.writing import fall_summary


def counted(summary, finding=None):
    rows = CountedResponse.objects.filter(summary=summary, finding=finding)
    return set(rows.values_list("response", flat=True))


def test_publication_remembers_what_is_counted(listening):
    quiet, market = theme("quiet"), listening.event()
    spoke = listening.entry(market, {"WISH": "x"}, people=9)
    code(spoke, quiet)
    silent = listening.note(market, {"WISH": "y"}, people=7)
    excluded = listening.entry(market, {"WISH": "z"}, people=5)
    excluded.response.review_state = "excluded"
    excluded.response.save()
    finding = Finding.objects.create(summary=fall_summary(), title_en="Quiet")
    finding.evidence.create(theme=quiet)

    summary = publish_summary(fall_summary(), actor=None)

    assert counted(summary) == {spoke.response_id, silent.response_id}
    assert counted(summary, finding) == {spoke.response_id}


def test_answers_to_a_survey_count_where_its_number_is_told(listening):
    listening.entry(listening.event(), {"WISH": "x"}, people=9)
    survey = Survey.objects.create(
        slug="community", title_en="Community", status="open", results_policy="live"
    )
    hidden = Survey.objects.create(slug="kept", title_en="Kept", status="open")
    told = answer(survey, people=6)
    kept = answer(hidden, people=6)

    rows = counted(publish_summary(fall_summary(), actor=None))

    assert told.pk in rows
    assert kept.pk not in rows


def test_remembering_anew_replaces_what_was_remembered(listening):
    market = listening.event()
    first = listening.entry(market, {"WISH": "x"}, people=9)
    summary = publish_summary(fall_summary(), actor=None)
    second = listening.entry(market, {"WISH": "y"}, people=9)

    remember_counted(summary)

    assert counted(summary) == {first.response_id, second.response_id}
