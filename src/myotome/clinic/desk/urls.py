"""The front desk."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.desk import calls, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/register/", views.register_page, name="register"),
    path("desk/calls/", calls.calls, name="desk_calls"),
    path("desk/calls/<uuid:call>/", calls.call, name="desk_call"),
    path("desk/calls/<uuid:call>/take/", calls.claim_call, name="desk_claim_call"),
    path("desk/calls/<uuid:call>/tried/", calls.try_call, name="desk_try_call"),
    path("desk/calls/<uuid:call>/close/", calls.close_call, name="desk_close_call"),
    path("desk/<uuid:ref>/", views.desk_patient, name="desk_patient"),
]
