"""Whether this process lives, and whether it can serve."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from civic.celery import app as queue

PATIENCE = 2  # seconds


@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _cache_answers() -> bool:
    cache.set("health", 1, timeout=5)
    return cache.get("health") == 1


def _queue_answers() -> bool:
    with queue.connection_for_write(connect_timeout=PATIENCE) as broker:
        broker.ensure_connection(max_retries=1, timeout=PATIENCE)
    return True


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "cache": _cache_answers,
    "queue": _queue_answers,
    "migrations": _migrations_are_applied,
}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever it is, the answer is no
        return False


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything it needs is there, else 503; each is named."""
    states = {name: _holds(check) for name, check in CHECKS.items()}
    return JsonResponse(states, status=200 if all(states.values()) else 503)
