"""How uploaded files come in: sealed while they arrive where a page asks for files, and dropped everywhere else."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from myotome.record.files.incoming import Arrived, Incoming
from myotome.words.errors import MyotomeError


class NoFiles(FileUploadHandler):
    """The site's default: a file sent to a page that takes none is read past and written nowhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Drop it."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached."""

    def file_complete(self, file_size: int) -> None:
        """Never reached."""


class SealedFiles(FileUploadHandler):
    """Seals each file on its way in. ``arrived`` are those that are whole; ``refused`` names those that are not taken, with the sentence."""

    chunk_size = 1 << 20

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.arrived: list[Arrived] = []
        self.refused: list[tuple[str, str]] = []
        self._incoming: Incoming | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """One more file begins."""
        super().new_file(*args, **kwargs)
        self._incoming = Incoming(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Some more of it."""
        assert self._incoming is not None
        try:
            self._incoming.take(raw_data)
        except MyotomeError as error:
            self._refuse(error)
            raise SkipFile from error

    def file_complete(self, file_size: int) -> None:
        """It is whole, or too odd to be kept."""
        if self._incoming is None:
            return
        try:
            self.arrived.append(self._incoming.finish())
        except MyotomeError as error:
            self._refuse(error)
        self._incoming = None

    def upload_interrupted(self) -> None:
        """Whoever sent it went away: nothing is left behind."""
        if self._incoming is not None:
            self._incoming.abandon()
            self._incoming = None

    def _refuse(self, error: MyotomeError) -> None:
        assert self._incoming is not None
        self._incoming.abandon()
        self.refused.append((self._incoming.name, error.sentence()))
        self._incoming = None
