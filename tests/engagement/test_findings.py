"""Findings at the desk, the answers they rest on, and what keeps them back."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagement.actions import publish_summary
from engagement.actions.findings import (
    SummaryPublished,
    begin_finding,
    follow_merged_themes,
    remove_evidence,
)
from engagement.finding_checks import (
    findings_with_merged_themes,
    findings_without_evidence,
)
from engagement.finding_evidence import evidence_of, evidence_of_all
from engagement.finding_rows import findings_told
from engagement.models import EvidenceSet, Finding
from surveys.models import Question, Survey
from tests.engagement.listening import IN_FALL
from tests.engagement.test_evidence_sources import answer, code, theme
from tests.engagement.writing import fall_summary
from tests.factories import DistrictFactory


@pytest.fixture
def quiet(listening):
    return theme("quiet", name_fa="سکوت")


@pytest.fixture
def heard(listening, quiet):
    market = listening.event()
    code(listening.entry(market, {"WISH": "x", "WHY": ["space"]}, people=6), quiet)
    code(listening.note(market, {"WISH": "y"}, people=7, language="vi"), quiet)
    listening.entry(market, {"WHY": ["borrow"]}, people=9)
    return market


@pytest.fixture
def summary(heard):
    return fall_summary()


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def finding_on(summary, **evidence):
    finding = Finding.objects.create(summary=summary, title_en="Quiet rooms")
    if evidence:
        finding.evidence.create(**evidence)
    return finding


def people_of(summary, **evidence):
    return evidence_of(finding_on(summary, **evidence)).people


def address(name, *args):
    return reverse(f"engagement:{name}", args=args)


# What a finding rests on


def test_finding_counts_the_people_of_its_theme_by_source(summary, quiet):
    counted = evidence_of(finding_on(summary, theme=quiet))

    assert (counted.people, counted.conversations, counted.notes) == (13, 1, 7)
    assert {one.code: one.people for one in counted.sources} == {
        "boards": 7,
        "talks": 6,
    }


def test_sets_narrow_by_every_condition(summary, quiet, heard, listening):
    why = listening.page.questions.get(code="WHY")
    other = listening.event(setting="fair", district=DistrictFactory())
    code(listening.entry(other, {"WISH": "x"}, people=3), quiet)

    assert people_of(summary, theme=quiet) == 16
    assert people_of(summary, theme=quiet, language="vi") == 7
    assert people_of(summary, theme=quiet, setting="fair") == 3
    assert people_of(summary, theme=quiet, district=heard.district) == 13
    assert people_of(summary, theme=quiet, event=other) == 3
    assert people_of(summary, question=why) == 15
    assert people_of(summary, question=why, choice="borrow") == 9
    assert people_of(summary, question=why, choice="space", theme=quiet) == 6
    assert people_of(summary, event=heard) == 6 + 9 + 7


def test_sets_add_up_and_count_nobody_twice(summary, quiet, listening):
    why = listening.page.questions.get(code="WHY")
    finding = finding_on(summary, theme=quiet)
    finding.evidence.create(question=why)

    assert evidence_of(finding).people == 6 + 7 + 9


def test_upper_theme_takes_those_below_along(summary, quiet):
    upper = theme("coming")
    quiet.parent = upper
    quiet.save()

    assert people_of(summary, theme=upper) == 13


def test_mark_keeps_to_the_codings_that_bear_it(summary, quiet, heard, listening):
    code(listening.entry(heard, {"WISH": "x"}, people=5), quiet, is_in_tension=True)

    assert people_of(summary, theme=quiet, mark="in_tension") == 5


def test_rating_is_found_by_its_step(listening):
    trust = listening.question("TRUST", "rating", minimum=1, maximum=5)
    listening.entry(listening.event(), {"TRUST": 4}, people=8)

    assert people_of(fall_summary(), question=trust, choice="4") == 8


def test_surveys_count_beside_the_log(summary, quiet, listening):
    code(answer(listening.guide, people=5), quiet)
    code(answer(listening.guide, people=9, day=IN_FALL + dt.timedelta(60)), quiet)

    counted = evidence_of(finding_on(summary, theme=quiet))

    assert (counted.people, counted.answers) == (18, 1)


# What may be shown of it


def test_few_people_are_not_shown(summary, heard):
    shown = evidence_of(finding_on(summary, event=heard, language="fa")).published()

    assert (shown.people, shown.sources, shown.events) == (None, (), ())


def test_few_who_wrote_cannot_be_told_from_the_sum(summary, quiet, listening):
    Survey.objects.update(status="closed")
    code(answer(listening.guide, people=3), quiet)

    shown = evidence_of(finding_on(summary, theme=quiet)).published()

    assert (shown.people, shown.sources, shown.answers) == (13, (), None)


def test_open_survey_that_keeps_its_results_is_not_in_the_number(
    summary, quiet, listening
):
    code(answer(listening.guide, people=30), quiet)

    assert evidence_of(finding_on(summary, theme=quiet)).published().people == 13


def test_people_of_one_language_are_a_narrow_group(summary, quiet):
    finding = finding_on(summary, theme=quiet, language="vi")

    assert evidence_of(finding).people == 7
    assert evidence_of(finding).published().people is None


@pytest.mark.parametrize("rows", [1, 3])
def test_findings_are_counted_at_one_number_of_queries(
    summary, quiet, rows, django_assert_num_queries
):
    for _number in range(rows):
        finding_on(summary, theme=quiet)
    finding_on(summary)

    with django_assert_num_queries(6):
        found = findings_told(summary)

    assert [one.counted.people for one in found] == [13] * rows + [0]
    assert evidence_of_all(summary)[found[0].finding.pk] == found[0].counted


# Actions


def test_theme_is_taken_over_with_its_names_and_its_answers(summary, quiet, editor):
    finding = begin_finding(summary, quiet, actor=editor)

    assert (finding.title_en, finding.title_fa) == ("quiet", "سکوت")
    assert evidence_of(finding).people == 13
    assert begin_finding(summary, quiet, actor=editor) == finding
    assert begin_finding(summary, quiet, actor=editor, mark="in_tension") != finding


def test_published_summary_keeps_its_findings(summary, quiet):
    finding = finding_on(summary, theme=quiet)
    publish_summary(summary, actor=None)

    with pytest.raises(SummaryPublished):
        begin_finding(summary, theme("other"), actor=None)
    with pytest.raises(SummaryPublished):
        remove_evidence(finding.evidence.get(), actor=None)
    with pytest.raises(SummaryPublished):
        follow_merged_themes(finding, actor=None)


def test_finding_without_evidence_is_named(summary, quiet):
    nothing = finding_on(summary)
    nobody = finding_on(summary, theme=theme("unspoken"))
    finding_on(summary, theme=quiet)

    assert findings_without_evidence(summary) == [nothing, nobody]


def merged(old, new):
    old.retired_at, old.merged_into = timezone.now(), new
    old.save()


def test_merged_theme_is_named_and_followed(summary, quiet):
    old, between = theme("old"), theme("between")
    finding = finding_on(summary, theme=old)
    finding.evidence.create(theme=quiet)
    finding.evidence.create(theme=old, language="vi")
    merged(old, between)
    merged(between, quiet)

    [found] = findings_with_merged_themes(summary)
    assert (found.finding, found.theme, found.into) == (finding, old, quiet)

    assert follow_merged_themes(finding, actor=None) == 2
    assert findings_with_merged_themes(summary) == []
    rests_on = finding.evidence.values_list("theme__code", "language")
    assert sorted(rests_on) == [("quiet", ""), ("quiet", "vi")]


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("evidence_has_a_subject", {"language": "vi"}),
        ("evidence_mark_needs_theme", {"mark": "in_tension"}),
        ("evidence_choice_needs_question", {"choice": "x"}),
    ],
)
def test_evidence_constraints(summary, heard, constraint, fields):
    event = {} if constraint == "evidence_has_a_subject" else {"event": heard}
    finding = finding_on(summary)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EvidenceSet.objects.create(finding=finding, **event, **fields)


# Pages


def test_editor_writes_a_finding_and_goes_on_to_its_evidence(desk, summary):
    page = address("finding-create", summary.pk)
    response = desk.post(page, {"title_en": "Quiet", "wants_fa": "سکوت"})

    finding = summary.findings.get()
    assert (finding.title_en, finding.wants_fa) == ("Quiet", "سکوت")
    assert response["Location"] == address("finding-evidence", summary.pk, finding.pk)


def test_finding_says_something(desk, summary):
    page = address("finding-create", summary.pk)
    response = desk.post(page, {"title_en": "Quiet"})

    assert response.status_code == 422
    assert not summary.findings.exists()
    assert "one of the three at least" in response.content.decode()


def test_evidence_is_added_and_counted(desk, summary, quiet):
    finding = finding_on(summary)
    page = address("finding-evidence", summary.pk, finding.pk)

    response = desk.post(page, {"theme": "quiet"}, follow=True)

    assert finding.evidence.get().theme == quiet
    assert response.context["counted"].people == 13
    assert [one.text for one in response.context["answers"]] == ["x", "x"]


def test_chosen_conditions_are_counted_before_they_are_added(desk, summary, listening):
    why = listening.page.questions.get(code="WHY")
    finding = finding_on(summary)
    query = {"asked": f"{why.pk}|borrow"}

    page = desk.get(
        address("finding-evidence", summary.pk, finding.pk), {**query, "count": "1"}
    )
    part = desk.get(address("finding-evidence-count", summary.pk, finding.pk), query)

    assert page.context["chosen"]["counted"].people == 9
    assert "These conditions hold 9 people." in part.content.decode()
    assert not finding.evidence.exists()


def test_count_leads_to_its_result_without_a_secret_in_the_address(desk, summary):
    finding = finding_on(summary)
    page = address("finding-evidence", summary.pk, finding.pk)

    sent = {"theme": "quiet", "count": "1", "csrfmiddlewaretoken": "secret"}
    response = desk.post(page, sent)

    assert response["Location"].startswith(f"{page}?theme=quiet")
    assert response["Location"].endswith("#chosen")
    assert "secret" not in response["Location"]
    assert not finding.evidence.exists()


def test_form_of_a_finding_shows_what_it_rests_on_to_editors(
    desk, summary, quiet, as_user, translator
):
    finding = finding_on(summary, theme=quiet)
    page = address("finding-update", summary.pk, finding.pk)

    shown = desk.get(page)
    to_translators = as_user(translator).get(page).content.decode()

    assert "For staff only" in shown.content.decode()
    assert address("finding-evidence", summary.pk, finding.pk) in shown.content.decode()
    assert shown.context["basis"]["counted"].people
    assert "For staff only" not in to_translators


def test_count_says_that_the_finding_rests_on_it_already(desk, summary, quiet):
    finding = finding_on(summary, theme=quiet)
    page = address("finding-evidence-count", summary.pk, finding.pk)

    part = desk.get(page, {"theme": "quiet"}).content.decode()

    assert "rests on these answers already" in part
    assert "These conditions hold" not in part


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"language": "vi"}, "theme"),
        ({"mark": "in_tension", "asked": "WHY"}, "mark"),
        ({"theme": "gone"}, "theme"),
        ({"asked": "0|x"}, "asked"),
        ({"event": "999999"}, "event"),
        ({"theme": "quiet"}, "__all__"),
    ],
)
def test_evidence_that_cannot_be_is_refused(desk, summary, quiet, data, field):
    finding = finding_on(summary, theme=quiet)
    if data.get("asked") == "WHY":
        data = data | {"asked": str(Question.objects.get(code="WHY").pk)}

    response = desk.post(address("finding-evidence", summary.pk, finding.pk), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert finding.evidence.count() == 1


def test_removed_evidence_is_one_tap_from_being_back(desk, summary, quiet):
    finding = finding_on(summary, theme=quiet, language="vi")
    row = finding.evidence.get()

    page = desk.post(
        address("finding-evidence-remove", summary.pk, finding.pk, row.pk), follow=True
    )

    assert not finding.evidence.exists()
    assert page.context["form"].cleaned_data["theme"] == quiet
    assert page.context["form"].cleaned_data["language"] == "vi"


def test_theme_becomes_a_finding_by_one_tap(desk, summary, quiet):
    page = address("finding-begin", summary.pk)
    response = desk.post(page, {"theme": "quiet", "mark": ""})

    finding = summary.findings.get()
    form = address("finding-update", summary.pk, finding.pk)
    assert response["Location"] == f"{form}?language=en"
    assert desk.post(page, {"theme": "unknown"}).status_code == 404


def test_button_follows_merged_themes(desk, summary, quiet):
    old = theme("old")
    finding = finding_on(summary, theme=old)
    merged(old, quiet)
    composer = address("desk-summary-detail", summary.pk)
    assert "“old” was merged into “quiet”." in desk.get(composer).content.decode()

    desk.post(address("finding-merged", summary.pk))

    assert finding.evidence.get().theme == quiet


def test_published_findings_rest_on_what_they_did(desk, summary, quiet):
    finding = finding_on(summary, theme=quiet)
    publish_summary(summary, actor=None)
    page = address("finding-evidence", summary.pk, finding.pk)
    row = finding.evidence.get()

    answers = [
        desk.post(page, {"theme": "quiet", "language": "vi"}, follow=True),
        desk.post(
            address("finding-evidence-remove", summary.pk, finding.pk, row.pk),
            follow=True,
        ),
    ]

    assert all("frozen with it" in one.content.decode() for one in answers)
    assert finding.evidence.count() == 1


@pytest.mark.parametrize("name", ["finding-create", "finding-evidence"])
def test_findings_are_for_editors(as_user, summary, request, name):
    finding = finding_on(summary)
    args = [summary.pk] if name == "finding-create" else [summary.pk, finding.pk]
    page = address(name, *args)
    people = ("editor", "translator", "librarian", "stranger")

    codes = [
        as_user(request.getfixturevalue(one)).get(page).status_code for one in people
    ]

    assert codes == [200, 403, 403, 403]
    assert Client().get(page)["Location"].startswith("/en/accounts/login/")


def test_translator_writes_a_finding_in_their_language(as_user, translator, summary):
    finding = finding_on(summary)
    page = address("finding-update", summary.pk, finding.pk)
    code = translator.language
    data = {
        "seen_at": finding.updated_at.isoformat(),
        f"wants_{code}": "New",
        "title_en": "Changed" if code != "en" else "Quiet rooms",
    }

    as_user(translator).post(page, data)

    finding.refresh_from_db()
    assert getattr(finding, f"wants_{code}") == "New"
    assert finding.title_en == "Quiet rooms"
