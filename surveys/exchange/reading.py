"""A file of another tool, or of our own, read by what it is, not by its name."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from civic.texts import address_of, tidy
from surveys.exchange.definition import SurveyDefinition
from surveys.exchange.findings import ImportRefused
from surveys.exchange.limesurvey import import_limesurvey
from surveys.exchange.texts import TITLE
from surveys.exchange.workbooks import OLE, ZIP
from surveys.exchange.xlsform_in import Imported, import_xlsform
from surveys.models import Survey

SLUG_LENGTH = 60
MANY = 1000


def read_survey(content: bytes, *, filename: str, language: str = "en") -> Imported:
    """Return what an XLSForm or a LimeSurvey file would become.

    Raises ``ImportRefused`` if that is nothing.
    """
    if content.startswith((ZIP, OLE)):
        imported = import_xlsform(content, language=language)
    elif content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        imported = import_limesurvey(content, language=language)
    else:
        imported = _neither(content, language)
    if not any(imported.definition.questions):
        raise ImportRefused(_("The file holds no question that could be imported."))
    stem = tidy(PurePath(filename).stem)[:TITLE].strip() or "survey"
    imported.name = imported.name or stem
    if not imported.definition.title:
        imported.definition.title = {language: stem}
    return imported


def _neither(content: bytes, language: str) -> Imported:
    if not content:
        return import_xlsform(content, language=language)  # says that it is empty
    raise ImportRefused(
        _(
            "This is neither a spreadsheet (.xlsx, .xls) nor a LimeSurvey survey "
            "(.lss). Please choose another file."
        )
    )


def free_slug(name: str, definition: SurveyDefinition) -> str:
    """Return an address made from the file's or the survey's name that is free."""
    words = [name, *definition.title.values()]
    slug = address_of(words, "survey")
    slug = slug[:SLUG_LENGTH].strip("-_") or "survey"
    taken = set(
        Survey.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    )
    endings = ("", *(f"-{number}" for number in range(2, MANY)))
    return next(slug + ending for ending in endings if slug + ending not in taken)
