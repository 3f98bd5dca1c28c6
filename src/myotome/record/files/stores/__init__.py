"""Where sealed files lie: a folder, or a bucket that speaks S3. Names are ours; nothing in a store says whose a file is."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from myotome.record.files.stores.folder import FolderStore
from myotome.record.files.stores.store import Store

__all__ = ["Store", "site_store"]


def site_store() -> Store:
    """The store that ``MYOTOME_FILE_STORE`` names: a folder (by default ``files`` in the data folder) or ``s3://bucket/prefix``."""
    address = settings.FILE_STORE
    if address.startswith("s3://"):
        from myotome.record.files.stores.s3 import s3_store

        return s3_store(address)
    return FolderStore(Path(address) if address else settings.DATA / "files")
