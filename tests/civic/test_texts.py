import pytest

from civic.texts import address_of, direction_of, storable, tidy


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\x00b\x1b\x85", "ab"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("safe \u202eexe.cod\u202d", "safe exe.cod"),
        ("\ufffea\uffff\ufdd0\U0001ffff\U0010fffe", "a"),
        ("cafe\u0301", "café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (
            "\u2067فارسی\u2069 \u200e1\u200f \u200d",
            "\u2067فارسی\u2069 \u200e1\u200f \u200d",
        ),
        ("\ufffd😀\ufe0f", "\ufffd😀\ufe0f"),
    ],
)
def test_tidy_text_keeps_what_people_write(sent, kept):
    assert tidy(sent) == kept


def test_draft_keeps_text_as_it_was_sent():
    assert storable("a\u202eb\ud800") == "a\u202eb"


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Farmers’ market", "بازار"], "farmers-market"),
        (["", "Đường sách Nguyễn Huệ"], "duong-sach-nguyen-hue"),
        (["Święto Łodzi"], "swieto-lodzi"),
        (["بازار", "—"], "event"),
        ([], "event"),
    ],
)
def test_address_is_made_of_the_first_title_that_ascii_can_write(titles, expected):
    assert address_of(titles, "event") == expected


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("150 E. San Fernando St.", "ltr"),
        ("۱۲، خیابان آزادی (Azadi)", "rtl"),
        ("שלום", "rtl"),
        ("12–14", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_direction_of_a_text_is_that_of_its_first_letter(text, direction):
    assert direction_of(text, "otherwise") == direction
