"""A published summary as it is read: frozen, by version, with what came since."""

import datetime as dt
import re

import pytest

from engagement.actions import publish_summary
from engagement.models import (
    Commitment,
    CountedResponse,
    EvidenceSet,
    Finding,
    Summary,
    SummaryVersion,
)
from engagement.summary_content import SummaryContent
from engagement.summary_reading import reading_of
from tests.engagement.writing import commitment_of, fall_summary, section_of

READING = "/en/summaries/2025/fall/"


@pytest.fixture
def heard(listening):
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"], "WISH": "x"}, people=984)
    return market


@pytest.fixture
def summary(heard):
    return fall_summary(introduction_fa="به شنیدن رفتیم.")


def finding_of(summary, event, **fields):
    values = {"title_en": "Light", "wants_en": "People want more light."} | fields
    finding = Finding.objects.create(summary=summary, **values)
    EvidenceSet.objects.create(finding=finding, event=event)
    return finding


def test_what_is_written_after_publication_changes_no_page(client, summary):
    section = section_of(summary, body_en="As it was told.")
    publish_summary(summary, actor=None)

    section.body_en = "Told otherwise."
    section.save()
    Summary.objects.update(introduction_en="Not so.")

    page = client.get(READING).content.decode()
    assert "As it was told." in page
    assert "We went out to listen." in page
    assert "Told otherwise." not in page
    assert "Not so." not in page


def test_what_is_logged_after_publication_changes_no_figure(client, summary, listening):
    publish_summary(summary, actor=None)

    listening.entry(listening.event(), {"WISH": "y"}, people=50)

    content = reading_of(summary).content
    assert content.evidence.people_heard == 984
    assert SummaryContent.of(summary).evidence.people_heard == 1034


def test_finding_tells_its_people_and_where_they_spoke(client, summary, heard):
    finding = finding_of(summary, heard)
    publish_summary(summary, actor=None)

    response = client.get(READING)

    told = response.context["content"].findings[0]
    assert (told.pk, told.evidence.people) == (finding.pk, 984)
    assert (told.evidence.conversations, told.evidence.notes) == (1, 0)
    page = response.content.decode()
    assert "People want more light." in page
    assert "<strong data-figure>984</strong> people said so" in page
    assert f"Event: {heard.title}" in page
    assert f'<li><a href="{heard.get_absolute_url()}">{heard.title}</a></li>' in page


def test_finding_tells_people_before_entries_and_names_each_set(
    client, summary, listening
):
    why = listening.page.questions.get(code="WHY")
    park, market = listening.event(), listening.event()
    for language in ("en", "vi", "pl", "fa"):
        listening.entry(park, {"WISH": "z"}, people=30, language=language)
    listening.entry(park, {"WHY": ["space"]}, people=56, language="en")
    listening.entry(park, {"WHY": ["space"]}, people=19, language="vi")
    listening.entry(market, {"WISH": "x"}, people=11, language="pl")
    listening.entry(market, {"WISH": "y"}, people=8, language="fa")
    finding = summary.findings.create(title_en="Light", wants_en="More light.")
    finding.evidence.create(question=why, choice="space")
    finding.evidence.create(event=market)
    publish_summary(summary, actor=None)

    response = client.get(READING)

    evidence = response.context["content"].findings[0].evidence
    assert [(one.code, one.people) for one in evidence.languages] == [
        ("en", 56),
        ("vi", 19),
        ("*", 19),
    ]
    page = " ".join(response.content.decode().split())
    assert page.index("People by where they said it") < page.index(
        "What they are counted from"
    )
    assert page.count('<span class="evidence-named__part">Question: ') == 1
    assert f"Event: {market.title}" in page
    assert "All others together" in page


def test_contents_lead_to_parts_that_are_there(client, summary, heard):
    finding_of(summary, heard)
    publish_summary(summary, actor=None)

    page = client.get(READING).content.decode()

    contents = page.split("summary-contents__list")[1].split("</nav>")[0]
    parts = re.findall(r'href="#(\w+)"', contents)
    assert {"figures", "said", "findings", "about"} <= set(parts)
    assert all(f'id="{part}"' in page for part in parts)


def test_finding_of_few_tells_no_number(client, summary, listening):
    meeting = listening.event()
    listening.entry(meeting, {"WISH": "z"}, people=4)
    finding_of(summary, meeting)
    publish_summary(summary, actor=None)

    evidence = client.get(READING).context["content"].findings[0].evidence

    assert evidence.people is None
    assert evidence.conversations is None
    assert (evidence.sources, evidence.languages, evidence.events) == ((), (), ())


def test_finding_stands_beside_what_is_done_about_it(client, summary, heard):
    finding = finding_of(summary, heard)
    commitment = commitment_of(summary, finding=finding)
    publish_summary(summary, actor=None)

    page = client.get(READING).content.decode()

    assert f'<a href="#commitment-{commitment.pk}">Open earlier on Mondays</a>' in page


def test_commitment_keeps_its_words_and_shows_its_state_of_today(client, summary):
    commitment = commitment_of(summary)
    publish_summary(summary, actor=None)

    Commitment.objects.update(
        statement_en="Open later", statement="Open later", status="done"
    )

    [told] = reading_of(summary).commitments
    assert told.statement_en == "Open earlier on Mondays"
    assert told.pk == commitment.pk
    assert told.status == Commitment.Status.DONE


def test_correction_shows_its_note_and_leaves_the_old_version(client, summary):
    publish_summary(summary, actor=None)
    second(summary, introduction_en="We went out twice.")

    page = client.get(READING).content.decode()
    old = client.get(f"{READING}versions/1/").content.decode()

    assert "The day was wrong." in page
    assert "We went out twice." in page
    assert f'href="{READING}versions/1/"' in page
    assert "We went out to listen." in old
    assert "It was corrected since" in old
    assert "noindex" in old
    assert "noindex" not in page


def second(summary, **texts):
    first = summary.versions.get()
    for name, text in texts.items():
        setattr(summary, name, text)
    evidence = SummaryContent.from_json(first.content).evidence
    content = SummaryContent.of(summary, evidence)
    return SummaryVersion.objects.create(
        summary=summary,
        number=2,
        content=content.as_json(),
        note_en="The day was wrong.",
    )


@pytest.mark.parametrize("address", ["versions/2/", "versions/0/"])
def test_version_that_is_not_there_is_not_found(client, summary, address):
    publish_summary(summary, actor=None)
    assert client.get(READING + address).status_code == 404


def test_versions_of_a_draft_are_not_found(as_user, editor, summary):
    assert as_user(editor).get(f"{READING}versions/1/").status_code == 404


def test_citation_names_the_version_and_its_lasting_address(client, summary):
    publish_summary(summary, actor=None)
    page = client.get("/fa/summaries/2025/fall/").content.decode()
    assert 'href="/fa/summaries/2025/fall/versions/1/"' in page


def test_page_is_kept_and_made_anew_by_a_correction(
    client, summary, django_assert_num_queries
):
    publish_summary(summary, actor=None)
    client.get(READING)
    with django_assert_num_queries(0):
        kept = client.get(READING)
    assert "We went out to listen." in kept.content.decode()


def test_archive_of_a_year_lists_it_alone(client, summary, listening):
    publish_summary(summary, actor=None)
    event = listening.event(starts_at=dt.datetime(2024, 7, 10, 20, tzinfo=dt.UTC))
    listening.entry(event, {"WISH": "x"}, people=9)
    earlier = fall_summary(
        year=2024, starts_on=dt.date(2024, 7, 1), ends_on=dt.date(2024, 8, 1)
    )
    publish_summary(earlier, actor=None)

    page = client.get("/en/summaries/2024/")

    assert [one["summary"].year for one in page.context["entries"]] == [2024]
    assert client.get("/en/summaries/2019/").status_code == 404


def test_shared_page_names_its_picture_and_numbers(client, summary):
    publish_summary(summary, actor=None)
    page = client.get(READING).content.decode()
    picture = "http://testserver/en/summaries/2025/fall.png"
    assert f'<meta property="og:image" content="{picture}">' in page
    assert "We heard 984 people." in page


def test_publication_remembers_which_responses_it_counts(summary, heard, listening):
    finding = finding_of(summary, heard)
    listening.entry(listening.event(), {"WISH": "y"})
    publish_summary(summary, actor=None)

    counted = CountedResponse.objects.filter(summary=summary)

    assert counted.filter(finding=None).count() == 2
    [one] = counted.filter(finding=finding)
    assert one.response.conversation.event == heard


@pytest.mark.parametrize(
    "address", ["summaries/2025/%00/", "summaries/2025/%00.pdf", "subscribe/%00/"]
)
def test_address_that_no_text_can_hold_is_not_found(client, db, address):
    assert client.get(f"/en/{address}").status_code == 404
