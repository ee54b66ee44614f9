"""The administration at /admin/: reference data and repair, in Django's own admin."""

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from civic import languages
from civic.models import Activity, Branch, District, User

# What allauth documents for sending people to its own sign-in.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(EmailAddress)  # an account has the one address it is known by
admin.site.site_header = admin.site.site_title = _("Administration")

Fieldset = tuple[str | None, dict[str, object]]


def fieldsets_per_language(names: list[str], model: type[Model]) -> list[Fieldset]:
    """What is the same in all languages first, then one fieldset a language."""
    spoken = {
        field.name: getattr(field, "language", None) for field in model._meta.fields
    }
    shared = [name for name in names if spoken.get(name) is None]
    sets: list[Fieldset] = [(None, {"fields": shared})] if shared else []
    for language in languages.LANGUAGES:
        own = [name for name in names if spoken.get(name) == language.code]
        if own:
            sets.append((language.endonym, {"fields": own}))
    return sets


class PerLanguageFieldsets(BaseModelAdmin):
    """A fieldset a language, without the scripts that tabs would load from afar."""

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None):
        fieldsets = super().get_fieldsets(request, obj)
        names = flatten_fieldsets(fieldsets)
        return fieldsets_per_language(names, self.model)


class PerLanguageAdmin(PerLanguageFieldsets, TranslationAdmin):
    pass


class PerLanguageInline(PerLanguageFieldsets, TranslationStackedInline):
    extra = 0


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that may be looked at and never touched by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(District)
class DistrictAdmin(PerLanguageAdmin):
    list_display = ["code", "name", "position"]
    search_fields = ["code", *(f"name_{code}" for code in languages.CODES)]


@admin.register(Branch)
class BranchAdmin(PerLanguageAdmin):
    list_display = ["code", "name", "district", "is_open"]
    list_filter = ["is_open", "district"]
    list_select_related = ["district"]
    search_fields = ["code", *(f"name_{code}" for code in languages.CODES)]


class NewAccountForm(forms.ModelForm):
    """An account without a password: its owner signs in by e-mail code."""

    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 (Django's)
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class AccountAdmin(UserAdmin):
    add_form = NewAccountForm
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "name", "language", "groups", "branches"],
                "description": _(
                    "The person signs in with a code sent to this e-mail address, "
                    "and can set a password afterwards."
                ),
            },
        )
    ]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "language"]}),
        (_("Roles"), {"fields": ["groups", "branches"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["joined_at", "last_login"]}),
    ]
    readonly_fields = ["joined_at", "last_login"]
    list_display = ["email", "name", "is_active", "is_staff"]
    list_filter = ["groups", "branches", "is_active", "is_staff"]
    search_fields = ["email", "name"]
    filter_horizontal: tuple[str, ...] = ()  # its script has texts of its own
    ordering = ["email"]


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["recorded_at", "actor", "verb", "subject_type", "subject_id"]
    list_filter = ["verb", "subject_type"]
    list_select_related = ["actor"]
    date_hierarchy = "recorded_at"
