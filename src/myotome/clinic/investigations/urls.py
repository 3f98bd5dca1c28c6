"""Tests and files of one patient."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.investigations import again, delivering, ordering, views

FILE = f"{PATIENT}files/<uuid:file>/"
DELIVERY = f"{PATIENT}deliveries/<uuid:delivery>/"

urlpatterns = [
    path(f"{PATIENT}tests/", views.investigations, name="investigations"),
    path(f"{PATIENT}tests/order/", ordering.order_test, name="order_test"),
    path(f"{PATIENT}tests/<uuid:order>/", ordering.move_order, name="move_order"),
    path(f"{PATIENT}files/", views.upload, name="upload"),
    path(f"{PATIENT}deliveries/", delivering.begin_delivery, name="begin_delivery"),
    path(DELIVERY, delivering.delivery, name="delivery"),
    path(f"{DELIVERY}whole/", delivering.finish_delivery, name="finish_delivery"),
    path(f"{PATIENT}files/states/", views.file_states, name="file_states"),
    path(FILE, views.file, name="file"),
    path(f"{FILE}answers/", views.answer, name="answer_file"),
    path(f"{FILE}answers/back/", again.take_back_answer, name="take_back_answer"),
    path(f"{FILE}settle/", again.settle_file, name="settle_file"),
    path(f"{FILE}download/", views.download, name="download"),
    path(f"{FILE}again/", again.read_again, name="read_again"),
    path(f"{FILE}withdraw/", views.withdraw_file, name="withdraw_file"),
    path("desk/<uuid:ref>/tests/", ordering.desk_tests, name="desk_tests"),
    path("desk/<uuid:ref>/tests/<uuid:order>/", ordering.book_test, name="book_test"),
]
