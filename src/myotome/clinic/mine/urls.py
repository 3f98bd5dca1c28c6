"""The patient's own pages."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.mine import views

urlpatterns = [
    path("my/", views.my_home, name="my_home"),
    path("my/letters/<int:number>/", views.my_letter, name="my_letter"),
    path("my/letters/<int:number>/pdf/", views.my_letter_pdf, name="my_letter_pdf"),
    path("my/visits/<str:reference>/", views.my_visit, name="my_visit"),
]
