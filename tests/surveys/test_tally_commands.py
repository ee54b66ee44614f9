import pytest
from django.core.management import CommandError, call_command

from surveys.models import Tally
from tests.surveys.factories import ResponseFactory, SurveyFactory


@pytest.fixture
def responses(db):
    return ResponseFactory.create_batch(2)


def test_check_tallies_is_content_when_they_agree(responses, capsys):
    call_command("check_tallies")

    assert capsys.readouterr().out == "The tallies agree with a recount.\n"


def test_check_tallies_fails_on_any_difference(responses):
    call_command("rebuild_tallies")
    Tally.objects.filter(survey=responses[0].survey).update(people=2)

    with pytest.raises(
        CommandError, match=r"^1 cells or answers in words differ"
    ) as failure:
        call_command("check_tallies")

    assert failure.value.returncode == 1


def test_rebuild_tallies_counts_all_surveys(responses, capsys):
    call_command("rebuild_tallies")

    assert Tally.objects.count() == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"{one.survey.slug}: tallies rebuilt" for one in responses]


def test_rebuild_tallies_counts_one_survey(responses):
    call_command("rebuild_tallies", responses[0].survey.slug)

    assert Tally.objects.get().survey == responses[0].survey


def test_rebuild_tallies_refuses_an_unknown_survey(db):
    SurveyFactory()

    with pytest.raises(CommandError, match="no survey with the address 'gone'"):
        call_command("rebuild_tallies", "gone")
