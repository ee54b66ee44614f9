from engagement.models.comments import Comment
from engagement.models.commitments import Commitment, CommitmentUpdate
from engagement.models.conversations import Conversation
from engagement.models.coverage import PopulationCount, PopulationTable
from engagement.models.debriefs import Debrief, ReachCount
from engagement.models.findings import CountedResponse, EvidenceSet, Finding
from engagement.models.learning import SuggestionBasis
from engagement.models.mailings import Delivery, Mailing
from engagement.models.outreach import ListeningMethod, OutreachEvent
from engagement.models.reviews import LanguageReview, SummaryStep
from engagement.models.second_codings import CodingSample, SampledAnswer
from engagement.models.subscriptions import (
    ConsentEvent,
    Subscriber,
    Subscription,
    Topic,
)
from engagement.models.summaries import Summary, SummaryQuotation, SummarySection
from engagement.models.themes import CodedAnswer, Coding, Round, Theme, ThemeChange
from engagement.models.versions import SummaryPreview, SummaryVersion, TextRevision

__all__ = [
    "CodedAnswer",
    "Coding",
    "CodingSample",
    "Comment",
    "Commitment",
    "CommitmentUpdate",
    "ConsentEvent",
    "Conversation",
    "CountedResponse",
    "Debrief",
    "Delivery",
    "EvidenceSet",
    "Finding",
    "LanguageReview",
    "ListeningMethod",
    "Mailing",
    "OutreachEvent",
    "PopulationCount",
    "PopulationTable",
    "ReachCount",
    "Round",
    "SampledAnswer",
    "Subscriber",
    "Subscription",
    "SuggestionBasis",
    "Summary",
    "SummaryPreview",
    "SummaryQuotation",
    "SummarySection",
    "SummaryStep",
    "SummaryVersion",
    "TextRevision",
    "Theme",
    "ThemeChange",
    "Topic",
]
