"""What changes surveys and answers; each module is one kind of work."""

from surveys.actions.taking import (
    DRAFT_LIFETIME,
    SubmissionMismatch,
    purge_drafts,
    save_draft,
    submit_response,
)

__all__ = [
    "DRAFT_LIFETIME",
    "SubmissionMismatch",
    "purge_drafts",
    "save_draft",
    "submit_response",
]
