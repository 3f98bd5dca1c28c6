"""Finds the strings of Django templates for Babel: Django writes each template as Python-like text, which is read as Python."""

import io
import os
from collections.abc import Iterator
from typing import Any

from babel.messages.extract import extract_python


def extract(fileobj: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's extraction method for ``{% translate %}``, ``{% blocktranslate %}`` and ``_("...")`` in templates."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myotome.clinic.settings")
    from django.utils.translation.template import templatize

    text = templatize(fileobj.read().decode("utf-8"))
    return extract_python(io.BytesIO(text.encode("utf-8")), [*keywords, "gettext", "_"], comment_tags, options)
