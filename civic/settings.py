"""Settings of one installation, all from the environment; see docs/operating.md."""

import secrets
from pathlib import Path

from celery.schedules import schedule
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from civic import env
from civic.languages import LANGUAGES as PORTAL_LANGUAGES

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", secrets.token_urlsafe(50) if DEBUG else None)
SHORTEST_KEY = 50  # characters, as Django asks for
if not DEBUG and len(SECRET_KEY) < SHORTEST_KEY:
    raise ImproperlyConfigured(
        f"SECRET_KEY is too short: at least {SHORTEST_KEY} characters."
    )
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
if not DEBUG and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set: give the portal's host names, separated by commas."
    )
CSRF_TRUSTED_ORIGINS = env.words("TRUSTED_ORIGINS")

# The city
# One name for all languages, or one for each; without, a translated default
PORTAL_NAMES = {
    language.code: env.text(
        f"PORTAL_NAME_{language.code.upper()}", env.text("PORTAL_NAME", "")
    )
    for language in PORTAL_LANGUAGES
}
CONTACT_EMAIL = env.text("CONTACT_EMAIL", "")
# In what must keep its name for ever: entries of calendars and feeds
PORTAL_DOMAIN = next(iter(ALLOWED_HOSTS), "localhost").lstrip("*.") or "localhost"
# Behind the drawing of the districts; every visitor of the map then asks that host
MAP_TILES = env.map_tiles("MAP_TILES")
MAP_TILES_CREDIT = env.text("MAP_TILES_CREDIT", "")
TIME_ZONE = env.time_zone("CITY_TIME_ZONE", "America/Los_Angeles")
USE_TZ = True

# Applications
INSTALLED_APPS = [
    "modeltranslation",
    "civic.apps.CivicConfig",
    "surveys.apps.SurveysConfig",
    "engagement.apps.EngagementConfig",
    "organizing.apps.OrganizingConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
]
MIDDLEWARE = [
    "civic.public_pages.keep_public_pages",
    "civic.middleware.request_errors_in_the_readers_language",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "civic.middleware.RefusalMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "civic.middleware.DeskLoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "civic.middleware.DatabaseAwayMiddleware",
]
ROOT_URLCONF = "civic.urls"
WSGI_APPLICATION = "civic.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "civic.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "civic.templatetags.portal",
            ],
        },
    }
]

# Data
DATABASES = {
    "default": {
        **env.database("DATABASE_URL"),
        # The pool keeps connections itself, so Django must not.
        "CONN_MAX_AGE": 0,
    }
}
if env.boolean("DATABASE_POOL", default=True):
    DATABASES["default"]["OPTIONS"] |= {
        "pool": {
            "min_size": 1,
            "max_size": env.integer("DATABASE_POOL_SIZE", 8),
            "timeout": 5,  # seconds until a page says that the database is away
        }
    }
# Off behind a pooler that cannot keep them, such as PgBouncer before 1.21
DATABASE_PREPARES = env.boolean("DATABASE_PREPARES", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
    }
}

# Background work
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "fold responses into tallies": {
        "task": "surveys.tasks.fold_responses",
        "schedule": schedule(10),
    },
    "purge drafts": {"task": "surveys.tasks.purge_drafts", "schedule": schedule(3600)},
    "write exports": {"task": "surveys.tasks.write_exports", "schedule": schedule(15)},
    "purge exports": {
        "task": "surveys.tasks.purge_exports",
        "schedule": schedule(3600),
    },
    "learn themes": {
        "task": "engagement.tasks.learn_themes",
        "schedule": schedule(120),
    },
    "renew theme figures": {
        "task": "engagement.tasks.renew_theme_figures",
        "schedule": schedule(300),
    },
    "tell authors of comments": {
        "task": "engagement.tasks.tell_authors_of_comments",
        "schedule": schedule(60),
    },
    "forget addresses of comments": {
        "task": "engagement.tasks.forget_addresses_of_comments",
        "schedule": schedule(3600),
    },
    "publish due summaries": {
        "task": "engagement.tasks.publish_due",
        "schedule": schedule(60),
    },
    "purge drafts of texts": {
        "task": "engagement.tasks.purge_text_drafts",
        "schedule": schedule(3600),
    },
    "send letters": {
        "task": "engagement.tasks.send_letters",
        "schedule": schedule(10),
    },
    "send mailings": {
        "task": "engagement.tasks.send_mailings",
        "schedule": schedule(30),
    },
    "forget unconfirmed subscribers": {
        "task": "engagement.tasks.forget_unconfirmed",
        "schedule": schedule(3600),
    },
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# Days after its season until all readers are told that a commitment is overdue
COMMITMENT_GRACE_DAYS = env.integer("COMMITMENT_GRACE_DAYS", 30)

# Surveys in a flood: docs/operating.md says what each number does.
SURVEY_FLAG_AFTER = env.integer("SURVEY_FLAG_AFTER", 30)
SURVEY_CHALLENGE_AFTER = env.integer("SURVEY_CHALLENGE_AFTER", 300)
SURVEY_REFUSE_AFTER = env.integer("SURVEY_REFUSE_AFTER", 120)

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.endonym) for language in PORTAL_LANGUAGES]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": tuple(language.code for language in PORTAL_LANGUAGES)
}

# People
AUTH_USER_MODEL = "civic.User"
# An e-mail address is unique whatever its case: the constraint user_email_unique.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "civic.passwords.NotLikeTheAccount",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "civic.passwords.LongEnough"},
    {"NAME": "civic.passwords.NotCommon"},
    {"NAME": "civic.passwords.NotDigitsOnly"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "civic:desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "civic:home"
ACCOUNT_ADAPTER = "civic.accounts.PortalAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "civic.forms.SignInForm",
    "request_login_code": "civic.forms.RequestCodeForm",
    "confirm_login_code": "civic.forms.ConfirmCodeForm",
    "reset_password": "civic.forms.RequestPasswordCodeForm",
    "confirm_password_reset_code": "civic.forms.ConfirmCodeForm",
    "reset_password_from_key": "civic.forms.NewPasswordForm",
    "change_password": "civic.forms.ChangePasswordForm",
    "set_password": "civic.forms.SetPasswordForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
# Digits can be typed on any keyboard; letters are not on a Persian one.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 9, "dashed": True}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# Mail
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'filebased' if DEBUG else 'smtp'}.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 30  # seconds
MAIL_SENDERS = max(1, env.integer("MAIL_SENDERS", 4))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost")
# Where reports of mail that did not arrive go, “+” and the delivery put in
BOUNCE_ADDRESS = env.mail_address("BOUNCE_ADDRESS")

# In links that leave the portal: mails are written where nobody asks for a page
PORTAL_ADDRESS = env.site_address(
    "PORTAL_ADDRESS",
    f"http://127.0.0.1:{env.integer('PORT', 8000)}"
    if DEBUG
    else f"https://{PORTAL_DOMAIN}",
)

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Collected and compressed for visitors; straight from the sources while developing.
IS_COLLECTED = env.boolean("STATIC_MANIFEST", default=not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Shared by all machines that run the web or the worker
    "exports": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.text("EXPORTS_DIR", str(VAR_DIR / "exports"))},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_COLLECTED

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *env.origins(MAP_TILES)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "civic.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# The editor of a question sends two lists of up to 500 rows, a row up to 4 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4100
HTTPS = env.boolean("HTTPS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS and env.boolean("HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
IS_BEHIND_PROXY = env.boolean("BEHIND_PROXY", default=False)
if IS_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
}
