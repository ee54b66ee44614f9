from engagement.models.commitments import Commitment, CommitmentUpdate
from engagement.models.conversations import Conversation
from engagement.models.coverage import PopulationCount, PopulationTable
from engagement.models.debriefs import Debrief, ReachCount
from engagement.models.learning import SuggestionBasis
from engagement.models.outreach import ListeningMethod, OutreachEvent
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
    "Conversation",
    "Debrief",
    "ListeningMethod",
    "OutreachEvent",
    "PopulationCount",
    "PopulationTable",
    "ReachCount",
    "Round",
    "SampledAnswer",
    "SuggestionBasis",
    "Summary",
    "SummaryQuotation",
    "SummarySection",
    "Theme",
    "ThemeChange",
]
