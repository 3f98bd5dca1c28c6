"""Call-backs, for anybody."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.call_backs import views

urlpatterns = [
    path("call-back/", views.call_back, name="call_back"),
    path("call-back/sent/", views.call_back_sent, name="call_back_sent"),
]
