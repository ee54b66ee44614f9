import pytest
from django.utils import translation

from civic import languages


def test_the_five_languages_and_what_is_known_about_them():
    facts = {
        one.code: (one.endonym, one.direction, one.calendar)
        for one in languages.LANGUAGES
    }

    assert facts == {
        "en": ("English", "ltr", "gregorian"),
        "vi": ("Tiếng Việt", "ltr", "gregorian"),
        "pl": ("Polski", "ltr", "gregorian"),
        "fa": ("فارسی", "rtl", "persian"),
        "it": ("Italiano", "ltr", "gregorian"),
    }


@pytest.mark.parametrize("code", languages.CODES)
def test_current_is_the_language_of_the_page(code):
    with translation.override(code):
        assert languages.current().code == code


@pytest.mark.parametrize("code", [None, "de"])
def test_current_is_english_outside_of_a_page(code):
    with translation.override(code):
        assert languages.current().code == "en"


def test_latin_digits_reads_persian_and_arabic_digits():
    assert (
        languages.latin_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 7") == "0123456789 0123456789 7"
    )


def test_with_digits_changes_nothing_but_digits():
    persian = languages.BY_CODE["fa"]
    polish = languages.BY_CODE["pl"]

    assert persian.with_digits("Kod 1234-56") == "Kod ۱۲۳۴-۵۶"
    assert polish.with_digits("Kod 1234-56") == "Kod 1234-56"
