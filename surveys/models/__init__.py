from surveys.models.collectors import Collector
from surveys.models.definition import Choice, Page, Question, Survey
from surveys.models.responses import Draft, Response
from surveys.models.tallies import Tally, UnfoldedResponse

__all__ = [
    "Choice",
    "Collector",
    "Draft",
    "Page",
    "Question",
    "Response",
    "Survey",
    "Tally",
    "UnfoldedResponse",
]
