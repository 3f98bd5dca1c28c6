"""The administrator's forms."""

from __future__ import annotations

from django import forms

from myotome.clinic.forms import CalmForm
from myotome.record.roles import LABELS, Role

STAFF = [(role.value, LABELS[role]) for role in Role if role is not Role.PATIENT]


class UserForm(CalmForm):
    """A new login."""

    full_name = forms.CharField(label="Full name", max_length=150)
    username = forms.RegexField(
        label="User name",
        regex=r"^[A-Za-z0-9._@+-]+$",
        max_length=150,
        error_messages={"invalid": "A user name holds letters, digits and . _ @ + - only."},
    )
    role = forms.ChoiceField(label="Role", choices=STAFF)
    password = forms.CharField(
        label="First password",
        help_text="At least 12 letters.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
