"""What changes surveys and answers; each module is one kind of work."""

from surveys.actions.exports import (
    purge_exports,
    record_download,
    request_export,
    write_next_export,
)
from surveys.actions.taking import (
    DRAFT_LIFETIME,
    SubmissionMismatch,
    purge_drafts,
    save_draft,
    submit_response,
    unsaved_response,
)

__all__ = [
    "DRAFT_LIFETIME",
    "SubmissionMismatch",
    "purge_drafts",
    "purge_exports",
    "record_download",
    "request_export",
    "save_draft",
    "submit_response",
    "unsaved_response",
    "write_next_export",
]
