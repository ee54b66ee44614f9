"""What the portal's XLSForms name: sheets, columns of our own, languages."""

from civic import languages

OWN = "portal_"
KIND = "portal_kind"
CODE = "portal_code"
SPEAKS_OF = "portal_speaks_of"
DECIMALS = "portal_decimals"
EXCLUSIVE = "portal_exclusive"
TITLE = "portal_title"
LANGUAGES = "portal_languages"
MINIMUM_LABEL = "portal_minimum_label"
MAXIMUM_LABEL = "portal_maximum_label"
PURPOSE = "portal_purpose"
RESULTS_POLICY = "portal_results_policy"
SAMPLE_DESIGN = "portal_sample_design"

# Values of KIND beside the kinds of questions
PAGE = "page"
ROW = "row"
OTHER_TEXT = "other_text"
SURVEY_INTRODUCTION = "survey_introduction"
PAGE_INTRODUCTION = "page_introduction"
SURVEY_THANKS = "survey_thanks"

# A text that holds this would be read as a reference to an answer.
REFERENCE, ESCAPED_REFERENCE = "${", "$\u2060{"

_ENGLISH_NAMES = {
    "en": "English",
    "vi": "Vietnamese",
    "pl": "Polish",
    "fa": "Persian",
    "it": "Italian",
}
_BY_NAME = {
    name.casefold(): code
    for code, language in languages.BY_CODE.items()
    for name in (code, language.endonym, _ENGLISH_NAMES[code])
} | {"farsi": "fa", "fas": "fa", "per": "fa", "eng": "en", "vie": "vi", "pol": "pl"}


def language_name(code: str) -> str:
    """Return the language as headers name it: ``Polski (pl)``."""
    return f"{languages.BY_CODE[code].endonym} ({code})"


def our_language(name: str) -> str | None:
    """Return the code of the portal's language that a header names, or None."""
    name = name.strip().casefold()
    if name.endswith(")") and "(" in name:
        before, _bracket, code = name[:-1].rpartition("(")
        return _of_tag(code) or _BY_NAME.get(before.strip())
    return _BY_NAME.get(name) or _of_tag(name)


def _of_tag(tag: str) -> str | None:
    language, _hyphen, region = tag.strip().replace("_", "-").partition("-")
    if region == "informal":
        return None
    return language if language in languages.CODES else None
