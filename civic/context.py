"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from civic import languages


def portal(request: HttpRequest) -> dict[str, object]:
    language = languages.current()
    name = settings.PORTAL_NAMES[language.code]
    return {
        "portal_name": name or gettext("The Listening Table"),
        "contact_email": settings.CONTACT_EMAIL,
        "language": language,
        "portal_languages": languages.LANGUAGES,
        "is_demonstration_site": settings.DEBUG,
    }
