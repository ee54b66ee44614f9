"""Background work of the surveys."""

from celery import shared_task
