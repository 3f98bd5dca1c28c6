"""Logins and roles for the administrator, and emergency accesses to review. No clinical page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from myotome.clinic.doors import open_to, plain, user_of, whole_number
from myotome.clinic.people.forms import STAFF, UserForm
from myotome.record.people import (
    add_user,
    change_user,
    list_emergencies,
    list_users,
    reset_second_factor,
    review_emergency,
)
from myotome.record.roles import Role
from myotome.words.errors import OutOfRange


@open_to(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Every login of the clinic; adds one."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_user(user_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "The login is made.")
            return redirect("people")
    context = {"users": list_users(user_of(request)), "form": form, "roles": STAFF}
    return render(request, "people/people.html", context, status=422 if form.errors else 200)


@open_to(Role.ADMINISTRATOR)
@require_POST
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a role, close or open a login."""
    role = plain(request.POST.get("role"))
    if role not in dict(STAFF):
        raise OutOfRange("no such role", value=role)
    change_user(user_of(request), pk, role=role, active=request.POST.get("active") == "yes")
    messages.success(request, "The login is changed.")
    return redirect("people")


@open_to(Role.ADMINISTRATOR)
@require_POST
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a colleague's second factors away after a loss; they set up a new one at their next sign-in."""
    name = reset_second_factor(user_of(request), pk)
    messages.success(request, f"{name} sets up a new second factor at the next sign-in.")
    return redirect("people")


@open_to(Role.ADMINISTRATOR)
def emergencies(request: HttpRequest) -> HttpResponse:
    """Emergency accesses, newest first; takes a review."""
    if request.method == "POST":
        pk = whole_number(plain(request.POST.get("access")))
        justified = request.POST.get("justified") == "yes"
        review_emergency(user_of(request), pk, justified=justified, note=plain(request.POST.get("note")))
        messages.success(request, "Your review is recorded.")
        return redirect("emergencies")
    return render(request, "people/emergencies.html", {"accesses": list_emergencies(user_of(request))})
