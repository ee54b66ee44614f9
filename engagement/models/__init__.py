from engagement.models.commitments import Commitment, CommitmentUpdate
from engagement.models.outreach import Conversation, OutreachEvent
from engagement.models.summaries import Summary, SummaryQuotation, SummarySection

__all__ = [
    "Commitment",
    "CommitmentUpdate",
    "Conversation",
    "OutreachEvent",
    "Summary",
    "SummaryQuotation",
    "SummarySection",
]
