"""``manage.py export_responses``: rows first, then the file."""

import csv
import io
import subprocess
import sys

import pyreadstat
import pytest
from django.core.management import CommandError, call_command

from surveys.models import Choice
from tests.surveys.exports import answered, questionnaire
from tests.surveys.factories import question

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = questionnaire()
    answered(survey)
    return survey


def test_export_responses_writes_csv_to_standard_output(survey, capfdbinary):
    call_command("export_responses", "every-kind", "--codes")
    out, err = capfdbinary.readouterr()
    rows = list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"))))

    assert [row["visits"] for row in rows] == ["weekly", ""]
    assert err == b"2 rows of 27 columns, excluded responses left out\n"


@pytest.mark.parametrize("file_format", ["xlsx", "json", "sav"])
def test_export_responses_writes_every_format(survey, capfdbinary, file_format):
    call_command("export_responses", "every-kind", "--format", file_format)
    out = capfdbinary.readouterr().out

    beginnings = {"xlsx": b"PK", "json": b'{"re', "sav": b"$FL2"}
    assert out.startswith(beginnings[file_format])


def test_export_responses_writes_a_file_in_a_language(survey, tmp_path):
    path = tmp_path / "file.sav"
    call_command(
        *("export_responses", "every-kind", "--with-excluded"),
        *("--format", "sav", "--language", "fa", "--output", str(path)),
    )
    frame, about = pyreadstat.read_sav(str(path))

    assert len(frame) == 3
    assert about.variable_value_labels["home"]["north"] == "شمال"


def test_export_responses_refuses_a_survey_that_is_not_there():
    with pytest.raises(CommandError, match="There is no survey with the address 'x'"):
        call_command("export_responses", "x")


def test_export_responses_refuses_a_place_where_nothing_can_be_written(survey):
    with pytest.raises(CommandError, match="/nowhere/at/all: No such file"):
        call_command("export_responses", "every-kind", "--output", "/nowhere/at/all")


def test_export_responses_says_that_there_are_too_many_columns():
    survey = questionnaire()
    for number in range(7):
        asked = question(survey.pages.first(), f"q{number}", "multiple")
        Choice.objects.bulk_create(
            Choice(question=asked, position=n, code=f"c{n}") for n in range(250)
        )

    with pytest.raises(CommandError, match="1,777 columns; it can have 1,500 at most"):
        call_command("export_responses", "every-kind")


def test_export_responses_refuses_a_format_that_there_is_not():
    command = ["manage.py", "export_responses", "x", "--format", "doc"]
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "invalid choice: 'doc'" in done.stderr
