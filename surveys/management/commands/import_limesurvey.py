from surveys.exchange.limesurvey import import_limesurvey
from surveys.exchange.xlsform_in import Imported
from surveys.management.commands._importing import ImportCommand


class Command(ImportCommand):
    """Make a draft survey of a LimeSurvey file."""

    help = "Make a draft survey of the LimeSurvey FILE (.lss)."

    def read(self, content: bytes, *, language: str) -> Imported:
        return import_limesurvey(content, language=language)
