"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest

from civic import languages


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "portal_name": settings.PORTAL_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "language": languages.current(),
        "portal_languages": languages.LANGUAGES,
        "is_demonstration_site": settings.DEBUG,
    }
