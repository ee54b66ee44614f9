"""What leads to a person is found in five languages, and little else is."""

import unicodedata

import pytest

from civic import languages
from engagement import privacy
from engagement.privacy import check
from engagement.privacy.identity import is_card, is_iranian, is_pesel
from engagement.privacy.notation import with_tokens
from scripts import privacy_patterns
from tests.engagement.privacy_notes import notes
from tests.engagement.regex_work import Counter, longest_repeat

PUBLIC = ["150 E. San Fernando St.", "Dr. Roberto Cruz Alum Rock"]
SOURCES = [with_tokens(one.source) for one in check.PATTERNS]


def found(text: str, public=()) -> list[tuple[str, str]]:
    return [
        (one.kind.value, one.passage) for one in privacy.findings(text, public=public)
    ]


# Notes in the five languages


@pytest.mark.parametrize("language", languages.CODES)
def test_findings_are_the_marked_passages_and_no_others(language):
    wrong = [
        (text, found(text, PUBLIC), marked)
        for text, marked in notes(language)
        if found(text, PUBLIC) != marked
    ]

    assert wrong == []


@pytest.mark.parametrize("language", languages.CODES)
def test_notes_are_many_of_both_sorts(language):
    all_notes = notes(language)

    assert sum(bool(marked) for _text, marked in all_notes) >= 25
    assert sum(not marked for _text, marked in all_notes) >= 25


def test_findings_in_notes_that_the_patterns_were_not_made_from():
    """Recall and precision; the notes were written down before any pattern was."""
    right = missed = wrong = 0
    for language in languages.CODES:
        for text, marked in notes(f"held_out_{language}"):
            told = found(text)
            right += sum(one in told for one in marked)
            missed += sum(one not in told for one in marked)
            wrong += sum(one not in marked for one in told)

    assert right / (right + missed) >= 0.95
    assert right / (right + wrong) >= 0.95


@pytest.mark.parametrize("language", languages.CODES)
def test_blanked_notes_lead_to_nobody(language):
    for text, _marked in notes(language):
        blanked = privacy.blanked(text, privacy.findings(text))

        assert privacy.findings(blanked) == []


# One text, written in several ways


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("۰۹۱۲ ۳۴۵ ۶۷۸۹", ("phone", "۰۹۱۲ ۳۴۵ ۶۷۸۹")),
        ("٠٩١٢-٣٤٥-٦٧٨٩", ("phone", "٠٩١٢-٣٤٥-٦٧٨٩")),
        ("0912\u00a0345\u202f6789", ("phone", "0912\u00a0345\u202f6789")),
        ("408–555–0100", ("phone", "408–555–0100")),
        ("\u200e0912\u200c3456789", ("phone", "0912\u200c3456789")),
        ("آقاي كريمي آمد", ("name", "كريمي")),
        ("آقای کَریمی آمد", ("name", "کَریمی")),
        ("نام خانوادگی‌ام موسوی است", ("name", "موسوی")),
        ("نام خانوادگی ام موسوی است", ("name", "موسوی")),
        ("My name’s Anna", ("name", "Anna")),
        ("MY  NAME\tIS Anna", ("name", "Anna")),
    ],
)
def test_findings_however_it_is_typed(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize("language", languages.CODES)
def test_findings_of_decomposed_text_are_its_own_passages(language):
    for text, marked in notes(language):
        apart = unicodedata.normalize("NFD", text)
        expected = [(kind, unicodedata.normalize("NFD", one)) for kind, one in marked]

        assert found(apart, PUBLIC) == expected


def test_findings_know_their_places_behind_what_is_left_out():
    text = "😀 \u2068\u2067 Tôi tên Lan, 0912 345 678"

    assert [text[one.start : one.end] for one in privacy.findings(text)] == [
        "Lan",
        "0912 345 678",
    ]


# Numbers


@pytest.mark.parametrize(
    "text",
    [
        "call 408 555 0100",
        "۰۹۱۲۳۴۵۶۷۸۹",
        "٠٩١٢-٣٤٥-٦٧٨٩",
        "+84 (28) 555-0199",
        "write to lan@example.org please",
        "1234567",
    ],
)
def test_findings_are_ways_to_reach_someone(text):
    assert len(privacy.findings(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "more manga ×3",
        "open until 20:30",
        "in 2024–2025",
        "on 2025-10-12",
        "at 14:00 @ the park",
        "123456",
        "۱۴۰۴/۰۷/۰۱",
    ],
)
def test_findings_leave_other_numbers_alone(text):
    assert privacy.findings(text) == []


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (is_pesel, "44051401359"),
        (is_iranian, "0012345679"),
        (is_iranian, "1287459031"),
        (is_card, "4111111111111111"),
        (is_card, "21197012345673"),
    ],
)
def test_check_of_digits_refuses_any_other_last_digit(check, number):
    fulfilled = [last for last in range(10) if check([*map(int, number[:-1]), last])]

    assert fulfilled == [int(number[-1])]


def test_number_that_fulfills_no_rule_is_a_telephone_number_at_most():
    assert found("44051401359") == [("identity", "44051401359")]
    assert found("44051401358") == [("phone", "44051401358")]


# Public places


@pytest.mark.parametrize(
    "text",
    [
        "King Library at 150 E San Fernando St",
        "150 East San Fernando Street is far",
        "the Dr. Roberto Cruz branch",
    ],
)
def test_public_place_leads_to_nobody(text):
    assert found(text) != []
    assert found(text, PUBLIC) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("152 E San Fernando St", ("address", "152 E San Fernando St")),
        ("150 E San Carlos St", ("address", "150 E San Carlos St")),
        (
            "150 E San Fernando St, Apt 4",
            ("address", "150 E San Fernando St, Apt 4"),
        ),
        ("Mr. Cruz", ("name", "Cruz")),
        ("Dr. Alicia Cruz", ("name", "Alicia Cruz")),
    ],
)
def test_what_only_resembles_a_public_place_is_found(text, passage):
    assert found(text, PUBLIC) == [passage]


# Work


def test_every_repetition_is_bounded():
    assert max(map(longest_repeat, SOURCES)) <= 100


@pytest.mark.parametrize(
    "seed",
    ["1 ", "a.", "I'm An ", "12 Aa ", "خیابان ", "اسم من ا ", "số 1/1 ", "ul. Aa 1 "],
)
def test_work_grows_with_the_length_of_a_text_and_no_faster(seed):
    """Steps of a matcher, not seconds; so 100,000 signs are some 10⁸ at the most."""
    counters = [Counter(source) for source in SOURCES]
    short, long = ((seed * 120)[:60], (seed * 120)[:120])
    work = [
        sum(counter.steps_on(text) for counter in counters) for text in (short, long)
    ]

    assert work[1] <= 1000 * len(long)
    assert work[1] <= 2.2 * work[0]


# In the browser


def test_patterns_of_the_browser_are_those_of_the_server():
    """When this fails: python -m scripts.privacy_patterns."""
    assert privacy_patterns.TARGET.read_text() == privacy_patterns.script()
