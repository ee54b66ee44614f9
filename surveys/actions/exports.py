"""Exports as files: asked for in the desk, written by a worker, gone after a week.

A worker finds its work by the state of the rows, so that nothing is lost while the
broker is away. It holds the row's lock while it writes: nobody else writes the same
file, and if it crashes the lock is gone and the next one takes over.
"""

import datetime as dt
import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from celery import current_app
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from kombu.exceptions import OperationalError

from civic import languages, numbers
from civic.activity import record
from civic.models import User
from surveys.exchange import files
from surveys.exchange.columns import MOST_COLUMNS, TooManyColumns
from surveys.models import Export

EXPORT_LIFETIME = dt.timedelta(days=7)
MOST_ATTEMPTS = 3
# Between two attempts: whatever was in the way may be gone by then.
PAUSE = dt.timedelta(seconds=30)

logger = logging.getLogger(__name__)


def request_export(export: Export, *, actor: User) -> Export:
    """Keep what was asked for, and tell a worker."""
    export.requested_by = actor
    with transaction.atomic():
        export.save()
        record("requested_export", export.survey, actor=actor, format=export.format)
        transaction.on_commit(_tell_a_worker)
    return export


def record_download(export: Export, *, actor: User) -> None:
    """Record that responses left the portal, written ahead or straight away."""
    record(
        "exported",
        export.survey,
        actor=actor,
        format=export.format,
        all_versions=export.all_versions,
        with_excluded=export.with_excluded,
    )


def _tell_a_worker() -> None:
    # With the broker away, beat's next round finds it.
    with suppress(OperationalError):
        current_app.send_task("surveys.tasks.write_exports", retry=False)


def write_next_export() -> bool:
    """Write the export that waits longest; say whether there was one to take.

    Safe to run by several workers at once. One whose worker crashed is begun again,
    up to ``MOST_ATTEMPTS`` times.
    """
    export = _taken()
    if export is None:
        return False
    try:
        with transaction.atomic():
            held = _held(export)
            if held is not None:
                _write(held)
    except TooManyColumns as error:
        _refuse(export, columns=error.args[0])
    except Exception:
        logger.exception("export %s could not be written", export.pk)
        _put_back(export)
    return True


def _taken() -> Export | None:
    """Mark the next one as begun, for all to see; None if there is none."""
    with transaction.atomic():
        rested = Q(started_at=None) | Q(started_at__lt=timezone.now() - PAUSE)
        waiting = Export.objects.unfinished().filter(rested).order_by("pk")
        export = waiting.select_for_update(skip_locked=True).first()
        if export is None:
            return None
        if export.attempts >= MOST_ATTEMPTS:
            _fail(export, _unwritten)
            return export
        export.state, export.started_at = Export.State.RUNNING, timezone.now()
        export.attempts += 1
        export.save(update_fields=["state", "started_at", "attempts"])
        return export


def _held(export: Export) -> Export | None:
    """Lock it for as long as it is written; None if it was taken or finished."""
    same = Export.objects.filter(
        pk=export.pk, attempts=export.attempts, state=Export.State.RUNNING
    )
    return same.select_for_update(skip_locked=True).first()


def _write(export: Export) -> None:
    selection = files.selection_of(export)
    rows = selection.count()
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "export"
        files.write(selection, export.format, path)
        # A name of its own for each; an earlier attempt's file gives way.
        name = f"{export.pk}/{files.file_name(selection, export.format)}"
        storage = export.file.storage
        storage.delete(name)
        with path.open("rb") as file:
            export.file.name = storage.save(name, File(file))
    export.rows, export.state = rows, Export.State.READY
    export.failure, export.finished_at = "", timezone.now()
    export.save()


def _put_back(export: Export) -> None:
    """Let it wait for its next attempt, or fail if it had its last."""
    if export.attempts >= MOST_ATTEMPTS:
        _fail(export, _unwritten)
        return
    Export.objects.filter(
        pk=export.pk, attempts=export.attempts, state=Export.State.RUNNING
    ).update(state=Export.State.WAITING)


def _refuse(export: Export, *, columns: int) -> None:
    _fail(export, lambda: too_many_columns(columns))


def _fail(export: Export, message: Callable[[], str]) -> None:
    with override(export.requested_by.language):
        failure = message()
    Export.objects.unfinished().filter(pk=export.pk).update(
        state=Export.State.FAILED, failure=failure, finished_at=timezone.now()
    )


def _unwritten() -> str:
    return _(
        "It could not be written. Ask for it again; if that fails too, tell whoever "
        "looks after the portal."
    )


def too_many_columns(columns: int) -> str:
    """Say why a survey with that many columns cannot be exported."""
    language = languages.current()
    return ngettext(
        "The table would have %(columns)s column; it can have %(most)s at most.",
        "The table would have %(columns)s columns; it can have %(most)s at most.",
        columns,
    ) % {
        "columns": numbers.number(columns, language),
        "most": numbers.number(MOST_COLUMNS, language),
    }


def purge_exports(*, now: dt.datetime | None = None) -> int:
    """Delete exports asked for longer ago than ``EXPORT_LIFETIME``; return how many.

    Files whose export is gone, as with its survey, go too.
    """
    limit = (now or timezone.now()) - EXPORT_LIFETIME
    deleted = 0
    with transaction.atomic():
        old = Export.objects.filter(requested_at__lt=limit)
        for export in old.select_for_update(skip_locked=True):
            if export.file.name:
                export.file.storage.delete(export.file.name)
            export.delete()
            deleted += 1
    _delete_forsaken_files()
    return deleted


def _delete_forsaken_files() -> None:
    storage = Export._meta.get_field("file").storage
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:  # nothing was ever exported
        return
    known = {str(pk) for pk in Export.objects.values_list("pk", flat=True)}
    for folder in set(folders) - known:
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")
        storage.delete(folder)
