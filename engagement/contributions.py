"""What became of what somebody told us, for whoever holds the receipt of it.

Told are published summaries that count the response, their findings that rest on it,
and what the library undertook because of them, as it is today. Not told is where and
in which language somebody spoke: a slip may be found by somebody else.
"""

from collections import defaultdict
from dataclasses import dataclass

from engagement.models import Commitment, CountedResponse, OutreachEvent, Summary
from engagement.summary_content import FindingTold
from engagement.summary_reading import reading_of
from surveys.outcomes import Outcome

TEMPLATE = "engagement/_voice_outcome.html"


@dataclass(frozen=True)
class Counted:
    """A summary that counts a response among ``people``; None: hidden.

    ``findings`` rest on it. ``commitments`` were made on them, or for all that the
    summary tells.
    """

    summary: Summary
    people: int | None
    findings: list[FindingTold]
    commitments: list[Commitment]


def outcome_of(response: int) -> Outcome:
    """Return what became of the response with this key, the latest summary first.

    As many queries for each summary as its page needs; the periods of summaries are
    apart, so there is hardly ever more than one.
    """
    rows = CountedResponse.objects.filter(
        response=response, summary__status__in=Summary.PUBLIC
    ).values_list("summary", "finding")
    findings: dict[int, set[int | None]] = defaultdict(set)
    for summary, finding in rows:
        findings[summary].add(finding)
    summaries = Summary.objects.filter(pk__in=findings)
    told = [_counted(one, findings[one.pk]) for one in summaries]
    event = OutreachEvent.objects.filter(conversations__response=response).first()
    return Outcome(TEMPLATE, told, event.starts_at if event else None)


def _counted(summary: Summary, findings: set[int | None]) -> Counted:
    reading = reading_of(summary)
    told = [one for one in reading.content.findings if one.pk in findings]
    own = {one.pk for one in told}
    return Counted(
        summary=summary,
        people=reading.content.evidence.people_heard,
        findings=told,
        commitments=[
            *(one for one in reading.commitments if one.finding_id in own),
            *reading.also_promised,
        ],
    )
