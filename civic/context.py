"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from civic import languages


def portal_name() -> str:
    """Return what the portal is called in the page's language."""
    name = settings.PORTAL_NAMES[languages.current().code]
    return name or gettext("The Listening Table")


def portal(request: HttpRequest) -> dict[str, object]:
    language = languages.current()
    return {
        "portal_name": portal_name(),
        "contact_email": settings.CONTACT_EMAIL,
        "language": language,
        "portal_languages": languages.LANGUAGES,
        "is_demonstration_site": settings.DEBUG,
    }
