"""Every address of the clinic. A new one needs an entry in tests/unit/clinic/expectations.py."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from myotome.clinic.accounts.views import SignIn, SignOut, home
from myotome.clinic.desk import views as desk
from myotome.clinic.examination import views as examination
from myotome.clinic.findings import views as findings
from myotome.clinic.intake import views as intake
from myotome.clinic.knowledge import views as knowledge
from myotome.clinic.mine import views as mine
from myotome.clinic.patient import views as patient
from myotome.clinic.people import views as people
from myotome.clinic.report import views as report
from myotome.clinic.style import body_map_style
from myotome.clinic.worklist import views as worklist

PATIENT = "patients/<uuid:ref>/"

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", login_not_required(SignIn.as_view()), name="sign_in"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("style/body-map.css", body_map_style, name="body_map_style"),
    path("worklist/", worklist.worklist_page, name="worklist"),
    path(PATIENT, patient.patient, name="patient"),
    path(f"{PATIENT}emergency/", patient.break_glass, name="break_glass"),
    path(f"{PATIENT}diagnosis/", patient.diagnose, name="diagnose"),
    path(f"{PATIENT}release/", patient.release, name="release"),
    path(f"{PATIENT}findings/", findings.add_finding, name="add_finding"),
    path(f"{PATIENT}answers/", findings.answer_question, name="answer_question"),
    path(f"{PATIENT}results/", findings.add_measurement, name="add_measurement"),
    path(f"{PATIENT}medicines/", findings.add_medication, name="add_medication"),
    path(f"{PATIENT}notes/", findings.add_note, name="add_note"),
    path(f"{PATIENT}findings/<uuid:entry>/", findings.correct_finding, name="correct_finding"),
    path(f"{PATIENT}<str:kind>/<uuid:entry>/withdraw/", findings.withdraw, name="withdraw"),
    path(f"{PATIENT}examination/", examination.examination, name="examination"),
    path(f"{PATIENT}reports/<int:number>/", report.report, name="report"),
    path(f"{PATIENT}reports/<int:number>/sign/", report.sign, name="sign"),
    path(f"{PATIENT}interview/", intake.start, name="intake"),
    path(f"{PATIENT}interview/next/", intake.go_on, name="intake_go_on"),
    path(f"{PATIENT}interview/urgent/", intake.urgent, name="intake_urgent"),
    path(f"{PATIENT}interview/check/", intake.check, name="intake_check"),
    path(f"{PATIENT}interview/send/", intake.send, name="intake_send"),
    path(f"{PATIENT}interview/questions/<slug:question>/", intake.question, name="intake_question"),
    path("my/", mine.my_home, name="my_home"),
    path("my/questions/", intake.start, name="my_intake"),
    path("my/questions/next/", intake.go_on, name="my_intake_go_on"),
    path("my/questions/urgent/", intake.urgent, name="my_intake_urgent"),
    path("my/questions/check/", intake.check, name="my_intake_check"),
    path("my/questions/send/", intake.send, name="my_intake_send"),
    path("my/questions/sent/", intake.sent, name="my_intake_sent"),
    path("my/questions/<slug:question>/", intake.question, name="my_intake_question"),
    path("desk/", desk.desk, name="desk"),
    path("desk/register/", desk.register_page, name="register"),
    path("desk/<uuid:ref>/", desk.desk_patient, name="desk_patient"),
    path("knowledge/", knowledge.shelves, name="knowledge"),
    path("knowledge/<slug:shelf>/", knowledge.shelf, name="shelf"),
    path("knowledge/<slug:shelf>/<slug:slug>/", knowledge.entry, name="entry"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.change_person, name="change_person"),
    path("people/emergency-access/", people.emergencies, name="emergencies"),
]
handler404 = "myotome.clinic.refusals.not_found"
handler500 = "myotome.clinic.refusals.broken"
