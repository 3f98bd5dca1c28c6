"""Django's settings, from the environment; every name and default stands in docs/how-to/clinic.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from myotome.clinic.accounts.provider import apps_of, provider_from
from myotome.clinic.site import database_from, mail_from, secret_in

DEMO = os.environ.get("MYOTOME_DEMO") == "1"
HTTPS = os.environ.get("MYOTOME_HTTPS") == "1"
BEHIND_PROXY = os.environ.get("MYOTOME_BEHIND_PROXY") == "1"
DATA = Path(os.environ.get("MYOTOME_DATA") or Path.home() / ".local/share/myotome")
SECRET_KEY = os.environ.get("MYOTOME_SECRET_KEY") or secret_in(DATA)
AUDIT_KEY = os.environ.get("MYOTOME_AUDIT_KEY") or SECRET_KEY
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MYOTOME_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = (
    "myotome.record",
    "myotome.record.calls",
    "myotome.record.checks",
    "myotome.record.jobs",
    "myotome.record.files",
    "myotome.record.shelf",
    "myotome.record.diary",
    "myotome.record.readers",
    "myotome.record.letters",
    "myotome.record.logins",
    "myotome.record.given",
    "myotome.clinic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
)
MIDDLEWARE = (
    "myotome.clinic.running.watch.Watch",
    "django.middleware.security.SecurityMiddleware",
    "myotome.clinic.headers.SecureHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "myotome.clinic.public.same_for_everyone.SamePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "myotome.clinic.accounts.idle.IdleSessions",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "myotome.clinic.refusals.Refusals",
    "allauth.account.middleware.AccountMiddleware",
    "myotome.clinic.accounts.second_factor.SecondFactorForStaff",
    "axes.middleware.AxesMiddleware",
)
ROOT_URLCONF = "myotome.clinic.urls"
WSGI_APPLICATION = "myotome.clinic.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": (
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "myotome.clinic.site.page_frame",
                "myotome.clinic.public.frame.public_frame",
            ),
            "builtins": ["myotome.clinic.templatetags.words", "myotome.clinic.templatetags.public"],
        },
    },
    # Only the patient page, the largest and most asked for: docs/adr/0029-patient-page-by-jinja2.md
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "myotome.clinic.patient.drawing.environment"},
    },
]
FORM_RENDERER = "myotome.clinic.form_renderer.QuickWidgets"

DATABASES = {"default": database_from(os.environ.get("MYOTOME_DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "record.User"
AUTHENTICATION_BACKENDS = ("axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend")
PASSWORD_HASHERS = ("myotome.clinic.accounts.passwords.ModestArgon2",)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
"""Hours."""
# By name alone: a guesser gains nothing by changing address, and a locked colleague waits a quarter of an hour.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_IPWARE_META_PRECEDENCE_ORDER = ("REMOTE_ADDR",)

# The second factor and the clinic's own identity provider, through django-allauth; docs/adr/0024-logins.md says what is switched off.
SECOND_FACTOR_FOR_STAFF = not DEMO
"""Everybody but patients needs one; the demo's passwords are public anyway."""
PROVIDER = provider_from(os.environ)
ACCOUNT_ADAPTER = "myotome.clinic.accounts.adapters.Logins"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGIN_TIMEOUT = 600
# None of them per address: a clinic has one, and behind a proxy everybody has the proxy's.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "myotome.clinic.accounts.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
"""A telephone's clock may be half a minute wrong."""
SOCIALACCOUNT_ADAPTER = "myotome.clinic.accounts.adapters.Provided"
SOCIALACCOUNT_PROVIDERS = apps_of(PROVIDER)
SOCIALACCOUNT_LOGIN_ON_GET = True
"""The way to the provider is a link: a form may lead nowhere outside (the page's policy), and the answer is tied to the session."""
SOCIALACCOUNT_STORE_TOKENS = False
# Used codes and limits are shared by all processes of the site, so they lie in its database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "myotome_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "myotome.clinic.refusals.csrf_failed"
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MYOTOME_ORIGINS", "").split(",") if origin]
IDLE_MINUTES_STAFF = 30
IDLE_MINUTES_PATIENT = 120
EMERGENCY_MINUTES = 60
"""How long a record of another clinic stays open after a reason was given."""
HOUSE_FILE = os.environ.get("MYOTOME_HOUSE") or str(Path(__file__).parent / "demo/house.toml")
"""The clinic describes itself there: name, address, telephone, emergency number, hours, resources."""

FILE_KEY = os.environ.get("MYOTOME_FILE_KEY", "")
FILE_STORE = os.environ.get("MYOTOME_FILE_STORE", "")
# No page takes a file but the one that asks for it by its own handler: nothing is written to a temporary folder in the clear.
FILE_UPLOAD_HANDLERS = ("myotome.clinic.investigations.receiving.NoFiles",)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
JOB_LEASE_SECONDS = float(os.environ.get("MYOTOME_JOB_LEASE_SECONDS") or 30)
"""A worker that is silent for so long is held for dead, and its job is taken again."""
JOB_SECONDS = float(os.environ.get("MYOTOME_JOB_SECONDS") or 300)
"""The longest that one attempt at a job, or one tick, may take."""
WORKER = os.environ.get("MYOTOME_WORKER") == "1"
"""A worker is part of this site: where it is silent, the site is not ready."""
TICKS: tuple[str, ...] = (
    "myotome.record.files.sweep.sweep_each_hour",
    "myotome.clinic.appointments.ticks.every_minute",
)
"""Functions (``module.function``) that the worker calls once a minute with the time."""
SITE_ADDRESS = os.environ.get("MYOTOME_ADDRESS") or "http://127.0.0.1:8000"
"""What stands before every link in a message; never taken from a request."""
_MAIL = mail_from(os.environ.get("MYOTOME_SMTP", ""))
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.host, _MAIL.port, _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _MAIL.starts_tls, _MAIL.is_tls, 20
"""Empty: messages wait in the outbox. The demo keeps them there and sends nothing to anybody."""
DEFAULT_FROM_EMAIL = os.environ.get("MYOTOME_MAIL_FROM", "")
"""Empty: the address in the house file."""

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = ("^-/",)
"""Alive, ready and the meters are asked for on this machine, where there is no TLS."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

LANGUAGE_CODE = "en"
LANGUAGES = (("en", "English"), ("hi", "हिन्दी"))
"""Of the public pages; the pages behind the sign-in are English."""
LOCALE_PATHS = (Path(__file__).parent / "language" / "locale",)
TIME_ZONE = os.environ.get("MYOTOME_TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
SILENCED_SYSTEM_CHECKS = ("axes.W003", "axes.W006")
WATCH_TOKEN = os.environ.get("MYOTOME_WATCH_TOKEN", "")
"""Opens /-/live, /-/ready and /-/metrics to who asks from another machine; without it they open on this machine only."""
LOG_REQUESTS = os.environ.get("MYOTOME_LOG", "warnings" if DEMO else "requests") == "requests"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "myotome.clinic.running.log_lines.JsonLines"}},
    "filters": {"seldom": {"()": "myotome.clinic.running.log_lines.Seldom"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Addresses hold the reference of a patient, so refused and missing pages are not written to the log; the access log has them.
    "loggers": {
        "myotome": {"level": "INFO" if LOG_REQUESTS else "WARNING"},
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
        "waitress.queue": {"filters": ["seldom"]},
    },
}
