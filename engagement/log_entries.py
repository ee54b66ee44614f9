"""What a member of staff has logged at an event, told back in a line each."""

from collections.abc import Iterable
from dataclasses import dataclass

from civic.models import User
from engagement.models import Conversation
from engagement.models.conversations import ConversationQuerySet
from surveys.models import Survey
from surveys.telling import district_names, told

MOST_SHOWN = 10


@dataclass(frozen=True)
class LoggedEntry:
    """An entry with the labels and words it was given, in the page's language."""

    conversation: Conversation
    told: list[str]


def own_entries(
    among: ConversationQuerySet, guide: Survey | None, user: User
) -> list[LoggedEntry]:
    """Return those ``among`` the entries that ``user`` logged last and can correct."""
    own = among.filter(staff=user).editable_by(user).counted()
    newest = own.select_related("response")[:MOST_SHOWN]
    districts = _districts([guide] if guide else [])
    return [LoggedEntry(entry, _told(entry, guide, districts)) for entry in newest]


def as_told(entries: list[Conversation]) -> list[LoggedEntry]:
    """Tell ``entries`` of any guides, each with the labels of its own."""
    surveys = {entry.response.survey_id for entry in entries}
    guides = {
        one.pk: one for one in Survey.objects.filter(pk__in=surveys).with_questions()
    }
    districts = _districts(guides.values())
    return [
        LoggedEntry(entry, _told(entry, guides[entry.response.survey_id], districts))
        for entry in entries
    ]


def _districts(guides: Iterable[Survey]) -> dict[str, str]:
    return district_names() if any(guide.asks_district for guide in guides) else {}


def _told(
    conversation: Conversation, guide: Survey | None, districts: dict[str, str]
) -> list[str]:
    answers = conversation.response.answers
    questions = guide.questions if guide else []
    texts = [
        text
        for question in questions
        if question.code in answers
        for text in told(question, answers, districts)
    ]
    return [*texts, *filter(None, [conversation.quotation, conversation.reading])]
