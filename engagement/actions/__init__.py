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
from engagement.actions.publication import (
    publish_due,
    publish_summary,
    schedule_summary,
    unschedule_summary,
)
from engagement.actions.reach import Reach, record_reach
from engagement.actions.repeats import repeat_event
from engagement.actions.review_steps import (
    approve,
    choose_notices,
    mark_reviewed,
    send_back,
    send_to_review,
)
from engagement.actions.summaries import (
    move_part,
    quotable_conversations,
    report_on_commitment,
)
from engagement.actions.summary_versions import add_translations, correct_summary
from engagement.summary_refusals import (
    IntroductionMissing,
    NothingHeard,
    PublicationRefused,
)

__all__ = [
    "Board",
    "ConversationEntry",
    "IntroductionMissing",
    "Logged",
    "NothingHeard",
    "PublicationRefused",
    "Reach",
    "add_translations",
    "approve",
    "cancel_event",
    "change_event",
    "choose_notices",
    "confirm_event",
    "correct_conversation",
    "correct_note",
    "correct_summary",
    "discard_event",
    "link_survey",
    "log_all",
    "log_board",
    "log_conversation",
    "mark_as_pattern",
    "mark_reviewed",
    "move_part",
    "plan_event",
    "publish_due",
    "publish_summary",
    "put_back",
    "quotable_conversations",
    "record_reach",
    "reinstate_event",
    "repeat_event",
    "report_on_commitment",
    "schedule_summary",
    "send_back",
    "send_to_review",
    "take_back",
    "take_back_all",
    "unschedule_summary",
    "withdraw_event",
]
