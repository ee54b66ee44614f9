from engagement.models.commitments import Commitment, CommitmentUpdate
from engagement.models.conversations import Conversation
from engagement.models.debriefs import Debrief, ReachCount
from engagement.models.learning import SuggestionBasis
from engagement.models.mailings import Delivery, Mailing
from engagement.models.outreach import ListeningMethod, OutreachEvent
from engagement.models.subscriptions import (
    ConsentEvent,
    Subscriber,
    Subscription,
    Topic,
)
from engagement.models.summaries import Summary, SummaryQuotation, SummarySection
from engagement.models.themes import (
    CodedAnswer,
    Coding,
    CodingSample,
    Round,
    SampledAnswer,
    Theme,
    ThemeChange,
)

__all__ = [
    "CodedAnswer",
    "Coding",
    "CodingSample",
    "Commitment",
    "CommitmentUpdate",
    "ConsentEvent",
    "Conversation",
    "Debrief",
    "Delivery",
    "ListeningMethod",
    "Mailing",
    "OutreachEvent",
    "ReachCount",
    "Round",
    "SampledAnswer",
    "Subscriber",
    "Subscription",
    "SuggestionBasis",
    "Summary",
    "SummaryQuotation",
    "SummarySection",
    "Theme",
    "ThemeChange",
    "Topic",
]
