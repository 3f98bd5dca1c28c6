"""The WSGI application, for waitress and any other server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myotome.clinic.settings")
application = get_wsgi_application()
