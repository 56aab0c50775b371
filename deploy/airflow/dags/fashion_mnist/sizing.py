"""Into how many jobs a run is cut."""
from __future__ import annotations

import re
import struct
import zlib
from typing import Any, Mapping

from fashion_mnist import s3
from fashion_mnist.mistakes import RunError

_SAMPLE = 1 << 20
_IDX_IMAGES = b"\x00\x00\x08\x03"
_GZIP = b"\x1f\x8b"
# Their row count stands at their end or in every file of them.
_NOT_TOLD_BY_THEIR_START = (b"PAR1", b"PK\x03\x04", b"\x89PNG")


def count_rows(client: Any, settings: Mapping[str, Any]) -> tuple[int | None, str]:
    """Rows of the input and how they were found; no rows where nothing cheap tells them.

    Only the number of jobs follows from it. Each of them cuts its part from the rows that are really there.
    Raises RunError if the input is a folder without PNGs.
    """
    if settings["rows"]:
        return settings["rows"], "set"
    uri = s3.parse(settings["input"], "input")
    if not uri.key or uri.key.endswith("/"):
        count = sum(1 for key, _ in s3.objects(client, uri) if _is_image(key[len(uri.key):]))
        if not count:
            raise RunError(f"{uri}: no object named .png; an input of another kind has no slash at its end")
        return count, "PNGs listed"
    start, size = s3.head(client, uri, _SAMPLE)
    plain, compressed = _inflated(start) if start.startswith(_GZIP) else (start, len(start))
    if plain.startswith(_IDX_IMAGES):
        return struct.unpack(">I", plain[4:8])[0], "IDX header"
    if plain.startswith(_NOT_TOLD_BY_THEIR_START):
        return None, "not told by the start of the file; set rows to use more than one job"
    lines = plain.count(b"\n")
    return (max(1, round(lines * size / compressed)), f"estimated from {lines} lines") if lines else (None, "no line ends found")


def shard_count(rows: int | None, batch_size: int, rows_per_shard: int, max_shards: int) -> int:
    """Number of parts: at most rows_per_shard rows or one batch each, no part without a batch.

    max_shards goes before rows_per_shard. 1 means a single job, because AWS Batch takes arrays of 2 to 10,000.
    """
    if not rows or rows <= rows_per_shard:
        return 1
    batches = -(-rows // batch_size)
    return min(-(-batches // max(1, rows_per_shard // batch_size)), max_shards)


def earlier_count(client: Any, folder: s3.S3Uri) -> int | None:
    """Into how many parts an earlier attempt of the run was cut; None if there was none.

    A repetition is cut the same way: parts of another count would stay beside the new ones, and a table would have rows twice.
    """
    names = [key[len(folder.key):] for key, _ in s3.objects(client, folder)]
    matches = (re.fullmatch(r"(?:predictions|_manifest)-\d{5}-of-(\d{5})\.\w+", name) for name in names)
    counts = {int(match[1]) for match in matches if match}
    if len(counts) > 1:
        raise RunError(
            f"{folder}: results cut into {' and '.join(map(str, sorted(counts)))} parts lie there together; "
            f"remove them (aws s3 rm --recursive {folder}) and clear the run")
    if counts:
        return counts.pop()
    return 1 if "predictions.parquet" in names else None


def _is_image(path: str) -> bool:
    parts = path.split("/")
    left_behind = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return path.lower().endswith(".png") and not left_behind


def _inflated(start: bytes) -> tuple[bytes, int]:
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = stream.decompress(start)
    except zlib.error as error:
        raise RunError(f"input: it begins like gzip and is none: {error}") from None
    return plain, len(start) - len(stream.unused_data)
