"""The front desk."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.desk import booking_new, bookings, calls, closing, codes, diary, moves, views, waiting

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/register/", views.register_page, name="register"),
    path("desk/diary/", diary.diary, name="desk_diary"),
    path("desk/diary/print/", diary.print_day, name="desk_print"),
    path("desk/diary/drop/", moves.drop_booking, name="desk_drop"),
    path("desk/diary/code/", codes.give_booking_code, name="desk_give_code"),
    path("desk/book/", booking_new.new_booking, name="desk_book"),
    path("desk/bookings/<slug:reference>/", bookings.booking, name="desk_booking"),
    path("desk/bookings/<slug:reference>/move/", moves.move_booking, name="desk_move"),
    path("desk/bookings/<slug:reference>/undo/", moves.undo_booking, name="desk_undo"),
    path("desk/bookings/<slug:reference>/mark/", bookings.mark_booking, name="desk_mark"),
    path("desk/bookings/<slug:reference>/cancel/", bookings.cancel_booking, name="desk_cancel"),
    path("desk/bookings/<slug:reference>/match/", bookings.match_booking, name="desk_match"),
    path("desk/closed/", closing.closed_time, name="desk_closed"),
    path("desk/closed/open/", closing.reopen, name="desk_reopen"),
    path("desk/waiting/", waiting.waiting, name="desk_waiting"),
    path("desk/waiting/answer/", waiting.answer_waiting, name="desk_answer_waiting"),
    path("desk/calls/", calls.calls, name="desk_calls"),
    path("desk/calls/<uuid:call>/", calls.call, name="desk_call"),
    path("desk/calls/<uuid:call>/take/", calls.claim_call, name="desk_claim_call"),
    path("desk/calls/<uuid:call>/tried/", calls.try_call, name="desk_try_call"),
    path("desk/calls/<uuid:call>/close/", calls.close_call, name="desk_close_call"),
    path("desk/<uuid:ref>/", views.desk_patient, name="desk_patient"),
]
