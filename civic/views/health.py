"""Whether this process lives, and whether it can serve."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse


@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return False
    return True


def _cache_answers() -> bool:
    try:
        cache.set("health", 1, 5)
        return cache.get("health") == 1
    except Exception:
        return False


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and cache answer, else 503; each is named."""
    checks = {"database": _database_answers(), "cache": _cache_answers()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)
