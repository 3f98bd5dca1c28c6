"""A patient's own login: the front desk makes it, gives a first password by hand, and closes it again. Nobody signs up by themselves."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import gateway_of, open_to, plain
from myotome.record.roles import Deed, Role

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is read for another on paper."""
GROUPS, GROUP = 4, 4
DEEDS: Final = ("make", "password", "close", "open")


@open_to(Role.FRONT_DESK)
def patient_login(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Whether the patient has a login; makes one, gives a new password, closes or opens it."""
    password, problem = "", ""
    deed = plain(request.POST.get("deed"))
    if request.method == "POST" and deed in DEEDS:
        try:
            with gateway_of(request).open(ref, Deed.WRITE_IDENTITY, f"patient's login: {deed}") as file:
                if deed in {"make", "password"}:
                    password = _password()
                    file.give_login(password)
                else:
                    file.open_login(is_open=deed == "open")
        except ValidationError as error:
            password, problem = "", " ".join(error.messages)
    with gateway_of(request).open(ref, Deed.READ_IDENTITY, "patient's login") as file:
        context = {"who": file.identity, "login": file.login(), "ref": ref, "password": password, "problem": problem}
    return render(request, "accounts/patient_login.html", context, status=422 if problem else 200)


def _password() -> str:
    """Sixteen letters in fours, about 79 bits; shown once, to be handed over."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
