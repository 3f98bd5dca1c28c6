"""Whose interview it is, and where its pages are: under the patient's own address or under the patient's record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from myotome.clinic.doors import gateway_of, user_of
from myotome.clinic.intake.flow import state_in
from myotome.record.gateway import NotFound
from myotome.record.roles import Deed, Role
from myotome.symptoms.interview import InterviewState

DEED = Deed.ANSWER_INTAKE


class Way:
    """Addresses and answers of one interview."""

    def __init__(self, request: HttpRequest, ref: UUID | None) -> None:
        if ref is not None and user_of(request).role == Role.PATIENT:
            raise NotFound("no such page", cure="Your own interview stands under My record.")
        self._request = request
        self.own = ref is None
        self.ref = gateway_of(request).own_ref() if ref is None else ref
        self.respondent = "patient" if self.own else f"patient, written by {user_of(request).full_name}"

    def to(self, page: str, question: str = "", **more: Any) -> str:
        """Address of one of the pages."""
        kwargs: dict[str, Any] = ({"question": question} if question else {}) | more
        if self.own:
            return reverse(f"my_intake_{page}" if page != "start" else "my_intake", kwargs=kwargs)
        return reverse(f"intake_{page}" if page != "start" else "intake", kwargs={"ref": self.ref, **kwargs})

    @property
    def start(self) -> str:
        """Address of the overview."""
        return self.to("start")

    @property
    def go_on(self) -> str:
        """Address that leads to the next question."""
        return self.to("go_on")

    @property
    def check(self) -> str:
        """Address of the check."""
        return self.to("check")

    @property
    def send(self) -> str:
        """Where the answers are sent to."""
        return self.to("send")

    @property
    def understood(self) -> str:
        """Address of what was read from the own words."""
        return self.to("understood")

    @property
    def urgent(self) -> str:
        """Address of what cannot wait."""
        return self.to("urgent")

    def state(self, purpose: str) -> tuple[InterviewState, Any]:
        """The interview as it stands, and whose it is."""
        with gateway_of(self._request).open(self.ref, DEED, purpose) as file:
            return state_in(file, self.respondent), file.identity
