"""Registers the files of patients with Django."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files, what was read in them, and ordered tests, as a Django application inside the record."""

    name = "myotome.record.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A file whose job failed for good shows on the worklist."""
        from myotome.record.files.waiting import note_failure
        from myotome.record.jobs.queue import job_failed

        job_failed.connect(note_failure, dispatch_uid="files on the worklist")
