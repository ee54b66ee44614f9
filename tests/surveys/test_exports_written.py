"""The worker's exports: found by state, written once, tried again, purged."""

import datetime as dt
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.utils import timezone

from civic.models import Activity
from surveys import actions, tasks
from surveys.actions.exports import EXPORT_LIFETIME, MOST_ATTEMPTS, PAUSE
from surveys.models import Choice, Export, Survey
from tests.surveys.exports import answered, questionnaire
from tests.surveys.factories import question

pytestmark = pytest.mark.django_db
FILE = Export._meta.get_field("file")


def keep_in(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(FILE, "storage", FileSystemStorage(location=folder))


@pytest.fixture(autouse=True)
def own_storage(tmp_path, monkeypatch):
    """A folder of this test's own."""
    keep_in(tmp_path, monkeypatch)


@pytest.fixture
def survey():
    survey = questionnaire()
    answered(survey)
    return survey


def asked_for(survey: Survey, editor, **fields) -> Export:
    export = Export(survey=survey, language="fa", **{"format": "xlsx"} | fields)
    return actions.request_export(export, actor=editor)


def begun_before(export: Export, **fields) -> None:
    """As a worker leaves it that began and then crashed."""
    began = timezone.now() - PAUSE * 2
    Export.objects.filter(pk=export.pk).update(
        state="running", started_at=began, **fields
    )


def test_request_export_waits_and_is_recorded(survey, editor):
    export = asked_for(survey, editor)

    assert (export.state, export.requested_by) == ("waiting", editor)
    entry = Activity.objects.get(verb="requested_export")
    assert (entry.actor, entry.details) == (editor, {"format": "xlsx"})


@pytest.mark.parametrize("file_format", Export.Format.values)
def test_write_exports_writes_every_format(survey, editor, file_format):
    export = asked_for(survey, editor, format=file_format)
    tasks.write_exports()
    export.refresh_from_db()

    assert (export.state, export.rows, export.attempts) == ("ready", 2, 1)
    assert export.file.name == f"{export.pk}/every-kind-fa.{file_format}"
    assert export.file.size > 500


def test_write_exports_writes_all_that_wait_the_first_first(survey, editor):
    first, second = asked_for(survey, editor), asked_for(survey, editor)
    tasks.write_exports()
    first.refresh_from_db()
    second.refresh_from_db()

    assert [first.state, second.state] == ["ready", "ready"]
    assert first.finished_at < second.finished_at
    assert actions.write_next_export() is False


def test_export_of_a_crashed_worker_is_begun_again(survey, editor):
    export = asked_for(survey, editor)
    begun_before(export, attempts=1)
    tasks.write_exports()
    export.refresh_from_db()

    assert (export.state, export.attempts) == ("ready", 2)


def test_export_that_was_just_begun_is_left_alone(survey, editor):
    export = asked_for(survey, editor)
    begun_before(export, attempts=1)
    Export.objects.update(started_at=timezone.now())

    assert actions.write_next_export() is False


def test_export_whose_workers_crash_each_time_fails_with_a_message(survey, editor):
    editor.language = "en"
    editor.save()
    export = asked_for(survey, editor)
    begun_before(export, attempts=MOST_ATTEMPTS)
    tasks.write_exports()
    export.refresh_from_db()

    assert (export.state, bool(export.file)) == ("failed", False)
    assert export.failure == (
        "It could not be written. Ask for it again; if that fails too, tell whoever "
        "looks after the portal."
    )


def test_export_that_cannot_be_kept_waits_and_then_fails(
    survey, editor, tmp_path, monkeypatch
):
    (tmp_path / "in the way").touch()
    keep_in(tmp_path / "in the way", monkeypatch)
    export = asked_for(survey, editor)
    states = []
    for _attempt in range(MOST_ATTEMPTS):
        Export.objects.update(started_at=None)
        tasks.write_exports()
        export.refresh_from_db()
        states.append(export.state)

    assert states == ["waiting", "waiting", "failed"]


def test_export_with_too_many_columns_fails_at_once_and_says_why(editor):
    survey = questionnaire()
    page = survey.pages.first()
    for number in range(7):
        asked = question(page, f"q{number}", "multiple")
        Choice.objects.bulk_create(
            Choice(question=asked, position=n, code=f"c{n}") for n in range(250)
        )
    export = asked_for(survey, editor)
    tasks.write_exports()
    export.refresh_from_db()

    assert export.state == "failed"
    assert export.failure == (
        "The table would have 1,777 columns; it can have 1,500 at most."
    )


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_an_export_once(survey, editor):
    export = asked_for(survey, editor)
    begun_before(export, attempts=1)
    taken = []

    def work() -> None:
        taken.append(actions.write_next_export())
        connection.close()

    with transaction.atomic():
        # As the worker does that is writing it.
        Export.objects.select_for_update().get(pk=export.pk)
        other = threading.Thread(target=work)
        other.start()
        other.join()
    assert taken == [False]

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("ready", 2)


TELL = "from surveys.actions import exports; exports._tell_a_worker(); print('told')"


@pytest.mark.parametrize("broker", ["unix:///nowhere/at/all.sock", "redis://[::1]:9/0"])
def test_asking_goes_on_while_the_broker_is_away(broker):
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", TELL],
        env={**os.environ, "REDIS_URL": broker},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("told\n", 0), done.stderr


def test_purge_exports_deletes_old_files_and_rows(survey, editor, tmp_path):
    old, new = asked_for(survey, editor), asked_for(survey, editor)
    tasks.write_exports()
    long_ago = timezone.now() - EXPORT_LIFETIME - dt.timedelta(seconds=1)
    Export.objects.filter(pk=old.pk).update(requested_at=long_ago)
    tasks.purge_exports()

    assert [one.pk for one in Export.objects.all()] == [new.pk]
    assert [folder.name for folder in tmp_path.iterdir()] == [str(new.pk)]


def test_purge_exports_deletes_files_whose_export_is_gone(tmp_path):
    FILE.storage.save("0/forsaken.csv", ContentFile(b"text"))
    tasks.purge_exports()

    assert list(tmp_path.iterdir()) == []


def test_purge_exports_does_nothing_before_anything_was_exported(tmp_path, monkeypatch):
    keep_in(tmp_path / "not there", monkeypatch)

    assert actions.purge_exports() == 0


def test_exports_are_visible_to_editors_and_to_who_asked(
    survey, editor, librarian, stranger
):
    export = asked_for(survey, librarian)

    seen = [
        list(Export.objects.visible_to(person))
        for person in (editor, librarian, stranger)
    ]
    assert seen == [[export], [export], []]
