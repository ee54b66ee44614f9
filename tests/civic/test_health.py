import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from civic.celery import app as queue

WELL = {"database": True, "cache": True, "queue": True, "migrations": True}


def test_live_answers_without_a_database(client):
    response = client.get("/healthz/live")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_ready_names_everything_that_answers(client, db):
    response = client.get("/healthz/ready")

    assert response.status_code == 200
    assert response.json() == WELL


def test_ready_refuses_while_a_migration_waits(client, db):
    newest = MigrationLoader(connection).graph.leaf_nodes("surveys")[0]
    MigrationRecorder(connection).record_unapplied(*newest)

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json() == WELL | {"migrations": False}


@pytest.fixture
def nobody_listens(settings, tmp_path):
    """The address of a socket that is not there."""
    return f"{tmp_path}/none.sock"


def test_ready_refuses_without_a_queue(client, db, monkeypatch, nobody_listens):
    monkeypatch.setattr(
        queue.conf, "broker_write_url", f"redis+socket://{nobody_listens}"
    )

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json() == WELL | {"queue": False}


def test_ready_refuses_without_a_cache(client, db, settings, nobody_listens):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"unix://{nobody_listens}",
        }
    }

    response = client.get("/healthz/ready")

    assert cache.key_prefix == ""
    assert response.status_code == 503
    assert response.json() == WELL | {"cache": False}
