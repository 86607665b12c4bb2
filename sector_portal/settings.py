"""All settings, read from the environment (`.env` in the checkout is read first).

Fail-closed: a variable without a default here is required. `.env.example` lists every variable.
"""

import re
import sys
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from sector_portal import database

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# Safety
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=True)  # false only where the portal is reached by plain http, as in the demo
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:  # only where a proxy sets this header on every request
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],  # data: for the marks in Django's own admin style sheet
        "script-src": ["'self'"],
        "style-src": ["'self'"],
    }
}

# The house
INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it patches
    "procrastinate.contrib.django",  # before those who use it
    "allauth.account",  # before accounts, which takes its admin away
    "allauth.mfa",
    "allauth",
    "sector_portal",
    "meetings",
    "research",
    "indicators",
    "sectors",
    "accounts",
    "groundwork",
    "csp",
    "django_prose_editor",  # its files; the editor is set up in static/js/prose-editor.js
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "sector_portal.apps.WorkplaceConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sector_portal.logs.RequestLogMiddleware",  # of pages, not of static files
    "sector_portal.middleware.GzipMiddleware",
    "sector_portal.middleware.allow_other_sites",
    "sector_portal.middleware.DatabaseAwayMiddleware",
    "sector_portal.conditional.ConditionalPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sector_portal.middleware.refuse_malformed_input",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sector_portal.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "sector_portal.urls"
WSGI_APPLICATION = "sector_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
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
                "sector_portal.context_processors.languages",
            ],
        },
    }
]

# Database: the embedded server unless DATABASE_URL names another
DATABASES = {"default": database.settings_from(env, BASE_DIR)}
SEARCH_IN_MEMORY = env.bool("BOUNDED", default=False)  # web processes only: research/search/bitmaps.py

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccessBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
PASSWORD_RESET_TIMEOUT = 3 * 86_400  # seconds that the link of an invitation, or for a new password, stays good
REVIEW_BY_ANOTHER = env.bool("REVIEW_BY_ANOTHER", default=True)  # who wrote a version does not publish it
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)  # false in the demo only
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "signup": "accounts.forms.RegistrationForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can have us write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a changed password or second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Sector Portal"

# What processes share for minutes, such as the counts behind limits on guessing
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://portal_cache")}

# Background work: jobs are kept in the database, in the transaction of whoever asks for them
PROCRASTINATE_ON_APP_READY = "groundwork.jobs.keep_errors"
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 4}
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 86_400}  # who was away at night does the night's work when back

# Mail: without EMAIL_URL it waits in the outbox
EMAIL_TIMEOUT = 30  # seconds for each answer of the mail server
if EMAIL_URL := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fr", "es")
TIME_ZONE = "Europe/Zurich"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["sector_portal.formats"]

# Files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or "pytest" in sys.modules
        else "sector_portal.static_files.JoinedStylesheetsStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
PRIVATE_ROOT = Path(env.str("STORAGE_ROOT", default="") or BASE_DIR / ".portal" / "files")  # what people send
FILE_UPLOAD_HANDLERS = [
    "groundwork.uploads.handlers.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "groundwork.uploads.handlers.DiskUploadHandler",
]

# The demo's data, sources and licences in its README
DEMO_DIR = BASE_DIR / "demo"

# The API: read by anybody, signed in as nobody, a client so many times an hour
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": env.str("API_RATE", default="1200/hour")},
    "DEFAULT_PAGINATION_CLASS": "sector_portal.api.paging.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sector_portal.api.problems.as_problem",
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SECTOR",
    "DESCRIPTION": "What the pages of the portal show to everybody, as JSON to read.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# The OAI-PMH provider: the host in the identifiers of records, which must not change once they are harvested
OAI_HOST = env.str("OAI_HOST", default="") or ALLOWED_HOSTS[0].lstrip(".")
OAI_ADMIN_EMAIL = env.str("OAI_ADMIN_EMAIL", default="") or "postmaster@{}{}".format(
    OAI_HOST, "" if "." in OAI_HOST else ".localdomain"
)
if not re.fullmatch(r"\S+@(\S+\.)+\S+", OAI_ADMIN_EMAIL):  # as the schema of OAI-PMH wants it
    raise environ.ImproperlyConfigured("OAI_ADMIN_EMAIL is no address like name@example.org.")
# Where statistics are fetched from, by the name of a dataflow
SDMX_ADDRESS = env.str("SDMX_ADDRESS", default="https://sdmx.ilo.org/rest/data/ILO,{dataflow}/all")

# Named to other sites whenever the portal asks them: an address or mailto: that reaches whoever runs it
OUTBOUND_CONTACT = env.str("OUTBOUND_CONTACT", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "sector_portal.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a visitor's slip is no event for the log
        "psycopg.pool": {"level": "ERROR"},  # of each attempt to connect; what wanted the database is logged itself
        "gunicorn.error": {"propagate": True},  # in the words of its workers too, one object a line
        "sector_portal.logs": {"level": "INFO" if env.bool("LOG_REQUESTS", default=True) else "WARNING"},
    },
}
