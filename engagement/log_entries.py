"""What a member of staff has logged at an event, told back in a line each."""

from dataclasses import dataclass

from civic.models import User
from engagement.models import Conversation
from engagement.models.outreach import ConversationQuerySet
from surveys.models import Question, Survey

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
    return [LoggedEntry(entry, _told(entry, guide)) for entry in newest]


def as_told(entries: list[Conversation]) -> list[LoggedEntry]:
    """Tell ``entries`` of any guides, each with the labels of its own."""
    surveys = {entry.response.survey_id for entry in entries}
    guides = {
        one.pk: one for one in Survey.objects.filter(pk__in=surveys).with_questions()
    }
    return [
        LoggedEntry(entry, _told(entry, guides[entry.response.survey_id]))
        for entry in entries
    ]


def _told(conversation: Conversation, guide: Survey | None) -> list[str]:
    answers = conversation.response.answers
    questions = guide.questions if guide else []
    told = [
        text
        for question in questions
        if question.code in answers
        for text in _texts(question, answers)
    ]
    return [*told, *filter(None, [conversation.quotation, conversation.reading])]


def _texts(question: Question, answers: dict[str, object]) -> list[str]:
    """Return the labels of chosen answers, the words of written ones."""
    answer = answers[question.code]
    labels = {choice.code: choice.label for choice in question.choices.all()}
    labels["other"] = str(answers.get(f"{question.code}-other", ""))
    codes = answer if isinstance(answer, list) else [answer]
    return [labels.get(str(code), str(code)) for code in codes]
