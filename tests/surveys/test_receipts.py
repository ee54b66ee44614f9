from uuid import UUID, uuid4

import pytest

from civic import receipts

SUBMISSION = UUID("6f0f6a0e-3a40-4a52-9d5c-2f6f3f6f2d11")


def test_receipts_same_submission_gives_same_code():
    code = receipts.code_for(SUBMISSION)

    assert receipts.code_for(SUBMISSION) == code
    assert len(code) == 16
    assert receipts.normalized(code) == code


def test_receipts_codes_differ():
    assert len({receipts.code_for(uuid4()) for _ in range(200)}) == 200


def test_receipts_code_depends_on_the_secret_key(settings):
    code = receipts.code_for(SUBMISSION)
    settings.SECRET_KEY = "k" * 60

    assert receipts.code_for(SUBMISSION) != code


def test_receipts_stored_id_is_the_same_each_time_and_no_way_back(settings):
    stored = receipts.stored_id(SUBMISSION)

    assert receipts.stored_id(SUBMISSION) == stored
    assert len({SUBMISSION, stored, receipts.stored_id(stored)}) == 3
    settings.SECRET_KEY = "k" * 60
    assert receipts.stored_id(SUBMISSION) != stored


def test_receipts_hash_is_64_hexadecimal_digits_without_the_code():
    code = receipts.code_for(SUBMISSION)
    hashed = receipts.hash_code(code)

    assert len(hashed) == 64
    assert int(hashed, 16) > 0
    assert code not in hashed


@pytest.mark.parametrize(
    "dressed",
    [
        "{0} {1} {2} {3}",
        "{0}-{1}-{2}-{3}",
        " {0}{1}{2}{3}\u200f ",
    ],
)
def test_receipts_normalized_accepts_groups(dressed):
    code = receipts.code_for(SUBMISSION)
    groups = receipts.grouped(code).split(" ")

    assert receipts.normalized(dressed.format(*groups)) == code


@pytest.mark.parametrize("digits", ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"])
def test_receipts_normalized_accepts_persian_and_arabic_digits(digits):
    code = receipts.code_for(SUBMISSION)
    written = code.translate(str.maketrans("0123456789", digits))

    assert receipts.normalized(written) == code


@pytest.mark.parametrize("wrong", ["", "1234", "²" * 16, "a" * 16, "1" * 17])
def test_receipts_normalized_refuses_what_is_no_code(wrong):
    assert receipts.normalized(wrong) is None


def test_receipts_check_digit_finds_each_single_wrong_digit():
    code = receipts.code_for(SUBMISSION)
    wrong = {
        code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
        for at in range(16)
        for by in range(1, 10)
    }

    assert {receipts.normalized(each) for each in wrong} == {None}


def test_receipts_grouped():
    assert receipts.grouped("1234567812345678") == "1234 5678 1234 5678"
