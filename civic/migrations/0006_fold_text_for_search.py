"""``civic_fold`` is ``civic.folding.fold`` in the database.

It depends on no locale, so that it is the same everywhere and may stand in an index.
It asks first whether there is anything to replace, because replacing is slow.
Trigrams find parts of words; PostgreSQL lets the database's owner add them.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

MARKS = (
    r"[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7"
    r"\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)
UPPER = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐ"
LATIN = ("ĐđÐðŁłØøĦħŦŧŊŋı", "ddddlloohhttnni")
ARABIC = ("ٱيىكڪةہھە۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "اییککهههه01234567890123456789")
FOLD = f"""
CREATE FUNCTION civic_fold(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text COLLATE "C";
BEGIN
    IF octet_length(given) = char_length(given) THEN
        RETURN lower(given COLLATE "C");
    END IF;
    folded := lower(normalize(given, NFKD) COLLATE "C");
    folded := regexp_replace(folded, '{MARKS}', '', 'g');
    IF folded ~ '[{LATIN[0]}]' THEN
        folded := translate(folded, '{LATIN[0]}', '{LATIN[1]}');
    END IF;
    IF folded ~ '[{ARABIC[0]}]' THEN
        folded := translate(folded, '{ARABIC[0]}', '{ARABIC[1]}');
    END IF;
    IF folded ~ '[ς{UPPER}]' THEN
        folded := translate(folded, 'ς{UPPER}', 'σ{UPPER.lower()}');
    END IF;
    IF folded ~ '[ÆæŒœẞß]' THEN
        folded := replace(replace(folded, 'Æ', 'ae'), 'æ', 'ae');
        folded := replace(replace(folded, 'Œ', 'oe'), 'œ', 'oe');
        folded := replace(replace(folded, 'ẞ', 'ss'), 'ß', 'ss');
    END IF;
    RETURN folded;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("civic", "0005_stamp_changes_of_public_pages")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION civic_fold(text)"),
    ]
