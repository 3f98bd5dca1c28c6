"""Appointments, for anybody, in every language of the site."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.appointments import booking, managing, referral, stopping, waiting

urlpatterns = [
    path("appointments/", booking.appointments, name="appointments"),
    path("appointments/times/", booking.appointment_times, name="appointment_times"),
    path("appointments/hold/", booking.appointment_hold, name="appointment_hold"),
    path("appointments/details/", booking.appointment_details, name="appointment_details"),
    path("appointments/code/", referral.referral_code, name="referral_code"),
    path("appointments/waiting-list/", waiting.waiting_list, name="waiting_list"),
    path("appointments/earlier/<str:token>/", waiting.earlier_time, name="earlier_time"),
    path("appointments/find/", managing.find_appointment, name="find_appointment"),
    path("appointments/at/<str:reference>/", managing.appointment, name="appointment"),
    path("appointments/at/<str:reference>/calendar.ics", managing.appointment_calendar, name="appointment_calendar"),
    path("appointments/at/<str:reference>/move/", managing.move_appointment, name="move_appointment"),
    path("appointments/at/<str:reference>/cancel/", managing.cancel_appointment, name="cancel_appointment"),
    path("appointments/at/<str:reference>/earlier/", waiting.want_earlier, name="want_earlier"),
    path("messages/stop/<str:token>/", stopping.stop_messages, name="stop_messages"),
]
