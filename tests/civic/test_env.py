import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from civic import env


def test_text_reads_the_variable(monkeypatch):
    monkeypatch.setenv("CITY", "Example")

    assert env.text("CITY") == "Example"


def test_text_reads_the_file_that_is_named(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")
    monkeypatch.setenv("CITY", "from the environment")
    monkeypatch.setenv("CITY_FILE", str(secret))

    assert env.text("CITY") == "from a file"


def test_text_names_a_file_that_cannot_be_read(monkeypatch, tmp_path):
    missing = tmp_path / "missing"
    monkeypatch.setenv("CITY_FILE", str(missing))

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.text("CITY")

    assert str(refusal.value) == (
        f"CITY_FILE names {missing}, which cannot be read: No such file or directory."
    )


def test_text_names_a_variable_that_is_missing(monkeypatch):
    monkeypatch.delenv("CITY", raising=False)

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.text("CITY")

    assert str(refusal.value) == (
        "CITY is not set: give it, or CITY_FILE with a file that holds it."
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_boolean_reads_the_usual_words(monkeypatch, value, expected):
    monkeypatch.setenv("LIGHT", value)

    assert env.boolean("LIGHT", default=not expected) is expected


def test_boolean_refuses_other_words(monkeypatch):
    monkeypatch.setenv("LIGHT", "perhaps")

    with pytest.raises(
        ImproperlyConfigured, match=r"^LIGHT is 'perhaps': expected 1 or 0"
    ):
        env.boolean("LIGHT", default=False)


def test_integer_reads_a_number_or_takes_the_default(monkeypatch):
    monkeypatch.setenv("SIZE", "12")

    assert env.integer("SIZE", 3) == 12
    assert env.integer("SIZE_THAT_IS_NOT_SET", 3) == 3


def test_integer_refuses_words(monkeypatch):
    monkeypatch.setenv("SIZE", "many")

    with pytest.raises(
        ImproperlyConfigured, match=r"^SIZE is 'many': expected a whole number"
    ):
        env.integer("SIZE", 3)


def test_words_leaves_out_blanks(monkeypatch):
    monkeypatch.setenv("HOSTS", "a.example, ,b.example,")

    assert env.words("HOSTS") == ["a.example", "b.example"]


def test_database_reads_all_parts_of_the_address(monkeypatch):
    monkeypatch.setenv(
        "BASE", "postgresql://user:p%40ss@db.example:5433/portal?sslmode=require"
    )

    assert env.database("BASE") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "user",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_reads_the_folder_of_a_socket(monkeypatch):
    monkeypatch.setenv("BASE", "postgresql://user@/portal?host=/run/database")

    assert env.database("BASE")["HOST"] == "/run/database"


@pytest.mark.parametrize(
    "address", ["mysql://host/name", "postgresql://host", "postgresql://h:port/name"]
)
def test_database_refuses_what_is_not_postgresql(monkeypatch, address):
    monkeypatch.setenv("BASE", address)

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.database("BASE")

    assert str(refusal.value) == (
        "BASE must look like postgresql://user:password@host:5432/name."
    )


def test_redis_takes_an_address_or_a_socket(monkeypatch):
    monkeypatch.setenv("QUEUE", "unix:///run/queue.sock")

    assert env.redis("QUEUE") == "unix:///run/queue.sock"


def test_redis_refuses_other_addresses(monkeypatch):
    monkeypatch.setenv("QUEUE", "localhost:6379")

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.redis("QUEUE")

    assert str(refusal.value) == (
        "QUEUE must look like redis://host:6379 or unix:///path/to/socket."
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short: at least 50 characters."),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe': expected 1 or 0."),
        ({"CITY_TIME_ZONE": "Mars/Base"}, "CITY_TIME_ZONE is 'Mars/Base'"),
    ],
)
def test_the_portal_does_not_start_without_good_settings(changed, expected):
    environment = os.environ | {
        "DEBUG": "0",
        "SECRET_KEY": "a-key-that-is-long-enough-for-a-portal-in-production",
        "ALLOWED_HOSTS": "portal.example",
    }
    for name, value in changed.items():
        environment.pop(name, None)
        environment.pop(f"{name}_FILE", None)
        if value is not None:
            environment[name] = value

    done = subprocess.run(
        [sys.executable, "-c", "import civic.settings"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    last_line = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert last_line.startswith(
        f"django.core.exceptions.ImproperlyConfigured: {expected}"
    )


@pytest.mark.parametrize("value", ["bounces", "a b@c", "<a@b>", "a+1@b", "a@b@c"])
def test_address_of_mail_is_bare(monkeypatch, value):
    monkeypatch.setenv("BOUNCE_ADDRESS", value)
    with pytest.raises(ImproperlyConfigured, match="BOUNCE_ADDRESS is"):
        env.mail_address("BOUNCE_ADDRESS")


def test_address_of_mail_may_be_missing(monkeypatch):
    monkeypatch.delenv("BOUNCE_ADDRESS", raising=False)
    assert env.mail_address("BOUNCE_ADDRESS") == ""
    monkeypatch.setenv("BOUNCE_ADDRESS", "bounces@example.org")
    assert env.mail_address("BOUNCE_ADDRESS") == "bounces@example.org"


@pytest.mark.parametrize(
    "value", ["example.org", "ftp://example.org", "https://", "https://a.example/x"]
)
def test_address_of_a_site_begins_with_its_scheme_and_ends_with_its_host(
    monkeypatch, value
):
    monkeypatch.setenv("PORTAL_ADDRESS", value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_ADDRESS is"):
        env.site_address("PORTAL_ADDRESS", "")


def test_address_of_a_site_loses_its_last_slash(monkeypatch):
    monkeypatch.delenv("PORTAL_ADDRESS", raising=False)
    address = env.site_address("PORTAL_ADDRESS", "http://127.0.0.1:8000/")
    assert address == "http://127.0.0.1:8000"
