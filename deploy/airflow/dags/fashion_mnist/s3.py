"""Addresses and objects of S3, by way of a boto3 client."""
from __future__ import annotations

import re
from typing import Any, Iterator, NamedTuple

from fashion_mnist.mistakes import RunError

_BUCKET = re.compile(r"[a-z0-9.-]{3,63}")
# What the job refuses in an address, and what S3KeySensor would take for a wildcard.
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\?#*\[\]]")


class S3Uri(NamedTuple):
    """A bucket and a key in it; the key of a folder ends with a slash or is empty."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}" if self.key else f"s3://{self.bucket}"

    def below(self, name: str) -> S3Uri:
        """The object called name in this folder."""
        return S3Uri(self.bucket, f"{self.key.rstrip('/')}/{name}".lstrip("/"))


def parse(text: str, setting: str) -> S3Uri:
    """Reads s3://bucket or s3://bucket/key.

    Raises RunError if the text is something else; setting is named in it.
    """
    if "@" in text:
        raise RunError(f"{setting}: credentials do not belong into an address; the connection gives them")
    scheme, _, rest = text.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not _BUCKET.fullmatch(bucket):
        raise RunError(f"{setting}: {text!r} is not an S3 address; write s3://bucket/key")
    if _UNFIT.search(key) or "//" in key or key.startswith("/") or {".", ".."} & set(key.split("/")):
        raise RunError(f"{setting}: {text!r}: a key has no empty segment, no '.', '..', wildcard, backslash, '?' or '#'")
    return S3Uri(bucket, key)


def objects(client: Any, prefix: S3Uri) -> Iterator[tuple[str, int]]:
    """Key and size in bytes of all objects whose key starts with the prefix, in the order of S3."""
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=prefix.bucket, Prefix=prefix.key):
        for entry in page.get("Contents", []):
            yield entry["Key"], entry["Size"]


def read(client: Any, uri: S3Uri) -> bytes | None:
    """The whole object, or None if there is none."""
    try:
        return client.get_object(Bucket=uri.bucket, Key=uri.key)["Body"].read()
    except client.exceptions.NoSuchKey:
        return None


def head(client: Any, uri: S3Uri, count: int) -> tuple[bytes, int]:
    """The first bytes of an object, at most count of them, and the size of the whole.

    Raises RunError if there is no such object or it is empty.
    """
    try:
        answer = client.get_object(Bucket=uri.bucket, Key=uri.key, Range=f"bytes=0-{count - 1}")
    except client.exceptions.NoSuchKey:
        raise RunError(f"{uri}: no such object; the name of a folder ends with a slash") from None
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "InvalidRange":
            raise
        raise RunError(f"{uri}: the object is empty") from None
    return answer["Body"].read(), int(answer["ContentRange"].rpartition("/")[2])
