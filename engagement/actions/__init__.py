"""What changes several rows or a state of listening and reporting back."""

from engagement.actions.corrections import (
    correct_conversation,
    correct_note,
    take_back,
    take_back_all,
)
from engagement.actions.entries import Board, ConversationEntry, Logged
from engagement.actions.log import (
    Reach,
    log_all,
    log_board,
    log_conversation,
    record_reach,
)
from engagement.actions.summaries import (
    IntroductionMissing,
    NothingHeard,
    PublicationRefused,
    move_part,
    publish_summary,
    quotable_conversations,
    report_on_commitment,
)

__all__ = [
    "Board",
    "ConversationEntry",
    "IntroductionMissing",
    "Logged",
    "NothingHeard",
    "PublicationRefused",
    "Reach",
    "correct_conversation",
    "correct_note",
    "log_all",
    "log_board",
    "log_conversation",
    "move_part",
    "publish_summary",
    "quotable_conversations",
    "record_reach",
    "report_on_commitment",
    "take_back",
    "take_back_all",
]
