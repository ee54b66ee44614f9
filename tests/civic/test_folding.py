import sys
import unicodedata

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from civic.folding import fold, folded_words

SAME = [
    ("Łódź", "lodz"),
    ("ZAŻÓŁĆ gęślą jaźń", "zazolc gesla jazn"),
    ("Đường đến trường", "duong den truong"),
    ("Đường".encode().decode(), "Đu\u031bo\u031b\u0300ng"),
    ("perché no? È così", "perche no? e cosi"),
    ("Ørsted, Æbelø, Straße", "orsted, aebelo, strasse"),
    ("İstanbul ılık", "istanbul ilik"),
    ("كتاب", "کتاب"),
    ("علي", "علی"),
    ("عَلَیٰ", "علی"),
    ("کتابخانهٔ", "كتابخانة"),
    ("آب", "اب"),
    ("مسؤول", "مسوول"),
    ("کتـــاب", "کتاب"),
    ("می‌خواهم", "میخواهم"),
    ("\u2067۱۴۰۴\u2069", "1404"),
    ("٢٠٢٥", "2025"),
    ("ﻻ", "لا"),
    ("ﬁve ＦＩＶＥ", "five five"),
    ("ЖУРНАЛ Ελλάς", "журнал ελλασ"),
    ("soft\u00adhyphen", "softhyphen"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_fold_takes_for_the_same_what_people_take_for_it(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("can", "con"), ("مال", "حال"), ("12", "13"), ("a b", "ab")]
)
def test_fold_keeps_apart_what_differs(one, other):
    assert fold(one) != fold(other)


def test_search_parts_words_at_half_spaces():
    assert folded_words(" می‌خواهم  Łódź ") == ["می", "خواهم", "lodz"]


def folded_by_database(texts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT civic_fold(text) FROM unnest(%s::text[]) WITH ORDINALITY"
            " AS given(text, place) ORDER BY place",
            [texts],
        )
        return [text for (text,) in cursor.fetchall()]


def test_database_folds_the_known_cases_alike(db):
    texts = [text for pair in SAME for text in pair]
    assert folded_by_database(texts) == [fold(text) for text in texts]


def test_database_folds_every_character_of_ours_alike(db):
    """Those that Python and the database both know; new ones come with Unicode."""
    texts = [
        chr(code)
        for code in range(1, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}
    ]
    pairs = zip(texts, folded_by_database(texts), strict=True)
    assert [(one, got) for one, got in pairs if got != fold(one)] == []


def test_fold_may_stand_in_an_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile FROM pg_proc WHERE proname = 'civic_fold'")
        assert cursor.fetchall() == [("i",)]


KNOWN = st.characters(exclude_categories=["Cn", "Cs", "Co"], exclude_characters="\0")
OURS = st.sampled_from("aÀéĐłøßıİẞÆكيیىةۀأآئؤ۱٢\u200c\u200d\u0640\u064e\u0301 ơửЖΣς")


class AnyText(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.text(KNOWN | OURS, max_size=20), max_size=20))
    def test_database_folds_any_text_alike(self, texts):
        assert folded_by_database(texts) == [fold(text) for text in texts]

    @settings(max_examples=100, deadline=None)
    @given(st.text(KNOWN | OURS, max_size=20))
    def test_folding_twice_changes_nothing(self, text):
        assert fold(fold(text)) == fold(text)
