"""Requests of programs, such as our own pages' scripts: asked and answered in JSON."""

from django.http import HttpRequest

JSON = "application/json"


def speaks_json(request: HttpRequest) -> bool:
    """Whether the sender gave JSON or asks for nothing else."""
    return request.content_type == JSON or request.headers.get("Accept") == JSON
