"""The files and orders that the demo begins with, kept and read through the same doors as everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from myotome.clinic.investigations.page import desk_group
from myotome.clinic.investigations.reading import read_now
from myotome.record.files.cabinet import Cabinet
from myotome.record.files.incoming import Incoming
from myotome.record.files.ordering import Orders
from myotome.record.gateway import Gateway
from myotome.record.roles import Deed
from myotome.wiring import knowledge
from myotome.words.shelf import read_book


def seed_results(clinician: Any, refs: Mapping[str, UUID]) -> None:
    """Upload and read the files of results.toml, and order its tests; ``refs`` are the patients by family name."""
    now = timezone.now()
    content = read_book("myotome.clinic.demo", "results.toml").content
    for row in content["file"]:
        day = now - timedelta(days=row["days_ago"])
        incoming = Incoming(row["name"])
        incoming.take(row["text"].replace("{day}", f"{timezone.localdate(day):%d.%m.%Y}").strip().encode())
        arrived = incoming.finish()
        with Gateway(clinician, lambda day=day: day).open(refs[row["patient"]], Deed.WRITE_RECORD, "demo") as file:  # type: ignore[misc]
            sheet, _ = Cabinet(file).keep(arrived, lambda _: uuid4())
        read_now(sheet.ref)
    for row in content["order"]:
        day = now - timedelta(days=row["days_ago"])
        test = knowledge().orders[row["test"]]
        with Gateway(clinician, lambda day=day: day).open(refs[row["patient"]], Deed.WRITE_RECORD, "demo") as file:  # type: ignore[misc]
            Orders(file).order(test.slug, desk_group(test), [line.what for line in test.lines if not line.when])
