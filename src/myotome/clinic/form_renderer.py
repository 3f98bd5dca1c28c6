"""How fields are drawn: Django's widgets by its own Jinja2 templates, several times as fast as the same in its template language."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import BaseRenderer, DjangoTemplates, Jinja2


class QuickWidgets(BaseRenderer):
    """Widgets by Jinja2; whole forms, which are templates of our own, as every other page."""

    def __init__(self) -> None:
        self._widgets, self._forms = Jinja2(), DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """The template of a widget or a form; raises TemplateDoesNotExist."""
        renderer = self._widgets if template_name.startswith("django/forms/widgets/") else self._forms
        return renderer.get_template(template_name)
