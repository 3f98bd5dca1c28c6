"""The addresses of the public pages in every language, looked up once so that the first reader does not wait for it."""

from __future__ import annotations

from django.conf import settings
from django.urls import resolve, reverse
from django.utils.translation import override


def open_the_addresses() -> None:
    """Fill Django's tables of addresses for every language of the site."""
    for code, _ in settings.LANGUAGES:
        with override(code):
            resolve(reverse("front"))
