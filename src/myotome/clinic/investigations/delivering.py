"""Files in pieces: begin, ask how much is here, send the next piece, say that it is whole. For the page's own script; every answer is JSON.

A plain form sends the same files without it (``views.upload``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from myotome.clinic.doors import gateway_of, open_to, plain, whole_number
from myotome.clinic.investigations.ordering import open_order
from myotome.clinic.investigations.reading import enqueue
from myotome.record.files.cabinet import Cabinet
from myotome.record.files.delivering import (
    AGAIN,
    PIECE_BYTES,
    Deliveries,
    DeliverySheet,
    WrongOffset,
    put_together,
    take_away,
)
from myotome.record.files.ordering import Orders
from myotome.record.files.seal import BrokenSeal
from myotome.record.roles import Deed, Role
from myotome.words.errors import UnknownName, UnusableInput

CONFLICT: Final = 409
UNUSABLE: Final = 422


def in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a file cannot do is said in JSON: 409 with the offset to go on from, 404, or 422 with the sentence. A door that is shut stays a page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except WrongOffset as error:
            return JsonResponse({"offset": error.value}, status=CONFLICT)
        except UnusableInput as error:
            status = 404 if isinstance(error, UnknownName) else UNUSABLE
            return JsonResponse({"refused": error.sentence()}, status=status)

    return answered


@open_to(Role.CLINICIAN)
@require_POST
@in_json
def begin_delivery(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Begin to send a file, or go on with one that was begun: where its pieces go, and from which byte on."""
    name, size = plain(request.POST.get("name")), whole_number(plain(request.POST.get("size")))
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "begin to send a file") as file:
        sheet = Deliveries(file).begin(name, size, plain(request.POST.get("mark")))
    return _standing(ref, sheet, status=201)


@open_to(Role.CLINICIAN)
@require_http_methods(["GET", "POST"])
@in_json
def delivery(request: HttpRequest, ref: UUID, delivery: UUID) -> HttpResponse:
    """GET: how much of it is here. POST: the next piece as it is, with X-Offset and X-Sha256 beside it."""
    if request.method == "GET":
        with gateway_of(request).open(ref, Deed.READ_RECORD, "how much of a file is here") as file:
            return _standing(ref, Deliveries(file).sheet(delivery))
    offset, sha256 = whole_number(request.headers.get("X-Offset", "")), request.headers.get("X-Sha256", "")
    data = request.read(PIECE_BYTES + 1)
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "send a piece of a file") as file:
        sheet = Deliveries(file).take(delivery, offset, data, sha256)
    return _standing(ref, sheet)


@open_to(Role.CLINICIAN)
@require_POST
@in_json
def finish_delivery(request: HttpRequest, ref: UUID, delivery: UUID) -> HttpResponse:
    """Everything was sent: hold it against the sender's hash and keep it. Asked again it says the same again."""
    gateway = gateway_of(request)
    with gateway.open(ref, Deed.WRITE_RECORD, "look whether a file is whole") as file:
        sheet, pieces = Deliveries(file).whole(delivery, plain(request.POST.get("digest")))
    if sheet.kept_as is not None:
        return JsonResponse({"new": sheet.new})
    try:
        # Outside a transaction: half a gigabyte takes seconds, in which others write.
        arrived = put_together(sheet.name, pieces)
        with gateway.open(ref, Deed.WRITE_RECORD, "upload a file") as file:
            order = open_order(file, plain(request.POST.get("order")))
            kept, new = Cabinet(file).keep(arrived, enqueue, order)
            if new and order is not None:
                Orders(file).move(order, "resulted")
            Deliveries(file).close(delivery, kept.ref, new=new)
    except UnknownName:
        raise  # an order that is no longer open: the pieces stay, and can be kept without it
    except (BrokenSeal, UnusableInput) as error:
        if (done := _drop(request, ref, delivery)) is not None:
            return JsonResponse({"new": done.new})
        if isinstance(error, BrokenSeal):
            raise UnusableInput("a piece of this file is gone or broken here", value=sheet.name, cure=AGAIN) from error
        raise
    take_away(pieces)
    return JsonResponse({"new": new})


def _drop(request: HttpRequest, ref: UUID, delivery: UUID) -> DeliverySheet | None:
    """Forget it, unless a second tab has finished it meanwhile: then that one's sheet."""
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "drop a file that is not taken") as file:
        sheet = Deliveries(file).sheet(delivery)
        names = Deliveries(file).drop(delivery) if sheet.kept_as is None else ()
    take_away(names)
    return None if sheet.kept_as is None else sheet


def _standing(ref: UUID, sheet: DeliverySheet, status: int = 200) -> JsonResponse:
    address = reverse("delivery", args=[ref, sheet.ref])
    return JsonResponse({"address": address, "offset": sheet.received_bytes}, status=status)
