"""Readers of environment variables; a bad or missing one stops with its name."""

import os
import re
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """Return variable ``name``, or the contents of the file that ``name_FILE`` names.

    Raises ImproperlyConfigured when neither is set and there is no default.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
            ) from error
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set: give it, or {name}_FILE with a file that holds it."
        )
    return value


def boolean(name: str, *, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: expected 1 or 0.")


def integer(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: expected a whole number."
        ) from error


def mail_address(name: str) -> str:
    """Return a bare e-mail address, or "" where none is set."""
    value = text(name, "")
    if value and not re.fullmatch(r"[^@\s<>+]+@[^@\s<>]+", value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}: expected an address such as bounces@example.org."
        )
    return value


def site_address(name: str, default: str) -> str:
    """Return how the addresses of a site begin, such as “https://example.org”."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    is_bare = not (parts.path or parts.query or parts.fragment)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_bare:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: expected an address such as https://example.org."
        )
    return value


def map_tiles(name: str) -> str:
    """Return the pattern of the addresses of map tiles, or "" where none is set."""
    value = text(name, "")
    parts = urlsplit(value)
    has_places = all(value.count(place) == 1 for place in ("{z}", "{x}", "{y}"))
    is_whole = has_places and value.count("{") == value.count("}") == len("zxy")
    if value and not (is_whole and parts.scheme == "https" and parts.hostname):
        raise ImproperlyConfigured(
            f"{name} is {value!r}: expected https://host/…/{{z}}/{{x}}/{{y}}.png."
        )
    return value


def origins(address: str) -> list[str]:
    """Return the origin of an address, for the content security policy; or nothing."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if address else []


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone, such as “Europe/Warsaw”."""
    value = text(name, default)
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: expected a time zone such as Europe/Warsaw."
        ) from error
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated parts of variable ``name``, blanks left out."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(name: str) -> dict[str, Any]:
    """Return a Django ``DATABASES`` entry from a PostgreSQL address.

    ``postgresql://user:password@host:port/name?option=value``; the option ``host``
    may name a folder with a Unix socket, the others go to the driver.
    """
    expected = f"{name} must look like postgresql://user:password@host:5432/name."
    parts = urlsplit(text(name))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(expected)
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(expected) from error
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def redis(name: str) -> str:
    """Return the address of a Redis server: ``redis://``, ``rediss://`` or ``unix://``."""
    address = text(name)
    if urlsplit(address).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(
            f"{name} must look like redis://host:6379 or unix:///path/to/socket."
        )
    return address
