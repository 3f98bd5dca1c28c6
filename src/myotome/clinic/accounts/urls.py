"""Signing in and out, and home."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from myotome.clinic.accounts.views import SignIn, SignOut, home

urlpatterns = [
    path("home/", home, name="home"),
    path("sign-in/", login_not_required(SignIn.as_view()), name="sign_in"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
]
