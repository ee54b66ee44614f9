"""Roles of the staff: each is a group of the same name."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    LIBRARIAN = "librarian", pgettext_lazy("role", "Librarian")
    EDITOR = "editor", pgettext_lazy("role", "Editor")
    TRANSLATOR = "translator", pgettext_lazy("role", "Translator")
    MODERATOR = "moderator", pgettext_lazy("role", "Moderator")
    TRAINER = "trainer", pgettext_lazy("role", "Trainer")
    ADMIN = "admin", pgettext_lazy("role", "Administrator")
