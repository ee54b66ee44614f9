"""All addresses: public and desk pages carry the language, the rest do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from civic.views import errors, health, home, start
from surveys.views import collectors

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = errors.too_many_requests  # allauth looks for it
handler500 = errors.server_error

civic_patterns = (
    [
        path("", home.home, name="home"),
        path("about/accessibility/", home.accessibility, name="accessibility"),
        path("about/privacy/", home.privacy, name="privacy"),
        path("desk/", home.desk, name="desk"),
    ],
    "civic",
)

urlpatterns = [
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
    path("", start.start, name="start"),
    path("s/<slug:slug>/", collectors.short_address, name="short-address"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include(civic_patterns)),
        path("accounts/", include("civic.account_urls")),
        path("", include("surveys.urls")),
        path("", include("engagement.urls")),
    ),
]
