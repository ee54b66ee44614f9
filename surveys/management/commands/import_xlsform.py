from surveys.exchange.xlsform_in import Imported, import_xlsform
from surveys.management.commands._importing import ImportCommand


class Command(ImportCommand):
    """Make a draft survey of an XLSForm."""

    help = "Make a draft survey of the XLSForm FILE (.xlsx or .xls)."

    def read(self, content: bytes, *, language: str) -> Imported:
        return import_xlsform(content, language=language)
