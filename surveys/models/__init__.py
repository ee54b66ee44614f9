from surveys.models.collectors import Collector
from surveys.models.definition import Page, Question, Survey
from surveys.models.history import Export, WordingChange
from surveys.models.items import Choice, QuestionRow
from surveys.models.open_answers import OpenAnswer
from surveys.models.responses import Draft, PaperSheet, Response, ResponseReview
from surveys.models.tallies import Tally, TallySum, UnfoldedResponse

__all__ = [
    "Choice",
    "Collector",
    "Draft",
    "Export",
    "OpenAnswer",
    "Page",
    "PaperSheet",
    "Question",
    "QuestionRow",
    "Response",
    "ResponseReview",
    "Survey",
    "Tally",
    "TallySum",
    "UnfoldedResponse",
    "WordingChange",
]
