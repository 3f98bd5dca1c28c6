"""Sealed files in a bucket that speaks S3 (Amazon, MinIO, Ceph): sent in parts, there from the moment the last part is confirmed.

Needs the extra `s3` (boto3). The address is ``s3://bucket/prefix?endpoint=https://host&region=name``; keys come from the environment as
boto3 reads them. Uploads that were begun and never ended are for the bucket's own lifecycle rule to clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from myotome.record.files.seal import BrokenSeal
from myotome.words.errors import UsageError

PART_BYTES: Final = 8 << 20
"""S3 takes no part but the last below 5 MiB."""
CHUNK_BYTES: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class S3Store:
    """Objects in a bucket under a prefix."""

    client: Any
    bucket: str
    prefix: str

    def begin(self, name: str) -> S3Writing:
        """Start an object."""
        return S3Writing(self.client, self.bucket, self.prefix + name)

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of an object."""
        try:
            body = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]
        except self.client.exceptions.NoSuchKey:
            raise BrokenSeal("a stored file is gone from its store", cure="Put back the copy from a backup.") from None
        yield from body.iter_chunks(CHUNK_BYTES)

    def remove(self, name: str) -> None:
        """Take an object away."""
        self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object under the prefix."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        for page in pages:
            for row in page.get("Contents", ()):
                yield row["Key"].removeprefix(self.prefix), row["LastModified"]


class S3Writing:
    """One object on its way into the bucket."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        self._client, self._place = client, {"Bucket": bucket, "Key": key}
        self._waiting, self._parts, self._upload = bytearray(), list[dict[str, Any]](), ""

    def write(self, data: bytes) -> None:
        """Append some bytes."""
        self._waiting += data
        while len(self._waiting) >= PART_BYTES:
            self._send(bytes(self._waiting[:PART_BYTES]))
            del self._waiting[:PART_BYTES]

    def finish(self) -> None:
        """Confirm the last part; a small object goes in one step."""
        if not self._upload:
            self._client.put_object(**self._place, Body=bytes(self._waiting))
            return
        if self._waiting:
            self._send(bytes(self._waiting))
        self._client.complete_multipart_upload(
            **self._place, UploadId=self._upload, MultipartUpload={"Parts": self._parts}
        )

    def abandon(self) -> None:
        """Leave nothing behind."""
        if self._upload:
            self._client.abort_multipart_upload(**self._place, UploadId=self._upload)

    def _send(self, part: bytes) -> None:
        if not self._upload:
            self._upload = self._client.create_multipart_upload(**self._place)["UploadId"]
        number = len(self._parts) + 1
        sent = self._client.upload_part(**self._place, UploadId=self._upload, PartNumber=number, Body=part)
        self._parts.append({"ETag": sent["ETag"], "PartNumber": number})


def s3_store(address: str) -> S3Store:
    """The store that an ``s3://`` address names; raises UsageError with the cure."""
    try:
        import boto3
    except ImportError:
        raise UsageError(
            "an S3 store needs boto3", place="MYOTOME_FILE_STORE", cure="Run `pip install 'myotome[s3]'`."
        ) from None
    parts = urlsplit(address)
    if not parts.hostname:
        raise UsageError(
            "the address names no bucket", place="MYOTOME_FILE_STORE", value=address, cure="Write s3://bucket/prefix."
        )
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    client = boto3.client("s3", endpoint_url=options.get("endpoint"), region_name=options.get("region"))
    prefix = parts.path.strip("/")
    return S3Store(client, parts.hostname, f"{prefix}/" if prefix else "")
