"""Every address of the clinic, gathered from the rooms. A new one needs an entry in tests/unit/clinic/expectations."""

from __future__ import annotations

from types import ModuleType

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from myotome.clinic.accounts import urls as accounts
from myotome.clinic.appointments import outbox
from myotome.clinic.appointments import urls as appointments
from myotome.clinic.call_backs import urls as call_backs
from myotome.clinic.desk import urls as desk
from myotome.clinic.examination import urls as examination
from myotome.clinic.findings import urls as findings
from myotome.clinic.health import urls as health
from myotome.clinic.health_check import urls as health_check
from myotome.clinic.intake import urls as intake
from myotome.clinic.investigations import urls as investigations
from myotome.clinic.knowledge import urls as knowledge
from myotome.clinic.letters import urls as letters
from myotome.clinic.mine import urls as mine
from myotome.clinic.muscle import urls as muscle
from myotome.clinic.patient import urls as patient
from myotome.clinic.people import urls as people
from myotome.clinic.public import plain_urls as plain
from myotome.clinic.public import urls as public
from myotome.clinic.readers import urls as readers
from myotome.clinic.reading import urls as reading
from myotome.clinic.report import urls as report
from myotome.clinic.running import urls as running
from myotome.clinic.self_check import urls as self_check
from myotome.clinic.style import body_map_style
from myotome.clinic.worklist import urls as worklist

INSIDE = (
    reading,
    accounts,
    worklist,
    patient,
    investigations,
    muscle,
    findings,
    examination,
    report,
    letters,
    intake,
    health_check,
    mine,
    desk,
    knowledge,
    people,
    readers,
    outbox,
)
"""Rooms behind the sign-in, in English. Order matters only where two patterns fit one address."""
PUBLIC: tuple[ModuleType, ...] = (public, health, self_check, appointments, call_backs)
"""Rooms that anybody may open, in every language of the site: English without a prefix, the others under theirs (``/hi/``)."""

urlpatterns = [
    path("style/body-map.css", body_map_style, name="body_map_style"),
    *running.urlpatterns,
    *plain.urlpatterns,
    *(pattern for room in INSIDE for pattern in room.urlpatterns),
    *i18n_patterns(*(pattern for room in PUBLIC for pattern in room.urlpatterns), prefix_default_language=False),
]
handler403 = "myotome.clinic.refusals.refused"
handler404 = "myotome.clinic.refusals.not_found"
handler500 = "myotome.clinic.refusals.broken"
