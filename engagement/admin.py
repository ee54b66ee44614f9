"""Repair of events and commitments; log entries and figures are not touched here."""

from django.contrib import admin

from civic.admin import PerLanguageAdmin, PerLanguageInline
from engagement.models import Commitment, CommitmentUpdate, OutreachEvent


@admin.register(OutreachEvent)
class OutreachEventAdmin(PerLanguageAdmin):
    list_display = ["slug", "title", "starts_at", "status"]
    list_filter = ["status", "setting"]
    date_hierarchy = "starts_at"


class CommitmentUpdateInline(PerLanguageInline):
    model = CommitmentUpdate


@admin.register(Commitment)
class CommitmentAdmin(PerLanguageAdmin):
    list_display = ["statement", "summary", "theme", "district", "status"]
    list_filter = ["status", "district"]
    list_select_related = ["summary", "theme", "district"]
    inlines = [CommitmentUpdateInline]
