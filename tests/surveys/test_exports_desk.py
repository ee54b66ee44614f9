"""The desk's exports: who may, what comes at once or later, the codebook."""

import csv
import io
import json
import re

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from civic.models import Activity
from surveys.models import Export, QuestionRow
from tests.surveys.exports import answered, questionnaire
from tests.surveys.factories import ResponseFactory, SurveyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = questionnaire()
    answered(survey)
    return survey


def page(survey, name="export") -> str:
    return reverse(f"surveys:desk-survey-{name}", args=[survey.pk])


def main_text(response) -> str:
    text = response.content.decode()
    inside = text[text.index("<main") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inside))


def posted(client, survey, **fields):
    return client.post(page(survey), {"format": "csv", "language": "en"} | fields)


def test_export_shows_the_number_of_rows_first(as_user, editor, survey):
    text = main_text(as_user(editor).get(page(survey)))

    assert " 2 responses, one row each. 1 excluded response is left out" in text
    assert text.index("2 responses, one row each") < text.index("Format")


def test_export_asks_about_other_versions_only_if_there_are_some(
    as_user, editor, survey
):
    client = as_user(editor)
    before = client.get(page(survey)).context["form"].fields
    other = SurveyFactory(family=survey.family, version=2)
    ResponseFactory(survey=other)
    after = client.get(page(survey))

    assert "all_versions" not in before
    assert "all_versions" in after.context["form"].fields
    assert "The other versions have 1 response." in main_text(after)


def test_export_sends_csv_at_once(as_user, editor, survey):
    response = posted(as_user(editor), survey, has_codes="on")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    assert response.is_async is False
    assert response["Content-Disposition"] == (
        'attachment; filename="every-kind-en-codes.csv"'
    )
    assert response["Cache-Control"] == "private, no-store"
    assert [row["visits"] for row in rows] == ["weekly", ""]
    assert Export.objects.count() == 0


def test_export_sends_json_at_once_in_the_chosen_language(as_user, editor, survey):
    response = posted(as_user(editor), survey, format="json", language="fa")
    lines = response.getvalue().decode().splitlines()

    assert [json.loads(line)["visits"] for line in lines] == ["هر هفته", None]


def test_export_with_excluded_responses_has_them(as_user, editor, survey):
    response = posted(as_user(editor), survey, format="json", with_excluded="on")

    assert len(response.getvalue().splitlines()) == 3


def test_export_is_recorded(as_user, editor, survey):
    posted(as_user(editor), survey).getvalue()
    entry = Activity.objects.get(verb="exported")

    assert (entry.actor, entry.details["format"]) == (editor, "csv")


@pytest.mark.parametrize("file_format", ["xlsx", "sav"])
def test_export_asks_a_worker_for_what_is_made_as_a_whole(
    as_user, editor, survey, file_format
):
    client = as_user(editor)
    response = posted(client, survey, format=file_format, language="vi")
    export = Export.objects.get()

    assert response["Location"] == page(survey)
    assert (export.format, export.language, export.state) == (
        *(file_format, "vi", "waiting"),
    )
    text = main_text(client.get(page(survey)))
    assert "A file is still being written. Look again" in text


@pytest.mark.parametrize(
    "wrong", [{"format": "exe"}, {"format": ""}, {"language": "xx"}, {"language": ""}]
)
def test_export_refuses_what_there_is_not(as_user, editor, survey, wrong):
    response = posted(as_user(editor), survey, **wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)


@pytest.mark.parametrize("who", ["librarian", "translator", "moderator", "stranger"])
def test_export_is_for_editors_only(as_user, request, survey, who):
    client = as_user(request.getfixturevalue(who))

    assert client.get(page(survey)).status_code == 403
    assert posted(client, survey).status_code == 403


def test_export_of_no_survey_is_not_found(as_user, editor):
    address = reverse("surveys:desk-survey-export", args=[404])

    assert as_user(editor).get(address).status_code == 404


def ready(survey, who, **fields) -> Export:
    defaults = {"format": "xlsx", "language": "en", "state": "ready"}
    file = ContentFile(b"the file", "export.xlsx")
    return Export.objects.create(
        survey=survey, requested_by=who, file=file, **defaults | fields
    )


def download(export: Export) -> str:
    return reverse("surveys:desk-export-download", args=[export.pk])


def test_download_gives_the_file(as_user, editor, survey):
    response = as_user(editor).get(download(ready(survey, editor)))

    assert response.getvalue() == b"the file"
    assert response["Content-Length"] == "8"
    assert (
        response["Content-Disposition"] == 'attachment; filename="every-kind-en.xlsx"'
    )


@pytest.mark.parametrize("who", ["librarian", "stranger"])
def test_download_refuses_who_is_no_editor(as_user, request, editor, survey, who):
    client = as_user(request.getfixturevalue(who))

    assert client.get(download(ready(survey, editor))).status_code == 403


def test_download_of_what_is_not_ready_or_gone_is_not_found(as_user, editor, survey):
    client = as_user(editor)
    waiting, gone = ready(survey, editor, state="waiting"), ready(survey, editor)
    gone.file.storage.delete(gone.file.name)

    assert client.get(download(waiting)).status_code == 404
    assert client.get(download(gone)).status_code == 404


def test_export_page_takes_the_same_queries_for_1_and_3_files(
    as_user, editor, survey, django_assert_num_queries
):
    client = as_user(editor)
    client.get(page(survey))
    for more in (1, 2):
        for _number in range(more):
            ready(survey, editor)
        with django_assert_num_queries(9):
            client.get(page(survey))


def test_codebook_says_every_column_value_and_condition(as_user, translator, survey):
    text = main_text(as_user(translator).get(page(survey, "codebook")))

    columns = ("heard_other", "uses_wifi", "rooms_garden", "order_warm", "agree")
    assert [name for name in columns if f" {name} " not in text] == []
    assert "weekly Weekly – not translated yet" in text
    assert "هر هفته" in text
    assert "Only if the answer to “" in text


def test_codebook_names_the_versions_of_each_question(as_user, editor, survey):
    second = questionnaire(family=survey.family, version=2, slug="every-kind-2")
    second.all_questions.get(code="nick").delete()
    QuestionRow.objects.filter(question__survey=second).delete()
    text = main_text(as_user(editor).get(page(second, "codebook")))

    assert "Short text · version 1" in text
    assert "Consent · versions 1, 2" in text


def test_codebook_is_refused_to_strangers(as_user, stranger, survey):
    client = as_user(stranger)

    assert client.get(page(survey, "codebook")).status_code == 403
    assert client.get(page(survey, "codebook-xlsx")).status_code == 403


def test_codebook_workbook_has_columns_and_values_in_all_languages(
    as_user, editor, survey
):
    response = as_user(editor).get(page(survey, "codebook-xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    columns, values = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    by_name = {line[0]: line for line in columns}

    assert len(columns[0]) == 4 + 2 * 5
    assert by_name["heard"][1:4] == ("heard", "Dropdown list", "1")
    assert by_name["heard"][9].startswith("Only if the answer to")
    assert ("uses_books", 1, "yes") in [line[:3] for line in values]
    persian = {line[:2]: line[5] for line in values}
    assert persian["visits", "weekly"] == "هر هفته"
