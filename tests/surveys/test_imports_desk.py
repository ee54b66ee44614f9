"""Importing and downloading definitions at the desk, and by the commands."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from civic.models import Activity
from surveys.exchange.definition import from_survey
from surveys.exchange.xlsform_in import import_xlsform
from surveys.models import Survey
from tests.surveys.factories import community_survey
from tests.surveys.sheets import xlsform

IMPORT = "/en/desk/surveys/import/"
FORM = {
    "survey": [
        ["type", "name", "label::English (en)"],
        ["select_one often", "visits", "How often do you come?"],
        ["geopoint", "home", "Where do you live?"],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)"],
        ["often", "weekly", "Weekly"],
        ["often", "never", "Never"],
    ],
    "settings": [["form_title", "form_id"], ["Library use", "library_use"]],
}


def upload(client, content: bytes = b"", name: str = "form.xlsx", path: str = IMPORT):
    file = SimpleUploadedFile(name, content or xlsform(FORM))
    return client.post(path, {"file": file, "language": "en"})


@pytest.fixture
def editing(as_user, editor):
    return as_user(editor)


def test_import_shows_what_it_will_become_and_makes_nothing(editing):
    response = upload(editing)

    outline = response.context["outline"]
    assert [one.code for page in outline.pages for one in page.questions] == ["visits"]
    assert [(one.place, one.kind) for one in outline.findings] == [
        ("survey 3", "geopoint")
    ]
    assert response.context["form"]["slug"].value() == "library_use"
    assert Survey.objects.count() == 0


def test_confirmed_import_makes_a_draft(editing, editor):
    parsed = upload(editing).context["form"]["parsed"].value()

    response = editing.post(IMPORT, {"parsed": parsed, "slug": "library-use"})

    survey = Survey.objects.get()
    assert response["Location"] == reverse(
        "surveys:desk-survey-detail", args=[survey.pk]
    )
    assert (survey.slug, survey.title_en, survey.status) == (
        "library-use",
        "Library use",
        "draft",
    )
    activity = Activity.objects.get(verb="imported")
    assert (activity.actor, activity.subject_id) == (editor, str(survey.pk))


def test_import_under_a_taken_address_keeps_what_was_read(editing):
    parsed = upload(editing).context["form"]["parsed"].value()
    community_survey(slug="taken")

    response = editing.post(IMPORT, {"parsed": parsed, "slug": "taken"})

    form = response.context["form"]
    assert form.errors["slug"] == [
        "Another survey has the address “taken”. Please choose another."
    ]
    assert form["parsed"].value() == parsed
    assert Survey.objects.count() == 1


def test_preview_in_another_language_tells_the_findings_in_it(editing):
    parsed = upload(editing).context["form"]["parsed"].value()

    response = editing.post(
        "/fa/desk/surveys/import/",
        {"parsed": parsed, "slug": "half typ", "in_language": "1"},
    )

    assert response.context["form"]["slug"].value() == "half typ"
    assert response.context["form"].errors == {}
    assert len(response.context["outline"].findings) == 1


def test_forged_preview_is_asked_for_again(editing):
    response = editing.post(IMPORT, {"parsed": "forged", "slug": "forged"})

    assert response["Location"] == IMPORT
    assert Survey.objects.count() == 0


def test_upload_without_a_file_says_so(editing):
    response = editing.post(IMPORT, {"language": "en"})

    assert response.context["form"].errors == {"file": ["This field is required."]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"%PDF-1.7",
            "This is neither a spreadsheet (.xlsx, .xls) nor a LimeSurvey survey "
            "(.lss). Please choose another file.",
        ),
        (
            b"\x00" * (5 * 2**20 + 1),
            "The file has 6 MB, and at most 5 MB are read. Please take out what is "
            "not part of the questionnaire.",
        ),
    ],
    ids=["no spreadsheet", "too large"],
)
def test_upload_that_cannot_be_read_says_why(editing, content, message):
    response = upload(editing, content)

    assert response.context["form"].errors == {"file": [message]}
    assert Survey.objects.count() == 0


def test_empty_upload_says_so(editing):
    file = SimpleUploadedFile("form.xlsx", b"")

    response = editing.post(IMPORT, {"file": file, "language": "en"})

    assert response.context["form"].errors == {
        "file": ["The file is empty. Please choose another."]
    }


@pytest.mark.parametrize("person", ["librarian", "translator", "moderator", "stranger"])
def test_import_is_for_editors(request, as_user, person):
    client = as_user(request.getfixturevalue(person))

    assert client.get(IMPORT).status_code == 403
    assert upload(client).status_code == 403


def test_download_holds_the_same_definition(editing):
    survey = community_survey(slug="community")

    response = editing.get(f"/en/desk/surveys/{survey.pk}/xlsform/")

    stored = Survey.objects.with_questions().get(pk=survey.pk)
    assert response["Content-Disposition"] == 'attachment; filename="community.xlsx"'
    assert import_xlsform(response.content).definition == from_survey(stored)


def test_download_is_for_staff(as_user, stranger, db):
    survey = community_survey()

    path = f"/en/desk/surveys/{survey.pk}/xlsform/"

    assert as_user(stranger).get(path).status_code == 403


# Commands


def run(name: str, *arguments: str) -> list[str]:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue().splitlines()


def test_import_command_lists_findings_one_a_line(db, tmp_path: Path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(xlsform(FORM))

    lines = run("import_xlsform", str(file), "--slug", "by-command")

    assert lines == [
        "survey 3\tgeopoint\thome Where do you live?\t"
        "Left out: surveys here cannot ask this."
    ]
    assert Survey.objects.get().slug == "by-command"


@pytest.mark.parametrize("command", ["import_xlsform", "import_limesurvey"])
def test_import_command_fails_if_nothing_could_be_imported(db, tmp_path, command):
    file = tmp_path / "form"
    file.write_bytes(b"nothing of the kind")

    with pytest.raises(CommandError):
        run(command, str(file))

    assert Survey.objects.count() == 0


@pytest.mark.parametrize("slug", ["taken", "no address!"])
def test_import_command_refuses_an_address(db, tmp_path, slug):
    community_survey(slug="taken")
    file = tmp_path / "form.xlsx"
    file.write_bytes(xlsform(FORM))

    with pytest.raises(CommandError, match=r"“.*”"):
        run("import_xlsform", str(file), "--slug", slug)

    assert Survey.objects.count() == 1


def test_import_command_names_a_missing_file(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("import_xlsform", str(tmp_path / "none.xlsx"))


def test_export_command_writes_the_form(db, tmp_path):
    survey = community_survey(slug="community")
    file = tmp_path / "out.xlsx"

    run("export_xlsform", "community", "--output", str(file))

    stored = Survey.objects.with_questions().get(pk=survey.pk)
    assert import_xlsform(file.read_bytes()).definition == from_survey(stored)


def test_export_command_names_an_unknown_survey(db):
    with pytest.raises(CommandError, match="There is no survey"):
        run("export_xlsform", "none")
