"""What changes several rows or a state of listening and reporting back."""

from engagement.actions.corrections import (
    correct_conversation,
    correct_note,
    put_back,
    take_back,
    take_back_all,
)
from engagement.actions.entries import Board, ConversationEntry, Logged
from engagement.actions.event_states import (
    cancel_event,
    confirm_event,
    discard_event,
    reinstate_event,
    withdraw_event,
)
from engagement.actions.event_surveys import link_survey
from engagement.actions.events import change_event, mark_as_pattern, plan_event
from engagement.actions.log import (
    log_all,
    log_board,
    log_conversation,
)
from engagement.actions.reach import Reach, record_reach
from engagement.actions.repeats import repeat_event
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
    "cancel_event",
    "change_event",
    "confirm_event",
    "correct_conversation",
    "correct_note",
    "discard_event",
    "link_survey",
    "log_all",
    "log_board",
    "log_conversation",
    "mark_as_pattern",
    "move_part",
    "plan_event",
    "publish_summary",
    "put_back",
    "quotable_conversations",
    "record_reach",
    "reinstate_event",
    "repeat_event",
    "report_on_commitment",
    "take_back",
    "take_back_all",
    "withdraw_event",
]
