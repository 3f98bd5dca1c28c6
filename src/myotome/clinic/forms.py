"""The base of every form: labels above, hints and errors tied to their field, and each error a sentence with its cure."""

from __future__ import annotations

from typing import Any

from django import forms


class CalmForm(forms.Form):
    """A form whose fields are drawn by ``parts/field.html`` and whose errors stand in a summary first."""

    template_name = "parts/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}-%s")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = f"Fill in “{field.label or name}”."
